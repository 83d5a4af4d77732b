"""Corrections: somebody else looks, and the entry changes or stays; feeds do not undo what was found."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import select, update

from adapter_core.domain.directory import Audience, Contact, EntityKind, ServiceStatus
from adapter_core.domain.directory.lessons import Correction, CorrectionState, LessonKind
from adapter_core.errors import UsageError
from community_directory.learning import tables
from community_directory.normalising.phones import phone_of
from community_directory.store import contact_reading, own_tables
from community_directory.store import tables as entries
from community_directory.store.contacts import set_contact
from community_directory.store.editing import edit
from community_directory.store.touching import contacts_changing

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.engine import Connection, Row

    from adapter_core.domain.directory import Phone
    from community_directory.store.unit_of_work import Work

NOT_THERE = "is not there any more"
"""Why a contact who left is withdrawn."""


@dataclass(frozen=True, slots=True)
class Found:
    """What whoever looked found out besides.

    Attributes:
        instead: who is to be asked now, where the contact left.
        dead: which number is dead, where the contact has several.
        number: the number now.
    """

    instead: str = ""
    dead: str = ""
    number: str = ""


NOTHING_ELSE = Found()


def corrections(connection: Connection, *, everything: bool = False) -> list[Correction]:
    """Those that wait for somebody, or all; the one that was said most often first, then the oldest."""
    table, contact, service = tables.correction, own_tables.contact, entries.service
    statement = (
        select(table, contact.c.id.label("contact_id"), service.c.id.label("service_id"))
        .outerjoin(contact, contact.c.number == table.c.contact)
        .outerjoin(service, service.c.number == table.c.service)
        .order_by(table.c.said.desc(), table.c.number)
    )
    if not everything:
        statement = statement.where(table.c.state == CorrectionState.OPEN.value)
    return [_correction(row) for row in connection.execute(statement)]


def confirm(unit: Work, number: int, *, by: str, on: date, found: Found = NOTHING_ELSE) -> Correction:
    """Somebody else looked, and it is so: the entry changes.

    A contact who left is withdrawn, and stays so while a feed says the same of them as before; a dead number
    goes; a service that closed is `defunct`, whatever its feed says.

    Args:
        unit: the transaction.
        number: the correction's.
        by: who looked: not who opened it.
        on: the day on which they did.
        found: what they found out besides.

    Returns:
        The correction as it stands then.

    Raises:
        UsageError: FP-1036 (no such correction), FP-1037 (who opened it), FP-1038 (checked already), FP-1039
            (no such number, or one that cannot be read), FP-0833 (the contact was taken out since).
    """
    correction = _to_check(unit.connection, number, by)
    match correction.kind:
        case LessonKind.CONTACT_LEFT:
            _left(unit, correction, found, by=by, on=on)
        case LessonKind.NUMBER_DEAD:
            _dead(unit, correction, found, by=by)
        case _:
            closed = {"status": ServiceStatus.DEFUNCT}
            edit(unit, EntityKind.SERVICE, correction.service_id, closed, by=by)
    return _checked(unit, correction, CorrectionState.CONFIRMED, by=by, on=on)


def reject(unit: Work, number: int, *, by: str, on: date) -> Correction:
    """Somebody else looked, and the entry is right: it stays as it is.

    Raises:
        UsageError: FP-1036, FP-1037, FP-1038, as `confirm`.
    """
    correction = _to_check(unit.connection, number, by)
    return _checked(unit, correction, CorrectionState.REJECTED, by=by, on=on)


def _to_check(connection: Connection, number: int, by: str) -> Correction:
    found = [each for each in corrections(connection, everything=True) if each.number == number]
    if not found:
        raise UsageError("FP-1036", f"There is no correction {number}.")
    (correction,) = found
    if correction.state is not CorrectionState.OPEN:
        raise UsageError("FP-1038", f"Correction {number} is {correction.state.value} already.")
    if not by.strip() or _same(by, correction.by):
        raise UsageError("FP-1037", f"Correction {number} has to be checked by somebody else.", where="--by")
    return correction


def _same(one: str, other: str) -> bool:
    return " ".join(one.casefold().split()) == " ".join(other.casefold().split())


def _checked(unit: Work, correction: Correction, state: CorrectionState, *, by: str, on: date) -> Correction:
    table = tables.correction
    values = {"state": state.value, "checked_by": by.strip(), "checked_on": on}
    unit.connection.execute(update(table).where(table.c.number == correction.number).values(**values))
    return replace(correction, state=state, checked_by=by.strip(), checked_on=on)


def _left(unit: Work, correction: Correction, found: Found, *, by: str, on: date) -> None:
    before = contact_reading.contact(unit.connection, correction.contact_id, audience=Audience.INTERNAL)
    table = own_tables.contact
    number = unit.connection.execute(select(table.c.number).where(table.c.id == before.id)).scalar_one()
    with contacts_changing(unit, [number]):
        gone = {"withdrawn_on": on, "withdrawn_why": NOT_THERE, "changed": unit.now}
        unit.connection.execute(update(table).where(table.c.number == number).values(**gone))
    if found.instead.strip():
        following = Contact(
            "",
            name=found.instead.strip(),
            role=before.role,
            phones=_phones(found.number),
            organisation_id=before.organisation_id,
            service_id=before.service_id,
            location_id=before.location_id,
        )
        set_contact(unit, following, by=by)


def _dead(unit: Work, correction: Correction, found: Found, *, by: str) -> None:
    contact = contact_reading.contact(unit.connection, correction.contact_id, audience=Audience.INTERNAL)
    kept: tuple[Phone, ...] = ()
    if len(contact.phones) > 1:
        dead = {each.number for each in _phones(found.dead)}
        kept = tuple(each for each in contact.phones if each.number not in dead)
        if len(kept) == len(contact.phones):
            raise UsageError("FP-1039", "The contact has several numbers: say which is dead.", where="--dead")
    set_contact(unit, replace(contact, phones=(*_phones(found.number), *kept)), by=by)


def _phones(text: str) -> tuple[Phone, ...]:
    if not text.strip():
        return ()
    read = tuple(each for each in phone_of(text) if each.number)
    if not read:
        raise UsageError("FP-1039", "That is no telephone number.", where="--number")
    return read


def _correction(row: Row[Any]) -> Correction:
    return Correction(
        row.number,
        LessonKind(row.kind),
        row.on,
        row.by,
        service_id=row.service_id or "",
        contact_id=row.contact_id or "",
        state=CorrectionState(row.state),
        said=row.said,
        checked_by=row.checked_by,
        checked_on=row.checked_on,
    )
