"""A run as a workbook: summary, rules, teams, the work list, batches, and what could not be assessed.

Written in memory: no temporary file ever holds a reference or a name. Every text is a text cell, so
that nothing in it runs, links, or loses its leading noughts.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from datetime import UTC
from typing import TYPE_CHECKING, Any

import xlsxwriter

from adapter_core.errors import CATALOGUE
from adapter_core.report import view, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date
    from typing import BinaryIO

    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

    from adapter_core.domain.findings import Finding
    from adapter_core.report.model import RunReport

MAX_ROWS = 1_048_575
"""Rows below the header that a sheet can hold; a longer list goes on in the next sheet."""

MAX_TEXT = 32_767
"""Characters that a cell can hold."""

Cell = str | int | float | None


@dataclass(frozen=True, slots=True)
class Column:
    """One column: what its header says, how wide it is, and what its cells are."""

    header: str
    width: int
    kind: str = "text"  # text, count, percent, date


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
                base | {"bold": True, "bg_color": "#1F4D3F", "font_color": "#FFFFFF", "text_wrap": True, "bottom": 1}
            ),
            "label": add(base | {"bold": True}),
            # "@" makes a cell stay text even when somebody edits it
            "text": add(base | {"num_format": "@", "text_wrap": True}),
            "count": add(base | {"num_format": "#,##0"}),
            # what is nearly whole never reads as whole
            "percent": add(base | {"num_format": '[>=1]0%;[>=0.9995]"99.9%";0.0%'}),
            "date": add(base | {"num_format": "d mmmm yyyy", "align": "left"}),
        }

    def table(
        self, name: str, columns: Sequence[Column], rows: Iterable[Sequence[Any]], *, landscape: bool = True
    ) -> None:
        """Write a list with its header, over as many sheets as it needs."""
        source = iter(rows)
        part = 1
        while True:
            sheet = self.workbook.add_worksheet(name if part == 1 else f"{name} {part}")
            written = self._sheet(sheet, columns, source)
            self._furnish(sheet, columns, written, landscape=landscape)
            part += 1
            if written < MAX_ROWS:
                return

    def _sheet(self, sheet: Worksheet, columns: Sequence[Column], rows: Iterator[Sequence[Any]]) -> int:
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

    def _furnish(self, sheet: Worksheet, columns: Sequence[Column], written: int, *, landscape: bool) -> None:
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(written, 1), len(columns) - 1)
        sheet.repeat_rows(0)
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        sheet.hide_gridlines(0)
        if landscape:
            sheet.set_landscape()

    def cell(self, sheet: Worksheet, row: int, column: int, value: Any, kind: str) -> None:
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
    book.table("Rules", RULES, _rules(report))
    book.table("Teams", TEAMS, _teams(report))
    columns = [each for each in WORK if each.header != "Name" or report.names is not None]
    book.table("Work list", columns, _work(report))
    book.table("Batches", BATCHES, _batches(report))
    book.table("Not assessable", NOT_ASSESSABLE, _not_assessable(report))
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
    for label, value, kind in _facts(report):
        book.cell(sheet, row, 0, label, "label" if value is not None else "title")
        if value is not None:
            book.cell(sheet, row, 1, value, kind)
        row += 1


def _facts(report: RunReport) -> Iterator[tuple[str, Cell | date, str]]:
    run = report.run
    yield "As of", run.as_of, "date"
    yield "Checked", words.PROFILES.get(run.profile, run.profile), "text"
    yield "For", words.COHORTS.get(run.cohort, run.cohort), "text"
    yield "People checked", report.people, "count"
    yield "Gaps", view.gaps(report), "count"
    yield "Of these, hidden by a review", report.hidden, "count"
    if problem := view.status_sentence(report):
        yield "Not complete", problem, "text"
    if report.names is None:
        yield "Names", "References only. Names are in a report only where they were asked for.", "text"
    else:
        yield "Names", "This workbook holds names. Keep it where personal data belongs.", "text"
    if report.movement:
        moved = report.movement
        yield f"What changed {view.since(report)}", None, "text"
        yield "New gaps", moved.new, "count"
        yield "Mended", moved.resolved, "count"
        yield "Left the list", moved.left, "count"
        yield "Came back", moved.reopened, "count"
    yield "Sources", None, "text"
    for source in report.sources:
        as_of = f", as of {words.moment(source.as_of)}" if source.as_of else ""
        status = words.STATUSES.get(source.status, source.status)
        yield source.title, f"{status}{as_of}: {words.people(source.people)}", "text"
    yield "Not in this list", None, "text"
    for reason, count in report.excluded.items():
        yield words.upfirst(words.EXCLUDED.get(reason, reason)), count, "count"


RULES = (
    Column("Rule", 30),
    Column("Complete", 11, "percent"),
    Column("Target", 10, "percent"),
    Column("Level", 18),
    Column("Passed", 10, "count"),
    Column("Gaps", 10, "count"),
    Column("Could be checked", 10, "count"),
    Column("Could not be checked", 10, "count"),
    Column("Applies to", 10, "count"),
    Column("Does not apply to", 10, "count"),
    Column("What to do", 60),
    Column("Note", 22),
    Column("Rule id", 22),
)


def _rules(report: RunReport) -> Iterator[tuple[Cell, ...]]:
    for line in report.rules:
        counts = line.counts
        note = "Counts only: confidential" if line.confidential else "Counts only: on trial" if line.experimental else ""
        yield (
            line.title,
            _share(line.complete),
            line.target / 100 if line.target is not None else None,
            view.level(line),
            counts.passed,
            counts.gaps,
            counts.assessable,
            counts.not_assessable,
            counts.applicable,
            counts.not_applicable,
            line.remedy,
            note,
            line.id,
        )


TEAMS = (
    Column("Team", 40),
    Column("Rule", 30),
    Column("Complete", 11, "percent"),
    Column("Target", 10, "percent"),
    Column("Below target", 12),
    Column("Passed", 10, "count"),
    Column("Gaps", 10, "count"),
    Column("Could be checked", 10, "count"),
    Column("People", 10, "count"),
)


def _teams(report: RunReport) -> Iterator[tuple[Cell, ...]]:
    for line in report.teams:
        counts = line.counts
        yield (
            line.team,
            "All rules",
            _share(line.complete),
            None,
            "",
            counts.passed,
            counts.gaps,
            counts.assessable,
            line.people,
        )
        below = {rule.id for rule in view.below_target(report, line.team)}
        for rule in view.listed_rules(report):
            if (each := line.rules.get(rule.id)) is None:
                continue
            yield (
                line.team,
                rule.title,
                each.passed / each.assessable if each.assessable else None,
                rule.target / 100 if rule.target is not None else None,
                "Below target" if rule.id in below else "",
                each.passed,
                each.gaps,
                each.assessable,
                line.people,
            )


WORK = (
    Column("Team", 30),
    Column("Worker", 24),
    Column("Person", 16),
    Column("Name", 24),
    Column("What is missing", 26),
    Column("What we found", 40),
    Column("How much it matters", 12),
    Column("Who mends it", 18),
    Column("Where", 44),
    Column("What to do", 50),
    Column("First seen", 18, "date"),
    Column("Source", 16),
    Column("Rule id", 22),
    Column("State", 18),
)


def _work(report: RunReport) -> Iterator[tuple[Any, ...]]:
    rules = {line.id: line for line in report.rules}
    for finding in view.listed(report, report.findings()):
        rule = rules.get(finding.rule)
        yield tuple(_work_row(report, finding, rule.title if rule else "", rule.remedy if rule else ""))


def _work_row(report: RunReport, finding: Finding, title: str, remedy: str) -> Iterator[Any]:
    yield finding.owner.team
    yield finding.owner.worker
    yield finding.ref
    if report.names is not None:
        yield report.names.get(finding.ref)
    yield title or finding.rule
    yield view.found(report, finding)
    yield words.SEVERITIES[finding.severity]
    yield words.MENDERS[finding.fix.who]
    yield finding.fix.where
    yield remedy
    yield finding.first_seen
    yield view.title(report, finding.source)
    yield finding.rule
    yield finding.state.value


BATCHES = (
    Column("Batch", 34),
    Column("What to do", 60),
    Column("What helps", 50),
    Column("About", 14),
    Column("People in the batch", 10, "count"),
    Column("Person", 16),
)


def _batches(report: RunReport) -> Iterator[tuple[Cell, ...]]:
    for line in report.batches:
        for ref in line.refs or (None,):
            yield words.BATCHES[line.batch], line.title, line.detail, line.key, line.people, ref


NOT_ASSESSABLE = (
    Column("What", 30),
    Column("Source or rule", 30),
    Column("Person", 16),
    Column("Field or code", 40),
    Column("People", 10, "count"),
    Column("Why", 60),
    Column("What to do", 60),
)


def _not_assessable(report: RunReport) -> Iterator[tuple[Cell, ...]]:
    for source in report.sources:
        if source.status == "down":
            yield "Source down", source.title, None, None, None, source.problem, "Try again once it answers."
    for line in report.rules:
        for state, count in view.not_assessable(line):
            yield "Could not be checked", line.title, None, None, count, words.STATES[state], None
    for source in report.sources:
        for path, raw, count in source.unmapped:
            remedy = "Add the code to the mapping, or correct it in the source."
            yield "Unknown code", source.title, None, f"{path}: {raw}", count, "The mapping has no such code.", remedy
        for reject in source.rejects:
            known = CATALOGUE.get(reject.code)
            why = f"{reject.code}: {known.title}" if known else reject.code
            remedy = known.remedy if known else f"Run fingerpost explain {reject.code}."
            yield "Record not read", source.title, reject.ref, reject.field, 1, why, remedy
        if source.reject_count > len(source.rejects):
            rest = source.reject_count - len(source.rejects)
            yield "Record not read", source.title, None, None, rest, "More records, not listed here.", None
        if source.unmatched:
            why = "People of this source who were found nowhere in the main one."
            yield "Not matched", source.title, None, None, source.unmatched, why, None



def _share(value: float | None) -> float | None:
    return None if value is None else value / 100
