"""When something is open, as far as its schedule says: yes, no, or not known (RFC 5545 in part)."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from adapter_core.domain.directory import Schedule
from community_directory.searching.filters import WEEK, Hours, Span

_BYDAY = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)")
_MOST_DAYS = 62
"""Of a longer span a regular session is on some day of it."""


def occurs_on(schedule: Schedule, day: date) -> bool | None:
    """Whether it is open on a day; None where its schedule does not say."""
    if (schedule.valid_from and day < schedule.valid_from) or (schedule.valid_to and day > schedule.valid_to):
        return False
    if not schedule.byday and not schedule.bymonthday:
        return None
    if schedule.bymonthday and day.day not in schedule.bymonthday:
        last = calendar.monthrange(day.year, day.month)[1]
        if day.day - last - 1 not in schedule.bymonthday:
            return False
    return not schedule.byday or any(_is_on(each, day, schedule.freq) for each in schedule.byday)


def _is_on(byday: str, day: date, freq: str) -> bool:
    match = _BYDAY.fullmatch(byday.upper())
    if match is None or WEEK.index(match[2]) != day.weekday():
        return False
    if not match[1] or freq == "WEEKLY":
        return True
    which, last = int(match[1]), calendar.monthrange(day.year, day.month)[1]
    return which == ((day.day - 1) // 7 + 1 if which > 0 else -((last - day.day) // 7 + 1))


def weekdays_of(schedule: Schedule) -> frozenset[str] | None:
    """The days of the week that it can be open on; None where its schedule does not say."""
    days = {match[2] for each in schedule.byday if (match := _BYDAY.fullmatch(each.upper()))}
    return frozenset(days) or None


def open_between(schedule: Schedule, hours: Hours) -> bool | None:
    """Whether it is open at some moment of a part of the day; None where its hours are not known."""
    opens, closes = schedule.opens_at, schedule.closes_at
    if opens is None and closes is None:
        return None
    start, end = _plain(opens or time.min), _plain(closes or time.max)
    if end <= start:  # past midnight
        return start < hours.end or hours.start < end
    return start < hours.end and hours.start < end


def _plain(at: time) -> time:
    return at.replace(tzinfo=None)


def _any(answers: Iterable[bool | None]) -> bool | None:
    """Yes if one says yes; else not known if one does not know, or there is none; else no."""
    found = set(answers)
    if True in found:
        return True
    return False if found == {False} else None


def _both(one: bool | None, other: bool | None) -> bool | None:  # noqa: FBT001 - three-valued
    if one is False or other is False:
        return False
    return True if one and other else None


def open_on(
    schedules: Iterable[Schedule], days: frozenset[str], hours: Hours | None, on: date
) -> bool | None:
    """Whether something is open on one of some days of the week, at some time of a part of the day.

    Args:
        schedules: of the service; those that ended before `on` tell nothing any more.
        days: as in `WEEK`; empty for any.
        hours: None for any.
        on: the day to speak of.
    """

    def each(schedule: Schedule) -> bool | None:
        known = weekdays_of(schedule)
        right_day = True if not days else None if known is None else not days.isdisjoint(known)
        return _both(right_day, True if hours is None else open_between(schedule, hours))

    return _any(each(schedule) for schedule in current(schedules, on))


def open_at(schedules: Iterable[Schedule], moment: datetime) -> bool | None:
    """Whether something is open at a moment, in the council's own time."""
    day, at = moment.date(), moment.time()

    def each(schedule: Schedule) -> bool | None:
        opens, closes = schedule.opens_at, schedule.closes_at
        today = occurs_on(schedule, day)
        if opens is None or closes is None:
            return False if today is False else None
        start, end = _plain(opens), _plain(closes)
        if end > start:
            return _both(today, start <= at < end)
        yesterday = occurs_on(schedule, day - timedelta(days=1)) if day > date.min else False
        return _any((_both(today, at >= start), _both(yesterday, at < end)))

    return _any(each(schedule) for schedule in current(schedules, day))


def open_within(schedules: Iterable[Schedule], span: Span) -> bool | None:
    """Whether something is open on a day of a span."""

    def each(schedule: Schedule) -> bool | None:
        length = min((span.last - span.first).days, _MOST_DAYS)
        return _any(occurs_on(schedule, span.first + timedelta(days=step)) for step in range(length + 1))

    return _any(each(schedule) for schedule in schedules)


def current(schedules: Iterable[Schedule], on: date) -> list[Schedule]:
    """Those that have not ended; one that ends before it starts tells nothing."""
    return [
        each
        for each in schedules
        if not (each.valid_to and each.valid_to < on)
        and not (each.valid_from and each.valid_to and each.valid_to < each.valid_from)
    ]
