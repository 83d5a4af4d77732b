"""The tables of the review queue, beside those of the store; migration 0004 makes them.

The queue is made anew by every look at the directory. What people decided stands in a table of its own,
and is never touched by a look.
"""

from __future__ import annotations

from sqlalchemy import Column, Float, Integer, Table, Text

from adapter_core.store.tables import UtcDateTime
from community_directory.store.tables import PREFIX, metadata


def _pair() -> tuple[Column[str], Column[int], Column[int]]:
    """Two entries of a kind by their numbers, the smaller one first."""
    return (
        Column("kind", Text, primary_key=True),
        Column("first", Integer, primary_key=True, autoincrement=False),
        Column("second", Integer, primary_key=True, autoincrement=False),
    )


candidate = Table(
    PREFIX + "duplicate",
    metadata,
    *_pair(),
    Column("bits", Float, nullable=False),
    Column("band", Text, nullable=False),
    Column("weights", Text, nullable=False),
    Column("first_digest", Text, nullable=False),
    Column("second_digest", Text, nullable=False),
)
"""Two entries that may be one. The digests are keyed, and of what was compared."""

decision = Table(
    PREFIX + "not_duplicate",
    metadata,
    *_pair(),
    Column("by", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("why", Text, nullable=False),
    Column("first_digest", Text, nullable=False),
    Column("second_digest", Text, nullable=False),
)
"""Somebody decided that two are not one: it holds while both are what they were then."""

look = Table(
    PREFIX + "duplicate_look",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("at", UtcDateTime, nullable=False),
    Column("state", Text, nullable=False),
    Column("entries", Integer, nullable=False),
    Column("pairs", Integer, nullable=False),
    Column("capped", Text, nullable=False),
)
"""The last look at a kind: `state` tells whether the directory has changed since."""
