"""What was understood of a query: shown beside the results, and to be switched off."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from community_directory.searching.filters import NO_FILTERS, Filters


class Sort(StrEnum):
    """The sorts of things that are understood in words; `off` names some of them."""

    PLACE = "place"
    DISTANCE = "distance"
    DAY = "day"
    TIME = "time"
    AGE = "age"
    COST = "cost"
    CATEGORY = "category"
    LANGUAGE = "language"
    ACCESS = "access"
    CAPACITY = "capacity"
    EVENTS = "events"
    FRESHNESS = "freshness"
    CONTACT = "contact"


@dataclass(frozen=True, slots=True)
class Piece:
    """One thing understood.

    Attributes:
        start: where it begins in the query, in characters; `end` is past its last one.
        says: for people: `near FY1`, `open on Tuesday mornings`.
        stays: whether its words are looked for as well, since they may be meant as words: a place that is
            part of an organisation's name, a category, a language, wheelchair.
    """

    sort: Sort
    start: int
    end: int
    says: str
    stays: bool = False


@dataclass(frozen=True, slots=True)
class Understood:
    """A query as it was understood.

    Attributes:
        words: what to look for: the words as they were typed, without what became a filter and without
            words that say nothing by themselves ("near", "the", "someone at"). Not folded, not corrected.
        aside: those of the words that a filter says already, by what sort of thing they say: a service
            need not have them. Where they are all the words there are, they are looked for like others.
        filters: what the understood pieces narrow to.
        pieces: what was understood, in the order of the text.
        notes: what should be said: a postcode that the list does not have, a home that is not set.
        shortened: whether the query was longer than is looked at (`MOST_CHARACTERS`).
    """

    words: tuple[str, ...] = ()
    filters: Filters = NO_FILTERS
    pieces: tuple[Piece, ...] = ()
    notes: tuple[str, ...] = ()
    shortened: bool = False
    aside: Mapping[str, Sort] = field(default_factory=dict)
