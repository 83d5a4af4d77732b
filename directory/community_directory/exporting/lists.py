"""The directory as CSV and as a workbook, in which nothing runs, links, or loses its leading noughts."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import xlsxwriter

from adapter_core.report.csv import BOM, identifier, safe
from adapter_core.report.words import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import BinaryIO

    from community_directory.exporting.columns import Heading, Row

MOST_ROWS = 1_048_575
"""Rows below the header that a sheet can hold; a longer list goes on in the next sheet."""

MOST_CHARACTERS = 32_767
"""Characters that a cell of a workbook can hold."""

_BUFFERED = 200


def csv_pieces(headings: Sequence[Heading], rows: Iterable[Row]) -> Iterator[bytes]:
    """A list as CSV in UTF-8, in pieces; see `adapter_core.report.csv` for how cells are guarded."""
    held = io.StringIO(newline="")
    writer = csv.writer(held, lineterminator="\r\n")
    held.write(BOM)
    writer.writerow([heading.title for heading in headings])
    for number, row in enumerate(rows, 1):
        writer.writerow(
            [
                identifier(cell) if heading.is_id else safe(cell)
                for heading, cell in zip(headings, row, strict=True)
            ]
        )
        if number % _BUFFERED == 0:
            yield _taken(held)
    yield _taken(held)


def _taken(held: io.StringIO) -> bytes:
    text = held.getvalue()
    held.seek(0)
    held.truncate()
    return text.encode()


def write_workbook(
    stream: BinaryIO, sheets: Sequence[tuple[str, Sequence[Heading], Iterable[Row]]], *, title: str
) -> None:
    """Write lists as the sheets of a workbook, in memory: no temporary file ever holds a contact.

    Args:
        stream: where it goes.
        sheets: name, columns and rows of each.
        title: the workbook's.
    """
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = xlsxwriter.Workbook(stream, options)
    book.set_properties({"title": title})
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    # "@" makes a cell stay text even when somebody edits it
    text = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
    for name, headings, rows in sheets:
        source, part = iter(rows), 1
        while True:
            sheet = book.add_worksheet(name if part == 1 else f"{name} {part}")
            for column, heading in enumerate(headings):
                sheet.set_column(column, column, heading.width, text)
                sheet.write_string(0, column, heading.title, head)
            written = 0
            while written < MOST_ROWS and (row := next(source, None)) is not None:
                written += 1
                for column, cell in enumerate(row):
                    if cell:
                        sheet.write_string(written, column, one_line(cell)[:MOST_CHARACTERS], text)
            sheet.freeze_panes(1, 0)
            sheet.autofilter(0, 0, max(written, 1), len(headings) - 1)
            part += 1
            if written < MOST_ROWS:
                break
    book.close()
