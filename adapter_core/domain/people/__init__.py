"""People as a case system knows them: the canonical record that every reader fills.

A `Person` is what *one* source says. Records of several sources are never merged into one
person: a `Case` holds them side by side, so that a value held in one never hides a gap in
another (design: "Missing, cohorts, owners").

Every field is `Held`: a value, or the `State` that says why there is none. Lists are tuples;
`State.NOT_SUPPORTED` in place of a tuple means that the source has no such list at all.
"""

from __future__ import annotations

from adapter_core.domain.people.items import (
    Allocation,
    Answer,
    CapacityAssessment,
    CommunicationNeed,
    GpRegistration,
    HealthCondition,
    Relationship,
    Representative,
    Service,
    ServiceUserGroup,
    WorkflowStep,
    in_force,
)
from adapter_core.domain.people.person import FIELDS, LISTS, Case, Person, is_restricted

__all__ = [
    "FIELDS",
    "LISTS",
    "Allocation",
    "Answer",
    "CapacityAssessment",
    "Case",
    "CommunicationNeed",
    "GpRegistration",
    "HealthCondition",
    "Person",
    "Relationship",
    "Representative",
    "Service",
    "ServiceUserGroup",
    "WorkflowStep",
    "in_force",
    "is_restricted",
]
