"""Opens databases for reading alone, and turns their errors into ours.

A database's own message may quote the statement's parameters, which may be somebody's reference. None of
it is ever passed on: what is said is which source, what kind of trouble, and what to do.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from adapter_core.errors import ConfigurationError, FingerpostError, SourceUnavailable
from adapter_core.readers.sql.sessions import Limits, TimedConnection, connect_arguments, prepare

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.engine import URL, Engine

T = TypeVar("T")

_LOCKED = ("locked", "busy", "lock timeout", "lock request time out", "deadlock", "ora-00054", "ora-30006")
_SLOW = (
    "statement timeout",  # PostgreSQL
    "interrupted",  # SQLite
    "query timeout expired",  # SQL Server
    "hyt00",
    "call timeout",  # Oracle
    "dpy-4024",
)


def make_read_engine(url: str, *, base: Path, source: str, limits: Limits | None = None) -> Engine:
    """Make an engine that can read and never write; nothing is opened yet.

    Args:
        url: SQLAlchemy URL. A relative SQLite path starts from `base`; a file that is not there is not made.
        base: the folder of the config.
        source: the source's name, for errors.
        limits: how long to wait.

    Raises:
        ConfigurationError: FP-0404, if the URL cannot be read or its driver is not installed; FP-0335, if
            it cannot be read in the way that the council asks for.
    """
    limits = limits or Limits()
    try:
        parsed = sa.make_url(url)
        if parsed.get_backend_name() == "sqlite":
            engine = _sqlite_engine(parsed, base, source, limits)
        else:
            engine = sa.create_engine(
                parsed,
                poolclass=NullPool,
                isolation_level="AUTOCOMMIT",
                hide_parameters=True,
                connect_args=connect_arguments(parsed, limits),
            )
    except (ArgumentError, NoSuchModuleError, ValueError):
        raise ConfigurationError(
            "FP-0404",
            "The database URL is not one that SQLAlchemy understands.",
            where=f"sources.{source}.url",
        ) from None
    except ImportError as error:
        raise ConfigurationError(
            "FP-0404", f"The database driver {error.name!r} is not installed.", where=f"sources.{source}.url"
        ) from None
    prepare(engine, limits, source)
    return engine


def _sqlite_engine(url: URL, base: Path, source: str, limits: Limits) -> Engine:
    if not url.database or url.database == ":memory:":
        raise ConfigurationError(
            "FP-0404",
            "A SQLite source needs a file, as in sqlite:///folder/file.db.",
            where=f"sources.{source}.url",
        )
    path = (base / url.database).resolve()

    def connect() -> sqlite3.Connection:
        if not path.is_file():
            raise SourceUnavailable(
                "FP-0402", f"The database file {path.name!r} is not there.", where=f"sources.{source}.url"
            )
        connection = sqlite3.connect(
            f"{path.as_uri()}?mode=ro",
            uri=True,
            timeout=limits.wait,
            check_same_thread=False,
            factory=TimedConnection,
        )
        connection.limit(limits.slow)
        try:
            connection.execute("PRAGMA schema_version")
        except sqlite3.Error:  # no database, or a locked one: SQLAlchemy would not close it
            connection.close()
            raise
        return connection

    return sa.create_engine("sqlite://", creator=connect, poolclass=NullPool, hide_parameters=True)


def driver_errors(engine: Engine) -> tuple[type[BaseException], ...]:
    """The exceptions by which a driver, or SQLAlchemy on its behalf, says that something went wrong."""
    driver: Any = engine.dialect.dbapi
    return (SQLAlchemyError, driver.Error, sqlite3.Error, OSError)


def is_undecodable(error: BaseException) -> bool:
    """Whether SQLite met text that is not UTF-8."""
    return "could not decode to utf-8" in str(error).lower()


def is_slow(error: BaseException) -> bool:
    """Whether a statement was broken off because it took too long."""
    text = str(error).lower()
    return any(word in text for word in _SLOW)


def unavailable(error: BaseException, source: str, *, reading: bool, slow: str = "") -> FingerpostError:
    """Our error for a driver's; nothing of its message goes along.

    Args:
        error: what the driver raised.
        source: the source's name.
        reading: whether the database had answered before.
        slow: what is said of a statement that took too long.
    """
    if isinstance(error, FingerpostError):
        return error
    text = str(error).lower()
    if reading and is_slow(error):
        return SourceUnavailable(
            "FP-0407", slow or "A statement took longer than it may.", where=f"sources.{source}"
        )
    if any(word in text for word in _LOCKED):
        return SourceUnavailable(
            "FP-0401", "The database is locked by somebody else.", where=f"sources.{source}"
        )
    if reading:
        return SourceUnavailable("FP-0403", "The database stopped answering.", where=f"sources.{source}")
    return SourceUnavailable("FP-0400", "The database cannot be reached.", where=f"sources.{source}")


def tolerantly(connection: sqlite3.Connection, read: Callable[[], T]) -> T:
    """Read from SQLite with texts that are not UTF-8 given as bytes, which no field can read."""
    before = connection.text_factory
    connection.text_factory = _text_or_bytes
    try:
        return read()
    finally:
        connection.text_factory = before


def _text_or_bytes(raw: bytes) -> str | bytes:
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw
