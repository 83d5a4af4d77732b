"""`mapping diff`: what became of a source's tables and columns between two scans or shapes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from adapter_core.readers.mapping.paths import MAIN, PLACE
from adapter_core.readers.mapping.tables import as_tables

if TYPE_CHECKING:
    from collections.abc import Iterator

    from adapter_core.readers.mapping import LoadedMapping
    from adapter_core.readers.profiling import ColumnScan, Scan, TableScan

FELL = 0.1
"""A fill rate that fell by more than this part is told."""


@dataclass(frozen=True, slots=True)
class Change:
    """One difference.

    Attributes:
        kind: `table gone`, `table new`, `column gone`, `column new`, `type changed`, `fill rate fell`,
            `code gone` or `code new`.
        where: the table, or `TABLE.COLUMN`.
        what: what is to be said beyond that; may be empty.
        reads: key path of the mapping that reads it; empty if it reads no such thing.
    """

    kind: str
    where: str
    what: str = ""
    reads: str = ""

    @property
    def is_lost(self) -> bool:
        """Whether a mapping reads what is gone."""
        return bool(self.reads) and self.kind in {"table gone", "column gone"}

    @property
    def words(self) -> str:
        """The change as a sentence."""
        said = f"{self.where}: {self.kind}" + (f", {self.what}" if self.what else "")
        return f"{said} ({self.reads} reads it)." if self.reads else f"{said}."

    def as_json(self) -> dict[str, Any]:
        """The change as plain JSON types."""
        return {"kind": self.kind, "where": self.where, "what": self.what, "reads": self.reads}


def compare(
    old: Scan, new: Scan, *, mapping: LoadedMapping | None = None, fell: float = FELL
) -> list[Change]:
    """Everything that differs between two scans; of codes and fill rates only where both looked at rows.

    Args:
        old: the earlier one.
        new: the later one.
        mapping: what is read of it.
        fell: by how much a fill rate must have fallen to be told, 0 to 1.
    """
    reads = _reads(mapping) if mapping is not None else {}
    before = {table.name.casefold(): table for table in old.tables}
    after = {table.name.casefold(): table for table in new.tables}
    if old.format == new.format == "csv" and len(before) == len(after) == 1:
        # One file is one table, whatever today's extract is called.
        before, after = ({"": table} for (table,) in (old.tables, new.tables))
    found: list[Change] = []
    for name, table in before.items():
        if name not in after:
            found.append(Change("table gone", _name(table), reads=reads.get((name, ""), "")))
        else:
            found += _columns(name, table, after[name], reads, fell)
    found += [Change("table new", _name(table)) for name, table in after.items() if name not in before]
    return found


def _name(table: TableScan) -> str:
    return table.name or "the file"


def _columns(
    name: str, old: TableScan, new: TableScan, reads: dict[tuple[str, str], str], fell: float
) -> Iterator[Change]:
    after = {column.name.casefold(): column for column in new.columns}
    for column in old.columns:
        key = (name, column.name.casefold())
        where = f"{_name(old)}.{column.name}"
        now = after.get(key[1])
        if now is None:
            yield Change("column gone", where, reads=reads.get(key, ""))
            continue
        if column.type and now.type and column.type != now.type:
            yield Change("type changed", where, f"{column.type} before, {now.type} now", reads.get(key, ""))
        yield from _figures(column, now, where, reads.get(key, ""), fell)
    known = {column.name.casefold() for column in old.columns}
    for folded, column in after.items():
        if folded not in known:
            yield Change("column new", f"{_name(old)}.{column.name}")


def _figures(old: ColumnScan, new: ColumnScan, where: str, reads: str, fell: float) -> Iterator[Change]:
    if old.filled is None or new.filled is None:
        return
    if old.filled - new.filled > fell:
        yield Change("fill rate fell", where, f"{old.filled:.0%} before, {new.filled:.0%} now", reads)
    before, after = ({each.value for each in column.codes} for column in (old, new))
    if before and after:
        yield from (Change("code gone", where, repr(code), reads) for code in sorted(before - after))
        yield from (Change("code new", where, repr(code), reads) for code in sorted(after - before))


def _reads(  # noqa: C901 - every place where a mapping names a column
    loaded: LoadedMapping,
) -> dict[tuple[str, str], str]:
    """Table and column, folded, to the key path of the mapping that reads it; a table by `""`."""
    file = as_tables(loaded.file, loaded.error)
    is_tree = file.format in {"xml", "json"}
    found: dict[tuple[str, str], str] = {}
    names = {
        alias: "" if is_tree and alias == MAIN else (table.name or "").casefold()
        for alias, table in file.tables.items()
    }

    def add(alias: str, column: str | None, path: str) -> None:
        if column and column != PLACE and (alias in names or not names):
            owner, dot, plain = column.partition(".") if not is_tree else (alias, "", column)
            own = owner if dot and owner in names else alias
            found.setdefault((names.get(own, ""), (plain if dot else column).casefold()), path)

    for alias, table in file.tables.items():
        found.setdefault((names[alias], ""), f"tables.{alias}")
        for column in (table.key, table.person, *table.where, *(table.join or {}).values()):
            add(alias, column, f"tables.{alias}")
        for left in table.join or {}:
            add(left.partition(".")[0], left.partition(".")[2], f"tables.{alias}.join")
        if table.current:
            add(alias, table.current.start, f"tables.{alias}.current")
            add(alias, table.current.end, f"tables.{alias}.current")
    fields = [(f"person.{name}", field) for name, field in file.fields_of_person().items()]
    for group, each in file.lists().items():
        fields += [(f"each.{group}.{name}", field) for name, field in each.fields.items()]
    for system, extras in file.extras().items():
        fields += [(f"extra.{system}.{name}", field) for name, field in extras.items()]
    for path, field in fields:
        for qualified in field.columns:
            alias, _dot, column = qualified.partition(".") if names else ("", "", qualified)
            found.setdefault((names.get(alias, ""), column.casefold()), path)
    return found
