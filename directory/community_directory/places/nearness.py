"""How near a service is to a place: by metres from a postcode, by district first from anywhere else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from math import inf

from adapter_core.domain.directory import Location, LocationKind, ServiceArea
from adapter_core.domain.values import postcode_district
from community_directory.places.naming import key_of
from community_directory.places.points import MILE, Place, PlaceKind, Point, metres_between

_QUARTER = 4
COMES = 2 * MILE
"""How far off, at most, a service counts from one postcode that comes there, or is somewhere in its district.

It stands behind what is round the corner, and before what is across the county.
"""


class Ring(IntEnum):
    """How a service stands to a place, nearest first."""

    HERE = 0
    """In the same district, or in the town or neighbourhood of that name."""
    COMES_HERE = 1
    """Not there, but takes people from there, as its service area says."""
    ELSEWHERE = 2
    UNKNOWN = 3
    """It says nothing of where it is: on the telephone, online, or nobody wrote it down."""


@dataclass(frozen=True, slots=True)
class Nearness:
    """How near.

    Attributes:
        metres: to the nearest location that is known; None where it cannot be told.
        exact: whether both ends are points of their own, not the middle of a district.
        says: for people: `in FY1`, `about 2 miles away`, `comes to FY1`, `distance not known`.
        by_metres: whether the place asked for is a point of its own, so that metres come before districts.
    """

    ring: Ring
    metres: float | None
    exact: bool
    says: str
    by_metres: bool = False

    @property
    def rank(self) -> tuple[int, float]:
        """To sort by, the nearest first: the rings one by one, or by metres where those mean something."""
        metres = inf if self.metres is None else self.metres
        if not self.by_metres:
            return (self.ring, metres)
        if self.ring is Ring.COMES_HERE or (self.ring is Ring.HERE and self.metres is None):
            metres = min(metres, COMES)
        return (self.ring if metres == inf else Ring.HERE, metres)


def nearness(
    place: Place,
    locations: Iterable[Location],
    areas: Iterable[ServiceArea] = (),
    *,
    points: Mapping[str, Point] | None = None,
) -> Nearness:
    """How near a service is to a place.

    Args:
        place: what was asked for.
        locations: of the service.
        areas: where it takes people from.
        points: where postcodes are (`StoredGazetteer.points`), for locations without coordinates.
    """
    key, here, known = key_of(place.name), False, False
    best: float | None = None
    for location in locations:
        if location.kind is LocationKind.VIRTUAL:
            continue
        address = location.address
        district = postcode_district(address.postcode) if address and address.postcode else None
        names = (
            {key_of(text) for text in (address.city, address.line_2, address.region)} if address else set()
        )
        here = here or district in place.districts or (bool(key) and key in names)
        point = _point(location, points or {})
        known = known or district is not None or point is not None
        if point is not None and place.point is not None:
            metres = metres_between(place.point, point)
            best = metres if best is None else min(best, metres)
    exact = place.exact and best is not None
    if here:
        return Nearness(Ring.HERE, best, exact, _says(place, best, here=True), place.exact)
    if any(key_of(area.name) == key or not set(area.districts).isdisjoint(place.districts) for area in areas):
        return Nearness(Ring.COMES_HERE, best, exact, f"takes people from {_around(place)}", place.exact)
    if not known:
        return Nearness(Ring.UNKNOWN, None, exact=False, says="distance not known", by_metres=place.exact)
    return Nearness(Ring.ELSEWHERE, best, exact, _says(place, best, here=False), place.exact)


def _point(location: Location, points: Mapping[str, Point]) -> Point | None:
    if location.latitude is not None and location.longitude is not None:
        return Point(location.latitude, location.longitude)
    return points.get(location.address.postcode) if location.address else None


def _around(place: Place) -> str:
    """What lies around a place: of one postcode, its district."""
    return place.districts[0] if place.kind is PlaceKind.POSTCODE and place.districts else place.name


def _says(place: Place, metres: float | None, *, here: bool) -> str:
    if metres is None:
        around = _around(place)
        return f"in {around}" if here else f"not in {around}, distance not known"
    if place.exact:
        return f"{in_miles(metres)} from {place.name}"
    return f"in {place.name}" if here else f"about {in_miles(metres)} from the middle of {place.name}"


def in_miles(metres: float) -> str:
    """A distance as people say it: `350 metres`, `2¼ miles`, `12 miles`."""
    miles = metres / MILE
    if miles < 0.5:  # noqa: PLR2004 - half a mile
        return f"{round(metres, -1):.0f} metres"
    if miles >= 10:  # noqa: PLR2004 - then quarters say nothing
        return f"{miles:.0f} miles"
    whole, part = divmod(round(miles * _QUARTER), _QUARTER)
    text = f"{whole or ''}{('', '¼', '½', '¾')[part]}"
    return f"{text} mile{'' if (whole == 1 and not part) or not whole else 's'}"
