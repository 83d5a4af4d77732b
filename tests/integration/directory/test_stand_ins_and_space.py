"""Who stands in comes after whom they stand in for; room that was said too long ago is not known."""

from __future__ import annotations

from datetime import date, timedelta

from adapter_core.domain.directory import Audience, Capacity, CapacityState, Contact
from community_directory.searching import index
from community_directory.searching.filters import Filters
from community_directory.searching.service import search
from community_directory.store.contacts import set_contact, verify_contact

TODAY = date(2026, 11, 23)


def test_who_stands_in_comes_after_whom_they_stand_in_for(town, a_service):
    town.read(a_service("1"))
    (first,) = town.view("Service 1").contacts
    service = town.view("Service 1").service.id
    stand_in = town.do(set_contact, Contact("", "Abe Stand", "Stands in", service_id=service), by="Sam")
    other = town.do(set_contact, Contact("", "Zoe Other", "Helper", service_id=service), by="Sam")
    town.do(set_contact, Contact(first.id, "Person 1", service_id=service, backup_id=stand_in), by="Sam")
    town.do(verify_contact, stand_in, by="Sam", on=TODAY)
    town.do(verify_contact, other, by="Sam", on=date(2026, 1, 1))
    found = [one.name for one in town.view("Service 1").contacts]
    assert found == ["Zoe Other", "Person 1", "Abe Stand"]


def test_room_is_known_for_as_long_as_the_config_says(town, a_service):
    town.store.on_commit_work.append(index.update)
    full = Capacity(CapacityState.FULL, TODAY)
    town.read(a_service("1", service={"name": "Walk", "capacity": full}))
    with_space = Filters(with_space=True)

    def found(on):
        return search(town.store, "walk", with_space, audience=Audience.PUBLIC, on=on).hits

    holds = town.store.capacity_days
    assert not found(TODAY + timedelta(days=holds))
    (hit,) = found(TODAY + timedelta(days=holds + 1))
    assert hit.service.capacity_state is CapacityState.UNKNOWN


def test_a_council_may_hold_what_was_said_of_room_longer_than_an_entry_is_fresh(town, a_service):
    town.store.on_commit_work.append(index.update)
    town.read(a_service("1", service={"name": "Walk", "capacity": Capacity(CapacityState.FULL, TODAY)}))
    town.store.capacity_days = 200
    on = TODAY + timedelta(days=200)
    wanted = Filters(with_space=True)
    assert not search(town.store, "walk", wanted, audience=Audience.PUBLIC, on=on).hits
    later = on + timedelta(days=1)
    assert search(town.store, "walk", wanted, audience=Audience.PUBLIC, on=later).hits
