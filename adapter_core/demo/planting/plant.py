"""What a plant is: a fault, the fields it touches, and what exactly follows from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from adapter_core.demo.subject import Exclusion, Subject, World
from adapter_core.domain.states import State

PRE, POST, CLD, CAMDEN = "pre_meeting", "post_conversation", "cld", "camden"

PROFILES_OF: dict[str, tuple[str, ...]] = {
    "relationship_contact": (PRE, POST),
    "gp_practice": (PRE, POST),
    "lpa": (PRE, POST),
    "lpa_reference": (POST,),
    "appointee": (PRE, POST),
    "deputy": (POST,),
    "financial_representative": (POST,),
    "unpaid_carer": (POST, CLD),
    "carer_group": (POST,),
    "primary_group": (POST,),
    "nhs_number": (POST, CLD),
    "name": (PRE, POST, CLD),
    "date_of_birth": (PRE, POST, CLD),
    "address": (PRE, POST, CLD),
    "postcode": (PRE, POST, CLD),
    "ethnicity": (POST, CLD),
    "accommodation": (POST, CLD),
    "employment": (POST, CLD),
    "gender": (CLD,),
    "health_conditions": (POST,),
    "accessible_information": (POST,),
    "advance_decision": (POST,),
    "stated_gender": (CAMDEN,),
    "trans": (CAMDEN,),
    "gender_same_as_birth": (CAMDEN,),
    "sexual_orientation": (CAMDEN,),
}
"""The contract's table: which profiles hold a rule."""

Gap = tuple[str, str, State]
"""Profile, rule, state."""


def gaps(rule: str, state: State, *profiles: str) -> tuple[Gap, ...]:
    """The gaps that one rule sees: in each profile that holds it, or in those given."""
    return tuple((profile, rule, state) for profile in profiles or PROFILES_OF[rule])


def anyone(_: Subject) -> bool:
    """Anybody whose record is kept in full."""
    return True


def joined(subject: Subject) -> bool:
    """Whoever another system holds as well."""
    return subject.joins


@dataclass(frozen=True, slots=True)
class Plant:
    """One fault.

    Attributes:
        name: unique; what a test or a person calls it.
        touches: the fields it reads or changes, each with all that hangs on it; no two plants on one
            person share one.
        gaps: everything that a check must find because of it, and nothing else.
        apply: spoils the record; it takes no chances, so that it looks the same each night.
        weight: how common it is within its facet.
        fits: whom it can be planted on.
        needs_join: whether it tells something about a record elsewhere, which must therefore be joined.
        breaks_join: whether no record elsewhere is joined any more because of it.
        reject: code of the reject that follows, if any.
    """

    name: str
    touches: frozenset[str]
    gaps: tuple[Gap, ...]
    apply: Callable[[Subject, World], None]
    weight: int = 1
    fits: Callable[[Subject], bool] = anyone
    needs_join: bool = False
    breaks_join: bool = False
    reject: str = ""

    def goes_with(self, other: Plant) -> bool:
        """Whether both may be planted on one person, so that neither changes what follows from the other."""
        if self.touches & other.touches:
            return False
        return not (self.breaks_join and other.needs_join) and not (self.needs_join and other.breaks_join)


@dataclass(frozen=True, slots=True)
class Facet:
    """A part of the record, at most one plant on it.

    Attributes:
        name: unique.
        rate: the share of people whose record is spoilt in this part.
        plants: what can happen to it.
        table: the plants, each as often as it weighs.
    """

    name: str
    rate: float
    plants: tuple[Plant, ...]
    fits: Callable[[Subject], bool] = anyone
    table: tuple[Plant, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Write the weights out."""
        object.__setattr__(self, "table", tuple(plant for plant in self.plants for _ in range(plant.weight)))


def is_adult(subject: Subject) -> bool:
    """Whether the person is 18 or over; a plant must not make an adult of a child."""
    return subject.exclusion is not Exclusion.UNDER_18
