"""The gazetteer of the directory's store: gathered after an import, asked by the words of a query."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

from sqlalchemy import and_, case, delete, func, insert, select

from community_directory.places.naming import PlaceNames, key_of
from community_directory.places.points import Place, PlaceKind, Point
from community_directory.places.tables import place, postcode, term_key
from community_directory.store import tables

if TYPE_CHECKING:
    from sqlalchemy import Table
    from sqlalchemy.engine import Connection

_BATCH = 1000


def rebuild(connection: Connection) -> int:
    """Gather the names of places and terms anew, in the caller's transaction.

    Wanted after an import, after a postcode list is loaded (it says where a location is of which the postcode
    alone is known), and after a change of a location, an area, a term, or of a name. What a person says of a
    contact changes none of them.

    Returns:
        How many names of places there are.
    """
    names = PlaceNames()
    location, area, district = tables.location, tables.area, tables.area_district
    own = and_(location.c.latitude.is_not(None), location.c.longitude.is_not(None))
    rows = connection.execute(
        select(
            location.c.city, location.c.line_2, location.c.region, location.c.district,
            case((own, location.c.latitude), else_=postcode.c.latitude),
            case((own, location.c.longitude), else_=postcode.c.longitude),
        )
        .select_from(location.outerjoin(postcode, postcode.c.postcode == location.c.postcode))
        .where(tables.listed(location))
    )  # fmt: skip
    for city, line_2, region, code, latitude, longitude in rows:
        names.add_location(
            city=city, line_2=line_2, region=region, district=code, point=_point(latitude, longitude)
        )
    codes: dict[tuple[int, int], list[str]] = {}
    for number, position, code in connection.execute(
        select(district.c.service, district.c.position, district.c.district)
    ):
        codes.setdefault((number, position), []).append(code)
    listed = (
        select(area.c.service, area.c.position, area.c.name)
        .join(tables.service, tables.service.c.number == area.c.service)
        .where(tables.listed(tables.service))
    )
    for number, position, name in connection.execute(listed):
        names.add_area(name, codes.get((number, position), ()))
    for table in (tables.organisation, tables.service):
        names.also_in(connection.execute(select(table.c.name).where(tables.listed(table))).scalars())
    found = names.places()
    _replace(
        connection,
        place,
        [
            {
                "key": key, "name": each.name, "districts": " ".join(each.districts), "in_names": both,
                "latitude": each.point and each.point.latitude,
                "longitude": each.point and each.point.longitude,
            }
            for key, (each, both) in found.items()
        ],
    )  # fmt: skip
    term = tables.term
    terms = {
        key: name
        for name in connection.execute(select(term.c.name).where(tables.listed(term))).scalars()
        if (key := key_of(name))
    }
    _replace(connection, term_key, [{"key": key, "name": name} for key, name in sorted(terms.items())])
    return len(found)


def _replace(connection: Connection, table: Table, rows: list[dict[str, object]]) -> None:
    connection.execute(delete(table))
    each = iter(rows)
    while batch := list(islice(each, _BATCH)):
        connection.execute(insert(table), batch)


def _point(latitude: float | None, longitude: float | None) -> Point | None:
    return None if latitude is None or longitude is None else Point(latitude, longitude)


@dataclass(slots=True)
class StoredGazetteer:
    """A gazetteer that asks the store, at most one statement a question. See `gazetteer.Gazetteer`.

    Attributes:
        connection: of the directory's store.
        home: `[directory] home` of the config.
    """

    connection: Connection
    home: str = ""
    _both: dict[str, bool] = field(default_factory=dict)
    _has_postcodes: bool | None = None

    @property
    def has_postcodes(self) -> bool:
        """As `Gazetteer`."""
        if self._has_postcodes is None:
            self._has_postcodes = (
                self.connection.execute(select(postcode.c.postcode).limit(1)).first() is not None
            )
        return self._has_postcodes

    def named(self, keys: Collection[str]) -> Mapping[str, Place]:
        """As `Gazetteer`."""
        if not keys:
            return {}
        rows = self.connection.execute(select(place).where(place.c.key.in_(sorted(keys))))
        found = {}
        for row in rows:
            self._both[row.key] = row.in_names
            found[row.key] = Place(
                PlaceKind.NAME, row.name, tuple(row.districts.split()), _point(row.latitude, row.longitude)
            )
        return found

    def in_names(self, keys: Collection[str]) -> frozenset[str]:
        """As `Gazetteer`."""
        unknown = [key for key in keys if key not in self._both]
        self.named(unknown)
        return frozenset(key for key in keys if self._both.get(key))

    def categories(self, keys: Collection[str]) -> Mapping[str, str]:
        """As `Gazetteer`."""
        if not keys:
            return {}
        rows = self.connection.execute(select(term_key).where(term_key.c.key.in_(sorted(keys))))
        return {row.key: row.name for row in rows}

    def district(self, code: str) -> Place | None:
        """As `Gazetteer`: its middle is that of its postcodes, else of the services located there."""
        known = None
        for table in (postcode, tables.location):
            c = table.c
            asked = select(func.count(), func.avg(c.latitude), func.avg(c.longitude)).where(
                c.district == code
            )
            if table is tables.location:
                asked = asked.where(tables.listed(tables.location))
            count, latitude, longitude = self.connection.execute(asked).one()
            if count:
                known = Place(PlaceKind.DISTRICT, code, (code,), _point(latitude, longitude))
                if known.point is not None:
                    break
        return known

    def postcode(self, code: str) -> Place | None:
        """As `Gazetteer`."""
        row = self.connection.execute(select(postcode).where(postcode.c.postcode == code)).first()
        if row is None:
            return None
        point = _point(row.latitude, row.longitude)
        return Place(PlaceKind.POSTCODE, code, (row.district,), point, exact=point is not None)

    def points(self, postcodes: Collection[str]) -> Mapping[str, Point]:
        """Where some postcodes are, normalised as they are; those that the list does not place are left out.

        For `nearness` and `judging.Facts`, of locations without coordinates of their own.
        """
        if not postcodes or not self.has_postcodes:
            return {}
        rows = self.connection.execute(select(postcode).where(postcode.c.postcode.in_(sorted(postcodes))))
        found = {row.postcode: _point(row.latitude, row.longitude) for row in rows}
        return {code: point for code, point in found.items() if point is not None}
