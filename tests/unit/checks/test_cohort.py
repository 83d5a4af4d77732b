"""Cohorts: each person is counted once, under the first reason that holds."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapter_core.checks.cohort import (
    COHORTS,
    exclusion_of,
    has_open_work,
    latest_adult_birthday,
    record_exclusion_of,
)
from adapter_core.checks.results import EXCLUSIONS
from adapter_core.domain.people import Allocation, Person, Service, WorkflowStep, is_restricted
from adapter_core.domain.states import State
from adapter_core.domain.values import age_on

AS_OF = date(2026, 11, 23)
OPEN = (Allocation(worker="W1", start=date(2026, 1, 1), end=State.ABSENT),)


def someone(**fields):
    return Person(
        "1",
        **{
            "date_of_birth": date(1950, 1, 1),
            "date_of_death": State.ABSENT,
            "duplicate_of": State.ABSENT,
            "restricted": False,
            "allocations": OPEN,
            "services": (),
            "steps": (),
            **fields,
        },
    )


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({}, None),
        ({"date_of_death": AS_OF}, "deceased"),
        ({"date_of_death": AS_OF + timedelta(1)}, None),
        ({"date_of_death": State.INVALID}, None),
        ({"duplicate_of": "2"}, "duplicate"),
        ({"allocations": ()}, "closed"),
        ({"date_of_birth": date(2008, 11, 24)}, "under_18"),
        ({"date_of_birth": date(2008, 11, 23)}, None),
        ({"date_of_birth": AS_OF + timedelta(1)}, None),
        ({"date_of_birth": State.ABSENT}, None),
        ({"restricted": True}, "restricted"),
        ({"restricted": State.NOT_SUPPORTED}, None),
        ({"restricted": State.ABSENT}, None),
        ({"restricted": State.INVALID}, "restricted"),
        ({"restricted": State.PLACEHOLDER}, "restricted"),
    ],
)
def test_why_someone_is_outside_the_default_cohort(fields, reason):
    assert exclusion_of(COHORTS["open_adults"], AS_OF)(someone(**fields)) == reason


@pytest.mark.parametrize("state", State)
def test_only_a_plain_no_or_nothing_at_all_leaves_a_record_open(state):
    open_to_all = state in {State.ABSENT, State.NOT_SUPPORTED}
    assert is_restricted(someone(restricted=state)) is not open_to_all
    assert not is_restricted(someone(restricted=False))
    assert is_restricted(someone(restricted=True))


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({}, None),
        ({"date_of_death": AS_OF}, "deceased"),
        ({"date_of_death": AS_OF + timedelta(1)}, None),
        ({"duplicate_of": "2"}, "duplicate"),
        ({"restricted": State.INVALID}, "restricted"),
        ({"allocations": ()}, None),
        ({"date_of_birth": date(2020, 1, 1)}, None),
    ],
)
def test_what_any_record_decides_by_itself(fields, reason):
    assert record_exclusion_of(AS_OF)(someone(**fields)) == reason


def test_reasons_are_tried_in_the_contracts_order():
    everything = {
        "date_of_death": AS_OF,
        "duplicate_of": "2",
        "allocations": (),
        "date_of_birth": date(2020, 1, 1),
        "restricted": True,
    }
    why = exclusion_of(COHORTS["open_adults"], AS_OF)
    seen = []
    for field in everything:
        seen.append(why(someone(**everything)))
        everything = {key: value for key, value in everything.items() if key != field}
    assert tuple(seen) == EXCLUSIONS


@pytest.mark.parametrize(
    ("cohort", "child", "closed"),
    [
        ("open_adults", "under_18", "closed"),
        ("open", None, "closed"),
        ("adults", "under_18", None),
        ("everyone", None, None),
    ],
)
def test_each_cohort(cohort, child, closed):
    why = exclusion_of(COHORTS[cohort], AS_OF)
    assert why(someone(date_of_birth=date(2015, 1, 1))) == child
    assert why(someone(allocations=())) == closed
    assert why(someone(date_of_death=date(2026, 1, 1))) == "deceased"


@pytest.mark.parametrize(
    ("fields", "is_open"),
    [
        ({"allocations": (Allocation(worker="W1", start=State.ABSENT, end=AS_OF),)}, True),
        ({"allocations": (Allocation(worker="W1", start=State.ABSENT, end=AS_OF - timedelta(1)),)}, False),
        ({"allocations": (Allocation(worker="W1", start=AS_OF + timedelta(1), end=State.ABSENT),)}, False),
        ({"allocations": (), "services": (Service(kind="home care", start=AS_OF, end=State.ABSENT),)}, True),
        (
            {"allocations": (), "services": (Service(kind="home care", start=AS_OF, end=date(2026, 1, 1)),)},
            False,
        ),
        ({"allocations": (), "steps": (WorkflowStep(status="in_progress"),)}, True),
        ({"allocations": (), "steps": (WorkflowStep(status="completed"),)}, False),
        ({"allocations": (), "services": State.NOT_SUPPORTED, "steps": State.NOT_SUPPORTED}, False),
    ],
)
def test_open_work(fields, is_open):
    assert has_open_work(someone(**fields), AS_OF) is is_open


def test_a_source_that_knows_no_work_counts_everybody_as_open():
    nothing = dict.fromkeys(("allocations", "services", "steps"), State.NOT_SUPPORTED)
    assert has_open_work(someone(**nothing), AS_OF)


@given(born=st.dates(date(1900, 1, 1), date(2060, 1, 1)), on=st.dates(date(1990, 1, 1), date(2060, 1, 1)))
def test_the_adult_birthday_is_the_day_that_age_says(born, on):
    assert (born <= latest_adult_birthday(on)) is (age_on(born, on) >= 18)
