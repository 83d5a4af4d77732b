"""Tables of what people here know: contacts, notes, capacity, edits; and of where everything came from."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Boolean, Column, Date, ForeignKey, Index, Integer, Table, Text

from adapter_core.store.tables import UtcDateTime, ordered_text
from community_directory.store.tables import PREFIX, metadata, words


def _of_service(name: str, *columns: Column[Any]) -> Table:
    """A table with at most one row a service, and who wrote it: empty where a feed did."""
    return Table(
        PREFIX + name,
        metadata,
        Column("service", ForeignKey("directory_service.number"), primary_key=True, autoincrement=False),
        *columns,
        words("by"),
        Column("at", UtcDateTime, nullable=False),
    )


contact = Table(
    PREFIX + "contact",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("id", ordered_text(), nullable=False, unique=True),
    Column("audience", Text, nullable=False, index=True),
    words("name"),
    words("role"),
    words("phones"),
    words("emails"),
    words("channel"),
    words("hours"),
    words("backup"),
    Column("verified_on", Date, index=True),
    words("verified_by"),
    words("basis"),
    Column("told", Boolean),
    words("original"),
    Column("organisation", ForeignKey("directory_organisation.number"), index=True),
    Column("service", ForeignKey("directory_service.number"), index=True),
    Column("location", ForeignKey("directory_location.number"), index=True),
    Column("withdrawn_on", Date),
    words("withdrawn_why"),
    Column("merged_into", Integer),
    Column("changed", UtcDateTime, nullable=False),
)

capacity = _of_service(
    "capacity", Column("state", Text, nullable=False), Column("as_of", Date, nullable=False), words("note")
)
relationship = _of_service("relationship", Column("strength", Text, nullable=False))
note = _of_service("note", words("text"))

edit = Table(
    PREFIX + "edit",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("entity", Integer, primary_key=True, autoincrement=False),
    Column("field", Text, primary_key=True),
    Column("value", Text, nullable=False),
    Column("underneath", Text, nullable=False),
    words("by"),
    Column("at", UtcDateTime, nullable=False),
)
"""A field that a person changed here: it stands in the entity's row, and what the feeds say is underneath."""

feed = Table(
    PREFIX + "feed",
    metadata,
    Column("name", Text, primary_key=True),
    words("title"),
    Column("last_good", UtcDateTime),
    words("etag"),
    words("last_modified"),
    words("digest"),
    words("snapshot"),
    Column("tried", UtcDateTime),
    words("problem"),
    Column("reading", Integer, nullable=False, server_default="0"),
)
"""`reading` numbers the readings, so that what the last one did not tell of is known."""

source = Table(
    PREFIX + "source",
    metadata,
    Column("feed", Text, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("source_id", Text, primary_key=True),
    Column("entity", Integer, nullable=False),
    Column("digest", Text, nullable=False),
    Column("reading", Integer, nullable=False),
    Column("gone", Date),
    Index("ix_directory_source_kind_entity", "kind", "entity"),
    sqlite_with_rowid=False,
)
"""Under which id a feed tells of an entity, and a digest of what it told last."""

removal = Table(
    PREFIX + "removal",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("on", Date, nullable=False),
    words("by"),
    words("why"),
)

removal_mark = Table(
    PREFIX + "removal_mark",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("mark", Text, primary_key=True),
    Column("removal", ForeignKey("directory_removal.number"), primary_key=True),
    sqlite_with_rowid=False,
)
"""Keyed hashes of what a removed contact was known by; nothing of the contact itself."""

merge = Table(
    PREFIX + "merge",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("kind", Text, nullable=False),
    Column("kept", Integer, nullable=False),
    Column("gone", Integer, nullable=False, index=True),
    words("by"),
    Column("at", UtcDateTime, nullable=False),
    words("undone_by"),
    Column("undone", UtcDateTime),
    words("why"),
)

moved = Table(
    PREFIX + "moved",
    metadata,
    Column("merge", ForeignKey("directory_merge.number"), primary_key=True),
    Column("table", Text, primary_key=True),
    Column("column", Text, primary_key=True),
    Column("row", Integer, primary_key=True, autoincrement=False),
    Column("position", Integer, primary_key=True, autoincrement=False, server_default="0"),
)
"""Which reference to the entity that went was turned to the one that was kept."""

secret = Table(
    PREFIX + "secret",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)
"""The key of the removals' hashes: made once a store, never shown."""
