"""What a search is narrowed to, whether it was typed among the words or given as an option.

What each does with a service is `judging.judge`: yes, no, or not known. Only a clear no leaves a service
out. A service that does not say (no hours, no ages, no cost, no postcode) stays, ranks lower, and the
result says what is not known: a directory that hid what it cannot tell would hide most of itself.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import date, datetime, time

from community_directory.places.points import Place

WEEK = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
"""The days of a week as iCalendar writes them (RFC 5545)."""


@dataclass(frozen=True, slots=True)
class Ages:
    """Years of age, both ends within. `65 to None` is "over 65", `9 to 9` a child of nine."""

    least: int | None = None
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """Days from the first to the last, both within."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Hours:
    """A part of a day: open at some moment from `start` until before `end`."""

    start: time = time.min
    end: time = time.max


@dataclass(frozen=True, slots=True)
class Filters:
    """What a search is narrowed to; everything absent narrows nothing.

    Attributes:
        near: `--near`. Never leaves anything out by itself: the same district first, then by distance.
        within: `--within`, metres from `near`. Leaves out what is known to be farther. Where metres cannot
            be told for a service (no coordinates, and `near` is no point) it stays, as not known.
        days: `--day`, days of the week as in `WEEK`: open on one of them.
        hours: `--from`, `--until`: open at some time between, on one of `days`, or on any day.
        open_at: `--open-now`: a moment, in the council's own time.
        ages: `--age`: takes somebody of one of these ages. A service without limits takes everybody.
        free: `--free`: leaves out what is known to cost something.
        categories: `--category`: names of taxonomy terms; one is enough, and what has none is left out.
        rather: categories among the words typed: those that have one come first, and nothing is left out.
        languages: `--language`, ISO 639 codes (`pl`; `bfi` is British Sign Language); one is enough.
        accessibility: `--access`, keys of `words_of_people.ACCESS`, such as `wheelchair`; all of them.
        with_space: `--with-space`: leaves out what is full or has a waiting list, unless that was said so
            long ago that it is not known any more.
        events: `--events-from`, `--events-to`: has an event in these days, or is open on one of them.
        only_events: leaves out what has no event in `events`, however regularly it is open.
        assured_since: `--checked-since`: leaves out what was last checked before, or never.
        for_contact: a person to ask for is wanted: those services first that have one.
    """

    near: Place | None = None
    within: float | None = None
    days: frozenset[str] = frozenset()
    hours: Hours | None = None
    open_at: datetime | None = None
    ages: Ages | None = None
    free: bool = False
    categories: tuple[str, ...] = ()
    rather: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    accessibility: tuple[str, ...] = ()
    with_space: bool = False
    events: Span | None = None
    only_events: bool = False
    assured_since: date | None = None
    for_contact: bool = False

    def __bool__(self) -> bool:
        """Whether anything is narrowed or ordered."""
        return self != NO_FILTERS

    def over(self, other: Filters) -> Filters:
        """These on top of others: an option given wins over the same thing typed among the words."""
        given = {each.name: getattr(self, each.name) for each in fields(self)}
        return replace(other, **{name: value for name, value in given.items() if value != _EMPTY[name]})


NO_FILTERS = Filters()
"""Everything."""

_EMPTY = {each.name: getattr(NO_FILTERS, each.name) for each in fields(NO_FILTERS)}
