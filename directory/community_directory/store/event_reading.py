"""One dated event by its id."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from adapter_core.domain.directory import EntityKind
from adapter_core.errors import UsageError
from community_directory.store import tables
from community_directory.store.ids import plain_id
from community_directory.store.rows import event_of

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

    from adapter_core.domain.directory import Event


def event(connection: Connection, id: str) -> Event:  # noqa: A002 - the standard's name
    """An event that is listed; everybody may see every event.

    Raises:
        UsageError: FP-0832 where there is none of that id, or it is listed no more.
    """
    table, owner, service, place = tables.event, tables.organisation, tables.service, tables.location
    row = connection.execute(
        select(
            table,
            owner.c.id.label("owner_id"),
            service.c.id.label("service_id"),
            place.c.id.label("place_id"),
        )
        .outerjoin(owner, owner.c.number == table.c.organisation)
        .outerjoin(service, service.c.number == table.c.service)
        .outerjoin(place, place.c.number == table.c.location)
        .where(table.c.id == plain_id(id), tables.listed(table))
    ).first()
    if row is None:
        name = EntityKind.EVENT.value
        raise UsageError("FP-0832", f"The directory has no {name} of that id.", where=f"the id of the {name}")
    return event_of(
        row,
        organisation_id=row.owner_id or "",
        service_id=row.service_id or "",
        location_id=row.place_id or "",
    )
