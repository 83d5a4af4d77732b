"""Owners: whose a gap is. The first that a person has, in the council's order, owns every gap of theirs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from adapter_core.domain.codes import OPEN_STEP_STATUSES
from adapter_core.domain.findings import Owner
from adapter_core.domain.people import Allocation, Person
from adapter_core.domain.values import postcode_district

DEFAULT_FALLBACK = ("allocated_worker", "open_step_team", "locality_team", "data-quality desk")

Finder = Callable[[Person], Owner | None]


def _starts(allocation: Allocation) -> date:
    start = allocation.start
    return start if isinstance(start, date) else date.min


def allocated_worker(on: date) -> Finder:
    """The worker whose allocation is in force; of several, the latest."""
    owners: dict[tuple[str, str | None], Owner] = {}

    def find(person: Person) -> Owner | None:
        allocations = person.allocations
        if allocations.__class__ is not tuple:
            return None
        best: Allocation | None = None
        for allocation in allocations:
            if allocation.worker.__class__ is not str:
                continue
            end, start = allocation.end, allocation.start
            if (end.__class__ is date and end < on) or (start.__class__ is date and start > on):
                continue
            if best is None or _starts(allocation) >= _starts(best):
                best = allocation
        if best is None:
            return None
        # A worker has many people: one owner is made for all of them.
        named = (best.worker, best.team if best.team.__class__ is str else None)
        return owners.get(named) or owners.setdefault(named, Owner(*named))

    return find


def open_step_team(person: Person) -> Owner | None:
    """The team that an open step waits for."""
    steps = person.steps
    if steps.__class__ is tuple:
        for step in steps:
            if step.status in OPEN_STEP_STATUSES and step.team.__class__ is str:
                return Owner(None, step.team)
    return None


def locality_team(localities: Mapping[str, str]) -> Finder:
    """The team of the person's postcode district or locality, as the council lists them."""
    folded = {key.casefold(): team for key, team in localities.items()}

    def find(person: Person) -> Owner | None:
        postcode, locality = person.postcode, person.locality
        if postcode.__class__ is str:
            team = folded.get((postcode_district(postcode) or "").casefold())
            if team is not None:
                return Owner(None, team)
        if locality.__class__ is str:
            team = folded.get(locality.casefold())
            if team is not None:
                return Owner(None, team)
        return None

    return find


def owner_of(fallback: Sequence[str], localities: Mapping[str, str], on: date) -> Callable[[Person], Owner]:
    """Compile the council's order of owners into a function.

    Args:
        fallback: names of finders, tried in order; any other text is a desk, which always owns.
        localities: postcode district or locality to team.
        on: the day that the run speaks of.
    """
    finders: list[Finder] = []
    desk = Owner(None, DEFAULT_FALLBACK[-1])
    for name in fallback:
        if name == "allocated_worker":
            finders.append(allocated_worker(on))
        elif name == "open_step_team":
            finders.append(open_step_team)
        elif name == "locality_team":
            if localities:
                finders.append(locality_team(localities))
        else:
            desk = Owner(None, name)
            break

    def find(person: Person) -> Owner:
        for finder in finders:
            owner = finder(person)
            if owner is not None:
                return owner
        return desk

    return find
