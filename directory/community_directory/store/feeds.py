"""Feeds: where services come from, and the last reading of each that went well."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select

from community_directory.store.own_tables import feed as feed_table

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.engine import Connection, Row

    from community_directory.store.unit_of_work import Work


@dataclass(frozen=True, slots=True)
class Feed:
    """What is known of a feed.

    Attributes:
        name: what the config calls it.
        last_good: when it was last read to its end, aware; None where it never was.
        etag: what its server called that state (RFC 9110), for conditional requests.
        last_modified: likewise.
        digest: of the snapshot, or of whatever else tells one state from another.
        snapshot: where the last good snapshot lies.
        tried: when it was last asked.
        problem: code and sentence of what went wrong then; empty where nothing did.
    """

    name: str
    title: str = ""
    last_good: datetime | None = None
    etag: str = ""
    last_modified: str = ""
    digest: str = ""
    snapshot: str = ""
    tried: datetime | None = None
    problem: str = ""


_FIELDS = (
    "name",
    "title",
    "last_good",
    "etag",
    "last_modified",
    "digest",
    "snapshot",
    "tried",
    "problem",
)


def _of(row: Row[tuple[object, ...]]) -> Feed:
    return Feed(**{name: getattr(row, name) for name in _FIELDS})


def feeds(connection: Connection) -> list[Feed]:
    """Every feed that was ever read, by name."""
    return [_of(row) for row in connection.execute(select(feed_table).order_by(feed_table.c.name))]


def feed(connection: Connection, name: str) -> Feed | None:
    """One feed; None where it was never read."""
    row = connection.execute(select(feed_table).where(feed_table.c.name == name)).first()
    return _of(row) if row is not None else None


def save_feed(unit: Work, one: Feed) -> None:
    """Keep what is known of a feed now."""
    mine = feed_table.c.name == one.name
    reading = unit.connection.execute(select(feed_table.c.reading).where(mine)).scalar() or 0
    unit.connection.execute(delete(feed_table).where(mine))
    row = {name: getattr(one, name) for name in _FIELDS}
    unit.connection.execute(insert(feed_table).values(**row, reading=reading))


def next_reading(unit: Work, name: str) -> int:
    """The number of a reading that begins now."""
    mine = feed_table.c.name == name
    last = unit.connection.execute(select(feed_table.c.reading).where(mine)).scalar()
    if last is None:
        unit.connection.execute(insert(feed_table).values(name=name, reading=1))
        return 1
    unit.connection.execute(feed_table.update().where(mine).values(reading=last + 1))
    return int(last) + 1
