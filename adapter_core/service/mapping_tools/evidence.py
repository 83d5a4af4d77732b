"""Whether a column's values can be those of a field: what its shapes, years and codes say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from adapter_core.domain.codes import CODE_LISTS
from adapter_core.domain.fields import Kind
from adapter_core.domain.people import FIELDS
from adapter_core.service.mapping_tools.vocabulary import name_score

if TYPE_CHECKING:
    from collections.abc import Mapping

    from adapter_core.readers.profiling import ColumnScan

NHS_SHAPES = frozenset({"9999999999", "999 999 9999", "999-999-9999"})
POSTCODE_SHAPES = frozenset(
    f"{out}{gap}9AA" for out in ("A9", "A99", "AA9", "AA99", "A9A", "AA9A") for gap in ("", " ")
)
_SURE, _HALF = 0.95, 0.5
_BORN_BEFORE, _BORN_AFTER = 1960, 1850
_MOST_DISTINCT = 120
_FLAGS = frozenset(["y", "n", "yes", "no", "true", "false", "t", "f", "1", "0", "u"])
_TYPES_OF_DATES = ("DATE", "TIME")


@dataclass(frozen=True, slots=True)
class Guess:
    """A column that may hold a field.

    Attributes:
        confidence: 0 to 1.
        reasons: why, in a few words each.
    """

    confidence: float
    reasons: tuple[str, ...]


def guess(field: str, column: ColumnScan, table: str, known: Mapping[str, frozenset[str]]) -> Guess:
    """How likely a column holds a canonical field.

    Args:
        field: path of the field.
        column: the column, as scanned.
        table: its table's name.
        known: column name, folded, to the fields that packaged mappings read from columns of that name.
    """
    reasons = []
    named = name_score(field, column.name, table)
    if named:
        reasons.append("its name says so" if named > _SURE else "its name is like it")
    if field in known.get(column.name.casefold(), ()) and named < _SURE:
        named = _SURE
        reasons = ["a packaged mapping reads it from a column of this name"]
    fits, told = _fits(field, column)
    if fits < 0:
        return Guess(0.0, ())
    reasons += told
    if not named:
        telling = told and fits > _SURE and FIELDS[field].kind is not Kind.FLAG
        return Guess(fits * 0.65 if telling else 0.0, tuple(reasons))
    confidence = named * (0.7 + 0.3 * fits)
    if column.kind == "empty":
        confidence *= 0.7
        reasons.append("nothing is filled in, so that its values tell nothing")
    return Guess(min(confidence, 0.99), tuple(reasons))


def _fits(field: str, column: ColumnScan) -> tuple[float, list[str]]:  # noqa: PLR0911 - a line for each kind
    """How well values fit: below 0 they cannot be, 1 they look exactly so; and what is to be said of it."""
    if not column.kind or column.kind == "empty":
        return (_HALF, []) if _type_allows(field, column) else (-1.0, [])
    spec = FIELDS[field]
    if field == "nhs_number":
        return _share(column, NHS_SHAPES, "ten digits, as NHS numbers have")
    if field == "postcode":
        return _share(column, POSTCODE_SHAPES, "the shape of postcodes")
    if field in {"given_name", "family_name", "full_name"}:
        return (0.8, []) if column.kind == "text" and (column.distinct or 0) != 1 else (-1.0, [])
    match spec.kind:
        case Kind.DATE:
            return _date(field, column)
        case Kind.CODE:
            return _code(spec.codes or "", column)
        case Kind.FLAG:
            return _flag(column)
        case Kind.TEXT:
            return (-1.0, []) if column.kind in {"date", "flag"} else (0.7, [])


def _type_allows(field: str, column: ColumnScan) -> bool:
    is_date = any(word in column.type.upper() for word in _TYPES_OF_DATES)
    return not column.type or is_date == (FIELDS[field].kind is Kind.DATE)


def _share(column: ColumnScan, shapes: frozenset[str], words: str) -> tuple[float, list[str]]:
    like = sum(each.share for each in column.shapes if each.value in shapes)
    if like > 0.8:  # noqa: PLR2004 - nearly all
        return 1.0, [f"{like:.0%} of its values have {words}"]
    # Fewer values than may be told have no shape here: nothing speaks against it.
    return (0.5, []) if not column.shapes or like > 0.4 else (0.1, [])  # noqa: PLR2004


def _date(field: str, column: ColumnScan) -> tuple[float, list[str]]:
    if column.kind not in {"date", "mixed"}:
        return -1.0, []
    years = column.years
    if field == "date_of_birth" and years:
        first, last = years
        if _BORN_AFTER < first < _BORN_BEFORE:
            span = f"dates of {first} to {last}, as dates of birth have"
            return (1.0 if last - first > 30 else 0.8), [span]  # noqa: PLR2004 - a lifetime
        return 0.1, []
    return 0.8, ["dates"]


def _code(name: str, column: ColumnScan) -> tuple[float, list[str]]:
    if column.kind == "date" or (column.distinct or 0) > _MOST_DISTINCT or column.unique:
        return -1.0, []
    if not column.codes:
        return 0.6, []
    known = sum(each.share for each in column.codes if CODE_LISTS[name].resolve(each.value) is not None)
    told = sum(each.share for each in column.codes)
    if known > _HALF * told and len(column.codes) > 1:
        return 1.0, [f"{known / told:.0%} of the codes shown are in the list {name!r}"]
    return 0.5, []


def _flag(column: ColumnScan) -> tuple[float, list[str]]:
    values = {each.value.casefold() for each in column.codes}
    if column.kind == "flag" or (values and values <= _FLAGS):
        return 1.0, ["yes and no"]
    return (0.3, []) if (column.distinct or 0) <= 3 and column.kind != "date" else (-1.0, [])  # noqa: PLR2004
