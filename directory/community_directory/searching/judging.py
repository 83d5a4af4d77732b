"""What each filter does with a service: yes, no, or not known. Only a clear no leaves a service out.

| filter | yes | not known | no |
|---|---|---|---|
| within | a location is that near | no coordinates at one end | every known location is farther |
| days, hours, open_at | a schedule says so | no schedule, or one in words | every schedule says otherwise |
| ages | the ages overlap, or no limits | | they do not |
| free | an amount of 0, or the word "free" | no cost is given, or only words | an amount above 0 |
| categories | one of them | | none of them |
| languages | one of them | none given, or English alone | others |
| accessibility | its words are there | they are not | they are there with a "no" |
| with_space | said so, and that still holds | nobody said, or too long ago | full, or a waiting list |
| events | an event, or open, in the days | neither is known | `only_events` and no event |
| assured_since | checked since | | before, or never |
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from adapter_core.domain.directory import (
    CAPACITY_DAYS,
    CapacityState,
    Event,
    Location,
    Service,
    capacity_on,
)
from community_directory.places.nearness import nearness
from community_directory.places.points import Point
from community_directory.searching.filters import Filters
from community_directory.searching.schedules import open_at, open_on, open_within
from community_directory.searching.words_of_services import ACCESS


class Verdict(StrEnum):
    """What is known of a service and a filter."""

    YES = "yes"
    UNKNOWN = "unknown"
    NO = "no"


@dataclass(frozen=True, slots=True)
class Judged:
    """A filter and a service.

    Attributes:
        filter: the name of the filter's field.
        says: for people: `open then`; where it is no yes, of the service: `it does not say when it is open`.
    """

    filter: str
    verdict: Verdict
    says: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What is told of a service, all that the reader may see.

    Attributes:
        terms: names of its taxonomy terms.
        points: where postcodes are, for locations without coordinates.
        has_contact: whether there is somebody to ask for.
        capacity_days: for how many days what was said of its capacity holds.
    """

    service: Service
    locations: tuple[Location, ...] = ()
    events: tuple[Event, ...] = ()
    terms: Collection[str] = ()
    points: Mapping[str, Point] | None = None
    has_contact: bool = False
    capacity_days: int = CAPACITY_DAYS


def judge(filters: Filters, facts: Facts, on: date) -> tuple[Judged, ...]:
    """Judge a service by every filter that is set.

    Args:
        filters: what is wanted.
        facts: what is known.
        on: the day to speak of.

    Returns:
        One entry a filter; `near` alone is no such filter: it orders (`places.nearness`).
    """
    found = []
    for name, wanted, each in _JUDGES:
        if wanted(filters):
            verdict, says = each(filters, facts, on)
            found.append(Judged(name, verdict, says))
    return tuple(found)


def fits(judged: Collection[Judged]) -> bool:
    """Whether a service stays: nothing says a clear no."""
    return all(each.verdict is not Verdict.NO for each in judged)


_Judge = Callable[[Filters, Facts, date], tuple[Verdict, str]]


def _answer(known: bool | None, yes: str, unknown: str, no: str) -> tuple[Verdict, str]:  # noqa: FBT001 - three-valued
    if known is None:
        return Verdict.UNKNOWN, unknown
    return (Verdict.YES, yes) if known else (Verdict.NO, no)


def _within(filters: Filters, facts: Facts, _on: date) -> tuple[Verdict, str]:
    if filters.near is None or filters.within is None:
        return Verdict.UNKNOWN, "no place to measure from"
    near = nearness(filters.near, facts.locations, facts.service.areas, points=facts.points)
    known = None if near.metres is None else near.metres <= filters.within
    return _answer(known, near.says, "distance not known", near.says)


_NO_HOURS = "it does not say when it is open"


def _days(filters: Filters, facts: Facts, on: date) -> tuple[Verdict, str]:
    known = open_on(facts.service.schedules, filters.days, filters.hours, on)
    return _answer(known, "open then", _NO_HOURS, "it is not open then")


def _open_at(filters: Filters, facts: Facts, _on: date) -> tuple[Verdict, str]:
    known = None if filters.open_at is None else open_at(facts.service.schedules, filters.open_at)
    return _answer(known, "open now", _NO_HOURS, "it is not open now")


def _ages(filters: Filters, facts: Facts, _on: date) -> tuple[Verdict, str]:
    limits, wanted = facts.service.eligibility, filters.ages
    if wanted is None:
        return Verdict.UNKNOWN, ""
    least, most = limits.minimum_age, limits.maximum_age
    if least is None and most is None:
        return Verdict.YES, "no age limits given"
    overlap = (wanted.most is None or least is None or least <= wanted.most) and (
        wanted.least is None or most is None or most >= wanted.least
    )
    return _answer(overlap, "for that age", "", "it is for other ages")


_FREE = re.compile(r"\b(?:free|no (?:cost|charge|fee)|without charge)\b", re.IGNORECASE)


def _free(_filters: Filters, facts: Facts, _on: date) -> tuple[Verdict, str]:
    costs = facts.service.costs
    if any(cost.amount == 0 or (cost.amount is None and _FREE.search(cost.text)) for cost in costs):
        return Verdict.YES, "free"
    if costs and all(cost.amount for cost in costs):
        return Verdict.NO, "it costs something"
    return Verdict.UNKNOWN, "it does not say what it costs"


def _categories(filters: Filters, facts: Facts, _on: date) -> tuple[Verdict, str]:
    has = {name.casefold() for name in facts.terms}
    return _answer(
        any(name.casefold() in has for name in filters.categories),
        "in that category",
        "",
        "it is not in that category",
    )


def _rather(filters: Filters, facts: Facts, _on: date) -> tuple[Verdict, str]:
    has = {name.casefold() for name in facts.terms}
    known = any(name.casefold() in has for name in filters.rather) or None
    return _answer(known, "in that category", "it is not in that category", "")


def _languages(filters: Filters, facts: Facts, _on: date) -> tuple[Verdict, str]:
    codes = set(facts.service.language_codes)
    known = True if not codes.isdisjoint(filters.languages) else None if codes <= {"en"} else False
    return _answer(known, "in that language", "it does not say in which languages", "it is in others")


_ACCESS_WORDS = {
    "wheelchair": "wheelchair", "lift": r"\blift",
    "step_free": r"step[- ]?free|level access|ramp|no steps|ground floor",
    "hearing_loop": r"loop", "toilet": r"(?:accessible|disabled|adapted) (?:toilet|wc|loo)|changing places",
    "parking": r"(?:accessible|disabled|blue badge)[^.]{0,20}(?:parking|bay|space)",
    "quiet": r"quiet|sensory|autism", "assistance_dogs": r"(?:guide|assistance|hearing) dog",
}  # fmt: skip
_ACCESS = {key: re.compile(words, re.IGNORECASE) for key, words in _ACCESS_WORDS.items()}
_NOT = re.compile(r"\b(?:no|not|without|non|isn.?t|lacks?|limited)\b[^.,;]{0,30}$", re.IGNORECASE)


def _access(filters: Filters, facts: Facts, _on: date) -> tuple[Verdict, str]:
    texts = [*facts.service.accessibility, *(text for each in facts.locations for text in each.accessibility)]
    unknown = []
    for key in filters.accessibility:
        known = _told(key, texts)
        if known is False:
            return Verdict.NO, f"it says that it has not {ACCESS.get(key, key)}"
        if known is None:
            unknown.append(ACCESS.get(key, key))
    if unknown:
        return Verdict.UNKNOWN, f"it does not say whether it has {' and '.join(unknown)}"
    return Verdict.YES, f"with {', '.join(ACCESS.get(key, key) for key in filters.accessibility)}"


def _told(key: str, texts: Collection[str]) -> bool | None:
    pattern, known = _ACCESS.get(key, re.compile(re.escape(key), re.IGNORECASE)), None
    for text in texts:
        for match in pattern.finditer(text[:2000]):
            if not match[0].lower().startswith("no ") and _NOT.search(text[: match.start()]):
                known = known or False
            else:
                known = True
    return known


def _space(_filters: Filters, facts: Facts, on: date) -> tuple[Verdict, str]:
    state = capacity_on(facts.service.capacity, on, facts.capacity_days)
    if state is CapacityState.UNKNOWN:
        return Verdict.UNKNOWN, "nobody has said lately whether it has space"
    if state is CapacityState.NEEDS_ASSESSMENT:
        return Verdict.UNKNOWN, "it assesses first whether it can take somebody"
    full = "it has a waiting list" if state is CapacityState.WAITING_LIST else "it is full"
    return _answer(state is CapacityState.CAPACITY, "has space", "", full)


def _events(filters: Filters, facts: Facts, _on: date) -> tuple[Verdict, str]:
    span = filters.events
    if span is None:
        return Verdict.UNKNOWN, ""
    for event in facts.events:
        if event.starts.date() <= span.last and (event.ends or event.starts).date() >= span.first:
            return Verdict.YES, "has an event then"
    if filters.only_events:
        return Verdict.NO, "it has no event then"
    known = open_within(facts.service.schedules, span) or None
    return _answer(known, "open then", "it does not say what is on then", "")


def _assured(filters: Filters, facts: Facts, on: date) -> tuple[Verdict, str]:
    assured, since = facts.service.assured_on, filters.assured_since
    known = assured is not None and since is not None and since <= assured <= on
    return _answer(known, "checked since", "", "it was not checked since")


def _contact(_filters: Filters, facts: Facts, _on: date) -> tuple[Verdict, str]:
    return _answer(
        facts.has_contact or None, "there is somebody to ask for", "it names nobody to ask for", ""
    )


_JUDGES: tuple[tuple[str, Callable[[Filters], object], _Judge], ...] = (
    ("within", lambda filters: filters.within is not None, _within),
    ("days", lambda filters: filters.days or filters.hours, _days),
    ("open_at", lambda filters: filters.open_at, _open_at),
    ("ages", lambda filters: filters.ages, _ages),
    ("free", lambda filters: filters.free, _free),
    ("categories", lambda filters: filters.categories, _categories),
    ("rather", lambda filters: filters.rather, _rather),
    ("languages", lambda filters: filters.languages, _languages),
    ("accessibility", lambda filters: filters.accessibility, _access),
    ("with_space", lambda filters: filters.with_space, _space),
    ("events", lambda filters: filters.events, _events),
    ("assured_since", lambda filters: filters.assured_since, _assured),
    ("for_contact", lambda filters: filters.for_contact, _contact),
)
