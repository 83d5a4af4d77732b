"""What a feed still has although it could not be used: it is not gone, and is not withdrawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, func, select, update

from adapter_core.domain.directory import EntityKind
from community_directory.store import own_tables, tables
from community_directory.store.own_tables import source

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection


def services_known(connection: Connection, feed: str) -> int:
    """How many services a feed told of and has not stopped telling of."""
    mine = (source.c.feed == feed, source.c.kind == EntityKind.SERVICE.value, source.c.gone.is_(None))
    return connection.execute(select(func.count()).select_from(source).where(*mine)).scalar_one()


def services_missing(connection: Connection, feed: str, reading: int) -> int:
    """How many of those it did not tell of in this reading."""
    mine = (source.c.feed == feed, source.c.kind == EntityKind.SERVICE.value, source.c.gone.is_(None))
    counted = select(func.count()).select_from(source).where(*mine, source.c.reading < reading)
    return connection.execute(counted).scalar_one()


def keep_service(connection: Connection, feed: str, reading: int, source_id: str) -> None:
    """Take a service, and what belongs to it alone, as told of in this reading without any change."""
    mine = and_(
        source.c.feed == feed, source.c.kind == EntityKind.SERVICE.value, source.c.source_id == source_id
    )
    number = connection.execute(select(source.c.entity).where(mine)).scalar()
    if number is None:
        return
    connection.execute(update(source).where(mine).values(reading=reading))
    owner = tables.service.c.organisation
    organisation = connection.execute(select(owner).where(tables.service.c.number == number)).scalar()
    _keep(connection, feed, reading, EntityKind.ORGANISATION, [organisation] if organisation else [])
    places = select(tables.at_location.c.location).where(tables.at_location.c.service == number)
    _keep(connection, feed, reading, EntityKind.LOCATION, list(connection.execute(places).scalars()))
    for kind, table in (
        (EntityKind.SERVICE_AT_LOCATION, tables.at_location),
        (EntityKind.CONTACT, own_tables.contact),
        (EntityKind.EVENT, tables.event),
    ):
        theirs = select(table.c.number).where(table.c.service == number)
        _keep(connection, feed, reading, kind, list(connection.execute(theirs).scalars()))


def _keep(connection: Connection, feed: str, reading: int, kind: EntityKind, numbers: list[int]) -> None:
    if numbers:
        theirs = and_(source.c.feed == feed, source.c.kind == kind.value, source.c.entity.in_(numbers))
        connection.execute(update(source).where(theirs, source.c.gone.is_(None)).values(reading=reading))
