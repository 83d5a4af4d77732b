"""Begins a run, or takes up again the one that was broken off."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select, update

from adapter_core.store.tables import (
    caseload,
    run,
    run_kept,
    run_notice,
    run_page,
    run_reject,
    run_source,
    run_unmapped,
    series,
)

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.engine import Connection

    from adapter_core.store.model import RunStart

RUNNING, FAILED = "running", "failed"
CUT_SHORT = "FP-0615"


@dataclass(frozen=True, slots=True)
class Begun:
    """A run as it stands when its process begins.

    Attributes:
        cursor: where to go on; None for the start.
        pages: pages stored so far.
    """

    number: int
    series: int
    resumed: bool
    cursor: str | None
    pages: int


def begin(connection: Connection, start: RunStart, now: datetime) -> Begun:
    """Begin a run under a lease that the caller holds.

    The newest run of the series is taken up again if it was broken off and is of the same day,
    rules and config, and found the same sources down, so that no run mixes pages that were compared with
    a source and pages that were not; every other run that was broken off is put down as failed.
    """
    number = series_of(connection, start.profile, start.cohort)
    rules = json.dumps(dict(start.rules), sort_keys=True)
    newest = connection.execute(
        select(run).where(run.c.series == number).order_by(run.c.id.desc()).limit(1)
    ).first()
    resumed = (
        newest is not None
        and newest.status in {RUNNING, FAILED}
        and (newest.as_of, newest.rules, newest.config_digest, newest.master)
        == (start.as_of, rules, start.config_digest, start.master)
        and (not newest.pages or _down_in(connection, newest.id) == start.down)
    )
    broken_off = update(run).where(run.c.status == RUNNING)
    if newest is not None and resumed:
        connection.execute(
            broken_off.where(run.c.id != newest.id).values(status=FAILED, error=CUT_SHORT, finished=now)
        )
        connection.execute(
            update(run).where(run.c.id == newest.id).values(status=RUNNING, error="", finished=None)
        )
        return _taken_up(connection, newest.id, number, newest.cursor, newest.pages, start)
    connection.execute(broken_off.values(status=FAILED, error=CUT_SHORT, finished=now))
    ended = select(run.c.id).where(run.c.status != RUNNING, run.c.series == number)
    connection.execute(delete(run_page).where(run_page.c.run.in_(ended)))
    values = {
        "series": number,
        "as_of": start.as_of,
        "started": now,
        "status": RUNNING,
        "rules": rules,
        "config_digest": start.config_digest,
        "master": start.master,
        "error": "",
        "pages": 0,
    }
    made = connection.execute(insert(run).values(values)).inserted_primary_key
    return Begun(int(made[0]), number, resumed=False, cursor=None, pages=0)  # type: ignore[index]


def _down_in(connection: Connection, number: int) -> frozenset[str]:
    """The sources and lists that were down for the pages of a run."""
    down = (run_source.c.run == number) & (run_source.c.status == "down")
    return frozenset(connection.execute(select(run_source.c.name).where(down)).scalars())


def _taken_up(  # noqa: PLR0913, PLR0917 - what is known of the run
    connection: Connection, number: int, of_series: int, cursor: str | None, pages: int, start: RunStart
) -> Begun:
    if cursor is None:
        # Broken off before the first page, behind the last, or from a source that cannot go on from
        # the middle: everything is read again, and pages that were stored change nothing.
        for table in (run_page, run_kept, run_reject, run_unmapped, run_notice, run_source):
            connection.execute(delete(table).where(table.c.run == number))
        connection.execute(update(run).where(run.c.id == number).values(pages=0))
        return Begun(number, of_series, resumed=True, cursor=None, pages=0)
    # Other sources are indexed afresh and tell their unmapped codes again; not those that are asked.
    once = [start.master, *sorted(start.asked)]
    again = (run_unmapped.c.run == number) & run_unmapped.c.source.not_in(once)
    connection.execute(delete(run_unmapped).where(again))
    return Begun(number, of_series, resumed=True, cursor=cursor, pages=pages)


def series_of(connection: Connection, profile: str, cohort: str) -> int:
    """The number of a series; made when it is new."""
    here = select(series.c.id).where(series.c.profile == profile, series.c.cohort == cohort)
    found = connection.execute(here).scalar()
    if found is None:
        made = connection.execute(insert(series).values(profile=profile, cohort=cohort)).inserted_primary_key
        found = made[0]  # type: ignore[index]
    return int(found)


def caseload_of(connection: Connection, of_series: int, source: str) -> int:
    """The number of a source's caseload within a series; made when it is new."""
    here = select(caseload.c.id).where(caseload.c.series == of_series, caseload.c.source == source)
    found = connection.execute(here).scalar()
    if found is None:
        made = connection.execute(
            insert(caseload).values(series=of_series, source=source)
        ).inserted_primary_key
        found = made[0]  # type: ignore[index]
    return int(found)
