"""A directory of any size, made up, with queries whose right answers are known. One seed, one directory.

Topics stand in `search_topics.toml`, lay words in `search_lay_queries.toml` and, for what is published,
`search_lay_queries_b.toml`. Everything is synthetic and
by few hands, so that absolute figures flatter every engine: what counts is the ratio between engines.
"""

from __future__ import annotations

import re
import tomllib
import uuid
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random
from string import ascii_lowercase

HERE = Path(__file__).parent
TODAY = date(2026, 11, 2)
NOW = datetime(2026, 11, 2, tzinfo=UTC)

NAMES: dict[str, list[str]] = tomllib.loads((HERE / "search_names.toml").read_text(encoding="utf-8"))
FIRST_NAMES = NAMES["first_names"]
LEVELS = ("public", "partner", "internal")
_SHARE_NATIONAL = 0.25
_SERVICES_A_LOCAL = 4
_TOWN_FIRST, _PLACE_LAST = 0.4, 0.2
"""Shares of services with a town or a place in their name."""
_SHORTEST_MISTYPED, _TWICE_FROM = 4, 8
_EACH_WORD, _TWICE, _FIRST_LETTER = 0.5, 0.25, 0.1


@dataclass(frozen=True, slots=True)
class Topic:
    """What some services are about."""

    key: str
    names: tuple[str, ...]
    term: str
    asks: tuple[str, ...]
    says: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Offer:
    """A service of the made-up directory."""

    number: int
    topic: str
    name: str
    description: str
    organisation: int
    town: int
    contacts: tuple[tuple[str, str, str], ...]
    """Names, roles and audiences."""
    assured: date


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked, and the numbers of the services that are right."""

    kind: str
    words: str
    right: frozenset[int]


def topics() -> dict[str, Topic]:
    """The topics by key."""
    read = tomllib.loads((HERE / "search_topics.toml").read_text(encoding="utf-8"))
    return {
        key: Topic(key, tuple(one["names"]), one["term"], tuple(one["asks"]), tuple(one["says"]))
        for key, one in read.items()
    }


TUNED, PUBLISHED = 11, 29
"""Seeds: of the directory and the queries that the search was tuned on, and of those that it never was."""
_LAY = {TUNED: "search_lay_queries.toml"}


def lay_queries(seed: int) -> list[tuple[str, tuple[str, ...]]]:
    """Sixty lay queries, with their topics: those that were there while the search was tuned, or others."""
    read = tomllib.loads((HERE / _LAY.get(seed, "search_lay_queries_b.toml")).read_text(encoding="utf-8"))
    return [(one["words"], tuple(one["topics"])) for one in read["query"]]


class Council:
    """The made-up directory: its organisations, and its services one after another, the same every time."""

    def __init__(self, services: int, seed: int = PUBLISHED) -> None:
        self.size = services
        self.seed = seed
        self.topics = topics()
        self.towns = [(town, code) for town, _, code in (each.rpartition(" ") for each in NAMES["towns"])]
        random = Random(f"organisations {seed}")
        self.organisations = [f"{name} {town}" for name in NAMES["nationals"] for town, _ in self.towns]
        self.nationals = len(self.organisations)
        local: dict[str, None] = {}
        wanted = max(20, int(services * (1 - _SHARE_NATIONAL) / _SERVICES_A_LOCAL))
        while len(local) < wanted:
            parts = (NAMES["first_words"], NAMES["second_words"], NAMES["kinds"])
            name = " ".join(random.choice(each) for each in parts)
            if name in local:
                name = f"{random.choice(self.towns)[0]} {name}"
            local[name] = None
        self.organisations += local

    def offers(self) -> Iterator[Offer]:
        """Every service, in order of number."""
        random = Random(f"services {self.seed}")
        every = list(self.topics.values())
        for number in range(1, self.size + 1):
            topic = random.choice(every)
            town = random.randrange(len(self.towns))
            if random.random() < _SHARE_NATIONAL:
                national = random.randrange(self.nationals // len(self.towns))
                organisation = national * len(self.towns) + town
            else:
                organisation = self.nationals + random.randrange(len(self.organisations) - self.nationals)
            name = random.choice(topic.names)
            form = random.random()
            if form < _TOWN_FIRST:
                name = f"{self.towns[town][0]} {name}"
            elif form < _TOWN_FIRST + _PLACE_LAST:
                place = (random.choice(NAMES["first_words"]), random.choice(NAMES["second_words"]))
                name = f"{name} at {' '.join(place)}"
            says = [
                *random.sample(topic.says, random.choice((1, 2, 2, 3))),
                *random.sample(NAMES["general"], 3),
            ]
            contacts = tuple(
                (
                    f"{random.choice(FIRST_NAMES)} {surname(random)}",
                    random.choice(("Outreach manager", "Coordinator", "Project lead", "Team administrator")),
                    random.choice(LEVELS),
                )
                for _ in range(random.choice((1, 1, 2)))
            )
            assured = date.fromordinal(TODAY.toordinal() - random.randrange(900))
            yield Offer(number, topic.key, name, " ".join(says), organisation, town, contacts, assured)

    def queries(self, each: int) -> list[Query]:
        """Queries of every kind, clean and mistyped; and the lay ones."""
        by_topic: defaultdict[str, set[int]] = defaultdict(set)
        by_place: defaultdict[tuple[str, int], set[int]] = defaultdict(set)
        asked = {ask: set(_words(ask)) for one in self.topics.values() for ask in one.asks}
        by_organisation: defaultdict[int, set[int]] = defaultdict(set)
        by_contact: defaultdict[str, set[int]] = defaultdict(set)
        for offer in self.offers():
            by_topic[offer.topic].add(offer.number)
            topic = self.topics[offer.topic]
            said = set(_words(f"{offer.name} {offer.description} {topic.term}"))
            for ask in topic.asks:
                if asked[ask] <= said:
                    by_place[ask, offer.town].add(offer.number)
            by_organisation[offer.organisation].add(offer.number)
            for name, _, _ in offer.contacts:
                by_contact[name].add(offer.number)
        random = Random(f"queries {self.seed}")
        clean: list[Query] = []
        for _ in range(each):
            topic = random.choice(list(self.topics.values()))
            clean.append(Query("topic", random.choice(topic.asks), frozenset(by_topic[topic.key])))
            ask, town = random.choice(sorted(by_place))
            clean.append(Query("place", f"{ask} {self.towns[town][0]}", frozenset(by_place[ask, town])))
            one = random.choice(sorted(by_organisation))
            clean.append(Query("organisation", self.organisations[one], frozenset(by_organisation[one])))
            name = random.choice(sorted(by_contact))
            clean.append(Query("contact", name, frozenset(by_contact[name])))
        typos = [Query(f"{one.kind}, mistyped", mistyped(one.words, random), one.right) for one in clean]
        lay = [
            Query("lay words", words, frozenset().union(*(by_topic[key] for key in keys)))
            for words, keys in lay_queries(self.seed)
        ]
        return sorted(clean, key=lambda one: one.kind) + sorted(typos, key=lambda one: one.kind) + lay


def _words(text: str) -> list[str]:
    """Its words as they stand in `Topic.asks`."""
    return re.findall(r"[a-z0-9']+", text.lower().replace("-", " "))


def surname(random: Random) -> str:
    """A surname that sounds English, near to many others."""
    return random.choice(NAMES["surname_starts"]) + random.choice(NAMES["surname_ends"])


def mistyped(text: str, random: Random) -> str:
    """A text with a slip of the finger in some words of four letters or more; two in some long ones."""
    words = text.lower().split()
    long = [at for at, word in enumerate(words) if len(word) >= _SHORTEST_MISTYPED and word.isalpha()]
    if not long:
        return text
    chosen = {at for at in long if random.random() < _EACH_WORD} or {random.choice(long)}
    for at in chosen:
        slips = 2 if len(words[at]) >= _TWICE_FROM and random.random() < _TWICE else 1
        for _ in range(slips):
            words[at] = _slip(words[at], random)
    return " ".join(words)


def _slip(word: str, random: Random) -> str:
    at = random.randrange(0 if random.random() < _FIRST_LETTER else 1, len(word))
    kind = random.choice(("change", "drop", "double", "swap"))
    if kind == "change":
        return word[:at] + random.choice(ascii_lowercase.replace(word[at], "")) + word[at + 1 :]
    if kind == "drop":
        return word[:at] + word[at + 1 :]
    if kind == "double":
        return word[:at] + random.choice(ascii_lowercase) + word[at:]
    return word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :] if at else word[1] + word[0] + word[2:]


def identity(kind: str, number: int) -> str:
    """A UUID that is the same every time."""
    return str(uuid.uuid5(uuid.NAMESPACE_OID, f"{kind} {number}"))


def recall(found: Sequence[int], right: frozenset[int], most: int = 10) -> float:
    """The share of the right answers among the first ten, of as many as there could be."""
    if not right:
        return 1.0
    return len(right.intersection(found[:most])) / min(most, len(right))
