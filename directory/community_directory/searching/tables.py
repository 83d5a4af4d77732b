"""The tables of the index, beside those of the store; migration 0002 makes them.

`level` is the lowest audience that may know a term: 0 public, 1 partner, 2 internal. A word that stands in a
public text and in an internal contact is two terms, each with postings and deletes of its own: what is read
for the public never selects a row of a higher level, so that neither matches nor counts nor corrections can
tell what stands there.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, SmallInteger, Table

from adapter_core.store.tables import ordered_text
from community_directory.store.tables import PREFIX, metadata

doc = Table(
    PREFIX + "search_service",
    metadata,
    Column("service", Integer, primary_key=True, autoincrement=False),
    Column("name_words", SmallInteger, nullable=False),
    Column("organisation_words", SmallInteger, nullable=False),
    Column("terms", LargeBinary, nullable=False),
)
"""A service that is indexed, by its number. `terms`: the ids of its terms, so that they can be taken away."""

term = Table(
    PREFIX + "search_term",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("level", SmallInteger, nullable=False),
    Column("text", ordered_text(), nullable=False),
    Column("head", Integer, nullable=False),
    Column("body", Integer, nullable=False),
    Index("ix_directory_search_term_text", "text", "level", unique=True),
)
"""`head`, `body`: in how many services it stands in a name, a place or the like, and in the body alone."""

deleted = Table(
    PREFIX + "search_delete",
    metadata,
    Column("key", BigInteger, primary_key=True, autoincrement=False),
    Column("term", Integer, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)
"""Terms with up to two letters left out (SymSpell): the key is a hash of what remains."""

posting = Table(
    PREFIX + "search_posting",
    metadata,
    Column("term", Integer, primary_key=True, autoincrement=False),
    Column("part", SmallInteger, primary_key=True, autoincrement=False),
    Column("first", Integer, primary_key=True, autoincrement=False),
    Column("block", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)
"""The services of a term, in blocks; see `postings`."""

EVERY = (posting, deleted, term, doc)
