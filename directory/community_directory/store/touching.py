"""Which services a change concerns: the index holds what stands in other tables too.

Contacts have more to them. What the public sees of one is published with its services, so that a change of it
is a change of theirs: whoever asks what changed since has to hear of it, and of a contact that is public no
more. Of what is not for the public the time of a change would tell, and so it moves nothing.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sqlalchemy import select, update

from adapter_core.domain.directory import Audience, EntityKind
from community_directory.store import contact_reading, own_tables, tables
from community_directory.store.shapes import CHUNK

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sqlalchemy import Select
    from sqlalchemy.engine import Connection, Row

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


# --- contacts ------------------------------------------------------------------------------------


@contextmanager
def contacts_changing(unit: Work, numbers: Sequence[int]) -> Iterator[None]:
    """Note the services of contacts that change within: those they had before, and those they have after.

    Args:
        unit: the transaction.
        numbers: of the contacts; of a new one too, as long as its number is known.
    """
    before = _faces(unit.connection, numbers)
    touch(unit, EntityKind.CONTACT, numbers)
    yield
    after = _faces(unit.connection, numbers)
    touch(unit, EntityKind.CONTACT, numbers)
    _move_services(unit, before, after)
    # Whom the public sees no more, or sees now, is named no more, or now, where they stand in for somebody.
    appeared = sorted(before.keys() ^ after.keys())
    _move_services(unit, {}, _faces(unit.connection, stood_in_for(unit.connection, appeared)))


def contacts_added(unit: Work, numbers: Sequence[int]) -> None:
    """Note the services of contacts that were just written for the first time."""
    touch(unit, EntityKind.CONTACT, numbers)
    _move_services(unit, {}, _faces(unit.connection, numbers))


def stood_in_for(connection: Connection, numbers: Sequence[int]) -> list[int]:
    """The numbers of the contacts that some contacts stand in for."""
    table = own_tables.contact
    found: set[int] = set()
    for start in range(0, len(numbers), CHUNK):
        ids = select(table.c.id).where(table.c.number.in_(numbers[start : start + CHUNK]))
        found.update(connection.execute(select(table.c.number).where(table.c.backup.in_(ids))).scalars())
    return sorted(found)


_Face = tuple[object, ...]


def _faces(connection: Connection, numbers: Sequence[int]) -> dict[int, _Face]:
    """What the public sees of those contacts that it sees; whose they are comes first."""
    table = own_tables.contact
    rows: dict[int, Row[Any]] = {}
    for start in range(0, len(numbers), CHUNK):
        seen = select(*contact_reading.EVERYBODYS_COLUMNS).where(
            contact_reading.visible(Audience.PUBLIC), table.c.number.in_(numbers[start : start + CHUNK])
        )
        rows |= {row.number: row for row in connection.execute(seen)}
    backups = _public(connection, sorted({row.backup for row in rows.values() if row.backup}))
    return {
        number: (
            row.service,
            row.organisation if row.service is None else None,
            row.backup if row.backup in backups else "",
            *(value for name, value in row._mapping.items() if name != "backup"),  # noqa: SLF001 - SQLAlchemy's public name for it
        )
        for number, row in rows.items()
    }


def _public(connection: Connection, ids: Sequence[str]) -> set[str]:
    """Those of some ids that are of contacts whom the public sees."""
    table = own_tables.contact
    found: set[str] = set()
    for start in range(0, len(ids), CHUNK):
        some = table.c.id.in_(ids[start : start + CHUNK])
        seen = select(table.c.id).where(contact_reading.visible(Audience.PUBLIC), some)
        found.update(connection.execute(seen).scalars())
    return found


def _move_services(unit: Work, before: dict[int, _Face], after: dict[int, _Face]) -> None:
    """Say of services, whose contacts the public sees changed, that they changed in this transaction."""
    moved = {
        face[:2]
        for number in before.keys() | after.keys()
        if before.get(number) != after.get(number)
        for face in (before.get(number), after.get(number))
        if face is not None
    }
    service = tables.service
    for column, place in ((service.c.number, 0), (service.c.organisation, 1)):
        owners = sorted(_numbers(owner[place] for owner in moved))
        for start in range(0, len(owners), CHUNK):
            theirs = [tables.listed(service), column.in_(owners[start : start + CHUNK])]
            unit.touch(unit.connection.execute(select(service.c.number).where(*theirs)).scalars())
            older = service.c.changed < unit.now
            unit.connection.execute(update(service).where(*theirs, older).values(changed=unit.now))


def _numbers(owners: Iterable[object]) -> set[int]:
    return {one for one in owners if isinstance(one, int)}
