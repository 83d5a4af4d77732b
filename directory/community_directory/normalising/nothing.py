"""The words that stand for "nothing" in a box that had to be filled in."""

from __future__ import annotations

import re

_WORDS = frozenset(
    {
        "",
        "?",
        "??",
        "n a",
        "na",
        "nil",
        "no",
        "none",
        "none known",
        "not applicable",
        "not available",
        "not given",
        "not known",
        "not provided",
        "not relevant",
        "null",
        "tba",
        "tbc",
        "to be confirmed",
        "unknown",
    }
)
_NOT_LETTERS = re.compile(r"[^\w?]+")
_LONGEST = 24
"""Characters; every sentinel is shorter."""


def is_nothing(text: str | None) -> bool:
    """Whether a text says nothing: blank, signs alone, `NA`, `Not known`, `tbc` and the like."""
    if not text:
        return True
    if len(text) > _LONGEST and not text.isspace():
        return False
    return _NOT_LETTERS.sub(" ", text).strip().casefold() in _WORDS


def something(text: str | None) -> str:
    """A text without the space around it; empty where it says nothing."""
    return "" if text is None or is_nothing(text) else text.strip()
