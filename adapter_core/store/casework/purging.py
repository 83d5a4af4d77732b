"""Takes away what was written about a person once the case system has it; codes, numbers and days stay.

What nobody has seen there is never taken, however old it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Text, and_, cast, exists, literal, or_, select, update

from adapter_core.domain.casework.deliveries import DeliveryKind, DeliveryState
from adapter_core.domain.casework.plans import ActionState
from adapter_core.domain.casework.signposts import SignpostState
from adapter_core.store.casework.tables import (
    action,
    conversation_version,
    delivery,
    signpost,
    signpost_claim,
)

if TYPE_CHECKING:
    from datetime import datetime
    from typing import Any

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.engine import Connection

ENDED = (
    SignpostState.COMPLETED, SignpostState.FAILED, SignpostState.REJECTED, SignpostState.CANCELLED,
    SignpostState.ENTERED_IN_ERROR,
)  # fmt: skip
"""States in which nobody follows a signpost up, so that nobody needs to read what it was for."""

_DONE = DeliveryState.DONE.value
_TEXT, _FIELD, _LESSON = DeliveryKind.TEXT.value, DeliveryKind.FIELD.value, DeliveryKind.LESSON.value


def purge_seen(connection: Connection, at: datetime) -> int:
    """Take away the texts that were seen where they belong.

    A delivery's own text goes once that delivery was seen. Of a conversation, every version's body, and the
    texts of its actions and signposts that are over, go once all its deliveries were seen; an action or a
    signpost that is still open keeps its text until it is over. A text that is done by somebody's word
    alone counts as seen once a detail of the same conversation was.

    Args:
        connection: of a unit of work.
        at: the aware moment that it is.

    Returns:
        How many conversations lost a body.
    """
    over = select(conversation_version.c.conversation).where(
        conversation_version.c.body.is_not(None), _is_over(conversation_version.c.conversation)
    )
    number = len(set(connection.execute(over).scalars()))
    connection.execute(
        update(conversation_version)
        .where(conversation_version.c.body.is_not(None), _is_over(conversation_version.c.conversation))
        .values(body=None, purged=at)
    )
    connection.execute(
        update(action)
        .where(
            action.c.text.is_not(None),
            action.c.state != ActionState.OPEN.value,
            or_(_is_over(action.c.conversation), _action_was_seen()),
        )
        .values(text=None)
    )
    _purge_signposts(connection)
    seen = or_(_seen(), and_(delivery.c.kind == _LESSON, delivery.c.state == _DONE))
    connection.execute(update(delivery).where(delivery.c.text.is_not(None), seen).values(text=None))
    return number


def _purge_signposts(connection: Connection) -> None:
    waiting = _numbers(delivery.c.signpost).where(delivery.c.kind == _TEXT, ~_seen())
    told = _numbers(delivery.c.signpost).where(delivery.c.kind == _TEXT, _seen())
    by_itself = and_(signpost.c.conversation.is_(None), signpost.c.id.in_(told))
    connection.execute(
        update(signpost)
        .where(
            signpost.c.text.is_not(None),
            signpost.c.state.in_([state.value for state in ENDED]),
            signpost.c.id.not_in(waiting),
            or_(by_itself, _is_over(signpost.c.conversation)),
        )
        .values(text=None)
    )
    later = delivery.alias()
    about_it = exists().where(
        later.c.signpost == signpost_claim.c.signpost,
        later.c.kind == _TEXT,
        later.c.state == _DONE,
        later.c.seen_on.is_not(None),
        later.c.made >= signpost_claim.c.recorded,
    )
    connection.execute(
        update(signpost_claim).where(signpost_claim.c.note.is_not(None), about_it).values(note=None)
    )


def _action_was_seen() -> ColumnElement[bool]:
    """Whether an action that came of no conversation was seen by itself."""
    its_own = select(delivery.c.about).where(delivery.c.kind == _TEXT)
    about = literal("A") + cast(action.c.id, Text)
    return and_(
        action.c.conversation.is_(None),
        about.in_(its_own.where(_seen())),
        about.not_in(its_own.where(~_seen())),
    )


def unsettled(of: str) -> Select[Any]:
    """Numbers of conversations or signposts of which something waits to be seen in the case system.

    Args:
        of: the column of a delivery: `conversation` or `signpost`.
    """
    of_records = delivery.c.kind.in_([_TEXT, _FIELD])
    return _numbers(delivery.c[of]).where(of_records, ~_seen())


def _seen() -> ColumnElement[bool]:
    """Whether a delivery to a case system was seen there, or is vouched for by a detail that was."""
    detail = delivery.alias()
    beside = exists().where(
        detail.c.conversation == delivery.c.conversation,
        detail.c.kind == _FIELD,
        detail.c.state == _DONE,
        detail.c.seen_on.is_not(None),
    )
    return and_(delivery.c.state == _DONE, or_(delivery.c.seen_on.is_not(None), beside))


def _numbers(column: ColumnElement[int]) -> Select[Any]:
    return select(column).where(column.is_not(None))


def _is_over(conversation: ColumnElement[int]) -> ColumnElement[bool]:
    """Whether all that a conversation put into the outbox was seen, and its text among it."""
    told = _numbers(delivery.c.conversation).where(delivery.c.kind == _TEXT)
    return and_(conversation.in_(told), conversation.not_in(unsettled("conversation")))
