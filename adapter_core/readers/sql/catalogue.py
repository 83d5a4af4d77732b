"""What tables and columns a database has now, found whatever the case of their names."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import sqlalchemy as sa

from adapter_core.hooks.ports import ColumnProblem
from adapter_core.readers.mapping.loading import nearest
from adapter_core.readers.mapping.model import Not, Same

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.engine import Connection
    from sqlalchemy.engine.reflection import Inspector
    from sqlalchemy.types import TypeEngine

    from adapter_core.readers.mapping.model import Table, Where
    from adapter_core.readers.mapping.plan import Plan


@dataclass(frozen=True, slots=True)
class LiveTable:
    """A table or view as the database has it: names in its own spelling."""

    schema: str | None
    name: str
    columns: dict[str, tuple[str, TypeEngine[object]]] = field(default_factory=dict)

    def column(self, name: str) -> str | None:
        """The database's own spelling of a column, or None if it has none of the name."""
        found = self.columns.get(name.casefold())
        return found[0] if found else None


class Catalogue:
    """Looks tables up once; a new one is made for each stream, so that yesterday's is never believed."""

    def __init__(self, connection: Connection) -> None:
        """Look nothing up yet."""
        self._inspector: Inspector = sa.inspect(connection)
        self._schemas = connection.dialect.name != "sqlite"  # there a table goes by its own name alone
        self._names: dict[str | None, dict[str, str]] = {}
        self._tables: dict[str, LiveTable | None] = {}

    def names(self, schema: str | None) -> dict[str, str]:
        """Every table and view of a schema: folded name to the database's own spelling."""
        if schema not in self._names:
            there = [*self._inspector.get_table_names(schema), *self._inspector.get_view_names(schema)]
            self._names[schema] = {name.casefold(): name for name in there}
        return self._names[schema]

    def beside(self, name: str) -> list[str]:
        """The tables and views of the schema that `NAME` or `schema.NAME` is in."""
        schema = name.rpartition(".")[0] if self._schemas else ""
        return list(self.names(schema or None).values())

    def table(self, name: str) -> LiveTable | None:
        """A table by `NAME` or `schema.NAME`; None if there is none."""
        if name not in self._tables:
            schema, _, plain = name.rpartition(".")
            schema = schema if self._schemas else ""
            own = self.names(schema or None).get(plain.casefold())
            if own is None:
                self._tables[name] = None
            else:
                columns = self._inspector.get_columns(own, schema or None)
                self._tables[name] = LiveTable(
                    schema or None,
                    own,
                    {each["name"].casefold(): (each["name"], each["type"]) for each in columns},
                )
        return self._tables[name]


def missing(plan: Plan, catalogue: Catalogue) -> Iterator[ColumnProblem]:
    """Every table and column that the mapping reads and the database does not have."""
    lost: set[tuple[str, str]] = set()
    for alias, columns in needed(plan).items():
        table = plan.table(alias)
        live = catalogue.table(table.name)
        if live is None:
            hint = nearest(table.name.rpartition(".")[2], catalogue.beside(table.name))
            yield ColumnProblem(
                f"tables.{alias}", _say(f"The source has no table {table.name!r}", hint), code="FP-0301"
            )
            continue
        for column in columns:
            if live.column(column) is None and (alias, column) not in lost:
                lost.add((alias, column))
                hint = nearest(column, [own for own, _ in live.columns.values()])
                path = place(plan, alias, column)
                yield ColumnProblem(
                    path, _say(f"{table.name} has no column {column!r}", hint), code="FP-0301"
                )


def _say(what: str, hint: str) -> str:
    return f"{what}{hint}" if hint else f"{what}."


def place(plan: Plan, alias: str, column: str) -> str:
    """Key path of the first field that reads a column, else of its table."""
    for planned in plan.fields():
        if f"{alias}.{column}" in planned.source.columns:
            return planned.key_path
    return f"tables.{alias}"


def needed(plan: Plan) -> dict[str, list[str]]:
    """Alias to the columns of that table which any statement names."""
    found: dict[str, list[str]] = {}
    for root in plan.columns:
        for alias, column in (each for part in (_read(plan, root), _asked(plan, root)) for each in part):
            if column not in found.setdefault(alias, []):
                found[alias].append(column)
    return found


def _read(plan: Plan, root: str) -> Iterator[tuple[str, str]]:
    """Columns that rows of a root table are made of."""
    for qualified in plan.columns[root]:
        alias, _, column = qualified.partition(".")
        yield alias, column


def _asked(plan: Plan, root: str) -> Iterator[tuple[str, str]]:
    """Columns by which tables are joined, rows selected and put in order."""
    for alias in (root, *joined(plan, root)):
        table = plan.table(alias)
        if table.key:
            yield alias, table.key
        for left, right in (table.join or {}).items():
            owner, _, column = left.partition(".")
            yield owner, column
            yield alias, right
        for qualified, condition in table.where.items():
            owner, dot, column = qualified.rpartition(".")
            yield (owner if dot else alias), column
            if isinstance(condition, Same):
                other, _, column = condition.same.partition(".")
                yield other, column
        if alias != root and table.current:
            yield from ((alias, bound) for bound in (table.current.start, table.current.end) if bound)


def joined(plan: Plan, root: str) -> list[str]:
    """The tables to join to a root for its columns and conditions, in an order that works."""
    tables = plan.loaded.file.tables
    wanted: set[str] = {column.partition(".")[0] for column in plan.columns[root]}
    wanted |= _asked_of(tables[root])
    order: list[str] = []
    begun = {root}

    def add(alias: str) -> None:
        if alias in begun:
            return
        begun.add(alias)
        table = tables[alias]
        for left in table.join or {}:
            add(left.partition(".")[0])
        for other in sorted(_asked_of(table)):  # what a row is joined by has to be there before it
            add(other)
        order.append(alias)

    for alias in tables:  # the mapping's own order, so that statements are the same every time
        if alias in wanted:
            add(alias)
    return order


def required(plan: Plan, root: str) -> list[str]:
    """The joined tables without whose row a row of the root is left out, by its conditions."""
    return list(
        dict.fromkeys(
            name.partition(".")[0]
            for name, condition in plan.table(root).where.items()
            if "." in name and not isinstance(condition, Not) and not _lets_blank(condition)
        )
    )


def _lets_blank(condition: Where) -> bool:
    return isinstance(condition, Same) and condition.or_blank


def _asked_of(table: Table) -> set[str]:
    """The other tables whose columns a table's conditions speak of."""
    named = {name for name in table.where if "." in name}
    named |= {condition.same for condition in table.where.values() if isinstance(condition, Same)}
    return {name.partition(".")[0] for name in named}
