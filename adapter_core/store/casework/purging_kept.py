"""Takes away what was typed and does not stand: beside a conversation that was delivered, or withdrawn.

Such a text is delivered nowhere itself. So it stays for a while after the day on which somebody was told of
it, and what it was typed for has to be settled: seen in the case system, or taken back.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import and_, delete, exists, func, or_, select, update

from adapter_core.domain.casework import PersonRef
from adapter_core.domain.casework.plans import ActionState
from adapter_core.store.casework.conversations import ConversationState
from adapter_core.store.casework.purging import ENDED, unsettled
from adapter_core.store.casework.tables import (
    action,
    conversation,
    conversation_rival,
    conversation_version,
    signpost,
)

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.engine import Connection

KEPT_FOR = timedelta(days=30)
"""How long what does not stand can still be taken up; ours."""


def purge_kept(connection: Connection, at: datetime) -> list[PersonRef]:
    """Delete what has had its time; call it once what was seen is purged.

    A text beside a conversation goes its time after the next version of that was closed, once that was seen
    in the case system. Of a withdrawn conversation all goes, once nothing of it waits to be looked for there.

    Args:
        connection: of a unit of work.
        at: the aware moment that it is.

    Returns:
        Of whom something was deleted.
    """
    before = at - KEPT_FOR
    withdrawn, beside = _withdrawn(before), _beside(before)
    over = select(conversation.c.id).where(withdrawn)
    bodies = and_(conversation_version.c.body.is_not(None), conversation_version.c.conversation.in_(over))
    rivals = or_(beside, conversation_rival.c.conversation.in_(over))
    actions = and_(
        action.c.text.is_not(None), action.c.conversation.in_(over), action.c.state != ActionState.OPEN.value
    )
    signposts = and_(
        signpost.c.text.is_not(None),
        signpost.c.conversation.in_(over),
        signpost.c.state.in_([state.value for state in ENDED]),
        signpost.c.id.not_in(unsettled("signpost")),
    )
    # What each statement says that it took: another program may purge at the same time.
    statements = (
        update(conversation_version)
        .where(bodies)
        .values(body=None, purged=at)
        .returning(conversation_version.c.conversation),
        delete(conversation_rival).where(rivals).returning(conversation_rival.c.conversation),
        update(action).where(actions).values(text=None).returning(action.c.conversation),
        update(signpost).where(signposts).values(text=None).returning(signpost.c.conversation),
    )
    numbers = {number for each in statements for number in connection.execute(each).scalars()}
    if not numbers:
        return []
    people = select(conversation.c.source, conversation.c.ref).where(conversation.c.id.in_(numbers))
    return [PersonRef(source, ref) for source, ref in connection.execute(people.distinct())]


def _beside(before: datetime) -> ColumnElement[bool]:
    """Whether a later version than a text was seen in the case system, and was closed long enough ago."""
    return exists().where(
        conversation.c.id == conversation_rival.c.conversation,
        conversation.c.state == ConversationState.CLOSED.value,
        conversation_version.c.conversation == conversation.c.id,
        conversation_version.c.number == conversation.c.version,
        conversation_version.c.body.is_(None),
        conversation_version.c.made >= conversation_rival.c.saved,
        # Not by when it was typed: an old draft may have been put beside it today.
        conversation_version.c.made <= before,
    )


def _withdrawn(before: datetime) -> ColumnElement[bool]:
    # Where a store is older than the column, the newest moment that is known counts.
    when = func.coalesce(conversation.c.withdrawn, conversation.c.closed, conversation.c.opened)
    return and_(
        conversation.c.state == ConversationState.ENTERED_IN_ERROR.value,
        when <= before,
        conversation.c.id.not_in(unsettled("conversation")),
    )
