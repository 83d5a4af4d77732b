"""Contacts, for those who may know of them: a contact that is for others is never selected."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, func, or_, select

from adapter_core.domain.directory import Audience, Contact, EntityKind
from adapter_core.errors import UsageError
from community_directory.store import tables
from community_directory.store.contact_rows import contact_of
from community_directory.store.ids import plain_id
from community_directory.store.own_tables import contact as table
from community_directory.store.shapes import CHUNK

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.engine import Connection, Row

EVERYBODYS_COLUMNS = (
    table.c.number,
    table.c.id,
    table.c.audience,
    table.c.name,
    table.c.role,
    table.c.phones,
    table.c.emails,
    table.c.channel,
    table.c.hours,
    table.c.backup,
    table.c.verified_on,
    table.c.organisation,
    table.c.service,
    table.c.location,
)
"""What anybody is told of a contact whom they may see."""

_OUR_COLUMNS = (
    *EVERYBODYS_COLUMNS,
    table.c.verified_by,
    table.c.basis,
    table.c.told,
    table.c.original,
)


def visible(audience: Audience) -> ColumnElement[bool]:
    """The condition that a contact is listed and the audience may see it."""
    seen = [one.value for one in Audience if audience.sees(one)]
    return and_(table.c.audience.in_(seen), table.c.withdrawn_on.is_(None), table.c.merged_into.is_(None))


def _select(audience: Audience) -> Select[Any]:
    columns = _OUR_COLUMNS if audience is Audience.INTERNAL else EVERYBODYS_COLUMNS
    return select(*columns).where(visible(audience))


def of_services(
    connection: Connection, organisations: Mapping[int, int | None], *, audience: Audience
) -> dict[int, list[Contact]]:
    """Contacts of services: their own first, then their organisations', the best first among each.

    Args:
        connection: inside a transaction.
        organisations: number of each service to the number of its organisation.
        audience: who reads.
    """
    found: dict[int, list[Row[Any]]] = defaultdict(list)
    numbers = list(organisations)
    owners: dict[int, list[int]] = defaultdict(list)
    for number, owner in organisations.items():
        if owner is not None:
            owners[owner].append(number)
    for start in range(0, len(numbers), CHUNK):
        mine = table.c.service.in_(numbers[start : start + CHUNK])
        for row in connection.execute(_select(audience).where(mine)):
            found[row.service].append(row)
    of_owners = list(owners)
    for start in range(0, len(of_owners), CHUNK):
        theirs = and_(table.c.organisation.in_(of_owners[start : start + CHUNK]), table.c.service.is_(None))
        for row in connection.execute(_select(audience).where(theirs)):
            for number in owners[row.organisation]:
                found[number].append(row)
    rows = {row.number: row for many in found.values() for row in many}
    made = _contacts(connection, rows.values(), audience)
    return {number: [made[row.number] for row in _best_first(many)] for number, many in found.items()}


def contact(
    connection: Connection,
    id: str,  # noqa: A002 - the standard's name
    *,
    audience: Audience,
) -> Contact:
    """One contact.

    Raises:
        UsageError: FP-0833, also where there is one that the audience may not know of.
    """
    row = connection.execute(_select(audience).where(table.c.id == plain_id(id))).first()
    if row is None:
        raise UsageError("FP-0833", "The directory has no contact of that id.")
    return _contacts(connection, [row], audience)[row.number]


def contacts(
    connection: Connection, *, audience: Audience, after: str = "", limit: int = 100
) -> list[Contact]:
    """Every contact that the audience may see, in the order of ids."""
    statement = _select(audience).where(table.c.id > after).order_by(table.c.id).limit(limit)
    rows = connection.execute(statement).all()
    made = _contacts(connection, rows, audience)
    return [made[row.number] for row in rows]


def stale_contacts(
    connection: Connection, *, audience: Audience, before: date, limit: int = 100
) -> list[Contact]:
    """Contacts that nobody verified since a day, those never verified first, then the oldest."""
    statement = (
        _select(audience)
        .where(or_(table.c.verified_on.is_(None), table.c.verified_on < before))
        .order_by(func.coalesce(table.c.verified_on, date.min), table.c.id)
        .limit(limit)
    )
    rows = connection.execute(statement).all()
    made = _contacts(connection, rows, audience)
    return [made[row.number] for row in rows]


def whose(connection: Connection, contacts: Iterable[Contact]) -> dict[str, tuple[str, str]]:
    """Id of each contact to the names of its service and its organisation; empty where there is none."""
    contacts = list(contacts)
    service, organisation = tables.service, tables.organisation
    of_services: dict[str, tuple[str, str]] = {}
    of_organisations: dict[str, str] = {}
    wanted = sorted({one.service_id for one in contacts if one.service_id})
    for start in range(0, len(wanted), CHUNK):
        asked = (
            select(service.c.id, service.c.name, func.coalesce(organisation.c.name, ""))
            .select_from(service.outerjoin(organisation, organisation.c.number == service.c.organisation))
            .where(service.c.id.in_(wanted[start : start + CHUNK]))
        )
        of_services.update({row[0]: (row[1], row[2]) for row in connection.execute(asked)})
    wanted = sorted({one.organisation_id for one in contacts if one.organisation_id})
    for start in range(0, len(wanted), CHUNK):
        named = select(organisation.c.id, organisation.c.name)
        rows = connection.execute(named.where(organisation.c.id.in_(wanted[start : start + CHUNK])))
        of_organisations.update({row[0]: row[1] for row in rows})
    return {
        one.id: of_services.get(one.service_id) or ("", of_organisations.get(one.organisation_id, ""))
        for one in contacts
    }


def count_contacts(connection: Connection, *, audience: Audience) -> int:
    """How many contacts the audience may see."""
    counted = select(func.count()).select_from(table).where(visible(audience))
    return connection.execute(counted).scalar_one()


def _best_first(rows: Iterable[Row[Any]]) -> list[Row[Any]]:
    """The service's own before its organisation's; then who stands in for one of them comes last.

    Among each, people before desks, and the lately verified first.
    """
    rows = list(rows)
    stand_ins = {row.backup for row in rows if row.backup and row.backup != row.id}

    def order(row: Row[Any]) -> tuple[object, ...]:
        verified = -row.verified_on.toordinal() if row.verified_on else 0
        return (row.service is None, row.id in stand_ins, not row.name, verified, row.id)

    return sorted(rows, key=order)


def _contacts(connection: Connection, rows: Iterable[Row[Any]], audience: Audience) -> dict[int, Contact]:
    rows = list(rows)
    ids = {
        kind: _ids(connection, kind, {getattr(row, kind.value) for row in rows})
        for kind in (EntityKind.ORGANISATION, EntityKind.SERVICE, EntityKind.LOCATION)
    }
    backups = _visible_ids(connection, {row.backup for row in rows if row.backup}, audience)
    return {
        row.number: contact_of(
            row,
            audience=audience,
            organisation_id=ids[EntityKind.ORGANISATION].get(row.organisation, ""),
            service_id=ids[EntityKind.SERVICE].get(row.service, ""),
            location_id=ids[EntityKind.LOCATION].get(row.location, ""),
            backup_id=row.backup if row.backup in backups else "",
        )
        for row in rows
    }


def _ids(connection: Connection, kind: EntityKind, numbers: set[int | None]) -> dict[int | None, str]:
    of_kind = {
        EntityKind.ORGANISATION: tables.organisation,
        EntityKind.SERVICE: tables.service,
        EntityKind.LOCATION: tables.location,
    }[kind]
    wanted = sorted(number for number in numbers if number is not None)
    found: dict[int | None, str] = {}
    for start in range(0, len(wanted), CHUNK):
        some = of_kind.c.number.in_(wanted[start : start + CHUNK])
        rows = connection.execute(select(of_kind.c.number, of_kind.c.id).where(some))
        found.update({row[0]: row[1] for row in rows})
    return found


def _visible_ids(connection: Connection, ids: set[str], audience: Audience) -> set[str]:
    wanted = sorted(ids)
    found: set[str] = set()
    for start in range(0, len(wanted), CHUNK):
        some = table.c.id.in_(wanted[start : start + CHUNK])
        found.update(connection.execute(select(table.c.id).where(visible(audience), some)).scalars())
    return found
