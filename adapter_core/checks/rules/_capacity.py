"""For which decisions a person lacks capacity (Mental Capacity Act 2005: it is specific to a decision)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from adapter_core.checks.rules._states import day, listed
from adapter_core.domain.states import State

if TYPE_CHECKING:
    from adapter_core.domain.people import Person

FINANCE = "finance"
WELFARE = "welfare"
AREAS = frozenset({FINANCE, WELFARE})
"""The areas in which somebody else may have been given authority; other decisions do not matter here."""

LACKS = "lacks_capacity"
NONE: frozenset[str] = frozenset()


def lacking(person: Person, on: date) -> frozenset[str] | State:
    """The areas, of finance and welfare, that the latest assessment found capacity lacking for.

    Of several on one day the later item counts. An assessment without an outcome is not finished and
    says nothing; one dated after the run's day has not happened yet.

    Returns:
        The areas, or why they are unknown: `not_supported`, `not_visible`.
    """
    held = person.capacity
    if not held:  # nearly everybody
        return NONE
    assessments = listed(held)
    if isinstance(assessments, State):
        return assessments
    lacks: set[str] = set()
    latest: dict[str, date] = {}
    for each in assessments:
        area, assessed_on = each.area, day(each.assessed_on)
        if each.outcome.__class__ is str and latest.get(area, date.min) <= assessed_on <= on:
            latest[area] = assessed_on
            if each.outcome == LACKS:
                lacks.add(area)
            else:
                lacks.discard(area)
    return AREAS & lacks
