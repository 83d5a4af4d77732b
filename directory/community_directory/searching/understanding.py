"""A query's own words, understood: places, days, ages, costs, and what is left to look for.

Grammars take pieces from the words one after the other; what one took the next does not see. So "tuesday
in reading for over 65s" is a day, a place and an age, and nothing is left to look for but what is listed.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import date, datetime

from community_directory.places.gazetteer import Gazetteer
from community_directory.searching import days, words_of_people, words_of_places, words_of_services
from community_directory.searching.filters import NO_FILTERS, Filters
from community_directory.searching.line import Line, whole
from community_directory.searching.understood import Sort, Understood
from community_directory.searching.words_of_places import place_of

MOST_CHARACTERS = 1000
"""What goes beyond is not looked at, and `Understood.shortened` says so."""

_LEAD_IN = whole(
    "(?:can you |could you |please )?(?:i am|im|we are|were)? ?(?:looking for|searching for|trying to find)"
    "|(?:can you |could you |please )?(?:find|show|give|get|tell)(?: me)?(?: (?:about|of))?"
    "|(?:is|are) there (?:any|anything|an?|some)?|what is there"
    "|where (?:can|do|could) (?:i|we|they|he|she|you) (?:find|get)"
    "|do (?:you|we) (?:have|know(?: of)?) (?:any|anything|an?)?"
)


@dataclass(frozen=True, slots=True)
class _Asked:
    gazetteer: Gazetteer
    on: date
    now: datetime


_GRAMMARS: tuple[tuple[Sort, Callable[[Line, Filters, _Asked], Filters]], ...] = (
    (Sort.CONTACT, lambda line, filters, _: words_of_people.take_contact(line, filters)),
    (Sort.FRESHNESS, lambda line, filters, asked: words_of_services.take_freshness(line, filters, asked.on)),
    (Sort.DISTANCE, lambda line, filters, _: words_of_places.take_distance(line, filters)),
    (Sort.LANGUAGE, lambda line, filters, _: words_of_people.take_language(line, filters)),
    (Sort.EVENTS, lambda line, filters, asked: days.take_dates(line, filters, asked.on)),
    (Sort.AGE, lambda line, filters, _: words_of_people.take_ages(line, filters)),
    (Sort.TIME, lambda line, filters, asked: days.take_times(line, filters, asked.now)),
    (Sort.DAY, lambda line, filters, asked: days.take_days(line, filters, asked.on)),
    (Sort.CAPACITY, lambda line, filters, _: words_of_services.take_capacity(line, filters)),
    (Sort.COST, lambda line, filters, _: words_of_people.take_cost(line, filters)),
    (Sort.PLACE, lambda line, filters, asked: words_of_places.take_place(line, filters, asked.gazetteer)),
    (Sort.ACCESS, lambda line, filters, _: words_of_services.take_access(line, filters)),
    (
        Sort.CATEGORY,
        lambda line, filters, asked: words_of_services.take_categories(line, filters, asked.gazetteer),
    ),
)
"""What is understood, the surest first: what one takes the next does not see."""


def understand(
    text: str, gazetteer: Gazetteer, on: date, now: datetime, *, off: Collection[Sort] = ()
) -> Understood:
    """Understand a query. Nothing raises, whatever is typed.

    Args:
        text: as it was typed.
        gazetteer: what the directory knows of places, terms and names.
        on: the day to speak of: "this week" is the week of this day.
        now: the moment, in the council's own time: for "open now".
        off: what is not to be understood: its words stay words.
    """
    line = Line.of(text, MOST_CHARACTERS)
    if not line.tokens:
        return Understood(shortened=line.shortened)
    lead = _LEAD_IN.match(line.plain)
    if lead and lead.end() < len(line.plain):
        line.drop(*line.span(lead))
    filters, asked = NO_FILTERS, _Asked(gazetteer, on, now)
    for sort, take in _GRAMMARS:
        if sort not in off:
            filters = take(line, filters, asked)
    if filters.within is not None and filters.near is None:
        filters = _from_home(line, filters, gazetteer)
    pieces = tuple(sorted(line.pieces, key=lambda piece: piece.start))
    return Understood(line.rest(), filters, pieces, tuple(line.notes), line.shortened, line.aside())


def _from_home(line: Line, filters: Filters, gazetteer: Gazetteer) -> Filters:
    """A distance without a place is from home."""
    home = place_of(gazetteer.home, gazetteer)
    if home is not None:
        line.notes.append(f"The distance is from {home.name}, which is home.")
        return replace(filters, near=home)
    line.notes.append("No place was named for the distance, so that it was left out: type one, such as FY1.")
    return replace(filters, within=None)
