"""Who is somebody's informal (unpaid) carer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapter_core.checks.rules._money import unknowable
from adapter_core.checks.rules._states import NOT_SUPPORTED, NOT_VISIBLE, listed
from adapter_core.domain.people import in_force
from adapter_core.domain.states import State

if TYPE_CHECKING:
    from datetime import date

    from adapter_core.domain.people import Person

CARERS = frozenset({"carer", "carer_known_by_association"})
"""Client types of carers (Client Level Data)."""


def is_informal_carer(person: Person, on: date) -> bool | State:
    """Whether a relationship in force says that this person is the other's informal carer.

    As long as one relationship says yes or no, the source is taken to know.

    Returns:
        True or False; `not_supported` or `not_visible` where the relationships, or what they are,
        cannot be known.
    """
    held = listed(person.relationships)
    if not isinstance(held, tuple):
        return held
    known = False
    unknown: State | None = None
    for each in held:
        flag = each.is_informal_carer
        if flag is True and in_force(each.start, each.end, on):
            return True
        if flag is NOT_SUPPORTED or flag is NOT_VISIBLE:
            unknown = flag
        else:
            known = True
    return False if known or unknown is None else unknown


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
