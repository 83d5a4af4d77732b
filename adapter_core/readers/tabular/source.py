"""A CSV extract, of one file or several, as a source of people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from hashlib import blake2b
from pathlib import Path
from types import TracebackType
from typing import Self

from adapter_core.domain.people import Person
from adapter_core.errors import PersonNotFound, SourceUnavailable
from adapter_core.hooks.capabilities import NEEDS, Capability
from adapter_core.hooks.ports import Page, PeopleQuery, SourceReport
from adapter_core.readers.mapping import LoadedMapping, Reader
from adapter_core.readers.tabular.bundle import Bundle, FileOptions, Options
from adapter_core.readers.tabular.layout import Row
from adapter_core.readers.tabular.reading import Disorder, Reading

CAPABILITIES = frozenset(
    {Capability.PEOPLE_READ, Capability.PEOPLE_GET, Capability.PEOPLE_RESUME, Capability.PEOPLE_AT}
)
BY_FIELDS = (Capability.COHORT, Capability.OWNERS)
"""What it can do where the mapping has the fields for it."""


class TabularSource:
    """People of CSV files, in the main one's order; serves the ports `Demographics` and `CaseRecords`.

    Files are opened once: a newer extract that replaces them is for the next run. One that is written
    to while it is read is an error. One thread at a time.
    """

    def __init__(  # noqa: PLR0913 - what the files are, and what overrides their mapping
        self,
        path: Path,
        loaded: LoadedMapping,
        reader: Reader,
        *,
        source: str,
        encoding: str | None = None,
        delimiter: str | None = None,
        as_of: datetime | None = None,
        options: Options | None = None,
    ) -> None:
        """Open the files; nothing but their first bytes is read.

        Args:
            path: the file; the folder of files, where the mapping has `files`.
            loaded: a mapping with `format = "csv"`.
            reader: the same mapping, compiled.
            source: name of the source in the config, for errors.
            encoding: of all files, in place of the mapping's.
            delimiter: of all files, in place of the mapping's, else a comma.
            as_of: when the extract was true; when its oldest file was last written, if None.
            options: all that the config says of the files, in place of `encoding` and `delimiter`.

        Raises:
            SourceUnavailable: a file is gone (FP-0410, FP-0420), locked (FP-0410) or empty (FP-0413), or not
                in its encoding (FP-0412).
            ConfigurationError: a folder stands for a file, or a file for a folder (FP-0422).
            MappingError: the mapping is for something else (FP-0418), or names no such encoding (FP-0417).
        """
        if loaded.file.format != "csv" or (reader.main and not loaded.file.files):
            raise loaded.error("FP-0418", "This mapping is not for CSV files.", "format")
        self._where = f"source {source}: {path.name}"
        self._reader, self._given_as_of = reader, as_of
        options = options or Options(FileOptions(encoding=encoding, delimiter=delimiter))
        self._bundle = Bundle(path, loaded, reader, options, source=source)
        self._main = self._bundle.main
        ref = reader.plan.person["ref"]
        self._ref = reader.converter(ref)
        self._lost: set[str] = set()

    # --- opening and closing ------------------------------------------------------------------------

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the files."""
        self.close()

    def close(self) -> None:
        """Close the files."""
        self._bundle.close()

    @property
    def as_of(self) -> datetime:
        """When the extract was true."""
        return self._given_as_of or self._bundle.dated[0].written

    def inspect(self) -> SourceReport:
        """Compare the mapping with the headers; reads no people.

        Raises:
            SourceUnavailable: a header cannot be read.
        """
        fields = self._reader.fields
        more = frozenset(each for each in BY_FIELDS if NEEDS[each] <= fields)
        return SourceReport(fields, CAPABILITIES | more, tuple(self._bundle.problems()), self.as_of)

    # --- people -------------------------------------------------------------------------------------

    def iter_people(self, query: PeopleQuery) -> Iterator[Page]:
        """Stream everybody; see `ports.Demographics`.

        A record that cannot be used is a `Reject`: FP-0510 broken row, FP-0512 not text (both as
        `row N`, N being the line in the file), FP-0500 no reference, FP-0511 a reference that an
        earlier record had, FP-0514 a person with a broken row in another file. Rows of other files that
        belong to nobody (FP-0513), or could not be used, come with the last page.

        Raises:
            MappingError: a header lacks a column (FP-0301), has it twice (FP-0415), or is divided by
                something else (FP-0414); a look-up file is too big (FP-0424).
            SourceUnavailable: a file holds no record (FP-0413, FP-0423), is not in its encoding (FP-0412),
                was changed (FP-0416), cannot be read any more (FP-0419), or is broken throughout (FP-0428).
        """
        at = self._resume_at(query.after)
        while True:
            reading = Reading(self._bundle, self._reader, self._lost, self._reference_at, self._where)
            try:
                for page, following in reading.pages(query.page_size, at, self._cursor):
                    yield page
                    at = following
            except Disorder as found:
                # What was read so far was in order and is right: only the way to read on changes.
                self._lost.add(found.order)
            else:
                return

    def get_person(self, ref: str) -> Person:
        """Find one person, by reading the files from their beginning.

        Raises:
            PersonNotFound: nobody has this reference (FP-0405).
            SourceUnavailable: a row of this person cannot be read (FP-0426).
        """
        maker, key_place, anything = self._bundle.maker, self._ref_place, False
        with self._main.open() as file:
            self._main.refuse_changes(file)
            for run in self._main.records(file).runs():
                anything = True
                for fields in () if run.fault else run.rows:
                    if self._ref(fields[key_place]) == ref and (row := maker(fields)) is not None:
                        return self._one(row)
        if not anything:
            raise SourceUnavailable("FP-0413", "The file has a header and no people.", where=self._where)
        raise PersonNotFound("FP-0405", "The source has nobody of this reference.", where=self._where)

    def _one(self, row: Row) -> Person:
        children = {}
        for child in self._bundle.children:
            if child.is_spoilt(row[0]):
                message = "A row of this person is broken, so that nothing of it can be told."
                raise SourceUnavailable("FP-0426", message, where=child.file.where)
            children[child.alias] = child.searched(row[0])
        self._bundle.refuse_empty()
        return self._reader.read([row], children).people[0]

    def people_at(self, positions: Sequence[int]) -> list[Person]:
        """Read people again, by the positions that pages gave, in the order asked for.

        Raises:
            SourceUnavailable: a file was changed since (FP-0416).
        """
        self._bundle.refuse_changes()
        ascending = sorted(set(positions))
        rows = [row for row in map(self._bundle.maker, self._main.rows_at(ascending)) if row is not None]
        keys = {row[0] for row in rows}
        children = {child.alias: child.found(keys) for child in self._bundle.children}
        people = self._reader.read(rows, children).people
        if len(people) != len(ascending):
            raise SourceUnavailable("FP-0416", "A record is no longer where it was.", where=self._where)
        found = dict(zip(ascending, people, strict=True))
        return [found[position] for position in positions]

    @property
    def _ref_place(self) -> int:
        """Where the reference stands among the fields of a row of the main file."""
        column = self._reader.plan.person["ref"].source.columns[0]
        return self._main.places[self._bundle.own.index(column)]

    def _reference_at(self, position: int) -> str:
        """The reference that stands at a place of the main file."""
        (fields,) = self._main.rows_at([position])
        return str(self._ref(fields[self._ref_place]))

    # --- resuming -----------------------------------------------------------------------------------

    def _cursor(self, position: int) -> str:
        stamps = self._bundle.stamps
        if len(stamps) == 1:
            return f"{position}.{stamps[0]}"
        return f"{position}.{blake2b(' '.join(stamps).encode(), digest_size=12).hexdigest()}"

    def _resume_at(self, cursor: str | None) -> int | None:
        """The position in a cursor, which is of these very files."""
        if cursor is None:
            return None
        position = cursor.partition(".")[0]
        if not position.isdigit() or cursor != self._cursor(int(position)):
            raise SourceUnavailable(
                "FP-0416", "The file was changed since the run that is to go on.", where=self._where
            )
        return int(position)
