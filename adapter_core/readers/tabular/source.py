"""A CSV extract as a source of people."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from operator import itemgetter
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from adapter_core.domain.people import Person
from adapter_core.errors import PersonNotFound, SourceUnavailable
from adapter_core.hooks.capabilities import Capability
from adapter_core.hooks.ports import ColumnProblem, Page, PeopleQuery, Reject, SourceReport
from adapter_core.readers.mapping import LoadedMapping, Reader
from adapter_core.readers.tabular.encoding import TextEncoding, detect_encoding
from adapter_core.readers.tabular.firsts import FirstPlaces
from adapter_core.readers.tabular.header import Header, read_header
from adapter_core.readers.tabular.records import Records

REPEATED_REFERENCE = "FP-0511"
NO_REFERENCE = "FP-0500"
CAPABILITIES = frozenset(
    {Capability.PEOPLE_READ, Capability.PEOPLE_GET, Capability.PEOPLE_RESUME, Capability.PEOPLE_AT}
)


class TabularSource:
    """People of one CSV file, in its order; serves the ports `Demographics` and `CaseRecords`.

    The file is opened once: a newer extract that replaces it is for the next run. One that is written
    to while it is read is an error. One thread at a time.
    """

    def __init__(  # noqa: PLR0913 - what a file is, and what overrides its mapping
        self,
        path: Path,
        loaded: LoadedMapping,
        reader: Reader,
        *,
        source: str,
        encoding: str | None = None,
        delimiter: str | None = None,
        as_of: datetime | None = None,
    ) -> None:
        """Open the file; nothing but its first bytes is read.

        Args:
            path: the file.
            loaded: a mapping with `format = "csv"`.
            reader: the same mapping, compiled.
            source: name of the source in the config, for errors.
            encoding: in place of the mapping's.
            delimiter: in place of the mapping's, else a comma.
            as_of: when the extract was true; when the file was last written, if None.

        Raises:
            SourceUnavailable: the file is gone, locked (FP-0410) or empty (FP-0413), or not in its
                encoding (FP-0412).
            MappingError: the mapping is for something else (FP-0418), or names no such encoding (FP-0417).
        """
        self._where = f"source {source}: {path.name}"
        if loaded.file.format != "csv" or reader.main or loaded.file.files:
            raise loaded.error(
                "FP-0418", "This mapping is not for one CSV file with a row a person.", "format"
            )
        self._path, self._loaded, self._reader = path, loaded, reader
        self._delimiter = delimiter or loaded.file.delimiter or ","
        self._given_as_of = as_of
        self._stack = ExitStack()
        try:
            self._again = self._stack.enter_context(self._open())
            self._stamp = self._stamp_of(self._again)
            self._encoding = self._detect(encoding or loaded.file.encoding)
        except BaseException:
            self._stack.close()
            raise
        self._header: Header | None = None

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
        try:
            return self._path.open("rb")
        except OSError as error:
            raise SourceUnavailable(
                "FP-0410", f"The file cannot be opened: {error.strerror}.", where=self._where
            ) from None

    def _detect(self, declared: str | None) -> TextEncoding:
        if not self._stamp[0]:
            raise SourceUnavailable("FP-0413", "The file is empty.", where=self._where)
        return detect_encoding(self._again.read(4), declared, where=self._where)

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

    # --- header -------------------------------------------------------------------------------------

    @property
    def header(self) -> Header:
        """The first record, compared with the mapping."""
        if self._header is None:
            self._header = read_header(
                self._records, self._loaded, self._reader, self._delimiter, self._where
            )
        return self._header

    def _records(self, delimiter: str) -> Records:
        return Records(self._again, self._encoding, delimiter, where=self._where)

    def inspect(self) -> SourceReport:
        """Compare the mapping with the header; reads no people.

        Raises:
            SourceUnavailable: the header cannot be read.
        """
        problems = tuple(
            ColumnProblem(each.where, each.message, code=each.code) for each in self.header.problems
        )
        return SourceReport(self._reader.fields, CAPABILITIES, problems, self.as_of)

    def _pick(self) -> Callable[[list[str]], Sequence[str]]:
        """What brings a record's fields into the order that the reader wants."""
        problems = self.header.problems
        if problems:
            raise problems[0]
        places = self.header.places
        if len(places) == 1:
            only = places[0]
            return lambda fields: (fields[only],)
        return itemgetter(*places)

    # --- people -------------------------------------------------------------------------------------

    def iter_people(self, query: PeopleQuery) -> Iterator[Page]:
        """Stream the file's people; see `ports.Demographics`.

        A record that cannot be used is a `Reject`: FP-0510 broken row, FP-0512 not text (both as
        `row N`, N being the line in the file), FP-0500 no reference, FP-0511 a reference that an
        earlier record had.

        Raises:
            MappingError: the header lacks a column (FP-0301), has it twice (FP-0415), or is divided by
                something else (FP-0414).
            SourceUnavailable: the file holds no record (FP-0413), is not in its encoding (FP-0412), was
                changed (FP-0416) or cannot be read any more (FP-0419).
        """
        pick = self._pick()
        resume = self._resume_at(query.after)
        firsts = FirstPlaces(self._reference_at, self._stamp[0])
        rows = _Rows()
        anything = False
        with self._open() as file:
            self._still_the_same(file)
            records = Records(
                file, self._encoding, self._delimiter,
                where=self._where, width=self.header.width,
                position=self.header.end, line=self.header.next_line,
            )  # fmt: skip
            for position, line, fields, fault in records:
                if position == resume or rows.fill(query.page_size):
                    self._still_the_same(file)
                    page = self._page(rows, firsts, self._cursor(position))
                    rows, anything = _Rows(), True
                    # What lies before the place to resume at is read as well: a later record may repeat it.
                    if resume is None or position > resume:
                        yield page
                if fault:
                    rows.rejects.append(Reject(f"row {line}", fault, anonymous=True))
                else:
                    rows.picked.append(pick(fields))
                    rows.positions.append(position)
                    rows.lines.append(line)
            self._still_the_same(file)
        last = self._page(rows, firsts, None)
        if not (anything or last.people or last.rejects):
            raise SourceUnavailable("FP-0413", "The file has a header and no people.", where=self._where)
        yield last

    def _page(self, rows: _Rows, firsts: FirstPlaces, cursor: str | None) -> Page:
        batch = self._reader.read(rows.picked)
        people, positions, rejects = batch.people, rows.positions, rows.rejects
        if batch.rejects:
            left_out = set()
            for place, code, field in batch.rejects:
                left_out.add(place)
                # Spreadsheets like to end in rows of nothing but delimiters: nobody's, and so no reject.
                if code != NO_REFERENCE or any(cell.strip() for cell in rows.picked[place]):
                    rejects.append(Reject(f"row {rows.lines[place]}", code, field, anonymous=True))
            positions = [each for place, each in enumerate(positions) if place not in left_out]
        is_repeated = firsts.is_repeated
        repeated = [place for place, person in enumerate(people) if is_repeated(person.ref, positions[place])]
        rejects += [Reject(people[place].ref, REPEATED_REFERENCE, "ref") for place in repeated]
        for place in reversed(repeated):
            del people[place], positions[place]
        return Page(people, cursor, rejects, batch.unmapped, positions)

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
        pick = self._pick()
        rows = []
        # A file is read fastest forwards.
        for position in sorted(set(positions)):
            record = next(iter(self._records_from(position)), None)
            if record is None or record.fault:
                raise SourceUnavailable("FP-0416", "A record is no longer where it was.", where=self._where)
            rows.append((position, pick(record.fields)))
        people = self._reader.read([row for _, row in rows]).people
        if len(people) != len(rows):
            raise SourceUnavailable("FP-0416", "A record is no longer where it was.", where=self._where)
        found = {position: person for (position, _), person in zip(rows, people, strict=True)}
        return [found[position] for position in positions]

    def _records_from(self, position: int) -> Records:
        return Records(
            self._again, self._encoding, self._delimiter,
            where=self._where, width=self.header.width, position=position, seen_before=True,
        )  # fmt: skip

    def _reference_at(self, position: int) -> str:
        return self.people_at([position])[0].ref

    # --- resuming -----------------------------------------------------------------------------------

    def _cursor(self, position: int) -> str:
        size, written, _ = self._stamp
        return f"{position}.{size}.{written}"

    def _resume_at(self, cursor: str | None) -> int | None:
        """The position in a cursor, which is of this very file."""
        if cursor is None:
            return None
        position = cursor.partition(".")[0]
        if not position.isdigit() or cursor != self._cursor(int(position)):
            raise SourceUnavailable(
                "FP-0416", "The file was changed since the run that is to go on.", where=self._where
            )
        return int(position)


class _Rows:
    """What becomes a page."""

    def __init__(self) -> None:
        self.picked: list[Sequence[str]] = []
        self.positions: list[int] = []
        self.lines: list[int] = []
        self.rejects: list[Reject] = []

    def fill(self, page_size: int) -> bool:
        """Whether they fill a page; rejects count, so that a file of nothing else stays in bounds."""
        return len(self.picked) >= page_size or len(self.rejects) >= page_size
