"""The statements that read a mapping's tables: SQLAlchemy Core, compiled once, values always bound."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from adapter_core.readers.mapping.model import Not
from adapter_core.readers.sql.catalogue import joined

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.engine import Dialect
    from sqlalchemy.sql import ColumnElement, FromClause, Select

    from adapter_core.readers.mapping.model import Where
    from adapter_core.readers.mapping.plan import Plan
    from adapter_core.readers.sql.catalogue import Catalogue


@dataclass(frozen=True, slots=True)
class Statement:
    """A compiled statement, as a driver's own cursor takes it."""

    text: str
    fixed: dict[str, Any]
    order: tuple[str, ...] | None

    def parameters(self, **given: object) -> tuple[object, ...] | dict[str, object]:
        """The parameters in the driver's own shape: a tuple or a dict."""
        values = {**self.fixed, **given}
        return tuple(values[name] for name in self.order) if self.order is not None else values


class Statements:
    """Builds what one plan needs in one database.

    Args:
        plan: what has to be read; every table and column of it must be in the catalogue.
        catalogue: the database's own spelling of names.
        dialect: the database's dialect, once connected.
        as_of: the day on which joined rows have to be in force.
    """

    def __init__(self, plan: Plan, catalogue: Catalogue, dialect: Dialect, as_of: date) -> None:
        self.plan = plan
        self.catalogue = catalogue
        self.dialect = dialect
        self.as_of = as_of

    def people(self, size: int, *, after: bool) -> Statement:
        """`size` rows of the main table in key order, from the start or after a key (`:after`)."""
        select, tables = self._select(self.plan.main)
        key = self._key(tables, self.plan.main)
        condition = key > _given("after") if after else key.is_not(None)
        return self._compile(select.where(condition).order_by(key).limit(size), "after" if after else "")

    def person(self) -> Statement:
        """The rows of the main table with a reference (`:ref`)."""
        select, tables = self._select(self.plan.main)
        column = self._column(tables, self.plan.person["ref"].source.columns[0], "")
        return self._compile(select.where(column == _given("ref")).limit(2), "ref")

    def without_key(self) -> Statement:
        """How many rows of the main table have no key."""
        select, tables = self._select(self.plan.main)
        key = self._key(tables, self.plan.main)
        return self._compile(select.where(key.is_(None)).with_only_columns(sa.func.count()))

    def same_key(self) -> Statement:
        """How many rows of the main table share a key (`:key`)."""
        select, tables = self._select(self.plan.main)
        same = self._key(tables, self.plan.main) == _given("key")
        return self._compile(select.where(same).with_only_columns(sa.func.count()), "key")

    def children(self, root: str) -> Statement:
        """Rows of a child table for people between two keys (`:low`, `:high`), person by person."""
        select, tables = self._select(root)
        person = self._key(tables, root)
        between = person.between(_given("low"), _given("high"))
        order = [person]
        if key := self.plan.table(root).key:
            order.append(self._column(tables, key, root))
        return self._compile(select.where(between).order_by(*order), "low", "high")

    def distinct(self, table: str, column: str, where: dict[str, Any], limit: int) -> Statement:
        """Every value of a column, blank ones left out, `limit` at most."""
        wanted, conditions = self._values(table, column, where)
        return self._compile(sa.select(wanted).where(*conditions).distinct().limit(limit))

    def counted(self, table: str, column: str, where: dict[str, Any]) -> Statement:
        """Every value of a column, blank ones left out, and in how many rows it stands."""
        wanted, conditions = self._values(table, column, where)
        return self._compile(sa.select(wanted, sa.func.count()).where(*conditions).group_by(wanted))

    def _values(
        self, table: str, column: str, where: dict[str, Any]
    ) -> tuple[ColumnElement[Any], list[ColumnElement[bool]]]:
        """A column, and the conditions on its rows."""
        live = self.catalogue.table(table)
        if live is None:
            raise KeyError(table)
        names = {column, *where}
        source = sa.table(
            live.name, *(sa.column(live.column(n) or n) for n in sorted(names)), schema=live.schema
        )
        wanted = source.c[live.column(column) or column]
        conditions = [
            self._meets(source.c[live.column(name) or name], value) for name, value in where.items()
        ]
        return wanted, [wanted.is_not(None), *conditions]

    # --- building ---

    def _tables(self, root: str) -> dict[str, FromClause]:
        tables: dict[str, FromClause] = {}
        for number, alias in enumerate((root, *joined(self.plan, root))):
            live = self.catalogue.table(self.plan.table(alias).name)
            if live is None:
                raise KeyError(alias)
            names = (own for own, _ in live.columns.values())
            tables[alias] = sa.table(live.name, *map(sa.column, names), schema=live.schema).alias(
                f"t{number}"
            )
        return tables

    def _column(self, tables: dict[str, FromClause], name: str, alias: str) -> ColumnElement[Any]:
        owner, dot, column = name.rpartition(".")
        owner = owner if dot else alias
        live = self.catalogue.table(self.plan.table(owner).name)
        own = live.column(column) if live else None
        return tables[owner].c[own or column]

    def _key(self, tables: dict[str, FromClause], root: str) -> ColumnElement[Any]:
        return self._column(tables, self.plan.columns[root][0], root)

    def _select(self, root: str) -> tuple[Select[Any], dict[str, FromClause]]:
        """The columns of a root table and those joined to it, in the order that the reader wants."""
        tables = self._tables(root)
        source: FromClause = tables[root]
        for alias in joined(self.plan, root):
            table = self.plan.table(alias)
            on = [
                self._column(tables, left, "") == self._column(tables, right, alias)
                for left, right in (table.join or {}).items()
            ]
            on += self._conditions(tables, alias)
            if table.current:
                on += self._in_force(tables, alias)
            source = source.outerjoin(tables[alias], sa.and_(*on))
        columns = [self._column(tables, name, root) for name in self.plan.columns[root]]
        select = sa.select(*(column.label(f"c{n}") for n, column in enumerate(columns))).select_from(source)
        return select.where(*self._conditions(tables, root)), tables

    def _conditions(self, tables: dict[str, FromClause], alias: str) -> list[ColumnElement[bool]]:
        return [
            self._meets(self._column(tables, name, alias), condition)
            for name, condition in self.plan.table(alias).where.items()
        ]

    def _meets(self, column: ColumnElement[Any], condition: Where) -> ColumnElement[bool]:
        if isinstance(condition, Not):
            values = self.plan.texts(condition.not_)
            return sa.or_(
                column.is_(None), sa.and_(sa.true(), *(column != _bound(value) for value in values))
            )
        values = self.plan.texts(condition)
        return sa.or_(sa.false(), *(column == _bound(value) for value in values))

    def _in_force(self, tables: dict[str, FromClause], alias: str) -> list[ColumnElement[bool]]:
        current = self.plan.table(alias).current
        tests: list[ColumnElement[bool]] = []
        if current and current.start:
            start = self._column(tables, current.start, alias)
            tests.append(sa.or_(start.is_(None), start < self._day(self.as_of + timedelta(days=1))))
        if current and current.end:
            end = self._column(tables, current.end, alias)
            tests.append(sa.or_(end.is_(None), end >= self._day(self.as_of)))
        return tests

    def _day(self, day: date) -> ColumnElement[Any]:
        # SQLite holds dates as text: an ISO day sorts before every time of that day.
        if self.dialect.name == "sqlite":
            return _bound(day.isoformat())
        return sa.bindparam(None, datetime.combine(day, time()), unique=True)

    def _compile(self, select: Select[Any], *given: str) -> Statement:
        compiled = select.compile(dialect=self.dialect, compile_kwargs={"render_postcompile": True})
        fixed = {name: value for name, value in compiled.params.items() if name not in given}
        order: Sequence[str] | None = compiled.positiontup if compiled.positional else None
        return Statement(str(compiled), fixed, None if order is None else tuple(order))


def _given(name: str) -> ColumnElement[Any]:
    """A parameter whose value comes with each call; SQL Server's dialect wants one to compile with."""
    return sa.bindparam(name, None, type_=sa.types.NullType())


def _bound(value: str) -> ColumnElement[Any]:
    # No type: a driver that is told "text" may refuse to compare it with a numeric code.
    return sa.bindparam(None, value, type_=sa.types.NullType(), unique=True)
