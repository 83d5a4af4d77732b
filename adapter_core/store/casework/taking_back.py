"""Takes out of the outbox what is not to be entered any more, as long as nobody can have entered it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from adapter_core.domain.casework import DeliveryState
from adapter_core.store.casework.tables import delivery

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy.engine import Connection


def take_back(connection: Connection, conversation: int, *, keep: Collection[int] = ()) -> list[int]:
    """Take back what waits of a conversation: nobody tried to write it, and nobody said that they entered it.

    Args:
        connection: inside a transaction that may write.
        conversation: its number.
        keep: numbers of deliveries that stay.

    Returns:
        The numbers of those that stay because the case system has them, or may have.
    """
    here = (delivery.c.conversation == conversation, delivery.c.id.not_in(list(keep)))
    # In one statement, so that what somebody else begins to send meanwhile stays.
    connection.execute(
        delete(delivery).where(
            *here,
            delivery.c.state == DeliveryState.QUEUED.value,
            delivery.c.tries == 0,
            delivery.c.ticked_on.is_(None),
        )
    )
    return list(connection.execute(select(delivery.c.id).where(*here).order_by(delivery.c.id)).scalars())
