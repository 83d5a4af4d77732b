"""For which decisions a person lacks capacity (Mental Capacity Act 2005: it is specific to a decision)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapter_core.checks.rules._states import day, listed
from adapter_core.domain.states import State

if TYPE_CHECKING:
    from datetime import date

    from adapter_core.domain.people import Person

FINANCE = "finance"
WELFARE = "welfare"
AREAS = (FINANCE, WELFARE)
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
    done = [each for each in assessments if each.outcome.__class__ is str and day(each.assessed_on) <= on]
    done.sort(key=lambda each: day(each.assessed_on))
    latest = {each.area: each.outcome for each in done}
    return frozenset(area for area in AREAS if latest.get(area) == LACKS)
