"""Reads the findings of a run: streamed, in the order of work lists, with reviews."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, and_, func, or_, select

from adapter_core.domain.findings import Decision, Finding, Fix, Owner, Severity
from adapter_core.domain.states import State
from adapter_core.store import reviews
from adapter_core.store.interning import batch_of, evidence_of, fix_of
from adapter_core.store.lookup import chunks
from adapter_core.store.run_end import kept_in
from adapter_core.store.run_facts import sources_of
from adapter_core.store.tables import caseload, finding, owner, review, run, shape

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from datetime import date, datetime

    from sqlalchemy.engine import Connection, Row
    from sqlalchemy.sql import ColumnElement

    from adapter_core.domain.findings import Batch, Evidence, Review
    from adapter_core.store.model import SavedReview

_AT_ONCE = 2_000

_ID_AT = 8
"""Column of `statement_of` that is the finding's id."""


@dataclass(frozen=True, slots=True)
class ListedFinding:
    """A finding, and whether work lists leave it out because of its review."""

    finding: Finding
    hidden: bool


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which findings of a run are wanted; None is no restriction.

    Attributes:
        hidden: False for work lists, True for what reviews hide from them.
        team: an empty text for findings without a team; likewise `worker`.
    """

    rules: Collection[str] | None = None
    hidden: bool | None = None
    team: str | None = None
    worker: str | None = None
    source: str | None = None
    ref: str | None = None


@dataclass(frozen=True, slots=True)
class _Shape:
    rule: str
    state: State
    severity: Severity
    batch: Batch | None
    fix: Fix
    evidence: tuple[Evidence, ...]


def shown_in(number: int) -> ColumnElement[bool]:
    """What belongs to a run: opened until it, and not closed until it."""
    return and_(
        finding.c.opened_run <= number, or_(finding.c.closed_run.is_(None), finding.c.closed_run > number)
    )


def _evaluated(rules: Mapping[str, int], wanted: Collection[str] | None) -> list[str]:
    return sorted(rules if wanted is None else set(wanted) & set(rules))


def statement_of(row: Row[Any], rules: Mapping[str, int], wanted: Wanted) -> Select[Any]:
    """The findings of a run (a row of `run`) as a statement, in order: owner, person, severity."""
    statement = (
        select(
            caseload.c.source,
            finding.c.ref,
            finding.c.shape,
            owner.c.team,
            owner.c.worker,
            finding.c.batch_key,
            finding.c.first_run,
            shape.c.rule,
            finding.c.id,
        )
        .select_from(finding)
        .join(caseload, caseload.c.id == finding.c.caseload)
        .join(shape, shape.c.id == finding.c.shape)
        .join(owner, owner.c.id == finding.c.owner)
        .where(caseload.c.series == row.series, shown_in(row.id))
        .order_by(owner.c.team, owner.c.worker, finding.c.ref, shape.c.rank, shape.c.rule, caseload.c.source)
    )
    statement = statement.where(shape.c.rule.in_(_evaluated(rules, wanted.rules)))
    if wanted.team is not None:
        statement = statement.where(owner.c.team == wanted.team)
    if wanted.worker is not None:
        statement = statement.where(owner.c.worker == wanted.worker)
    if wanted.source is not None:
        statement = statement.where(caseload.c.source == wanted.source)
    if wanted.ref is not None:
        statement = statement.where(finding.c.ref == wanted.ref)
    return statement


_REVIEWED = and_(
    review.c.source == caseload.c.source,
    review.c.ref == finding.c.ref,
    review.c.rule == shape.c.rule,
    review.c.state == shape.c.state,
    review.c.ended.is_(None),
)


class Reading:
    """Everything that rows need to become findings of one run."""

    def __init__(self, connection: Connection, row: Row[Any]) -> None:
        """Read what is small and shared: shapes, the days of runs, and when each source was true."""
        self._as_of: date = row.as_of
        self._run = row.id
        self._connection = connection
        days = select(run.c.id, run.c.as_of).where(run.c.series == row.series)
        self._days: dict[int, date] = {each.id: each.as_of for each in connection.execute(days)}
        moments = {state.name: state.as_of for state in sources_of(connection, row.id)}
        self._shapes = {each.id: _shape_of(each, moments) for each in connection.execute(select(shape))}
        self._refreshes: dict[str, list[date]] = {}
        self._owners: dict[tuple[str, str], Owner] = {}
        self._kept = kept_in(connection, row.id)

    def finding_of(self, row: Row[Any], said: Review | None = None) -> Finding:
        """A finding from a row of `statement_of`."""
        source, ref, number, team, worker, batch_key, first_run = tuple(row)[:7]
        kind = self._shapes[number]
        whose = self._owners.get((team, worker))
        if whose is None:
            whose = self._owners[team, worker] = Owner(worker or None, team or None)
        return Finding(
            source,
            ref,
            kind.rule,
            kind.state,
            kind.severity,
            whose,
            kind.evidence,
            kind.fix,
            kind.batch,
            batch_key or "",
            self._days.get(first_run),
            said,
            checked=not self._kept or row[_ID_AT] not in self._kept,
        )

    def hides(self, saved: SavedReview) -> bool:
        """Whether a review keeps its finding out of work lists, on the run's day.

        An answer hides until the next run makes it a pass. "Done" hides until the source was read as
        of two later days: by then the gap is gone, or it was not done.
        """
        said = saved.review
        if said.decision is Decision.SNOOZED:
            return said.until is not None and self._as_of < said.until
        if said.decision is Decision.DONE:
            if said.source not in self._refreshes:
                self._refreshes[said.source] = reviews.refreshes(self._connection, said.source, self._run)
            since = reviews.day_of(saved.seen_as_of or said.at)
            later = sum(day > since for day in self._refreshes[said.source])
            return later < reviews.REFRESHES_UNTIL_BACK
        return True


def _shape_of(row: Row[Any], moments: Mapping[str, datetime | None]) -> _Shape:
    evidence = tuple(
        type(one)(one.source, one.field, moments.get(one.source)) for one in evidence_of(row.evidence)
    )
    return _Shape(
        row.rule,
        State(row.state),
        Severity(row.severity),
        batch_of(row.batch),
        fix_of(row.fix_who, row.fix_where),
        evidence,
    )


def findings(
    connection: Connection, row: Row[Any], rules: Mapping[str, int], wanted: Wanted
) -> Iterator[ListedFinding]:
    """Stream the findings of a run. While this goes on, SQLite holds other programs' commits back."""
    reading = Reading(connection, row)
    statement = statement_of(row, rules, wanted)
    if not reviews.any_current(connection):
        if wanted.hidden:
            return
        for each in _stream(connection, statement):
            yield ListedFinding(reading.finding_of(each), hidden=False)
        return
    joined = statement.add_columns(review).outerjoin(review, _REVIEWED)
    for each in _stream(connection, joined):
        saved = _review_in(each)
        hidden = saved is not None and reading.hides(saved)
        if wanted.hidden is None or wanted.hidden == hidden:
            found = reading.finding_of(each, None if saved is None else saved.review)
            yield ListedFinding(found, hidden)


def hidden_count(
    connection: Connection, row: Row[Any], rules: Mapping[str, int], wanted: Collection[str] | None
) -> int:
    """How many findings of a run reviews keep out of work lists; costs what there are reviews."""
    if not reviews.any_current(connection):
        return 0
    reading = Reading(connection, row)
    statement = statement_of(row, rules, Wanted(rules=wanted)).order_by(None)
    joined = statement.add_columns(review).join(review, _REVIEWED)
    hidden = 0
    for each in _stream(connection, joined):
        saved = _review_in(each)
        hidden += saved is not None and reading.hides(saved)
    return hidden


def _stream(connection: Connection, statement: Select[Any]) -> Iterator[Row[Any]]:
    with connection.execute(statement, execution_options={"yield_per": _AT_ONCE}) as rows:
        yield from rows


_REVIEW_AT = 9
"""Columns of `statement_of` before those of `review`."""


class _ReviewColumns:
    """The columns of a joined row that are the review's, by their own names."""

    def __init__(self, values: tuple[Any, ...]) -> None:
        self.__dict__.update(zip((column.name for column in review.c), values, strict=True))


def _review_in(row: Row[Any]) -> SavedReview | None:
    values = tuple(row)[_REVIEW_AT:]
    return None if values[0] is None else reviews.review_of(_ReviewColumns(values))  # type: ignore[arg-type]


def states_of(
    connection: Connection, row: Row[Any], source: str, refs: Collection[str], rules: Mapping[str, int]
) -> dict[tuple[str, str], State]:
    """(ref, rule) to the state of what is open for these people in a run."""
    found: dict[tuple[str, str], State] = {}
    for some in chunks(sorted(set(refs))):
        statement = (
            select(finding.c.ref, shape.c.rule, shape.c.state)
            .select_from(finding)
            .join(caseload, caseload.c.id == finding.c.caseload)
            .join(shape, shape.c.id == finding.c.shape)
            .where(
                caseload.c.series == row.series,
                caseload.c.source == source,
                shown_in(row.id),
                finding.c.ref.in_(some),
                func.length(finding.c.ref).in_({len(ref) for ref in some}),
                shape.c.rule.in_(sorted(rules)),
            )
        )
        for ref, rule, state in connection.execute(statement):
            found[ref, rule] = State(state)
    return found
