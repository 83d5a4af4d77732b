"""Which services, and which services at locations, a request asks for: as conditions for the database."""

from __future__ import annotations

from math import cos, radians
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, exists, func, or_, select

from adapter_core.domain.directory import LocationKind
from community_directory.places.points import EARTH, Point
from community_directory.places.stored import StoredGazetteer
from community_directory.places.tables import postcode as postcodes
from community_directory.publishing.parameters import Refused
from community_directory.store import tables
from community_directory.store.shapes import CHUNK

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.engine import Connection

    from community_directory.publishing.parameters import Wanted

Conditions = list["ColumnElement[bool]"]

service, at_location, location = tables.service, tables.at_location, tables.location

DEGREE = radians(1) * EARTH
"""Metres of a degree of latitude."""


def conditions(wanted: Wanted) -> Conditions:
    """What a service fulfils, on `tables.service`, but for the words searched for."""
    return [*_of_words(wanted), *_of_people(wanted), *_of_hours(wanted), *_of_change(wanted)]


def _of_words(wanted: Wanted) -> Conditions:
    found: Conditions = []
    of_service, term = tables.service_term, tables.term
    used = select(of_service.c.service).join(term, term.c.number == of_service.c.term)
    if wanted.taxonomy_term_id:
        chosen = used.where(term.c.id == wanted.taxonomy_term_id)
        found.append(service.c.number.in_(chosen))
    if wanted.taxonomy_id:
        lists = tables.taxonomy
        chosen = used.join(lists, lists.c.number == term.c.taxonomy).where(lists.c.id == wanted.taxonomy_id)
        found.append(service.c.number.in_(chosen))
    if wanted.organization_id:
        owner = tables.organisation
        owners = select(owner.c.number).where(owner.c.id == wanted.organization_id)
        found.append(service.c.organisation.in_(owners))
    return found


def _of_people(wanted: Wanted) -> Conditions:
    """A service that says nothing of ages takes everybody."""
    found: Conditions = []
    if wanted.minimum_age is not None:
        found.append(or_(service.c.maximum_age.is_(None), service.c.maximum_age >= wanted.minimum_age))
    if wanted.maximum_age is not None:
        found.append(or_(service.c.minimum_age.is_(None), service.c.minimum_age <= wanted.maximum_age))
    return found


def _of_hours(wanted: Wanted) -> Conditions:
    """One line of the opening hours fulfils all of day, start and end; hours in words alone fulfil none."""
    hours = tables.schedule
    asked: Conditions = []
    if wanted.days:
        asked.append(or_(*(hours.c.byday.contains(day, autoescape=True) for day in sorted(wanted.days))))
    if wanted.start_time is not None:
        asked.append(hours.c.closes_at > wanted.start_time)
    if wanted.end_time is not None:
        asked.append(hours.c.opens_at < wanted.end_time)
    return [exists().where(hours.c.service == service.c.number, *asked)] if asked else []


def _of_change(wanted: Wanted) -> Conditions:
    """What is published of the service changed; contacts and notes are not asked, and so tell nothing."""
    if wanted.modified_after is None:
        return []
    since, owner = wanted.modified_after, tables.organisation.alias()
    at, place = at_location.alias(), location.alias()
    return [
        or_(
            service.c.changed >= since,
            exists().where(owner.c.number == service.c.organisation, owner.c.changed >= since),
            exists().where(at.c.service == service.c.number, at.c.changed >= since),
            exists().where(
                at.c.service == service.c.number, place.c.number == at.c.location, place.c.changed >= since
            ),
        )
    ]


def modified(connection: Connection, numbers: Sequence[int]) -> dict[int, datetime]:
    """When what is published of services last changed, by the same rule as `modified_after`."""
    owner = tables.organisation
    found: dict[int, datetime] = {}
    for start in range(0, len(numbers), CHUNK):
        some = numbers[start : start + CHUNK]
        rows = connection.execute(
            select(service.c.number, service.c.changed, owner.c.changed)
            .outerjoin(owner, owner.c.number == service.c.organisation)
            .where(service.c.number.in_(some))
        )
        for number, mine, owners in rows:
            found[number] = max(filter(None, (mine, owners)))
        places = connection.execute(
            select(at_location.c.service, at_location.c.changed, location.c.changed)
            .join(location, location.c.number == at_location.c.location)
            .where(at_location.c.service.in_(some))
        )
        for number, mine, theirs in places:
            found[number] = max(found[number], mine, theirs)
    return found


def services_near(connection: Connection, wanted: Wanted) -> Conditions:
    """What a service fulfils of `postcode` and `proximity`, on `tables.service`: one place is enough.

    Without metres, one that says that it takes people from there needs no place.

    Raises:
        Refused: 400, as with `near`.
    """
    if not wanted.postcode:
        return []
    there = and_(
        at_location.c.service == service.c.number, tables.listed(at_location), tables.listed(location)
    )
    places = at_location.join(location, location.c.number == at_location.c.location)
    fulfils = exists().select_from(places).where(there, *near(connection, wanted)).correlate(service)
    if wanted.proximity is None:
        return [or_(_says(wanted.postcode.partition(" ")[0]), fulfils)]
    return [fulfils]


def near(connection: Connection, wanted: Wanted) -> Conditions:
    """What a service at a location fulfils of `postcode` and `proximity`, on `tables.at_location`.

    With metres: those within them, as far as it is known where they are. Without: services that say that
    they take people from the postcode's district, and of those that say nothing, the ones in it.

    Raises:
        Refused: 400, nobody here knows where the postcode is.
    """
    if not wanted.postcode:
        return []
    if wanted.proximity is None:
        return [_takes_from(wanted.postcode.partition(" ")[0])]
    point = _point_of(connection, wanted.postcode)
    if point is None:
        raise Refused(400, "Where this postcode is, is not known here, so that no metres can be counted.")
    return [_within(point, wanted.proximity)]


def _point_of(connection: Connection, code: str) -> Point | None:
    """Where a postcode is: by the council's list, else by what is located there, else in its district."""
    gazetteer = StoredGazetteer(connection)
    place = gazetteer.postcode(code)
    if place is not None and place.point is not None:
        return place.point
    there = select(func.avg(location.c.latitude), func.avg(location.c.longitude)).where(
        tables.listed(location), location.c.postcode == code
    )
    latitude, longitude = connection.execute(there).one()
    if latitude is not None and longitude is not None:
        return Point(latitude, longitude)
    district = gazetteer.district(code.partition(" ")[0])
    return district.point if district is not None else None


def _takes_from(district: str) -> ColumnElement[bool]:
    of_area = tables.area
    silent = ~exists().where(of_area.c.service == service.c.number).correlate(service)
    return or_(_says(district), and_(silent, location.c.district == district))


def _says(district: str) -> ColumnElement[bool]:
    """A service says that it takes people from a district."""
    areas = tables.area_district
    fits = exists().where(areas.c.service == service.c.number, areas.c.district == district)
    return fits.correlate(service)


def _within(point: Point, metres: float) -> ColumnElement[bool]:
    """Within so many metres, on a plane that touches the earth there: 0.3 % off at 50 kilometres."""
    latitude: ColumnElement[Any] = func.coalesce(location.c.latitude, postcodes.c.latitude)
    longitude: ColumnElement[Any] = func.coalesce(location.c.longitude, postcodes.c.longitude)
    up = (latitude - point.latitude) * DEGREE
    along = (longitude - point.longitude) * (DEGREE * cos(radians(point.latitude)))
    near_by = (
        select(location.c.number)
        .outerjoin(postcodes, postcodes.c.postcode == location.c.postcode)
        .where(location.c.kind != LocationKind.VIRTUAL.value, up * up + along * along <= metres * metres)
    )
    return location.c.number.in_(near_by)
