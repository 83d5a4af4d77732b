"""Lists of gaps as files that go to a team and come back with decisions: XLSX and CSV.

Written in memory, every text as text: nothing in it runs, links, or loses its leading noughts.
Read with defusedxml beneath openpyxl, and with limits: a file comes from outside.
"""

from __future__ import annotations

import csv
import io
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import ParseError

import openpyxl
import xlsxwriter
from defusedxml.common import DefusedXmlException
from openpyxl.utils.exceptions import InvalidFileException

from adapter_core.domain.findings import Decision
from adapter_core.errors import UsageError
from adapter_core.report.csv import BOM, identifier, plain, safe
from adapter_core.report.words import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from adapter_core.checks.rule import Rule
    from adapter_core.store import ListedFinding

MOST_ROWS = 200_000
MOST_BYTES = 50 * 1024 * 1024
MOST_UNPACKED = 500 * 1024 * 1024
SHEET = "Work list"

HEADINGS = (
    "Source",
    "Reference",
    "Rule",
    "What is missing",
    "State",
    "Severity",
    "Team",
    "Worker",
    "Who mends it",
    "Where",
    "First seen",
    "Decision",
    "Until",
    "Note",
)
NEEDED = ("Source", "Reference", "Rule", "State", "Decision")
WIDTHS = (12, 14, 22, 30, 16, 10, 22, 22, 18, 34, 12, 14, 12, 40)

DECISIONS: Mapping[str, Decision] = {
    "Asked none": Decision.ASKED_NONE,
    "Declined": Decision.DECLINED,
    "Done": Decision.DONE,
    "Snoozed": Decision.SNOOZED,
}
"""What the drop-down offers; no word may hold a comma, which would end it there."""

_HELP = (
    "One row is one thing that is missing on one record.",
    "Fill in Decision, and Until and Note where they help. Leave every other column as it is.",
    "Asked none: the person was asked, and there is none. It counts as complete until the next review.",
    "Declined: the person was asked and would rather not say. It counts as complete.",
    "Done: it is entered in the case system. It comes back if the source, two days newer, still lacks it.",
    "Snoozed: leave it out of the list until the day in Until.",
    "A row without a decision stays as it is. Write no names, NHS numbers or dates of birth in Note.",
)


@dataclass(frozen=True, slots=True)
class FileRow:
    """One row that came back.

    Attributes:
        number: its number in the file, the headings being row 1.
        cells: heading to text, or to a date where the file has one.
        formula: whether a cell that decides is a formula.
    """

    number: int
    cells: Mapping[str, Any]
    formula: bool = False

    def text(self, heading: str) -> str:
        """A cell as text; whole numbers without a decimal point."""
        value = self.cells.get(heading)
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        return "" if value is None else str(value).strip()


def _cells(listed: ListedFinding, rules: Mapping[str, Rule]) -> list[str]:
    one = listed.finding
    said = one.review
    words = {decision: word for word, decision in DECISIONS.items()}
    return [
        one.source,
        one.ref,
        one.rule,
        rules[one.rule].title if one.rule in rules else one.rule,
        one.state.value,
        one.severity.value,
        one.owner.team or "",
        one.owner.worker or "",
        one.fix.who.value,
        one.fix.where,
        one.first_seen.isoformat() if one.first_seen else "",
        words[said.decision] if said else "",
        said.until.isoformat() if said and said.until else "",
        said.why if said else "",
    ]


def _limited(findings: Iterable[ListedFinding]) -> Iterator[ListedFinding]:
    for number, one in enumerate(findings, start=1):
        if number > MOST_ROWS:
            raise UsageError(
                "FP-0711", f"The list is longer than {MOST_ROWS:,} rows.", where="findings export"
            )
        yield one


def write_xlsx(findings: Iterable[ListedFinding], rules: Mapping[str, Rule]) -> bytes:
    """A workbook: the list with a drop-down of decisions, and a sheet that says how to fill it in.

    Raises:
        UsageError: FP-0711 for a list that could not be read back.
    """
    stream = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(stream, options) as book:
        text = book.add_format({"num_format": "@", "valign": "top", "text_wrap": True})
        asked = book.add_format(
            {"num_format": "@", "valign": "top", "text_wrap": True, "bg_color": "#FFF7D6"}
        )
        heading = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        sheet = book.add_worksheet(SHEET)
        to_fill = HEADINGS.index("Decision")
        for column, (name, width) in enumerate(zip(HEADINGS, WIDTHS, strict=True)):
            sheet.set_column(column, column, width, asked if column >= to_fill else text)
            sheet.write_string(0, column, name, heading)
        last = 0
        for last, one in enumerate(_limited(findings), start=1):
            for column, value in enumerate(_cells(one, rules)):
                if value or column < to_fill:
                    sheet.write_string(last, column, one_line(value), asked if column >= to_fill else text)
        sheet.freeze_panes(1, 2)
        sheet.autofilter(0, 0, max(last, 1), len(HEADINGS) - 1)
        sheet.data_validation(
            1,
            to_fill,
            max(last, 1),
            to_fill,
            {
                "validate": "list",
                "source": list(DECISIONS),
                "error_title": "Not a decision",
                "error_message": "Choose from the list, or leave the cell empty.",
            },
        )
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        words = book.add_worksheet("How to fill this in")
        words.set_column(0, 0, 100, text)
        for row, line in enumerate(_HELP):
            words.write_string(row, 0, line, text)
    return stream.getvalue()


def write_csv(findings: Iterable[ListedFinding], rules: Mapping[str, Rule]) -> bytes:
    """The list as CSV in UTF-8, with a byte-order mark for Excel."""
    held = io.StringIO(newline="")
    writer = csv.writer(held, lineterminator="\r\n")
    writer.writerow(HEADINGS)
    for one in _limited(findings):
        cells = _cells(one, rules)
        guarded = [identifier(cells[0]), identifier(cells[1]), *(safe(cell) for cell in cells[2:])]
        writer.writerow(guarded)
    return (BOM + held.getvalue()).encode()


def read(content: bytes, name: str) -> list[FileRow]:
    """The rows of a file that came back; entirely empty ones are left out.

    Raises:
        UsageError: FP-0705 unreadable, FP-0706 a heading is missing, FP-0711 too big.
    """
    if len(content) > MOST_BYTES:
        raise UsageError("FP-0711", "The file is bigger than 50 MB.", where=name)
    rows = _xlsx_rows(content, name) if content.startswith(b"PK\x03\x04") else _csv_rows(content, name)
    headings: list[str] | None = None
    found: list[FileRow] = []
    for number, (values, formulas) in enumerate(rows, start=1):
        if headings is None:
            headings = _headings(values, name)
            continue
        if number > MOST_ROWS + 1:
            raise UsageError("FP-0711", f"The file has more than {MOST_ROWS:,} rows.", where=name)
        cells = dict(zip(headings, values, strict=False))
        if any(value not in {None, ""} for value in values):
            formula = any(place < len(headings) and headings[place] in HEADINGS for place in formulas)
            found.append(FileRow(number, cells, formula))
    if headings is None:
        raise UsageError("FP-0706", "The file is empty.", where=name)
    return found


def _headings(values: Sequence[Any], name: str) -> list[str]:
    known = {heading.casefold(): heading for heading in HEADINGS}
    found = [str(value or "").strip() for value in values]
    found = [known.get(value.casefold(), value) for value in found]
    for heading in NEEDED:
        if found.count(heading) != 1:
            what = "no column" if heading not in found else "more than one column"
            raise UsageError("FP-0706", f'The file has {what} "{heading}".', where=name)
    return found


def _unreadable(name: str) -> UsageError:
    return UsageError("FP-0705", "The file cannot be read as a workbook or as CSV.", where=name)


def _xlsx_rows(content: bytes, name: str) -> list[tuple[list[Any], list[int]]]:
    """Values and places of formulas, row by row, of the sheet of that name, else of the first."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(part.file_size for part in packed.infolist()) > MOST_UNPACKED:
                raise UsageError("FP-0711", "The file unpacks to more than 500 MB.", where=name)
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=False)
        try:
            if not book.worksheets:
                raise _unreadable(name)
            sheet = book[SHEET] if SHEET in book.sheetnames else book.worksheets[0]
            rows: list[tuple[list[Any], list[int]]] = []
            # What a sheet says of its own size may be anything.
            for row in sheet.iter_rows(max_row=MOST_ROWS + 2, max_col=len(HEADINGS) + 20):
                values = [cell.value for cell in row]
                rows.append((values, [place for place, cell in enumerate(row) if cell.data_type == "f"]))
            return rows
        finally:
            book.close()
    except (
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
    ) as error:
        # openpyxl raises nearly anything for a damaged file.
        raise _unreadable(name) from error


def _csv_rows(content: bytes, name: str) -> Iterator[tuple[list[Any], list[int]]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _unreadable(name) from error
    if "\0" in text:
        raise _unreadable(name)
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            yield (
                [plain(cell) for cell in row],
                [place for place, cell in enumerate(row) if cell.startswith("=")],
            )
    except csv.Error as error:
        raise _unreadable(name) from error
