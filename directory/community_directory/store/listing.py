"""Lists of everything beside services: organisations, places, terms, events; and what is counted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from adapter_core.domain.directory import Audience, EntityKind, ServiceAtLocation
from community_directory.store import tables
from community_directory.store.contact_reading import count_contacts
from community_directory.store.reading import count_services, number_of, rows_by_number, terms_of
from community_directory.store.rows import event_of, location_of, organisation_of, taxonomy_of
from community_directory.store.shapes import SHAPES

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement, Table
    from sqlalchemy.engine import Connection, Row

    from adapter_core.domain.directory import Event, Location, Organisation, Taxonomy, TaxonomyTerm


def organisations(
    connection: Connection,
    *,
    audience: Audience,  # noqa: ARG001 - organisations are for everybody; who reads is asked all the same
    after: str = "",
    limit: int = 100,
    offset: int = 0,
) -> list[Organisation]:
    """Organisations that are listed, in the order of their ids."""
    return [organisation_of(row) for row in _rows(connection, tables.organisation, after, limit, offset)]


def organisation(
    connection: Connection,
    id: str,  # noqa: A002 - the standard's name
    *,
    audience: Audience,  # noqa: ARG001 - as above
) -> Organisation:
    """One organisation; of one that was merged, the one that was kept.

    Raises:
        UsageError: FP-0832.
    """
    return organisation_of(_row(connection, EntityKind.ORGANISATION, id))


def locations(
    connection: Connection,
    *,
    audience: Audience,  # noqa: ARG001 - as above
    after: str = "",
    limit: int = 100,
    offset: int = 0,
) -> list[Location]:
    """Locations that are listed, in the order of their ids."""
    return [location_of(row) for row in _rows(connection, tables.location, after, limit, offset)]


def location(
    connection: Connection,
    id: str,  # noqa: A002 - the standard's name
    *,
    audience: Audience,  # noqa: ARG001 - as above
) -> Location:
    """One location; of one that was merged, the one that was kept.

    Raises:
        UsageError: FP-0832.
    """
    return location_of(_row(connection, EntityKind.LOCATION, id))


def taxonomies(
    connection: Connection,
    *,
    audience: Audience,  # noqa: ARG001 - as above
    after: str = "",
    limit: int = 100,
    offset: int = 0,
) -> list[Taxonomy]:
    """Taxonomies that are listed, in the order of their ids."""
    return [taxonomy_of(row) for row in _rows(connection, tables.taxonomy, after, limit, offset)]


def taxonomy(
    connection: Connection,
    id: str,  # noqa: A002 - the standard's name
    *,
    audience: Audience,  # noqa: ARG001 - as above
) -> Taxonomy:
    """One taxonomy.

    Raises:
        UsageError: FP-0832.
    """
    return taxonomy_of(_row(connection, EntityKind.TAXONOMY, id))


def terms(  # noqa: PLR0913 - each narrows the list
    connection: Connection,
    *,
    audience: Audience,  # noqa: ARG001 - as above
    after: str = "",
    limit: int = 100,
    offset: int = 0,
    where: Sequence[ColumnElement[bool]] = (),
) -> list[TaxonomyTerm]:
    """Terms that are listed, in the order of their ids; `where` has conditions on `tables.term`."""
    numbers = [row.number for row in _rows(connection, tables.term, after, limit, offset, where)]
    found = terms_of(connection, numbers)
    return [found[number] for number in numbers]


def term(
    connection: Connection,
    id: str,  # noqa: A002 - the standard's name
    *,
    audience: Audience,  # noqa: ARG001 - as above
) -> TaxonomyTerm:
    """One term.

    Raises:
        UsageError: FP-0832.
    """
    number = number_of(connection, EntityKind.TERM, id)
    return terms_of(connection, [number])[number]


def at_locations(  # noqa: PLR0913 - each narrows the list
    connection: Connection,
    *,
    audience: Audience,  # noqa: ARG001 - as above
    after: str = "",
    limit: int = 100,
    offset: int = 0,
    where: Sequence[ColumnElement[bool]] = (),
    once: bool = True,
) -> list[ServiceAtLocation]:
    """Services at locations, both listed, in the order of their ids.

    Args:
        connection: inside a transaction.
        audience: who reads.
        after: the id to go on after.
        limit: the most of them.
        offset: how many to leave out first.
        where: further conditions on `tables.at_location`, `tables.service` and `tables.location`.
        once: whether of those that say the same of one service and one location only the first is wanted.
    """
    place = tables.at_location
    statement = (
        select(
            place.c.id,
            place.c.description,
            tables.service.c.id.label("service_id"),
            tables.location.c.id.label("location_id"),
        )
        .join(tables.service, tables.service.c.number == place.c.service)
        .join(tables.location, tables.location.c.number == place.c.location)
        .where(*_both_listed(), place.c.id > after, *where)
        .order_by(place.c.id)
    )
    if once:
        statement = statement.where(tables.said_once())
    return [
        ServiceAtLocation(row.id, row.service_id, row.location_id, row.description)
        for row in connection.execute(statement.limit(limit).offset(offset))
    ]


def count_at_locations(
    connection: Connection,
    *,
    audience: Audience,  # noqa: ARG001 - as above
    where: Sequence[ColumnElement[bool]] = (),
) -> int:
    """How many services at locations there are; see `at_locations`."""
    place = tables.at_location
    statement = (
        select(func.count())
        .select_from(place)
        .join(tables.service, tables.service.c.number == place.c.service)
        .join(tables.location, tables.location.c.number == place.c.location)
        .where(*_both_listed(), tables.said_once(), *where)
    )
    return connection.execute(statement).scalar_one()


def _both_listed() -> tuple[ColumnElement[bool], ...]:
    return tuple(tables.listed(table) for table in (tables.at_location, tables.service, tables.location))


def events(  # noqa: PLR0913 - each narrows the list
    connection: Connection,
    *,
    audience: Audience,  # noqa: ARG001 - as above
    starting: datetime | None = None,
    before: datetime | None = None,
    limit: int = 100,
    offset: int = 0,
) -> list[Event]:
    """Events that are listed, by when they start.

    Args:
        connection: inside a transaction.
        audience: who reads.
        starting: only those that start at that moment or later.
        before: only those that start before that moment.
        limit: the most events.
        offset: how many to leave out first.
    """
    table = tables.event
    statement = select(table).where(tables.listed(table)).order_by(table.c.starts, table.c.id)
    if starting is not None:
        statement = statement.where(table.c.starts >= starting)
    if before is not None:
        statement = statement.where(table.c.starts < before)
    rows = connection.execute(statement.limit(limit).offset(offset)).all()
    owners = rows_by_number(connection, tables.organisation, (row.organisation for row in rows))
    services = rows_by_number(connection, tables.service, (row.service for row in rows))
    places = rows_by_number(connection, tables.location, (row.location for row in rows))
    return [
        event_of(
            row,
            organisation_id=owners[row.organisation].id if row.organisation in owners else "",
            service_id=services[row.service].id if row.service in services else "",
            location_id=places[row.location].id if row.location in places else "",
        )
        for row in rows
    ]


def counts(connection: Connection, *, audience: Audience) -> dict[str, int]:
    """How many there are of each kind: listed ones, and contacts that the audience may see."""
    found = {
        kind.value: connection.execute(
            select(func.count()).select_from(shape.table).where(tables.listed(shape.table))
        ).scalar_one()
        for kind, shape in SHAPES.items()
        if kind not in {EntityKind.CONTACT, EntityKind.SERVICE}
    }
    found[EntityKind.SERVICE.value] = count_services(connection, audience=audience)
    found[EntityKind.CONTACT.value] = count_contacts(connection, audience=audience)
    found["withdrawn"] = count_services(connection, audience=audience, withdrawn=True)
    return found


def _row(connection: Connection, kind: EntityKind, id: str) -> Row[Any]:  # noqa: A002 - as above
    number = number_of(connection, kind, id)
    return rows_by_number(connection, SHAPES[kind].table, [number])[number]


def _rows(  # noqa: PLR0913, PLR0917 - what every list has
    connection: Connection,
    table: Table,
    after: str,
    limit: int,
    offset: int,
    where: Sequence[ColumnElement[bool]] = (),
) -> list[Row[Any]]:
    statement = select(table).where(tables.listed(table), table.c.id > after, *where).order_by(table.c.id)
    return list(connection.execute(statement.limit(limit).offset(offset)))
