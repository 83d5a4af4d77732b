"""Reviews: work through the list of gaps, one by one or as a file that goes to a team and comes back."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from adapter_core.domain.findings import Decision
from adapter_core.domain.states import State
from adapter_core.domain.values import nhs_number_problem
from adapter_core.errors import UsageError
from adapter_core.oversight.audit import actor, record
from adapter_core.service import review_files
from adapter_core.store import Change
from adapter_core.store import reviews as kept_reviews

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from adapter_core.checks.rule import Rule
    from adapter_core.service.review_files import FileRow
    from adapter_core.store import ImportBatch, ListedFinding, RunInfo, SavedReview, Store, Undone

LONGEST_NOTE = 500
_TEN_DIGITS = re.compile(r"(?<!\d)\d{3}[ -]?\d{3}[ -]?\d{4}(?!\d)")
_DAYS = ("%Y-%m-%d", "%d/%m/%Y", "%Y-%m-%d %H:%M:%S")
_DECISIONS = {
    re.sub(r"[\s,_]+", " ", word.casefold()): decision for word, decision in review_files.DECISIONS.items()
}


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """A row that was not taken.

    Attributes:
        row: its number in the file.
        code: an `FP-07…` code.
        reason: one plain sentence.
    """

    row: int
    ref: str
    rule: str
    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """A row that would be taken, and the review that it would replace."""

    row: int
    change: Change
    before: SavedReview | None


@dataclass(frozen=True, slots=True)
class Preview:
    """What an import would do.

    Attributes:
        name: the file's name, without its folder.
        unchanged: rows without a decision, or with the one that holds already.
    """

    name: str
    run_id: str
    rows: tuple[PlannedRow, ...]
    rejects: tuple[RejectedRow, ...]
    unchanged: int


class _Refused(Exception):
    def __init__(self, code: str, reason: str) -> None:
        self.code, self.reason = code, reason
        super().__init__(code)


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
) -> SavedReview:
    """Keep one decision about one gap, in place of an earlier one; audited first.

    Raises:
        UsageError: FP-0611, FP-0701 (no such gap), FP-0703 (day), FP-0710 (note).
    """
    run = latest(store, profile, cohort)
    state = store.states_of(run.id, source, [ref]).get((ref, rule))
    try:
        state = _still_open(state)
        _check_until(decision, until, run)
        _check_note(why)
    except _Refused as refused:
        raise UsageError(refused.code, refused.reason, where=f"{source}, {rule}") from None
    whose = who or actor()
    record(store, "review.recorded", who=whose, subjects=[(source, ref)], run=run.id)
    with store.work() as unit:
        change = Change(source, ref, rule, state, decision, why, until)
        kept_reviews.record(unit.connection, [change], who=whose, at=store.clock())
        unit.commit()
    return store.current_reviews(source, [ref])[ref, rule]


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
    listed = [rule.id for rule in rules.values() if not (rule.experimental or rule.confidential)]
    return store.findings(run.id, rules=listed, hidden=hidden, team=team, worker=worker)


def preview(store: Store, content: bytes, *, name: str, run_id: str) -> Preview:
    """Say what importing a file would do; nothing is changed.

    Args:
        store: the store.
        content: the file, XLSX or CSV.
        name: the file's name; its folder is left out.
        run_id: the newest finished run, which the file's rows must still agree with.

    Raises:
        UsageError: FP-0705, FP-0706, FP-0711 for a file that cannot be taken at all.
    """
    name = re.split(r"[\\/]", name)[-1]
    run = store.run(run_id)
    rows = review_files.read(content, name)
    refs: dict[str, list[str]] = {}
    for row in rows:
        if row.text("Decision") or row.formula:
            refs.setdefault(row.text("Source"), []).append(row.text("Reference"))
    states = {
        (source, *key): state
        for source, some in refs.items()
        for key, state in store.states_of(run_id, source, some).items()
    }
    now = {
        (source, *key): saved
        for source, some in refs.items()
        for key, saved in store.current_reviews(source, sorted(set(some))).items()
    }
    planned: dict[tuple[str, str, str], list[PlannedRow]] = {}
    rejects: list[RejectedRow] = []
    unchanged = 0
    for row in rows:
        key = (row.text("Source"), row.text("Reference"), row.text("Rule"))
        if not row.text("Decision") and not row.formula:
            unchanged += 1
            continue
        try:
            change = _change(row, states.get(key), run)
        except _Refused as refused:
            rejects.append(RejectedRow(row.number, key[1], key[2], refused.code, refused.reason))
            continue
        before = now.get(key)
        if before is not None and _same(before, change):
            unchanged += 1
            continue
        planned.setdefault(key, []).append(PlannedRow(row.number, change, before))
    taken: list[PlannedRow] = []
    for (_, ref, rule), same in planned.items():
        if len({one.change for one in same}) > 1:
            rejects.extend(
                RejectedRow(one.row, ref, rule, "FP-0707", "Another row decides differently about this gap.")
                for one in same
            )
        else:
            taken.append(same[0])
            unchanged += len(same) - 1
    rejects.sort(key=lambda one: one.row)
    return Preview(name, run_id, tuple(taken), tuple(rejects), unchanged)


def _still_open(state: State | None) -> State:
    if state is None:
        raise _Refused("FP-0701", "There is no open gap of that person under that rule.")
    return state


def _same(before: SavedReview, change: Change) -> bool:
    said = before.review
    return (said.state, said.decision, said.why, said.until) == (
        change.state,
        change.decision,
        change.why,
        change.until,
    )


def _change(row: FileRow, state: State | None, run: RunInfo) -> Change:
    if row.formula:
        raise _Refused("FP-0712", "The row holds a formula.")
    decision = _DECISIONS.get(re.sub(r"[\s,_]+", " ", row.text("Decision").casefold()))
    if decision is None:
        raise _Refused("FP-0702", "The decision is none of: " + ", ".join(review_files.DECISIONS) + ".")
    state = _still_open(state)
    if row.text("State") != state.value:
        raise _Refused("FP-0704", f"The gap is now in the state {state.value}.")
    until = _day(row)
    _check_until(decision, until, run)
    note = row.text("Note")
    _check_note(note)
    return Change(row.text("Source"), row.text("Reference"), row.text("Rule"), state, decision, note, until)


def _day(row: FileRow) -> date | None:
    value = row.cells.get("Until")
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = row.text("Until")
    if not text:
        return None
    for form in _DAYS:
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no time zone
        except ValueError:
            continue
    raise _Refused("FP-0703", "The day in Until cannot be read.")


def _check_until(decision: Decision, until: date | None, run: RunInfo) -> None:
    if decision is Decision.SNOOZED:
        if until is None:
            raise _Refused("FP-0703", "A snoozed gap needs the day on which it comes back.")
        if until <= run.as_of:
            raise _Refused("FP-0703", f"The day has to be after {run.as_of:%d/%m/%Y}.")
    elif until is not None:
        raise _Refused("FP-0703", "Only a snoozed gap has a day on which it comes back.")


def _check_note(note: str) -> None:
    if len(note) > LONGEST_NOTE:
        raise _Refused("FP-0710", f"The note is longer than {LONGEST_NOTE} characters.")
    if any(nhs_number_problem(found, allow_synthetic=True) is None for found in _TEN_DIGITS.findall(note)):
        raise _Refused("FP-0710", "The note holds an NHS number.")


def apply(store: Store, planned: Preview, *, who: str | None = None) -> ImportBatch:
    """Keep the decisions of a preview, all or none, as a batch that can be undone; audited first.

    Raises:
        UsageError: FP-0713 when somebody decided about one of its gaps since the preview.
    """
    whose = who or actor()
    record(
        store,
        "findings.imported",
        who=whose,
        run=planned.run_id,
        subjects=[(one.change.source, one.change.ref) for one in planned.rows],
    )
    at = store.clock()
    with store.work() as unit:
        connection = unit.connection
        by_source: dict[str, list[PlannedRow]] = {}
        for one in planned.rows:
            by_source.setdefault(one.change.source, []).append(one)
        for source, some in by_source.items():
            now = kept_reviews.current(connection, source, sorted({one.change.ref for one in some}))
            if any(
                _number(now.get((one.change.ref, one.change.rule))) != _number(one.before) for one in some
            ):
                raise UsageError(
                    "FP-0713", "Other decisions were made since the preview.", where=planned.name
                )
        batch = kept_reviews.keep_batch(
            connection,
            name=planned.name,
            who=whose,
            at=at,
            applied=len(planned.rows),
            rejected=len(planned.rejects),
        )
        changes: Sequence[Change] = [one.change for one in planned.rows]
        kept_reviews.record(connection, changes, who=whose, at=at, batch=batch)
        kept = kept_reviews.batch(connection, str(batch))
        unit.commit()
    return kept


def _number(saved: SavedReview | None) -> int | None:
    return None if saved is None else saved.id


def undo(store: Store, batch_id: str, *, who: str | None = None) -> Undone:
    """Take an import back, so that what was there before it is there again; audited first.

    Raises:
        UsageError: FP-0708, FP-0709.
    """
    whose = who or actor()
    record(store, "findings.import_undone", who=whose)
    with store.work() as unit:
        done = kept_reviews.undo(unit.connection, batch_id, who=whose, at=store.clock())
        unit.commit()
    return done


def imports(store: Store) -> list[ImportBatch]:
    """Every import, newest first."""
    with store.reading() as unit:
        return kept_reviews.batches(unit.connection)
