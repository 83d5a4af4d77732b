"""Answers lapse alike, whether the record holds them or they were kept here; and days are local days."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapter_core.checks.reviewing import no_longer_holds
from adapter_core.checks.rule import Given
from adapter_core.checks.rules._answers import answered
from adapter_core.domain.findings import Decision, Review
from adapter_core.domain.people import Answer, CapacityAssessment, Person
from adapter_core.domain.states import State

ON = date(2026, 7, 10)
NEAR = st.integers(-5, 5).map(lambda days: ON + timedelta(days))
DAYS = st.one_of(NEAR, st.sampled_from([State.ABSENT, State.NOT_SUPPORTED]))


def kept(at, rule="lpa", decision=Decision.ASKED_NONE):
    return Review("mosaic", "1", rule, State.ABSENT, decision, "kit", at)


@pytest.fixture
def london(monkeypatch):
    monkeypatch.setenv("TZ", "Europe/London")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.requirement("P-04")
@given(asked=st.integers(-5, 0), reviewed=DAYS, assessed=st.lists(DAYS, max_size=2), capacity=st.booleans())
def test_an_answer_kept_here_lapses_as_one_of_the_record(asked, reviewed, assessed, capacity):
    asked_on = ON + timedelta(asked)
    rule = "lpa" if capacity else "relationship_contact"
    person = Person(
        "1",
        last_review_on=reviewed,
        capacity=tuple(CapacityAssessment(assessed_on=each) for each in assessed),
        answers=(Answer(topic=rule, answer=State.ASKED_NONE, asked_on=asked_on),),
    )
    of_the_record = answered(person, rule, Given(as_of=ON, profile="pre_meeting"), until_capacity=capacity)
    at = datetime(asked_on.year, asked_on.month, asked_on.day, 12, tzinfo=UTC)
    assert no_longer_holds(kept(at, rule), person, ON) == (of_the_record is State.EXPIRED)


def test_what_has_not_happened_yet_lapses_nothing():
    asked = kept(datetime(2026, 7, 1, 12, tzinfo=UTC))
    tomorrow = ON + timedelta(1)
    for person in (
        Person("1", last_review_on=tomorrow),
        Person("1", capacity=(CapacityAssessment(assessed_on=tomorrow),)),
    ):
        assert not no_longer_holds(asked, person, ON)
        assert no_longer_holds(asked, person, tomorrow)


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="the time zone cannot be set here")
@pytest.mark.usefixtures("london")
def test_half_past_midnight_in_summer_is_today():
    half_past_midnight = datetime(2026, 7, 9, 23, 30, tzinfo=UTC)
    person = Person("1", last_review_on=ON)
    assert not no_longer_holds(kept(half_past_midnight), person, ON)
    assert no_longer_holds(kept(half_past_midnight - timedelta(hours=1)), person, ON)


def test_would_not_say_does_not_lapse():
    declined = kept(datetime(2026, 7, 1, 12, tzinfo=UTC), decision=Decision.DECLINED)
    assert not no_longer_holds(declined, Person("1", last_review_on=ON), ON)
