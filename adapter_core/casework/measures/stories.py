"""Stories of difference in which nobody can be known again (C-52)."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING

from adapter_core.domain.values import postcode_problem

if TYPE_CHECKING:
    from collections.abc import Iterable


class Tells(StrEnum):
    """By what somebody could be known again."""

    NUMBER = "a number of seven digits or more, such as a telephone number or a reference"
    EMAIL = "an e-mail address"
    POSTCODE = "a full postcode"
    DATE = "a full date"


_NUMBER = re.compile(r"\d(?:[\s().-]{0,2}\d){6,}")
_EMAIL = re.compile(r"\S@\S+\.\S")
_POSTCODE = re.compile(r"\b[A-Za-z]{1,2}\d[A-Za-z\d]?\s*\d[A-Za-z]{2}\b")
_DATE = re.compile(r"\b\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d{2})\b|\b\d{4}-\d{2}-\d{2}\b")


def known_again(text: str) -> Tells | None:
    """By what somebody could be known again in a text, if by anything; names are another matter."""
    if _DATE.search(text):
        return Tells.DATE
    if _NUMBER.search(text):
        return Tells.NUMBER
    if _EMAIL.search(text):
        return Tells.EMAIL
    if any(postcode_problem(each.group()) is None for each in _POSTCODE.finditer(text)):
        return Tells.POSTCODE
    return None


def without_names(text: str, names: Iterable[str]) -> str:
    """A text with each name in it replaced by a letter: `Person A`, `Person B`.

    A name is found in any case and as a whole word; longer ones first, so that "Ann Lee" is one person.

    Args:
        text: what was written.
        names: whom it names, in the order in which they get their letters; at most 26.
    """
    letters = {name.casefold(): f"Person {chr(ord('A') + place)}" for place, name in enumerate(names)}
    if not letters:
        return text
    longest_first = sorted(letters, key=len, reverse=True)
    words = "|".join(r"\s+".join(map(re.escape, name.split())) for name in longest_first)
    return re.sub(
        rf"(?<!\w)(?:{words})(?!\w)",
        lambda found: letters[" ".join(found.group().casefold().split())],
        text,
        flags=re.IGNORECASE,
    )
