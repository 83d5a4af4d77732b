"""What a run learns besides findings: how sources answered, what could not be read or mapped."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func, insert, select
from sqlalchemy.dialects import postgresql, sqlite

from adapter_core.hooks.ports import MOST_UNMAPPED
from adapter_core.store.model import SourceState
from adapter_core.store.run_begin import RUNNING
from adapter_core.store.tables import run, run_reject, run_source, run_unmapped

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

    from adapter_core.hooks.ports import Reject

RAW_LENGTH = 80
"""A raw code longer than this is no code; what is kept of it is enough to find it."""

TOO_MANY = ""
"""Stands for the raw codes of a field that has more than `MOST_UNMAPPED`: a real one is never empty."""


class Facts:
    """Facts of one run that wait for the next transaction.

    Attributes:
        sources: every source that was told of, by name, in the order of pages.
        rejects: (source, reject), not stored yet.
        unmapped: (source, field, raw code) to people, not stored yet.
    """

    def __init__(self, run: int) -> None:
        self._run = run
        self._dirty = True
        self.sources: dict[str, SourceState] = {}
        self.rejects: list[tuple[str, Reject]] = []
        self.unmapped: Counter[tuple[str, str, str]] = Counter()

    @property
    def down(self) -> frozenset[str]:
        """Names of the sources that are down."""
        return frozenset(name for name, state in self.sources.items() if state.status == "down")

    def read(self, connection: Connection) -> None:
        """Read what an earlier part of the run was told of its sources."""
        self.sources = {state.name: state for state in sources_of(connection, self._run)}

    def tell(self, state: SourceState) -> None:
        """Take a source's newest state."""
        if self.sources.get(state.name) != state:
            self.sources[state.name] = state
            self._dirty = True

    def stored_rejects(self, connection: Connection, source: str | None) -> int:
        """Rejects in the store: of one source, or of all."""
        statement = select(func.count()).where(run_reject.c.run == self._run)
        if source is not None:
            statement = statement.where(run_reject.c.source == source)
        return int(connection.execute(statement).scalar_one())

    def write(self, connection: Connection) -> None:
        """Write what waits; call `stored` once that is committed."""
        if self._dirty:
            connection.execute(delete(run_source).where(run_source.c.run == self._run))
            rows = [self._row(place, state) for place, state in enumerate(self.sources.values())]
            if rows:
                connection.execute(insert(run_source), rows)
        if self.rejects:
            # A run that is resumed indexes other sources again and meets the same rejects.
            connection.execute(
                _insert(connection, run_reject).on_conflict_do_nothing(),
                [self._reject_row(source, reject) for source, reject in self.rejects],
            )
        if self.unmapped:
            self._write_unmapped(connection)

    def _write_unmapped(self, connection: Connection) -> None:
        """Add codes up; a field with too many different ones keeps one row without any value."""
        new: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        for (source, field, raw), people in self.unmapped.items():
            new[source, field][raw[:RAW_LENGTH]] += people
        known: defaultdict[tuple[str, str], dict[str, int]] = defaultdict(dict)
        for row in connection.execute(select(run_unmapped).where(run_unmapped.c.run == self._run)):
            known[row.source, row.field][row.raw] = row.people
        rows = []
        for (source, field), codes in new.items():
            there = known[source, field]
            told: dict[str, int] = codes
            if TOO_MANY in there:
                told = {TOO_MANY: codes.total()}
            elif len(there.keys() | codes.keys()) > MOST_UNMAPPED:
                self._purge(connection, source, field)
                told = {TOO_MANY: codes.total() + sum(there.values())}
            rows += [
                {"run": self._run, "source": source, "field": field, "raw": raw, "people": people}
                for raw, people in told.items()
            ]
        statement = _insert(connection, run_unmapped)
        adding = statement.on_conflict_do_update(
            index_elements=["run", "source", "field", "raw"],
            set_={"people": run_unmapped.c.people + statement.excluded.people},
        )
        connection.execute(adding, rows)

    def _purge(self, connection: Connection, source: str, field: str) -> None:
        """Forget the values of a field, in this run and in finished ones, whose reports would name them."""
        table = run_unmapped
        if connection.dialect.name == "sqlite":
            # What SQLite deletes stays in the file until something else is written over it.
            connection.exec_driver_sql("PRAGMA secure_delete = ON")
        of_field = (table.c.source == source) & (table.c.field == field)
        finished = select(run.c.id).where(run.c.status != RUNNING)
        earlier = of_field & table.c.run.in_(finished) & (table.c.run != self._run)
        sums = connection.execute(
            select(table.c.run, func.sum(table.c.people)).where(earlier).group_by(table.c.run)
        ).all()
        connection.execute(delete(table).where(earlier | (of_field & (table.c.run == self._run))))
        if sums:
            rows = [
                {"run": number, "source": source, "field": field, "raw": TOO_MANY, "people": people}
                for number, people in sums
            ]
            connection.execute(insert(table), rows)

    def stored(self) -> None:
        """Forget what was written."""
        self._dirty = False
        self.rejects = []
        self.unmapped = Counter()

    def _reject_row(self, source: str, reject: Reject) -> dict[str, object]:
        return {
            "run": self._run,
            "source": source,
            "ref": reject.ref,
            "code": reject.code,
            "field": reject.field,
            "refs": json.dumps(reject.refs) if reject.refs else "",
            "anonymous": reject.anonymous or not reject.ref,
        }

    def _row(self, place: int, state: SourceState) -> dict[str, object]:
        return {
            "run": self._run,
            "position": place,
            "name": state.name,
            "title": state.title,
            "status": state.status,
            "as_of": state.as_of,
            "people": state.people,
            "unmatched": state.unmatched,
            "problem": state.problem,
        }


def _insert(connection: Connection, table: Any) -> Any:  # noqa: ANN401 - two dialects' own classes
    return (postgresql if connection.dialect.name == "postgresql" else sqlite).insert(table)


def sources_of(connection: Connection, run: int) -> list[SourceState]:
    """How the sources of a run answered, in the order of pages."""
    rows = connection.execute(
        select(run_source).where(run_source.c.run == run).order_by(run_source.c.position)
    )
    return [
        SourceState(row.name, row.title, row.status, row.as_of, row.people, row.unmatched, row.problem)
        for row in rows
    ]
