"""Every answer that the public can get of a directory, for the tests of the wall.

Whatever gives something out to everybody belongs into `PUBLIC_ANSWERS`: a function that takes a `World` and
yields what was asked (any tuple of texts) with what was answered (anything that is compared and shown whole).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

from adapter_core.domain.directory import Audience
from community_directory.publishing.api import application
from community_directory.searching.service import search
from community_directory.store import DirectoryStore
from tests.integration.directory.publishing_town import Asker

ON = date(2026, 11, 20)
SERVICES, TERMS = ("services", "service_at_locations"), ("taxonomies", "taxonomy_terms")
"""The lists in which services stand, and those of words alone."""
QUERIES = (
    {"per_page": "2", "page": "2"},
    {"full": "true"},
    {"format": "ndjson", "minimal": "true"},
    {"modified_after": "2026-11-19T12:00:00Z"},
)
PUBLIC: dict[str, Any] = {"audience": Audience.PUBLIC}

Answers = Iterator[tuple[tuple[str, ...], object]]


@dataclass(frozen=True)
class World:
    """A directory, and the feed that publishes it.

    Attributes:
        asker: asks the feed.
    """

    store: DirectoryStore
    asker: Asker

    def ask(self, path: str, query: Mapping[str, str] = {}, **given: Any) -> tuple[int, dict[str, str], str]:
        """What the feed answers: status, headers, text. An error that it does not foresee is one too."""
        try:
            status, headers, body = self.asker.ask(path, query, **given)
        except Exception as error:  # noqa: BLE001 - Starlette answers 500, and raises it again for the server
            return 500, {}, repr(error)
        return status, headers, body.decode()

    def ids(self, kind: str) -> list[str]:
        """The ids of a list."""
        return [entry["id"] for entry in json.loads(self.ask(f"/{kind}")[2])["contents"]]


@contextmanager
def world_of(store: DirectoryStore) -> Iterator[World]:
    """Publish a directory."""
    with Asker(application(store)) as asker:
        yield World(store, asker)


# --- the same for every directory -----------------------------------------------------------------


def lists(world: World) -> Answers:
    """Lists as pages and as lines, with every narrowing that could tell something."""
    for kind in (*SERVICES, *TERMS):
        for query in QUERIES if kind in SERVICES else QUERIES[1:2]:
            yield (kind, *query), world.ask(f"/{kind}", query)
    yield ("day",), world.ask("/services", {"day": "TU"})
    yield ("near",), world.ask("/services", {"postcode": "FY1 1AA", "proximity": "20000"})
    yield ("full lines",), world.ask("/services", {"full": "true", "format": "ndjson"})


def details(world: World) -> Answers:
    """Each entry by its id, and whether it is said to be as it was."""
    for kind in (*SERVICES, *TERMS):
        for one in world.ids(kind):
            status, headers, text = world.ask(f"/{kind}/{one}")
            yield (kind, one), (status, headers, text)
            if kind in TERMS:
                break  # one says what all do
            known = {"If-None-Match": headers.get("etag", "")}
            yield (kind, one, "again"), world.ask(f"/{kind}/{one}", headers=known)


def errors(world: World) -> Answers:
    """What is not there, what is asked wrongly, and what only looks at headers."""
    for path in ("/", "/openapi.json", "/nothing", "/contacts", "/organizations", "/services/"):
        yield ("path", path), world.ask(path)
    yield ("wrong page",), world.ask("/services", {"page": "0"})
    yield ("post",), world.ask("/services", method="POST")
    yield ("head",), world.ask("/services", method="HEAD")


def stored(world: World) -> Answers:
    """What the store says to the public: services, contacts, counts, what is stale, what changed."""
    store = world.store
    yield ("counts",), store.counts(**PUBLIC)
    services = store.services(on=ON, **PUBLIC)
    yield ("services",), repr(services)
    yield ("contacts",), repr([store.contacts_of(view.service.id, **PUBLIC) for view in services])
    yield ("stale",), repr(store.stale_contacts(before=ON, **PUBLIC))
    yield ("changes",), repr(store.changed_since(store.clock().replace(day=4), **PUBLIC))


def searched(world: World) -> Answers:
    """What the public finds by words that are there."""
    for words in ("gardenng", "ann example", "person"):
        yield from found(world, words)


PUBLIC_ANSWERS: dict[str, Callable[[World], Answers]] = {
    "lists": lists,
    "details": details,
    "errors": errors,
    "stored": stored,
    "searched": searched,
}
"""By name; a road that gives something out to everybody is added here, and so behind the wall."""


# --- by what somebody guesses ---------------------------------------------------------------------


def found(world: World, words: str) -> Answers:
    """What a search says; what it understood repeats the asker's own words, and stands apart for that."""
    answer = search(world.store, words, on=ON, **PUBLIC)
    yield ("search", words), repr((answer.hits, answer.more))
    yield ("understood", words), repr(answer.understood)


def guessed(world: World, words: str) -> Answers:
    """What the public hears who types something that it cannot know, mistyped or as an id too."""
    yield from found(world, words)
    yield from found(world, words[:-1])
    yield ("by words", words), world.ask("/services", {"search": words, "minimal": "true"})
    yield ("by id", words), world.ask(f"/services/{words}")
    yield ("as a day", words), world.ask("/services", {"day": words})


def every_answer(world: World) -> dict[tuple[str, ...], object]:
    """All that is the same for every directory."""
    return {(name, *asked): answer for name, road in PUBLIC_ANSWERS.items() for asked, answer in road(world)}


def every_guess(world: World, guesses: list[str]) -> dict[tuple[str, ...], object]:
    """All that is said to guesses."""
    return {("guessed", *asked): answer for words in guesses for asked, answer in guessed(world, words)}


def marks_in(answers: dict[tuple[str, ...], object], marks: list[str]) -> list[str]:
    """Those of some marks that an answer carries.

    To guesses, what was understood and the links of a page repeat the asker's own words: what is asserted of
    those is that they are the same without what is hidden.
    """
    said = json.dumps(
        [repr(answer) for asked, answer in answers.items() if asked[:2] != ("guessed", "understood")]
    ).casefold()
    return [mark for mark in marks if mark.casefold() in said]
