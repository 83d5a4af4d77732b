"""One person as one source knows them, and the same person's records side by side."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from adapter_core.domain.fields import Held, Kind, Sensitivity, described, items, lists_of, specs_of
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
)
from adapter_core.domain.states import State

if TYPE_CHECKING:
    from collections.abc import Mapping

    from adapter_core.domain.fields import FieldSpec


@dataclass(slots=True)
class Person:
    """What one source knows of one person."""

    ref: str = described(
        Kind.TEXT,
        "The source's own reference of the person.",
        sensitivity=Sensitivity.REFERENCE,
        required=True,
        requirements=("P-10",),
    )
    master_ref: Held[str] = described(
        Kind.TEXT,
        "The person's reference in the master source, where this source holds it.",
        sensitivity=Sensitivity.REFERENCE,
    )
    restricted: Held[bool] = described(
        Kind.FLAG, "Whether the record is restricted.", sensitivity=Sensitivity.REFERENCE
    )
    duplicate_of: Held[str] = described(
        Kind.TEXT,
        "Reference of the record that replaces this one.",
        sensitivity=Sensitivity.REFERENCE,
        sentinels=frozenset({"0", "-1"}),
    )
    nhs_number: Held[str] = described(
        Kind.TEXT,
        "NHS number, ten digits as text.",
        requirements=("P-03",),
        sentinels=frozenset({"0", "0000000000"}),
    )
    nhs_number_status: Held[str] = described(
        Kind.CODE,
        "Whether the NHS number was traced and verified.",
        codes="nhs_number_status",
        sensitivity=Sensitivity.REFERENCE,
    )
    title: Held[str] = described(Kind.TEXT, "Title.", requirements=("P-10",))
    given_name: Held[str] = described(Kind.TEXT, "Given names.", requirements=("P-10",))
    family_name: Held[str] = described(Kind.TEXT, "Family name.", requirements=("P-10",))
    full_name: Held[str] = described(
        Kind.TEXT, "Full name, where names come as one text.", requirements=("P-10",)
    )
    date_of_birth: Held[date] = described(Kind.DATE, "Date of birth.", requirements=("P-10", "P-18"))
    date_of_death: Held[date] = described(Kind.DATE, "Date of death.")
    gender: Held[str] = described(
        Kind.CODE,
        "Gender on the record (K-13); not the answer to D-02.",
        codes="gender",
        requirements=("K-13",),
        sensitivity=Sensitivity.SPECIAL,
    )
    ethnicity: Held[str] = described(
        Kind.CODE,
        "Ethnicity, 2021 census categories.",
        codes="ethnicity",
        requirements=("P-03", "P-17"),
        sensitivity=Sensitivity.SPECIAL,
    )
    accommodation: Held[str] = described(
        Kind.CODE, "Accommodation status, Client Level Data.", codes="accommodation", requirements=("P-03",)
    )
    employment: Held[str] = described(
        Kind.CODE, "Employment status, Client Level Data.", codes="employment", requirements=("P-03", "P-14")
    )
    address: Held[str] = described(
        Kind.TEXT,
        "Current address, without the postcode.",
        requirements=("P-16",),
        sentinels=frozenset({"NOT FOUND", "ADDRESS NOT KNOWN"}),
    )
    postcode: Held[str] = described(
        Kind.TEXT,
        "Postcode of the current address.",
        requirements=("P-16",),
        sentinels=frozenset({"NOPOSTCODE", "XXXX XXX"}),
    )
    locality: Held[str] = described(
        Kind.TEXT, "Ward, district or locality of the current address.", sensitivity=Sensitivity.REFERENCE
    )
    client_type: Held[str] = described(
        Kind.CODE,
        "Service user, carer, or carer known by association.",
        codes="client_type",
        sensitivity=Sensitivity.REFERENCE,
    )
    primary_support_reason: Held[str] = described(
        Kind.CODE,
        "Primary support reason, Client Level Data.",
        codes="primary_support_reason",
        sensitivity=Sensitivity.SPECIAL,
    )
    has_unpaid_carer: Held[str] = described(
        Kind.CODE, "Whether the person has an unpaid carer.", codes="yes_no", requirements=("P-03",)
    )
    benefits_handled_by_other: Held[bool] = described(
        Kind.FLAG, "Whether someone else handles the person's benefits.", requirements=("P-02",)
    )
    financial_assessment_on: Held[date] = described(
        Kind.DATE, "Day of the latest financial assessment.", requirements=("P-03",)
    )
    last_review_on: Held[date] = described(Kind.DATE, "Day of the latest review of care and support.")
    information_needs_assessed: Held[bool] = described(
        Kind.FLAG, "Whether information and communication needs were assessed.", requirements=("P-03", "P-06")
    )
    has_information_needs: Held[bool] = described(
        Kind.FLAG,
        "Whether the person has information or communication needs.",
        requirements=("P-03", "P-06"),
        sensitivity=Sensitivity.SPECIAL,
    )
    information_needs_reviewed: Held[date] = described(
        Kind.DATE, "Day on which those needs were last reviewed.", requirements=("P-06",)
    )
    advance_decision: Held[bool] = described(
        Kind.FLAG,
        "Whether there is an advance decision to refuse treatment.",
        requirements=("P-03", "A-05"),
        sensitivity=Sensitivity.SPECIAL,
    )
    stated_gender: Held[str] = described(
        Kind.CODE,
        "What best describes the person's gender.",
        codes="stated_gender",
        requirements=("D-02",),
        sensitivity=Sensitivity.SPECIAL,
    )
    trans: Held[str] = described(
        Kind.CODE,
        "Whether the person identifies as trans.",
        codes="trans",
        requirements=("D-03",),
        sensitivity=Sensitivity.SPECIAL,
    )
    gender_same_as_birth: Held[str] = described(
        Kind.CODE,
        "Whether gender identity is the sex assigned at birth.",
        codes="gender_same_as_birth",
        requirements=("D-04",),
        sensitivity=Sensitivity.SPECIAL,
    )
    sexual_orientation: Held[str] = described(
        Kind.CODE,
        "Sexual orientation.",
        codes="sexual_orientation",
        requirements=("D-05",),
        sensitivity=Sensitivity.SPECIAL,
    )
    gp: Held[tuple[GpRegistration, ...]] = items(
        "Registrations with GP practices.", GpRegistration, requirements=("P-02", "P-03")
    )
    relationships: Held[tuple[Relationship, ...]] = items(
        "Personal relationships.", Relationship, requirements=("P-02", "P-03", "P-13")
    )
    representatives: Held[tuple[Representative, ...]] = items(
        "Those who may act for the person.", Representative, requirements=("P-02", "P-03", "A-06")
    )
    groups: Held[tuple[ServiceUserGroup, ...]] = items(
        "Service user groups.", ServiceUserGroup, requirements=("P-11", "P-12")
    )
    communication_needs: Held[tuple[CommunicationNeed, ...]] = items(
        "Information and communication needs.", CommunicationNeed, requirements=("P-06", "P-11")
    )
    health_conditions: Held[tuple[HealthCondition, ...]] = items(
        "Health conditions.", HealthCondition, requirements=("P-03",)
    )
    capacity: Held[tuple[CapacityAssessment, ...]] = items("Capacity assessments.", CapacityAssessment)
    allocations: Held[tuple[Allocation, ...]] = items(
        "Workers and teams.", Allocation, requirements=("P-11",)
    )
    steps: Held[tuple[WorkflowStep, ...]] = items("Current work.", WorkflowStep, requirements=("P-11",))
    services: Held[tuple[Service, ...]] = items("Services received.", Service)
    answers: Held[tuple[Answer, ...]] = items("What was asked and answered.", Answer, requirements=("P-04",))
    extra: Mapping[str, Mapping[str, object]] | None = None
    """Fields that only one system has, by system and name; None where the mapping has none.

    A value is a text, a date, a flag or a `State`; no rule of the core reads it.
    """


@dataclass(slots=True)
class Case:
    """One person of the master source, with the records of the same person elsewhere.

    Attributes:
        person: the record that is assessed.
        elsewhere: source name to that source's record of the same person.
        restricted_elsewhere: whether another source restricts its record of the person.
    """

    person: Person
    elsewhere: dict[str, Person] = field(default_factory=dict)
    restricted_elsewhere: bool = False


def is_restricted(person: Person) -> bool:
    """Whether a record must be treated as restricted: it is, or its flag holds what nobody can read.

    Only a plain no, nothing at all, and a source without such a flag leave a record open.
    """
    restricted = person.restricted
    return not (restricted is False or restricted is State.ABSENT or restricted is State.NOT_SUPPORTED)


FIELDS: dict[str, FieldSpec] = specs_of(Person)
"""Every canonical field by path: the single source for loader, docs, demo, schema and kit."""


LISTS: dict[str, type] = lists_of(Person)
"""The lists of a person, by name: `gp` to `GpRegistration`, and so on."""
