"""How somebody recognises an entry of the queue: its name, and where it is or whose."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from adapter_core.domain.directory import EntityKind
from community_directory.store import tables
from community_directory.store.shapes import CHUNK, SHAPES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlalchemy.engine import Connection

Described = dict[tuple[EntityKind, str], tuple[str, str]]


def describe(connection: Connection, wanted: Iterable[tuple[EntityKind, str]]) -> Described:
    """The name of each entry, and whose it is or where; each may be empty.

    Args:
        connection: inside a transaction.
        wanted: kinds and ids.
    """
    ids: dict[EntityKind, set[str]] = {}
    for kind, its_id in wanted:
        ids.setdefault(kind, set()).add(its_id)
    found: Described = {}
    for kind, every in ids.items():
        ordered = sorted(every)
        for start in range(0, len(ordered), CHUNK):
            for its_id, name, where in _chunk(connection, kind, ordered[start : start + CHUNK]):
                found[kind, its_id] = (name, where)
    return found


def _chunk(connection: Connection, kind: EntityKind, ids: list[str]) -> Iterator[tuple[str, str, str]]:
    if kind is EntityKind.SERVICE:
        service, owner = tables.service, tables.organisation
        named = (
            select(service.c.number, service.c.id, service.c.name, owner.c.name.label("owner"))
            .outerjoin(owner, owner.c.number == service.c.organisation)
            .where(service.c.id.in_(ids))
        )
        rows = connection.execute(named).all()
        postcodes = _postcodes(connection, [row.number for row in rows])
        for row in rows:
            where = ", ".join(filter(None, (row.owner, *sorted(postcodes.get(row.number, ())))))
            yield row.id, row.name, where
    elif kind is EntityKind.LOCATION:
        table = tables.location
        for place in connection.execute(select(table).where(table.c.id.in_(ids))):
            yield place.id, place.name, ", ".join(filter(None, (place.line_1, place.city, place.postcode)))
    else:
        table = SHAPES[kind].table
        for its_id, name in connection.execute(select(table.c.id, table.c.name).where(table.c.id.in_(ids))):
            yield its_id, name, ""


def _postcodes(connection: Connection, numbers: list[int]) -> dict[int, set[str]]:
    place, location = tables.at_location, tables.location
    statement = (
        select(place.c.service, location.c.postcode)
        .join(location, location.c.number == place.c.location)
        .where(place.c.service.in_(numbers), location.c.postcode != "", tables.listed(place))
    )
    found: dict[int, set[str]] = {}
    for number, postcode in connection.execute(statement):
        found.setdefault(number, set()).add(postcode)
    return found
