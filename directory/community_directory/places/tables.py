"""Tables of the places: the postcode list, and the names and terms that words of a query may mean."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Float, Table, Text

from adapter_core.store.tables import ordered_text
from community_directory.store.tables import PREFIX, metadata, words

postcode = Table(
    PREFIX + "postcode",
    metadata,
    Column("postcode", ordered_text(), primary_key=True),
    Column("district", Text, nullable=False, index=True),
    Column("latitude", Float),
    Column("longitude", Float),
    Column("ended", Boolean, nullable=False),
    sqlite_with_rowid=False,
)
"""The list that the council loaded, on WGS 84; without a place where the list has none."""

place = Table(
    PREFIX + "place",
    metadata,
    Column("key", ordered_text(), primary_key=True),
    Column("name", Text, nullable=False),
    words("districts"),
    Column("latitude", Float),
    Column("longitude", Float),
    Column("in_names", Boolean, nullable=False),
    sqlite_with_rowid=False,
)
"""Names of places, gathered from locations and areas; made anew by `stored.rebuild`."""

term_key = Table(
    PREFIX + "term_key",
    metadata,
    Column("key", ordered_text(), primary_key=True),
    Column("name", Text, nullable=False),
    sqlite_with_rowid=False,
)
"""Names of taxonomy terms as a query would have them; likewise."""

EVERY = (postcode, place, term_key)
