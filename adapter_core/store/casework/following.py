"""Lets rows of casework follow a person whose record was merged into another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import update

from adapter_core.domain.casework import DeliveryState
from adapter_core.store.casework.tables import action, conversation, delivery, signpost

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

    from adapter_core.domain.casework import PersonRef


def follow(connection: Connection, old: PersonRef, new: PersonRef) -> int:
    """Bring everything of one reference under another; what was delivered stays as it was delivered.

    Returns:
        How many rows followed.
    """
    moved = 0
    for table in (conversation, action, signpost, delivery):
        statement = update(table).where(table.c.source == old.source, table.c.ref == old.ref)
        if table is delivery:
            statement = statement.where(delivery.c.state != DeliveryState.DONE.value)
        moved += connection.execute(statement.values(source=new.source, ref=new.ref)).rowcount
    return moved
