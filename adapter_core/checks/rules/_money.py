"""Whether somebody else has to do with a person's money: when `appointee` and its neighbours apply."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapter_core.checks.rules._capacity import FINANCE, lacking
from adapter_core.checks.rules._states import NOT_SUPPORTED, NOT_VISIBLE
from adapter_core.domain.states import State

if TYPE_CHECKING:
    from datetime import date

    from adapter_core.domain.people import Person

_UNKNOWABLE = frozenset({NOT_SUPPORTED, NOT_VISIBLE})


def needs_help_with_money(person: Person, on: date) -> bool | State:
    """Whether somebody else handles the benefits, or capacity for finances is recorded as lacking.

    Returns:
        True or False; `not_supported` or `not_visible` where the record can say neither.
    """
    handled = person.benefits_handled_by_other
    if handled is True:
        return True
    if not person.capacity:  # nearly everybody
        return False
    lacks = lacking(person, on)
    if not isinstance(lacks, State):
        return FINANCE in lacks
    return unknowable(handled, lacks) or False


def unknowable(*values: object) -> State | None:
    """Why nothing can be known, where none of the values can be; None as soon as one of them can."""
    if any(value not in _UNKNOWABLE for value in values):
        return None
    return NOT_VISIBLE if NOT_VISIBLE in values else NOT_SUPPORTED
