"""Markers: a short word in a text, by which the text is found again where somebody pasted it.

A marker is read aloud, typed and searched for, so it has no vowels (no word comes about) and none of the
letters that look like another. It says nothing of anybody: whoever guesses one learns nothing.
"""

from __future__ import annotations

import re
import secrets
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

LETTERS = "2346789CDFGHJKMNPQRTVWX"
"""23 of them, which is prime: the check letter catches every wrong letter and every swap of two."""

LENGTH = 6
"""Five that are drawn and one that checks them: 6.4 million markers, none of them given twice."""

PREFIX = "FP-"
_SHAPE = re.compile(rf"(?<![A-Z0-9])FP-([{LETTERS}]{{{LENGTH}}})(?![A-Z0-9])", re.IGNORECASE)


def fresh(taken: Callable[[str], bool] = lambda _: False) -> str:
    """Draw a marker such as `FP-D7K2QX` that nobody has.

    Args:
        taken: whether a marker was given before.
    """
    while True:
        drawn = "".join(secrets.choice(LETTERS) for _ in range(LENGTH - 1))
        marker = f"{PREFIX}{drawn}{_check(drawn)}"
        if not taken(marker):
            return marker


def is_marker(word: str) -> bool:
    """Whether a word is a marker, and every letter of it is right."""
    found = _SHAPE.fullmatch(word.strip())
    return found is not None and _right(found[1].upper())


def found_in(text: str) -> list[str]:
    """The markers that stand in a text, each once, in its order; however they were typed."""
    found = (match[1].upper() for match in _SHAPE.finditer(text))
    return list(dict.fromkeys(f"{PREFIX}{letters}" for letters in found if _right(letters)))


def _check(drawn: str) -> str:
    weighed = sum(place * LETTERS.index(letter) for place, letter in enumerate(drawn, 2))
    return LETTERS[-weighed % len(LETTERS)]


def _right(letters: str) -> bool:
    return _check(letters[:-1]) == letters[-1]
