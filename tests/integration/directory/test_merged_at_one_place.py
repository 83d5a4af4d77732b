"""Two services, or two locations, that are one: where both say the same of one place, it is said once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from adapter_core.domain.directory import Audience, EntityKind, Location, ServiceAtLocation
from community_directory.store import listing, stable_id
from community_directory.store.merging import merge, unmerge


def of(kind, ref):
    return stable_id("council", kind, ref)


def places(town):
    with town.store.reading() as unit:
        found = listing.at_locations(unit.connection, audience=Audience.PUBLIC)
        assert listing.count_at_locations(unit.connection, audience=Audience.PUBLIC) == len(found)
    return [(one.service_id, one.location_id, one.description) for one in found]


@pytest.fixture
def both(a_service):
    """Two services at one hall; the second is in its annexe as well."""
    annexe = (Location("l1", "The hall"), Location("l2", "The annexe"))
    at = (ServiceAtLocation("at2", "2", "l1"), ServiceAtLocation("at3", "2", "l2"))
    return a_service("1"), a_service("2", locations=annexe, at_locations=at)


def test_two_services_at_one_place_stand_there_once_and_apart_again(town, both):
    town.read(*both)
    before = [replace(one, changed=None) for one in town.views()]
    one, two = (of(EntityKind.SERVICE, each) for each in "12")
    number = town.do(merge, EntityKind.SERVICE, one, two, by="Sam")
    hall, annexe = (of(EntityKind.LOCATION, each) for each in ("l1", "l2"))
    assert sorted(places(town)) == sorted([(one, hall, ""), (one, annexe, "")])
    assert len(town.view("Service 1").at_locations) == 2
    town.read(*both)
    assert len(places(town)) == 2
    town.do(unmerge, number, by="Sam")
    assert [replace(one, changed=None) for one in town.views()] == before
    assert len(places(town)) == 3


def test_two_merges_are_undone_one_by_one(town, both):
    town.read(*both)
    one, two = (of(EntityKind.SERVICE, each) for each in "12")
    hall, annexe = (of(EntityKind.LOCATION, each) for each in ("l1", "l2"))
    first = town.do(merge, EntityKind.SERVICE, one, two, by="Sam")
    second = town.do(merge, EntityKind.LOCATION, annexe, hall, by="Sam")
    assert places(town) == [(one, annexe, "")]
    town.do(unmerge, second, by="Sam")
    assert sorted(places(town)) == sorted([(one, hall, ""), (one, annexe, "")])
    town.do(unmerge, first, by="Sam")
    assert len(places(town)) == 3


def test_what_is_said_of_a_place_besides_stays(town, a_service):
    upstairs = (ServiceAtLocation("at2", "2", "l1", "upstairs"),)
    town.read(a_service("1"), a_service("2", at_locations=upstairs))
    town.do(merge, EntityKind.SERVICE, *(of(EntityKind.SERVICE, each) for each in "12"), by="Sam")
    assert {description for *_, description in places(town)} == {"", "upstairs"}


def test_a_place_that_moves_after_a_merge_is_told(town, both):
    town.read(*both)
    one, two = (of(EntityKind.SERVICE, each) for each in "12")
    town.do(merge, EntityKind.SERVICE, one, two, by="Sam")
    moved = replace(
        both[1],
        locations=(*both[1].locations, Location("l3", "The barn")),
        at_locations=(ServiceAtLocation("at2", "2", "l3"), both[1].at_locations[1]),
    )
    town.read(both[0], moved)
    assert {location for _, location, _ in places(town)} == {
        of(EntityKind.LOCATION, each) for each in ("l1", "l2", "l3")
    }


def test_a_place_stays_as_long_as_either_feed_tells_of_it(town, a_service):
    town.read(a_service("1"), feed="council")
    town.read(a_service("1"), feed="charity")
    hall, theirs = (stable_id(feed, EntityKind.LOCATION, "l1") for feed in ("council", "charity"))
    town.do(merge, EntityKind.LOCATION, hall, theirs, by="Sam")
    one, two = (stable_id(feed, EntityKind.SERVICE, "1") for feed in ("council", "charity"))
    town.do(merge, EntityKind.SERVICE, one, two, by="Sam")
    assert places(town) == [(one, hall, "")]
    town.read(feed="council")
    assert places(town) == [(one, hall, "")]
    town.read(feed="charity")
    assert places(town) == []
