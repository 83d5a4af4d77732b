"""Adds to a proposed mapping how values are read: transforms, codes, words for nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapter_core.domain.codes import CODE_LISTS
from adapter_core.domain.fields import SENTINELS, Kind
from adapter_core.domain.people import FIELDS
from adapter_core.readers.profiling.days import AFTER_EVERYBODY, day_of
from adapter_core.service.mapping_tools.proposal import Line

if TYPE_CHECKING:
    from collections.abc import Mapping

    from adapter_core.readers.profiling import ColumnScan, Scan
    from adapter_core.service.mapping_tools.proposal import Proposal

_FLAGS = frozenset(["y", "n", "yes", "no", "true", "false", "t", "f", "1", "0"])
_YES = frozenset(["y", "yes", "true", "t", "1"])
_UK = ("99/99/9999", "9/9/9999", "99-99-9999", "99.99.9999", "9/99/9999", "99/9/9999")
_HALF = 0.5
_EARLIEST = "1910"


def add_values(
    proposal: Proposal,
    *,
    scan: Scan,
    names: Mapping[str, str],
    known_codes: Mapping[str, Mapping[str, str]],
) -> None:
    """Say for each line how its values are read.

    Args:
        proposal: what was proposed; it is added to.
        scan: the scan it is from.
        names: alias to the table's name in the scan.
        known_codes: code list to raw code, folded, and canonical id, as packaged mappings have them.
    """
    for line in proposal.lines():
        alias, name = line.columns[0]
        table = scan.table(names[alias])
        column = table.column(name) if table else None
        if column is not None:
            _add(proposal, line, column, known_codes)
    for group, (_, lines) in proposal.lists.items():
        if group == "relationships":
            _two_roles(lines, scan, names)


def _add(
    proposal: Proposal, line: Line, column: ColumnScan, known_codes: Mapping[str, Mapping[str, str]]
) -> None:
    spec = FIELDS[line.field]
    nothing = SENTINELS[spec.kind] | spec.sentinels
    missing = [each.value for each in column.placeholders if each.value.upper() not in nothing]
    if spec.kind is Kind.DATE:
        line.keys["transform"] = "date_uk" if _like(column, _UK) > _HALF else "date"
        missing = _days(line, column, missing)
    elif spec.kind is Kind.FLAG:
        _flag(line, column)
    elif spec.kind is Kind.CODE:
        _codes(proposal, line, column, spec.codes or "", known_codes)
    elif line.field == "nhs_number":
        line.keys["transform"] = "zero_pad_10" if column.kind == "number" else "digits"
    elif line.field == "postcode":
        line.keys["transform"] = "postcode"
    elif line.field == "gp.code":
        line.keys["transform"] = "upper"
    if missing:
        line.keys["missing"] = missing


def _days(line: Line, column: ColumnScan, missing: list[str]) -> list[str]:
    """Words and days that stand for none: a day that everybody has is said, whether or not it is known."""
    ends = line.field.rpartition(".")[2] == "end"
    found = [each for each in missing if not day_of(each)]
    for each in column.placeholders:
        day = day_of(each.value)
        if not day or day in found or (ends and day in AFTER_EVERYBODY):
            continue
        found.append(day)
        line.reasons = (*line.reasons, f"{each.share:.0%} of its values are {day}, which stands for none")
    common = column.common_day
    in_one_life = line.field in {"date_of_birth", "date_of_death"}
    if common is not None and (in_one_life or common.value < _EARLIEST):
        line.confidence = min(line.confidence, _HALF)
        what = f"{common.share:.0%} of its rows hold one and the same day of {common.value}"
        line.reasons = (*line.reasons, f"{what}: if it stands for none, say so with `missing`")
    return found


def _like(column: ColumnScan, shapes: tuple[str, ...]) -> float:
    return sum(each.share for each in column.shapes if each.value.partition(" ")[0] in shapes)


def _flag(line: Line, column: ColumnScan) -> None:
    values = {each.value for each in column.codes}
    if not values or {value.casefold() for value in values} <= _FLAGS or column.kind == "flag":
        line.keys["transform"] = "flag_yn"
        return
    yes = sorted(value for value in values if value.casefold() in _YES)
    line.keys["yes"] = yes or sorted(values)
    if not yes:
        line.confidence = min(line.confidence, _HALF)
        line.reasons = (*line.reasons, "say which of its values mean yes")


def _codes(
    proposal: Proposal,
    line: Line,
    column: ColumnScan,
    name: str,
    known_codes: Mapping[str, Mapping[str, str]],
) -> None:
    """A table of codes where the raw ones are not understood as they stand."""
    codes = CODE_LISTS[name]
    if all(codes.resolve(each.value) is not None for each in column.codes):
        return
    theirs = known_codes.get(name, {})
    table = {}
    for each in column.codes:
        found = theirs.get(each.value.casefold()) or _id_of(name, each.value)
        table[each.value] = found or ""
    # Codes that were too rare to be told may be known all the same, where they come from a known list.
    if sum(bool(each) for each in table.values()) > len(table) / 2 and not any(map(str.isdigit, table)):
        shown = {each.casefold() for each in table}
        table |= {raw.upper(): code for raw, code in theirs.items() if raw not in shown}
    key = line.field.replace(".", "_")
    line.keys["codes"] = key
    proposal.codes[key] = table
    proposal.shares[key] = {each.value: each.share for each in column.codes}
    if not any(table.values()):
        line.reasons = (*line.reasons, f"its codes are the council's own: translate them in [codes.{key}]")


def _id_of(name: str, raw: str) -> str:
    """The id that a raw code means by itself."""
    codes = CODE_LISTS[name]
    value = codes.resolve(raw)
    return next(
        (code.id for code in codes.codes if value is not None and codes.resolve(code.id) == value), ""
    )


def _two_roles(lines: list[Line], scan: Scan, names: Mapping[str, str]) -> None:
    """Split "Mother : Daughter" into both roles."""
    for line in list(lines):
        if line.field != "relationships.role" or any(x.field == "relationships.other_role" for x in lines):
            continue
        alias, name = line.columns[0]
        table = scan.table(names[alias])
        column = table.column(name) if table else None
        if column and sum(each.share for each in column.shapes if " : " in each.value) > _HALF:
            line.keys["transform"] = "role_before_colon"
            other = Line("relationships.other_role", line.columns, line.confidence, line.reasons)
            other.keys["transform"] = "role_after_colon"
            lines.insert(lines.index(line) + 1, other)
