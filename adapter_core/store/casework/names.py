"""Whose work there is: the names of teams, workers and owners that any record of casework has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from adapter_core.store.casework.tables import action, conversation, delivery, signpost

if TYPE_CHECKING:
    from sqlalchemy import Column
    from sqlalchemy.engine import Connection

_COLUMNS: dict[str, tuple[Column[str], ...]] = {
    "team": (conversation.c.team, action.c.team, signpost.c.team, delivery.c.team),
    "worker": (conversation.c.worker, signpost.c.worker, delivery.c.owner),
    "owner": (action.c.owner,),
}


def is_known(connection: Connection, kind: str, name: str) -> bool:
    """Whether any record has exactly this name.

    Args:
        connection: of a unit of work.
        kind: `team`, `worker`, or `owner` for who does an action.
        name: the name.
    """
    found = (select(column).where(column == name).limit(1) for column in _COLUMNS[kind])
    return any(connection.execute(each).first() is not None for each in found)


def known(connection: Connection, kind: str) -> set[str]:
    """Every name of a kind, as the records have them."""
    rows = (connection.execute(select(column).distinct()).scalars() for column in _COLUMNS[kind])
    return {name for each in rows for name in each if name}
