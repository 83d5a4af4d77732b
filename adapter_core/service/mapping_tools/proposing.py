"""Proposes a mapping from a scan: which column is which field, how sure that is, and why."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from adapter_core.domain.people import FIELDS
from adapter_core.service.mapping_tools.choosing import best_lines, head_of
from adapter_core.service.mapping_tools.dating import beside, doubt
from adapter_core.service.mapping_tools.evidence import POSTCODE_SHAPES, guess
from adapter_core.service.mapping_tools.proposal import SURE, WORTH_SAYING, Line, Proposal, ProposedTable
from adapter_core.service.mapping_tools.structure import Structure, context_of, key_of
from adapter_core.service.mapping_tools.values import add_values
from adapter_core.service.mapping_tools.vocabulary import KEY_FIELDS, PERIODS, TABLE_WORDS, likeness, words_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from adapter_core.readers.profiling import Scan, TableScan
    from adapter_core.service.mapping_tools.choosing import Where

_OF_ADDRESSES = frozenset({"address", "postcode", "locality"})
_SINGLE = [name for name, spec in FIELDS.items() if spec.group is None and name != "ref"]
_WITH_ADDRESSES = ("gp", "representatives")
_NOT_GUESSED = frozenset({"master_ref"})
_ON_PERSON = ("gp.code", "gp.name", "gp.practitioner", "allocations.worker", "allocations.team")


def propose(
    scan: Scan, known: Mapping[str, frozenset[str]], known_codes: Mapping[str, Mapping[str, str]]
) -> Proposal:
    """Propose a mapping.

    Args:
        scan: the source's profile.
        known: column name, folded, to the fields that packaged mappings read from such columns.
        known_codes: code list to raw code, folded, and canonical id, as packaged mappings have them.
    """
    return _Proposer(scan, known, known_codes).propose()


class _Proposer:
    def __init__(
        self,
        scan: Scan,
        known: Mapping[str, frozenset[str]],
        known_codes: Mapping[str, Mapping[str, str]],
    ) -> None:
        self.scan = scan
        self.known = known
        self.known_codes = known_codes
        self.structure = Structure(scan, known)
        self.flat = scan.format == "csv" and len(scan.tables) == 1
        self.made = Proposal(scan.format, head=head_of(scan))
        self.aliases: dict[str, str] = {}
        self.main = ""

    def propose(self) -> Proposal:
        main, ref = self.structure.main, self.structure.ref
        if main is None:
            self.made.notes.append("No table looks like the people themselves: say which it is.")
            return self.made
        if ref is None:
            self.made.notes.append(f"No column of {main.name or 'a record'} tells people apart.")
            return self.made
        self._main_table(main, ref.column)
        self.made.person.append(Line("ref", [(self.main, ref.column)], ref.confidence, (ref.reason,)))
        lists = self._lists(main)
        for name, (table, score) in lists.items():
            self._list(name, table, score)
        self._person(main, {table.name for table, _ in lists.values()})
        self._lists_of_main(main)
        add_values(self.made, scan=self.scan, names=self.aliases, known_codes=self.known_codes)
        doubt(self.made, self.scan, self.aliases, self.main)
        return self.made

    # --- tables -------------------------------------------------------------------------------------

    def _main_table(self, main: TableScan, key: str) -> None:
        self.main = "" if self.flat or self.structure.is_tree else self._alias(main)
        self.aliases[self.main] = main.name
        if self.flat or self.structure.is_tree:
            return
        keys = {"name": main.name} if self.scan.format == "csv" else {"name": main.name, "key": key}
        self.made.tables[self.main] = ProposedTable(self.main, keys, reason="the people themselves")

    def _alias(self, table: TableScan) -> str:
        last = table.name.rpartition("/")[2] or table.name
        plain = re.sub(r"[^a-z0-9]+", "_", last.removesuffix(".csv").casefold()).strip("_") or "table"
        plain = plain if plain[0].isalpha() and plain != "record" else f"t_{plain}"
        alias, number = plain, 2
        while alias in self.aliases and self.aliases[alias] != table.name:
            alias, number = f"{plain}_{number}", number + 1
        self.aliases[alias] = table.name
        return alias

    def _child(self, table: TableScan) -> tuple[str, float] | None:
        """Declare a table whose rows belong to people; None where nothing says by which column."""
        alias = self._alias(table)
        if alias in self.made.tables:
            return alias, self.made.tables[alias].confidence
        if self.structure.is_tree:
            keys: dict[str, Any] = {"path": table.name}
            self.made.tables[alias] = ProposedTable(alias, keys | self._choice(table, ()), 0.95)
            return alias, 0.95
        link = next(iter(self.structure.links(table)), None)
        if link is None:
            return None
        keys = {"name": table.name}
        column = table.column(link.column)
        if column is not None and column.unique and key_of(table) in {None, link.column}:
            keys["join"] = {f"{self.main}.{link.to}": link.column}
        else:
            if self.scan.format == "sql" and (key := key_of(table)):
                keys["key"] = key
            keys |= {"person": link.column, **self._choice(table, (link.column,))}
        self.made.tables[alias] = ProposedTable(alias, keys, link.confidence, link.reason)
        return alias, link.confidence

    def _choice(self, table: TableScan, links: Iterable[str]) -> dict[str, Any]:
        """When a table's rows are in force, and which one is chosen."""
        bounds = {bound: self._bound(table, bound, links) for bound in PERIODS}
        current = {bound: name for bound, name in bounds.items() if name}
        keys: dict[str, Any] = {"current": current} if current else {}
        picks: list[dict[str, Any]] = []
        for column in table.columns:
            words = set(words_of(column.name))
            codes = {each.value.upper() for each in column.codes}
            if words & {"main", "primary", "display", "default", "preferred"} and codes & {"Y", "1", "YES"}:
                picks.append({"prefer": {column.name: max(codes & {"Y", "1", "YES"})}})
        if bounds.get("start"):
            picks.append({"latest": bounds["start"]})
        return keys | ({"pick": picks} if picks else {})

    def _bound(self, table: TableScan, bound: str, links: Iterable[str]) -> str | None:
        found = [
            (max(likeness(words, column.name, context_of(table)) for words in PERIODS[bound]), column)
            for column in table.columns
            if column.name not in links
            and (
                column.kind == "date"
                or (column.kind in {"", "empty"} and "number" not in words_of(column.name))
            )
        ]
        score, column = max(found, key=lambda each: each[0], default=(0.0, None))
        return column.name if column is not None and score >= 0.7 else None  # noqa: PLR2004 - its name says so

    # --- lists --------------------------------------------------------------------------------------

    def _lists(self, main: TableScan) -> dict[str, tuple[TableScan, float]]:
        """The table of each list, each table used once, and how well it fits."""
        scored: list[tuple[float, str, TableScan]] = []
        for table in self.scan.tables:
            if table is main or (not self.structure.is_tree and not self.structure.links(table)):
                continue
            if likeness("address", table.name) > SURE:
                continue
            lists = _WITH_ADDRESSES if self._is_of_addresses(table) else KEY_FIELDS
            scored += [(self._fits_list(name, table), name, table) for name in lists]
        found: dict[str, tuple[TableScan, float]] = {}
        used: set[str] = set()
        for score, name, table in sorted(scored, key=lambda each: -each[0]):
            if score > WORTH_SAYING and name not in found and table.name not in used:
                found[name] = table, score
                used.add(table.name)
        return found

    def _fits_list(self, name: str, table: TableScan) -> float:
        called = max(likeness(words, table.name) for words in TABLE_WORDS[name])
        holds = 0.0
        for field in KEY_FIELDS[name]:
            best = [
                guess(f"{name}.{field}", column, context_of(table), self.known) for column in table.columns
            ]
            best += [
                guess(f"{name}.{field}", column, context_of(other), self.known)
                for other, _ in self.structure.lookups(table, frozenset())
                for column in other.columns
            ]
            holds = max([holds, *(each.confidence for each in best)])
        if name == "relationships" and len(self.structure.links(table)) > 1:
            return 0.3 + 0.4 * max(called, 0.5) + 0.3 * holds
        return 0.6 * called + 0.4 * holds if called and holds else 0.4 * max(called, holds)

    def _list(self, name: str, table: TableScan, score: float) -> None:
        declared = self._child(table)
        if declared is None:
            return
        alias, belongs = declared
        if "join" in self.made.tables[alias].keys:
            # One row a person: a list is filled from rows that carry the person, so read it as that.
            keys = self.made.tables[alias].keys
            keys["person"] = next(iter(keys.pop("join").values()))
        for each in ("current", "pick"):  # a list takes every row
            self.made.tables[alias].keys.pop(each, None)
        own = frozenset(
            {str(self.made.tables[alias].keys.get(each, "")).casefold() for each in ("person", "key")}
        )
        links = [] if self.structure.is_tree else self.structure.links(table)
        where: list[Where] = [
            (alias, column, context_of(table), 1.0)
            for column in table.columns
            if column.name.casefold() not in own
        ]
        joined = self._joined(table, alias, own)
        # What a code refers to says more than the code.
        codes = {link.column for _, link in self.structure.lookups(table, own)} if joined else set()
        where = [
            (at, c, context, 0.7 if c.name in codes else sure) for at, c, context, sure in where
        ] + joined
        fields = [spec.path for spec in FIELDS.values() if spec.group == name]
        lines = []
        if name == "relationships" and len(links) > 1:
            other = links[1]
            lines.append(
                Line("relationships.other_ref", [(alias, other.column)], other.confidence, (other.reason,))
            )
            where = [each for each in where if each[1].name != other.column]
            fields.remove("relationships.other_ref")
        lines += best_lines(fields, where, self.known)
        self._workers(name, lines, where)
        for line in lines:
            line.confidence *= min(1.0, 0.5 + score / 2, 0.1 + belongs)
        if any(line.field.rpartition(".")[2] in KEY_FIELDS[name] for line in lines):
            self.made.lists[name] = alias, lines

    def _joined(self, table: TableScan, alias: str, own: frozenset[str], depth: int = 1) -> list[Where]:
        """The columns of tables that a table's codes refer to; declared once one of them is used."""
        found: list[Where] = []
        for other, link in self.structure.lookups(table, own):
            name = self._alias(other)
            if name in self.made.tables and "join" not in self.made.tables[name].keys:
                continue
            join = {f"{alias}.{link.column}": link.to}
            if name in self.made.tables and self.made.tables[name].keys["join"] != join:
                name = f"{alias}_{name}"
                self.aliases[name] = other.name
            self.made.tables.setdefault(
                name, ProposedTable(name, {"name": other.name, "join": join}, link.confidence, link.reason)
            )
            found += [
                (name, c, context_of(other), (0.7 if c.name == link.to else 0.95) * link.confidence)
                for c in other.columns
            ]
            if depth:
                found += self._joined(
                    other, name, own | {link.to.casefold(), table.name.casefold()}, depth - 1
                )
        return found

    def _workers(self, name: str, lines: list[Line], where: list[Where]) -> None:
        """A worker's name in two columns of a table of workers."""
        field = {"allocations": "allocations.worker", "gp": "gp.practitioner"}.get(name)
        if field is None:
            return
        for alias in dict.fromkeys(each[0] for each in where):
            if not set(words_of(self.aliases[alias])) & {"worker", "gp"}:
                continue
            mine = [each for each in where if each[0] == alias]
            pair = {line.field: line for line in best_lines(["given_name", "family_name"], mine, self.known)}
            held = next((line for line in lines if line.field == field), None)
            if len(pair) == 2 and (held is None or held.confidence < SURE or held.columns[0][0] == alias):  # noqa: PLR2004
                given, family = pair["given_name"], pair["family_name"]
                lines[:] = [line for line in lines if line is not held]
                confidence = 0.95 * min(given.confidence, family.confidence)
                lines.append(
                    Line(
                        field,
                        given.columns + family.columns,
                        confidence,
                        ("the names in a table of workers",),
                    )
                )
                return

    # --- the person ---------------------------------------------------------------------------------

    def _person(self, main: TableScan, of_lists: set[str]) -> None:
        key = self.made.person[0].columns[0][1]
        where: list[Where] = [(self.main, c, context_of(main), 1.0) for c in main.columns if c.name != key]
        for table in self.scan.tables:
            if table is main or table.name in of_lists or self._is_lookup(table):
                continue
            before = dict(self.made.tables)
            declared = self._child(table)
            if declared is None:
                continue
            alias, belongs = declared
            unique = "join" in self.made.tables[alias].keys
            if alias not in before and not unique and not self._is_of_addresses(table):
                belongs *= 0.8
            where += [(alias, column, context_of(table), 0.97 * belongs) for column in table.columns]
        lines = best_lines([name for name in _SINGLE if name not in _NOT_GUESSED], where, self.known)
        names = {line.field: line for line in lines}
        if {"given_name", "family_name"} <= names.keys() and "full_name" in names:
            lines.remove(names["full_name"])
        if address := names.get("address"):
            self._address_lines(address, where)
            lines = [
                each for each in lines if each is address or not set(each.columns) & set(address.columns)
            ]
        self.made.person += lines

    def _is_lookup(self, table: TableScan) -> bool:
        """Whether a table was declared because a list's codes refer to it."""
        declared = self.made.tables.get(self._alias(table))
        return declared is not None and "join" in declared.keys

    def _is_of_addresses(self, table: TableScan) -> bool:
        return likeness("address", table.name) > SURE or any(
            likeness("postcode", column.name, table.name) > SURE
            or sum(each.share for each in column.shapes if each.value in POSTCODE_SHAPES) > SURE
            for column in table.columns
        )

    def _address_lines(self, line: Line, where: list[Where]) -> None:
        """The further lines of an address."""
        alias, first = line.columns[0]
        like = [
            column.name
            for at, column, table, _ in where
            if at == alias
            and column.kind in {"text", "mixed", ""}
            and (
                set(words_of(column.name)) & {"street", "town", "city"}
                or (likeness("address", column.name, f"{table} address") and re.search(r"\d", column.name))
            )
        ]
        if first in like and len(like) > 1:
            line.columns = [(alias, name) for name in like]
            line.reasons = (*line.reasons, "with the lines that follow it")

    def _lists_of_main(self, main: TableScan) -> None:
        """Lists of one item, from the person's own row."""
        used = {column for line in self.made.lines() for column in line.columns}
        where: list[Where] = [
            (self.main, column, context_of(main), 1.0)
            for column in main.columns
            if (self.main, column.name) not in used
        ]
        for line in best_lines(list(_ON_PERSON), where, self.known):
            group = line.field.partition(".")[0]
            if group not in self.made.lists or self.made.lists[group][0] is None:
                self.made.lists.setdefault(group, (None, []))[1].append(line)
        for group, (alias, lines) in list(self.made.lists.items()):
            if alias is None and not any(x.field.rpartition(".")[2] in KEY_FIELDS[group] for x in lines):
                del self.made.lists[group]
            elif alias is None:
                lines.extend(beside(main, self.main, list(lines), self.made.lines()))
