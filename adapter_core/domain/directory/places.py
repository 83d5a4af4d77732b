"""Where something is: addresses, locations, and services at locations."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class LocationKind(StrEnum):
    """Open Referral UK's kinds of location."""

    PHYSICAL = "physical"
    POSTAL = "postal"
    VIRTUAL = "virtual"


@dataclass(frozen=True, slots=True)
class Address:
    """A postal address.

    Attributes:
        postcode: normalised; empty where there is none that can be one.
        original_postcode: as it was given.
    """

    line_1: str = ""
    line_2: str = ""
    city: str = ""
    region: str = ""
    postcode: str = ""
    original_postcode: str = ""
    country: str = "GB"


@dataclass(frozen=True, slots=True)
class Location:
    """A place where services are given.

    Attributes:
        id: UUID, as text.
        latitude: WGS 84, degrees; None where nobody knows. Never invented.
        longitude: likewise.
        accessibility: what was said of ramps, lifts, loops.
    """

    id: str
    name: str = ""
    kind: LocationKind = LocationKind.PHYSICAL
    description: str = ""
    address: Address | None = None
    latitude: float | None = None
    longitude: float | None = None
    accessibility: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ServiceAtLocation:
    """That a service is given at a location."""

    id: str
    service_id: str
    location_id: str
    description: str = ""
