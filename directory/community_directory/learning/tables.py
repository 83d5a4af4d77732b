"""Tables of what signposts taught; codes, days and numbers of the directory's own entries alone."""

from __future__ import annotations

from sqlalchemy import Column, Date, ForeignKey, Integer, Table, Text

from adapter_core.store.tables import UtcDateTime
from community_directory.store.tables import PREFIX, metadata, words

lesson = Table(
    PREFIX + "lesson",
    metadata,
    Column("key", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("contact", ForeignKey("directory_contact.number")),
    Column("service", ForeignKey("directory_service.number")),
    Column("on", Date, nullable=False),
    words("by"),
    Column("at", UtcDateTime, nullable=False),
)
"""Each lesson that was learnt, so that it is learnt once."""

correction = Table(
    PREFIX + "correction",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("kind", Text, nullable=False),
    Column("contact", ForeignKey("directory_contact.number")),
    Column("service", ForeignKey("directory_service.number")),
    Column("on", Date, nullable=False),
    words("by"),
    Column("said", Integer, nullable=False, server_default="1"),
    Column("state", Text, nullable=False, index=True),
    words("checked_by"),
    Column("checked_on", Date),
    Column("at", UtcDateTime, nullable=False),
)
"""That an entry may be wrong: it changes once somebody else has looked."""
