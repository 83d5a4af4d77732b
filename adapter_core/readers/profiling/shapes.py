"""The shape of a value: what it looks like, and nothing of what it says."""

from __future__ import annotations

import re

LONGEST = 40
"""Characters; a longer value is prose, whatever it looks like."""

PROSE = "text"
"""The shape of prose."""

_SIGNS = frozenset(" -/.,:;@'()&_#%£$€")
_LETTERS, _DIGITS = re.compile("A{4,}"), re.compile("9{13,}")
_WORDS = re.compile(r"((?:A[A*]*[ '.-]){2})(?:A[A*]*[ '.-]?){2,}")
_ISO_DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:[T ]\d\d:\d\d.*)?\Z", re.ASCII)
_UK_DATE = re.compile(r"(\d\d?)[/.-](\d\d?)[/.-](\d{4})(?:[T ]\d\d:\d\d.*)?\Z", re.ASCII)
_MONTHS, _DAYS = range(1, 13), range(1, 32)


class _Signs(dict[int, str]):
    def __missing__(self, point: int) -> str:
        letter = chr(point)
        if letter.isdigit():
            sign = "9"
        elif letter.isalpha():
            sign = "A"
        elif letter.isspace():
            sign = " "
        else:
            sign = letter if letter in _SIGNS else "?"
        if len(self) < 1000:  # noqa: PLR2004 - a memory with a bound
            self[point] = sign
        return sign


_TRANSLATE = _Signs()


def shape_of(text: str) -> str:
    """A value's shape: `9` a digit, `A` a letter; `A*` four letters and more, `9*` thirteen digits."""
    if len(text) > LONGEST:
        return PROSE
    shape = " ".join(text.translate(_TRANSLATE).split())
    shape = _DIGITS.sub("9*", _LETTERS.sub("A*", shape))
    return _WORDS.sub(r"\1*", shape)


def year_of(text: str) -> int | None:
    """The year of a date as text; None for what is no date."""
    if found := _ISO_DATE.match(text):
        year, month, day = found.groups()
    elif found := _UK_DATE.match(text):
        day, month, year = found.groups()
    else:
        return None
    return int(year) if int(month) in _MONTHS and int(day) in _DAYS else None
