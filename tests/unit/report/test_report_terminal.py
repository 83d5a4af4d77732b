"""The summary on a terminal."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from adapter_core.domain.findings import Batch
from adapter_core.report import terminal
from adapter_core.report.model import BatchLine


def shown(report, *, width: int = 80, is_terminal: bool = True, **options) -> str:
    console = Console(file=io.StringIO(), width=width, force_terminal=is_terminal, color_system=None)
    terminal.render(report, console, **options)
    stream = console.file
    assert isinstance(stream, io.StringIO)
    return stream.getvalue()


@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_it_fits_the_terminal(samples, width) -> None:
    assert max(len(line) for line in shown(samples.big(), width=width).splitlines()) <= width


def test_it_says_what_there_is_to_know(samples) -> None:
    text = shown(samples.big(), width=120, places=("/srv/report.html",))
    for part in (
        "Millbrook Council, Monday 23 November 2026:",
        "Since Friday: 57 new, 1,084 mended, 1 back, 12 left the list.",
        "Critical, below target",
        "a placeholder was entered",
        "Trace these NHS numbers in one batch.",
        "records of Mosaic that could not be read",
        "Mosaic: 4 codes not mapped",
        "1,240  under 18",
        "FP-0402",
        "Report: /srv/report.html",
    ):
        assert part in text, part


def test_no_terminal_gets_a_few_plain_lines(samples) -> None:
    text = shown(samples.big(), is_terminal=False, places=("/srv/report.html",))
    assert len(text.splitlines()) <= 12
    assert "█" not in text
    assert "\x1b" not in text
    assert "Critical, below target: Accommodation" in text
    assert "checks could not be made." in text
    assert text.endswith("Report: /srv/report.html\n")


def test_the_full_summary_can_be_asked_for(samples) -> None:
    assert "Not in this list" in shown(samples.big(), is_terminal=False, full=True)
    assert "Not in this list" not in shown(samples.big(), full=False)


def test_a_long_path_stays_in_one_piece(samples) -> None:
    place = "/srv/" + "a-long-folder/" * 12 + "report.html"
    assert f"Report: {place}\n" in shown(samples.report(), places=(place,))


def test_no_reference_and_no_name_on_the_terminal(samples) -> None:
    text = shown(samples.big(names=True), width=200)
    assert "2200000" not in text
    assert "Example Person" not in text


def test_text_of_a_source_moves_no_cursor_and_is_no_markup(samples) -> None:
    odd = "[red]Z99\x1b[2J\x07\x9b31m[/red]"
    batch = BatchLine(Batch.UNKNOWN_PRACTICE, odd, f"Find {odd}.", "", 1, ())
    text = shown(samples.report(batches=(batch,), council=odd), width=200)
    assert "[red]Z99 [2J  31m[/red]" in text
    assert not set(text) & set("\x1b\x07\x9b")


def test_a_bar_is_full_only_when_whole(samples) -> None:
    near = samples.report(rules=(samples.rule_line(passed=9_999, gaps=1),))
    whole = samples.report(rules=(samples.rule_line(passed=5, gaps=0),))
    assert "█" * 10 not in shown(near)
    assert "█" * 10 in shown(whole)


def test_an_empty_report(samples) -> None:
    assert "There is nobody to check." in shown(samples.report(people=0, rules=(), sources=(), excluded={}))
