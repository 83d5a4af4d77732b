"""A signpost names whom to ask for, also where somebody gave a service's id alone."""

from __future__ import annotations

import pytest

from adapter_core.domain.casework import Resource, ResourceKind
from adapter_core.service.casework.naming import named, with_contact
from tests.integration.casework.desks import a_record, a_signpost


@pytest.fixture
def desk(small_council, ids):
    with small_council.desk() as opened:
        yield opened


def a_service(service, **given):
    return Resource(ResourceKind.SERVICE, "The club", service, **given)


@pytest.mark.requirement("G-05")
@pytest.mark.parametrize(
    ("given", "named_so", "has_id"),
    [
        ({}, "Jo Wells 1", True),
        ({"contact_name": "jo  wells 1"}, "jo  wells 1", True),
        ({"contact_name": "Sam Example"}, "Sam Example", False),
        ({"contact_id": "Jo Wells 1"}, "Jo Wells 1", True),
        ({"contact_id": "Jo Wells 2"}, "", True),  # of another service: told where the signpost is checked
    ],
)
def test_the_directory_says_whom_to_ask_for(desk, ids, given, named_so, has_id):
    if "contact_id" in given:
        given = {"contact_id": ids[given["contact_id"]]}
    found = with_contact(desk, a_service(ids["Ark lunch club"], **given))
    assert (found.contact_name, bool(found.contact_id)) == (named_so, has_id)


@pytest.mark.parametrize("kind", [ResourceKind.NETWORK, ResourceKind.EQUIPMENT])
def test_what_is_no_service_stays_as_it_was_written(desk, kind):
    assert with_contact(desk, Resource(kind, "Stair rail")) == Resource(kind, "Stair rail")


def test_somebodys_own_network_is_not_looked_up(desk, ids):
    neighbour = Resource(ResourceKind.NETWORK, "Mrs Grey", ids["Ark lunch club"])
    assert with_contact(desk, neighbour) == neighbour


def test_a_contact_that_was_named_once_is_not_replaced(desk, ids):
    service = ids["Ark lunch club"]
    gone = a_signpost(resource=a_service(service, contact_id="left", contact_name="Whoever it was"))
    again = a_signpost(resource=a_service(service))
    (kept,) = named(desk, a_record(signposts=(again,)), a_record(signposts=(gone,))).signposts
    assert kept.resource.contact_name == "Whoever it was"
    (new,) = named(desk, a_record(signposts=(again,)), None).signposts
    assert new.resource.contact_name == "Jo Wells 1"


def test_without_a_directory_it_stays_as_it_was_written(small_council):
    small_council.configure(without=', "community_directory"')
    with small_council.desk() as desk:
        assert with_contact(desk, a_service("x")) == a_service("x")


def test_a_service_that_is_not_there_stays_as_it_was_written(desk):
    assert with_contact(desk, a_service("x")) == a_service("x")
