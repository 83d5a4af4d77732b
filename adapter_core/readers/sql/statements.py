"""The statements that read a mapping's tables: SQLAlchemy Core, compiled once, values always bound."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from adapter_core.readers.mapping.model import Not, Same
from adapter_core.readers.sql.catalogue import joined

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.engine import Dialect
    from sqlalchemy.sql import ColumnElement, FromClause, Select

    from adapter_core.readers.mapping.model import Setting
    from adapter_core.readers.mapping.plan import Plan
    from adapter_core.readers.sql.catalogue import Catalogue


_KEY_LENGTH = 64
"""How long a number can be, written as a text."""


FIRST_REAL_END = date(1900, 1, 2)
"""No row of a living register ended before this day."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A compiled statement, as a driver's own cursor takes it.

    Attributes:
        text: in the driver's own spelling of parameters.
        fixed: parameters whose values are known, by name.
        order: names in the driver's order, where it takes parameters by place.
        about: the table that it reads, for errors.
    """

    text: str
    fixed: dict[str, Any]
    order: tuple[str, ...] | None
    about: str = ""

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
        self._person: Statement | None = None
        self._children: dict[str, Statement] = {}

    def people(self, size: int, *, after: bool) -> Statement:
        """`size` rows of the main table in key order, from the start or after a key (`:after`)."""
        select, tables = self._select(self.plan.main)
        key = self._key(tables, self.plan.main)
        condition = key > _given("after") if after else key.is_not(None)
        ordered = select.where(condition).order_by(key).limit(size)
        return self._compile(ordered, self.plan.main, "after" if after else "")

    def person(self) -> Statement:
        """The rows of the main table with a reference (`:ref`); built once."""
        if self._person is None:
            select, tables = self._select(self.plan.main)
            column = self._column(tables, self.plan.person["ref"].source.columns[0], "")
            wanted = select.where(column == _given("ref")).limit(2)
            self._person = self._compile(wanted, self.plan.main, "ref")
        return self._person

    def without_key(self) -> Statement:
        """How many rows of the main table have no key."""
        select, tables = self._select(self.plan.main)
        key = self._key(tables, self.plan.main)
        return self._compile(select.where(key.is_(None)).with_only_columns(sa.func.count()), self.plan.main)

    def same_key(self) -> Statement:
        """How many rows of the main table share a key (`:key`)."""
        select, tables = self._select(self.plan.main)
        same = self._key(tables, self.plan.main) == _given("key")
        return self._compile(select.where(same).with_only_columns(sa.func.count()), self.plan.main, "key")

    def among(self, root: str, size: int) -> Statement:
        """Rows of a root table for people with any of so many keys (`:key0`, `:key1` …), person by person."""
        select, tables = self._select(root)
        names = [f"key{number}" for number in range(size)]
        person = self._key(tables, root)
        wanted = person.in_([_given(name) for name in names])
        return self._compile(select.where(wanted).order_by(*self._order(tables, root)), root, *names)

    def children(self, root: str) -> Statement:
        """Rows of a child table for people between two keys (`:low`, `:high`), person by person.

        Built once.
        """
        if root not in self._children:
            select, tables = self._select(root)
            between = self._key(tables, root).between(_given("low"), _given("high"))
            wanted = select.where(between).order_by(*self._order(tables, root))
            self._children[root] = self._compile(wanted, root, "low", "high")
        return self._children[root]

    def distinct(self, table: str, column: str, where: dict[str, Any], limit: int) -> Statement:
        """Every value of a column, blank ones left out, `limit` at most."""
        wanted, conditions = self._values(table, column, where)
        return self._compile(sa.select(wanted).where(*conditions).distinct().limit(limit), table=table)

    def distinct_of(self, root: str, column: str, limit: int) -> Statement:
        """Every value of `alias.COLUMN` in the rows that are read of a root, `limit` at most."""
        select, tables = self._select(root)
        wanted = self._column(tables, column, root)
        chosen = select.with_only_columns(wanted.label("c0")).where(wanted.is_not(None))
        return self._compile(chosen.distinct().limit(limit), column.partition(".")[0])

    def counted(self, table: str, column: str, where: dict[str, Any]) -> Statement:
        """Every value of a column, blank ones left out, and in how many rows it stands."""
        wanted, conditions = self._values(table, column, where)
        grouped = sa.select(wanted, sa.func.count()).where(*conditions).group_by(wanted)
        return self._compile(grouped, table=table)

    def unpaired(self, owner: str, alias: str, limit: int) -> Statement:
        """A row for each of a table's rows to which a table joined to it has none, `limit` at most."""
        tables = {each: self._table(each, f"t{number}") for number, each in enumerate((owner, alias))}
        on = [
            self._column(tables, left, "") == self._column(tables, right, alias)
            for left, right in (self.plan.table(alias).join or {}).items()
        ]
        missing = self._column(tables, next(iter((self.plan.table(alias).join or {}).values())), alias)
        select: Select[Any] = sa.select(sa.literal_column("1").label("c0")).select_from(
            tables[owner].outerjoin(tables[alias], sa.and_(*on))
        )
        return self._compile(select.where(missing.is_(None)).limit(limit), owner)

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
            tables[alias] = self._table(alias, f"t{number}")
        return tables

    def _table(self, alias: str, name: str) -> FromClause:
        live = self.catalogue.table(self.plan.table(alias).name)
        if live is None:
            raise KeyError(alias)
        names = (own for own, _ in live.columns.values())
        return sa.table(live.name, *map(sa.column, names), schema=live.schema).alias(name)

    def _column(self, tables: dict[str, FromClause], name: str, alias: str) -> ColumnElement[Any]:
        owner, dot, column = name.rpartition(".")
        owner = owner if dot else alias
        live = self.catalogue.table(self.plan.table(owner).name)
        own = live.column(column) if live else None
        return tables[owner].c[own or column]

    def _order(self, tables: dict[str, FromClause], root: str) -> list[ColumnElement[Any]]:
        """Person by person, and the rows of one by the keys of its tables, so that they always come alike."""
        order = [self._key(tables, root)]
        for alias in tables:
            key = self.plan.table(alias).key
            if key and alias != self.plan.main:
                order.append(self._column(tables, key, alias))
        return order

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
        found = []
        for name, condition in self.plan.table(alias).where.items():
            column = self._column(tables, name, alias)
            if isinstance(condition, Same):
                other = self._column(tables, condition.same, alias)
                found.append(_same(column, other, condition, is_text=self._is_text(name, alias)))
            else:
                found.append(self._meets(column, condition))
        return found

    def _is_text(self, name: str, alias: str) -> bool:
        owner, dot, column = name.rpartition(".")
        live = self.catalogue.table(self.plan.table(owner if dot else alias).name)
        return live is not None and isinstance(live.columns[column.casefold()][1], sa.types.String)

    def _meets(
        self, column: ColumnElement[Any], condition: str | list[str] | Setting | Not
    ) -> ColumnElement[bool]:
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
            # Days before it are those that programs write for none: 0001-01-01, 1753-01-01, 1900-01-01.
            none = end < self._day(FIRST_REAL_END)
            tests.append(sa.or_(end.is_(None), none, end >= self._day(self.as_of)))
        return tests

    def _day(self, day: date) -> ColumnElement[Any]:
        # SQLite holds dates as text: an ISO day sorts before every time of that day.
        if self.dialect.name == "sqlite":
            return _bound(day.isoformat())
        return sa.bindparam(None, datetime.combine(day, time()), unique=True)

    def _compile(self, select: Select[Any], alias: str = "", *given: str, table: str = "") -> Statement:
        compiled = select.compile(dialect=self.dialect, compile_kwargs={"render_postcompile": True})
        fixed = {name: value for name, value in compiled.params.items() if name not in given}
        order: Sequence[str] | None = compiled.positiontup if compiled.positional else None
        about = table or self.plan.table(alias).name
        return Statement(str(compiled), fixed, None if order is None else tuple(order), about)


def _given(name: str) -> ColumnElement[Any]:
    """A parameter whose value comes with each call; SQL Server's dialect wants one to compile with."""
    return sa.bindparam(name, None, type_=sa.types.NullType())


def _same(
    column: ColumnElement[Any], other: ColumnElement[Any], condition: Same, *, is_text: bool
) -> ColumnElement[bool]:
    """Whether two columns agree; a text and a number are compared as texts."""
    same = column == (sa.cast(other, sa.String(_KEY_LENGTH)) if is_text else other)
    if not condition.or_blank:
        return same
    blank = [column.is_(None), *([column == _bound("")] if is_text else [])]
    return sa.or_(*blank, same)


def _bound(value: str) -> ColumnElement[Any]:
    # No type: a driver that is told "text" may refuse to compare it with a numeric code.
    return sa.bindparam(None, value, type_=sa.types.NullType(), unique=True)
