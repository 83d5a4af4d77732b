"""CSV files and workbooks as feeds, by a mapping file: data, not code."""

from __future__ import annotations

from community_directory.importing.tables.feed import TableFeed
from community_directory.importing.tables.loading import LoadedTables, load_tables
from community_directory.importing.tables.model import TablesFile

__all__ = ["LoadedTables", "TableFeed", "TablesFile", "load_tables"]
