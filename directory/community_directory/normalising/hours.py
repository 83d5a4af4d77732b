"""Opening hours in words, understood where they can mean one thing only.

"Wednesday 10am - 4pm", "Mon-Fri 9-5" and "1st Friday of the month, 2-4pm" are. "Most days", "every 2nd
Sunday" and "term time" are not: their words are kept, and nothing is made of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from functools import lru_cache

from adapter_core.domain.directory import Schedule
from community_directory.normalising.hour_tokens import DAYS, Clock, Kind, Token, tokens_of
from community_directory.normalising.nothing import is_nothing

_LONGEST = 400
"""Characters; a longer text says more than hours."""

_DAY_MINUTES, _HALF_MINUTES = 24 * 60, 12 * 60
_LAST_MINUTE = time(23, 59)
"""How "midnight" and "24 hours" end: a schedule has hours of one day."""


@dataclass(frozen=True, slots=True)
class Hours:
    """What was made of a text.

    Attributes:
        schedules: one for each set of days with the same hours, each with the whole text; a single one with
            the text alone where it was not understood; none where there was nothing.
        backwards: whether it was understood, and ends before it starts. Then nothing but the text is kept.
    """

    schedules: tuple[Schedule, ...] = ()
    backwards: bool = False

    @property
    def certain(self) -> bool:
        """Whether the text was understood."""
        return any(schedule.freq for schedule in self.schedules)


class _UnclearError(Exception):
    """The text can mean more than one thing, or something that no schedule can say."""


class _BackwardsError(Exception):
    """It ends before it starts."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """Some days, and from when until when."""

    byday: tuple[str, ...]
    monthly: bool
    spans: tuple[tuple[time | None, time | None], ...]


@lru_cache(maxsize=8192)
def hours_in(text: str) -> Hours:
    """Understand a text on opening hours; the ids of its schedules are empty, for the caller to give."""
    if is_nothing(text):
        return Hours()
    kept = text.strip()
    words = Hours((Schedule("", text=kept),))
    if len(kept) > _LONGEST:
        return words
    try:
        entries = _Reading(tokens_of(kept)).entries()
    except _UnclearError:
        return words
    except _BackwardsError:
        return Hours(words.schedules, backwards=True)
    return Hours(
        tuple(
            Schedule("", "MONTHLY" if entry.monthly else "WEEKLY", entry.byday, (), opens, closes, text=kept)
            for entry in entries
            for opens, closes in entry.spans
        )
    )


class _Reading:
    """Goes through the tokens of one text, from left to right."""

    def __init__(self, tokens: list[Token]) -> None:
        self._tokens = tokens
        self._place = 0

    def entries(self) -> list[_Entry]:
        """All that the text says.

        Raises:
            _UnclearError: any of it is unclear.
            _BackwardsError: a span ends before it starts.
        """
        tokens = self._tokens
        if not tokens or tokens[-1].kind is Kind.UNKNOWN:
            raise _UnclearError
        self._skip(Kind.BREAK, Kind.AND)
        days_first = self._kind() not in {Kind.TIME, Kind.ROUND}
        found: list[_Entry] = []
        while self._kind() is not None:
            found.append(self._entry(days_first=days_first))
            self._skip(Kind.BREAK, Kind.AND)
        # "1st Tuesday of the month and every Friday 2-4pm": are they the Tuesday's hours too?
        timed = {entry.spans[0][0] is not None for entry in found}
        if len(timed) != 1 or _overlap(found):
            raise _UnclearError
        return found

    # --- one entry ----------------------------------------------------------------------------------

    def _entry(self, *, days_first: bool) -> _Entry:
        if days_first:
            byday, monthly = self._days()
            self._skip(Kind.AND)
            return _Entry(byday, monthly or self._take(Kind.MONTH), self._spans())
        spans = self._spans()
        self._skip(Kind.AND)
        byday, monthly = self._days()
        return _Entry(byday, monthly, spans)

    def _days(self) -> tuple[tuple[str, ...], bool]:
        if self._kind() is Kind.NTH:
            return self._days_of_month(), True
        if self._kind() is Kind.ROUND:  # "24 hours a day" and no days: nobody says which
            raise _UnclearError
        found: dict[int, None] = {}
        while True:
            token = self._next(Kind.DAY, Kind.DAYS)
            if isinstance(token.value, tuple):
                found.update(dict.fromkeys(token.value))
            elif isinstance(token.value, int):
                last = token.value
                if self._kind() is Kind.TO and self._kind(1) is Kind.DAY:
                    self._place += 1
                    until = self._next(Kind.DAY).value
                    last = until if isinstance(until, int) else last
                span = range(token.value, last + 1 if last >= token.value else last + 8)
                found.update(dict.fromkeys(day % 7 for day in span))
            if not (self._kind() is Kind.AND and self._kind(1) in {Kind.DAY, Kind.DAYS}):
                break
            self._place += 1
        if self._kind() is Kind.MONTH:  # "Friday of every month": which one?
            raise _UnclearError
        return tuple(DAYS[day] for day in sorted(found)), False

    def _days_of_month(self) -> tuple[str, ...]:
        numbers = [self._next(Kind.NTH).value]
        while self._kind() in {Kind.AND, Kind.NTH}:
            self._skip(Kind.AND)
            numbers.append(self._next(Kind.NTH).value)
        day = self._next(Kind.DAY).value
        # "every 2nd Sunday" may be every fortnight: only with the month is it the month's.
        if not self._take(Kind.MONTH) or not isinstance(day, int):
            raise _UnclearError
        return tuple(f"{number}{DAYS[day]}" for number in dict.fromkeys(numbers))

    def _spans(self) -> tuple[tuple[time | None, time | None], ...]:
        if self._take(Kind.ROUND):
            return ((time(0, 0), _LAST_MINUTE),)
        if self._kind() is not Kind.TIME:
            return ((None, None),)
        found = [self._span()]
        while self._kind() is Kind.AND and self._kind(1) is Kind.TIME:
            self._place += 1
            found.append(self._span())
        return tuple(found)

    def _span(self) -> tuple[time | None, time | None]:
        start = self._clock()
        if not self._take(Kind.TO):
            if not start.exact:
                raise _UnclearError
            return _time(start.minutes), None
        return _between(start, self._clock())

    # --- tokens -------------------------------------------------------------------------------------

    def _kind(self, ahead: int = 0) -> Kind | None:
        place = self._place + ahead
        return self._tokens[place].kind if place < len(self._tokens) else None

    def _next(self, *kinds: Kind) -> Token:
        if self._kind() not in kinds:
            raise _UnclearError
        self._place += 1
        return self._tokens[self._place - 1]

    def _clock(self) -> Clock:
        value = self._next(Kind.TIME).value
        if not isinstance(value, Clock):
            raise _UnclearError
        return value

    def _take(self, kind: Kind) -> bool:
        if self._kind() is not kind:
            return False
        self._place += 1
        return True

    def _skip(self, *kinds: Kind) -> None:
        while self._kind() in kinds:
            self._place += 1


def _between(start: Clock, end: Clock) -> tuple[time, time]:
    """From when until when; am or pm that one of them has is the other's too, where that makes sense."""
    first, last = start.minutes, end.minutes
    if not end.exact and not start.exact:
        # "9-5" can be read in one way, and "2-4" in two.
        if last >= first or not first < _HALF_MINUTES:
            raise _UnclearError
        last += _HALF_MINUTES
    elif not start.exact:
        first = _begun(first, last, end.half)
    elif not end.exact:
        last = _ended(first, last, start.half)
    if last <= first:
        raise _BackwardsError
    return _time(first), _LAST_MINUTE if last >= _DAY_MINUTES else _time(last)


def _begun(first: int, last: int, half: str) -> int:
    """When it begins, where only its end is exact: "1.30 - 3.30pm", "10 - 4pm", "9:30 - 17:00"."""
    if half == "pm" and first < _HALF_MINUTES and first + _HALF_MINUTES < last and last != _HALF_MINUTES:
        return first + _HALF_MINUTES
    if half == "" and first < _HALF_MINUTES and first + _HALF_MINUTES < last and first < 7 * 60:
        raise _UnclearError
    return first


def _ended(first: int, last: int, half: str) -> int:
    """When it ends, where only its beginning is exact: "10am - 4", "1pm - 3", "09:30 - 4.30"."""
    if last >= _HALF_MINUTES:
        return last
    if half == "am" and last > first:
        raise _UnclearError  # "9am - 11" may be the evening's
    return last + _HALF_MINUTES if last <= first or half == "pm" else last


def _time(minutes: int) -> time:
    minutes %= _DAY_MINUTES
    return time(minutes // 60, minutes % 60)


def _overlap(entries: list[_Entry]) -> bool:
    """Whether a day is spoken of twice with hours that cross: then one of them is something else."""
    seen: dict[str, list[tuple[time | None, time | None]]] = {}
    for entry in entries:
        for day in entry.byday:
            spans = seen.setdefault(day, [])
            for span in entry.spans:
                if any(_cross(span, other) for other in spans):
                    return True
                spans.append(span)
    return False


def _cross(one: tuple[time | None, time | None], other: tuple[time | None, time | None]) -> bool:
    if None in one or None in other:
        return True
    assert one[0] and one[1] and other[0] and other[1]  # noqa: S101, PT018 - for the type checker
    return one[0] < other[1] and other[0] < one[1]
