"""Chooses the best column for each field, each column used once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from adapter_core.domain.people import FIELDS
from adapter_core.service.mapping_tools.evidence import guess
from adapter_core.service.mapping_tools.proposal import WORTH_SAYING, Line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from adapter_core.readers.profiling import ColumnScan, Scan

    Where = tuple[str, ColumnScan, str, float]
    """An alias, a column of its table, the table's words, and how sure it is that the table belongs here."""


def best_lines(fields: Iterable[str], where: list[Where], known: Mapping[str, frozenset[str]]) -> list[Line]:
    """The best column for each field, in the canonical order.

    Args:
        fields: paths of the fields that are wanted.
        where: the columns to choose from.
        known: column name, folded, to the fields that packaged mappings read from such columns.
    """
    order = {field: place for place, field in enumerate(FIELDS)}
    taken: set[str] = set()
    used: set[tuple[str, str]] = set()
    lines = []
    for confidence, field, alias, column, reasons in sorted(
        _guesses(fields, where, known), key=lambda each: (-each[0], order[each[1]])
    ):
        if confidence < WORTH_SAYING or field in taken or (alias, column) in used:
            continue
        taken.add(field)
        used.add((alias, column))
        lines.append(Line(field, [(alias, column)], confidence, reasons))
    return sorted(lines, key=lambda line: order[line.field])


def _guesses(
    fields: Iterable[str], where: list[Where], known: Mapping[str, frozenset[str]]
) -> Iterator[tuple[float, str, str, str, tuple[str, ...]]]:
    for field in fields:
        for alias, column, table, belongs in where:
            found = guess(field, column, table, known)
            if found.confidence:
                yield found.confidence * belongs, field, alias, column.name, found.reasons


def head_of(scan: Scan) -> dict[str, Any]:
    """What a mapping says of the source as a whole: the element of a record, the encoding."""
    head: dict[str, Any] = {}
    if scan.format == "xml":
        head["record"] = scan.record
    if scan.format == "json" and scan.records:
        head["records"] = list(scan.records)
    if scan.format == "csv":
        head |= {
            key: getattr(scan, key)
            for key in ("encoding", "delimiter")
            if getattr(scan, key) not in {"", ","}
        }
    return head
