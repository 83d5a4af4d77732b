"""Drafts: saved often, taken up again, and never lost where two people write at once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from adapter_core.casework.conversations.comparing import compare
from adapter_core.casework.conversations.sizes import check_size, size
from adapter_core.domain.casework import ConversationRecord, PersonRef
from adapter_core.errors import UsageError
from adapter_core.service.casework import people
from adapter_core.service.casework.refusing import Stale, unknown, withdrawn
from adapter_core.service.casework.replacing import keep_replaced
from adapter_core.store.casework import actions, bodies, drafts
from adapter_core.store.casework import conversations as kept
from adapter_core.store.casework.conversations import Conversation, ConversationState

if TYPE_CHECKING:
    from adapter_core.service.casework.desk import Desk
    from adapter_core.service.casework.people import Looked
    from adapter_core.store.casework.drafts import Draft, Rival
    from adapter_core.store.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Opened:
    """A draft to write in.

    Attributes:
        revision: what a save has to name.
        record: what stands there.
        by: who saved last.
        saved: the aware moment of that.
        new_version: whether it will supersede a version that is closed.
        rivals: numbers of texts that were kept beside it.
        words: what the worker has to know of the person, in plain sentences.
    """

    id: int
    revision: int
    record: ConversationRecord
    by: str
    saved: datetime
    new_version: bool
    rivals: tuple[int, ...] = ()
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Saved:
    """A draft that was saved.

    Attributes:
        revision: what the next save has to name.
        looked: what a look at the person's record came to; None where nobody asked for one.
        kept_theirs: under which number the text is kept that this one took the place of; 0 for none.
    """

    id: int
    revision: int
    looked: Looked | None = None
    kept_theirs: int = 0

    @property
    def words(self) -> tuple[str, ...]:
        """What the worker has to know of the person, in plain sentences; empty where all is well."""
        return self.looked.words if self.looked is not None else ()


def edit(desk: Desk, number: int) -> Opened:
    """Open the draft of a conversation, or begin one of the next version where it is closed (R-91).

    Args:
        desk: the desk.
        number: the conversation's.

    Raises:
        UsageError: FP-1018 no such conversation, FP-1022 it was withdrawn, FP-1024 its text is not held here
            any more.
        PersonNotFound: FP-0903 the person's record may not be seen.
        StoreError: it cannot be audited, read or begun.
    """
    one = known(desk, number)
    if one.state is ConversationState.ENTERED_IN_ERROR:
        raise withdrawn(number)
    looked = people.look(desk, one.person)
    refuse_withheld(looked)
    with desk.store.work() as unit:
        one = locked(unit, number)
        desk.note(unit, "conversation.opened", [one.person])
        draft = drafts.get(unit.connection, number)
        if draft is None:
            body = bodies.of_record(_next_version(unit, one))
            drafts.begin(unit.connection, number, body, by=desk.who, at=desk.now(), version=one.version)
            draft = drafts.get(unit.connection, number)
        rivals = tuple(each.id for each in drafts.rivals(unit.connection, number))
        unit.commit()
    if draft is None:
        raise unknown("draft", f"C{number}")
    record, newer = record_of(draft, one), one.version > 0
    return Opened(number, draft.revision, record, draft.by, draft.saved, newer, rivals, looked.words)


def save(  # noqa: PLR0913 - what a save says
    desk: Desk,
    number: int,
    record: ConversationRecord,
    *,
    revision: int,
    base: ConversationRecord | None = None,
    look: bool = True,
    keep_theirs: bool = False,
) -> Saved:
    """Save a draft. Whatever the person's record or its source are like, what was typed is kept first.

    Args:
        desk: the desk.
        number: the conversation's.
        record: what is written now; whose it is stays as it was.
        revision: the one that it was made from.
        base: what stood there then, so that a second editor can be told who changed what.
        look: whether to look at the person's record, once it is saved.
        keep_theirs: whether a text of somebody else's, parts of which this one takes the place of, is kept
            beside: nobody knows whether who writes now has read it.

    Raises:
        Stale: FP-1020 somebody else saved or closed it meanwhile; this text is kept beside it.
        UsageError: FP-1018 no such conversation, FP-1008 it is too long, FP-1016 it is no text.
        StoreError: it cannot be kept: the store is full, locked or gone (see `keep`).
    """
    check_size(size(record), f"C{number}")
    with desk.store.work() as unit:
        one = locked(unit, number)
        record = of_person(record, one.person)
        body = bodies.of_record(record)
        desk.note(unit, "conversation.saved", [one.person])
        draft = drafts.get(unit.connection, number, lock=True) if keep_theirs else None
        theirs = 0
        if draft is not None and draft.revision == revision and (draft.others or draft.by != desk.who):
            theirs = keep_replaced(unit, draft, record_of(draft, one), record)
        now = drafts.save(unit.connection, number, body, expected=revision, by=desk.who, at=desk.now())
        if theirs:
            drafts.note_others(unit.connection, number, others=False)
        if now is None:
            stale = _keep_beside(desk, unit, one, record, body, revision, base)
            unit.commit()
            raise stale
        if not one.version:
            kept.describe(unit.connection, number, record)
        unit.commit()
    return Saved(number, now, people.look(desk, one.person) if look else None, theirs)


# --- what the other modules of conversations use as well ----------------------------------------------


def known(desk: Desk, number: int) -> Conversation:
    """What is known of a conversation without reading it.

    Raises:
        UsageError: FP-1018 where there is none.
    """
    with desk.store.reading() as unit:
        found = kept.get(unit.connection, number)
    if found is None:
        raise unknown("conversation", f"C{number}")
    return found


def locked(unit: UnitOfWork, number: int, *, lock: bool = True) -> Conversation:
    """The same, which nobody else changes until the transaction ends; raises as `known`."""
    found = kept.get(unit.connection, number, lock=lock)
    if found is None:
        raise unknown("conversation", f"C{number}")
    return found


def refuse_withheld(looked: Looked) -> None:
    """Refuse a record that is not there or may not be seen, without saying which.

    Raises:
        PersonNotFound: FP-0903.
    """
    if looked.withheld and looked.problem is not None:
        raise looked.problem


def of_person(record: ConversationRecord, person: PersonRef) -> ConversationRecord:
    """A record under a person's own reference, its signposts too."""
    if record.person == person and all(each.person == person for each in record.signposts):
        return record
    signposts = tuple(replace(each, person=person) for each in record.signposts)
    return replace(record, person=person, signposts=signposts)


def record_of(draft: Draft | Rival, one: Conversation) -> ConversationRecord:
    """What a draft says, under the reference that its person has now.

    Raises:
        StoreError: FP-1017 where it cannot be read.
    """
    return of_person(bodies.record_of(draft.body, where=f"C{one.id}"), one.person)


def _next_version(unit: UnitOfWork, one: Conversation) -> ConversationRecord:
    """What the next version begins with: the newest one, and where its actions stand now."""
    newest = kept.version(unit.connection, one.id, one.version)
    if newest is None or newest.body is None:
        raise UsageError(
            "FP-1024",
            "Its text was deleted here once the case system had it.",
            where=f"C{one.id}.{one.version}",
        )
    record = of_person(bodies.record_of(newest.body, where=f"C{one.id}.{newest.number}"), one.person)
    stands = {each.action.what: each.action for each in actions.of_conversation(unit.connection, one.id)}
    now = tuple(
        replace(each, state=stands[each.what].state, done_on=stands[each.what].done_on)
        if each.what in stands
        else each
        for each in record.actions
    )
    return replace(record, actions=now)


def what_stands(unit: UnitOfWork, one: Conversation) -> ConversationRecord | None:
    """The draft; else the newest version; None where neither is here."""
    draft = drafts.get(unit.connection, one.id)
    if draft is not None:
        return record_of(draft, one)
    newest = kept.version(unit.connection, one.id, one.version)
    if newest is None or newest.body is None:
        return None
    return of_person(bodies.record_of(newest.body, where=f"C{one.id}.{newest.number}"), one.person)


def _keep_beside(  # noqa: PLR0913, PLR0917 - what was typed, and from what
    desk: Desk,
    unit: UnitOfWork,
    one: Conversation,
    record: ConversationRecord,
    body: str,
    revision: int,
    base: ConversationRecord | None,
) -> Stale:
    """Keep the second's text, and say what stands in its place."""
    rival = drafts.keep_rival(unit.connection, one.id, body, revision=revision, by=desk.who, at=desk.now())
    draft = drafts.get(unit.connection, one.id)
    newest = kept.version(unit.connection, one.id, one.version)
    stands = what_stands(unit, one)
    if draft is not None:
        who, when, what = draft.by, draft.saved, "saved it"
    elif newest is not None:
        who, when, what = newest.by, newest.made, f"closed it as version {newest.number}"
    else:
        who, when, what = "Somebody", desk.now(), "withdrew it"
    differences = () if stands is None else compare(base or stands, stands, record)
    message = f"{who} {what} at {when.astimezone():%H:%M on %d/%m/%Y}. Your text is kept as R{rival}."
    if differences:
        message += f" What differs: {', '.join(dict.fromkeys(each.name for each in differences))}."
    stale = Stale("FP-1020", message, where=f"C{one.id}")
    stale.by, stale.saved, stale.rival, stale.differences = who, when, rival, differences
    stale.revision = draft.revision if draft is not None else 0
    return stale
