"""Who is somebody's informal (unpaid) carer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapter_core.checks.rules._money import unknowable
from adapter_core.checks.rules._states import listed
from adapter_core.domain.people import in_force
from adapter_core.domain.states import State

if TYPE_CHECKING:
    from datetime import date

    from adapter_core.domain.people import Person

CARERS = frozenset({"carer", "carer_known_by_association"})
"""Client types of carers (Client Level Data)."""


def is_informal_carer(person: Person, on: date) -> bool | State:
    """Whether a relationship in force says that this person is the other's informal carer.

    Returns:
        True or False; `not_supported` or `not_visible` where the relationships, or what they are,
        cannot be known.
    """
    held = listed(person.relationships)
    if isinstance(held, State):
        return held
    flags = [each.is_informal_carer for each in held if in_force(each.start, each.end, on)]
    if True in flags:
        return True
    return bool(flags) and (unknowable(*flags) or False)


def is_carer(person: Person, on: date) -> bool | State:
    """Whether somebody is a carer by client type, or by a relationship.

    Returns:
        True or False; `not_supported` or `not_visible` where the record can say neither.
    """
    kind = person.client_type
    if kind in CARERS:
        return True
    caring = is_informal_carer(person, on)
    if not isinstance(caring, State):
        return caring
    return unknowable(kind, caring) or False
