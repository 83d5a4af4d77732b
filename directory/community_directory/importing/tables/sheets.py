"""The rows of a CSV file or of a sheet of a workbook, by the columns that a mapping names."""

from __future__ import annotations

import zipfile
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING
from xml.etree.ElementTree import ParseError

import openpyxl
from defusedxml.common import DefusedXmlException
from openpyxl.utils.exceptions import InvalidFileException

from adapter_core.errors import MappingError, SourceUnavailable, did_you_mean
from adapter_core.hooks.ports import Reject
from adapter_core.readers.tabular.file import FileFormat, TableFile
from adapter_core.readers.tabular.header import Wanted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from openpyxl.workbook import Workbook

MOST_UNPACKED = 500 * 1024 * 1024
"""Bytes; a workbook may be a bomb."""

MOST_ROWS, MOST_COLUMNS = 500_000, 500

_DAMAGED = (
    zipfile.BadZipFile,
    InvalidFileException,
    DefusedXmlException,
    ParseError,
    KeyError,
    ValueError,
    TypeError,
    IndexError,
    AttributeError,
    OSError,
    EOFError,
    NotImplementedError,
    RuntimeError,
)
"""openpyxl raises nearly anything for a damaged file."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row.

    Attributes:
        number: its line in the file, or its row in the sheet.
        cells: the texts of the columns that are wanted, in their order.
    """

    number: int
    cells: Sequence[str]


@dataclass(frozen=True, slots=True)
class Table:
    """A table in a file.

    Attributes:
        path: the file.
        wanted: the columns to read, and where the mapping names each.
        where: names the file in errors.
        form: how a CSV file is written; None for a workbook.
        sheet: of a workbook; its first if None.
        sheet_where: where the mapping names the sheet.
    """

    path: Path
    wanted: Sequence[Wanted]
    where: str
    form: FileFormat | None = None
    sheet: str | None = None
    sheet_where: str = ""

    def rows(self) -> Iterator[Row | Reject]:
        """Read it from its beginning, in bounded memory. Blank rows are left out.

        Raises:
            SourceUnavailable: it is gone (FP-0410), empty (FP-0413), not in its encoding (FP-0412), changed
                while it was read (FP-0416), no workbook (FP-0858) or too big (FP-0859).
            MappingError: it lacks a column (FP-0301), has it twice (FP-0415), is divided by something else
                (FP-0414), or has no such sheet (FP-0864).
        """
        return self._csv_rows(self.form) if self.form is not None else self._xlsx_rows()

    def _csv_rows(self, form: FileFormat) -> Iterator[Row | Reject]:
        with closing(TableFile(self.path, form, self.wanted, where=self.where)) as table:
            places = table.places
            with table.open() as file:
                for run in table.records(file).runs():
                    if run.fault:
                        yield Reject(f"row {run.lines[0]}", run.fault)
                        continue
                    for line, fields in zip(run.lines, run.rows, strict=True):
                        cells = [fields[place] for place in places]
                        if any(cells):
                            yield Row(line, cells)
                table.refuse_changes()

    # --- workbooks ----------------------------------------------------------------------------------

    def _xlsx_rows(self) -> Iterator[Row]:
        with closing(self._book()) as book:
            rows = self._sheet_rows(book)
            heading = next(rows, None)
            if heading is None:
                raise SourceUnavailable("FP-0413", "The sheet is empty.", where=self.where)
            places = self._places([text.strip() for text in heading])
            for number, cells in enumerate(rows, 2):
                if number > MOST_ROWS:
                    message = f"The sheet has more than {MOST_ROWS:,} rows."
                    raise SourceUnavailable("FP-0859", message, where=self.where)
                chosen = [cells[place] if place < len(cells) else "" for place in places]
                if any(chosen):
                    yield Row(number, chosen)

    def _book(self) -> Workbook:
        try:
            file = self.path.open("rb")
        except OSError as error:
            message = f"The file cannot be opened: {error.strerror}."
            raise SourceUnavailable("FP-0410", message, where=self.where) from None
        with file:
            try:
                with zipfile.ZipFile(file) as packed:
                    size = sum(part.file_size for part in packed.infolist())
            except _DAMAGED:
                raise self._unreadable() from None
        if size > MOST_UNPACKED:
            message = f"The file unpacks to more than {MOST_UNPACKED // 2**20} MB."
            raise SourceUnavailable("FP-0859", message, where=self.where)
        try:
            return openpyxl.load_workbook(self.path, read_only=True, data_only=True, keep_links=False)
        except _DAMAGED:
            raise self._unreadable() from None

    def _sheet_rows(self, book: Workbook) -> Iterator[list[str]]:
        names = [sheet.title for sheet in book.worksheets]
        if self.sheet is not None and self.sheet not in names:
            message = f'The workbook has no sheet "{self.sheet}".{did_you_mean(self.sheet, names)}'
            raise MappingError("FP-0864", message, where=self.sheet_where)
        if not names:
            raise self._unreadable()
        sheet = book[self.sheet or names[0]]
        try:
            # What a sheet says of its own size may be anything.
            for row in sheet.iter_rows(max_row=MOST_ROWS + 1, max_col=MOST_COLUMNS, values_only=True):
                yield [_text(value) for value in row]
        except _DAMAGED:
            raise self._unreadable() from None

    def _places(self, columns: list[str]) -> list[int]:
        for each in self.wanted:
            times = columns.count(each.column)
            if times == 1:
                continue
            key = f"{self.where}; {each.where}"
            if times:
                message = f'The sheet has {times} columns called "{each.column}".'
                raise MappingError("FP-0415", message, where=key)
            # Without headings, the first row is a service's: nothing of it is shown.
            known = {one.column for one in self.wanted} & set(columns)
            hint = did_you_mean(each.column, filter(None, columns)) if known else ""
            raise MappingError("FP-0301", f'The sheet has no column "{each.column}".{hint}', where=key)
        return [columns.index(each.column) for each in self.wanted]

    def _unreadable(self) -> SourceUnavailable:
        return SourceUnavailable("FP-0858", "The file cannot be read as a workbook.", where=self.where)


def _text(value: object) -> str:
    """A cell as a person reads it: whole numbers without a point, days as ISO."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime) and value.time() == time(0, 0):
        value = value.date()
    return value.isoformat() if isinstance(value, (date, time)) else str(value).strip()
