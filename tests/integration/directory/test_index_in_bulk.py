"""The index written in batches is the one that is made anew, and says the same."""

from __future__ import annotations

from datetime import date

import pytest

from adapter_core.domain.directory import (
    Address,
    Audience,
    Contact,
    Location,
    Organisation,
    ServiceAtLocation,
)
from community_directory.searching import checking, index
from community_directory.searching.documents import LEVELS
from community_directory.searching.finding import Asked, find
from community_directory.store import feed_writer

TODAY = date(2026, 11, 23)
WORDS = ("meals", "choir", "advice", "walking", "lunch", "garden", "debt", "memory")


def many(a_service, first, last, word="club"):
    return [
        a_service(
            str(number),
            service={
                "name": f"{WORDS[number % 8]} {word} {number}",
                "description": f"Don't worry, {WORDS[number % 7]} for all.",
            },
            organisation=f"o{number % 5}",
            owner=Organisation(f"o{number % 5}", f"Trust {number % 5}"),
            contact={"name": f"Kathryn Ashbourne{number}", "audience": list(Audience)[number % 3]},
        )
        for number in range(first, last)
    ]


@pytest.fixture
def small(monkeypatch):
    """Batches of a few services."""
    monkeypatch.setattr(index, "A_BATCH", 7)
    monkeypatch.setattr(index, "AT_ONCE", 3)
    monkeypatch.setattr(feed_writer, "INDEXED_AT_ONCE", 5)
    monkeypatch.setattr(feed_writer, "BATCH", 4)


@pytest.mark.usefixtures("small")
def test_services_that_are_added_changed_and_withdrawn_in_batches_are_indexed_as_they_are(town, a_service):
    town.store.on_commit_work.append(index.update)
    town.read(*many(a_service, 0, 25))
    town.read(*many(a_service, 0, 12), *many(a_service, 12, 20, "group"), *many(a_service, 30, 45))
    with town.store.work() as unit:
        checked = checking.check(unit.connection)
        assert (checked.services, checked.problems) == (35, ())
        assert index.rebuild(unit.connection) == 35
        assert checking.check(unit.connection).sound


@pytest.mark.usefixtures("small")
def test_a_dry_run_need_not_index(town, a_service):
    seen = []
    town.store.on_commit_work.append(lambda _, numbers: seen.extend(numbers))
    town.read(*many(a_service, 0, 4), commit=False)
    assert seen == []


def numbered(town, query):
    """Numbers of services, the best first; without what a place in the query does besides."""
    with town.store.reading() as unit:
        found = find(unit.connection, Asked.of(query), level=LEVELS[Audience.INTERNAL], on=TODAY)
        return [one.number for one in found.ranked]


@pytest.mark.requirement("G-01")
def test_where_a_service_is_counts_for_more_than_what_others_are_called(town, a_service):
    town.store.on_commit_work.append(index.update)

    def at(ref, city, owner="A trust", person="Nobody Inparticular", name="Lunch club"):
        return a_service(
            ref,
            service={"name": name},
            organisation=f"o{ref}",
            owner=Organisation(f"o{ref}", owner),
            locations=(Location(f"l{ref}", "Hall", address=Address(city=city)),),
            at_locations=(ServiceAtLocation(f"a{ref}", ref, f"l{ref}"),),
            contacts=(Contact(f"c{ref}", person, service_id=ref, audience=Audience.PUBLIC),),
        )

    called, named, here = 1, 2, 3
    town.read(
        at("called", "Leeds", owner="The York Road Trust"),
        at("named", "Leeds", person="Marian York"),
        at(
            "here",
            "York",
            owner="A trust of many good neighbours",
            name="Lunch club with a name that says a lot",
        ),
    )
    assert numbered(town, "lunch club york")[0] == here
    assert numbered(town, "marian york")[0] == named
    assert numbered(town, "the york road trust")[0] == called
