"""How a synthetic Mosaic writes a value or a state: raw codes, sentinels, and what nobody can read."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from adapter_core.domain.codes import CODE_LISTS
from adapter_core.domain.fields import Kind
from adapter_core.domain.people import FIELDS
from adapter_core.domain.states import State

if TYPE_CHECKING:
    from collections.abc import Callable

SAMPLE_FIELDS = frozenset(FIELDS) - {"master_ref", "full_name"}
"""Canonical fields that survive the round trip: all but those that the mapping does not read."""


ETHNICITY = {
    "white_british": "WBRI",
    "white_irish": "WIRI",
    "white_gypsy_or_irish_traveller": "WIRT",
    "white_roma": "WROM",
    "white_other": "WOTH",
    "mixed_white_and_black_caribbean": "MWBC",
    "mixed_white_and_black_african": "MWBA",
    "mixed_white_and_asian": "MWAS",
    "mixed_other": "MOTH",
    "asian_indian": "AIND",
    "asian_pakistani": "APKN",
    "asian_bangladeshi": "ABAN",
    "asian_chinese": "CHNE",
    "asian_other": "AOTH",
    "black_caribbean": "BCRB",
    "black_african": "BAFR",
    "black_other": "BOTH",
    "other_arab": "OARB",
    "other_any": "OOTH",
    State.DECLINED: "REFU",
    State.UNKNOWN_RECORDED: "NOBT",
}
GENDER = {"male": "M", "female": "F", "indeterminate": "I", State.UNKNOWN_RECORDED: "U"}
STEP_STATUS = {
    "proposed": "PROPOSED",
    "incoming": "INCOMING",
    "in_progress": "STARTED",
    "reopened": "REOPENED",
    "completed": "COMPLETED",
    "cancelled": "CANCELLED",
}
_OWN_CODES: dict[str, dict[Any, str]] = {"ethnicity": ETHNICITY, "gender": GENDER, "step_status": STEP_STATUS}

UNMAPPED_CODE = "ZZ9"
"""A code that no mapping knows: read back, the field is not supported for that person."""

_UNREADABLE = b"\xff\xfe"  # no text in any encoding that a reader knows of
_STATES: dict[Kind, dict[State, Any]] = {
    Kind.TEXT: {State.PLACEHOLDER: "-", State.INVALID: _UNREADABLE},
    Kind.CODE: {State.PLACEHOLDER: "-", State.INVALID: _UNREADABLE},
    Kind.FLAG: {State.PLACEHOLDER: "?", State.INVALID: "X"},
    Kind.DATE: {State.PLACEHOLDER: "1900-01-01 00:00:00", State.INVALID: "31/02/1950"},
}


def _codes_of(name: str) -> dict[Any, str]:
    """Canonical value to raw code; where nobody published codes, the raw code is the canonical id."""
    own = _OWN_CODES.get(name)
    if own is not None:
        return own
    raw: dict[Any, str] = {}
    for code in CODE_LISTS[name].codes:
        raw.setdefault(code.value, code.id)
    return raw


def _raw_maker(path: str) -> Callable[[Any], Any]:
    """The function that writes a field's value or state as the database holds it."""
    spec = FIELDS[path]
    states: dict[Any, Any] = dict(_STATES[spec.kind])
    if spec.kind is Kind.CODE:
        states |= _codes_of(spec.codes or "") | {State.NOT_SUPPORTED: UNMAPPED_CODE}

    def raw(held: Any) -> Any:  # noqa: ANN401 - a value of any kind, or a state
        if held.__class__ is str:
            return held if spec.kind is Kind.TEXT else states[held]
        if held.__class__ is bool:
            return "Y" if held else "N"
        if held.__class__ is date:
            return f"{held.isoformat()} 00:00:00"
        return states.get(held)

    return raw


RAW: dict[str, Callable[[Any], Any]] = {path: _raw_maker(path) for path in FIELDS}
"""Field path to the function that writes it."""


def raw_nhs_number(held: object) -> int | str | None:
    """The column is numeric: it loses leading noughts, and 0 stands for none; text in it is a mistake."""
    if type(held) is str:  # a State is a str as well, of another class
        return int(held) if held.isascii() and held.isdigit() and len(held) == 10 and int(held) else held  # noqa: PLR2004
    if held is State.PLACEHOLDER:
        return 0
    return "NOT A NUMBER" if held is State.INVALID else None
