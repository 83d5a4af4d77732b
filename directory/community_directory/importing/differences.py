"""Which fields of an entity an import changes, and which stay because they were edited here."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from adapter_core.domain.directory import EntityKind
from community_directory.store.own_tables import edit
from community_directory.store.shapes import LISTS, SHAPES

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection, RowMapping

    from community_directory.importing.report import PlanLine

_OWN = {
    "number",
    "id",
    "changed",
    "withdrawn_on",
    "withdrawn_why",
    "merged_into",
    "assured_here",
    "assured_by",
}
"""Columns that no feed fills."""


class Differences:
    """Looks at entities before an import writes them, and once more when it has."""

    def __init__(self, connection: Connection) -> None:
        """Look inside one transaction."""
        self._connection = connection
        self._before: dict[int, tuple[int, dict[str, Any], dict[str, str]]] = {}

    def look(self, place: int, kind: EntityKind, id_: str) -> None:
        """Look at an entity before it is written.

        Args:
            place: of its line in the report.
            kind: what it is.
            id_: its id in the store.
        """
        row = self._row(kind, id_)
        if row is not None:
            number = row["number"]
            self._before[place] = (number, self._fields(kind, row), self._underneath(kind, number))

    def told(self, lines: list[PlanLine]) -> None:
        """Say in each line what is another now."""
        for place, (number, fields, underneath) in self._before.items():
            line = lines[place]
            row = self._row(line.kind, line.id)
            if row is None:
                continue
            now = self._fields(line.kind, row)
            said = self._underneath(line.kind, number)
            lines[place] = replace(
                line,
                fields=tuple(name for name, value in now.items() if value != fields[name]),
                edited=tuple(name for name, value in said.items() if value != underneath.get(name, value)),
            )

    def _row(self, kind: EntityKind, id_: str) -> RowMapping | None:
        table = SHAPES[kind].table
        return self._connection.execute(select(table).where(table.c.id == id_)).mappings().first()

    def _fields(self, kind: EntityKind, row: RowMapping) -> dict[str, Any]:
        shape = SHAPES[kind]
        named = {column: name for name, columns in shape.fields.items() for column in columns}
        found: dict[str, Any] = {}
        for column, value in row.items():
            if column not in _OWN:
                found.setdefault(named.get(column, column), []).append(value)
        if kind is EntityKind.SERVICE:
            for name, tables in LISTS.items():
                found[name] = [self._rows(table, row["number"]) for table in tables]
        return found

    def _rows(self, table: Any, number: int) -> list[tuple[Any, ...]]:  # noqa: ANN401 - a table, whose columns differ
        statement = select(table).where(table.c.service == number).order_by(*table.primary_key)
        return [tuple(row) for row in self._connection.execute(statement)]

    def _underneath(self, kind: EntityKind, number: int) -> dict[str, str]:
        """What the feeds say of the fields that were edited here."""
        mine = (edit.c.kind == kind.value, edit.c.entity == number)
        statement = select(edit.c.field, edit.c.underneath).where(*mine)
        return {row.field: row.underneath for row in self._connection.execute(statement)}
