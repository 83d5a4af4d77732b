"""What people change here holds against every feed; who asked to be taken out stays out; merges undone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from sqlalchemy import select

from adapter_core.domain.directory import (
    Audience,
    Capacity,
    CapacityState,
    Contact,
    CostOption,
    EntityKind,
    Incoming,
    Location,
    Organisation,
    Phone,
    RelationshipStrength,
    Schedule,
    Service,
)
from adapter_core.errors import UsageError
from community_directory.store import DirectoryStore, FeedWriter, own_tables, stable_id, tables
from community_directory.store.contacts import remove_contact, set_contact, verify_contact
from community_directory.store.editing import (
    assure,
    edit,
    edits_of,
    forget_edit,
    set_capacity,
    set_note,
    set_relationship,
)
from community_directory.store.merging import merge, merges, unmerge

TODAY = date(2026, 11, 23)


def of(kind, source_id, feed="council"):
    return stable_id(feed, kind, source_id)


ONE = of(EntityKind.SERVICE, "1")


def refused(code, town, work, *given, **named):
    with pytest.raises(UsageError) as caught:
        town.do(work, *given, **named)
    assert caught.value.code == code
    return caught.value


# --- edits ---


def test_an_edit_holds_against_the_feed_and_can_be_taken_back(town, a_service):
    town.read(a_service("1", service={"description": "old"}))
    town.do(
        edit, EntityKind.SERVICE, ONE, {"description": "by hand", "url": "https://ours.example"}, by="Sam"
    )
    assert town.view("Service 1").service.description == "by hand"
    town.read(a_service("1", service={"description": "new", "email": "a@example.org"}))
    seen = town.view("Service 1").service
    assert (seen.description, seen.url, seen.email) == ("by hand", "https://ours.example", "a@example.org")
    with town.store.reading() as unit:
        made = edits_of(unit.connection, EntityKind.SERVICE, ONE, audience=Audience.INTERNAL)
        assert [(one.field, one.by) for one in made] == [("description", "Sam"), ("url", "Sam")]
    assert town.do(forget_edit, EntityKind.SERVICE, ONE, "description")
    seen = town.view("Service 1").service
    assert (seen.description, seen.url) == ("new", "https://ours.example")
    assert not town.do(forget_edit, EntityKind.SERVICE, ONE, "description")


def test_an_edit_taken_back_before_the_feed_is_read_again(town, a_service):
    town.read(a_service("1", service={"description": "old"}))
    for words in ("first", "second"):
        town.do(edit, EntityKind.SERVICE, ONE, {"description": words}, by="Sam")
    town.do(forget_edit, EntityKind.SERVICE, ONE, "description")
    assert town.view("Service 1").service.description == "old"


def test_edited_hours_costs_and_terms_hold_as_well(town, a_service):
    theirs = {"schedules": (Schedule("h", "WEEKLY", ("MO",)),), "costs": (CostOption("c", 3.0),)}
    town.read(a_service("1", service=theirs))
    ours = Schedule("", "WEEKLY", ("TU",), (), time(9, 30), time(11, 0), date(2026, 1, 1), text="Tuesdays")
    town.do(edit, EntityKind.SERVICE, ONE, {"schedules": (ours,), "costs": ()}, by="Sam")
    town.read(a_service("1", service=theirs | {"description": "new"}))
    seen = town.view("Service 1").service
    assert [replace(one, id="") for one in seen.schedules] == [ours]
    assert (seen.costs, seen.description) == ((), "new")
    later = theirs | {"schedules": (Schedule("h", "WEEKLY", ("FR",)),)}
    town.read(a_service("1", service=later))
    town.do(forget_edit, EntityKind.SERVICE, ONE, "schedules")
    town.do(forget_edit, EntityKind.SERVICE, ONE, "costs")
    seen = town.view("Service 1").service
    assert seen.schedules[0].byday == ("FR",)
    assert seen.costs[0].amount == 3.0


def test_an_organisation_and_a_location_are_edited(town, a_service):
    town.read(a_service("1"))
    town.do(edit, EntityKind.ORGANISATION, of(EntityKind.ORGANISATION, "o1"), {"name": "Ours"}, by="Sam")
    town.do(edit, EntityKind.LOCATION, of(EntityKind.LOCATION, "l1"), {"latitude": 53.8}, by="Sam")
    town.read(a_service("1", owner=Organisation("o1", "Theirs"), locations=(Location("l1", "The barn"),)))
    view = town.view("Service 1")
    assert view.organisation.name == "Ours"
    assert (view.locations[0].name, view.locations[0].latitude) == ("The barn", 53.8)


def test_what_cannot_be_edited(town, a_service):
    town.read(a_service("1"))
    error = refused("FP-0837", town, edit, EntityKind.SERVICE, ONE, {"descripton": "x"}, by="Sam")
    assert 'Did you mean "description"?' in error.message
    refused("FP-0832", town, edit, EntityKind.SERVICE, "17", {"description": "x"}, by="Sam")
    nobody = {"organisation_id": "00000000-0000-4000-8000-000000000000"}
    refused("FP-0832", town, edit, EntityKind.SERVICE, ONE, nobody, by="Sam")


# --- what the council knows ---


@pytest.mark.requirement("G-06")
def test_what_people_here_say_is_not_overwritten_by_a_feed(town, a_service):
    theirs = {
        "capacity": Capacity(CapacityState.CAPACITY, date(2026, 11, 1)),
        "relationship": RelationshipStrength.NONE,
        "notes": "theirs",
        "assured_on": date(2026, 1, 1),
    }
    town.read(a_service("1", service=theirs))
    ours = Capacity(CapacityState.FULL, TODAY, "until spring")
    town.do(set_capacity, ONE, ours, by="Sam")
    town.do(set_relationship, ONE, RelationshipStrength.STRONG, by="Sam")
    town.do(set_note, ONE, "ours", by="Sam")
    town.do(assure, ONE, on=TODAY, by="Sam")
    town.read(a_service("1", service=theirs | {"description": "new"}))
    seen = town.view("Service 1").service
    assert (seen.capacity, seen.relationship, seen.notes) == (ours, RelationshipStrength.STRONG, "ours")
    assert (seen.assured_on, seen.description) == (TODAY, "new")
    town.do(set_note, ONE, "", by="Sam")
    town.do(set_capacity, ONE, None, by="Sam")
    seen = town.view("Service 1").service
    assert (seen.notes, seen.capacity) == ("", None)


def test_capacity_goes_stale_by_itself(directory_url, a_service):
    said = Capacity(CapacityState.FULL, TODAY)
    with DirectoryStore.open(directory_url, capacity_days=10) as store:
        with store.work() as unit:
            writer = FeedWriter(unit, "council", on=TODAY)
            writer.put(a_service("1", service={"capacity": said}))
            writer.flush()
            unit.commit()
        states = {
            days: store.service(ONE, audience=Audience.PUBLIC, on=TODAY + timedelta(days=days)).capacity_state
            for days in (-1, 0, 10, 11)
        }
    assert states == {
        -1: CapacityState.UNKNOWN,
        0: CapacityState.FULL,
        10: CapacityState.FULL,
        11: CapacityState.UNKNOWN,
    }


# --- contacts ---


@pytest.mark.requirement("G-05")
def test_a_contact_is_written_verified_and_changed(town, a_service, a_phone):
    town.read(a_service("1", contacts=()))
    new = Contact(
        "", "Jo Ink", "Lead", (a_phone("01253477477"),), service_id=ONE, basis="public task", told=True
    )
    made = town.do(set_contact, new, by="Sam")
    town.do(verify_contact, made, by="Sam", on=TODAY)
    (contact,) = town.view("Service 1").contacts
    assert contact == replace(new, id=made, verified_on=TODAY, verified_by="Sam")
    town.do(set_contact, replace(contact, audience=Audience.PUBLIC, hours="mornings"), by="Sam")
    (seen,) = town.view("Service 1", Audience.PUBLIC).contacts
    assert (seen.name, seen.hours, seen.verified_on) == ("Jo Ink", "mornings", TODAY)
    refused("FP-0838", town, set_contact, Contact("", "Al"), by="Sam")
    refused("FP-0833", town, set_contact, Contact("17", "Al", service_id=ONE), by="Sam")
    refused("FP-0832", town, set_contact, Contact("", "Al", service_id="17"), by="Sam")
    refused("FP-0833", town, verify_contact, "17", by="Sam", on=TODAY)


def test_what_a_person_says_of_a_feeds_contact_stays(town, a_service):
    town.read(a_service("1"))
    (contact,) = town.view("Service 1").contacts
    town.do(verify_contact, contact.id, by="Sam", on=TODAY)
    town.do(set_contact, replace(contact, audience=Audience.PUBLIC, told=True, verified_on=TODAY), by="Sam")
    town.read(a_service("1", contact={"role": "Chair"}))
    (seen,) = town.view("Service 1").contacts
    assert (seen.audience, seen.role, seen.verified_on, seen.told) == (Audience.PUBLIC, "Chair", TODAY, True)


def test_the_longest_unverified_come_first(town, a_service):
    town.read(a_service("1"), a_service("2"), a_service("3"))
    ids = {one.contacts[0].name: one.contacts[0].id for one in town.views()}
    town.do(verify_contact, ids["Person 2"], by="Sam", on=date(2025, 1, 1))
    town.do(verify_contact, ids["Person 3"], by="Sam", on=TODAY)
    stale = town.store.stale_contacts(audience=Audience.INTERNAL, before=date(2026, 1, 1))
    assert [one.name for one in stale] == ["Person 1", "Person 2"]
    assert town.store.stale_contacts(audience=Audience.PUBLIC, before=TODAY) == []


# --- removals ---


def remove(town, contact):
    return town.do(remove_contact, contact.id, by="Sam", why="asked by telephone", on=TODAY)


def everything_kept(town):
    """Every value of every table, as text."""
    with town.store.reading() as unit:
        return repr([list(unit.connection.execute(select(table))) for table in tables.metadata.sorted_tables])


def person(name="Jo Ink", number="07700900123", **given):
    phones = (Phone(f"+44{number[1:]}", number),) if number else ()
    return {"name": name, "phones": phones, "emails": ("jo@example.org",)} | given


@pytest.mark.requirement("G-05")
def test_who_asked_to_be_taken_out_stays_out_of_every_later_import(town, a_service):
    town.read(a_service("1", contact=person()), a_service("2"))
    (contact,) = town.view("Service 1").contacts
    assert remove(town, contact).also == ()
    kept = everything_kept(town)
    for one in ("Jo Ink", "7700900123", "jo@example.org"):
        assert one not in kept
    again = (
        person(),
        person(name="MS. Jó INK", number="", emails=()),
        person(name="", emails=()),
        person(name="J. Inkwell", phones=(Phone("", "0044 7700 900123"),), emails=()),
        person(name="J. Inkwell", number="", emails=("JO@Example.org ",)),
    )
    for contact in again:
        outcome = town.read(a_service("1", contact=contact), a_service("2"))
        assert outcome.suppressed == 1, contact
        assert town.view("Service 1").contacts == ()
    other = replace(a_service("x1", contact=person()), organisation=Organisation("o9", "Another"))
    assert town.read(other, feed="charity").suppressed == 1
    namesake = a_service("x2", contact=person(number="", emails=()), organisation="o7")
    outcome = town.read(namesake, feed="charity")
    assert (outcome.suppressed, len(town.view("Service x2").contacts)) == (0, 1)


def test_they_go_wherever_else_they_stand(town, a_service):
    town.read(a_service("1", contact=person()), feed="council")
    town.read(a_service("2", contact=person(name="Ms Jo Ink")), feed="charity")
    (contact,) = town.view("Service 1").contacts
    assert remove(town, contact).also == ()
    assert [one.contacts for one in town.views()] == [(), ()]
    assert town.read(a_service("2", contact=person(name="Ms Jo Ink")), feed="charity").suppressed == 1
    assert "Jo Ink" not in everything_kept(town)


def test_a_shared_number_takes_no_colleague_out(town, a_service):
    desk = "01253477477"
    town.read(
        a_service("1", contact=person(number=desk, emails=("desk@example.org",))),
        a_service("2", contact=person(name="Al Pen", number=desk, emails=("desk@example.org",))),
    )
    (contact,) = town.view("Service 1").contacts
    assert [kind for kind, _ in remove(town, contact).also] == [EntityKind.CONTACT]
    outcome = town.read(
        a_service("1", contact=person(number=desk, emails=())),
        a_service("2", contact=person(name="Al Pen", number=desk, emails=("desk@example.org",))),
        a_service("3", contact=person(name="Bo Nib", number=desk, emails=())),
    )
    assert outcome.suppressed == 1
    assert [len(town.view(f"Service {one}").contacts) for one in (1, 2, 3)] == [0, 1, 1]


def test_where_else_a_removed_number_stands_is_said(town, a_service):
    owner = Organisation("o1", "Jo's shop", email="JO@example.org", phones=("+447700900123",))
    town.read(a_service("1", contact=person(), owner=owner, service={"email": "jo@example.org"}))
    (contact,) = town.view("Service 1").contacts
    assert set(remove(town, contact).also) == {
        (EntityKind.ORGANISATION, of(EntityKind.ORGANISATION, "o1")),
        (EntityKind.SERVICE, ONE),
    }


def test_nobody_writes_them_in_again_by_accident(town, a_service):
    town.read(a_service("1", contact=person()))
    (contact,) = town.view("Service 1").contacts
    remove(town, contact)
    again = replace(contact, id="", original={})
    refused("FP-0834", town, set_contact, again, by="Sam")
    made = town.do(set_contact, again, by="Sam", again=True)
    assert [one.id for one in town.view("Service 1").contacts] == [made]
    refused("FP-0833", town, remove_contact, contact.id, by="Sam", why="", on=TODAY)
    assert town.do(remove_contact, made, by="Sam", why="", on=TODAY).number > 0


def test_another_store_hashes_otherwise(town, a_service, tmp_path):
    def marks(store):
        with store.reading() as unit:
            return set(unit.connection.execute(select(own_tables.removal_mark.c.mark)).scalars())

    town.read(a_service("1", contact=person()))
    remove(town, town.view("Service 1").contacts[0])
    mine = town.store
    with DirectoryStore.open(f"sqlite:///{tmp_path / 'other.db'}") as other:
        town.store = other
        town.read(a_service("1", contact=person()))
        remove(town, town.view("Service 1").contacts[0])
        assert marks(mine)
        assert not marks(mine) & marks(other)
    town.store = mine


# --- merges ---


def two(a_service):
    return a_service("1", organisation="o1"), a_service("2", organisation="o2")


@pytest.mark.requirement("G-05")
@pytest.mark.parametrize(
    ("kind", "kept", "gone"),
    [
        (EntityKind.ORGANISATION, "o1", "o2"),
        (EntityKind.SERVICE, "1", "2"),
        (EntityKind.LOCATION, "l1", "l2"),
    ],
)
def test_a_merge_is_undone_without_a_trace(town, a_service, kind, kept, gone):
    second = a_service(
        "2",
        organisation="o2",
        locations=(Location("l2", "The Hall"),),
        at_locations=(),
        service={"schedules": (Schedule("h", text="Mondays", location_id="l2"),)},
    )
    both = (a_service("1"), second)
    town.read(*both)
    before = [replace(one, changed=None) for one in town.views()]
    number = town.do(merge, kind, of(kind, kept), of(kind, gone), by="Sam")
    assert [replace(one, changed=None) for one in town.views()] != before
    with town.store.reading() as unit:
        (made,) = merges(unit.connection, audience=Audience.INTERNAL)
    assert (made.number, made.kept, made.gone, made.by) == (number, of(kind, kept), of(kind, gone), "Sam")
    town.read(*both)
    town.do(unmerge, number, by="Sam")
    assert [replace(one, changed=None) for one in town.views()] == before
    refused("FP-0836", town, unmerge, number, by="Sam")


def test_a_merged_service_is_found_by_both_ids_with_all_its_contacts(town, a_service):
    town.read(*two(a_service))
    town.do(merge, EntityKind.SERVICE, ONE, of(EntityKind.SERVICE, "2"), by="Sam")
    view = town.store.service(of(EntityKind.SERVICE, "2"), audience=Audience.INTERNAL)
    assert view.service.id == ONE
    assert {one.name for one in view.contacts} == {"Person 1", "Person 2"}
    assert len(town.views()) == 1


def test_what_a_feed_tells_after_a_merge_goes_where_it_belongs(town, a_service):
    town.read(*two(a_service))
    kept, gone = (of(EntityKind.ORGANISATION, one) for one in ("o1", "o2"))
    number = town.do(merge, EntityKind.ORGANISATION, kept, gone, by="Sam")
    town.read(*two(a_service), a_service("3", organisation="o2"))
    assert {one.organisation.id for one in town.views()} == {kept}
    town.do(unmerge, number, by="Sam")
    assert {one.service.name: one.organisation.id for one in town.views()} == {
        "Service 1": kept,
        "Service 2": gone,
        "Service 3": gone,
    }


def test_what_was_kept_stays_while_a_feed_tells_of_what_went(town, a_service):
    town.read(a_service("1"), feed="council")
    town.read(a_service("1"), feed="charity")
    theirs = of(EntityKind.SERVICE, "1", "charity")
    town.do(merge, EntityKind.SERVICE, ONE, theirs, by="Sam")
    assert EntityKind.SERVICE not in town.read(feed="council").withdrawn
    assert [one.service.id for one in town.views()] == [ONE]
    town.read(feed="charity")
    assert town.views() == []


def test_merges_in_a_row_are_undone_from_the_last(town, a_service):
    town.read(*(a_service(one, organisation=f"o{one}") for one in ("1", "2", "3")))
    one, two_, three = (of(EntityKind.ORGANISATION, f"o{number}") for number in (1, 2, 3))
    first = town.do(merge, EntityKind.ORGANISATION, two_, three, by="Sam")
    second = town.do(merge, EntityKind.ORGANISATION, one, two_, by="Sam")
    assert {view.organisation.id for view in town.views()} == {one}
    refused("FP-0836", town, unmerge, first, by="Sam")
    refused("FP-0835", town, merge, EntityKind.ORGANISATION, one, three, by="Sam")
    refused("FP-0835", town, merge, EntityKind.ORGANISATION, one, one, by="Sam")
    refused("FP-0835", town, merge, EntityKind.CONTACT, one, two_, by="Sam")
    refused("FP-0832", town, merge, EntityKind.ORGANISATION, one, "17", by="Sam")
    for number in (second, first):
        town.do(unmerge, number, by="Sam")
    assert {view.organisation.id for view in town.views()} == {one, two_, three}


def test_a_service_alone_may_come_without_an_organisation(town):
    town.read(Incoming(ref="1", service=Service("1", "Alone")))
    assert town.view("Alone").organisation is None
