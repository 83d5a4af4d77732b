"""Codes of GP practices, of the Organisation Data Service and of other nations."""

from __future__ import annotations

import re
from enum import StrEnum

from adapter_core.domain.values.texts import NO_SPACES

PRACTICE_NONE = "V81997"
"""Not registered with a practice: an answer that leads to help to register (Organisation Data Service)."""

PRACTICE_NOT_APPLICABLE = "V81998"
"""A practice does not apply: prisons, the forces, visitors (Organisation Data Service)."""

PRACTICE_NOT_KNOWN = "V81999"
"""The practice is not known: a gap, dressed as a code (Organisation Data Service)."""

DUMMY_PRACTICE_CODES = frozenset({PRACTICE_NONE, PRACTICE_NOT_APPLICABLE, PRACTICE_NOT_KNOWN})
"""Codes of the right shape that no list of practices holds."""


class PracticeNation(StrEnum):
    """Where a practice lies, as far as its code says; the nation decides which list to look it up in."""

    ENGLAND = "england"
    WALES = "wales"
    SCOTLAND = "scotland"
    NORTHERN_IRELAND = "northern_ireland"
    CHANNEL_ISLANDS = "channel_islands"


_ODS_CODE = re.compile("[0-9A-Z]+").fullmatch
_NATIONS = (
    (PracticeNation.ENGLAND, re.compile("[A-HJ-NP][0-9]{5}").fullmatch),
    (PracticeNation.WALES, re.compile("W[0-9]{5}").fullmatch),
    (PracticeNation.SCOTLAND, re.compile("[0-9]{5}").fullmatch),
    (PracticeNation.NORTHERN_IRELAND, re.compile("Z[0-9]{5}").fullmatch),
    (PracticeNation.CHANNEL_ISLANDS, re.compile("(?:ALD|GUE|JER)[0-9]{3}").fullmatch),
)


def normalise_ods_code(text: str) -> str:
    """Write an ODS code in capitals without spaces; nothing is checked."""
    plain = text.translate(NO_SPACES)
    return plain.upper() if plain.isascii() else plain


def is_ods_code_shape(text: str) -> bool:
    """Whether a text could be an ODS code: letters A to Z and digits, as in PDS (Organisation Data Service).

    This refuses what cannot be looked up, no more: `UNKNOWN` and the dummy codes have the shape too.
    Only the list of practices can say that a code is a practice's.
    """
    return _ODS_CODE(normalise_ods_code(text)) is not None


def nation_of_practice_code(text: str) -> PracticeNation | None:
    """Tell where a practice lies from its code.

    English, Welsh (W) and Channel Islands codes are as in the national list of December 2023; the
    Scottish (five digits) and Northern Irish (Z) ones, which it leaves out, are recalled
    (Organisation Data Service).

    Returns:
        The nation; None for the dummy codes, for texts of no known shape, and for Y codes, which are
        mostly English but are given to practices on the Isle of Man as well.
    """
    plain = normalise_ods_code(text)
    return next((nation for nation, matches in _NATIONS if matches(plain)), None)
