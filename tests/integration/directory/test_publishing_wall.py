"""The wall: nothing that is not for the public can be read, found, counted or guessed by any public road."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from adapter_core.domain.directory import Audience, Capacity, CapacityState
from adapter_core.store import engine
from community_directory.searching.service import search
from community_directory.store import tables
from community_directory.store.editing import set_capacity
from tests.integration.directory.public_answers import (
    ON,
    PUBLIC_ANSWERS,
    every_answer,
    every_guess,
    marks_in,
)
from tests.integration.directory.wall_town import OURS, SERVICES, WallTown, plant, privates

AS_THEY_COME = settings(
    max_examples=25,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # a smaller example takes minutes to find
    suppress_health_check=[HealthCheck.too_slow],
)
GUESSES = ("name", "role", "note")


@pytest.fixture(scope="module")
def walls(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine, "JOURNAL_SYNC", "OFF")  # nothing here is about power cuts
        yield WallTown(tmp_path_factory.mktemp("walls"))


class Bare:
    """The town without anything hidden, and all that it answers."""

    def __init__(self, world):
        self.world, self.answers = world, every_answer(world)


@pytest.fixture(scope="module")
def bare(walls):
    with walls.town() as world:
        yield Bare(world)


def partners_told(store, words):
    """All that a partner is told by the search, the lists and the contacts of a service."""
    told: dict[str, Any] = {"audience": Audience.PARTNER}
    services = store.services(on=ON, **told)
    return repr(
        [
            services,
            [store.contacts_of(view.service.id, **told) for view in services],
            store.stale_contacts(before=ON, **told),
            [search(store, each, on=ON, **told).hits for each in words],
        ]
    ).casefold()


@pytest.mark.requirement("G-05")
@AS_THEY_COME
@given(planted=st.lists(privates, min_size=1, max_size=2, unique_by=lambda one: one.words["name"]))
def test_no_answer_tells_of_what_is_not_public(walls, bare, planted):
    before = bare.answers
    with walls.town() as among:
        hidden = plant(among.store, planted)
        guesses = [planted[0].words[each] for each in GUESSES] + hidden[-1:]
        after = every_answer(among)
        assert {key: (before.get(key), said) for key, said in after.items() if before.get(key) != said} == {}
        assert before.keys() == after.keys()
        told = every_guess(among, guesses)
        assert told == every_guess(bare.world, guesses)
        assert marks_in(after, hidden) == []
        assert marks_in({key: value for key, value in told.items() if key[1] == "search"}, hidden) == []

        said = partners_told(among.store, guesses)
        for one in planted:
            theirs = one.audience is Audience.PARTNER and one.road != "removed"
            for name, word in one.words.items():
                assert name == "room" or (word in said) == (theirs and name not in OURS), name


def test_every_road_answers_something(bare):
    before = bare.answers
    assert {key[0] for key in before} == set(PUBLIC_ANSWERS)
    assert all(answer for answer in before.values())
    assert "Ann Example" in repr(before)


def test_what_is_said_of_room_stays_out_of_the_feed_with_its_note(walls):
    with walls.town() as world:
        before = world.ask("/services", {"full": "true"})
        service_id = json.loads(before[2])["contents"][0]["id"]
        with world.store.work() as unit:
            set_capacity(unit, service_id, Capacity(CapacityState.CAPACITY, ON, "zxwvtsrq"), by="worker")
            unit.commit()
        world.store.clock.next()
        assert world.ask("/services", {"full": "true"}) == before
        assert "zxwvtsrq" not in repr(world.store.services(audience=Audience.PUBLIC))


def test_withdrawn_services_are_not_published(walls):
    with walls.town() as world:
        first = world.ids("services")[0]
        with world.store.work() as unit:
            gone = tables.service.update().where(tables.service.c.id == first).values(withdrawn_on=ON)
            unit.connection.execute(gone)
            unit.commit()
        assert world.ask(f"/services/{first}")[0] == 404
        assert len(world.ids("services")) == SERVICES - 1
