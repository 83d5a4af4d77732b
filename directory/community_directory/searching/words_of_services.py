"""How something is given, in words: access, room for more people, how lately it was checked, categories."""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

from adapter_core.domain.directory.freshness import FRESH_DAYS
from adapter_core.domain.values import day_in_words
from community_directory.places.gazetteer import Gazetteer
from community_directory.searching.filters import Filters
from community_directory.searching.line import Line, whole
from community_directory.searching.understood import Sort

ACCESS: Mapping[str, str] = {
    "wheelchair": "wheelchair access",
    "step_free": "step-free access",
    "lift": "a lift",
    "hearing_loop": "a hearing loop",
    "toilet": "an accessible toilet",
    "parking": "accessible parking",
    "quiet": "a quiet space",
    "assistance_dogs": "assistance dogs welcome",
}
"""What can be asked of a building, and its words for people."""

_WANTED: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "toilet",
        whole(
            "(?:with )?(?:an? )?(?P<stays>(?:accessible|disabled|wheelchair) (?:toilets?|loos?|wcs?)"
            "|changing places?)"
        ),
    ),
    (
        "parking",
        whole("(?:with )?(?P<stays>(?:disabled|accessible|blue badge) (?:parking(?: spaces?)?|bays?))"),
    ),
    (
        "wheelchair",
        whole(
            "(?:with |for |in )?(?:an? )?(?P<stays>wheelchairs?)(?: (?:accessible|access|friendly|users?))?"
            "(?! (?:hire|loans?|lend|borrow|repairs?|services?|basketball|rugby|tennis|sports?|dance|dancing"
            "|taxis?|transport|cushions?|assessment|maintenance|to (?:borrow|hire|buy)))"
        ),
    ),
    (
        "step_free",
        whole(
            "(?:with )?(?P<stays>step free(?: access)?|no (?:steps|stairs)|level access|ground floor"
            "|an? ramp|ramps)"
        ),
    ),
    (
        "lift",
        whole("(?:with|has|where there is) an? (?P<stays>lift)(?! (?:to|home))|(?P<stays2>lift access)"),
    ),
    ("hearing_loop", whole("(?:with )?(?:an? )?(?P<stays>(?:hearing|induction|audio) loops?|t loop)")),
    (
        "quiet",
        whole(
            "(?:with )?(?:an? )?(?P<stays>quiet (?:space|room|hours?)|low sensory|sensory friendly"
            "|autism friendly)"
        ),
    ),
    (
        "assistance_dogs",
        whole(
            "(?P<stays>(?:guide|assistance|hearing) dogs?(?: (?:welcome|allowed|friendly))?)"
            "(?! (?:trainings?|association|charity))"
        ),
    ),
)
_BORROW = re.compile(
    r"(?:borrow|hire|rent|buy|get|repair|new|electric|mend|fix|loan of|need)(?: an?| the| his| her| my)?$"
)


def take_access(line: Line, filters: Filters) -> Filters:
    """Take what is asked of a building. Its words stay: a service may be about just that."""
    found: dict[str, None] = {}
    for key, pattern in _WANTED:
        for match in line.find(pattern):
            first, _ = line.span(match)
            if key == "wheelchair" and _BORROW.search(" ".join(line.words_before(first))):
                continue
            group = "stays2" if match.groupdict().get("stays2") else "stays"
            line.take_match(match, Sort.ACCESS, f"with {ACCESS[key]}", stays=group)
            found[key] = None
    return replace(filters, accessibility=tuple(found)) if found else filters


_SPACE = whole(
    "(?:that |which )?(?:with|has|have|having|got) (?:any )?(?:free )?(?:spaces?|room|capacity|vacanc(?:y"
    "|ies)|availability|places)"
    "(?: (?:now|available|free|left))?"
    "|(?:with )?(?:no|without|without an?) (?:waiting lists?|waiting|waits?|waiting times?|queues?)"
    "|(?:spaces?|places?|vacanc(?:y|ies)) (?:available|free|left)|not full|isnt full"
    "|(?:still |currently |now )?(?:taking|accepting) (?:new |on )?(?:people|referrals?|clients?|members?)"
)


def take_capacity(line: Line, filters: Filters) -> Filters:
    """Take "with space" and "no waiting list"."""
    for match in line.find(_SPACE):
        line.take_match(match, Sort.CAPACITY, "with space")
        filters = replace(filters, with_space=True)
    return filters


_CHECKED = "(?:last )?(?:checked|verified|assured|updated|reviewed|confirmed)"
_MONTHS = tuple(name.casefold() for name in calendar.month_name)
_FRESH = whole(
    rf"{_CHECKED} (?:(?:with)?in (?:the )?(?:last|past) (?P<count>\d{{1,4}} )?(?P<unit>days?|weeks?"
    rf"|months?|years?)"
    rf"|(?P<this>this|last) (?P<period>week|month|year)|(?P<lately>recently|lately|today)"
    rf"|since (?P<month>{'|'.join(each for each in _MONTHS if each)})?(?: ?(?P<year>20\d\d))?)"
    rf"|(?P<now>up to date|recently checked)"
)
_DAYS = {"day": 1, "week": 7, "month": 31, "year": 366}


def take_freshness(line: Line, filters: Filters, on: date) -> Filters:
    """Take how lately an entry should have been checked."""
    for match in line.find(_FRESH):
        since = _since(match, on)
        if since is not None:
            line.take_match(
                match,
                Sort.FRESHNESS,
                f"checked since {day_in_words(since)}",
            )
            return replace(filters, assured_since=since)
    return filters


def _since(match: re.Match[str], on: date) -> date | None:
    if match["lately"] or match["now"]:
        return on if match["lately"] == "today" else _minus(on, FRESH_DAYS)
    if match["unit"]:
        return _minus(on, int(match["count"] or 1) * _DAYS[match["unit"].removesuffix("s")])
    if match["period"]:
        return _period(match["this"] == "last", match["period"], on)
    if match["month"]:
        month = _MONTHS.index(match["month"])
        year = int(match["year"]) if match["year"] else on.year - (month > on.month)
        return date(max(year, date.min.year), month, 1)
    return date(int(match["year"]), 1, 1) if match["year"] else None


def _period(last: bool, period: str, on: date) -> date:  # noqa: FBT001 - "last week" or "this week"
    if period == "week":
        return _minus(on, on.weekday() + 7 * last)
    if period == "month":
        first = on.replace(day=1)
        return _minus(first, 1).replace(day=1) if last else first
    return date(max(on.year - last, date.min.year), 1, 1)


def _minus(day: date, days: int) -> date:
    try:
        return day - timedelta(days=days)
    except OverflowError:
        return date.min


MOST_WORDS = 5


def take_categories(line: Line, filters: Filters, gazetteer: Gazetteer) -> Filters:
    """Take names of categories, the longest first; they are looked for as words as well."""
    free = [index for index, token in enumerate(line.tokens) if token.text and line.free(index, index + 1)]
    spans = {
        (first, first + size): " ".join(token.key for token in line.tokens[first : first + size])
        for size in range(MOST_WORDS, 0, -1)
        for first in free
        if first + size <= len(line.tokens) and line.free(first, first + size)
    }
    known = gazetteer.categories(set(spans.values())) if spans else {}
    found: dict[str, None] = {}
    for (first, last), key in spans.items():
        if key in known and line.free(first, last):
            line.take(first, last, Sort.CATEGORY, f"those in {known[key]} first", stays=(first, last))
            found[known[key]] = None
    return replace(filters, rather=tuple(found)) if found else filters
