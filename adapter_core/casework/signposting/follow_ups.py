"""Follow-ups: the most overdue first, and what to heed before anybody is rung."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from adapter_core.casework.conversations import marking
from adapter_core.casework.signposting import claims, permissions, states
from adapter_core.domain.codes.communication import COMMUNICATION_NEED, CommunicationSubset
from adapter_core.domain.people import in_force
from adapter_core.domain.states import State

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from adapter_core.domain.casework.records import ConversationRecord
    from adapter_core.domain.casework.signposts import Signpost
    from adapter_core.domain.people import Person

SAFE_TO_CONTACT = "safe_to_contact"
"""The field of `extra` in which a mapping may bring a system's own answer."""

_INTERPRETERS = ("bsl_interpreter", "deafblind_manual_interpreter", "lipspeaker", "speech_to_text_reporter")
_BY_TELEPHONE = "telephone"
_NOTHING = (State.ABSENT, State.NOT_SUPPORTED, State.NOT_APPLICABLE)
_CARE = "domestic_abuse"


@dataclass(frozen=True, slots=True)
class Flags:
    """What to heed before a number is dialled.

    Attributes:
        safe_to_contact: False where somebody has to find out how it is safe; None where nobody said.
        interpreter: who has to be there: labels of `communication_need`.
        no_telephone: whether the person asks to be reached in another way.
        reach_by: in which ways: labels of `communication_need`.
        known: whether the record could be read at all.
    """

    safe_to_contact: bool | None = None
    interpreter: tuple[str, ...] = ()
    no_telephone: bool = False
    reach_by: tuple[str, ...] = ()
    known: bool = True

    @property
    def words(self) -> tuple[str, ...]:
        """The flags as pages say them, before any number; the gravest first."""
        return tuple(self._words())

    def _words(self) -> Iterator[str]:
        if not self.known:
            yield "The record could not be read: check how to reach them before you ring."
        if self.safe_to_contact is False:
            yield "Find out how it is safe to contact them before you ring."
        if self.interpreter:
            yield f"Arrange first: {', '.join(self.interpreter)}."
        if self.no_telephone:
            yield f"Do not telephone: {', '.join(self.reach_by)}."


NOT_READ = Flags(known=False)
"""For somebody whose record cannot be read now."""


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A signpost to look at again.

    Attributes:
        flags: what to heed first.
        overdue: by how many days; 0 on the day itself, less than 0 before.
        attempts: how often somebody tried since anybody answered.
        may_tell_contact: whether the contact may hear anything of the person: else ask the person alone.
        died: whether the case system says that the person has died: nobody is rung.
    """

    signpost: Signpost
    flags: Flags
    overdue: int
    attempts: int = 0
    may_tell_contact: bool = False
    died: bool = False

    @property
    def words(self) -> tuple[str, ...]:
        """What to heed before any number, the gravest first."""
        if self.died:
            return ("The person has died. Ring nobody.",)
        told = (
            () if self.may_tell_contact else ("Ask the person, not the service: no permission to tell it.",)
        )
        return (*self.flags.words, *told)


def follow_up(
    signpost: Signpost,
    on: date,
    *,
    person: Person | None = None,
    record: ConversationRecord | None = None,
) -> FollowUp:
    """A signpost with all that somebody has to heed.

    Args:
        signpost: one with a due date.
        on: the day to speak of.
        person: whose it is; None where the record cannot be read.
        record: the latest conversation, where there is one.
    """
    return FollowUp(
        signpost,
        _of_this(signpost, flags_of(person, on, record=record)),
        (on - signpost.due).days if signpost.due is not None else 0,
        attempts=claims.attempts(signpost),
        may_tell_contact=permissions.may_tell(signpost, on),
        died=person is not None and has_died(person),
    )


def _of_this(signpost: Signpost, flags: Flags) -> Flags:
    """What is never shared may not be heard of by whoever picks up the telephone."""
    return replace(flags, safe_to_contact=False) if signpost.never_shared and flags.known else flags


def is_due(signpost: Signpost, on: date) -> bool:
    """Whether somebody looks at it on a day: it is open, or disputed, and its day has come."""
    if signpost.due is None or signpost.due > on:
        return False
    return states.is_open(signpost.state) or claims.ending(signpost).disputed


def order(items: Iterable[FollowUp], on: date) -> list[FollowUp]:
    """Follow-ups, the most overdue first; those of one day by when they were given, then by number.

    The order is total: whoever asks twice sees the same list. What is not due yet comes last.
    """
    return sorted(items, key=lambda item: _place(item.signpost, on))


def _place(signpost: Signpost, on: date) -> tuple[object, ...]:
    due = signpost.due or date.max
    return (due > on, due, signpost.given_on, signpost.id, signpost.person.source, signpost.person.ref)


def flags_of(person: Person | None, on: date, *, record: ConversationRecord | None = None) -> Flags:
    """What the record says about how to reach somebody.

    Args:
        person: the record; None where it cannot be read.
        on: the day to speak of.
        record: the latest conversation: where abuse was thought about, or something is never shared, nobody
            rings without thinking too.
    """
    if person is None:
        return NOT_READ
    held = person.communication_needs
    needs = [
        str(each.need)
        for each in (held if isinstance(held, tuple) else ())
        if each.need.__class__ is str and in_force(each.start, each.end, on)
    ]
    reach_by = [each for each in needs if _subset(each) is CommunicationSubset.CONTACT_METHOD]
    return Flags(
        safe_to_contact=_safe(person, record),
        interpreter=tuple(_label(each) for each in dict.fromkeys(needs) if each in _INTERPRETERS),
        no_telephone=bool(reach_by) and _BY_TELEPHONE not in reach_by,
        reach_by=tuple(_label(each) for each in dict.fromkeys(reach_by)),
    )


def has_died(person: Person) -> bool:
    """Whether a record says that somebody has died, if only by a date that cannot be read."""
    return person.date_of_death not in _NOTHING


def _safe(person: Person, record: ConversationRecord | None) -> bool | None:
    """False where anything says so, or says what nobody can read; True only by a plain yes."""
    said = [fields[SAFE_TO_CONTACT] for fields in (person.extra or {}).values() if SAFE_TO_CONTACT in fields]
    said = [each for each in said if each not in _NOTHING]
    thought_of = record is not None and (
        marking.marks(record) > 0
        or any(
            each.item == _CARE and (each.text or each.status.value != "not_applicable")
            for each in record.considerations
        )
    )
    if thought_of or any(each is not True for each in said):
        return False
    return True if said else None


def _subset(need: str) -> object:
    code = COMMUNICATION_NEED.get(need)
    return code.group if code is not None else None


def _label(need: str) -> str:
    code = COMMUNICATION_NEED.get(need)
    return code.label if code is not None else need
