"""A run as a workbook: summary, rules, teams, the work list, batches, and what could not be assessed.

Written in memory: no temporary file ever holds a reference or a name. Every text is a text cell, so
that nothing in it runs, links, or loses its leading noughts.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from datetime import UTC
from typing import TYPE_CHECKING

import xlsxwriter

from adapter_core.report import sheets, view, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import BinaryIO

    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

    from adapter_core.report.model import RunReport
    from adapter_core.report.sheets import Cell, Column

MAX_ROWS = 1_048_575
"""Rows below the header that a sheet can hold; a longer list goes on in the next sheet."""

MAX_TEXT = 32_767
"""Characters that a cell can hold."""


@dataclass(slots=True)
class _Book:
    workbook: Workbook
    formats: dict[str, Format] = field(default_factory=dict)

    def __post_init__(self) -> None:
        add = self.workbook.add_format
        base = {"font_name": "Arial", "font_size": 10, "valign": "top"}
        self.formats = {
            "title": add(base | {"bold": True, "font_size": 16}),
            "headline": add(base | {"font_size": 12, "text_wrap": True}),
            "header": add(
                base
                | {
                    "bold": True,
                    "bg_color": "#1F4D3F",
                    "font_color": "#FFFFFF",
                    "text_wrap": True,
                    "bottom": 1,
                }
            ),
            "label": add(base | {"bold": True}),
            # "@" makes a cell stay text even when somebody edits it
            "text": add(base | {"num_format": "@", "text_wrap": True}),
            "count": add(base | {"num_format": "#,##0"}),
            # what is nearly whole never reads as whole
            "percent": add(base | {"num_format": '[>=1]0%;[>=0.9995]"99.9%";0.0%'}),
            "date": add(base | {"num_format": "d mmmm yyyy", "align": "left"}),
        }

    def table(self, name: str, columns: Sequence[Column], rows: Iterable[Sequence[Cell]]) -> None:
        """Write a list with its header, over as many sheets as it needs."""
        source = iter(rows)
        part = 1
        while True:
            sheet = self.workbook.add_worksheet(name if part == 1 else f"{name} {part}")
            written = self._sheet(sheet, columns, source)
            self._furnish(sheet, columns, written)
            part += 1
            if written < MAX_ROWS:
                return

    def _sheet(self, sheet: Worksheet, columns: Sequence[Column], rows: Iterator[Sequence[Cell]]) -> int:
        for number, column in enumerate(columns):
            sheet.set_column(number, number, column.width, self.formats[column.kind])
            sheet.write_string(0, number, column.header, self.formats["header"])
        written = 0
        while written < MAX_ROWS:
            row = next(rows, None)
            if row is None:
                break
            written += 1
            for number, (column, value) in enumerate(zip(columns, row, strict=True)):
                self.cell(sheet, written, number, value, column.kind)
        return written

    def _furnish(self, sheet: Worksheet, columns: Sequence[Column], written: int) -> None:
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(written, 1), len(columns) - 1)
        sheet.repeat_rows(0)
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        sheet.hide_gridlines(0)
        sheet.set_landscape()

    def cell(self, sheet: Worksheet, row: int, column: int, value: Cell, kind: str) -> None:
        """Write one value; a text is a text, whatever it begins with."""
        style = self.formats[kind]
        if value is None or value == "":
            sheet.write_blank(row, column, None, style)
        elif kind == "date":
            sheet.write_datetime(row, column, value, style)
        elif kind in ("count", "percent"):
            sheet.write_number(row, column, value, style)
        else:
            sheet.write_string(row, column, words.one_line(str(value))[:MAX_TEXT], style)


def write(report: RunReport, stream: BinaryIO) -> None:
    """Write the workbook to a binary stream."""
    workbook = xlsxwriter.Workbook(
        stream,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "nan_inf_to_errors": False,
        },
    )
    moment = report.run.finished or report.run.started
    made = moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment
    workbook.set_properties({"title": f"{report.council}: what is missing", "created": made})
    book = _Book(workbook)
    _summary(book, report)
    book.table("Rules", sheets.RULES, sheets.rules(report))
    book.table("Teams", sheets.TEAMS, sheets.teams(report))
    book.table("Work list", sheets.work_columns(report), sheets.work(report))
    book.table("Batches", sheets.BATCHES, sheets.batches(report))
    book.table("Not assessable", sheets.NOT_ASSESSABLE, sheets.not_assessable(report))
    workbook.close()


def render(report: RunReport) -> bytes:
    """The whole workbook at once."""
    stream = io.BytesIO()
    write(report, stream)
    return stream.getvalue()


def _summary(book: _Book, report: RunReport) -> None:
    sheet = book.workbook.add_worksheet("Summary")
    sheet.set_column(0, 0, 34, book.formats["text"])
    sheet.set_column(1, 1, 60, book.formats["text"])
    sheet.set_portrait()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_row(1, 34)
    book.cell(sheet, 0, 0, report.council, "title")
    sheet.merge_range(1, 0, 1, 1, "", book.formats["headline"])
    book.cell(sheet, 1, 0, view.headline(report), "headline")
    row = 3
    for label, value, kind in sheets.facts(report):
        book.cell(sheet, row, 0, label, "label" if value is not None else "title")
        if value is not None:
            book.cell(sheet, row, 1, value, kind)
        row += 1
