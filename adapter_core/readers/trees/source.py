"""A file of records as a source of people: what CSV extracts have in `readers.tabular`, for trees."""

from __future__ import annotations

import os
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import IO, TYPE_CHECKING, Any, Protocol, Self

from adapter_core.errors import PersonNotFound, SourceUnavailable
from adapter_core.hooks.capabilities import Capability
from adapter_core.hooks.ports import PAGE_SIZE, ColumnProblem, PeopleQuery, Reject, SourceReport
from adapter_core.readers.mapping.paths import path_of
from adapter_core.readers.tabular.file import open_file
from adapter_core.readers.tabular.firsts import FirstPlaces
from adapter_core.readers.trees.pages import RecordPages

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path
    from types import TracebackType

    from adapter_core.domain.people import Person
    from adapter_core.hooks.ports import Page
    from adapter_core.readers.mapping import Reader
    from adapter_core.readers.trees.flattening import Flattener

CAPABILITIES = frozenset(
    {Capability.PEOPLE_READ, Capability.PEOPLE_GET, Capability.PEOPLE_RESUME, Capability.PEOPLE_AT}
)

LOOKED_AT = 200
"""How many records are compared with a mapping."""


@dataclass(slots=True)
class Chunk:
    """Records that come after each other.

    Attributes:
        records: those that can be read.
        numbers: the number of each in the file, from 1.
        positions: where each stands.
        rejects: the others.
        number: that of the last record, readable or not.
        last: whether the file ends here.
    """

    records: list[Any]
    numbers: list[int]
    positions: list[int]
    rejects: list[Reject]
    number: int
    last: bool = False


class RecordFile(Protocol):
    """A file's records, whatever they are written in."""

    def chunks(self, file: IO[bytes], size: int, stop: int | None) -> Iterator[Chunk]:
        """Read the file from its beginning.

        Args:
            file: the file, opened anew.
            size: the most records of a chunk.
            stop: number of a record after which a chunk has to end.

        Raises:
            SourceUnavailable: the file cannot be read any further; what came before was given.
        """
        ...

    def at(self, positions: Sequence[int]) -> list[Any]:
        """Read records again, in the order asked for.

        Raises:
            SourceUnavailable: one is no longer there.
        """
        ...


class TreeFileSource:
    """People of one file, in its order; serves the ports `Demographics` and `CaseRecords`.

    The file is opened once: a newer extract that replaces it is for the next run. One that is written
    to while it is read is an error. One thread at a time.
    """

    def __init__(  # noqa: PLR0913 - what a file is, and how it is read
        self,
        path: Path,
        reader: Reader,
        flatten: Flattener,
        records: Callable[[IO[bytes], str], RecordFile],
        *,
        source: str,
        as_of: datetime | None = None,
    ) -> None:
        """Open the file; nothing but its first bytes is read.

        Args:
            path: the file.
            reader: the compiled mapping.
            flatten: makes its rows.
            records: gives the records of an open file; its second argument names the file in errors.
            source: name of the source in the config, for errors.
            as_of: when the extract was true; when the file was last written, if None.

        Raises:
            SourceUnavailable: the file is gone or locked (FP-0410), or its first bytes cannot be read.
        """
        self._where = f"source {source}: {path.name}"
        self._path, self._reader, self._flatten = path, reader, flatten
        self._given_as_of = as_of
        self._stack = ExitStack()
        try:
            self._again = self._stack.enter_context(self._open())
            self._stamp = self._stamp_of(self._again)
            self._records = records(self._again, self._where)
        except BaseException:
            self._stack.close()
            raise

    # --- opening and closing ------------------------------------------------------------------------

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the file."""
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._stack.close()

    def _open(self) -> IO[bytes]:
        return open_file(self._path, self._where)

    @staticmethod
    def _stamp_of(file: IO[bytes]) -> tuple[int, int, int]:
        status = os.fstat(file.fileno())
        return status.st_size, status.st_mtime_ns, status.st_ino

    def _still_the_same(self, file: IO[bytes]) -> None:
        if self._stamp_of(file) != self._stamp:
            raise SourceUnavailable("FP-0416", "The file was changed while it was read.", where=self._where)

    @property
    def as_of(self) -> datetime:
        """When the extract was true."""
        return self._given_as_of or datetime.fromtimestamp(self._stamp[1] / 1e9, tz=UTC)

    # --- people -------------------------------------------------------------------------------------

    def inspect(self) -> SourceReport:
        """Compare the mapping with the file's first records.

        A path that none of them has may still be right, so that it is told, and stops nothing.

        Raises:
            SourceUnavailable: the file cannot be read.
        """
        with self._open() as file:
            chunk = next(self._chunks(file, LOOKED_AT, None))
        rows, children = self._flatten.rows(chunk.records)
        found: set[str] = set()
        for alias, columns in self._reader.columns.items():
            table = rows if alias == self._reader.main else children[alias]
            found |= {
                column for place, column in enumerate(columns) if any(row[place] is not None for row in table)
            }
        empty = [alias for alias, table in children.items() if not table]
        problems = tuple(self._problems(len(chunk.records), found, empty)) if chunk.records else ()
        return SourceReport(self._reader.fields, CAPABILITIES, problems, self.as_of)

    def _problems(self, many: int, found: set[str], empty: Sequence[str]) -> Iterator[ColumnProblem]:
        """What none of the first records has; of a node that none has, the node alone is told."""
        missing = [(f"tables.{alias}", self._reader.plan.table(alias).name) for alias in empty]
        missing += [
            (key_path, path_of(column))
            for key_path, columns in self._reader.uses.items()
            for column in columns
            if column not in found and column.partition(".")[0] not in empty
        ]
        for key_path, path in missing:
            what = f"No record has {path!r} ({many:,} looked at)."
            yield ColumnProblem(key_path, what, fatal=False, code="FP-0440")

    def iter_people(self, query: PeopleQuery) -> Iterator[Page]:
        """Stream the file's people; see `ports.Demographics`.

        A record that cannot be used is a `Reject` (`record N`): FP-0520 it is broken, FP-0521 it holds what
        is no text, FP-0522 it is too large, FP-0500 it has no reference, FP-0511 an earlier one had it.

        Raises:
            SourceUnavailable: the file cannot be read any further; the pages before were given.
        """
        resume = self._resume_at(query.after)
        size = max(1, min(query.page_size, PAGE_SIZE))
        firsts = FirstPlaces(self._reference_at, max(self._stamp[0], 1))
        pages = RecordPages(self._reader, self._flatten, references=firsts)
        with self._open() as file:
            for chunk in self._chunks(file, size, resume):
                cursor = None if chunk.last else self._cursor(chunk.number)
                page = pages.page(
                    chunk.records, chunk.numbers, cursor, positions=chunk.positions, rejects=chunk.rejects
                )
                # What lies before the place to resume at is read as well: a later record may repeat it.
                if resume is None or chunk.number > resume or (chunk.last and chunk.number == resume):
                    yield page

    def _chunks(self, file: IO[bytes], size: int, stop: int | None) -> Iterator[Chunk]:
        self._still_the_same(file)
        try:
            for chunk in self._records.chunks(file, size, stop):
                self._still_the_same(file)
                yield chunk
        except OSError as error:
            raise SourceUnavailable(
                "FP-0419", f"The file cannot be read any more: {error.strerror}.", where=self._where
            ) from None

    def get_person(self, ref: str) -> Person:
        """Find one person, by reading the file from its beginning.

        Raises:
            PersonNotFound: nobody in the file has this reference (FP-0405).
        """
        for page in self.iter_people(PeopleQuery()):
            for person in page.people:
                if person.ref == ref:
                    return person
        raise PersonNotFound("FP-0405", "The file has nobody of this reference.", where=self._where)

    def people_at(self, positions: Sequence[int]) -> list[Person]:
        """Read people again, by the positions that pages gave, in the order asked for.

        Raises:
            SourceUnavailable: the file was changed since (FP-0416).
        """
        self._still_the_same(self._again)
        different = list(dict.fromkeys(positions))
        rows, children = self._flatten.rows(self._records.at(different))
        people = self._reader.read(rows, children).people
        if len(people) != len(different):
            raise SourceUnavailable("FP-0416", "A record is no longer where it was.", where=self._where)
        found = dict(zip(different, people, strict=True))
        return [found[position] for position in positions]

    def _reference_at(self, position: int) -> str:
        return self.people_at([position])[0].ref

    # --- resuming -----------------------------------------------------------------------------------

    def _cursor(self, number: int) -> str:
        size, written, _ = self._stamp
        return f"{number}.{size}.{written}"

    def _resume_at(self, cursor: str | None) -> int | None:
        """The number of a record in a cursor, which is of this very file."""
        if cursor is None:
            return None
        number = cursor.partition(".")[0]
        if not number.isdecimal() or cursor != self._cursor(int(number)):
            raise SourceUnavailable(
                "FP-0416", "The file was changed since the run that is to go on.", where=self._where
            )
        return int(number)
