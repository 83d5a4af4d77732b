"""Copies of a closed conversation: for the case system, the person, and the Court of Protection."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapter_core.casework.conversations import sharing
from adapter_core.errors import UsageError
from adapter_core.service.casework.conversations import show
from adapter_core.store.casework import deliveries

if TYPE_CHECKING:
    from adapter_core.service.casework.desk import Desk


def copy(desk: Desk, number: int, *, version: int | None = None, whom: str = "person") -> str:
    """A copy of one version; for whom it was made is in the audit before it is there.

    Args:
        desk: the desk.
        number: the conversation's.
        version: which one; the newest if None.
        whom: `paste` (the case system, whole), `person`, or `court`.

    Raises:
        UsageError: FP-1018 no such conversation or version, FP-1093 it is a draft still, FP-1024 its text is
            not held here any more.
        PersonNotFound: FP-0903 the person's record may not be seen.
        StoreError: it cannot be audited or read.
    """
    shown = show(desk, number, version=version)
    if shown.version is None:
        raise UsageError("FP-1093", "The conversation is not closed yet.", where=f"C{number}")
    which = shown.version
    if shown.record is None:
        message = "Its text was deleted here once the case system had it."
        raise UsageError("FP-1024", message, where=f"C{number}.{which.number}")
    desk.record(f"conversation.copied.{whom}", [shown.conversation.person])
    if whom == "court":
        return sharing.court(
            shown.record,
            number,
            which.number,
            closed_on=which.made.astimezone().date(),
            closed_by=which.by,
            printed_on=desk.on,
            printed_by=desk.who,
            digest=which.digest,
        )
    if whom == "person":
        return sharing.shared(shown.record, number, which.number)
    with desk.store.reading() as unit:
        about = f"C{number}.{which.number}"
        person = shown.conversation.person
        found = deliveries.of_person(unit.connection, person.source, person.ref)
    marker = next((each.marker for each in found if each.about == about and each.marker), "")
    return sharing.paste(shown.record, number, which.number, marker)
