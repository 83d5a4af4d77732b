"""What signposts teach the directory: contacts verified, room with its day, corrections to be checked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from adapter_core.domain.directory import (
    Audience,
    Capacity,
    CapacityState,
    EntityKind,
    Event,
    ServiceStatus,
)
from adapter_core.domain.directory.lessons import CorrectionState, Lesson, LessonKind
from adapter_core.errors import UsageError
from adapter_core.hooks.ports import OpenContext
from community_directory.learning import tables as lessons
from community_directory.learning.corrections import Found, confirm, corrections, reject
from community_directory.learning.learning import learn
from community_directory.port import CommunityDirectory, DirectorySettings, open_port
from community_directory.searching import index
from community_directory.store import DirectoryStore, stable_id
from community_directory.store.contacts import set_contact
from community_directory.store.editing import set_capacity

TODAY = date(2026, 11, 23)
K = LessonKind
SERVICE = stable_id("council", EntityKind.SERVICE, "1")
CONTACT = stable_id("council", EntityKind.CONTACT, "c1")
NOWHERE = "00000000-0000-4000-8000-000000000000"


def lesson(kind, number=1, *, on=TODAY, by="Ann", **given):
    about = {"contact_id": CONTACT} if kind.of_contact else {"service_id": SERVICE}
    return Lesson(f"{number:032x}", kind, on, by, **(about | given))


def contact(town):
    return town.store.contact(CONTACT, audience=Audience.INTERNAL)


def waiting(town, *, everything=False):
    with town.store.reading() as unit:
        return corrections(unit.connection, everything=everything)


def refused(code, town, work, *given, **named):
    with pytest.raises(UsageError) as caught:
        town.do(work, *given, **named)
    assert caught.value.code == code


@pytest.fixture
def directory_url(tmp_path):
    """SQLite: that PostgreSQL does the same, one test says."""
    return f"sqlite:///{tmp_path / 'directory.db'}"


@pytest.fixture
def town(town, a_service, a_phone):
    town.read(a_service("1", contact={"phones": (a_phone("01632960101"),), "role": "Coordinator"}))
    return town


# --- what is learnt at once ---


@pytest.mark.requirement("G-05")
def test_that_a_contact_was_spoken_to_verifies_them_once(town):
    assert contact(town).verified_on is None
    assert town.do(learn, lesson(K.SPOKE_TO))
    assert (contact(town).verified_on, contact(town).verified_by) == (TODAY, "Ann")
    assert not town.do(learn, lesson(K.SPOKE_TO, on=TODAY + timedelta(9), by="Bob"))
    assert contact(town).verified_by == "Ann"


def test_older_news_does_not_make_a_contact_older(town):
    town.do(learn, lesson(K.SPOKE_TO))
    assert town.do(learn, lesson(K.SPOKE_TO, 2, on=TODAY - timedelta(30), by="Bob"))
    assert (contact(town).verified_on, contact(town).verified_by) == (TODAY, "Ann")


@pytest.mark.parametrize("kind", [each for each in K if each is not K.SPOKE_TO])
def test_nothing_else_verifies_a_contact(town, kind):
    town.do(learn, lesson(kind, contact_id=CONTACT, service_id=SERVICE))
    assert contact(town).verified_on is None


@pytest.mark.parametrize(
    ("kind", "state"),
    [
        (K.FULL, CapacityState.FULL),
        (K.WAITING_LIST, CapacityState.WAITING_LIST),
        (K.HAS_ROOM, CapacityState.CAPACITY),
    ],
)
def test_room_is_told_with_its_day_and_goes_stale_by_itself(town, kind, state):
    town.do(learn, lesson(kind))
    seen = town.store.service(SERVICE, audience=Audience.INTERNAL, on=TODAY)
    assert (seen.capacity_state, seen.service.capacity.as_of) == (state, TODAY)
    later = town.store.service(SERVICE, audience=Audience.INTERNAL, on=TODAY + timedelta(29))
    assert later.capacity_state is CapacityState.UNKNOWN


def test_older_news_of_room_does_not_replace_newer_and_a_note_stays_with_what_it_says(town):
    town.do(set_capacity, SERVICE, Capacity(CapacityState.FULL, TODAY, "until spring"), by="Sam")
    town.do(learn, lesson(K.HAS_ROOM, on=TODAY - timedelta(1)))
    town.do(learn, lesson(K.FULL, 2, on=TODAY + timedelta(1)))
    held = town.view("Service 1").service.capacity
    assert (held.state, held.as_of, held.note) == (CapacityState.FULL, TODAY + timedelta(1), "until spring")
    town.do(learn, lesson(K.HAS_ROOM, 3, on=TODAY + timedelta(2)))
    assert town.view("Service 1").service.capacity.note == ""


def test_what_is_not_there_cannot_be_learnt_of(town):
    refused("FP-0833", town, learn, lesson(K.SPOKE_TO, contact_id=NOWHERE))
    refused("FP-0832", town, learn, lesson(K.FULL, service_id=NOWHERE))
    with town.store.reading() as unit:
        assert unit.connection.execute(select(lessons.lesson)).all() == []


def test_the_port_learns_and_the_index_follows(town):
    touched = []
    town.store.on_commit_work.append(lambda _, numbers: touched.extend(numbers))
    directory = CommunityDirectory(town.store)
    assert directory.learn(lesson(K.FULL))
    assert len(touched) == 1
    assert not directory.learn(lesson(K.FULL))


def test_a_port_that_is_opened_keeps_the_index_up(tmp_path):
    context = OpenContext("community_directory", TODAY, tmp_path, {}, {})
    with open_port(DirectorySettings(), context) as directory:
        assert directory._store.on_commit_work == [index.update]


# --- corrections ---


@pytest.mark.parametrize("kind", [each for each in K if each.corrects])
def test_what_says_that_an_entry_is_wrong_changes_nothing_yet(town, kind):
    before = (contact(town), town.view("Service 1"))
    town.do(learn, lesson(kind))
    town.do(learn, lesson(kind, 2, by="Bob"))
    (open_,) = waiting(town)
    assert (open_.kind, open_.said, open_.by, open_.on) == (kind, 2, "Ann", TODAY)
    assert (contact(town), town.view("Service 1")) == before


def test_whoever_said_it_does_not_check_it(town):
    town.do(learn, lesson(K.CONTACT_LEFT, by="Ann Lee"))
    for by in ("Ann Lee", " ann  LEE ", ""):
        refused("FP-1037", town, confirm, 1, by=by, on=TODAY)
        refused("FP-1037", town, reject, 1, by=by, on=TODAY)
    assert contact(town).name == "Person 1"
    refused("FP-1036", town, confirm, 2, by="Bob", on=TODAY)


@pytest.mark.requirement("G-05")
def test_a_contact_who_left_goes_and_another_takes_their_place(town, a_service, a_phone):
    town.do(learn, lesson(K.CONTACT_LEFT))
    found = Found(instead="Kim Ade", number="01632 960102")
    done = town.do(confirm, 1, by="Bob", on=TODAY, found=found)
    assert (done.state, done.checked_by, done.checked_on) == (CorrectionState.CONFIRMED, "Bob", TODAY)
    (now,) = town.view("Service 1").contacts
    assert (now.name, now.role, now.audience) == ("Kim Ade", "Coordinator", Audience.INTERNAL)
    assert [each.number for each in now.phones] == ["+441632960102"]
    assert now.verified_on is None
    # The feed says the same as before: nobody comes back by that.
    town.read(a_service("1", contact={"phones": (a_phone("01632960101"),), "role": "Coordinator"}))
    assert [each.name for each in town.view("Service 1").contacts] == ["Kim Ade"]
    refused("FP-1038", town, reject, 1, by="Cy", on=TODAY)
    assert waiting(town) == []
    assert [each.state for each in waiting(town, everything=True)] == [CorrectionState.CONFIRMED]


def test_a_dead_number_goes_and_stays_gone(town, a_service, a_phone):
    town.do(learn, lesson(K.NUMBER_DEAD))
    town.do(confirm, 1, by="Bob", on=TODAY)
    assert contact(town).phones == ()
    town.read(a_service("1", contact={"phones": (a_phone("01632960101"),), "role": "Lead"}))
    assert (contact(town).phones, contact(town).role) == ((), "Lead")


def test_of_several_numbers_somebody_says_which_is_dead(town, a_phone):
    both = (a_phone("01632960101"), a_phone("07700900101"))
    town.do(set_contact, replace(contact(town), phones=both), by="Sam")
    town.do(learn, lesson(K.NUMBER_DEAD))
    refused("FP-1039", town, confirm, 1, by="Bob", on=TODAY)
    refused("FP-1039", town, confirm, 1, by="Bob", on=TODAY, found=Found(dead="07700 900999"))
    refused(
        "FP-1039", town, confirm, 1, by="Bob", on=TODAY, found=Found(dead="07700 900101", number="next door")
    )
    town.do(confirm, 1, by="Bob", on=TODAY, found=Found(dead="07700 900101"))
    assert [each.number for each in contact(town).phones] == ["+441632960101"]


def test_a_service_that_closed_is_defunct_whatever_its_feed_says(town, a_service):
    town.do(learn, lesson(K.SERVICE_CLOSED))
    town.do(confirm, 1, by="Bob", on=TODAY)
    town.read(a_service("1", service={"description": "new"}))
    seen = town.view("Service 1").service
    assert (seen.status, seen.description) == (ServiceStatus.DEFUNCT, "new")


def test_what_is_rejected_stays_as_it_is_and_may_be_said_again(town):
    before = contact(town)
    town.do(learn, lesson(K.CONTACT_LEFT))
    assert town.do(reject, 1, by="Bob", on=TODAY).state is CorrectionState.REJECTED
    assert contact(town) == before
    town.do(learn, lesson(K.CONTACT_LEFT, 2))
    assert [each.number for each in waiting(town)] == [2]


def test_what_is_withdrawn_already_opens_no_correction(town):
    town.do(learn, lesson(K.CONTACT_LEFT))
    town.do(confirm, 1, by="Bob", on=TODAY)
    assert town.do(learn, lesson(K.CONTACT_LEFT, 2))
    assert waiting(town) == []


# --- events ---


@pytest.mark.requirement("G-07")
def test_a_dated_event_is_found_by_its_id(town, a_service):
    starts = town.now.replace(hour=11, minute=0)
    fair = Event("e1", "Older Persons Fair", starts, organisation_id="o1", service_id="1", location_id="l1")
    town.read(a_service("1", events=(fair,)))
    its_id = stable_id("council", EntityKind.EVENT, "e1")
    found = CommunityDirectory(town.store).event(its_id)
    assert (found.name, found.starts, found.service_id) == ("Older Persons Fair", starts, SERVICE)
    assert found == town.view("Service 1").events[0]
    town.read(a_service("1"))
    with pytest.raises(UsageError) as caught:
        CommunityDirectory(town.store).event(its_id)
    assert caught.value.code == "FP-0832"


def test_nothing_of_a_contact_stays_in_what_was_learnt(town):
    town.do(learn, lesson(K.CONTACT_LEFT))
    with town.store.reading() as unit:
        kept = repr(
            [unit.connection.execute(select(each)).all() for each in (lessons.lesson, lessons.correction)]
        )
    assert "Person 1" not in kept
    assert "960101" not in kept


def test_postgresql_does_the_same(postgres_url, town, a_service, a_phone):
    with DirectoryStore.open(postgres_url) as store:
        town = type(town)(store)
        town.read(a_service("1", contact={"phones": (a_phone("01632960101"),)}))
        assert town.do(learn, lesson(K.SPOKE_TO))
        assert town.do(learn, lesson(K.FULL, 2))
        assert town.do(learn, lesson(K.CONTACT_LEFT, 3))
        assert not town.do(learn, lesson(K.CONTACT_LEFT, 3))
        assert town.do(learn, lesson(K.NUMBER_DEAD, 4))
        assert [each.kind for each in waiting(town)] == [K.CONTACT_LEFT, K.NUMBER_DEAD]
        town.do(confirm, 2, by="Bob", on=TODAY, found=Found(number="01632 960109"))
        assert [each.number for each in contact(town).phones] == ["+441632960109"]
        town.do(confirm, 1, by="Bob", on=TODAY)
        assert town.view("Service 1").contacts == ()
        assert town.view("Service 1").capacity_state is CapacityState.FULL
