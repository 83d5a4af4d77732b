"""A database as a source of people: pages in key order, memory that stays flat, one person on demand."""

from __future__ import annotations

from contextlib import contextmanager
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from adapter_core.errors import ConfigurationError, FingerpostError, MappingError, PersonNotFound
from adapter_core.hooks.ports import PAGE_SIZE, Page, PeopleQuery, Reject, SourceReport
from adapter_core.readers.mapping import compile_mapping, load_mapping
from adapter_core.readers.mapping.convert import without_controls
from adapter_core.readers.mapping.reader import without_collections
from adapter_core.readers.sql.catalogue import Catalogue, missing
from adapter_core.readers.sql.connecting import (
    LOCKED_AFTER,
    driver_errors,
    is_undecodable,
    make_read_engine,
    tolerantly,
    unavailable,
)
from adapter_core.readers.sql.inspecting import inspect_source
from adapter_core.readers.sql.statements import Statement, Statements

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import date, datetime

    from sqlalchemy.engine import Connection, Engine

    from adapter_core.domain.people import Person
    from adapter_core.hooks.ports import OpenContext
    from adapter_core.readers.mapping import Reader

Rows = list[tuple[Any, ...]]
Key = int | str | float | Decimal | bytes | None

_READ_KEY: dict[str, Callable[[str], Key]] = {
    "i": int,
    "s": str,
    "u": lambda text: bytes.fromhex(text).decode("utf-8"),
    "f": float,
    "d": Decimal,
    "x": bytes.fromhex,
}


class SqlSource:
    """People in a database, as `CaseRecords` or `Demographics` has them.

    Attributes:
        reader: the compiled mapping; `reader.settings` holds the council settings in use.
    """

    def __init__(self, name: str, engine: Engine, reader: Reader, as_of: date) -> None:
        """Use `open_sql`."""
        self.name = name
        self.reader = reader
        self._engine = engine
        self._as_of = as_of

    # --- the port ---

    @property
    def as_of(self) -> datetime | None:
        """None: a database is read live; that a warehouse was filled last night is for the config to say."""
        return None

    def inspect(self) -> SourceReport:
        """Compare the mapping with the database as it is now; reads catalogue and code lists, no people.

        Raises:
            SourceUnavailable: when the database cannot be reached.
        """
        with self._connected() as connection, self._translated():
            return inspect_source(self.reader, connection, self._as_of)

    def iter_people(self, query: PeopleQuery) -> Iterator[Page]:
        """Stream everybody in the order of the key, lazily; nothing but the page at hand is in memory.

        Raises:
            SourceUnavailable: when the database cannot be reached or answers no more.
            MappingError: FP-0301, when the database lacks a table or column that the mapping reads.
        """
        size = max(1, min(query.page_size, PAGE_SIZE))
        with self._connected() as connection:
            stream = self._stream(connection)
            yield from stream.pages(read_cursor(query.after, self.name), size)

    def get_person(self, ref: str) -> Person:
        """Fetch one person, live.

        Raises:
            PersonNotFound: FP-0405.
            SourceUnavailable: when the database cannot be reached.
        """
        with self._connected() as connection:
            person = self._stream(connection).person(ref)
        if person is None:
            raise PersonNotFound(
                "FP-0405", "The source has no person of this reference.", where=f"sources.{self.name}"
            )
        return person

    # --- behind it ---

    @contextmanager
    def _connected(self) -> Iterator[Connection]:
        with self._translated(reading=False):
            connection = self._engine.connect()
        try:
            yield connection
        finally:
            connection.close()

    @contextmanager
    def _translated(self, *, reading: bool = True) -> Iterator[None]:
        try:
            yield
        except FingerpostError:
            raise
        except driver_errors(self._engine) as error:
            raise unavailable(error, self.name, reading=reading) from None

    def _stream(self, connection: Connection) -> _Stream:
        with self._translated(reading=False):
            catalogue = Catalogue(connection)
            self._refuse_missing(catalogue)
            statements = Statements(self.reader.plan, catalogue, connection.dialect, self._as_of)
            return _Stream(self, connection, statements, catalogue)

    def _refuse_missing(self, catalogue: Catalogue) -> None:
        for problem in missing(self.reader.plan, catalogue):
            raise MappingError(problem.code, problem.what, where=self.reader.plan.loaded.where(problem.where))

    def explain(self, error: BaseException, connection: Connection) -> FingerpostError:
        """What a driver's error while reading means: a table that has changed, or a database that is gone."""
        try:
            self._refuse_missing(Catalogue(connection))
        except MappingError as lost:
            return lost
        except driver_errors(self._engine):
            pass
        return unavailable(error, self.name, reading=True)


class _Stream:
    """One connection, reading."""

    def __init__(
        self, source: SqlSource, connection: Connection, statements: Statements, catalogue: Catalogue
    ) -> None:
        self._source = source
        self._connection = connection
        self._statements = statements
        self._reader = source.reader
        plan = source.reader.plan
        self._errors = driver_errors(connection.engine)
        self._children = {root: statements.children(root) for root in plan.columns if root != plan.main}
        live = catalogue.table(plan.table(plan.main).name)
        column = plan.person["ref"].source.columns[0].rpartition(".")[2]
        self._numeric_ref = live is not None and isinstance(
            live.columns[column.casefold()][1], (sa.types.Integer, sa.types.Numeric)
        )

    def pages(self, after: Key, size: int) -> Iterator[Page]:
        # One row more than fits: it tells whether there is another page, and its key is not split.
        first = self._statements.people(size + 1, after=False)
        following = self._statements.people(size + 1, after=True)
        rejects = [] if after is not None else self._without_key()
        while True:
            rows = self._fetch(first) if after is None else self._fetch(following, after=after)
            more = len(rows) > size
            if more:
                rows, rejects = self._whole_keys(rows, rejects)
            if not rows:
                yield Page([], None, rejects)
                return
            after = rows[-1][0]
            yield self._page(rows, rejects, write_cursor(after) if more else None)
            if not more:
                return
            rejects = []

    def person(self, ref: str) -> Person | None:
        if self._numeric_ref and not (ref.isascii() and ref.isdigit()):
            return None
        rows = self._fetch(self._statements.person(), ref=int(ref) if self._numeric_ref else ref)
        if not rows:
            return None
        people = self._page(rows[:1], [], None).people
        return people[0] if people else None

    # --- a page ---

    def _page(self, rows: Rows, rejects: list[Reject], cursor: str | None) -> Page:
        with without_collections():
            return self._read_page(rows, rejects, cursor)

    def _read_page(self, rows: Rows, rejects: list[Reject], cursor: str | None) -> Page:
        rows = self._one_each(rows, rejects)
        if not rows:
            return Page([], cursor, rejects)
        low, high = rows[0][0], rows[-1][0]
        children = {
            root: self._fetch(statement, low=low, high=high) for root, statement in self._children.items()
        }
        batch = self._reader.read(rows, children)
        for place, code, path in batch.rejects:
            rejects.append(Reject(_shown(rows[place][0]), code, path, anonymous=True))
        return Page(batch.people, cursor, rejects, batch.unmapped)

    def _one_each(self, rows: Rows, rejects: list[Reject]) -> Rows:
        """Leave out rows whose key is a strange thing, and all but the first of each key."""
        keys = [row[0] for row in rows]
        if len(set(map(type, keys)) - {int, str}) == 0 and len(set(keys)) == len(keys):
            return rows
        kept: Rows = []
        seen: set[Any] = set()
        for row in rows:
            key = row[0]
            if not (
                isinstance(key, (int, str)) or (isinstance(key, Decimal) and key == key.to_integral_value())
            ):
                rejects.append(Reject(_shown(key), "FP-0504", "ref", anonymous=True))
            elif key in seen:
                rejects.append(Reject(_shown(key), "FP-0501", "ref"))
            else:
                seen.add(key)
                kept.append(row)
        return kept

    def _whole_keys(self, rows: Rows, rejects: list[Reject]) -> tuple[Rows, list[Reject]]:
        """Leave the last key for the next page, so that all its rows are seen together."""
        last = rows[-1][0]
        kept = [row for row in rows if row[0] != last]
        if kept:
            return kept, rejects
        # One key fills more than a page: its first row is kept, the others are counted, not fetched.
        number = self._fetch(self._statements.same_key(), key=last)[0][0]
        return rows[:1], [*rejects, *[Reject(_shown(last), "FP-0501", "ref")] * (number - 1)]

    def _without_key(self) -> list[Reject]:
        number = self._fetch(self._statements.without_key())[0][0]
        return [
            Reject(f"without reference {n}", "FP-0500", "ref", anonymous=True) for n in range(1, number + 1)
        ]

    # --- the driver ---

    def _fetch(self, statement: Statement, **given: object) -> Rows:
        """All rows of a statement, as the driver gives them: SQLAlchemy's rows would cost as much again."""
        driver: Any = self._connection.connection.driver_connection

        def read() -> Rows:
            cursor = driver.cursor()
            try:
                cursor.execute(statement.text, statement.parameters(**given))
                return cursor.fetchall()  # type: ignore[no-any-return]
            finally:
                cursor.close()

        try:
            try:
                return read()
            except self._errors as error:
                if not is_undecodable(error):
                    raise
                return tolerantly(driver, read)
        except self._errors as error:
            raise self._source.explain(error, self._connection) from None


def _shown(key: object) -> str:
    if isinstance(key, str):
        return key if key.isprintable() else without_controls(key)
    return str(key) if isinstance(key, (int, float, Decimal)) else f"({type(key).__name__})"


def write_cursor(key: object) -> str | None:
    """Write a key down so that `read_cursor` gives it back, with its type."""
    if isinstance(key, bytes):
        return f"x:{key.hex()}"
    if isinstance(key, Decimal):
        return f"d:{key}"
    if isinstance(key, str) and "\0" in key:
        return f"u:{key.encode('utf-8').hex()}"  # no store but SQLite takes a NUL
    return f"{type(key).__name__[0]}:{key}"


def read_cursor(cursor: str | None, source: str) -> Key:
    """Read a cursor; None stands for the start.

    Raises:
        ConfigurationError: FP-0406, for what is no cursor.
    """
    if cursor is None:
        return None
    kind, colon, text = cursor.partition(":")
    read = _READ_KEY.get(kind)
    try:
        if colon and read:
            return read(text)
    except (ValueError, ArithmeticError):
        pass
    raise ConfigurationError("FP-0406", "The place to resume from cannot be read.", where=f"sources.{source}")


@contextmanager
def open_sql(
    *,
    url: str,
    mapping: str,
    context: OpenContext,
    settings: Mapping[str, str | Sequence[str]] | None = None,
    wait: float = LOCKED_AFTER,
) -> Iterator[SqlSource]:
    """Open a database with a mapping; leaving closes every connection.

    The database itself is first touched when something is asked of the source.

    Args:
        url: SQLAlchemy URL; a SQLite path may be relative to the config.
        mapping: name of a mapping, see `load_mapping`.
        context: what core hands to a backend.
        settings: council settings.
        wait: seconds to wait for a database that somebody else has locked.

    Raises:
        MappingError: if the mapping is wrong in itself.
        ConfigurationError: if the URL is.
    """
    loaded = load_mapping(mapping, base=context.base, folders=context.mapping_folders)
    if loaded.file.format != "sql":
        raise loaded.error("FP-0313", "A database needs a mapping of format 'sql'.", "format")
    reader = compile_mapping(loaded, as_of=context.as_of, settings=settings, transforms=context.transforms)
    if not reader.main:
        raise loaded.error("FP-0313", "A database needs a mapping with [tables.…].", "tables")
    engine = make_read_engine(url, base=context.base, source=context.source, wait=wait)
    try:
        yield SqlSource(context.source, engine, reader, context.as_of)
    finally:
        engine.dispose()
