"""Reviews: kept as they were made; only how they end is written into them.

The current review of a (source, ref, rule) is the one without `ended`. A new one ends it and names
it in `replaces`, so that undoing an import restores exactly what was there before.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, insert, select, update

from adapter_core.domain.findings import Decision, Review
from adapter_core.domain.states import State
from adapter_core.errors import UsageError
from adapter_core.store.lookup import chunks
from adapter_core.store.model import ImportBatch, SavedReview, Undone
from adapter_core.store.tables import import_batch, review, run, run_source

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy.engine import Connection, Row

    from adapter_core.store.model import Change

FINISHED = ("complete", "partial")
REPLACED, UNDONE, STATE_CHANGED, LAPSED = "replaced", "undone", "state_changed", "lapsed"
WITHDRAWN = "withdrawn"

REFRESHES_UNTIL_BACK = 2
"""How often a source must have refreshed before an item that was done, and is not, comes back."""


def review_of(row: Row[Any]) -> SavedReview:
    """A review from its row."""
    return SavedReview(
        id=row.id,
        review=Review(
            source=row.source,
            ref=row.ref,
            rule=row.rule,
            state=State(row.state),
            decision=Decision(row.decision),
            who=row.who,
            at=row.at,
            why=row.why,
            until=row.until,
        ),
        seen_as_of=row.seen_as_of,
        batch=None if row.batch is None else str(row.batch),
    )


def any_current(connection: Connection) -> bool:
    """Whether there is any review that still holds."""
    return (
        connection.execute(select(review.c.id).where(review.c.ended.is_(None)).limit(1)).first() is not None
    )


def current(connection: Connection, source: str, refs: Sequence[str]) -> dict[tuple[str, str], SavedReview]:
    """The current reviews of these people, by (ref, rule)."""
    found: dict[tuple[str, str], SavedReview] = {}
    for some in chunks(list(refs)):
        statement = select(review).where(
            review.c.source == source, review.c.ref.in_(some), review.c.ended.is_(None)
        )
        for row in connection.execute(statement):
            found[row.ref, row.rule] = review_of(row)
    return found


def refreshes(connection: Connection, source: str, upto: int | None = None) -> list[date]:
    """The distinct days on which a source's data was true, over finished runs, oldest first.

    Days, not moments: a source that cannot say gets the moment of each run, and somebody who checks
    three times in one evening has not waited for three nights.

    Args:
        connection: inside a transaction.
        source: name of the source.
        upto: number of the last run that counts; all if None.
    """
    return sorted({day_of(moment) for moment in _moments(connection, source, upto)})


def day_of(moment: datetime) -> date:
    """The day that it was here."""
    return moment.astimezone().date()


def _moments(connection: Connection, source: str, upto: int | None = None) -> set[datetime]:
    """When a source's data was true; where it cannot say, the run's own day stands in."""
    statement = (
        select(run_source.c.as_of, run.c.as_of.label("day"))
        .join(run, run.c.id == run_source.c.run)
        .where(run_source.c.name == source, run_source.c.status != "down", run.c.status.in_(FINISHED))
        .distinct()
    )
    if upto is not None:
        statement = statement.where(run.c.id <= upto)
    return {_moment(row.as_of, row.day) for row in connection.execute(statement)}


def _moment(as_of: datetime | None, day: date) -> datetime:
    return as_of if as_of is not None else datetime.combine(day, time(), UTC)


def record(
    connection: Connection, changes: Iterable[Change], *, who: str, at: datetime, batch: int | None = None
) -> list[int]:
    """Keep decisions; each ends the review that was current for its finding.

    Returns:
        Numbers of the reviews, in the order of `changes`.
    """
    newest: dict[str, datetime | None] = {}
    numbers = []
    for one in changes:
        if one.source not in newest:
            newest[one.source] = max(_moments(connection, one.source), default=None)
        here = (review.c.source == one.source) & (review.c.ref == one.ref) & (review.c.rule == one.rule)
        before = connection.execute(select(review.c.id).where(here, review.c.ended.is_(None))).scalar()
        if before is not None:
            connection.execute(
                update(review).where(review.c.id == before).values(ended=at, end_reason=REPLACED)
            )
        values = {
            "source": one.source,
            "ref": one.ref,
            "rule": one.rule,
            "state": one.state.value,
            "decision": one.decision.value,
            "who": who,
            "at": at,
            "why": one.why,
            "until": one.until,
            "seen_as_of": newest[one.source],
            "batch": batch,
            "replaces": before,
        }
        numbers.append(int(connection.execute(insert(review).values(values)).inserted_primary_key[0]))  # type: ignore[index]
    return numbers


def end(connection: Connection, numbers: Sequence[int], at: datetime, reason: str) -> None:
    """End reviews that do not hold any more."""
    for start in range(0, len(numbers), 500):
        some = review.c.id.in_(numbers[start : start + 500])
        connection.execute(
            update(review).where(some, review.c.ended.is_(None)).values(ended=at, end_reason=reason)
        )


def follow(connection: Connection, source: str, merged: Mapping[str, str]) -> None:
    """Let reviews follow people whose records were merged, unless the survivor has its own.

    Args:
        connection: inside the page's transaction.
        source: name of the source.
        merged: reference to the reference of the record that replaced it.
    """
    for (old, rule), saved in current(connection, source, sorted(merged)).items():
        new = merged[old]
        if (new, rule) not in current(connection, source, [new]):
            connection.execute(update(review).where(review.c.id == saved.id).values(ref=new))


def keep_batch(  # noqa: PLR0913 - the columns of a batch
    connection: Connection, *, name: str, who: str, at: datetime, applied: int, rejected: int
) -> int:
    """Keep that a file was imported."""
    values = {"name": name, "who": who, "at": at, "applied": applied, "rejected": rejected}
    return int(connection.execute(insert(import_batch).values(values)).inserted_primary_key[0])  # type: ignore[index]


def batches(connection: Connection) -> list[ImportBatch]:
    """Every import, newest first."""
    rows = connection.execute(select(import_batch).order_by(import_batch.c.id.desc()))
    return [_batch_of(row) for row in rows]


def batch(connection: Connection, number: str) -> ImportBatch:
    """One import.

    Raises:
        UsageError: FP-0708.
    """
    row = None
    if number.isascii() and number.isdigit():
        row = connection.execute(select(import_batch).where(import_batch.c.id == int(number))).first()
    if row is None:
        raise UsageError("FP-0708", f"There is no import {number[:20]}.")
    return _batch_of(row)


def _batch_of(row: Row[Any]) -> ImportBatch:
    return ImportBatch(
        str(row.id), row.name, row.who, row.at, row.applied, row.rejected, row.undone_at, row.undone_by
    )


def undo(connection: Connection, number: str, *, who: str, at: datetime) -> Undone:
    """Take an import back: its reviews end, and those that they replaced are current again.

    What somebody decided since, by hand or by another import, stays.

    Raises:
        UsageError: FP-0708 where there is none, FP-0709 where it was undone before.
    """
    found = batch(connection, number)
    if found.undone_at is not None:
        raise UsageError("FP-0709", f"Import {number} was undone on {found.undone_at:%d/%m/%Y}.")
    removed, restored, kept = 0, 0, []
    mine = select(review).where(review.c.batch == int(number)).order_by(review.c.id)
    for row in connection.execute(mine).all():
        if row.ended is not None:
            # A later decision replaced it. Should that be undone in turn, it must not bring this one back.
            later = select(review.c.id).where(review.c.replaces == row.id)
            connection.execute(update(review).where(review.c.id.in_(later)).values(replaces=row.replaces))
            if row.end_reason == REPLACED:
                kept.append((row.source, row.ref, row.rule))
            continue
        connection.execute(update(review).where(review.c.id == row.id).values(ended=at, end_reason=UNDONE))
        removed += 1
        if row.replaces is None:
            continue
        # It was current until the import came, so it is again, under the reference the person has now.
        back = update(review).where(review.c.id == row.replaces, review.c.end_reason == REPLACED)
        restored += connection.execute(back.values(ended=None, end_reason=None, ref=row.ref)).rowcount
    done = update(import_batch).where(import_batch.c.id == int(number))
    connection.execute(done.values(undone_at=at, undone_by=who))
    return Undone(removed - restored, restored, tuple(kept))


def count(connection: Connection) -> int:
    """Current reviews."""
    return int(connection.execute(select(func.count()).where(review.c.ended.is_(None))).scalar_one())
