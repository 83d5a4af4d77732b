"""Two entries that are one thing: what belongs to the one that goes moves to the one that is kept.

The one that goes keeps its row, and the feeds go on writing to it: so a merge can be undone, with
everything that a feed has told since. Its id leads to the one that is kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import and_, insert, select, update

from adapter_core.domain.directory import Audience, EntityKind
from adapter_core.errors import UsageError
from community_directory.store import own_tables, tables
from community_directory.store.ids import plain_id
from community_directory.store.shapes import SHAPES
from community_directory.store.touching import touch

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import ColumnElement, Table
    from sqlalchemy.engine import Connection, Row

    from community_directory.store.unit_of_work import Work

MOVED: dict[EntityKind, tuple[tuple[Table, str], ...]] = {
    EntityKind.ORGANISATION: (
        (tables.service, "organisation"),
        (tables.event, "organisation"),
        (own_tables.contact, "organisation"),
    ),
    EntityKind.SERVICE: (
        (tables.at_location, "service"),
        (tables.event, "service"),
        (own_tables.contact, "service"),
    ),
    EntityKind.LOCATION: (
        (tables.at_location, "location"),
        (tables.event, "location"),
        (own_tables.contact, "location"),
        (tables.schedule, "location"),
    ),
}
"""By the kind that is merged: which references are turned to what is kept."""

_TABLES = {table.name: table for pairs in MOVED.values() for table, _ in pairs}


@dataclass(frozen=True, slots=True)
class Merge:
    """A merge.

    Attributes:
        kept: id of what was kept.
        gone: id of what went.
        undone: when it was undone; None while it holds.
        why: why they are one, in the words of who said so.
    """

    number: int
    kind: EntityKind
    kept: str
    gone: str
    by: str
    at: datetime
    undone: datetime | None = None
    undone_by: str = ""
    why: str = ""


def merge(  # noqa: PLR0913 - which two, who and why
    unit: Work, kind: EntityKind, kept_id: str, gone_id: str, *, by: str, why: str = ""
) -> int:
    """Merge one entry into another.

    Args:
        unit: the transaction.
        kind: organisation, service or location.
        kept_id: the one that stays as it is.
        gone_id: the one whose id leads there from now on.
        by: who says that they are one.
        why: what tells them so.

    Returns:
        The merge's number, for `unmerge`.

    Raises:
        UsageError: FP-0832 (no such entry), FP-0835 (cannot be merged).
    """
    if kind not in MOVED:
        raise UsageError("FP-0835", "Organisations, services and locations can be merged, nothing else.")
    kept, gone = _whole(unit.connection, kind, kept_id), _whole(unit.connection, kind, gone_id)
    if kept.number == gone.number:
        raise UsageError("FP-0835", "An entry cannot be merged with itself.")
    touch(unit, kind, [gone.number, kept.number])
    number = unit.number(own_tables.merge)
    unit.connection.execute(
        insert(own_tables.merge).values(
            number=number, kind=kind.value, kept=kept.number, gone=gone.number, by=by, at=unit.now, why=why
        )
    )
    for table, column in MOVED[kind]:
        _move(unit, number, (table, column), gone.number, kept.number)
    _mark(unit, kind, gone.number, kept.number)
    touch(unit, kind, [gone.number, kept.number])
    return number


def unmerge(unit: Work, number: int, *, by: str) -> None:
    """Undo a merge: what moved moves back, unless somebody moved it elsewhere since.

    Raises:
        UsageError: FP-0836.
    """
    table, moved = own_tables.merge, own_tables.moved
    row = unit.connection.execute(select(table).where(table.c.number == number)).first()
    if row is None or row.undone is not None:
        raise UsageError("FP-0836", f"There is no merge {number} that could be undone.")
    kind = EntityKind(row.kind)
    if _into(unit.connection, kind, row.kept) is not None:
        raise UsageError("FP-0836", "What was kept has been merged into another entry since.")
    touch(unit, kind, [row.gone, row.kept])
    for one in unit.connection.execute(select(moved).where(moved.c.merge == number)).all():
        of = _TABLES[one.table]
        mine = and_(_is_row(of, one.row, one.position), of.c[one.column] == row.kept)
        unit.connection.execute(update(of).where(mine).values({one.column: row.gone}))
    _mark(unit, kind, row.gone, None)
    if kind is EntityKind.LOCATION:
        _read_again(unit, row.kept)
    mine = table.c.number == number
    unit.connection.execute(update(table).where(mine).values(undone=unit.now, undone_by=by))
    touch(unit, kind, [row.gone, row.kept])


def merges(connection: Connection, *, audience: Audience, undone: bool = False) -> list[Merge]:
    """Merges, the latest first; only the council's own workers are told.

    Args:
        connection: inside a transaction.
        audience: who reads.
        undone: also those that were undone.
    """
    if audience is not Audience.INTERNAL:
        return []
    table = own_tables.merge
    statement = select(table).order_by(table.c.number.desc())
    if not undone:
        statement = statement.where(table.c.undone.is_(None))
    return [
        Merge(
            row.number,
            EntityKind(row.kind),
            _id(connection, EntityKind(row.kind), row.kept),
            _id(connection, EntityKind(row.kind), row.gone),
            row.by,
            row.at,
            row.undone,
            row.undone_by,
            row.why,
        )
        for row in connection.execute(statement).all()
    ]


def _whole(connection: Connection, kind: EntityKind, its_id: str) -> Row[tuple[object, ...]]:
    table = SHAPES[kind].table
    row = connection.execute(select(table).where(table.c.id == plain_id(its_id))).first()
    if row is None:
        raise UsageError("FP-0832", f"The directory has no {SHAPES[kind].name} of that id.")
    if row.merged_into is not None:
        raise UsageError("FP-0835", "One of them was merged into another entry already.")
    return row


def _into(connection: Connection, kind: EntityKind, number: int) -> int | None:
    table = SHAPES[kind].table
    into: int | None = connection.execute(
        select(table.c.merged_into).where(table.c.number == number)
    ).scalar()
    return into


def _id(connection: Connection, kind: EntityKind, number: int) -> str:
    table = SHAPES[kind].table
    return str(connection.execute(select(table.c.id).where(table.c.number == number)).scalar_one())


def _move(unit: Work, number: int, reference: tuple[Table, str], gone: int, kept: int) -> None:
    table, column = reference
    mine = table.c[column] == gone
    keys = (table.c.service, table.c.position) if "position" in table.c else (table.c.number,)
    key = {"merge": number, "table": table.name, "column": column}
    rows = [
        {**key, "row": row[0], "position": row[1] if len(row) > 1 else 0}
        for row in unit.connection.execute(select(*keys).where(mine))
    ]
    if rows:
        unit.connection.execute(insert(own_tables.moved), rows)
        unit.connection.execute(update(table).where(mine).values({column: kept}))


def _is_row(table: Table, row: int, position: int) -> ColumnElement[bool]:
    if "position" in table.c:
        return and_(table.c.service == row, table.c.position == position)
    return table.c.number == row


def _mark(unit: Work, kind: EntityKind, number: int, into: int | None) -> None:
    table = SHAPES[kind].table
    mine = table.c.number == number
    unit.connection.execute(update(table).where(mine).values(merged_into=into, changed=unit.now))


def _read_again(unit: Work, location: int) -> None:
    """Let the next import write the services with hours at a location again: it knows which was meant."""
    source, schedule = own_tables.source, tables.schedule
    there = select(schedule.c.service).where(schedule.c.location == location)
    unit.connection.execute(
        update(source)
        .where(source.c.kind == EntityKind.SERVICE.value, source.c.entity.in_(there))
        .values(digest="")
    )
