"""Contacts as people here keep them: written, verified, and taken out for good when they ask for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func, insert, or_, select, update

from adapter_core.domain.directory import Audience, Contact, EntityKind
from adapter_core.errors import UsageError
from community_directory.store import own_tables, reading, tables
from community_directory.store.contact_rows import contact_columns, contact_of, phones_of
from community_directory.store.editing import write_edit
from community_directory.store.ids import new_id, plain_id
from community_directory.store.overlays import under
from community_directory.store.removals import (
    CHANNEL,
    NAME,
    PLACE,
    SHARED_CHANNEL,
    Removals,
    channels_of,
    key_of,
    mark,
    plain_name,
    plain_phone,
)
from community_directory.store.rows import several
from community_directory.store.shapes import SHAPES
from community_directory.store.touching import contacts_added, contacts_changing, stood_in_for

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from sqlalchemy import Select
    from sqlalchemy.engine import Connection, Row

    from community_directory.store.rows import Columns
    from community_directory.store.unit_of_work import Work

_SHAPE = SHAPES[EntityKind.CONTACT]
_table = own_tables.contact


@dataclass(frozen=True, slots=True)
class Removal:
    """What taking out a contact did.

    Attributes:
        number: under which it is kept that somebody asked.
        also: other entries that give a number or an address of theirs: kind and id. Somebody has to look
            at each: it may be the organisation's own.
    """

    number: int
    also: tuple[tuple[EntityKind, str], ...] = ()


def set_contact(unit: Work, contact: Contact, *, by: str, again: bool = False) -> str:
    """Write a contact down, or change one; what is changed of a feed's contact stays so.

    Args:
        unit: the transaction.
        contact: with an empty id, a new one; else the contact as it is to be. Its ids are the store's.
        by: who writes it.
        again: whether somebody who once asked to be taken out wants to be listed now; what they asked
            before is then forgotten.

    Returns:
        Its id.

    Raises:
        UsageError: FP-0832 (no such service or organisation), FP-0833 (no such contact), FP-0834 (asked
            to be taken out), FP-0838 (nobody's contact).
    """
    if not contact.organisation_id and not contact.service_id:
        raise UsageError("FP-0838", "A contact needs an organisation or a service that it belongs to.")
    _heed_removals(unit, contact, again=again)
    columns = contact_columns(contact)
    for column, (attribute, kind) in _SHAPE.references.items():
        its_id = getattr(contact, attribute)
        columns[column] = reading.number_of(unit.connection, kind, its_id) if its_id else None
    columns["backup"] = contact.backup_id
    if contact.id:
        row = _row(unit.connection, contact.id)
        with contacts_changing(unit, [row.number]):
            _change(unit, row, columns, by)
        return str(row.id)
    its_id, number = new_id(), unit.number(_table)
    fixed: Columns = {"withdrawn_on": None, "withdrawn_why": "", "merged_into": None, "changed": unit.now}
    unit.connection.execute(insert(_table).values(number=number, id=its_id, **columns, **fixed))
    contacts_added(unit, [number])
    return its_id


def verify_contact(unit: Work, id: str, *, by: str, on: date) -> None:  # noqa: A002 - the standard's name
    """Note that somebody spoke to a contact, and that what is held of them is right.

    Raises:
        UsageError: FP-0833.
    """
    row = _row(unit.connection, id)
    with contacts_changing(unit, [row.number]):
        write_edit(unit, EntityKind.CONTACT, row.number, "verified_on", {"verified_on": on}, by=by)
        write_edit(unit, EntityKind.CONTACT, row.number, "verified_by", {"verified_by": by}, by=by)


def remove_contact(unit: Work, id: str, *, by: str, why: str, on: date) -> Removal:  # noqa: A002 - as above
    """Take a contact out for good: nothing of them is kept but keyed hashes, which hold back every import.

    The same person goes wherever else they stand, by the rule that holds imports back (`removals`).

    Args:
        unit: the transaction.
        id: the contact's.
        by: who was asked.
        why: in words without the contact's name or number.
        on: the day on which they asked.

    Raises:
        UsageError: FP-0833.
    """
    connection = unit.connection
    row = _row(connection, id)
    contact = _whole(connection, row)
    elsewhere = list(_elsewhere(connection, row.number, contact))
    shared = frozenset(one for _, one in elsewhere)
    number = _mark(unit, contact, shared, by=by, why=why, on=on)
    erased = {row.id}
    _erase(unit, row)
    removals = Removals.read(connection)
    for other in connection.execute(_somebodys()).all():
        same = _whole(connection, other)
        places = [one for one in (same.id, same.organisation_id, same.service_id) if one]
        if removals is not None and number in removals.of(same, places):
            erased.add(other.id)
            _erase(unit, other)
    return Removal(number, tuple(sorted({entry for entry, _ in elsewhere if entry[1] not in erased})))


def _somebodys() -> Select[Any]:
    """Every contact that was not taken out."""
    return select(_table).where(or_(_table.c.organisation.is_not(None), _table.c.service.is_not(None)))


def _whole(connection: Connection, row: Row[Any]) -> Contact:
    return contact_of(
        row,
        audience=Audience.INTERNAL,
        organisation_id=_id_of(connection, EntityKind.ORGANISATION, row.organisation),
        service_id=_id_of(connection, EntityKind.SERVICE, row.service),
        location_id="",
        backup_id="",
    )


def _erase(unit: Work, row: Row[Any]) -> None:
    with contacts_changing(unit, [row.number, *stood_in_for(unit.connection, [row.number])]):
        _empty(unit, row)


def _empty(unit: Work, row: Row[Any]) -> None:
    connection, edits, source = unit.connection, own_tables.edit, own_tables.source
    kind = EntityKind.CONTACT.value
    connection.execute(delete(edits).where(edits.c.kind == kind, edits.c.entity == row.number))
    connection.execute(delete(source).where(source.c.kind == kind, source.c.entity == row.number))
    connection.execute(update(_table).where(_table.c.backup == row.id).values(backup=""))
    # The row stays empty, so that its number is never given to somebody else.
    nothing = contact_columns(Contact(""))
    connection.execute(
        update(_table)
        .where(_table.c.number == row.number)
        .values(
            **nothing,
            id=f"removed-{row.number}",
            backup="",
            organisation=None,
            service=None,
            location=None,
            withdrawn_on=unit.now.date(),
            withdrawn_why="",
            changed=unit.now,
        )
    )


def _mark(  # noqa: PLR0913 - what a removal is of
    unit: Work, contact: Contact, shared: frozenset[str], *, by: str, why: str, on: date
) -> int:
    removal, table = own_tables.removal, own_tables.removal_mark
    number = unit.number(removal)
    unit.connection.execute(insert(removal).values(number=number, on=on, by=by, why=why))
    key = key_of(unit.connection)
    known: list[tuple[str, str]] = [
        (SHARED_CHANNEL if one in shared else CHANNEL, one) for one in channels_of(contact)
    ]
    name = plain_name(contact.name)
    if name:
        known.append((NAME, name))
        known += [(SHARED_CHANNEL, one) for kind, one in known if kind == CHANNEL]
    places = (contact.id, contact.organisation_id, contact.service_id)
    known += [(PLACE, one) for one in places if one]
    rows = [{"kind": kind, "mark": mark(key, kind, text), "removal": number} for kind, text in known]
    unit.connection.execute(insert(table), rows)
    return number


def _elsewhere(
    connection: Connection, number: int, contact: Contact
) -> Iterator[tuple[tuple[EntityKind, str], str]]:
    """Which other entries give one of a contact's numbers and addresses: (kind, id) to it.

    Another contact of the same name is the same person, told of by somebody else.
    """
    channels, name = channels_of(contact), plain_name(contact.name)
    if not channels:
        return
    for row in connection.execute(_somebodys().where(_table.c.number != number)):
        if name and plain_name(row.name) == name:
            continue
        theirs = Contact("", phones=phones_of(row.phones), emails=several(row.emails))
        for one in channels & channels_of(theirs):
            yield (EntityKind.CONTACT, row.id), one
    emails = [one for one in channels if "@" in one]
    for kind in (EntityKind.ORGANISATION, EntityKind.SERVICE):
        table = SHAPES[kind].table
        same = select(table.c.id, table.c.email).where(func.lower(func.trim(table.c.email)).in_(emails))
        for row in connection.execute(same):
            yield (kind, row.id), row.email.strip().casefold()
    organisation = tables.organisation
    with_phones = select(organisation.c.id, organisation.c.phones).where(organisation.c.phones != "")
    for row in connection.execute(with_phones):
        for one in channels & {plain_phone(phone) for phone in several(row.phones)}:
            yield (EntityKind.ORGANISATION, row.id), one


def _heed_removals(unit: Work, contact: Contact, *, again: bool) -> None:
    removals = Removals.read(unit.connection)
    places = [one for one in (contact.id, contact.organisation_id, contact.service_id) if one]
    numbers = removals.of(contact, places) if removals is not None else frozenset()
    if not numbers:
        return
    if not again:
        raise UsageError("FP-0834", "Somebody like this once asked to be taken out of the directory.")
    marks, removal = own_tables.removal_mark, own_tables.removal
    unit.connection.execute(delete(marks).where(marks.c.removal.in_(numbers)))
    unit.connection.execute(delete(removal).where(removal.c.number.in_(numbers)))


def _row(connection: Connection, id: str) -> Row[Any]:  # noqa: A002 - the standard's name
    row = connection.execute(_somebodys().where(_table.c.id == plain_id(id))).first()
    if row is None:
        raise UsageError("FP-0833", "The directory has no contact of that id.")
    return row


def _id_of(connection: Connection, kind: EntityKind, number: int | None) -> str:
    if number is None:
        return ""
    table = SHAPES[kind].table
    return str(connection.execute(select(table.c.id).where(table.c.number == number)).scalar_one())


def _change(unit: Work, row: Row[Any], columns: Columns, by: str) -> None:
    """Write what differs, and remember of a feed's contact that a person changed it."""
    for field, names in _SHAPE.fields.items():
        if any(columns[name] != getattr(row, name) for name in names):
            value = under(EntityKind.CONTACT, field, columns, {})
            write_edit(unit, EntityKind.CONTACT, row.number, field, value, by=by)
    if row.withdrawn_on is not None:
        unit.connection.execute(
            update(_table)
            .where(_table.c.number == row.number)
            .values(withdrawn_on=None, withdrawn_why="", changed=unit.now)
        )
