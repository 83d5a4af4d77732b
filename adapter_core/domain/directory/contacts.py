"""The person to ask for, and who may know of them (G-05)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Audience(StrEnum):
    """Who may see a contact or a note. Each sees what the ones before it see."""

    PUBLIC = "public"
    """Everybody: the open feed, the public pages."""
    PARTNER = "partner"
    """Workers of the council and of organisations that it works with."""
    INTERNAL = "internal"
    """Workers of the council alone."""

    def sees(self, other: Audience) -> bool:
        """Whether somebody of this audience may see what is for another."""
        order = tuple(Audience)
        return order.index(self) >= order.index(other)


class Channel(StrEnum):
    """How a contact likes to be reached."""

    PHONE = "phone"
    EMAIL = "email"
    TEXT = "text"
    IN_PERSON = "in_person"
    ONLINE = "online"


@dataclass(frozen=True, slots=True)
class Phone:
    """A telephone number.

    Attributes:
        number: in international form, `+441253477477`; empty where it could not be read.
        extension: digits to dial once through.
        original: as it was given, never lost.
        description: what it is for.
    """

    number: str
    original: str
    extension: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True)
class Contact:
    """A named contact of an organisation, a service, or a service at a location.

    Attributes:
        id: UUID, as text.
        name: the person, or the desk.
        role: what they do there: "Outreach manager".
        emails: addresses, normalised.
        channel: how they like to be reached.
        hours: when, in their own words.
        backup_id: another contact to ask for where this one is away.
        audience: who can see them. Personal-looking ones start as `internal` until somebody says otherwise.
        verified_on: the day on which somebody last spoke to them; None where nobody has.
        verified_by: who did.
        basis: why the council may hold this: consent, or a public task.
        told: whether they were told that they are listed.
        organisation_id: whose contact it is; one of the three.
        service_id: likewise.
        location_id: of a service's contact: where.
    """

    id: str
    name: str = ""
    role: str = ""
    phones: tuple[Phone, ...] = ()
    emails: tuple[str, ...] = ()
    channel: Channel | None = None
    hours: str = ""
    backup_id: str = ""
    audience: Audience = Audience.INTERNAL
    verified_on: date | None = None
    verified_by: str = ""
    basis: str = ""
    told: bool | None = None
    organisation_id: str = ""
    service_id: str = ""
    location_id: str = ""
    original: dict[str, str] = field(default_factory=dict, compare=False)
