"""Reads runs: what each was, what it counted, and what moved since the one before."""

from __future__ import annotations

import json
from array import array
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, and_, bindparam, func, select

from adapter_core.checks.results import Notice
from adapter_core.domain.findings import Batch
from adapter_core.errors import UsageError
from adapter_core.hooks.ports import MOST_UNMAPPED, Reject
from adapter_core.store.finding_reading import shown_in
from adapter_core.store.finding_writing import CHANGED, LEFT, NOT_APPLICABLE, RESOLVED, REVIEWED
from adapter_core.store.interning import CountKeys, add_up, tally_of
from adapter_core.store.model import BatchGroup, Movement, RunInfo
from adapter_core.store.reviews import FINISHED
from adapter_core.store.run_facts import TOO_MANY
from adapter_core.store.tables import (
    caseload,
    count_key,
    finding,
    run,
    run_count,
    run_notice,
    run_page,
    run_reject,
    run_unmapped,
    series,
    shape,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from sqlalchemy.engine import Connection, Row

    from adapter_core.checks.results import Tally

_MOST_DIGITS = 9


def _runs() -> Select[Any]:
    return select(run, series.c.profile, series.c.cohort).join(series, series.c.id == run.c.series)


def info_of(row: Row[Any]) -> RunInfo:
    """A run from its row."""
    return RunInfo(
        id=str(row.id),
        profile=row.profile,
        cohort=row.cohort,
        as_of=row.as_of,
        started=row.started,
        finished=row.finished,
        status=row.status,
        rules=json.loads(row.rules),
        master=row.master,
        error=row.error,
        config_digest=row.config_digest,
    )


def run_row(connection: Connection, run_id: str) -> Row[Any]:
    """The row of a run.

    Raises:
        UsageError: FP-0610.
    """
    row = None
    if run_id.isascii() and run_id.isdigit() and len(run_id) <= _MOST_DIGITS:
        row = connection.execute(_runs().where(run.c.id == int(run_id))).first()
    if row is None:
        raise UsageError("FP-0610", f"There is no run {run_id[:20]}.")
    return row


def runs(
    connection: Connection, *, profile: str | None, cohort: str | None, limit: int, finished: bool = False
) -> list[RunInfo]:
    """Runs, newest first."""
    given: dict[str, object] = {"limit": limit}
    if profile is not None:
        given["profile"] = profile
    if cohort is not None:
        given["cohort"] = cohort
    rows = connection.execute(_listing(frozenset(given), finished=finished), given)
    return [info_of(row) for row in rows]


@cache
def _listing(given: frozenset[str], *, finished: bool) -> Select[Any]:
    """Built once: the latest run is looked up whenever somebody's record is."""
    statement = _runs().order_by(run.c.id.desc()).limit(bindparam("limit"))
    if "profile" in given:
        statement = statement.where(series.c.profile == bindparam("profile"))
    if "cohort" in given:
        statement = statement.where(series.c.cohort == bindparam("cohort"))
    return statement.where(run.c.status.in_(FINISHED)) if finished else statement


def before(connection: Connection, row: Row[Any], limit: int = 1, *, itself: bool = False) -> list[RunInfo]:
    """The finished runs before a run in its series, newest first."""
    upto = run.c.id <= row.id if itself else run.c.id < row.id
    statement = _runs().where(run.c.series == row.series, upto, run.c.status.in_(FINISHED))
    return [info_of(each) for each in connection.execute(statement.order_by(run.c.id.desc()).limit(limit))]


def tally(connection: Connection, row: Row[Any]) -> Tally:
    """The counts of a run: final, or so far."""
    if row.status not in FINISHED:
        keys = CountKeys()
        keys.use(connection)
        pages = select(run_page.c.counts).where(run_page.c.run == row.id)
        sums: dict[int, int] = {}
        for page in connection.execute(pages).scalars():
            add_up(sums, array("i", page))
        return keys.tally(sums)
    statement = (
        select(count_key.c.kind, count_key.c.team, count_key.c.name, count_key.c.state, run_count.c.people)
        .join(count_key, count_key.c.id == run_count.c.key)
        .where(run_count.c.run == row.id)
    )
    return tally_of((row[0], row[1], row[2], row[3], row[4]) for row in connection.execute(statement))


def rejects(connection: Connection, run_id: int, limit: int | None) -> Iterator[tuple[str, Reject]]:
    """(source, reject), in the order they came."""
    statement = select(run_reject).where(run_reject.c.run == run_id).order_by(run_reject.c.id).limit(limit)
    with connection.execute(statement, execution_options={"yield_per": 1000}) as rows:
        for row in rows:
            refs = tuple(json.loads(row.refs)) if row.refs else ()
            yield row.source, Reject(row.ref, row.code, row.field, refs, row.anonymous)


def reject_counts(connection: Connection, run_id: int) -> dict[str, int]:
    """Source to rejects."""
    statement = select(run_reject.c.source, func.count()).where(run_reject.c.run == run_id)
    rows = connection.execute(statement.group_by(run_reject.c.source)).all()
    return {row[0]: row[1] for row in rows}


def unmapped(connection: Connection, run_id: int) -> dict[str, list[tuple[str, str, int]]]:
    """Source to (field, raw code, people), the most frequent first.

    The raw code is empty where a field has more than `MOST_UNMAPPED` of them: no value is told then,
    not even one that an older version stored.
    """
    codes: dict[tuple[str, str], list[tuple[str, int]]] = {}
    statement = select(run_unmapped).where(run_unmapped.c.run == run_id)
    order = (run_unmapped.c.people.desc(), run_unmapped.c.field, run_unmapped.c.raw)
    for row in connection.execute(statement.order_by(*order)):
        codes.setdefault((row.source, row.field), []).append((row.raw, row.people))
    found: dict[str, list[tuple[str, str, int]]] = {}
    for (source, field), each in codes.items():
        too_many = len(each) > MOST_UNMAPPED or any(raw == TOO_MANY for raw, _ in each)
        told = [(TOO_MANY, sum(people for _, people in each))] if too_many else each
        found.setdefault(source, []).extend((field, raw, people) for raw, people in told)
    for lines in found.values():
        lines.sort(key=lambda line: (-line[2], line[0], line[1]))
    return found


def notices(connection: Connection, run_id: int, ref: str | None = None) -> Iterator[Notice]:
    """Work of a run that is no gap, in the order it came; of one reference, if one is given."""
    statement = select(run_notice).where(run_notice.c.run == run_id).order_by(run_notice.c.id)
    if ref is not None:
        statement = statement.where(run_notice.c.ref == ref)
    with connection.execute(statement, execution_options={"yield_per": 1000}) as rows:
        for row in rows:
            yield Notice(row.source, row.ref, row.rule, Batch(row.batch), row.key)


def movement(connection: Connection, row: Row[Any], wanted: Collection[str] | None = None) -> Movement | None:
    """What changed between the finished run before and this one; None where there is none before.

    Args:
        connection: inside a transaction.
        row: the run's.
        wanted: ids of rules; all if None.
    """
    earlier = before(connection, row)
    if not earlier:
        return None
    since = int(earlier[0].id)
    mine = (
        select(func.count())
        .select_from(finding)
        .join(caseload, caseload.c.id == finding.c.caseload)
        .where(caseload.c.series == row.series)
    )
    if wanted is not None:
        mine = mine.join(shape, shape.c.id == finding.c.shape).where(shape.c.rule.in_(sorted(wanted)))
    opened = mine.where(shown_in(row.id), finding.c.first_run > since)
    closed = (
        mine.add_columns(finding.c.reason)
        .where(finding.c.opened_run <= since, finding.c.closed_run > since, finding.c.closed_run <= row.id)
        .group_by(finding.c.reason)
    )
    closes = {reason: found for found, reason in connection.execute(closed)}
    return Movement(
        before=earlier[0].id,
        new=connection.execute(opened.where(finding.c.again.is_(False))).scalar_one(),
        reopened=connection.execute(opened.where(finding.c.again.is_(True))).scalar_one(),
        changed=closes.get(CHANGED, 0),
        resolved=closes.get(RESOLVED, 0),
        left=closes.get(LEFT, 0),
        reviewed=closes.get(REVIEWED, 0),
        not_applicable=closes.get(NOT_APPLICABLE, 0),
    )


def batches(
    connection: Connection, row: Row[Any], wanted: Collection[str] | None, most: int
) -> list[BatchGroup]:
    """What is mended in one go: from gaps, and from notices; the largest first.

    Args:
        connection: inside a transaction.
        row: the run's.
        wanted: ids of rules; all that the run evaluated if None.
        most: how many references each batch gives at most.
    """
    rules = set(json.loads(row.rules))
    rules = sorted(rules if wanted is None else rules & set(wanted))  # type: ignore[assignment]
    people: dict[tuple[str, str], int] = {}
    refs: dict[tuple[str, str], list[str]] = {}
    gaps = (
        select(shape.c.batch, finding.c.batch_key, finding.c.ref)
        .select_from(finding)
        .join(caseload, caseload.c.id == finding.c.caseload)
        .join(shape, shape.c.id == finding.c.shape)
        .where(
            and_(caseload.c.series == row.series, shown_in(row.id)),
            shape.c.batch != "",
            shape.c.rule.in_(rules),
        )
        .order_by(finding.c.ref)
    )
    told = (
        select(run_notice.c.batch, run_notice.c.key, run_notice.c.ref)
        .where(run_notice.c.run == row.id, run_notice.c.rule.in_(["", *rules]))
        .order_by(run_notice.c.ref)
    )
    for statement in (gaps, told):
        for batch, key, ref in connection.execute(statement, execution_options={"yield_per": 1000}):
            group = (batch, key or "")
            people[group] = people.get(group, 0) + 1
            if people[group] <= most:
                refs.setdefault(group, []).append(ref)
    return [
        BatchGroup(Batch(batch), key, found, tuple(refs.get((batch, key), ())))
        for (batch, key), found in sorted(people.items(), key=lambda item: (-item[1], item[0]))
    ]
