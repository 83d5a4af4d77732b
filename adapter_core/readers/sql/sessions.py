"""What a connection is told before it reads: write nothing, lock nothing, wait no longer than this.

Each database has its own words for it. SQLite and PostgreSQL are tried in tests; for SQL Server and
Oracle the tests see what is said, and cannot see what becomes of it.
"""

from __future__ import annotations

import math
import sqlite3
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import sqlalchemy as sa

from adapter_core.errors import ConfigurationError

if TYPE_CHECKING:
    from sqlalchemy.engine import URL, Engine

LOCKED_AFTER = 30.0
"""Seconds to wait for a database that somebody else holds, or that does not answer."""

SLOW_AFTER = 300.0
"""Seconds that one statement may take."""

Isolation = Literal["snapshot", "read_uncommitted"]
"""How SQL Server reads beside others who write: see `Limits.isolation`."""

_STEPS = 20_000
"""How many steps of SQLite's machine lie between two looks at the clock: about a millisecond."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How long to wait, and how to read beside others who write.

    Attributes:
        wait: seconds to wait for a lock, or for a connection.
        slow: seconds that one statement may take; then the database breaks it off.
        isolation: SQL Server alone. `snapshot` reads what was committed when a statement began, and
            neither waits nor makes others wait; the database must allow it. `read_uncommitted` is what
            NOLOCK does: it may read a row twice, not at all, or as it never was, so that it is used only
            where the council asks for it. None: as the database is set.
    """

    wait: float = LOCKED_AFTER
    slow: float = SLOW_AFTER
    isolation: Isolation | None = None


def connect_arguments(url: URL, limits: Limits) -> dict[str, Any]:
    """What the driver is given when it connects; what the URL says itself is left alone.

    Without it a server that is gone keeps a reader waiting for as long as TCP does: for hours.
    """
    seconds = max(1, math.ceil(limits.wait))
    match url.get_backend_name(), url.get_driver_name():
        case "postgresql", "psycopg" | "psycopg2":
            wanted = {
                "connect_timeout": max(2, seconds),  # libpq takes 1 for 2
                "keepalives_idle": 60,
                "keepalives_interval": 10,
                "keepalives_count": 6,
                "application_name": "fingerpost",
            }
        case "mssql", "pyodbc":
            wanted = {"timeout": seconds}
        case "oracle", "oracledb":
            wanted = {"tcp_connect_timeout": seconds}
        case _:
            return {}
    return {name: value for name, value in wanted.items() if name not in url.query}


def prepare(engine: Engine, limits: Limits, source: str) -> None:
    """Have every connection of an engine told what it may do.

    Raises:
        ConfigurationError: FP-0335, where `isolation` is set for a database that is not SQL Server.
    """
    name = engine.dialect.name
    if limits.isolation is not None and name != "mssql":
        raise ConfigurationError(
            "FP-0335", "isolation is for SQL Server alone.", where=f"sources.{source}.isolation"
        )
    told = statements(name, limits)

    def tell(connection: Any, _record: object) -> None:  # noqa: ANN401 - a driver's own connection
        _limit(connection, name, limits)
        if told:
            cursor = connection.cursor()
            try:
                for statement in told:
                    cursor.execute(statement)
            finally:
                cursor.close()

    sa.event.listen(engine, "connect", tell)


def statements(dialect: str, limits: Limits) -> list[str]:
    """What is said to a database of this kind, in its own words."""
    wait, slow = (max(1, math.ceil(1000 * seconds)) for seconds in (limits.wait, limits.slow))
    if dialect == "postgresql":
        return [
            "SET default_transaction_read_only = on",
            f"SET lock_timeout = {wait}",
            f"SET statement_timeout = {slow}",
        ]
    if dialect == "mssql":
        level = {"snapshot": "SNAPSHOT", "read_uncommitted": "READ UNCOMMITTED"}.get(limits.isolation or "")
        isolation = [f"SET TRANSACTION ISOLATION LEVEL {level}"] if level else []
        return [f"SET LOCK_TIMEOUT {wait}", *isolation]
    return []


def _limit(connection: Any, dialect: str, limits: Limits) -> None:  # noqa: ANN401 - a driver's own connection
    """Set the limit on statements where it is the driver that keeps it."""
    if dialect == "mssql" and hasattr(connection, "timeout"):
        connection.timeout = max(1, math.ceil(limits.slow))
    elif dialect == "oracle" and hasattr(connection, "call_timeout"):
        connection.call_timeout = max(1, math.ceil(1000 * limits.slow))


class TimedConnection(sqlite3.Connection):
    """SQLite's connection, whose statements break off when they take too long; each has its own cursor."""

    def cursor(self, *given: Any, **named: Any) -> Any:  # noqa: ANN401 - as sqlite3 declares it
        """Open a cursor, and start the clock."""
        cursor = super().cursor(*given, **named)
        self._clock[0] = time.monotonic()
        return cursor

    _clock: list[float]

    def limit(self, seconds: float) -> None:
        """Break statements off after so many seconds."""
        clock = self._clock = [time.monotonic()]
        self.set_progress_handler(lambda: time.monotonic() - clock[0] > seconds, _STEPS)
