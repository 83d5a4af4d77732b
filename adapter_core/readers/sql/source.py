"""A database as a source of people: pages in key order, memory that stays flat, one person on demand."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from adapter_core.errors import FingerpostError, MappingError, PersonNotFound, SourceUnavailable
from adapter_core.hooks.ports import PAGE_SIZE, Page, PeopleQuery, Sighting, SourceReport
from adapter_core.readers.mapping import compile_mapping, load_mapping
from adapter_core.readers.sql.catalogue import Catalogue, missing
from adapter_core.readers.sql.connecting import driver_errors, is_slow, make_read_engine, unavailable
from adapter_core.readers.sql.inspecting import inspect_source
from adapter_core.readers.sql.keys import Places, read_cursor
from adapter_core.readers.sql.notes import find_markers, notes_of
from adapter_core.readers.sql.sessions import Limits
from adapter_core.readers.sql.statements import Statements
from adapter_core.readers.sql.stream import Stream

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date, datetime

    from sqlalchemy.engine import Connection, Engine

    from adapter_core.domain.people import Person
    from adapter_core.hooks.ports import OpenContext
    from adapter_core.readers.mapping import Reader
    from adapter_core.readers.sql.statements import Statement


class SqlSource:
    """People in a database, as `CaseRecords` or `Demographics` has them. One thread at a time.

    Attributes:
        reader: the compiled mapping; `reader.settings` holds the council settings in use.
        places: where people stand, if its pages say so.
    """

    def __init__(  # noqa: PLR0913 - what a source is made of
        self,
        name: str,
        engine: Engine,
        reader: Reader,
        as_of: date,
        *,
        limits: Limits,
        places: Places | None = None,
    ) -> None:
        """Use `open_sql`."""
        self.name = name
        self.reader = reader
        self.places = places
        self._engine = engine
        self._as_of = as_of
        self._limits = limits
        self._again: tuple[Connection, Stream] | None = None
        self._for_one: Statements | None = None

    # --- the port ---

    @property
    def as_of(self) -> datetime | None:
        """None: a database is read live; that a warehouse was filled last night is for the config to say."""
        return None

    def inspect(self) -> SourceReport:
        """Compare the mapping with the database as it is now; reads catalogue and code lists, no people.

        Raises:
            SourceUnavailable: when the database cannot be reached, or takes too long.
        """
        with self._connected() as connection, self._translated():
            return inspect_source(
                self.reader,
                connection,
                self._as_of,
                explain=lambda error, about: self.explain(error, connection, about),
                has_places=self.places is not None,
            )

    def iter_people(self, query: PeopleQuery) -> Iterator[Page]:
        """Stream everybody in the order of the key, lazily; nothing but the page at hand is in memory.

        Raises:
            SourceUnavailable: when the database cannot be reached, answers no more, or takes too long.
            MappingError: FP-0301, when the database lacks a table or column that the mapping reads.
        """
        size = max(1, min(query.page_size, PAGE_SIZE))
        with self._connected() as connection:
            stream = self._stream(connection)
            yield from stream.pages(read_cursor(query.after, self.name), size)

    def get_person(self, ref: str) -> Person:
        """Fetch one person, live.

        The statements for it are kept until the database refuses one: building them takes longer than asking.

        Raises:
            PersonNotFound: FP-0405.
            SourceUnavailable: when the database cannot be reached, or takes too long.
        """
        with self._connected() as connection:
            stream = self._stream(connection, self._for_one)
            person = stream.person(ref)
            self._for_one = stream.statements
        if person is None:
            raise PersonNotFound(
                "FP-0405", "The source has no person of this reference.", where=f"sources.{self.name}"
            )
        return person

    @property
    def sees_notes(self) -> bool:
        """Whether the mapping says where case notes are."""
        return notes_of(self.reader.plan) is not None

    def seen(self, markers: Sequence[str]) -> Mapping[str, Sighting]:
        """Those of the markers that stand in case notes; see `ports.SeesWritten`.

        Raises:
            SourceUnavailable: when the database cannot be reached, or takes too long.
            MappingError: FP-1062, when `[notes]` does not fit the database.
        """
        with self._connected() as connection, self._translated():
            return find_markers(self.reader.plan, Catalogue(connection), connection, markers)

    def people_at(self, positions: Sequence[int]) -> list[Person]:
        """Read people again, live, by the positions that pages gave, in the order asked for.

        The connection for it is kept, since a run asks once a page.

        Raises:
            SourceUnavailable: somebody is no longer there (FP-0408), or the database cannot be reached.
        """
        if not positions:
            return []
        places = self.places or Places()
        keys = {position: places.key_at(position) for position in positions}
        if self._again is None:
            with self._translated(reading=False):
                connection = self._engine.connect()
            try:
                self._again = connection, self._stream(connection)
            except BaseException:
                connection.close()
                raise
        try:
            found = self._again[1].people(list(dict.fromkeys(keys.values())))
        except BaseException:
            self.close()
            raise
        if len(found) != len(set(keys.values())):
            raise SourceUnavailable(
                "FP-0408",
                "Somebody whose record was read before is no longer there.",
                where=f"sources.{self.name}",
            )
        return [found[keys[position]] for position in positions]

    def close(self) -> None:
        """Close the connection that is kept."""
        if self._again is not None:
            connection, _ = self._again
            self._again = None
            connection.close()

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

    def _stream(self, connection: Connection, statements: Statements | None = None) -> Stream:
        """What reads over a connection: with statements of before, or else by the catalogue of now."""
        if statements is None:
            with self._translated(reading=False):
                catalogue = Catalogue(connection)
                self._refuse_missing(catalogue)
                statements = Statements(self.reader.plan, catalogue, connection.dialect, self._as_of)

        def explain(error: BaseException, statement: Statement) -> FingerpostError:
            self._for_one = None
            return self.explain(error, connection, statement.about)

        return Stream(
            self.reader, connection, statements,
            errors=driver_errors(self._engine), explain=explain, places=self.places,
        )  # fmt: skip

    def _refuse_missing(self, catalogue: Catalogue) -> None:
        for problem in missing(self.reader.plan, catalogue):
            raise MappingError(problem.code, problem.what, where=self.reader.plan.loaded.where(problem.where))

    def explain(self, error: BaseException, connection: Connection, about: str) -> FingerpostError:
        """What a driver's error while reading means: a slow table, one that has changed, a database gone."""
        slow = f"{about} took longer than {self._limits.slow:g} seconds to answer."
        if not is_slow(error):
            try:
                self._refuse_missing(Catalogue(connection))
            except MappingError as lost:
                return lost
            except driver_errors(self._engine):
                pass
        return unavailable(error, self.name, reading=True, slow=slow)


@contextmanager
def open_sql(  # noqa: PLR0913 - what a database is read with
    *,
    url: str,
    mapping: str,
    context: OpenContext,
    settings: Mapping[str, str | Sequence[str]] | None = None,
    limits: Limits | None = None,
    positions: bool = False,
) -> Iterator[SqlSource]:
    """Open a database with a mapping; leaving closes every connection.

    The database itself is first touched when something is asked of the source.

    Args:
        url: SQLAlchemy URL; a SQLite path may be relative to the config.
        mapping: name of a mapping, see `load_mapping`.
        context: what core hands to a backend.
        settings: council settings.
        limits: how long to wait, and how to read beside others who write.
        positions: whether pages say where people stand, so that it can be compared with another source.

    Raises:
        MappingError: if the mapping is wrong in itself.
        ConfigurationError: if the URL is, or the limits are not for this database.
    """
    loaded = load_mapping(mapping, base=context.base, folders=context.mapping_folders)
    if loaded.file.format != "sql":
        raise loaded.error("FP-0313", "A database needs a mapping of format 'sql'.", "format")
    reader = compile_mapping(loaded, as_of=context.as_of, settings=settings, transforms=context.transforms)
    if not reader.main:
        raise loaded.error("FP-0313", "A database needs a mapping with [tables.…].", "tables")
    limits = limits or Limits()
    engine = make_read_engine(url, base=context.base, source=context.source, limits=limits)
    source = SqlSource(
        context.source, engine, reader, context.as_of,
        limits=limits, places=Places() if positions else None,
    )  # fmt: skip
    try:
        yield source
    finally:
        source.close()
        engine.dispose()
