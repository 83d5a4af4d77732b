"""Records as the rows of tables: joined tables written apart, and their keys made up."""

# ruff: noqa: ANN401 - what a place holds may be of any type

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from itertools import count
from typing import TYPE_CHECKING, Any

from adapter_core.testing.writing.backwards import FieldBackwards
from adapter_core.testing.writing.passed_over import Periods, is_join_key
from adapter_core.testing.writing.rows import (
    SameAs,
    comparisons_on,
    conditions_on,
    joined_aliases,
    qualified,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from adapter_core.readers.mapping.plan import Plan
    from adapter_core.testing.writing.media import Medium
    from adapter_core.testing.writing.people import PeopleBackwards, Record, Row

BATCH = 2_000
FIRST_KEY = 50_000_001
OTHER_KEY = 49_999_999
"""A person's key that is nobody's."""


class Holds(Enum):
    """What a column holds, for databases that want to know."""

    TEXT = "text"
    DAY = "day"
    NUMBER = "number"
    KEY = "key"


@dataclass(slots=True)
class TableMade:
    """A table of the source, as several aliases may read it.

    Attributes:
        name: as the mapping spells it.
        columns: column to what it holds; names are compared whatever their case.
        rows: rows that wait to be written.
        begun: how many of them are of earlier records than the one at hand.
    """

    name: str
    columns: dict[str, Holds] = field(default_factory=dict)
    rows: list[dict[str, Any]] = field(default_factory=list)
    begun: int = 0

    def add_column(self, name: str, holds: Holds) -> None:
        """Add a column; what a field says of it has more weight than what a key says."""
        own = self.column(name)
        if own is None:
            self.columns[name] = holds
        elif self.columns[own] is Holds.KEY:
            self.columns[own] = holds

    def column(self, name: str) -> str | None:
        """A column's own spelling."""
        return next((own for own in self.columns if own.casefold() == name.casefold()), None)


class Tables:
    """The tables of one mapping, being filled.

    Attributes:
        made: table name, in small letters, to the table.
    """

    def __init__(self, backwards: PeopleBackwards) -> None:
        """Lay out the tables that `backwards` writes records of."""
        self.plan = backwards.plan
        self.medium = backwards.medium
        self.made: dict[str, TableMade] = {}
        self._backwards = backwards
        self._keys = count(FIRST_KEY)
        self._shared: dict[Any, list[Any]] = {}
        self._forks: dict[str, tuple[str, dict[str, Any]]] = {}
        self._forking = {self._fork(root) for root in self.plan.columns if root}
        self._wanted_fork = ""
        self._found_fork: dict[str, Any] = {}
        self._joined = _joined_by(self.plan)
        for alias in self.plan.loaded.file.tables:
            self._lay_out(alias)
        ref = self.plan.person["ref"].source.columns[0]
        self._ref = ref
        self._main_key = qualified(self.plan.main, self.plan.table(self.plan.main).key or "")

    # --- columns ---

    def _lay_out(self, alias: str) -> None:
        plan = self.plan
        if alias not in _in_use(plan):
            return
        table = plan.table(alias)
        made = self.made.setdefault(table.name.casefold(), TableMade(table.name))
        for column, holds in _columns(plan, alias, self.medium).items():
            made.add_column(column, holds)

    def _table(self, alias: str) -> TableMade:
        return self.made[self.plan.table(alias).name.casefold()]

    # --- rows ---

    def batches(self, records: Iterable[Record]) -> Iterator[Sequence[TableMade]]:
        """Fill the tables, a batch of records at a time; who takes a batch empties it by writing it."""
        for number, record in enumerate(records, 1):
            self._add(record)
            if number % BATCH == 0:
                yield from self._flush()
        yield from self._flush()

    def _flush(self) -> Iterator[Sequence[TableMade]]:
        yield tuple(self.made.values())
        for table in self.made.values():
            table.rows.clear()

    def _add(self, record: Record) -> None:
        for table in self.made.values():
            table.begun = len(table.rows)
        main = dict(record.main.values)
        if self.medium.native and self._ref == self._main_key:
            main[self._ref] = _number(main[self._ref])
        if self._main_key not in main:
            main[self._main_key] = next(self._keys)
        key = main[self._main_key]
        self._row(self.plan.main, main, {})
        self._forks.clear()
        # Older forms first: keys are given in order, and the newest form is told by its key.
        for row in sorted(record.children, key=lambda each: not (each.apart and self._fork(each.root))):
            person = qualified(row.root, self.plan.table(row.root).person or "")
            values = {column: _told(value, key) for column, value in row.values.items()}
            self._child(row, {**values, person: key})

    def _child(self, row: Row, values: Mapping[str, Any]) -> None:
        """A row of a table with many a person; from where rows of one form part, they have it in common."""
        owner = self._fork(row.root)
        if owner is None or row.apart:
            self._row(row.root, values, {})
        elif row.root in self._forks:
            self._join(owner, self._forks[row.root][1], values)
        else:
            self._wanted_fork = owner
            self._row(row.root, values, {})
            self._wanted_fork = ""
            self._forks[row.root] = (owner, self._found_fork)

    def _fork(self, root: str) -> str | None:
        """The table whose key says which of a person's rows are the newest, where it is joined by that."""
        newest = self.plan.table(root).newest
        column = newest and qualified(root, newest)
        return column.partition(".")[0] if column and is_join_key(self.plan, column) else None

    def _row(
        self, alias: str, values: Mapping[str, Any], given: Mapping[str, Any], *, apart: bool = True
    ) -> None:
        """Write a row of one table, and the rows of those that are joined to it.

        Args:
            alias: the table.
            values: qualified columns, those of joined tables included.
            given: the columns by which it is itself joined.
            apart: whether it is another row even where one of the same key is there.
        """
        table = self.plan.table(alias)
        own = _own(alias, values)
        if table.join:
            own = _own(alias, self._periods(alias).wanted(own, of_a_list=True))
        named = {name.partition(".")[2]: each for name, each in own.items()}
        row = self._kept(alias, {**named, **given}, apart=apart)
        if table.key and _found(row, table.key) is None:
            row[self._spelt(alias, table.key)] = next(self._keys)
        if alias == self._wanted_fork:
            self._found_fork = row
        self._join(alias, row, values)

    def _join(self, alias: str, row: dict[str, Any], values: Mapping[str, Any]) -> None:
        """Write the rows that are joined to a row; rows that say the same are written once, and shared."""
        for left, aliases in self._joined.get(alias, {}).items():
            needed = [each for each in aliases if self._is_needed(each, values)]
            keys = [_found(row, column) for column in left]
            there = all(each is not None for each in keys)
            if not there and needed:
                tables = {each for one in needed for each in (one, *joined_aliases(self.plan, one))}
                said = {
                    column: value for column, value in values.items() if column.partition(".")[0] in tables
                }
                content = (alias, left, tuple(needed), _frozen(said))
                known = self._shared.get(content)
                # What is told apart by whose newest it is belongs to one person alone.
                alone = bool(self._forking & {alias, *tables})
                if known is None or alone:
                    keys = self._shared[content] = [next(self._keys) for _ in left]
                else:
                    keys, needed = known, []
                row |= dict(zip((self._spelt(alias, each) for each in left), keys, strict=True))
            for each in needed:
                join = self.plan.table(each).join or {}
                right = {join[f"{alias}.{column}"]: key for column, key in zip(left, keys, strict=True)}
                self._row(each, values, right, apart=alias in self._forking)

    def _kept(self, alias: str, row: Mapping[str, Any], *, apart: bool) -> dict[str, Any]:
        """Put a row into its table, or into the row there that has its key already."""
        table = self._table(alias)
        spelt = {table.column(name) or name: value for name, value in row.items()}
        by = (
            []
            if apart
            else [self._spelt(alias, name) for name in (self.plan.table(alias).join or {}).values()]
        )
        for other in table.rows[table.begun :] if by else ():
            if all(other.get(name) == spelt[name] for name in by):
                other |= {name: value for name, value in spelt.items() if other.get(name) is None}
                return other
        table.rows.append(spelt)
        return spelt

    def _spelt(self, alias: str, column: str) -> str:
        return self._table(alias).column(column) or column

    def _periods(self, alias: str) -> Periods:
        return Periods(self.plan, alias, self.medium, self._backwards.as_of)

    def _is_needed(self, alias: str, values: Mapping[str, Any]) -> bool:
        """Whether anything stands in a joined table, or in one that is joined to it."""
        aliases = {alias, *joined_aliases(self.plan, alias)}
        return any(
            value is not None and column.partition(".")[0] in aliases for column, value in values.items()
        )


def _told(value: Any, key: Any) -> Any:
    """What stands in a column that is compared with the person's key."""
    if not isinstance(value, SameAs):
        return value
    return key if value.truly else OTHER_KEY


def _own(alias: str, values: Mapping[str, Any]) -> dict[str, Any]:
    return {column: value for column, value in values.items() if column.partition(".")[0] == alias}


def _columns(plan: Plan, alias: str, medium: Medium) -> dict[str, Holds]:
    """Every column of a table that a mapping names, and what it holds; who says more of it comes later."""
    found = {column: Holds.TEXT for owner, column in _compared(plan) if owner == alias}
    found |= dict.fromkeys(_deciding(plan, alias, days=False), Holds.TEXT)
    found |= dict.fromkeys(_deciding(plan, alias, days=True), Holds.DAY)
    found |= {column: Holds.KEY for owner, column in _keys(plan) if owner == alias}
    ref = plan.person["ref"].source.columns[0]
    for planned in plan.fields():
        field_ = FieldBackwards(plan, planned, medium)
        holds = Holds.DAY if field_.is_days else Holds.NUMBER if field_.is_number else Holds.TEXT
        for owner, column in (_split(each) for each in planned.source.columns if each != ref):
            if owner == alias:
                found[column] = holds
    owner, column = _split(ref)
    if owner == alias:
        found.setdefault(column, Holds.TEXT)
    return found


def _compared(plan: Plan) -> Iterator[tuple[str, str]]:
    """Columns on which there are conditions."""
    for alias in plan.loaded.file.tables:
        yield from (_split(condition.column) for condition in conditions_on(plan, alias))


def _deciding(plan: Plan, alias: str, *, days: bool) -> Iterator[str]:
    """Columns that decide which of a person's rows is read: days, and others."""
    table = plan.table(alias)
    if not days:
        for pick in table.pick:
            yield from (each.rpartition(".")[2] for each in pick.prefer or {})
        return
    bounds = (table.current.start, table.current.end) if table.current else ()
    picks = [each for pick in table.pick for each in (pick.latest, pick.earliest)]
    newest = table.newest if table.newest and "." not in table.newest else None
    yield from (each.rpartition(".")[2] for each in (*bounds, *picks, newest) if each)


def _keys(plan: Plan) -> Iterator[tuple[str, str]]:
    """Columns that hold keys, of their own table or of another."""
    for alias, table in plan.loaded.file.tables.items():
        yield from ((alias, each) for each in (table.key, table.person, *(table.join or {}).values()) if each)
        yield from (_split(left) for left in table.join or {})
        yield from (_split(column) for column in comparisons_on(plan, alias))


def _split(column: str) -> tuple[str, str]:
    alias, _, name = column.partition(".")
    return alias, name


def _in_use(plan: Plan) -> set[str]:
    """Aliases of tables that anything is read from."""
    return {alias for root in plan.columns for alias in (root, *joined_aliases(plan, root))}


def _joined_by(plan: Plan) -> dict[str, dict[tuple[str, ...], list[str]]]:
    """Table to the columns by which others are joined to it, and which others those are."""
    found: dict[str, dict[tuple[str, ...], list[str]]] = {}
    for alias, table in plan.loaded.file.tables.items():
        if table.join:
            owner = next(iter(table.join)).partition(".")[0]
            left = tuple(each.partition(".")[2] for each in table.join)
            found.setdefault(owner, {}).setdefault(left, []).append(alias)
    return found


def _found(row: Mapping[str, Any], column: str) -> Any:
    if column in row:
        return row[column]
    return next((value for name, value in row.items() if name.casefold() == column.casefold()), None)


def _number(raw: Any) -> Any:
    if isinstance(raw, str) and re.fullmatch("-?[1-9][0-9]*", raw):
        return int(raw)
    raise ValueError("a reference is no whole number")


def _frozen(row: Mapping[str, Any]) -> Any:
    return tuple(sorted((name, repr(value)) for name, value in row.items()))
