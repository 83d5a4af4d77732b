"""Days, times and dates in words: "tue morning", "weekends", "after 6", "this week", "in december"."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from community_directory.searching.filters import WEEK, Filters, Hours, Span
from community_directory.searching.line import Line, whole
from community_directory.searching.understood import Sort

_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_SHORT = (
    "mon(?:days?)?", "tue(?:s|sdays?)?", "wed(?:s|nesdays?)?", "thu(?:r|rs|rsdays?)?", "fri(?:days?)?",
    "sat(?:urdays?)?", "sun(?:days?)?",
)  # fmt: skip
_DAY = "|".join(_SHORT)
_EACH = [re.compile(each) for each in _SHORT]
_PARTS = {
    "morning": Hours(time(6), time(12)), "lunchtime": Hours(time(12), time(14)),
    "afternoon": Hours(time(12), time(17)), "evening": Hours(time(17), time(23)),
    "night": Hours(time(20), time.max), "daytime": Hours(time(9), time(17)),
}  # fmt: skip
_PART = "(?P<part>mornings?|lunch ?times?|afternoons?|evenings?|nights?|day ?times?)"
_CLOCK = r"(?P<{0}>\d{{1,2}}(?:[:.]\d\d)?|noon|midday|midnight) ?(?P<{0}_half>am|pm|oclock)?"
_HALF_JOINED = re.compile(r"(\d)(am|pm)(?!\S)")

_RANGE = whole(rf"(?:on |from )?(?P<first>{_DAY}) (?:to|until|till|through) (?P<last>{_DAY})(?: {_PART})?")
_LIST = whole(
    rf"(?:on |every |each |open |open on )?(?P<days>(?:{_DAY})(?: (?:and |or "
    rf"|& )?(?:{_DAY})){{0,6}})(?: {_PART})?"
)
_GROUP = whole(
    rf"(?:at the |at |on |on the |every )?(?P<group>week ?ends?|week ?days?|working days?)(?: {_PART})?"
)
_NEARBY = whole(
    rf"(?:open |on )?(?P<when>today|tomorrow|tonight|this(?= (?:morning|lunch|afternoon"
    rf"|evening)))(?: {_PART})?"
)
_PART_ALONE = whole(rf"(?:in the |at |during the |open in the )?{_PART}")
_NOW = whole("(?:is |are |thats |that is |thats |whats |what is )?(?:open|opened) (?:right )?now|right now")
_LATE = whole("open late|late opening|opens late")
_FROM_TO = whole(f"(?:from |between ){_CLOCK.format('start')} (?:to|and|until|till) {_CLOCK.format('end')}")
_SPAN = whole(f"(?:open )?{_CLOCK.format('start')} (?:to|until|till) {_CLOCK.format('end')}")
_AFTER = whole(f"(?:open )?(?:after|from|past|later than|since) {_CLOCK.format('start')}")
_BEFORE = whole(f"(?:open )?(?:before|until|till|by|earlier than) {_CLOCK.format('end')}")
_AT = whole(r"(?:open )?at (?P<start>\d{1,2}(?:[:.]\d\d)?) ?(?P<start_half>am|pm|oclock)")

_MONTHS = tuple(name.casefold() for name in calendar.month_name)
_MONTH = "|".join(f"{name}|{name[:3]}" + ("|sept" if name == "september" else "") for name in _MONTHS[1:])
_WORDS_TOO = {"may", "mar", "march", "sep", "jan", "jun", "dec", "august"}
"""Months that are words or names as well: understood after "in", "during", "this" or "next" alone."""
_EVENT = "(?P<events>events?|whats on|what is on|happening)"
_THIS = whole(
    rf"(?:{_EVENT} )?(?:in |on |over |during )?(?P<which>this|next|coming|the coming|the next) "
    rf"(?P<unit>week|month|year|week ?end|fortnight)(?: (?P<after>events?))?"
)
_IN_MONTH = whole(
    rf"(?:{_EVENT} )?(?P<in>in|during|for|this"
    rf"|next)? ?(?P<month>{_MONTH})(?: (?P<year>20\d\d))?(?: (?P<after>events?))?"
)
_ON_DATE = whole(
    rf"(?:{_EVENT} )?(?:on )?(?:the )?(?P<number>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<month>{_MONTH})"
    rf"(?: (?P<year>20\d\d))?(?: (?:to|until|and) (?P<number2>\d{{1,2}})(?:st|nd|rd"
    rf"|th)?(?: of)? (?P<month2>{_MONTH}))?"
)
_MOST_HOUR, _EVENING_FROM = 23, 8


@dataclass(slots=True)
class _When:
    days: frozenset[str] = frozenset()
    hours: Hours | None = None


def take_dates(line: Line, filters: Filters, on: date) -> Filters:
    """Take stretches of dates: for events, and for what is open in them."""
    for match in line.find(_ON_DATE):
        first = _dated(match["number"], match["month"], match["year"], on)
        last = _dated(match["number2"], match["month2"], match["year"], on) if match["number2"] else first
        if first and last:
            return _spanned(line, filters, match, Span(min(first, last), max(first, last)))
    for match in line.find(_THIS):
        return _spanned(line, filters, match, _stretch(match["which"], match["unit"].replace(" ", ""), on))
    for match in line.find(_IN_MONTH):
        if match["in"] or match["month"] not in _WORDS_TOO:
            year = _year_of(match, on)
            first = date(year, _month(match["month"]), 1)
            last = first.replace(day=calendar.monthrange(first.year, first.month)[1])
            return _spanned(
                line, filters, match, Span(max(first, on) if first <= on <= last else first, last)
            )
    return filters


def _spanned(line: Line, filters: Filters, match: re.Match[str], span: Span) -> Filters:
    groups = match.groupdict()
    only = bool(groups.get("events") or groups.get("after")) or _asks_for_events(line)
    one = span.first == span.last
    says = _long(span.first) if one else f"{_long(span.first)} to {_long(span.last)}"
    line.take_match(match, Sort.EVENTS, f"{'events' if only else 'events or open'}, {says}")
    return replace(filters, events=span, only_events=only)


_EVENT_WORD = whole("events?|fairs?|roadshows?|open days?|festivals?|exhibitions?|fetes?")


def _asks_for_events(line: Line) -> bool:
    return _EVENT_WORD.search(line.plain) is not None


def _long(day: date) -> str:
    return f"{day.day} {calendar.month_name[day.month]} {day.year}"


def _month(name: str) -> int:
    return next(number for number, full in enumerate(_MONTHS) if number and full.startswith(name[:3]))


def _year_of(match: re.Match[str], on: date) -> int:
    if match["year"]:
        return int(match["year"])
    return on.year + (_month(match["month"]) < on.month and on.year < date.max.year)


def _dated(number: str, month: str, year: str | None, on: date) -> date | None:
    try:
        if year:
            return date(int(year), _month(month), int(number))
        day = date(on.year, _month(month), int(number))
        return day if day >= on else day.replace(year=on.year + 1)
    except ValueError:
        return None


def _stretch(which: str, unit: str, on: date) -> Span:
    ahead = which == "next"
    if unit == "fortnight":
        return Span(on, _plus(on, 13))
    if unit == "year":
        year = min(on.year + ahead, date.max.year)
        return Span(date(year, 1, 1) if ahead else on, date(year, 12, 31))
    if unit == "month":
        first = on.replace(day=1)
        if ahead:
            first = _plus(first, 32).replace(day=1)
        last = first.replace(day=calendar.monthrange(first.year, first.month)[1])
        return Span(max(on, first), last)
    monday = _plus(on, 7 * ahead - on.weekday())
    if unit == "weekend":
        return Span(max(on, _plus(monday, 5)), _plus(monday, 6))
    return Span(max(on, monday), _plus(monday, 6))


def _plus(day: date, days: int) -> date:
    """Some days later; the last or first day there is, where there is no such day."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return date.max if days > 0 else date.min


def take_days(line: Line, filters: Filters, on: date) -> Filters:
    """Take days of the week and parts of a day."""
    when = _When(filters.days, filters.hours)
    for match in line.find(_RANGE):
        first, last = _index(match["first"]), _index(match["last"])
        length = (last - first) % 7
        days = [(first + step) % 7 for step in range(length + 1)]
        says = f"open {_NAMES[first]} to {_NAMES[last]}"
        _take(line, match, when, days, says)
    for match in line.find(_LIST):
        days = [_index(each) for each in re.findall(rf"(?<!\S)(?:{_DAY})(?!\S)", match["days"])]
        _take(line, match, when, days, f"open on {_either([_NAMES[each] for each in days])}")
    for match in line.find(_GROUP):
        ends = match["group"].replace(" ", "").startswith("weekend")
        _take(
            line,
            match,
            when,
            [5, 6] if ends else [0, 1, 2, 3, 4],
            f"open {'at weekends' if ends else 'on weekdays'}",
        )
    for match in line.find(_NEARBY):
        day = _plus(on, match["when"] == "tomorrow").weekday()
        if match["when"] == "tonight":
            when.hours = _PARTS["evening"]
        _take(line, match, when, [day], f"open {match['when'].replace('this', 'today')} ({_NAMES[day]})")
    for match in line.find(_PART_ALONE):
        _take(line, match, when, [], "open")
    return replace(filters, days=when.days, hours=when.hours)


def _index(word: str) -> int:
    return next(index for index, each in enumerate(_EACH) if each.fullmatch(word))


def _either(words: list[str]) -> str:
    return " or ".join(dict.fromkeys(words))


def _take(line: Line, match: re.Match[str], when: _When, days: list[int], says: str) -> None:
    part = match["part"]
    if part:
        name = part.replace(" ", "").removesuffix("s")
        when.hours = _PARTS[name]
        says = f"{says} in the {name}" if days else f"open in the {name}"
    if days:
        when.days |= {WEEK[each] for each in days}
    line.take_match(match, Sort.DAY if days else Sort.TIME, says)


def take_times(line: Line, filters: Filters, now: datetime) -> Filters:
    """Take times of day, and "open now"."""
    for match in line.find(_NOW):
        line.take_match(match, Sort.TIME, f"open now ({now:%A %H:%M})")
        return replace(filters, open_at=now)
    for pattern in (_FROM_TO, _SPAN, _AFTER, _BEFORE, _AT, _LATE):
        for match in line.find(pattern):
            hours = _hours(match)
            if hours is None:
                continue
            line.take_match(match, Sort.TIME, _says(hours))
            return replace(filters, hours=hours)
    return filters


def _hours(match: re.Match[str]) -> Hours | None:
    groups = match.groupdict()
    if not groups:
        return Hours(time(18), time.max)
    if match.re is _SPAN and not groups["end_half"]:
        return None  # "9 to 12" may be ages, rooms, or anything
    start = _clock(groups.get("start"), groups.get("start_half"), afternoon_to=_EVENING_FROM)
    end = _clock(groups.get("end"), groups.get("end_half"), afternoon_to=_EVENING_FROM - 1)
    if (groups.get("start") and start is None) or (groups.get("end") and end is None):
        return None
    if start and not groups.get("end") and match.re is _AT:
        until = (datetime.combine(date.min, start) + timedelta(minutes=1)).time()
        return Hours(start, until) if until > start else None
    begin, finish = start or time.min, end or time.max
    return Hours(begin, finish) if begin < finish else None


def _clock(text: str | None, half: str | None, *, afternoon_to: int) -> time | None:
    """A time; an hour without am or pm is in the afternoon where nothing opens so early: "after 6"."""
    if not text:
        return None
    if text in {"noon", "midday"}:
        return time(12)
    if text == "midnight":
        return time.max
    hour, _, minute = text.replace(".", ":").partition(":")
    at, past = int(hour), int(minute or 0)
    if half == "pm" and at < 12:  # noqa: PLR2004 - noon
        at += 12
    elif half == "am" and at == 12:  # noqa: PLR2004 - midnight
        at = 0
    elif half in {None, "oclock"} and 1 <= at <= afternoon_to and len(hour) == 1:
        at += 12
    return time(at, past) if at <= _MOST_HOUR and past < 60 else None  # noqa: PLR2004 - minutes


def _says(hours: Hours) -> str:
    start, end = f"{hours.start:%H:%M}", f"{hours.end:%H:%M}"
    if hours.end == time.max:
        return f"open after {start}"
    if hours.start == time.min:
        return f"open before {end}"
    return f"open between {start} and {end}"
