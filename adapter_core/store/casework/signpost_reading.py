"""Signposts as an export wants them: those given in some days, the oldest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from adapter_core.store.casework import signposts
from adapter_core.store.casework.tables import signpost

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from sqlalchemy.engine import Connection

    from adapter_core.domain.casework import PersonRef, Signpost


def given(
    connection: Connection, *, start: date | None = None, end: date | None = None
) -> list[tuple[int, str, str]]:
    """Number, source and reference of the signposts that were given in some days, both ends within.

    Args:
        connection: inside a transaction.
        start: the first day; None for the beginning.
        end: the last; None for no end.
    """
    columns = (signpost.c.id, signpost.c.source, signpost.c.ref)
    statement = select(*columns).order_by(signpost.c.given_on, signpost.c.id)
    if start is not None:
        statement = statement.where(signpost.c.given_on >= start)
    if end is not None:
        statement = statement.where(signpost.c.given_on <= end)
    return [(row.id, row.source, row.ref) for row in connection.execute(statement)]


def with_claims(connection: Connection, numbers: list[int], people: set[PersonRef]) -> Iterator[Signpost]:
    """Signposts with their claims, one after the other, of some people alone.

    Args:
        connection: inside a transaction.
        numbers: of the signposts.
        people: whose; a signpost that was moved to somebody else since is left out.
    """
    for number in numbers:
        one = signposts.get(connection, number)
        if one is not None and one.person in people:
            yield one
