"""Which services a change concerns: the index holds what stands in other tables too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from adapter_core.domain.directory import EntityKind
from community_directory.store import own_tables, tables
from community_directory.store.shapes import CHUNK

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Select

    from community_directory.store.unit_of_work import Work


def touch(unit: Work, kind: EntityKind, numbers: Sequence[int]) -> None:
    """Note every service that entities of one kind belong to as touched."""
    if kind is EntityKind.SERVICE:
        unit.touch(numbers)
        return
    for start in range(0, len(numbers), CHUNK):
        for statement in _services_of(kind, numbers[start : start + CHUNK]):
            unit.touch(unit.connection.execute(statement).scalars())


def _services_of(kind: EntityKind, numbers: Sequence[int]) -> list[Select[Any]]:
    service, place, contact = tables.service, tables.at_location, own_tables.contact
    event, of_term = tables.event, tables.service_term
    of_organisation = (
        select(service.c.number)
        .join(contact, contact.c.organisation == service.c.organisation)
        .where(contact.c.number.in_(numbers), contact.c.service.is_(None))
    )
    found = {
        EntityKind.ORGANISATION: [select(service.c.number).where(service.c.organisation.in_(numbers))],
        EntityKind.LOCATION: [select(place.c.service).where(place.c.location.in_(numbers))],
        EntityKind.SERVICE_AT_LOCATION: [select(place.c.service).where(place.c.number.in_(numbers))],
        EntityKind.TERM: [select(of_term.c.service).where(of_term.c.term.in_(numbers))],
        EntityKind.EVENT: [select(event.c.service).where(event.c.number.in_(numbers))],
        EntityKind.CONTACT: [
            select(contact.c.service).where(contact.c.number.in_(numbers)),
            of_organisation,
        ],
    }
    return found.get(kind, [])
