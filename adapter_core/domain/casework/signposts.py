"""A signpost: to what, to whom, with whose permission, and what came of it (G-01 to G-11).

Its states are a strict subset of FHIR R4 Task's; each change is somebody's claim.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from adapter_core.domain.casework.refs import PersonRef


class ResourceKind(StrEnum):
    """What somebody is pointed to (G-02, G-04)."""

    SERVICE = "service"
    EVENT = "event"
    EQUIPMENT = "equipment"
    NETWORK = "network"
    """Someone in the person's own network: family, friend, neighbour."""
    INFORMATION = "information"
    """Advice alone: nobody to reach, and nothing to come due."""


@dataclass(frozen=True, slots=True)
class Resource:
    """What somebody is pointed to.

    Attributes:
        name: what it is called.
        service_id: its UUID in the directory, where it is there.
        event_id: likewise, of a dated event.
        contact_id: the named contact's UUID in the directory (G-05).
        contact_name: whom to ask for, as it was known when the signpost was given.
    """

    kind: ResourceKind
    name: str
    service_id: str = ""
    event_id: str = ""
    contact_id: str = ""
    contact_name: str = ""


class HandedOver(StrEnum):
    """How the person was connected, the warmest first (G-09)."""

    INTRODUCED = "introduced"
    RANG_TOGETHER = "rang_together"
    GAVE_DETAILS = "gave_details"


class PermissionBasis(StrEnum):
    """By what right details of a person are passed on."""

    CONSENT = "consent"
    BEST_INTERESTS = "best_interests"
    """The person lacks capacity for it; Mental Capacity Act 2005, section 4: the decision is recorded."""


@dataclass(frozen=True, slots=True)
class Permission:
    """What may be passed on to whom. Without one, the person gets details and the service gets nothing.

    Attributes:
        what: what may be passed on.
        to: with whom.
        basis: by what right.
        how: how it was given: spoken, in writing, by a best-interests meeting.
        by: who gave it, or decided.
        on: when.
        withdrawn_on: when it was withdrawn; None while it holds.
    """

    what: str
    to: str
    basis: PermissionBasis
    how: str
    by: str
    on: date
    withdrawn_on: date | None = None


class SignpostState(StrEnum):
    """Where a signpost stands; the values are FHIR R4 `Task.status` codes."""

    REQUESTED = "requested"
    """Details were given."""
    ACCEPTED = "accepted"
    """The contact said yes."""
    ON_HOLD = "on-hold"
    """On a waiting list."""
    IN_PROGRESS = "in-progress"
    """Going, or in touch."""
    COMPLETED = "completed"
    """Got help: the only success."""
    FAILED = "failed"
    """Could not get help, not suitable, or nobody answered."""
    REJECTED = "rejected"
    """Full, not eligible, or the directory was wrong."""
    CANCELLED = "cancelled"
    """The person changed their mind."""
    ENTERED_IN_ERROR = "entered-in-error"


class Reason(StrEnum):
    """Why a signpost stands where it does: `Task.statusReason`."""

    NONE = ""
    WAITLIST = "waitlist"
    NO_HELP = "no-help"
    NOT_SUITABLE = "not-suitable"
    NO_ANSWER = "no-answer"
    NO_CAPACITY = "no-capacity"
    NOT_ELIGIBLE = "not-eligible"
    NUMBER_DEAD = "number-dead"
    CONTACT_LEFT = "contact-left"
    SERVICE_CLOSED = "service-closed"
    PERSONS_WISH = "persons-wish"
    PERSON_DIED = "person-died"
    MISTAKE = "mistake"


class ClaimBy(StrEnum):
    """Who says so."""

    PERSON = "person"
    CONTACT = "contact"
    SUPPORTER = "supporter"
    WORKER = "worker"

    @property
    def confirms(self) -> bool:
        """Whether somebody who was there says so: only the person and the contact confirm an end."""
        return self in {ClaimBy.PERSON, ClaimBy.CONTACT}


@dataclass(frozen=True, slots=True)
class Claim:
    """That a signpost stands somewhere, and who says so.

    Attributes:
        state: where it stands, they say.
        reason: why.
        by: who says so.
        how: how they said it: `phone`, `in_person`, `email`, `letter`; empty where nobody said.
        on: the day on which they said it.
        spoke_to: whether the named contact was spoken to: only that verifies them in the directory.
        note: what else was said; it stays with the signpost, and never reaches the directory.
        recorded_by: who wrote it down.
    """

    state: SignpostState
    by: ClaimBy
    on: date
    reason: Reason = Reason.NONE
    how: str = ""
    spoke_to: bool = False
    note: str = ""
    recorded_by: str = ""


@dataclass(frozen=True, slots=True)
class Signpost:
    """A person pointed to a resource, by a worker who comes back to it.

    Attributes:
        id: its number in the store; 0 before it is there. People read and type `S12`.
        what_for: what the person hopes for.
        given_on: when the details were given.
        due: when it is looked at again (G-08: 14 days later, or as the council says); None for what
            never comes due.
        claims: what was said of it, the oldest first.
        follows: the signpost that this one takes up from, where that one did not help; 0 for none.
        conversation: number of its conversation; 0 for none.
        never_shared: whether it is in no copy for others, and in no export.
    """

    person: PersonRef
    resource: Resource
    what_for: str
    handed_over: HandedOver
    given_on: date
    due: date | None
    worker: str
    team: str = ""
    permission: Permission | None = None
    state: SignpostState = SignpostState.REQUESTED
    reason: Reason = Reason.NONE
    claims: tuple[Claim, ...] = field(default=())
    follows: int = 0
    conversation: int = 0
    id: int = 0
    never_shared: bool = False
