"""Postcodes, and the pseudo-postcodes that stand for "no fixed abode" and "not known"."""

from __future__ import annotations

import re
from enum import StrEnum

from adapter_core.domain.values.texts import NO_SPACES, require_text


class PostcodeProblem(StrEnum):
    """Why a text is not the postcode of a place (NHS Postcode Directory)."""

    SHAPE = "shape"
    UNKNOWN = "unknown"  # ZZ99 3WZ and the like: "address not known", written as a postcode


_POSTCODE = re.compile(
    "(?:GIR 0AA|(?:[A-PR-UWYZ](?:[0-9]{1,2}|[A-HK-Y][0-9]|[A-HK-Y][0-9][0-9ABEHMNPRV-Y]"
    "|[0-9][A-HJKPSTUW])) [0-9][ABD-HJLNP-UW-Z]{2})"
).fullmatch
_INWARD = 3  # characters after the space: sector and unit
_NO_FIXED_ABODE = "ZZ99 3VZ"
_PSEUDO_POSTCODE = re.compile("ZZ99 [0-9A-Z]{3}").fullmatch


def postcode_problem(text: str) -> PostcodeProblem | None:
    """Say what is wrong with a postcode, if anything (P-03, P-16; NHS Postcode Directory).

    Shape only: no list of postcodes is consulted, so that one issued yesterday is right. Case and
    spacing do not matter; a letter O for a nought does, and is never "corrected". No fixed abode
    (ZZ99 3VZ) is a recorded answer, hence no problem.

    Raises:
        TypeError: if `text` is not a str.
    """
    if text.__class__ is not str:
        require_text("a postcode", text)
    if _POSTCODE(text):
        return None
    tidy = normalise_postcode(text)
    if _POSTCODE(tidy) or tidy == _NO_FIXED_ABODE:
        return None
    return PostcodeProblem.UNKNOWN if _PSEUDO_POSTCODE(tidy) else PostcodeProblem.SHAPE


def normalise_postcode(text: str) -> str:
    """Write a postcode in capitals with one space before its last three characters; nothing is checked."""
    if text.isascii() and text.isprintable():  # nearly all of a million: the slow way is for the others
        plain = text.replace(" ", "").upper()
    else:
        plain = text.translate(NO_SPACES)
        if not plain.isascii():
            return plain  # upper() would turn a dotless i into an I, and a wrong postcode into a right one
        plain = plain.upper()
    return f"{plain[:-_INWARD]} {plain[-_INWARD:]}" if len(plain) > _INWARD else plain


def postcode_district(text: str) -> str | None:
    """Give the district (outward code) of a whole postcode, such as `ME4` (G-10).

    Returns:
        The district, or None where the text is not the postcode of a place, ZZ99 included.
    """
    tidy = normalise_postcode(text)
    return tidy.partition(" ")[0] if _POSTCODE(tidy) else None


def is_no_fixed_abode(text: str) -> bool:
    """Whether a postcode says "no fixed abode" (ZZ99 3VZ): an answer, not a gap (NHS Postcode Directory)."""
    return normalise_postcode(text) == _NO_FIXED_ABODE


def is_unknown_postcode(text: str) -> bool:
    """Whether a postcode says "not known": ZZ99 3WZ, ZZ99 3CZ and every other ZZ99 but no fixed abode."""
    tidy = normalise_postcode(text)
    return tidy != _NO_FIXED_ABODE and _PSEUDO_POSTCODE(tidy) is not None
