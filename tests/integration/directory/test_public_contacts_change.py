"""A public contact is published with its services: what changes of it is a change of theirs."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

from adapter_core.domain.directory import Audience, Contact, EntityKind, Organisation
from community_directory.publishing.api import application
from community_directory.searching import index
from community_directory.searching.service import search
from community_directory.store.contacts import remove_contact, set_contact, verify_contact
from community_directory.store.editing import forget_edit
from tests.integration.directory.publishing_town import ask

TODAY = date(2026, 11, 23)
BY = "an editor"


@pytest.fixture
def two(town, a_service):
    """Two services of two organisations: the contact of the first is public, of the second internal."""
    town.store.on_commit_work.append(index.update)
    town.both = (
        a_service("1", contact={"name": "Kathryn Ashbourne", "audience": Audience.PUBLIC}),
        a_service("2", organisation="o2", contact={"name": "Quintus Zyzzyva"}),
    )
    town.read(*town.both)
    return town


class Told:
    """What an incremental client is told from now on, by every road."""

    def __init__(self, town):
        self.town, self.since, self.app = town, town.tick(), application(town.store)
        self.tags = {name: self.asked(name)[1]["etag"] for name in ("Service 1", "Service 2")}

    def asked(self, name, **given):
        return ask(self.app, f"/services/{self.town.view(name).service.id}", **given)

    def changed(self):
        """Names of the services that changed; every road has to say the same."""
        since = self.since.isoformat()
        listed = {
            each.service.name for each in self.town.store.changed_since(self.since, audience=Audience.PUBLIC)
        }
        page = json.loads(ask(self.app, "/services", {"modified_after": since})[2])
        minimal = ask(
            self.app, "/services", {"modified_after": since, "minimal": "true", "format": "ndjson"}
        )[2]
        ids = {json.loads(line)["id"] for line in minimal.splitlines()}
        by_tag = {
            name
            for name, tag in self.tags.items()
            if self.asked(name, headers={"If-None-Match": tag})[0] != 304
        }
        assert {each["name"] for each in page["contents"]} == listed == by_tag
        assert {self.town.view(name).service.id for name in listed} == ids
        return listed


def contact_of(town, name):
    (contact,) = town.view(name).contacts
    return contact


def found(town, words, audience=Audience.PUBLIC):
    return [hit.service.service.name for hit in search(town.store, words, audience=audience, on=TODAY).hits]


def test_a_public_contact_that_is_renamed_changes_its_service(two):
    told = Told(two)
    two.do(set_contact, replace(contact_of(two, "Service 1"), name="Wilhelmina Oxbow"), by=BY)
    assert told.changed() == {"Service 1"}
    assert found(two, "wilhelmina oxbow") == ["Service 1"]
    assert found(two, "ashbourne") == []
    told = Told(two)
    assert two.do(forget_edit, EntityKind.CONTACT, contact_of(two, "Service 1").id, "name")
    assert told.changed() == {"Service 1"}
    assert found(two, "ashbourne") == ["Service 1"]


def test_a_public_contact_that_is_made_internal_changes_its_service_and_so_does_the_way_back(two):
    told = Told(two)
    kept = contact_of(two, "Service 1")
    two.do(set_contact, replace(kept, audience=Audience.INTERNAL), by=BY)
    assert told.changed() == {"Service 1"}
    assert found(two, "ashbourne") == []
    told = Told(two)
    two.do(set_contact, kept, by=BY)
    assert told.changed() == {"Service 1"}
    assert found(two, "ashbourne") == ["Service 1"]


def test_a_public_contact_that_is_taken_out_changes_its_service(two):
    told = Told(two)
    two.do(remove_contact, contact_of(two, "Service 1").id, by=BY, why="asked", on=TODAY)
    assert told.changed() == {"Service 1"}
    assert found(two, "ashbourne") == []
    assert found(two, "ashbourne", Audience.INTERNAL) == []


def test_a_public_contact_that_is_verified_changes_its_service(two):
    told = Told(two)
    two.do(verify_contact, contact_of(two, "Service 1").id, by=BY, on=TODAY)
    assert told.changed() == {"Service 1"}
    assert two.view("Service 1", Audience.PUBLIC).contacts[0].verified_on == TODAY


def test_a_public_contact_that_moves_changes_both_services(two):
    told = Told(two)
    there = two.view("Service 2").service.id
    two.do(set_contact, replace(contact_of(two, "Service 1"), service_id=there), by=BY)
    assert told.changed() == {"Service 1", "Service 2"}
    assert found(two, "ashbourne") == ["Service 2"]


def test_a_public_contact_of_an_organisation_changes_all_its_services(two):
    told = Told(two)
    owner = two.view("Service 2").organisation.id
    new = Contact("", "Ann Desk", audience=Audience.PUBLIC, organisation_id=owner)
    two.do(set_contact, new, by=BY)
    assert told.changed() == {"Service 2"}


def test_a_feed_that_changes_withdraws_or_brings_back_a_public_contact_changes_its_service(two, a_service):
    _, second = two.both
    for contacts in (
        {"contact": {"name": "Wilhelmina Oxbow", "audience": Audience.PUBLIC}},
        {"contacts": ()},
        {"contact": {"name": "Wilhelmina Oxbow", "audience": Audience.PUBLIC}},
    ):
        told = Told(two)
        two.read(a_service("1", **contacts), second)
        assert told.changed() == {"Service 1"}
        assert found(two, "wilhelmina oxbow") == (["Service 1"] if contacts.get("contact") else [])


def test_nothing_that_is_not_for_the_public_moves_anything(two, a_service):
    told = Told(two)
    hidden, shown = contact_of(two, "Service 2"), contact_of(two, "Service 1")
    two.do(set_contact, replace(hidden, name="Wilhelmina Oxbow", audience=Audience.PARTNER), by=BY)
    two.do(verify_contact, hidden.id, by=BY, on=TODAY)
    two.do(set_contact, replace(shown, basis="consent", told=True, backup_id=hidden.id), by=BY)
    added = two.do(set_contact, Contact("", "A Desk", service_id=two.view("Service 1").service.id), by=BY)
    two.do(remove_contact, added, by=BY, why="asked", on=TODAY)
    first, _ = two.both
    owner = Organisation("o2", "Organisation o2")
    two.read(first, a_service("2", organisation="o2", owner=owner, contact={"name": "Somebody Else"}))
    two.read(first, a_service("2", organisation="o2", owner=owner, contacts=()))
    assert told.changed() == set()


def test_a_contact_that_stands_in_for_a_public_one_and_becomes_public_changes_its_service(two):
    hidden, shown = contact_of(two, "Service 2"), contact_of(two, "Service 1")
    two.do(set_contact, replace(shown, backup_id=hidden.id), by=BY)
    assert two.view("Service 1", Audience.PUBLIC).contacts[0].backup_id == ""
    since = two.tick()
    two.do(set_contact, replace(hidden, audience=Audience.PUBLIC), by=BY)
    changed = two.store.changed_since(since, audience=Audience.PUBLIC)
    assert {each.service.name for each in changed} == {"Service 1", "Service 2"}
    since = two.tick()
    two.do(remove_contact, hidden.id, by=BY, why="asked", on=TODAY)
    changed = two.store.changed_since(since, audience=Audience.PUBLIC)
    assert {each.service.name for each in changed} == {"Service 1", "Service 2"}
