"""Files of decisions that come back: previewed, applied as a batch, undone as one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from adapter_core.errors import UsageError
from adapter_core.oversight.audit import actor, record
from adapter_core.service import review_files
from adapter_core.service.review_checks import Refused, check_note, check_until, still_open
from adapter_core.store import Change
from adapter_core.store import reviews as kept_reviews

if TYPE_CHECKING:
    from adapter_core.domain.states import State
    from adapter_core.service.review_files import FileRow
    from adapter_core.store import ImportBatch, RunInfo, SavedReview, Store, Undone

_DAYS = ("%Y-%m-%d", "%d/%m/%Y", "%Y-%m-%d %H:%M:%S")


def _plain(word: str) -> str:
    """A decision's word as people may write it: any case, with blanks, commas or underscores."""
    return re.sub(r"[\s,_]+", " ", word.casefold())


_DECISIONS = {_plain(word): decision for word, decision in review_files.DECISIONS.items()}


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
    decided = [row for row in rows if row.formula or any(map(row.text, ("Decision", "Until", "Note")))]
    refs: dict[str, set[str]] = {}
    for row in decided:
        refs.setdefault(row.text("Source"), set()).add(row.text("Reference"))
    states: dict[tuple[str, str, str], State] = {}
    now: dict[tuple[str, str, str], SavedReview] = {}
    for source, some in refs.items():
        states |= {(source, *key): state for key, state in store.states_of(run_id, source, some).items()}
        now |= {(source, *key): one for key, one in store.current_reviews(source, sorted(some)).items()}
    planned: dict[tuple[str, str, str], list[PlannedRow]] = {}
    rejects: list[RejectedRow] = []
    for row in decided:
        key = (row.text("Source"), row.text("Reference"), row.text("Rule"))
        try:
            change = _change(row, states.get(key), run)
        except Refused as refused:
            rejects.append(RejectedRow(row.number, key[1], key[2], refused.code, refused.reason))
            continue
        planned.setdefault(key, []).append(PlannedRow(row.number, change, now.get(key)))
    taken: list[PlannedRow] = []
    for (_, ref, rule), same in planned.items():
        if len({one.change for one in same}) > 1:
            reason = "Another row decides differently about this gap."
            rejects.extend(RejectedRow(one.row, ref, rule, "FP-0707", reason) for one in same)
        elif not _holds_already(same[0]):
            taken.append(same[0])
    rejects.sort(key=lambda one: one.row)
    unchanged = len(rows) - len(taken) - len(rejects)
    return Preview(name, run_id, tuple(taken), tuple(rejects), unchanged)


def _holds_already(planned: PlannedRow) -> bool:
    if planned.before is None:
        return False
    said, change = planned.before.review, planned.change
    return (said.state, said.decision, said.why, said.until) == (
        change.state,
        change.decision,
        change.why,
        change.until,
    )


def _change(row: FileRow, state: State | None, run: RunInfo) -> Change:
    if row.formula:
        raise Refused("FP-0712", "The row holds a formula.")
    if not row.text("Decision"):
        raise Refused("FP-0702", f"The row has a {'note' if row.text('Note') else 'day'} but no decision.")
    decision = _DECISIONS.get(_plain(row.text("Decision")))
    if decision is None:
        raise Refused("FP-0702", "The decision is none of: " + ", ".join(review_files.DECISIONS) + ".")
    state = still_open(state)
    if row.text("State") != state.value:
        raise Refused("FP-0704", f"The gap is now in the state {state.value}.")
    until = _day(row)
    check_until(decision, until, run)
    note = row.text("Note")
    check_note(note)
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
    raise Refused("FP-0703", "The day in Until cannot be read.")


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
        changes = [one.change for one in planned.rows]
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
