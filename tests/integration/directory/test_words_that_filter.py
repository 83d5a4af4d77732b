"""Words that were understood as a filter narrow and order; a service need not have them in its text."""

from __future__ import annotations

from datetime import date, time

import pytest

from adapter_core.domain.directory import (
    Address,
    Audience,
    Eligibility,
    Location,
    Organisation,
    Schedule,
    ServiceAtLocation,
)
from community_directory.places import stored
from community_directory.searching import index
from community_directory.searching.service import search

TODAY = date(2026, 11, 23)


@pytest.fixture
def listed(town, a_service):
    """A function that lists services by name, each with what else it has."""
    town.store.on_commit_work.append(index.update)

    def put(**services):
        incoming = []
        for n, (key, given) in enumerate(services.items(), 1):
            city, owner = given.pop("city", ""), given.pop("owner", f"Owner {n}")
            place = Location(f"l{n}", "Hall", address=Address("1 Road", "", city, "", "FY1 1AA"))
            incoming.append(
                a_service(
                    str(n),
                    service={"name": key.replace("_", " "), **given},
                    owner=Organisation(f"o{n}", owner),
                    organisation=f"o{n}",
                    locations=(place,) if city else (),
                    at_locations=(ServiceAtLocation(f"at{n}", str(n), place.id),) if city else (),
                )
            )
        town.read(*incoming)
        town.do(lambda unit: stored.rebuild(unit.connection))

        def names(query):
            answer = search(town.store, query, audience=Audience.PUBLIC, on=TODAY)
            return [hit.service.service.name for hit in answer.hits]

        return names

    return put


@pytest.mark.requirement("G-10")
def test_what_a_place_has_is_not_what_is_asked_for(listed):
    names = listed(
        Wheelchair_loan={"description": "Wheelchairs lent. Wheelchair repairs."},
        Morning_yoga={"accessibility": ("Wheelchair access",)},
        Evening_yoga={"description": "All in wheelchairs welcome: every wheelchair has its place."},
    )
    assert names("wheelchair accessible yoga")[-1] == "Wheelchair loan"
    assert names("wheelchairs")[0] == "Wheelchair loan"  # nothing else is left of the query


@pytest.mark.requirement("G-10")
def test_a_language_is_told_by_the_entry_or_by_its_words_and_the_topic_comes_first(listed):
    names = listed(
        Polish_dancing={"description": "Polish Saturday school. Ask for advice on costumes."},
        Advice_desk={"language_codes": ("en", "pl")},
        Advice_and_more={"description": "A worker speaks Polish."},
        Advice_line={},
    )
    assert set(names("Polish speaking advice")[:2]) == {"Advice desk", "Advice and more"}
    assert names("Polish speaking advice")[-1] == "Polish dancing"


@pytest.mark.requirement("G-10")
def test_a_time_of_life_is_told_by_ages_or_by_words(listed):
    names = listed(
        Older_peoples_art={"description": "Art for older people, and tea. Older people lead it."},
        Lunch_club={"eligibility": Eligibility(55, None)},
        Older_people_sing={"description": "Songs of older people, then lunch."},
    )
    assert names("lunch club for older people")[0] == "Lunch club"


def test_a_name_with_a_time_of_life_in_it_is_still_found(listed):
    names = listed(
        Action_group={},
        Holiday_play={"owner": "Action for Children Blackpool"},
        Action_now={},
    )
    assert names("action for children")[0] == "Holiday play"


@pytest.mark.requirement("G-10")
def test_a_place_after_in_or_near_need_not_stand_in_the_text(listed):
    names = listed(
        Adult_learning={"city": "Reading"},
        Reading_for_pleasure={"description": "Adult readers: reading and learning, reading and tea."},
        Learning_to_read_for_adults={"description": "Reading for an adult who is learning."},
    )
    assert names("adult learning in Reading")[0] == "Adult learning"


def test_a_whole_name_is_found_though_its_words_are_a_filter_and_though_the_filter_says_no(listed):
    thursday = Schedule("h", "WEEKLY", ("TH",), opens_at=time(10), closes_at=time(12))
    names = listed(
        Art_club={},
        The_Tuesday_Club={"schedules": (thursday,)},
        Over_60s_Club={"eligibility": Eligibility(50, 55)},
        Chess_club={},
    )
    assert names("tuesday club")[0] == "The Tuesday Club"
    assert names("over 60s club")[0] == "Over 60s Club"
    assert "The Tuesday Club" not in names("club on tuesday")


def test_words_that_are_a_filter_are_not_corrected_and_not_said_to_be_missing(listed, town):
    listed(Chess_club={}, Childbirth_class={"description": "For chldren."})
    answer = search(town.store, "chess for children", audience=Audience.PUBLIC, on=TODAY)
    assert [hit.service.service.name for hit in answer.hits] == ["Chess club"]
    assert not [each for each in answer.understood if "nothing here" in each or "read as" in each]
