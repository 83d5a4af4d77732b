"""Takes a conversation back that was begun or closed by mistake; what was typed can be taken up again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from adapter_core.casework.signposting import claims
from adapter_core.domain.casework import Claim, ClaimBy, Reason, SignpostState
from adapter_core.domain.events import EventName
from adapter_core.service.casework.drafting import locked
from adapter_core.service.casework.refusing import withdrawn
from adapter_core.service.casework.superseding import locked_signposts
from adapter_core.store.casework import actions, drafts, signposts
from adapter_core.store.casework import conversations as kept
from adapter_core.store.casework.conversations import ConversationState
from adapter_core.store.casework.taking_back import take_back

if TYPE_CHECKING:
    from adapter_core.service.casework.desk import Desk
    from adapter_core.store.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """A conversation that was taken back.

    Attributes:
        kept_text: under which number the draft's text is kept; 0 where there was none.
        deliveries: numbers of what the case system has of it already, or may have: put it right there.
    """

    id: int
    kept_text: int = 0
    deliveries: tuple[int, ...] = ()


def withdraw(desk: Desk, number: int) -> Withdrawn:
    """Take a conversation back: it counts no more, open actions are cancelled, nothing waits to be entered.

    A version is never deleted at once, and the text of a draft is kept beside it until somebody lets it go
    (`take`, `dismiss`); after a time both are purged (`store.casework.purging_kept`). A signpost that
    somebody has said something of goes on.

    Raises:
        UsageError: FP-1018 no such conversation, FP-1022 it was withdrawn before.
        StoreError: it cannot be kept; then nothing is withdrawn.
    """
    with desk.store.work() as unit:
        one = locked(unit, number)
        if one.state is ConversationState.ENTERED_IN_ERROR:
            raise withdrawn(number)
        desk.note(unit, "conversation.withdrawn", [one.person])
        connection = unit.connection
        draft = drafts.get(connection, number, lock=True)
        rival = 0
        if draft is not None:
            rival = drafts.keep_rival(
                connection, number, draft.body, revision=draft.revision, by=draft.by, at=draft.saved
            )
            drafts.drop(connection, number)
        kept.withdraw(connection, number, at=desk.now())
        actions.close_open(
            connection, [each.id for each in actions.of_conversation(connection, number)], on=desk.on
        )
        _take_back_signposts(desk, unit, number)
        sent = take_back(connection, number)
        unit.commit()
    desk.tell(EventName.CONVERSATION_WITHDRAWN, {"conversation": f"C{number}"}, {})
    return Withdrawn(number, rival, tuple(sent))


def _take_back_signposts(desk: Desk, unit: UnitOfWork, number: int) -> None:
    for each in locked_signposts(unit, number):
        if each.claims or each.state is not SignpostState.REQUESTED:
            continue
        on = max(desk.on, each.given_on)
        mistake = Claim(
            SignpostState.ENTERED_IN_ERROR, ClaimBy.WORKER, on, Reason.MISTAKE, recorded_by=desk.who
        )
        signposts.add_claim(unit.connection, claims.apply(each, mistake, on=on), at=desk.now())
