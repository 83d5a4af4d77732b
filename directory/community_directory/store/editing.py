"""What people change here: fields of entries, capacity, what the council knows of a service.

An edited field stays as the person left it, whatever a feed says later; what the feed says is kept
underneath, and comes back when the edit is taken back.
"""

from __future__ import annotations

import dataclasses
from contextlib import nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Table, delete, insert, select, update

from adapter_core.domain.directory import (
    Audience,
    EntityKind,
    Event,
    Location,
    Organisation,
    Service,
)
from adapter_core.errors import UsageError, did_you_mean
from community_directory.store import own_tables, reading, tables
from community_directory.store.ids import kept_id, new_id
from community_directory.store.overlays import under
from community_directory.store.rows import event_of, location_of, organisation_of
from community_directory.store.shapes import LISTS, SHAPES, child_rows, dumped, loaded
from community_directory.store.touching import contacts_changing, touch

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from sqlalchemy.engine import Connection

    from adapter_core.domain.directory import Capacity, RelationshipStrength
    from community_directory.store.rows import Columns
    from community_directory.store.unit_of_work import Work


@dataclass(frozen=True, slots=True)
class Edit:
    """That a person changed a field here.

    Attributes:
        by: who did.
        at: when.
    """

    kind: EntityKind
    id: str
    field: str
    by: str
    at: datetime


def edit(
    unit: Work,
    kind: EntityKind,
    id: str,  # noqa: A002 - the standard's name
    values: Mapping[str, object],
    *,
    by: str,
) -> None:
    """Change fields of an entry.

    Args:
        unit: the transaction.
        kind: of what: service, organisation, location or event; contacts have `contacts.set_contact`.
        id: its id.
        values: field of the entity (`adapter_core.domain.directory`) to its new value; ids within it are
            the store's.
        by: who changes it.

    Raises:
        UsageError: FP-0832 (no such entry, or a reference to none), FP-0837 (no such field).
    """
    known = fields_of(kind)
    for field in values:
        if field not in known:
            raise UsageError(
                "FP-0837",
                f'A {SHAPES[kind].name} has no field "{field}" to edit.{did_you_mean(field, known)} '
                f"It has: {', '.join(sorted(known))}.",
            )
    number = reading.number_of(unit.connection, kind, id)
    entity: Any = _entity(unit.connection, kind, number, id)
    changed = dataclasses.replace(entity, **values)
    columns, lists = _as_rows(unit.connection, kind, number, changed)
    for field in values:
        write_edit(unit, kind, number, field, under(kind, field, columns, lists), by=by)
    touch(unit, kind, [number])


def fields_of(kind: EntityKind) -> frozenset[str]:
    """The fields of a kind that a person may edit."""
    lists = LISTS if kind is EntityKind.SERVICE else {}
    return frozenset((*SHAPES[kind].fields, *lists))


def forget_edit(
    unit: Work,
    kind: EntityKind,
    id: str,  # noqa: A002 - the standard's name
    field: str,
) -> bool:
    """Take an edit back: the field is again what the feeds say. False where there is none.

    Raises:
        UsageError: FP-0832.
    """
    number = reading.number_of(unit.connection, kind, id)
    table = own_tables.edit
    mine = (table.c.kind == kind.value, table.c.entity == number, table.c.field == field)
    row = unit.connection.execute(select(table).where(*mine)).first()
    if row is None:
        return False
    changing = contacts_changing(unit, [number]) if kind is EntityKind.CONTACT else nullcontext()
    with changing:
        _write_field(unit, kind, number, field, loaded(row.underneath))
    unit.connection.execute(delete(table).where(*mine))
    touch(unit, kind, [number])
    return True


def edits_of(
    connection: Connection,
    kind: EntityKind,
    id: str,  # noqa: A002 - the standard's name
    *,
    audience: Audience,
) -> list[Edit]:
    """Which fields of an entry people changed here; only the council's own workers are told.

    Raises:
        UsageError: FP-0832.
    """
    number = reading.number_of(connection, kind, id)
    if audience is not Audience.INTERNAL:
        return []
    table = own_tables.edit
    mine = select(table).where(table.c.kind == kind.value, table.c.entity == number).order_by(table.c.field)
    return [Edit(kind, id, row.field, row.by, row.at) for row in connection.execute(mine)]


def write_edit(  # noqa: PLR0913 - what an edit is of
    unit: Work, kind: EntityKind, number: int, field: str, value: Columns, *, by: str
) -> None:
    """Write a field, and remember that a person did; `value` as `overlays.under` gives it."""
    table = own_tables.edit
    mine = (table.c.kind == kind.value, table.c.entity == number, table.c.field == field)
    there = unit.connection.execute(select(table.c.field).where(*mine)).first()
    given = {"value": dumped(value), "by": by, "at": unit.now}
    if there is None:
        key = {"kind": kind.value, "entity": number, "field": field}
        now = dumped(_field_now(unit.connection, kind, number, field))
        unit.connection.execute(insert(table).values(**key, **given, underneath=now))
    else:
        unit.connection.execute(update(table).where(*mine).values(**given))
    _write_field(unit, kind, number, field, value)


def _field_now(connection: Connection, kind: EntityKind, number: int, field: str) -> Columns:
    shape = SHAPES[kind]
    if field in shape.fields:
        columns = [shape.table.c[name] for name in shape.fields[field]]
        row = connection.execute(select(*columns).where(shape.table.c.number == number)).one()
        return dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for it
    return {
        table.name: [
            dict(row._mapping)  # noqa: SLF001 - as above
            for row in connection.execute(select(table).where(table.c.service == number))
        ]
        for table in LISTS[field]
    }


def _write_field(unit: Work, kind: EntityKind, number: int, field: str, value: Columns) -> None:
    shape = SHAPES[kind]
    mine = shape.table.c.number == number
    columns = value if field in shape.fields else {}
    unit.connection.execute(update(shape.table).where(mine).values(**columns, changed=unit.now))
    if field not in shape.fields:
        for table in LISTS[field]:
            unit.connection.execute(delete(table).where(table.c.service == number))
            if value[table.name]:
                unit.connection.execute(insert(table), value[table.name])


def _entity(
    connection: Connection,
    kind: EntityKind,
    number: int,
    id: str,  # noqa: A002 - the standard's name
) -> Organisation | Location | Service | Event:
    """An entry as it is now; references alone are left out, for those that are edited are given."""
    row = reading.rows_by_number(connection, SHAPES[kind].table, [number])[number]
    match kind:
        case EntityKind.ORGANISATION:
            return organisation_of(row)
        case EntityKind.LOCATION:
            return location_of(row)
        case EntityKind.EVENT:
            return event_of(row, organisation_id="", service_id="", location_id="")
        case _:
            return Service(id, row.name)


def _as_rows(
    connection: Connection,
    kind: EntityKind,
    number: int,
    entity: Any,  # noqa: ANN401 - any kind of entity
) -> tuple[Columns, dict[Table, list[Columns]]]:
    shape = SHAPES[kind]
    columns = shape.columns(entity)
    for column, (attribute, to) in shape.references.items():
        its_id = getattr(entity, attribute)
        columns[column] = reading.number_of(connection, to, its_id) if its_id else None
    lists: dict[Table, list[Columns]] = {}
    if kind is EntityKind.SERVICE:

        def resolve(to: EntityKind, its_id: str) -> int | None:
            return reading.number_of(connection, to, its_id)

        def identify(_: EntityKind, its_id: str) -> str:
            return kept_id(its_id) or new_id()

        lists = child_rows(entity, number, resolve, identify)
    return columns, lists


# --- what the council knows of a service ---------------------------------------------------------


def set_capacity(unit: Work, service_id: str, capacity: Capacity | None, *, by: str) -> None:
    """Say how much room a service has; None takes back what was said.

    Raises:
        UsageError: FP-0832.
    """
    row = None
    if capacity is not None:
        row = {"state": capacity.state.value, "as_of": capacity.as_of, "note": capacity.note}
    _say(unit, own_tables.capacity, service_id, row, by)


def set_relationship(unit: Work, service_id: str, strength: RelationshipStrength | None, *, by: str) -> None:
    """Say how well the council and a service know each other; None takes it back.

    Raises:
        UsageError: FP-0832.
    """
    row = {"strength": strength.value} if strength is not None else None
    _say(unit, own_tables.relationship, service_id, row, by)


def set_note(unit: Work, service_id: str, text: str, *, by: str) -> None:
    """Write what the council's own workers should know of a service; an empty text takes it away.

    Raises:
        UsageError: FP-0832.
    """
    _say(unit, own_tables.note, service_id, {"text": text} if text else None, by)


def _say(unit: Work, table: Table, service_id: str, row: Columns | None, by: str) -> None:
    number = reading.number_of(unit.connection, EntityKind.SERVICE, service_id)
    unit.connection.execute(delete(table).where(table.c.service == number))
    if row is not None:
        unit.connection.execute(insert(table).values(service=number, by=by, at=unit.now, **row))
    # Not a change of the service: its time is public, and would tell that something private was said.
    unit.touch([number])


def assure(unit: Work, service_id: str, *, on: date, by: str) -> None:
    """Say that an entry is right as it stands; a feed that said so earlier does not make it older.

    Raises:
        UsageError: FP-0832.
    """
    table = tables.service
    number = reading.number_of(unit.connection, EntityKind.SERVICE, service_id)
    said = unit.connection.execute(select(table.c.assured_on).where(table.c.number == number)).scalar()
    unit.connection.execute(
        update(table)
        .where(table.c.number == number)
        .values(assured_on=max(on, said or on), assured_here=on, assured_by=by)
    )
    _changed(unit, number)


def _changed(unit: Work, number: int) -> None:
    table = tables.service
    unit.connection.execute(update(table).where(table.c.number == number).values(changed=unit.now))
    unit.touch([number])
