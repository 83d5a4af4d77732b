"""Why a service was found says what speaks for it, and in plain words what speaks against it."""

from __future__ import annotations

from datetime import date

import pytest

from adapter_core.domain.directory import Audience, ServiceStatus
from community_directory.searching import index
from community_directory.searching.service import search

TODAY = date(2026, 11, 23)


@pytest.fixture
def why(town, a_service):
    """A function that lists one service called Yoga and tells why a query finds it."""
    town.store.on_commit_work.append(index.update)

    def told(query, **given):
        town.read(a_service("1", service={"name": "Yoga", "assured_on": TODAY, **given}))
        (hit,) = search(town.store, query, audience=Audience.INTERNAL, on=TODAY).hits
        return hit.why

    return told


@pytest.mark.requirement("G-01")
@pytest.mark.parametrize(
    ("query", "given", "says"),
    [
        ("polish speaking yoga", {}, "but it does not say in which languages"),
        ("wheelchair accessible yoga", {}, "but it does not say whether it has wheelchair access"),
        ("yoga on tuesday", {}, "but it does not say when it is open"),
        ("yoga open now", {}, "but it does not say when it is open"),
        ("free yoga", {}, "but it does not say what it costs"),
        ("yoga with space", {}, "but nobody has said lately whether it has space"),
        ("yoga", {"assured_on": date(2025, 3, 4)}, "but nobody has looked at its entry since 4 March 2025"),
        ("yoga", {"assured_on": None}, "but nobody has said when its entry was last looked at"),
        ("yoga", {"status": ServiceStatus.TEMPORARILY_CLOSED}, "but it is closed for a time"),
        ("yoga", {"status": ServiceStatus.DEFUNCT}, "but it is closed for good"),
    ],
)
def test_what_puts_a_service_lower_is_said_last_and_as_that(why, query, given, says):
    reasons = why(query, **given)
    assert reasons[-1] == says
    assert not [each for each in reasons[:-1] if each.startswith("but ") or "not known" in each]


def test_several_things_that_put_it_lower_are_one_sentence(why):
    assert why("polish speaking yoga", assured_on=date(2025, 3, 4))[-2:] == (
        "but it does not say in which languages",
        "and nobody has looked at its entry since 4 March 2025",
    )


def test_of_what_puts_nothing_lower_nothing_is_said(why):
    assert why("yoga") == ("has just that name", "“yoga” in its name")
    assert why("yoga for children")[-1] == "no age limits given"
    assert not [each for each in why("yoga near FY1") if each.startswith("but ")]


def test_a_word_is_not_said_twice_for_being_a_concept_too(why, town, a_service):
    reasons = why("parkinsons", description="For people with Parkinson's. A parkinsons group.")
    assert [each for each in reasons if "parkinsons" in each] == ["“parkinsons” in its description"]
