"""The one ranking, in Python, the same over either database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from math import log
from typing import TYPE_CHECKING

from adapter_core.domain.directory import Freshness, ServiceStatus, freshness_of
from community_directory.searching import tables
from community_directory.searching.postings import Field
from community_directory.searching.retrieving import Retrieved
from community_directory.searching.terms import Alternative, Group
from community_directory.store import tables as store

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

CONSIDERED = 30
"""Services whose names, status and freshness are looked at, for a page of ten."""

_FIELD_WEIGHTS = (
    (Field.NAME, 1.0),
    (Field.TERM, 0.95),
    (Field.CONTACT, 0.9),
    (Field.PLACE, 0.5),
    (Field.ORGANISATION, 0.7),
    (Field.BODY, 0.4),
)
_MORE_FIELDS = 0.05
"""For each further field that a word stands in."""
_TOWN = 1.0
"""Where a service is says all there is to say: a town in its name as well adds nothing."""
_ASIDE = {Field.ORGANISATION: 0.4, Field.CONTACT: 0.5}
"""Of a word in somebody's name where most of the query stands elsewhere: Mrs York, a trust of York Road."""
_ASKED_FOR = 0.75
"""The share of a query in one name from which on somebody's name is what was asked for."""
_WHOLE = 1.5
"""A whole name, as many times all its words."""
_UNCOVERED = 0.25
"""What is left of a score where next to nothing of the query was matched."""
_SHORT_NAME = 0.15
"""For a name that holds little else than what was asked for."""
_TOGETHER = 1.15
"""For words that all stand in one name."""
_ALL = 0.999
_CONCEPT = 1.1
_FRESH = {
    Freshness.FRESH: 1.0,
    Freshness.AGEING: 0.995,
    Freshness.STALE: 0.98,
    Freshness.UNKNOWN: 0.985,
}
_STATUS: dict[str, float] = {
    ServiceStatus.ACTIVE: 1.0,
    ServiceStatus.TEMPORARILY_CLOSED: 0.8,
    ServiceStatus.INACTIVE: 0.5,
    ServiceStatus.DEFUNCT: 0.3,
}


def _weight(fields: int, aside: Mapping[Field, float]) -> float:
    weights = [aside.get(where, weight) for where, weight in _FIELD_WEIGHTS if fields & where]
    found = max(weights) + _MORE_FIELDS * (len(weights) - 1) if weights else 0.0
    return max(_TOWN, max(weights, default=0.0)) if fields & Field.TOWN else found


WEIGHT_OF = tuple(_weight(fields, {}) for fields in range(256))
"""Of all combinations of fields."""
_LESS_ASIDE = tuple(
    1.0 - _weight(fields, _ASIDE) / weight if weight else 0.0 for fields, weight in enumerate(WEIGHT_OF)
)
"""The share of it that goes where a word is in somebody's name alone, and not asked for as that."""
_NAME, _ORGANISATION, _CONTACT_NAME = int(Field.NAME), int(Field.ORGANISATION), int(Field.CONTACT)
_PERSONS = _ORGANISATION | _CONTACT_NAME


@dataclass(frozen=True, slots=True)
class Matched:
    """How a service matched one group."""

    alternative: Alternative
    fields: int
    value: float


@dataclass(slots=True)
class Ranked:
    """A service with its score.

    Attributes:
        words: what its words are worth, before names, freshness and status.
        covered: how much of the query it matches, from 0 to 1.
        strength: how well, on average of what it was asked, from 0 to about 1.
    """

    number: int
    words: float
    covered: float
    strength: float = 0.0
    whole: bool = False
    score: float = 0.0
    parts: dict[str, float] = field(default_factory=dict)


def worth(group: Group, everything: int) -> float:
    """How telling a group is: the rarer, the more; a concept as its phrases are."""
    services = max((each.services for each in group.alternatives), default=0)
    telling = log(1.0 + everything / (1.0 + services))
    if group.concept:
        return telling * _CONCEPT
    return telling * group.trust


class _Tally:
    """What the groups of a query come to in each of some services.

    Attributes:
        points: what its words are worth; `covers`: how much of the query it matches.
        beside: what words are worth that it need not have.
        total: how much there is to match; `plain`: without concepts.
    """

    def __init__(self, numbers: Sequence[int]) -> None:
        self.among = set(numbers)
        self.points = dict.fromkeys(numbers, 0.0)
        self.covers = dict.fromkeys(numbers, 0.0)
        self.beside = dict.fromkeys(numbers, 0.0)
        self.total = self.plain = 0.0
        self._aside = dict.fromkeys(numbers, 0.0)
        self._names = defaultdict[int, float](float)
        self._organisations = defaultdict[int, float](float)
        self._contacts = defaultdict[int, float](float)

    def add(self, group: Group, telling: float, best: Mapping[int, float], fields: Mapping[int, int]) -> None:
        """Add a group: how telling it is, what it is worth in each service, and where it stands."""
        if not group.needed:
            for number, value in best.items():
                self.beside[number] += telling * value
            return
        self.total += telling
        for number, value in best.items():
            self.points[number] += telling * value
            self.covers[number] += telling
        if group.concept:
            return
        self.plain += telling
        for number, where in fields.items():
            if where & _NAME:
                self._names[number] += telling
            if where & _PERSONS:
                if where & _ORGANISATION:
                    self._organisations[number] += telling
                if where & _CONTACT_NAME:
                    self._contacts[number] += telling
                self._aside[number] += telling * best[number] * _LESS_ASIDE[where]

    def score(self, number: int) -> float:
        """What a service's words come to, before whole names."""
        if not self.total:
            return 0.0
        persons = max(self._organisations.get(number, 0.0), self._contacts.get(number, 0.0))
        scored = self.points[number] + self.beside[number]
        if persons < _ASKED_FOR * self.plain:
            scored -= self._aside[number]
        scored *= _UNCOVERED + (1 - _UNCOVERED) * self.covers[number] / self.total
        if self.plain and max(self._names.get(number, 0.0), persons) >= self.plain * _ALL:
            scored *= _TOGETHER
        return scored


def by_words(
    retrieved: Retrieved,
    numbers: Sequence[int],
    groups: Sequence[Group],
    whole: Group | None,
    everything: int,
) -> list[Ranked]:
    """Rank services by how they match, the best first; those that match nothing are left out."""
    tally = _Tally(numbers)
    for group in groups:
        tally.add(group, worth(group, everything), *_best(retrieved, group, tally.among))
    wholes, _ = _best(retrieved, whole, tally.among) if whole is not None else ({}, {})
    total = tally.total
    ranked = []
    for number in numbers:
        named = wholes.get(number, 0.0)
        scored = tally.score(number) + _WHOLE * total * named
        if scored > 0:
            covered = tally.covers[number] / total if total else 0.0
            strength = tally.points[number] / (total or 1.0)
            ranked.append(Ranked(number, scored, covered, strength, whole=bool(named), score=scored))
    ranked.sort(key=lambda one: (-one.score, one.number))
    return ranked


def _best(retrieved: Retrieved, group: Group, among: set[int]) -> tuple[dict[int, float], dict[int, int]]:
    """What the best alternative of a group is worth in each of some services, and where any stands."""
    best: dict[int, float] = {}
    everywhere: dict[int, int] = {}
    for alternative in group.alternatives:
        weight = alternative.weight
        for number, fields in _fields(retrieved, alternative, among).items():
            value = weight * WEIGHT_OF[fields]
            if value > best.get(number, 0.0):
                best[number] = value
            everywhere[number] = everywhere.get(number, 0) | fields
    return best, everywhere


def worth_in(
    retrieved: Retrieved, numbers: Sequence[int], groups: Sequence[Group], everything: int
) -> Mapping[int, float]:
    """What the best of some groups is worth in each of some services that match one."""
    found: dict[int, float] = {}
    for group in groups:
        telling = worth(group, everything)
        for number, value in _best(retrieved, group, set(numbers))[0].items():
            found[number] = max(found.get(number, 0.0), telling * value)
    return found


def _fields(retrieved: Retrieved, alternative: Alternative, among: set[int]) -> dict[int, int]:
    """Where an alternative stands in each of some services; a phrase where its weakest word does."""
    first, *others = alternative.terms
    found = retrieved.fields_in(first, among)
    for term in others:
        further = retrieved.fields_in(term, set(found))
        found = {
            number: min(found[number], fields, key=WEIGHT_OF.__getitem__)
            for number, fields in further.items()
        }
    return found


def with_facts(
    connection: Connection, ranked: Sequence[Ranked], groups: Sequence[Group], on: date
) -> list[Ranked]:
    """Rank the best again by what is known of them: length of the name, freshness, status.

    Args:
        connection: to the directory.
        ranked: the best by words; the caller says how many are looked at.
        groups: of the query.
        on: the day to speak of.
    """
    facts = _facts(connection, [one.number for one in ranked])
    asked = sum(1 for group in groups if group.alternatives and not group.concept and group.needed)
    kept = []
    for one in ranked:
        row = facts.get(one.number)
        if row is None:
            continue
        name_words, organisation_words, assured, status = row
        shortest = max(1, min(name_words or organisation_words, organisation_words or name_words))
        short = 1.0 + _SHORT_NAME * min(1.0, asked / shortest) * one.covered
        fresh = _FRESH[freshness_of(assured, on)]
        open_still = _STATUS.get(status, 1.0)
        one.score = one.words * short * fresh * open_still
        one.parts = {
            "words": round(one.words, 4),
            "covered": round(one.covered, 4),
            "name": round(short, 4),
            "freshness": fresh,
            "status": open_still,
        }
        kept.append(one)
    kept.sort(key=lambda one: (-one.score, one.number))
    return kept


def _facts(connection: Connection, numbers: Sequence[int]) -> Mapping[int, tuple[int, int, date | None, str]]:
    if not numbers:
        return {}
    rows = connection.exec_driver_sql(
        f"SELECT i.service, i.name_words, i.organisation_words, s.assured_on, s.assured_here, s.status "  # noqa: S608
        f"FROM {tables.doc.name} i JOIN {store.service.name} s ON s.number = i.service "
        f"WHERE i.service IN ({','.join(map(str, numbers))})"
    )
    return {
        number: (name_words, organisation_words, _later(_day(there), _day(here)), status)
        for number, name_words, organisation_words, there, here, status in rows
    }


def _day(value: date | str | None) -> date | None:
    """A date as a driver gives it: SQLite's gives text."""
    return date.fromisoformat(value) if isinstance(value, str) else value


def _later(one: date | None, other: date | None) -> date | None:
    return max(one, other) if one and other else one or other
