"""Finds markers in a database's case notes. A note is looked through and let go: none is kept or shown."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from adapter_core.delivery.markers import LENGTH, PREFIX, found_in
from adapter_core.errors import MappingError
from adapter_core.hooks.ports import ColumnProblem, Sighting
from adapter_core.readers.mapping.convert import text_of
from adapter_core.readers.mapping.loading import nearest
from adapter_core.readers.mapping.model import NotesMap

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sqlalchemy.engine import Connection

    from adapter_core.readers.mapping.plan import Plan
    from adapter_core.readers.sql.catalogue import Catalogue

AT_ONCE = 500
"""So many notes are fetched at a time."""

LIKE = f"%{PREFIX}{'_' * LENGTH}%"
"""What the database is asked for: notes with something in them that is shaped like a marker."""

PROBLEM = "FP-1062"


def notes_of(plan: Plan) -> NotesMap | None:
    """Where a mapping says that the notes are; None where it does not."""
    notes = plan.loaded.file.notes
    return notes if isinstance(notes, NotesMap) else None


def problems(plan: Plan, catalogue: Catalogue) -> Iterator[ColumnProblem]:
    """What of `[notes]` the database does not have; people are read all the same."""
    notes = notes_of(plan)
    if notes is None:
        return
    live = catalogue.table(notes.table)
    if live is None:
        hint = nearest(notes.table.rpartition(".")[2], catalogue.beside(notes.table)) or "."
        yield _problem("table", f"The source has no table {notes.table!r}{hint}")
        return
    for key in ("column", "person", "on"):
        name = getattr(notes, key)
        if name is not None and live.column(name) is None:
            hint = nearest(name, [own for own, _ in live.columns.values()]) or "."
            yield _problem(key, f"{notes.table} has no column {name!r}{hint}")


def _problem(key: str, what: str) -> ColumnProblem:
    return ColumnProblem(f"notes.{key}", what, fatal=False, code=PROBLEM)


def find_markers(
    plan: Plan, catalogue: Catalogue, connection: Connection, markers: Sequence[str]
) -> Mapping[str, Sighting]:
    """Those of the markers that stand in some note; only notes with something like one leave the database.

    Raises:
        MappingError: FP-1062: `[notes]` does not fit the database.
    """
    notes = notes_of(plan)
    if notes is None or not markers:
        return {}
    for problem in problems(plan, catalogue):
        raise MappingError(problem.code, problem.what, where=plan.loaded.where(problem.where))
    live = catalogue.table(notes.table)
    if live is None:  # it was there a moment ago
        return {}
    names = [live.column(name) or name for name in (notes.person, notes.column, notes.on) if name is not None]
    table = sa.table(live.name, *map(sa.column, names), schema=live.schema)
    columns = [table.c[name] for name in names]
    wanted, found = frozenset(markers), dict[str, list[tuple[str, date | None]]]()
    statement = sa.select(*columns).where(columns[1].like(LIKE))
    for some in connection.execute(statement).partitions(AT_ONCE):
        for row in some:
            for marker in _markers(row[1]):
                if marker in wanted:
                    found.setdefault(marker, []).append((_ref(row[0]), _day(row[2] if notes.on else None)))
    return {
        marker: Sighting(
            min((day for _, day in places if day is not None), default=None),
            tuple(sorted({ref for ref, _ in places if ref})),
        )
        for marker, places in found.items()
    }


def _markers(note: object) -> list[str]:
    if isinstance(note, (bytes, bytearray)):
        note = bytes(note).decode(errors="replace")
    return found_in(note) if isinstance(note, str) else []


def _ref(raw: object) -> str:
    try:
        return text_of(raw)
    except ValueError:
        return ""


def _day(raw: Any) -> date | None:  # noqa: ANN401 - whatever a driver gives
    if isinstance(raw, datetime):
        return raw.date()
    if isinstance(raw, date):
        return raw
    try:
        return date.fromisoformat(str(raw)[:10])
    except ValueError:
        return None
