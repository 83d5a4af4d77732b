"""Databases, read only, through SQLAlchemy: the one room of the readers that imports it."""

from __future__ import annotations

from adapter_core.readers.sql.config import DatabaseConfig, open_database
from adapter_core.readers.sql.sessions import Limits
from adapter_core.readers.sql.source import SqlSource, open_sql

__all__ = ["DatabaseConfig", "Limits", "SqlSource", "open_database", "open_sql"]
