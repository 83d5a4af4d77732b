"""Reviews: work through the list of gaps, one by one or as a file that goes to a team and comes back."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from adapter_core.domain.findings import Decision
from adapter_core.errors import UsageError
from adapter_core.oversight.audit import actor, record
from adapter_core.service import review_files, worklist
from adapter_core.service.review_checks import Refused, check_note, check_until, still_open
from adapter_core.service.review_imports import Preview, apply, imports, preview, undo
from adapter_core.store import Change
from adapter_core.store import reviews as kept_reviews

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

    from adapter_core.checks.rule import Rule
    from adapter_core.domain.states import State
    from adapter_core.store import ListedFinding, RunInfo, SavedReview, Store

__all__ = [
    "Preview",
    "apply",
    "export_csv",
    "export_xlsx",
    "imports",
    "latest",
    "list_findings",
    "preview",
    "review",
    "undo",
    "withdraw",
]


def latest(store: Store, profile: str | None, cohort: str | None) -> RunInfo:
    """The newest finished run of a profile and cohort.

    Raises:
        UsageError: FP-0611 when there is none.
    """
    found = store.latest_run(profile=profile, cohort=cohort)
    if found is None:
        raise UsageError("FP-0611", "There is no finished run yet.", where="findings")
    return found


def list_findings(  # noqa: PLR0913 - each narrows the list
    store: Store,
    *,
    profile: str | None = None,
    cohort: str | None = None,
    who: str | None = None,
    hidden: bool | None = False,
    rules: Collection[str] | None = None,
    team: str | None = None,
    worker: str | None = None,
) -> Iterator[ListedFinding]:
    """The gaps of the newest finished run, streamed; that they were listed is in the audit first.

    Args:
        store: the store.
        profile: of which profile; any if None, likewise below.
        cohort: of which cohort.
        who: the actor; this machine's user if None. Likewise in every function here.
        hidden: False for work lists, True for what reviews keep out of them, None for both.
        rules: ids of rules.
        team: an empty text for gaps without a team; likewise `worker`.
        worker: whose list.

    Raises:
        UsageError: FP-0611.
    """
    run = latest(store, profile, cohort)
    record(store, "findings.listed", who=who, run=run.id)
    return store.findings(run.id, rules=rules, hidden=hidden, team=team, worker=worker)


def review(  # noqa: PLR0913 - a decision is about one finding, by someone, for a reason
    store: Store,
    *,
    source: str,
    ref: str,
    rule: str,
    decision: Decision,
    who: str | None = None,
    why: str = "",
    until: date | None = None,
    profile: str | None = None,
    cohort: str | None = None,
    live: Callable[[], tuple[str, State] | None] | None = None,
) -> SavedReview:
    """Keep one decision about one gap, in place of an earlier one; audited first.

    Args:
        store: the store.
        source: whose reference it is.
        ref: the person's reference there.
        rule: the rule's id.
        decision: what was decided.
        who: the actor; this machine's user if None.
        why: a short note.
        until: the day on which a snoozed gap comes back.
        profile: of which profile's newest run; any if None.
        cohort: of which cohort's.
        live: asked where the run lists no such gap, as with what is only asked before a meeting: the
            record's own reference and the gap's state now, or None (`missing.gap_now`).

    Raises:
        UsageError: FP-0611, FP-0701 (no such gap), FP-0703 (day), FP-0710 (note).
    """
    run = latest(store, profile, cohort)
    state = store.states_of(run.id, source, [ref]).get((ref, rule))
    if state is None and live is not None:
        ref, state = live() or (ref, None)
    try:
        state = still_open(state)
        check_until(decision, until, run)
        check_note(why)
    except Refused as refused:
        raise UsageError(refused.code, refused.reason, where=f"{source}, {rule}") from None
    whose = who or actor()
    record(store, "review.recorded", who=whose, subjects=[(source, ref)], run=run.id)
    with store.work() as unit:
        change = Change(source, ref, rule, state, decision, why, until)
        kept_reviews.record(unit.connection, [change], who=whose, at=store.clock())
        unit.commit()
    return store.current_reviews(source, [ref])[ref, rule]


def withdraw(store: Store, *, source: str, ref: str, rule: str, who: str | None = None) -> SavedReview:
    """Take back the decision that holds about one gap; audited first.

    What was hidden is in lists at once; a gap that an answer closed is back after the next run.

    Args:
        store: the store.
        source: whose reference it is.
        ref: the person's reference there.
        rule: the rule's id.
        who: the actor; this machine's user if None.

    Returns:
        The decision that was taken back.

    Raises:
        UsageError: there is none (FP-0715).
    """
    found = store.current_reviews(source, [ref]).get((ref, rule))
    if found is None:
        raise UsageError("FP-0715", "No decision holds about that gap.", where=f"{source}, {rule}")
    record(store, "review.withdrawn", who=who, subjects=[(source, ref)])
    with store.work() as unit:
        kept_reviews.end(unit.connection, [found.id], store.clock(), kept_reviews.WITHDRAWN)
        unit.commit()
    return found


def export_xlsx(  # noqa: PLR0913 - each narrows the list
    store: Store,
    *,
    run_id: str,
    rules: Mapping[str, Rule],
    who: str | None = None,
    team: str | None = None,
    worker: str | None = None,
    hidden: bool | None = False,
) -> bytes:
    """The list as a workbook for a team to fill in; audited first.

    Rules that are experimental or confidential are in no list.

    Raises:
        UsageError: FP-0610, FP-0711.
    """
    found = _for_export(store, run_id, rules, who, team, worker, hidden)
    return review_files.write_xlsx(found, rules)


def export_csv(  # noqa: PLR0913 - as `export_xlsx`
    store: Store,
    *,
    run_id: str,
    rules: Mapping[str, Rule],
    who: str | None = None,
    team: str | None = None,
    worker: str | None = None,
    hidden: bool | None = False,
) -> bytes:
    """The list as CSV; see `export_xlsx`."""
    found = _for_export(store, run_id, rules, who, team, worker, hidden)
    return review_files.write_csv(found, rules)


def _for_export(  # noqa: PLR0913, PLR0917 - handed through
    store: Store,
    run_id: str,
    rules: Mapping[str, Rule],
    who: str | None,
    team: str | None,
    worker: str | None,
    hidden: bool | None,  # noqa: FBT001
) -> Iterator[ListedFinding]:
    run = store.run(run_id)
    record(store, "findings.exported", who=who, run=run.id)
    listed = worklist.listed(rules.values())
    return store.findings(run.id, rules=listed, hidden=hidden, team=team, worker=worker)
