"""Learns from signposts, each lesson once: what verifies, what tells of room, what has to be checked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select, update

from adapter_core.domain.directory import Capacity, CapacityState, EntityKind
from adapter_core.domain.directory.lessons import CorrectionState, LessonKind
from adapter_core.errors import UsageError
from community_directory.learning import tables
from community_directory.store import own_tables, reading
from community_directory.store.contacts import verify_contact
from community_directory.store.editing import set_capacity
from community_directory.store.ids import plain_id

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection, Row

    from adapter_core.domain.directory.lessons import Lesson
    from community_directory.store.unit_of_work import Work

_ROOM = {
    LessonKind.FULL: CapacityState.FULL,
    LessonKind.WAITING_LIST: CapacityState.WAITING_LIST,
    LessonKind.HAS_ROOM: CapacityState.CAPACITY,
}


def learn(unit: Work, lesson: Lesson) -> bool:
    """Take in what a signpost taught.

    That a contact was spoken to verifies them, unless somebody spoke to them later. Room is told with its
    day, and goes stale by itself; older news does not replace newer. What says that an entry is wrong
    opens a correction, or adds to one that is open: nothing changes before somebody else has looked.

    Args:
        unit: the transaction.
        lesson: what was learnt.

    Returns:
        Whether it was new; False where a lesson of its key was learnt before.

    Raises:
        UsageError: FP-0832 (no such service), FP-0833 (no such contact, or one who was taken out).
    """
    connection = unit.connection
    known = select(tables.lesson.c.key).where(tables.lesson.c.key == lesson.key)
    if connection.execute(known).first() is not None:
        return False
    contact = _contact(connection, lesson.contact_id) if lesson.kind.of_contact else None
    service = (
        reading.number_of(connection, EntityKind.SERVICE, lesson.service_id) if lesson.service_id else None
    )
    about = {
        "kind": lesson.kind.value,
        "contact": contact.number if contact is not None else None,
        "service": service,
    }
    said = {"on": lesson.on, "by": lesson.by, "at": unit.now}
    connection.execute(insert(tables.lesson).values(key=lesson.key, **about, **said))
    if lesson.kind.corrects:
        if contact is None or contact.withdrawn_on is None:
            _doubt(unit, about, said)
    elif lesson.kind is LessonKind.SPOKE_TO and contact is not None:
        if contact.verified_on is None or contact.verified_on < lesson.on:
            verify_contact(unit, lesson.contact_id, by=lesson.by, on=lesson.on)
    elif service is not None:
        _tell_room(unit, service, lesson)
    return True


def _contact(connection: Connection, id: str) -> Row[Any]:  # noqa: A002 - the standard's name
    table = own_tables.contact
    row = connection.execute(select(table).where(table.c.id == plain_id(id))).first()
    if row is None:
        raise UsageError("FP-0833", "The directory has no contact of that id.")
    return row


def _doubt(unit: Work, about: dict[str, Any], said: dict[str, Any]) -> None:
    """Open a correction, or count one more who says the same."""
    table = tables.correction
    whole = "contact" if about["contact"] is not None else "service"
    same = (
        table.c.kind == about["kind"],
        table.c[whole] == about[whole],
        table.c.state == CorrectionState.OPEN.value,
    )
    number = unit.connection.execute(select(table.c.number).where(*same)).scalar()
    if number is not None:
        again = update(table).where(table.c.number == number).values(said=table.c.said + 1)
        unit.connection.execute(again)
        return
    opened = {"number": unit.number(table), "state": CorrectionState.OPEN.value, **about, **said}
    unit.connection.execute(insert(table).values(**opened))


def _tell_room(unit: Work, service: int, lesson: Lesson) -> None:
    table = own_tables.capacity
    row = unit.connection.execute(select(table).where(table.c.service == service)).first()
    if row is not None and row.as_of > lesson.on:
        return
    state = _ROOM[lesson.kind]
    note = row.note if row is not None and row.state == state.value else ""
    set_capacity(unit, lesson.service_id, Capacity(state, lesson.on, note), by=lesson.by)
