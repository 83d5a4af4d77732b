"""Proposes a mapping that extends one which nearly fits: only what the source has otherwise is written."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from adapter_core.errors import UsageError
from adapter_core.readers.mapping.paths import MAIN
from adapter_core.readers.mapping.tables import as_tables
from adapter_core.service.mapping_tools.proposal import Line, Proposal, ProposedTable
from adapter_core.service.mapping_tools.vocabulary import words_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from adapter_core.readers.mapping import LoadedMapping
    from adapter_core.readers.mapping.model import FieldMap, Table
    from adapter_core.readers.profiling import Scan, TableScan

_ALIKE = 0.6
_REF = "person.ref"
FLAT = ""


def propose_like(loaded: LoadedMapping, scan: Scan) -> Proposal:
    """Propose what differs from a mapping.

    Args:
        loaded: the mapping to extend.
        scan: the source's profile.

    Raises:
        UsageError: the source has nothing of what the mapping reads (FP-0319).
    """
    return _Like(loaded, scan).propose()


class _Like:
    def __init__(self, loaded: LoadedMapping, scan: Scan) -> None:
        self.loaded = loaded
        self.file = as_tables(loaded.file, loaded.error)
        self.scan = scan
        self.made = Proposal(scan.format, head={"extends": loaded.name})
        self.tables: dict[str, TableScan | None] = {}
        self.fitting = 0

    def propose(self) -> Proposal:
        if self.file.format not in {None, self.scan.format}:
            self.made.notes.append(
                f"{self.loaded.name} is for {self.file.format}; this is {self.scan.format}."
            )
        if self.file.tables:
            for alias, table in self.file.tables.items():
                self._table(alias, table)
        else:
            self.tables[FLAT] = self.scan.tables[0] if self.scan.tables else None
        for name, field in self.file.fields_of_person().items():
            self._field(f"person.{name}", name, field)
        for name, each in self.file.lists().items():
            if each.table is not None and self.tables.get(each.table) is None:
                self.made.removed.append((f"each.{name}", f"the source has no table for {each.table!r}"))
                continue
            for attribute, field in each.fields.items():
                self._field(f"each.{name}.{attribute}", f"{name}.{attribute}", field)
        if not self.fitting and not self.made.lines():
            message = f"The source has nothing of what {self.loaded.name} reads: leave --like out."
            raise UsageError("FP-0319", message, where="--like")
        if any(path == _REF for path, _ in self.made.removed):
            # Without a reference nothing can be read at all: it cannot be taken away.
            self.made.removed = [each for each in self.made.removed if each[0] != _REF]
            self.made.notes.append(
                f"The column of {self.loaded.name} that holds the reference was not found: "
                "write a line for ref in [person]."
            )
        every = self.fitting + len(self.made.removed) + len(self.made.lines())
        self.made.notes.insert(
            0,
            f"{self.fitting} of the {every} fields of {self.loaded.name} fit as they are: not repeated.",
        )
        return self.made

    def _table(self, alias: str, table: Table) -> None:
        name = "" if alias == MAIN and self.scan.format in {"xml", "json"} else table.name or ""
        own = self.scan.table(name) or self.scan.table(name.rpartition(".")[2])
        if own is None:
            near = _nearest(name, (each.name for each in self.scan.tables))
            own = self.scan.table(near) if near else None
            if own is not None:
                reason = f"the source has no {name}: this is the nearest name"
                self.made.tables[alias] = ProposedTable(alias, {"name": own.name}, 0.7, reason)
        self.tables[alias] = own

    def _field(self, path: str, field: str, source: FieldMap) -> None:
        columns: list[tuple[str, str]] = []
        renamed = False
        for qualified in source.columns:
            alias, _, name = qualified.rpartition(".") if self.file.tables else (FLAT, "", qualified)
            if self.file.tables:
                alias, _, name = qualified.partition(".")
            table = self.tables.get(alias)
            own = table.column(name) if table else None
            if own is None and table is not None:
                near = _nearest(name, (each.name for each in table.columns))
                own = table.column(near) if near else None
                renamed = True
            if own is None:
                where = table.name or "the source" if table else f"{alias!r}"
                reason = f"{where} has no column {name}" if table else f"the source has no table for {where}"
                self.made.removed.append((path, reason))
                return
            columns.append((alias, own.name))
        if not renamed:
            self.fitting += 1
            return
        keys = source.model_dump(exclude_unset=True, by_alias=True, exclude={"column", "path", "table"})
        reason = f"{self.loaded.name} reads {', '.join(source.columns)}, which is not there: the nearest name"
        line = Line(field, columns, 0.65, (reason,), keys)
        if path.startswith("person."):
            self.made.person.append(line)
        else:
            group = field.partition(".")[0]
            self.made.lists.setdefault(group, (None, []))[1].append(line)


def _nearest(name: str, among: Iterable[str]) -> str | None:
    """The name that reads most like another."""

    def alike(other: str) -> float:
        if set(words_of(name)) == set(words_of(other)):
            return 1.0
        return SequenceMatcher(None, name.casefold(), other.casefold()).ratio()

    best = max(among, key=alike, default=None)
    return best if best is not None and alike(best) >= _ALIKE else None
