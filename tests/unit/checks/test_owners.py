"""Owners: the first that a person has, in the council's order."""

from __future__ import annotations

from datetime import date

import pytest

from adapter_core.checks.owners import DEFAULT_FALLBACK, owner_of
from adapter_core.domain.findings import Owner
from adapter_core.domain.people import Allocation, Person, WorkflowStep
from adapter_core.domain.states import State

AS_OF = date(2026, 11, 23)
LOCALITIES = {"ZX4": "North Team", "Riverside": "River Team"}
ENDED = Allocation(worker="Old", team="Old Team", start=date(2020, 1, 1), end=date(2021, 1, 1))
FIRST = Allocation(worker="First", team="First Team", start=date(2024, 1, 1), end=State.ABSENT)
LATEST = Allocation(worker="Latest", team=State.ABSENT, start=date(2025, 1, 1), end=State.ABSENT)
UNDATED = Allocation(worker="Undated", team="Undated Team", start=State.ABSENT, end=State.ABSENT)
TO_COME = Allocation(worker="Next", team="Next Team", start=date(2027, 1, 1), end=State.ABSENT)
TEAM_ONLY = Allocation(worker=State.ABSENT, team="Pool", start=date(2026, 1, 1), end=State.ABSENT)
STEP = WorkflowStep(status="incoming", team="Duty")
CLOSED_STEP = WorkflowStep(status="completed", team="Archive")


@pytest.mark.parametrize(
    ("fields", "owner"),
    [
        ({"allocations": (FIRST, LATEST, UNDATED, ENDED, TO_COME)}, Owner("Latest", None)),
        ({"allocations": (UNDATED, FIRST)}, Owner("First", "First Team")),
        ({"allocations": (ENDED, TEAM_ONLY), "steps": (CLOSED_STEP, STEP)}, Owner(None, "Duty")),
        ({"allocations": State.NOT_SUPPORTED, "steps": (STEP,)}, Owner(None, "Duty")),
        ({"steps": (CLOSED_STEP,), "postcode": "zx4 1aa"}, Owner(None, "North Team")),
        ({"postcode": "ZX9 1AA", "locality": "RIVERSIDE"}, Owner(None, "River Team")),
        ({"postcode": State.PLACEHOLDER, "locality": "Riverside"}, Owner(None, "River Team")),
        ({"locality": "Nowhere"}, Owner(None, "data-quality desk")),
        ({}, Owner(None, "data-quality desk")),
    ],
)
def test_default_order(fields, owner):
    assert owner_of(DEFAULT_FALLBACK, LOCALITIES, AS_OF)(Person("1", **fields)) == owner


def test_the_councils_own_order_and_desk():
    find = owner_of(("open_step_team", "records office", "allocated_worker"), LOCALITIES, AS_OF)
    assert find(Person("1", allocations=(FIRST,), steps=(STEP,))) == Owner(None, "Duty")
    assert find(Person("1", allocations=(FIRST,), steps=())) == Owner(None, "records office")


def test_without_any_desk_the_data_quality_desk_owns():
    assert owner_of(("locality_team",), {}, AS_OF)(Person("1")) == Owner(None, "data-quality desk")


def test_people_of_one_worker_share_an_owner_and_a_team_is_no_state():
    find = owner_of(DEFAULT_FALLBACK, {}, AS_OF)
    # A state compares equal to the text of its name: a team of that name is a team all the same.
    named = Person("1", allocations=(Allocation(worker="W", team=State.ABSENT.value),))
    without = Person("2", allocations=(Allocation(worker="W", team=State.ABSENT),))
    assert find(without) == Owner("W", None)
    assert find(named) == Owner("W", "absent")
    assert find(without) is find(without)
