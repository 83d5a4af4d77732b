"""The items of a person's lists: registrations, relationships, representatives, answers and the rest."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from adapter_core.domain.fields import Held, Kind, Sensitivity, described


def in_force(start: Held[date], end: Held[date], on: date) -> bool:
    """Whether a period covers a day; its last day counts, and an unknown bound is open."""
    if end.__class__ is date and end < on:
        return False
    return start.__class__ is not date or start <= on


@dataclass(slots=True)
class Relationship:
    """A personal relationship, directed: `role` is what this person is to the other (P-13)."""

    other_ref: Held[str] = described(
        Kind.TEXT,
        "Reference of the other person.",
        sensitivity=Sensitivity.REFERENCE,
        requirements=("P-02", "P-13"),
        sentinels=frozenset({"0", "-1"}),
    )
    role: Held[str] = described(
        Kind.TEXT,
        "This person's role with regard to the other, as the source words it.",
        requirements=("P-13",),
    )
    other_role: Held[str] = described(
        Kind.TEXT,
        "The other person's role with regard to this one, as the source words it.",
        requirements=("P-13",),
    )
    is_informal_carer: Held[bool] = described(
        Kind.FLAG, "Whether this person is the other's informal (unpaid) carer.", requirements=("P-03",)
    )
    other_is_informal_carer: Held[bool] = described(
        Kind.FLAG, "Whether the other person is this one's informal (unpaid) carer.", requirements=("P-03",)
    )
    is_emergency_contact: Held[bool] = described(
        Kind.FLAG, "Whether the other person is to be told in an emergency.", requirements=("P-02",)
    )
    start: Held[date] = described(Kind.DATE, "First day of the relationship.")
    end: Held[date] = described(Kind.DATE, "Last day of the relationship; absent while it lasts.")


@dataclass(slots=True)
class GpRegistration:
    """A registration with a GP practice (P-02, P-03)."""

    code: Held[str] = described(
        Kind.TEXT,
        "ODS code of the practice.",
        sensitivity=Sensitivity.REFERENCE,
        requirements=("P-02", "P-03"),
    )
    name: Held[str] = described(
        Kind.TEXT, "Name of the practice.", sensitivity=Sensitivity.REFERENCE, requirements=("P-02", "P-03")
    )
    practitioner: Held[str] = described(Kind.TEXT, "Name of the GP.", requirements=("P-03",))
    start: Held[date] = described(Kind.DATE, "First day of the registration.")
    end: Held[date] = described(Kind.DATE, "Last day of the registration; absent while it lasts.")


@dataclass(slots=True)
class Representative:
    """Someone who may act for the person, by what authority (A-06, Office of the Public Guardian)."""

    authority: Held[str] = described(
        Kind.CODE,
        "By what authority: LPA, EPA, deputy, appointee, informal.",
        codes="authority",
        requirements=("P-02", "P-03", "A-06"),
    )
    name: Held[str] = described(Kind.TEXT, "Name of the representative.")
    reference: Held[str] = described(
        Kind.TEXT,
        "Reference of the Office of the Public Guardian; access codes are never kept.",
        requirements=("P-03",),
    )
    start: Held[date] = described(Kind.DATE, "First day of the authority.")
    end: Held[date] = described(Kind.DATE, "Last day of the authority: revoked, ended, expired.")


@dataclass(slots=True)
class ServiceUserGroup:
    """Membership of a service user group; exactly one active group is primary (P-12, K-01)."""

    code: Held[str] = described(
        Kind.TEXT,
        "The council's code of the group.",
        sensitivity=Sensitivity.REFERENCE,
        requirements=("P-12",),
    )
    primary: Held[bool] = described(Kind.FLAG, "Whether it is the primary group.", requirements=("P-12",))
    start: Held[date] = described(Kind.DATE, "First day of the membership.", requirements=("P-12",))
    end: Held[date] = described(Kind.DATE, "Last day of the membership; absent while it lasts.")


@dataclass(slots=True)
class CommunicationNeed:
    """One information or communication need (P-06; DAPB1605, the Accessible Information Standard)."""

    need: Held[str] = described(
        Kind.CODE,
        "What is needed: easy read, a BSL interpreter …",
        codes="communication_need",
        requirements=("P-06",),
    )
    start: Held[date] = described(Kind.DATE, "Since when.")
    end: Held[date] = described(Kind.DATE, "Until when; absent while it lasts.")


@dataclass(slots=True)
class HealthCondition:
    """One health condition, in the source's own words or code (P-03)."""

    condition: Held[str] = described(
        Kind.TEXT, "The condition.", sensitivity=Sensitivity.SPECIAL, requirements=("P-03",)
    )
    start: Held[date] = described(Kind.DATE, "Since when.")
    end: Held[date] = described(Kind.DATE, "Until when; absent while it lasts.")


@dataclass(slots=True)
class CapacityAssessment:
    """One capacity assessment: capacity is specific to a decision (Mental Capacity Act 2005)."""

    area: Held[str] = described(
        Kind.CODE,
        "What kind of decision it was for.",
        codes="capacity_area",
        requirements=("R-21",),
        sensitivity=Sensitivity.SPECIAL,
    )
    outcome: Held[str] = described(
        Kind.CODE,
        "Whether the person has or lacks capacity for it.",
        codes="capacity_outcome",
        sensitivity=Sensitivity.SPECIAL,
        requirements=("R-21",),
    )
    assessed_on: Held[date] = described(Kind.DATE, "Day of the assessment.")


@dataclass(slots=True)
class Allocation:
    """Who works with the person."""

    worker: Held[str] = described(
        Kind.TEXT, "The worker, as the council's lists name them.", sensitivity=Sensitivity.REFERENCE
    )
    team: Held[str] = described(Kind.TEXT, "The worker's team.", sensitivity=Sensitivity.REFERENCE)
    start: Held[date] = described(Kind.DATE, "First day of the allocation.")
    end: Held[date] = described(Kind.DATE, "Last day of the allocation; absent while it lasts.")


@dataclass(slots=True)
class WorkflowStep:
    """A piece of work on the person: what a case system calls a step or a task (P-11)."""

    status: Held[str] = described(
        Kind.CODE, "Where the step stands.", codes="step_status", sensitivity=Sensitivity.REFERENCE
    )
    team: Held[str] = described(Kind.TEXT, "The responsible team.", sensitivity=Sensitivity.REFERENCE)


@dataclass(slots=True)
class Service:
    """A service that the person receives."""

    kind: Held[str] = described(Kind.TEXT, "What kind of service.", sensitivity=Sensitivity.REFERENCE)
    start: Held[date] = described(Kind.DATE, "First day of the service.")
    end: Held[date] = described(Kind.DATE, "Last day of the service; absent while it lasts.")


@dataclass(slots=True)
class Answer:
    """What a person answered when asked: "there is none", "would not say" (P-04).

    `topic` is the id of the rule that the answer is for; it lapses at the next review, or when
    capacity is assessed again (contract: `asked_none`).
    """

    topic: Held[str] = described(
        Kind.TEXT,
        "What was asked: the id of a rule.",
        sensitivity=Sensitivity.REFERENCE,
        requirements=("P-04",),
    )
    answer: Held[str] = described(
        Kind.CODE,
        "Asked and there is none, declined, or not known.",
        codes="answer",
        sensitivity=Sensitivity.REFERENCE,
        requirements=("P-04",),
    )
    asked_on: Held[date] = described(Kind.DATE, "Day on which it was asked.", requirements=("P-04",))
