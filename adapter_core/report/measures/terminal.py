"""Measures on the terminal: the headline, then a table a section."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from adapter_core.report import words
from adapter_core.report.measures.sections import headline, sections

if TYPE_CHECKING:
    from rich.console import Console

    from adapter_core.report.measures.making import Row, Section
    from adapter_core.report.measures.model import MeasuresReport

BAR = 20


def render(report: MeasuresReport, console: Console, *, publish: bool = False) -> None:
    """Print the report.

    Args:
        report: what to say.
        console: where.
        publish: whether small numbers are left out.
    """
    where = f"{report.council}, {report.site}" if report.site else report.council
    days = f"{words.day(report.period.start)} to {words.day(report.period.end)}"
    console.print(Text(words.one_line(f"{where}: {days}, as of {words.day(report.on)}")))
    console.print(Text(headline(report, publish=publish), style="bold"))
    shown = sections(report, publish=publish)
    for section in shown:
        _print(section, console)
    if any(_is_marked(row) for section in shown for row in section.rows):
        console.print()
        console.print(Text(f"* fewer than {report.small}: not for anybody outside; see --publish."))
    for each in report.refused:
        console.print(
            Text(f"{each.file} row {each.row}, {each.column}: {each.why} ({each.code})", style="yellow")
        )


def _is_marked(row: Row) -> bool:
    return row.small and row.count is not None


def _print(section: Section, console: Console) -> None:
    console.print()
    console.print(Text(section.title, style="bold"))
    table = Table(box=None, pad_edge=False, show_header=False)
    for row in section.rows:
        cells = [Text(words.one_line(row.words)), Text(row.value + (" *" if _is_marked(row) else ""))]
        if section.chart:
            cells.append(Text("█" * round(BAR * (row.percent or 0) / 100)))
        table.add_row(*cells)
    if section.rows:
        console.print(table)
    for note in section.notes:
        console.print(Text(words.one_line(note), style="dim"))
    for heading, paragraphs in section.texts:
        console.print(Text(words.one_line(heading)))
        for paragraph in paragraphs:
            console.print(Text(f"  {words.one_line(paragraph)}"))
