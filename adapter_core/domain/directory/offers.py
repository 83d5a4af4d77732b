"""Organisations and what they offer: services with their terms, hours and room, and dated events (G-07)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum


class ServiceStatus(StrEnum):
    """Open Referral UK's states of a service."""

    ACTIVE = "active"
    INACTIVE = "inactive"
    DEFUNCT = "defunct"
    TEMPORARILY_CLOSED = "temporarily closed"


class CapacityState(StrEnum):
    """Whether a service can take somebody."""

    CAPACITY = "capacity"
    WAITING_LIST = "waiting_list"
    FULL = "full"
    NEEDS_ASSESSMENT = "needs_assessment"
    UNKNOWN = "unknown"


class RelationshipStrength(StrEnum):
    """How well the council and a service know each other (G-06)."""

    NONE = "none"
    SOME = "some"
    STRONG = "strong"


@dataclass(frozen=True, slots=True)
class Capacity:
    """How much room a service had, and when that was true; it goes stale by itself.

    Attributes:
        as_of: the day on which it was said.
    """

    state: CapacityState
    as_of: date
    note: str = ""


@dataclass(frozen=True, slots=True)
class Taxonomy:
    """A list of terms."""

    id: str
    name: str
    description: str = ""
    uri: str = ""
    version: str = ""


@dataclass(frozen=True, slots=True)
class TaxonomyTerm:
    """A term of a taxonomy.

    Attributes:
        taxonomy_id: empty for a term that stands alone.
    """

    id: str
    name: str
    description: str = ""
    code: str = ""
    parent_id: str = ""
    taxonomy_id: str = ""


@dataclass(frozen=True, slots=True)
class Schedule:
    """When something is open, in the manner of iCalendar (RFC 5545).

    Attributes:
        freq: `WEEKLY` or `MONTHLY`; empty where only words are known.
        byday: `MO`, `TU` … for weekly; `1MO`, `-1FR` for monthly.
        text: as it was given. Kept even where it was understood.
    """

    id: str
    freq: str = ""
    byday: tuple[str, ...] = ()
    bymonthday: tuple[int, ...] = ()
    opens_at: time | None = None
    closes_at: time | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    text: str = ""
    location_id: str = ""


@dataclass(frozen=True, slots=True)
class ServiceArea:
    """Where a service takes people from, in words, or as postcode districts.

    Attributes:
        districts: outward codes, such as `FY1`; empty where only words are known.
    """

    id: str
    name: str = ""
    districts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CostOption:
    """What it costs. `amount` is in pounds; None where only words are known; 0 is free."""

    id: str
    amount: float | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Eligibility:
    """Whom a service is for. Ages in years; None where it does not say."""

    minimum_age: int | None = None
    maximum_age: int | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Organisation:
    """Who offers something.

    Attributes:
        identifiers: scheme to number: charity number, company number.
    """

    id: str
    name: str
    description: str = ""
    url: str = ""
    email: str = ""
    phones: tuple[str, ...] = ()
    identifiers: dict[str, str] = field(default_factory=dict)
    alternate_names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Service:
    """What is offered.

    Attributes:
        id: UUID, as text.
        status: what the provider says of it.
        assured_on: the day on which somebody last said that it is right.
        relationship: how well the council knows it.
        notes: what the council's own workers should know; internal, always.
        language_codes: ISO 639-1.
        term_ids: taxonomy terms.
        modified: when it last changed, where the feed says so; with its zone.
    """

    id: str
    name: str
    organisation_id: str = ""
    description: str = ""
    url: str = ""
    email: str = ""
    status: ServiceStatus = ServiceStatus.ACTIVE
    alternate_name: str = ""
    eligibility: Eligibility = Eligibility()
    schedules: tuple[Schedule, ...] = ()
    areas: tuple[ServiceArea, ...] = ()
    costs: tuple[CostOption, ...] = ()
    language_codes: tuple[str, ...] = ()
    accessibility: tuple[str, ...] = ()
    term_ids: tuple[str, ...] = ()
    assured_on: date | None = None
    modified: datetime | None = None
    capacity: Capacity | None = None
    relationship: RelationshipStrength | None = None
    notes: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """Something on one day: a fair, a roadshow (G-07).

    Attributes:
        starts: with its zone.
        service_id: the service that it belongs to, if to one.
    """

    id: str
    name: str
    starts: datetime
    ends: datetime | None = None
    organisation_id: str = ""
    service_id: str = ""
    location_id: str = ""
    description: str = ""
    url: str = ""
    status: ServiceStatus = ServiceStatus.ACTIVE
