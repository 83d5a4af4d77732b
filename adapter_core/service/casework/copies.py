"""Copies of a closed conversation: for the case system, the person, and the Court of Protection."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from adapter_core.casework.conversations import considering, marking, sharing
from adapter_core.errors import UsageError
from adapter_core.service.casework.conversations import show
from adapter_core.store.casework import deliveries

if TYPE_CHECKING:
    from adapter_core.domain.casework import ConversationRecord
    from adapter_core.service.casework.desk import Desk


@dataclass(frozen=True, slots=True)
class Copied:
    """A copy, and what its maker has to know of it.

    Attributes:
        text: the copy.
        left_out: what is not in it, in plain words for its maker alone.
    """

    text: str
    left_out: tuple[str, ...] = ()


def copy(desk: Desk, number: int, *, version: int | None = None, whom: str = "person") -> Copied:
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
        raise UsageError(
            "FP-1093",
            "The conversation is not closed yet.",
            where=f"C{number}",
            remedy=f"Close it first: fingerpost conversation close C{number}.",
        )
    which = shown.version
    if shown.record is None:
        message = "Its text was deleted here once the case system had it."
        raise UsageError("FP-1024", message, where=f"C{number}.{which.number}")
    desk.record(f"conversation.copied.{whom}", [shown.conversation.person])
    if whom == "court":
        text = sharing.court(
            shown.record,
            number,
            which.number,
            closed_on=which.made.astimezone().date(),
            closed_by=which.by,
            printed_on=desk.on,
            printed_by=desk.who,
            digest=which.digest,
        )
        return Copied(text, _left_out(shown.record))
    if whom == "person":
        return Copied(sharing.shared(shown.record, number, which.number), _left_out(shown.record))
    with desk.store.reading() as unit:
        about = f"C{number}.{which.number}"
        person = shown.conversation.person
        found = deliveries.of_person(unit.connection, person.source, person.ref)
    marker = next((each.marker for each in found if each.about == about and each.marker), "")
    return Copied(sharing.paste(shown.record, number, which.number, marker))


def _left_out(record: ConversationRecord) -> tuple[str, ...]:
    found = []
    if any(each.item in considering.KEPT_BACK for each in record.considerations):
        found.append("what stands under domestic abuse")
    marks = marking.marks(record)
    if marks:
        found.append("1 part marked never shared" if marks == 1 else f"{marks} parts marked never shared")
    return tuple(found)
