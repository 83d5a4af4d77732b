"""How a source's tables hang together: which one has a row a person, and by what the others belong to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from adapter_core.service.mapping_tools.evidence import guess
from adapter_core.service.mapping_tools.vocabulary import prefix_of, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from adapter_core.readers.profiling import ColumnScan, Scan, TableScan

IDENTIFYING = ("nhs_number", "given_name", "family_name", "full_name", "date_of_birth", "gender", "ethnicity")
"""Fields by which the table with a row a person is told."""

_EMPTY = {"number", "code", "dm", "master", "the"}
_NUMBERS = {"number", "code"}
_FULL = 0.999
_NEARLY = 0.95
_PLAUSIBLE = 0.5
_TWO = 2


@dataclass(frozen=True, slots=True)
class Link:
    """By which column a table's rows belong to those of another.

    Attributes:
        column: the column here.
        to: the column there.
        confidence: 0 to 1.
        reason: why.
    """

    column: str
    to: str
    confidence: float
    reason: str


class Structure:
    """What can be told of a scan's tables.

    Attributes:
        scan: the scan.
        main: the table with a row a person; None where none looks like it.
        ref: its column with the person's reference, with confidence and reason.
    """

    def __init__(self, scan: Scan, known: Mapping[str, frozenset[str]]) -> None:
        """Look for the main table and its reference."""
        self.scan = scan
        self._known = known
        self.is_tree = scan.format in {"xml", "json"}
        self.main = self._main()
        self.ref = self._ref() if self.main else None

    def _main(self) -> TableScan | None:
        if self.is_tree:
            return self.scan.tables[0] if self.scan.tables else None
        scored = [
            (self._identifies(table), table.rows or 0, table) for table in self.scan.tables if table.columns
        ]
        best = max(scored, key=lambda each: each[:2], default=None)
        return best[2] if best and best[0] >= _PLAUSIBLE else None

    def _identifies(self, table: TableScan) -> float:
        """How much a table looks like the people themselves."""
        if not table.rows and any(other.rows for other in self.scan.tables):
            return 0.0
        if self.scan.rows_read and not (table.key or any(_nearly_unique(c, table) for c in table.columns)):
            return 0.0
        context = context_of(table)
        score = sum(
            max(
                (guess(field, column, context, self._known).confidence for column in table.columns), default=0
            )
            for field in IDENTIFYING
        )
        return score + (0.4 if "person" in words_of(table.name) else 0.0)

    # --- references ---

    def _ref(self) -> Link | None:
        table = self.main
        if table is None:
            return None
        found = [self._ref_guess(table, column) for column in table.columns]
        return max(filter(None, found), key=lambda each: each.confidence, default=None)

    def _ref_guess(self, table: TableScan, column: ColumnScan) -> Link | None:
        declared = [each.casefold() for each in table.key] == [column.name.casefold()]
        whole = column.unique and (column.filled or 0) >= _FULL
        if self.scan.rows_read and not (whole or _nearly_unique(column, table)):
            return None
        words = set(words_of(column.name)) - set(words_of(prefix_of(c.name for c in table.columns)))
        words |= {"number"} & set(words_of(column.name))
        if words & {"nhs", "birth"} or (column.kind == "date"):
            return None
        reasons, score = [], 0.3
        if declared:
            reasons, score = ["the declared primary key"], 0.7
        if self.scan.rows_read:
            reasons.append("every row has another value" if whole else "nearly every row has another value")
            score -= 0.0 if whole else 0.05
        if words & {"number"}:
            score += 0.15
            plain = words - {"number", "master", "dm", "the"}
            if not plain or plain <= {"person", *words_of(table.name)}:
                score += 0.15
        others = [
            other.name
            for other in self.scan.tables
            if other is not table and other.column(column.name) is not None
        ]
        if others:
            score += 0.2
            reasons.append(f"{len(others)} other tables have a column of its name")
        return Link(column.name, column.name, min(score, 0.99), ", ".join(reasons))

    def links(self, table: TableScan) -> list[Link]:
        """The columns of another table that hold the person's reference, the likeliest first."""
        if self.main is None or self.ref is None or table is self.main:
            return []
        found = [self._link(table, column) for column in table.columns]
        kept = [each for each in found if each is not None] or self._pair(table)
        return sorted(kept, key=lambda each: -each.confidence)

    def _pair(self, table: TableScan) -> list[Link]:
        """Two columns that speak of people and look like their references: `SU_A` and `SU_B`."""
        if self.main is None or self.ref is None:
            return []
        ref = self.main.column(self.ref.column)
        if ref is None or not ref.shapes:
            return []
        looks = {each.value for each in ref.shapes}
        names = [
            column.name
            for column in table.columns
            if "person" in words_of(column.name)
            and column.kind == ref.kind
            and column.shapes
            and looks >= {each.value for each in column.shapes}
        ]
        reason = f"called after a person, and looks like {self.main.name}.{self.ref.column}"
        return [Link(name, ref.name, 0.65, reason) for name in names] if len(names) == _TWO else []

    def _link(self, table: TableScan, column: ColumnScan) -> Link | None:  # noqa: PLR0911 - the surest sign first
        main, ref = self.main, self.ref
        if main is None or ref is None:
            return None
        for reference in table.references:
            if _same(reference.table, main.name) and [c.casefold() for c in reference.columns] == [
                column.name.casefold()
            ]:
                bonus = 0.0 if _same(column.name, ref.column) else -0.02
                return Link(column.name, ref.column, 0.99 + bonus, f"a foreign key to {main.name}")
        if _same(column.name, ref.column):
            return Link(column.name, ref.column, 0.95, f"called as in {main.name}")
        mine, theirs = _meaning(column.name, table), _meaning(ref.column, main)
        if mine == theirs and (mine or "person" in words_of(column.name)):
            return Link(column.name, ref.column, 0.85, f"reads as {main.name}.{ref.column} does")
        own = set(words_of(main.name)) - _EMPTY
        if "number" not in set(words_of(column.name)):
            return None
        if mine and (mine in (own, {"person"})):
            return Link(column.name, ref.column, 0.8, "its name says that it refers to a person")
        if "person" in mine or (theirs and theirs < mine):
            sure = 0.75 if mine & {"other", "relationship", "to", "second"} else 0.6
            return Link(column.name, ref.column, sure, "its name speaks of another person")
        return None

    # --- look-up tables ---

    def lookups(self, table: TableScan, skip: frozenset[str]) -> Iterator[tuple[TableScan, Link]]:
        """Small tables that a table's codes refer to, and by which columns."""
        if self.is_tree:
            return
        for other in self.scan.tables:
            if other is table or other is self.main or not other.columns:
                continue
            best = max(
                filter(None, (self._lookup(column, table, other, skip) for column in table.columns)),
                key=lambda each: each.confidence,
                default=None,
            )
            if best is not None:
                yield other, best

    def _lookup(
        self, column: ColumnScan, table: TableScan, other: TableScan, skip: frozenset[str]
    ) -> Link | None:
        if column.name.casefold() in skip:
            return None
        for reference in table.references:
            if _same(reference.table, other.name) and [*map(str.casefold, reference.columns)] == [
                column.name.casefold()
            ]:
                to = reference.to[0] if reference.to else (other.key or ("",))[0]
                return Link(column.name, to, 0.98, f"a foreign key to {other.name}")
        for key in _keys(other):
            words = set(words_of(key))
            if not words & _NUMBERS:
                continue
            if _same(key, column.name):
                return Link(column.name, key, 0.95, f"called as in {other.name}")
            mine = set(words_of(column.name))
            plain = mine - _NUMBERS
            if mine & _NUMBERS and plain and not words - _NUMBERS and plain <= set(words_of(other.name)):
                return Link(column.name, key, 0.8, f"its name speaks of {other.name}")
        return None


def _nearly_unique(column: ColumnScan, table: TableScan) -> bool:
    """Whether nearly every row has another value: in an extract, a reference may stand twice by mistake."""
    rows = table.looked_at or table.rows or 1
    return (column.filled or 0) > _NEARLY and (column.unique or (column.distinct or 0) >= _NEARLY * rows)


def context_of(table: TableScan) -> str:
    """The words that go without saying in a table: its name, and what all its columns begin with."""
    return f"{table.name} {prefix_of(column.name for column in table.columns)}"


def key_of(table: TableScan) -> str | None:
    """The column that tells a table's rows apart, where one can be told."""
    if len(table.key) == 1:
        return table.key[0]
    unique = [column.name for column in table.columns if column.unique and (column.filled or 0) >= _FULL]
    return next((name for name in unique if "number" in words_of(name)), None)


def _keys(table: TableScan) -> list[str]:
    """Columns by which a look-up table can be joined: at most one row for each value."""
    if len(table.key) == 1:
        return [table.key[0]]
    return [column.name for column in table.columns if column.unique and (column.filled or 0) >= _FULL]


def _same(one: str, other: str) -> bool:
    return one.casefold() == other.casefold()


def _meaning(name: str, table: TableScan) -> set[str]:
    """What a name is about, without the word for a number and what all columns of the table begin with."""
    prefix = prefix_of(column.name for column in table.columns)
    plain = name[len(prefix) :] if prefix and name.casefold().startswith(prefix) else name
    return set(words_of(plain)) - _EMPTY
