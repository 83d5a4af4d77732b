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
    statement = select(delivery.c.id, delivery.c.state, delivery.c.tries, delivery.c.ticked_on).where(
        delivery.c.conversation == conversation, delivery.c.id.not_in(list(keep))
    )
    waiting: list[int] = []
    there: list[int] = []
    for row in connection.execute(statement.order_by(delivery.c.id)):
        untouched = row.state == DeliveryState.QUEUED.value and not row.tries and row.ticked_on is None
        (waiting if untouched else there).append(row.id)
    if waiting:
        if connection.dialect.name == "sqlite":
            # Else bytes of a text may stay in the file, in a place that is free.
            connection.exec_driver_sql("PRAGMA secure_delete = ON")
        connection.execute(delete(delivery).where(delivery.c.id.in_(waiting)))
    return there
