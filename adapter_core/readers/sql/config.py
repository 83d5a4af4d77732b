"""What every backend that reads a database asks of the config."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

from pydantic import BaseModel, ConfigDict, Field, SecretStr

from adapter_core.readers.sql.sessions import LOCKED_AFTER, SLOW_AFTER, Isolation, Limits
from adapter_core.readers.sql.source import open_sql

if TYPE_CHECKING:
    from collections.abc import Iterator

    from adapter_core.hooks.ports import OpenContext
    from adapter_core.readers.sql.source import SqlSource


class DatabaseConfig(BaseModel):
    """A source in a database. A backend gives `mapping` a default where it has one.

    Attributes:
        url: SQLAlchemy URL of the database; it is only ever read.
        mapping: the mapping: a packaged one, or a path that ends in `.toml`.
        settings: what the mapping leaves to the council, checked against the database's own tables.
        timeout_seconds: how long to wait for a connection, and for what somebody else has locked.
        query_seconds: how long one statement may take; then it is broken off (FP-0407).
        isolation: SQL Server alone: `snapshot`, or `read_uncommitted`, which is what NOLOCK does.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    url: SecretStr
    mapping: str
    settings: dict[str, str | list[str]] = {}
    timeout_seconds: Annotated[float, Field(ge=0, le=3600)] = LOCKED_AFTER
    query_seconds: Annotated[float, Field(gt=0, le=86_400)] = SLOW_AFTER
    isolation: Isolation | None = None

    @property
    def limits(self) -> Limits:
        """How long to wait, and how to read beside others who write."""
        return Limits(self.timeout_seconds, self.query_seconds, self.isolation)


@contextmanager
def open_database(
    config: DatabaseConfig, context: OpenContext, *, positions: bool = False
) -> Iterator[SqlSource]:
    """Open a database for reading as its config says; leaving closes every connection.

    Args:
        config: the source's part of the config.
        context: what core hands to a backend.
        positions: whether it is to be compared with another source.

    Raises:
        MappingError: if the mapping or a council setting is wrong in itself.
        ConfigurationError: if the URL is, or `isolation` is not for this database.
    """
    with open_sql(
        url=config.url.get_secret_value(),
        mapping=config.mapping,
        settings=config.settings,
        context=context,
        limits=config.limits,
        positions=positions,
    ) as source:
        yield source
