"""The words that opening hours are written in: days, times, and what joins them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
"""As iCalendar calls them (RFC 5545, 3.3.10), Monday first."""


class Kind(Enum):
    """What a token is."""

    DAY = auto()
    DAYS = auto()
    NTH = auto()
    MONTH = auto()
    TIME = auto()
    ROUND = auto()
    TO = auto()
    AND = auto()
    BREAK = auto()
    NOISE = auto()
    UNKNOWN = auto()


@dataclass(frozen=True, slots=True)
class Clock:
    """A time as it was written.

    Attributes:
        minutes: since midnight, as the hour reads; 12 is 720 unless `am` says otherwise.
        half: `am` or `pm`; empty where nothing says so.
        exact: whether it can be read in one way only: by am, pm, noon, or as 09:00 and 13:00 are written.
    """

    minutes: int
    half: str = ""
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a text on opening hours.

    Attributes:
        value: a day's number, the days, an ordinal, a `Clock`; None where the kind says it all.
    """

    kind: Kind
    value: int | tuple[int, ...] | Clock | None = None


_DAY_NAMES = (
    ("monday", "mon"),
    ("tuesday", "tues", "tue"),
    ("wednesday", "weds", "wed"),
    ("thursday", "thurs", "thur", "thu"),
    ("friday", "fri"),
    ("saturday", "sat"),
    ("sunday", "sun"),
)
_DAYS = {
    name + end: number for number, names in enumerate(_DAY_NAMES) for name in names for end in ("", "s", "'s")
}
_GROUPS = {
    "daily": tuple(range(7)),
    "every day": tuple(range(7)),
    "7 days a week": tuple(range(7)),
    "seven days a week": tuple(range(7)),
    "weekdays": tuple(range(5)),
    "every weekday": tuple(range(5)),
    "weekends": (5, 6),
}
_NTH = {
    "1st": 1,
    "first": 1,
    "2nd": 2,
    "second": 2,
    "3rd": 3,
    "third": 3,
    "4th": 4,
    "fourth": 4,
    "5th": 5,
    "fifth": 5,
    "last": -1,
}
_MONTH = (
    "of every month",
    "of each month",
    "of the month",
    "in the month",
    "each month",
    "every month",
    "in every month",
    "in each month",
    "of month",
    "monthly",
)
_ROUND = ("24 hours a day", "24 hours", "24hrs", "24/7", "all day and night", "round the clock")
_TO = ("until", "till", "til", "to", "-")
_BREAKS = (";", "\n", ".", ",", "and", "&", "/", "+", "plus")
_NOISE = (
    "opening hours",
    "opening times",
    "we are open",
    "open from",
    "open on",
    "opens",
    "open",
    "every",
    "each",
    "from",
    "between",
    "on",
    "at",
    ":",
    "(",
    ")",
    "o'clock",
    "hrs",
)
_REMARKS = (
    "please ring first",
    "please call first",
    "please phone first",
    "please ring",
    "please call",
    "please phone",
    "please ring to check",
    "all welcome",
    "everyone welcome",
    "drop in",
    "drop-in",
)
"""What may be said beside the hours without touching them."""

_TIME = re.compile(
    r"(?P<hour>\d{1,2})(?:[:.](?P<minute>[0-5]\d)|(?P<packed>[0-5]\d)(?= ?(?:hrs|h\b)))? ?"
    r"(?P<half>[ap]\.?m\b\.?|noon\b|midday\b|midnight\b)?(?![\d:])"
)
_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2212"), " - ")
_NOON, _HOURS, _HALF = 720, 24, 12


def _alternatives(words: object) -> str:
    assert isinstance(words, (tuple, list, dict))  # noqa: S101 - for the type checker
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def _words(words: object) -> re.Pattern[str]:
    return re.compile(rf"(?:{_alternatives(words)})(?![a-z0-9'])")


def _signs(words: object) -> re.Pattern[str]:
    """As `_words`, for lists that hold signs too: after a sign anything may follow."""
    assert isinstance(words, tuple)  # noqa: S101 - likewise
    named = [word for word in words if word[-1].isalnum()]
    signs = [word for word in words if not word[-1].isalnum()]
    return re.compile(rf"(?:{_alternatives(named)})(?![a-z0-9'])|{_alternatives(signs)}")


_LISTS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (Kind.NOISE, _words(_REMARKS)),
    (Kind.ROUND, _words(_ROUND)),
    (Kind.DAYS, _words(_GROUPS)),
    (Kind.MONTH, _words(_MONTH)),
    (Kind.DAY, _words(_DAYS)),
    (Kind.NTH, _words(_NTH)),
    (Kind.TO, _signs(_TO)),
    (Kind.BREAK, _signs(_BREAKS)),
    (Kind.NOISE, _signs(_NOISE)),
)
_SPACE = re.compile(r"[^\S\n]+")


def tokens_of(text: str) -> list[Token]:
    """The tokens of a text, up to the first that is none: what that says, nobody can tell."""
    left = _SPACE.sub(" ", text.casefold().translate(_DASHES).replace("\u2019", "'")).strip(" .\n")
    found: list[Token] = []
    place = 0
    while place < len(left):
        if left[place] == " ":
            place += 1
            continue
        token, end = _next(left, place)
        found.append(token)
        if token.kind is Kind.UNKNOWN:
            break
        place = end
    return [token for token in found if token.kind is not Kind.NOISE]


def _next(text: str, place: int) -> tuple[Token, int]:
    for kind, pattern in _LISTS:
        if match := pattern.match(text, place):
            return _token(kind, match[0]), match.end()
    if word := re.compile(r"(?:noon|midday|midnight)\b").match(text, place):
        minutes = 24 * 60 if word[0] == "midnight" else _NOON
        return Token(Kind.TIME, Clock(minutes, "pm", exact=True)), word.end()
    if (time := _TIME.match(text, place)) and (clock := _clock(time)):
        return Token(Kind.TIME, clock), time.end()
    return Token(Kind.UNKNOWN), len(text)


def _token(kind: Kind, word: str) -> Token:
    match kind:
        case Kind.DAY:
            return Token(kind, _DAYS[word])
        case Kind.DAYS:
            return Token(kind, _GROUPS[word])
        case Kind.NTH:
            return Token(kind, _NTH[word])
        case Kind.BREAK if word in {"and", "&", "+", "plus", ",", "/"}:
            return Token(Kind.AND)
        case _:
            return Token(kind)


def _clock(found: re.Match[str]) -> Clock | None:
    """What a time says; None where no clock shows it."""
    hour, minute = int(found["hour"]), int(found["minute"] or found["packed"] or 0)
    half = (found["half"] or "").replace(".", "")
    if hour > _HOURS or (hour == _HOURS and minute):
        return None
    if half in {"noon", "midday", "midnight"}:
        if hour != _HALF or minute:
            return None
        return Clock(_NOON if half != "midnight" else 24 * 60, "pm", exact=True)
    if half:
        if not 1 <= hour <= _HALF:
            return None if hour == 0 or half == "am" else Clock(hour * 60 + minute, "pm", exact=True)
        base = hour % _HALF + (_HALF if half == "pm" else 0)
        return Clock(base * 60 + minute, half, exact=True)
    written = found["minute"] is not None or found["packed"] is not None
    on_24 = hour > _HALF or (written and len(found["hour"]) > 1 and (found["hour"][0] == "0" or hour >= 10))  # noqa: PLR2004
    return Clock(hour * 60 + minute, "", exact=on_24)
