"""Profiles a database without its rows, and says what tables and columns it has."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import StaticPool

from adapter_core.errors import FingerpostError, UsageError
from adapter_core.readers.profiling import ColumnScan, Reference, Scan, TableProfiler, TableScan
from adapter_core.readers.sql.catalogue import Catalogue
from adapter_core.readers.sql.connecting import driver_errors, make_read_engine, unavailable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import date
    from pathlib import Path

    from sqlalchemy.engine import Connection, Engine
    from sqlalchemy.engine.reflection import Inspector

ROWS = 100_000
"""How many rows of a table are looked at, if nobody says."""

_AT_ONCE = 5000
_LARGEST_SCRIPT = 64 * 1024 * 1024
_SQLITE = b"SQLite format 3\0"


def scan_database(  # noqa: PLR0913 - what to look at, and how much of it
    url: str,
    *,
    base: Path,
    source: str,
    on: date,
    tables: Sequence[str] = (),
    schema: str | None = None,
    rows: int = ROWS,
    progress: Callable[[int], None] | None = None,
) -> Scan:
    """Profile a database's tables and views.

    Args:
        url: SQLAlchemy URL; it is only ever read.
        base: where a relative SQLite path starts.
        source: its name, for errors.
        on: the day it is made.
        tables: names to look at; all of the schema if empty.
        schema: the schema; the connection's own if None.
        rows: how many rows of each table to look at.
        progress: told how many rows were read so far.

    Raises:
        SourceUnavailable: it cannot be reached, or answers no more.
        UsageError: a table is not there (FP-0322).
    """
    engine = make_read_engine(url, base=base, source=source)
    try:
        return _scan(engine, source, on, tables, schema, rows, progress)
    finally:
        engine.dispose()


def scan_script(path: Path, *, source: str, on: date, rows: int = ROWS) -> Scan:
    """Profile what an SQL script makes, run in a SQLite database in memory.

    Raises:
        UsageError: SQLite cannot run it (FP-0323).
    """
    engine = script_engine(path)
    try:
        return _scan(engine, source, on, (), None, rows, None)
    finally:
        engine.dispose()


def is_sqlite_file(path: Path) -> bool:
    """Whether a file is a SQLite database."""
    try:
        with path.open("rb") as file:
            return file.read(len(_SQLITE)) == _SQLITE
    except OSError:
        return False


def script_engine(path: Path) -> Engine:
    """An engine on what an SQL script makes: a SQLite database in memory, gone with the engine.

    Raises:
        UsageError: SQLite cannot run it (FP-0323).
    """
    try:
        if path.stat().st_size > _LARGEST_SCRIPT:
            raise UsageError("FP-0323", "The script is larger than 64 MB.", where=path.name)
        script = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise UsageError(
            "FP-0323", f"The script cannot be read: {error.strerror}.", where=path.name
        ) from None
    except UnicodeDecodeError:
        raise UsageError("FP-0323", "The script is not UTF-8 text.", where=path.name) from None

    def connect() -> sqlite3.Connection:
        connection = sqlite3.connect(":memory:", check_same_thread=False)
        connection.set_authorizer(_within_memory)
        try:
            connection.executescript(script)
        except sqlite3.Error:
            connection.close()
            raise UsageError("FP-0323", "SQLite cannot run the script.", where=path.name) from None
        return connection

    return sa.create_engine("sqlite://", creator=connect, poolclass=StaticPool, hide_parameters=True)


def _within_memory(action: int, *_: object) -> int:
    """A script may not open files."""
    return sqlite3.SQLITE_DENY if action == sqlite3.SQLITE_ATTACH else sqlite3.SQLITE_OK


def database_shape(url: str, names: Iterable[str], *, base: Path, source: str) -> tuple[TableScan, ...]:
    """Tables as a database has them now: every column's name and type, and no row.

    Args:
        url: SQLAlchemy URL.
        names: the tables, `schema.NAME` where they are not in the connection's own; those that are not
            there are left out.
        base: where a relative SQLite path starts.
        source: its name, for errors.

    Raises:
        SourceUnavailable: the database cannot be reached.
    """
    engine = make_read_engine(url, base=base, source=source)
    try:
        with engine.connect() as connection:
            catalogue = Catalogue(connection)
            lives = {name: catalogue.table(name) for name in sorted(set(names))}
    except FingerpostError:
        raise
    except driver_errors(engine) as error:
        raise unavailable(error, source, reading=False) from None
    finally:
        engine.dispose()
    return tuple(
        TableScan(
            name=name,
            columns=tuple(ColumnScan(name=own, type=_type(type_)) for own, type_ in live.columns.values()),
        )
        for name, live in lives.items()
        if live is not None
    )


def _scan(  # noqa: PLR0913, PLR0917 - as scan_database
    engine: Engine,
    source: str,
    on: date,
    tables: Sequence[str],
    schema: str | None,
    rows: int,
    progress: Callable[[int], None] | None,
) -> Scan:
    reading = False
    try:
        with _streaming(engine).connect() as connection:
            reading = True
            _let_any_text_through(connection)
            scanner = _Scanner(connection, schema, rows, progress)
            return Scan(
                format="sql",
                dialect=connection.dialect.name,
                on=on,
                tables=tuple(scanner.table(name) for name in scanner.names(tables)),
            )
    except FingerpostError:
        raise
    except driver_errors(engine) as error:
        raise unavailable(error, source, reading=reading) from None


def _streaming(engine: Engine) -> Engine:
    """The same engine, its rows fetched some at a time: PostgreSQL does so inside a transaction alone."""
    if engine.dialect.name == "postgresql":
        return engine.execution_options(isolation_level="READ COMMITTED")
    return engine


def _let_any_text_through(connection: Connection) -> None:
    driver: Any = connection.connection.driver_connection
    if isinstance(driver, sqlite3.Connection):
        driver.text_factory = lambda raw: raw.decode("utf-8", "replace")


class _Scanner:
    def __init__(
        self, connection: Connection, schema: str | None, rows: int, progress: Callable[[int], None] | None
    ) -> None:
        self._connection = connection
        self._inspector: Inspector = sa.inspect(connection)
        self._schema = schema
        self._most = rows
        self._progress = progress
        self._read = 0
        self._keys: dict[str, tuple[str, ...]] = {}

    def names(self, wanted: Sequence[str]) -> list[str]:
        """The tables to look at, each key known before the first is read."""
        there = sorted(
            {*self._inspector.get_table_names(self._schema), *self._inspector.get_view_names(self._schema)}
        )
        by_folded = {name.casefold(): name for name in there}
        for name in wanted:
            if name.casefold() not in by_folded:
                raise UsageError("FP-0322", f'The database has no table "{name}".', where="--table")
        self._keys = {name: self._key(name) for name in there}
        return [by_folded[name.casefold()] for name in wanted] or there

    def table(self, name: str) -> TableScan:
        columns = [
            (each["name"], _type(each["type"])) for each in self._inspector.get_columns(name, self._schema)
        ]
        references = tuple(self._references(name))
        source = sa.table(name, *(sa.column(each) for each, _ in columns), schema=self._schema)
        owner = _owner([each for each, _ in columns], self._keys, name, references)
        profiler = TableProfiler(name, columns, owner=owner, key=self._keys[name], references=references)
        if not columns:
            return profiler.told()
        count = self._connection.execute(sa.select(sa.func.count()).select_from(source)).scalar_one()
        for rows in self._rows(sa.select(*source.c).limit(self._most)):
            profiler.add(rows)
            self._read += len(rows)
            if self._progress is not None:
                self._progress(self._read)
        return profiler.told(max(count, profiler.rows))

    def _rows(self, select: sa.Select[Any]) -> Iterator[list[Any]]:
        streamed = self._connection.execution_options(stream_results=True, yield_per=_AT_ONCE)
        with closing(streamed.execute(select)) as found:
            for rows in found.partitions():
                yield list(rows)

    def _key(self, name: str) -> tuple[str, ...]:
        try:
            return tuple(self._inspector.get_pk_constraint(name, self._schema)["constrained_columns"])
        except (SQLAlchemyError, NotImplementedError, KeyError, TypeError):  # a view, or not to be seen
            return ()

    def _references(self, name: str) -> Iterator[Reference]:
        try:
            found = self._inspector.get_foreign_keys(name, self._schema)
        except (SQLAlchemyError, NotImplementedError):
            return
        for each in found:
            to = tuple(filter(None, each["referred_columns"]))
            yield Reference(columns=tuple(each["constrained_columns"]), table=each["referred_table"], to=to)


def _type(type_: object) -> str:
    try:
        return str(type_)
    except Exception:  # noqa: BLE001 - a type that no dialect can write
        return ""


def _owner(
    columns: Sequence[str], keys: dict[str, tuple[str, ...]], table: str, references: Sequence[Reference]
) -> int | None:
    """Place of the column by which rows belong to somebody: a foreign key, else a column like one."""
    folded = [each.casefold() for each in columns]
    own = {each.casefold() for each in keys[table]} if len(keys[table]) == 1 else set()
    for reference in references:
        if len(reference.columns) == 1 and reference.columns[0].casefold() not in own:
            return folded.index(reference.columns[0].casefold())
    theirs = {key[0].casefold() for name, key in keys.items() if name != table and len(key) == 1}
    likely = ("person", "client", "subject", "citizen", "customer", "individual", "service_user")
    named = [n for n, each in enumerate(folded) if each not in own and any(word in each for word in likely)]
    shared = [n for n, each in enumerate(folded) if each not in own and each in theirs]
    return next(iter([*named, *shared]), None)
