"""Points on the map, and how far they are apart."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from math import asin, cos, radians, sin, sqrt

EARTH = 6_371_008.8
"""Mean radius of the earth in metres (IUGG). Taken as a sphere: up to 0.5 % off, along a meridian."""

MILE = 1609.344
"""Metres."""


@dataclass(frozen=True, slots=True)
class Point:
    """A place on WGS 84, in degrees."""

    latitude: float
    longitude: float


class PlaceKind(StrEnum):
    """How a place was told."""

    POSTCODE = "postcode"
    DISTRICT = "district"
    NAME = "name"
    """A town, a neighbourhood or a ward that the directory itself names."""
    HOME = "home"
    """"near me": what the config calls home."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place that results are wanted near to.

    Attributes:
        name: for people: `FY1 3AA`, `ME4`, `Blackpool`.
        districts: outward codes; what lies in one of them comes first, before any distance. Empty where
            the directory has no postcode there.
        point: where it is; None where nobody knows. Never invented: a postcode's own, or the mean of the
            directory's own located services.
        exact: whether `point` is the postcode's own, so that metres mean something.
    """

    kind: PlaceKind
    name: str
    districts: tuple[str, ...] = ()
    point: Point | None = None
    exact: bool = False


def metres_between(one: Point, other: Point) -> float:
    """The distance in metres, by the haversine formula on a sphere of radius `EARTH`."""
    north, other_north = radians(one.latitude), radians(other.latitude)
    half_up = (other_north - north) / 2
    half_along = radians(other.longitude - one.longitude) / 2
    chord = sin(half_up) ** 2 + cos(north) * cos(other_north) * sin(half_along) ** 2
    return 2 * EARTH * asin(min(1.0, sqrt(chord)))
