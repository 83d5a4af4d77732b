"""Connections: SQLite in one file, or PostgreSQL through psycopg; and what their errors mean.

SQLite before 3.51.3 can corrupt a database in WAL mode when two connections write and checkpoint
at once (3.7.0 to 3.51.2, fixed on 13 March 2026), so it gets the rollback journal instead, synced
one step further than usual. Either way a commit that returned survives a power cut.
"""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sqlalchemy import create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, DBAPIError, NoSuchModuleError

from adapter_core.errors import ConfigurationError, FingerpostError, StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.engine import URL, Connection, Engine

WAL_IS_SAFE_FROM = (3, 51, 3)
WAL_SYNC, JOURNAL_SYNC = "FULL", "EXTRA"
BUSY_SECONDS = 10.0
PAGE_CACHE_KIB = 8 * 1024
"""Enough: pages of people come in the order of their references, and so do those of the store."""

# What a driver says, in lower case, to the code that says it to people.
_SAID = (
    ("database or disk is full", "FP-0605"),
    ("disk i/o error", "FP-0605"),
    ("no space left on device", "FP-0605"),
    ("could not extend file", "FP-0605"),
    ("database is locked", "FP-0606"),
    ("database table is locked", "FP-0606"),
    ("lock timeout", "FP-0606"),
    ("deadlock detected", "FP-0606"),
    ("file is not a database", "FP-0607"),
    ("malformed", "FP-0607"),
    ("attempt to write a readonly database", "FP-0613"),
    ("read-only transaction", "FP-0613"),
    ("permission denied", "FP-0613"),
    ("unable to open database file", "FP-0604"),
    ("connection", "FP-0604"),
)


def wal_is_safe(version: tuple[int, ...] = sqlite3.sqlite_version_info) -> bool:
    """Whether this SQLite may use its write-ahead log."""
    return version >= WAL_IS_SAFE_FROM


def place_of(url: URL) -> str:
    """Where the store is, without its password."""
    if url.get_backend_name() == "sqlite":
        return url.database or "(memory)"
    return url.render_as_string(hide_password=True)


def _parsed(text: str) -> URL:
    try:
        url = make_url(text)
    except ArgumentError:
        raise ConfigurationError("FP-0614", "The store's url cannot be read.", where="store.url") from None
    if url.get_backend_name() == "postgresql" and "+" not in url.drivername:
        url = url.set(drivername="postgresql+psycopg")
    if url.drivername not in {"sqlite", "sqlite+pysqlite", "postgresql+psycopg"}:
        raise ConfigurationError(
            "FP-0614", f"Fingerpost has no store of the kind '{url.drivername}'.", where="store.url"
        )
    return url


def _set_up_sqlite(connection: Any, record: Any) -> None:  # noqa: ARG001, ANN401 - SQLAlchemy's signature
    try:
        _set_pragmas(connection)
    except Exception:  # no database, or a locked one: SQLAlchemy would not close it
        connection.close()
        raise


def _set_pragmas(connection: Any) -> None:  # noqa: ANN401 - as above
    # Transactions are begun by `_begin_sqlite`; the driver's own habits would begin them too late.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {int(BUSY_SECONDS * 1000)}")
    cursor.execute("PRAGMA foreign_keys = ON")
    if wal_is_safe():
        cursor.execute("PRAGMA journal_mode = WAL")
        cursor.execute(f"PRAGMA synchronous = {WAL_SYNC}")
    else:
        cursor.execute("PRAGMA journal_mode = DELETE")
        cursor.execute(f"PRAGMA synchronous = {JOURNAL_SYNC}")
    # Else bytes of what was deleted or written anew stay in the file, in places that are free: of drafts too.
    cursor.execute("PRAGMA secure_delete = ON")
    cursor.execute("PRAGMA mmap_size = 0")
    cursor.execute(f"PRAGMA cache_size = -{PAGE_CACHE_KIB}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    # A writer takes its lock at once, so that it never has to fail halfway for want of it.
    writes = connection.get_execution_options().get("fingerpost_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def make_engine(url: str) -> Engine:
    """An engine for the store; connects only when it is used.

    Raises:
        ConfigurationError: FP-0609 when the driver is not installed, FP-0614 for a url that is
            neither SQLite nor PostgreSQL.
    """
    parsed = _parsed(url)
    try:
        if parsed.get_backend_name() == "sqlite":
            if parsed.database in {None, "", ":memory:"}:
                raise ConfigurationError(
                    "FP-0614", "The store has to be a file: it must outlive this command.", where="store.url"
                )
            engine = create_engine(parsed)
            event.listen(engine, "connect", _set_up_sqlite)
            event.listen(engine, "begin", _begin_sqlite)
            return engine
        return create_engine(
            parsed, paramstyle="format", pool_pre_ping=True, connect_args={"connect_timeout": 15}
        )
    except (ModuleNotFoundError, NoSuchModuleError):
        raise ConfigurationError(
            "FP-0609", "The PostgreSQL driver is not installed.", where="store.url"
        ) from None


@contextmanager
def said_plainly(where: str) -> Iterator[None]:
    """Turn a driver's error into one with code, place and remedy; it quotes no value of any row.

    Args:
        where: the store's place.

    Raises:
        StoreError: FP-0604 to FP-0608, FP-0613.
    """
    try:
        yield
    except FingerpostError:
        raise
    except DBAPIError as error:
        raise explained(error.orig or error, where) from None
    except (sqlite3.Error, DatabaseError) as error:
        raise explained(error, where) from None


def explained(error: BaseException, where: str) -> StoreError:
    """The store's error for a driver's."""
    said = str(error).casefold()
    for words, code in _SAID:
        if words in said:
            return StoreError(code, _SENTENCES[code], where=where)
    return StoreError("FP-0608", f"{_SENTENCES['FP-0608']} ({type(error).__name__})", where=where)


_SENTENCES = {
    "FP-0604": "The store cannot be opened.",
    "FP-0605": "The disk that holds the store is full, or cannot be written.",
    "FP-0606": "Another program holds the store.",
    "FP-0607": "The store's file is damaged, or is no Fingerpost store.",
    "FP-0608": "The store refused what Fingerpost asked of it.",
    "FP-0613": "The store may not be written by this user.",
}
