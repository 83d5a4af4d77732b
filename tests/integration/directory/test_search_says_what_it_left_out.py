"""What a filter left out is said where it matched better than what is shown; "now" is the council's time."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest

from adapter_core.domain.directory import Audience, CostOption, Eligibility, Schedule
from community_directory.searching import index
from community_directory.searching.service import search

TODAY = date(2026, 11, 23)


@pytest.fixture
def listed(town, a_service):
    """A function that lists services by name, each with what else it has."""
    town.store.on_commit_work.append(index.update)

    def put(**services):
        town.read(
            *(
                a_service(str(n), service={"name": name.replace("_", " "), **given})
                for n, (name, given) in enumerate(services.items(), 1)
            )
        )

        def ask(query):
            answer = search(town.store, query, audience=Audience.PUBLIC, on=TODAY)
            return [hit.service.service.name for hit in answer.hits], answer.understood

        return ask

    return put


@pytest.mark.requirement("G-10")
def test_what_matches_better_and_is_left_out_is_told_with_the_reason(listed):
    adults = {"eligibility": Eligibility(18, None)}
    paid = {"eligibility": Eligibility(18, None), "costs": (CostOption("1", 5.0, "Five pounds"),)}
    ask = listed(Autism_group=adults, Autism_hub=paid, Autism_choir={**paid, "eligibility": Eligibility()})
    names, said = ask("autism for children")
    assert names == ["Autism choir"]
    assert not [each for each in said if "Left out" in each]  # what is shown matches as well
    names, said = ask("autism hub for a 9 year old")
    assert names == ["Autism choir"]
    assert said[-1] == "Left out, of what matches best: 1 for other ages."
    names, said = ask("free autism for a 9 year old")
    assert names == []
    assert said[-1] == "Left out, of what matches best: 2 for other ages, 2 not free."


@pytest.mark.requirement("G-10")
def test_now_is_the_time_that_the_clock_on_the_wall_shows(listed, town):
    early = Schedule("1", "WEEKLY", ("TU",), opens_at=time(9), closes_at=time(10))
    ask = listed(Yoga={"schedules": (early,)})
    town.now = datetime(2026, 7, 7, 8, 30, tzinfo=UTC)  # in summer, half past nine
    names, said = ask("yoga open now")
    assert names == ["Yoga"]
    assert any("Tuesday 09:3" in each for each in said)
