"""Cohorts: whom a run speaks of. A person table also holds relatives, children and closed cases."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from adapter_core.domain.codes import OPEN_STEP_STATUSES
from adapter_core.domain.people import Person, is_restricted
from adapter_core.domain.states import State
from adapter_core.domain.values import latest_birth

ADULT = 18
NOT_SUPPORTED = State.NOT_SUPPORTED


@dataclass(frozen=True, slots=True)
class Cohort:
    """A named cohort.

    Attributes:
        open_only: whether only people with an open allocation, step or service are in it.
        adults_only: whether only people of 18 and over are in it; an unknown or implausible birth
            date counts as adult, so that a missing one hides nobody.
    """

    id: str
    words: str
    open_only: bool
    adults_only: bool


COHORTS: dict[str, Cohort] = {
    cohort.id: cohort
    for cohort in (
        Cohort(
            "open_adults", "Adults with an open allocation, step or service", open_only=True, adults_only=True
        ),
        Cohort(
            "open",
            "People of any age with an open allocation, step or service",
            open_only=True,
            adults_only=False,
        ),
        Cohort("adults", "All adults", open_only=False, adults_only=True),
        Cohort("everyone", "Everyone", open_only=False, adults_only=False),
    )
}
"""The built-in cohorts. Nobody who has died, and no duplicate, is in any of them."""


def latest_adult_birthday(on: date) -> date:
    """The latest date of birth of someone who is 18 on a day."""
    return latest_birth(ADULT, on)


def has_open_work(person: Person, on: date) -> bool:
    """Whether an allocation, step or service of the person is open on a day.

    A source that holds none of the three cannot tell, and everybody counts as open.
    """
    allocations, services, steps = person.allocations, person.services, person.steps
    if allocations.__class__ is tuple:
        for allocation in allocations:
            end, start = allocation.end, allocation.start
            if not (end.__class__ is date and end < on) and not (start.__class__ is date and start > on):
                return True
    if services.__class__ is tuple:
        for service in services:
            end, start = service.end, service.start
            if not (end.__class__ is date and end < on) and not (start.__class__ is date and start > on):
                return True
    if steps.__class__ is tuple:
        for step in steps:
            if step.status in OPEN_STEP_STATUSES:
                return True
    return allocations is NOT_SUPPORTED and services is NOT_SUPPORTED and steps is NOT_SUPPORTED


def exclusion_of(cohort: Cohort, on: date) -> Callable[[Person], str | None]:
    """Compile a cohort into a function that says why a person is outside it, or None.

    The reasons are tried in the order of `checks.results.EXCLUSIONS`.
    """
    adult_by = latest_adult_birthday(on)
    open_only, adults_only = cohort.open_only, cohort.adults_only

    def why_excluded(person: Person) -> str | None:
        died = person.date_of_death
        if died.__class__ is date and died <= on:
            return "deceased"
        if person.duplicate_of.__class__ is str:
            return "duplicate"
        if open_only and not has_open_work(person, on):
            return "closed"
        born = person.date_of_birth
        if adults_only and born.__class__ is date and adult_by < born <= on:
            return "under_18"
        if is_restricted(person):
            return "restricted"
        return None

    return why_excluded


def record_exclusion_of(on: date) -> Callable[[Person], str | None]:
    """Compile the exclusions that any record of a person decides by itself, whatever the cohort.

    They hold in every system of record; whose case is open, and who is an adult, the master decides.
    """

    def why_excluded(person: Person) -> str | None:
        died = person.date_of_death
        if died.__class__ is date and died <= on:
            return "deceased"
        if person.duplicate_of.__class__ is str:
            return "duplicate"
        return "restricted" if is_restricted(person) else None

    return why_excluded
