"""The transforms that a mapping may name. Plugins add theirs with `adapter_transforms`.

A transform takes the raw value as stripped, never empty text and gives a value or a `State`. It raises
ValueError for a text that it cannot read: the field is `invalid`, and what the exception says is never
shown, because it may quote the record.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

from adapter_core.domain.fields import Kind
from adapter_core.domain.values import (
    is_opg_access_code,
    normalise_nhs_number,
    normalise_opg_reference,
    normalise_postcode,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_ISO = re.compile(r"(\d{4}-\d\d-\d\d)(?:[T ].*)?", re.ASCII | re.DOTALL).fullmatch
_UK = re.compile(r"(\d\d?)[/.-](\d\d?)[/.-](\d{4})(?:[T ].*)?", re.ASCII | re.DOTALL).fullmatch
_OPG_AS_WRITTEN = re.compile(
    "[23][0-9]{6}|7[0-9]{3}-[0-9]{4}-[0-9]{4}|M-[0-9]{4}-[0-9]{4}-[0-9]{4}"
).fullmatch
_TRUE = frozenset({"y", "yes", "true", "t", "1"})
_FALSE = frozenset({"n", "no", "false", "f", "0"})


def iso_date(text: str) -> date:
    """Read `1950-03-05`, with or without a time after it."""
    found = _ISO(text)
    if not found:
        raise ValueError("not an ISO date")
    return date.fromisoformat(found[1])


def uk_date(text: str) -> date:
    """Read `05/03/1950` (day first; dots and hyphens will do), with or without a time; ISO dates too."""
    found = _UK(text)
    if not found:
        return iso_date(text)
    return date(int(found[3]), int(found[2]), int(found[1]))


def zero_pad_10(text: str) -> str:
    """Give a number that a numeric column stripped of its noughts ten digits again; it must be digits."""
    if not (text.isascii() and text.isdigit()):
        raise ValueError("not digits")
    return text.zfill(10)


def digits(text: str) -> str:
    """Keep the digits 0 to 9 alone; there must be one."""
    if text.isascii() and text.isdigit():
        return text
    kept = "".join(re.findall("[0-9]", text))
    if not kept:
        raise ValueError("no digit")
    return kept


def flag_yn(text: str) -> bool:
    """Read Y, N, yes, no, true, false, 1 and 0, whatever the case."""
    plain = text.casefold()
    if plain in _TRUE:
        return True
    if plain in _FALSE:
        return False
    raise ValueError("neither yes nor no")


def role_before_colon(text: str) -> str:
    """Give the first half of "Mother : Daughter"; a text without a colon is one role."""
    return text.partition(":")[0].strip()


def role_after_colon(text: str) -> str:
    """Give the second half of "Mother : Daughter"; nothing where there is no colon."""
    return text.partition(":")[2].strip()


def opg_reference(text: str) -> str:
    """Write a reference of the Office of the Public Guardian as it does; refuse its access codes.

    An access code opens the LPA to whoever holds it, so that it must never be kept.
    """
    if _OPG_AS_WRITTEN(text):
        return text
    if is_opg_access_code(text):
        raise ValueError("an access code")
    return normalise_opg_reference(text)


def kind_given(transform: Callable[[Any], Any]) -> Kind:
    """What kind of value a transform gives, by its return annotation: a date, a flag, else a text."""
    try:
        said = getattr(transform, "__annotations__", {}).get("return", "")
    except NameError:  # Python 3.14 reads annotations now, and what this one names is not there
        return Kind.TEXT
    words = set(re.findall(r"\w+", said.__name__ if isinstance(said, type) else str(said)))
    if words & {"date", "datetime"}:
        return Kind.DATE
    return Kind.FLAG if "bool" in words else Kind.TEXT


TRANSFORMS: Mapping[str, Callable[[Any], Any]] = {
    "date": iso_date,
    "date_uk": uk_date,
    "digits": digits,
    "flag_yn": flag_yn,
    "nhs_number": normalise_nhs_number,
    "opg_reference": opg_reference,
    "postcode": normalise_postcode,
    "role_after_colon": role_after_colon,
    "role_before_colon": role_before_colon,
    "strip": str.strip,
    "upper": str.upper,
    "zero_pad_10": zero_pad_10,
}
"""Built-in transforms by the name that a mapping uses."""
