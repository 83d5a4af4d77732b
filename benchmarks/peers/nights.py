"""(a) and (c): nights from SQL to stored findings, and the same columns as plain SQLAlchemy Core rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from adapter_core.hooks.ports import PAGE_SIZE
from adapter_core.readers.sql.catalogue import Catalogue, needed
from adapter_core.service.bootstrap import open_application
from adapter_core.service.checking import run_check
from peers.council import AS_OF, CONFIG, PROFILE, STORE_FILES
from peers.measuring import Stopwatch, peak_mib

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy.engine import Connection


@dataclass(frozen=True, slots=True)
class Night:
    """What one run used.

    Attributes:
        cpu: CPU seconds, from opening the config to the finished run.
        peak: the most memory of the process, in MiB.
        people: people assessed.
        gaps: gaps that the run counts.
    """

    cpu: float
    wall: float
    peak: float
    people: int
    gaps: int


@dataclass(frozen=True, slots=True)
class Fetch:
    """What fetching alone used."""

    cpu: float
    wall: float
    peak: float
    rows: int


def forget_nights(folder: Path) -> None:
    """Let the next night be a first one."""
    for name in STORE_FILES:
        (folder / name).unlink(missing_ok=True)


def night(folder: Path, number: int) -> Night:
    """Run one check, as `fingerpost check` does.

    Args:
        folder: where `council.write_database` wrote.
        number: 0 for the first night, 1 for the next, which finds the same records.
    """
    as_of = AS_OF + timedelta(days=number)
    watch = Stopwatch()
    with watch, open_application(folder / CONFIG, as_of=as_of, environment={}) as application:
        outcome = run_check(application, profile=PROFILE)
    return Night(watch.cpu, watch.wall, peak_mib(), outcome.people, outcome.gaps)


def fetch(folder: Path) -> Fetch:
    """Fetch every column that the mapping reads, table by table, and do nothing with the rows.

    Columns have no types: with those that the database declares, SQLAlchemy would make dates of texts, and
    fail at the first that is none.

    Args:
        folder: where `council.write_database` wrote.
    """
    watch = Stopwatch()
    with open_application(folder / CONFIG, as_of=AS_OF, environment={}) as application:
        source = application.source(application.master)
        plan = source.adapter.reader.plan
        wanted: dict[str, set[str]] = {}
        for alias, columns in needed(plan).items():
            wanted.setdefault(plan.table(alias).name, set()).update(columns)
    rows = 0
    engine = sa.create_engine(f"sqlite:///{folder / 'mosaic.db'}")
    with watch, engine.connect().execution_options(yield_per=PAGE_SIZE) as connection:
        for statement in _statements(connection, wanted):
            for part in connection.execute(statement).partitions():
                rows += len(part)
    engine.dispose()
    return Fetch(watch.cpu, watch.wall, peak_mib(), rows)


def _statements(connection: Connection, wanted: dict[str, set[str]]) -> Iterator[Any]:
    catalogue = Catalogue(connection)
    for name, columns in wanted.items():
        live = catalogue.table(name)
        if live is None:
            raise LookupError(name)
        listed: list[sa.ColumnClause[object]] = [
            sa.column(live.columns[column.casefold()][0]) for column in sorted(columns)
        ]
        yield sa.select(*listed).select_from(sa.table(live.name))
