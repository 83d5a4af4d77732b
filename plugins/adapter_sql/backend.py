"""The backend: its part of the config, and opening."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from adapter_core.readers.sql import DatabaseConfig, open_database

if TYPE_CHECKING:
    from collections.abc import Iterator

    from adapter_core.hooks.ports import OpenContext
    from adapter_core.readers.sql import SqlSource


class SqlConfig(DatabaseConfig):
    """A source of backend `sql` in the config: `url` and `mapping`, and what `DatabaseConfig` has besides."""


@contextmanager
def open_case_records(config: SqlConfig, context: OpenContext) -> Iterator[SqlSource]:
    """Open a database as the case system; leaving closes every connection.

    Raises:
        MappingError: if the mapping or a council setting is wrong in itself.
        ConfigurationError: if the URL is, or `isolation` is not for this database.
    """
    with open_database(config, context) as source:
        yield source


@contextmanager
def open_demographics(config: SqlConfig, context: OpenContext) -> Iterator[SqlSource]:
    """Open a database whose records are compared with the master's; leaving closes every connection.

    Raises:
        MappingError: if the mapping or a council setting is wrong in itself.
        ConfigurationError: if the URL is, or `isolation` is not for this database.
    """
    with open_database(config, context, positions=True) as source:
        yield source
