"""Kept texts: what a second editor typed, or what was withdrawn, until somebody takes it in or lets it go."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from adapter_core.casework.conversations.comparing import Difference, compare
from adapter_core.domain.casework import ConversationRecord
from adapter_core.service.casework import people
from adapter_core.service.casework.drafting import (
    Opened,
    edit,
    known,
    locked,
    record_of,
    refuse_withheld,
    what_stands,
)
from adapter_core.service.casework.refusing import unknown, withdrawn
from adapter_core.store.casework import conversations as kept
from adapter_core.store.casework import drafts
from adapter_core.store.casework.conversations import Conversation, ConversationState

if TYPE_CHECKING:
    from adapter_core.service.casework.desk import Desk
    from adapter_core.store.casework.drafts import Rival
    from adapter_core.store.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class KeptText:
    """What a second editor typed, kept beside the draft.

    Attributes:
        id: its number; people read and type `R4`.
        by: who typed it.
        saved: the aware moment of that.
        record: what was typed.
        differences: what differs from the draft, or from the newest version where there is none.
    """

    id: int
    conversation: int
    by: str
    saved: datetime
    record: ConversationRecord
    differences: tuple[Difference, ...]


def rivals(desk: Desk, number: int) -> list[KeptText]:
    """What second editors typed, kept beside a conversation, the oldest first; audited first.

    Raises:
        UsageError: FP-1018 no such conversation.
        PersonNotFound: FP-0903 the person's record may not be seen.
    """
    one = known(desk, number)
    refuse_withheld(people.look(desk, one.person))
    desk.record("conversation.rivals_shown", [one.person])
    with desk.store.reading() as unit:
        stands = what_stands(unit, one)
        found = drafts.rivals(unit.connection, number)
    return [_kept_text(each, one, stands) for each in found]


def take(desk: Desk, rival: int) -> Opened:
    """Let a text that was kept take the draft's place; what stood there is kept beside it in turn.

    A closed conversation gets a draft of its next version; a withdrawn one without any is a draft again.

    Raises:
        UsageError: FP-1018 no such text, FP-1022 its conversation was withdrawn after it was closed; nothing
            was changed.
        PersonNotFound: FP-0903 the person's record may not be seen.
    """
    with desk.store.reading() as unit:
        chosen = _rival(unit, rival)
        one = locked(unit, chosen.conversation, lock=False)
    refuse_withheld(people.look(desk, one.person))
    at = desk.now()
    with desk.store.work() as unit:
        one = locked(unit, chosen.conversation)
        if one.state is ConversationState.ENTERED_IN_ERROR and one.version:
            raise withdrawn(one.id)
        chosen = _rival(unit, rival)
        desk.note(unit, "conversation.rival_taken", [one.person])
        draft = drafts.get(unit.connection, one.id, lock=True)
        if draft is None:
            drafts.begin(unit.connection, one.id, chosen.body, by=desk.who, at=at, version=one.version)
        else:
            drafts.keep_rival(
                unit.connection, one.id, draft.body, revision=draft.revision, by=draft.by, at=draft.saved
            )
            drafts.save(unit.connection, one.id, chosen.body, expected=draft.revision, by=desk.who, at=at)
        drafts.note_others(unit.connection, one.id, others=chosen.by != desk.who)
        if one.state is ConversationState.ENTERED_IN_ERROR and not one.version:
            kept.set_state(unit.connection, one.id, ConversationState.DRAFT)
        drafts.drop_rival(unit.connection, rival)
        unit.commit()
    return edit(desk, one.id)


def dismiss(desk: Desk, rival: int) -> int:
    """Delete a text that was kept, for good; returns the number of its conversation.

    Raises:
        UsageError: FP-1018 no such text.
    """
    with desk.store.work() as unit:
        chosen = _rival(unit, rival)
        one = locked(unit, chosen.conversation)
        desk.note(unit, "conversation.rival_dismissed", [one.person])
        drafts.drop_rival(unit.connection, rival)
        unit.commit()
    return one.id


def _rival(unit: UnitOfWork, number: int) -> Rival:
    found = drafts.rival(unit.connection, number)
    if found is None:
        raise unknown("kept text", f"R{number}")
    return found


def _kept_text(rival: Rival, one: Conversation, stands: ConversationRecord | None) -> KeptText:
    record = record_of(rival, one)
    differences = () if stands is None else compare(stands, stands, record)
    return KeptText(rival.id, rival.conversation, rival.by, rival.saved, record, differences)
