"""No format names a value of a field that has too many unknown ones; closed practices say where to move."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from rich.console import Console

from adapter_core.domain.findings import Batch
from adapter_core.domain.states import State
from adapter_core.report import html, sheets, terminal, view
from adapter_core.report.model import BatchLine

SAID = "ore than 30 different values that no code list knows: is this the right column?"
MOVE = "Move to Castle Hill Medical Centre (P99002), which took over."


@pytest.fixture
def wrong(samples):
    """A report of a source whose ethnicity was mapped to a column of names."""
    made = samples.report()
    source = replace(made.sources[0], unmapped=(("ethnicity", "", 412), ("gender", "ZZ9", 1)))
    return replace(made, sources=(source,))


def test_on_the_terminal(wrong):
    out = io.StringIO()
    terminal.render(wrong, Console(file=out, width=160), full=True)
    assert f"412  {wrong.sources[0].title}, ethnicity: m{SAID}" in out.getvalue()
    assert "1 code not mapped" in out.getvalue()


def test_on_the_page(wrong):
    page = html.render(wrong)
    row = page[page.index("<code>ethnicity</code>") :].partition("</tr>")[0]
    assert f"<td>M{SAID}</td>" in row
    assert "412</td>" in row
    assert "<code></code>" not in page
    assert "<code>ZZ9</code> 1" in page


def test_in_the_workbook(wrong):
    rows = [row for row in sheets.not_assessable(wrong) if row[0] == "Unknown code"]
    assert [row[3:6] for row in rows] == [
        ("ethnicity", 412, f"M{SAID}"),
        ("gender: ZZ9", 1, "The mapping has no such code."),
    ]


# --- practices that have closed ---------------------------------------------------------------------------


@pytest.fixture
def closed(samples):
    """A report with somebody of a closed practice, and somebody without any."""
    gone = samples.finding(
        "1", "gp_practice", state=State.EXPIRED, batch=Batch.CLOSED_PRACTICE, batch_key="P99001"
    )
    none = samples.finding("2", "gp_practice", state=State.ABSENT)
    batch = BatchLine(Batch.CLOSED_PRACTICE, "P99001", "Move people", "", 1, ("1",), MOVE)
    return samples.report([gone, none], batches=(batch,))


def test_the_workbook_says_where_to_move(closed):
    place = [each.header for each in sheets.work_columns(closed)].index("What to do")
    remedies = [row[place] for row in sheets.work(closed)]
    assert remedies == [MOVE, closed.rules[0].remedy]


def test_the_page_says_where_to_move(closed):
    assert html.render(closed).count(f"practice P99001 has closed. {MOVE}") == 1


# --- what was found, without a report ---------------------------------------------------------------------


def test_what_was_found_is_worded_alike_with_and_without_a_report(samples):
    made = samples.big(40)
    for finding in made.every_finding():
        assert view.found_by(finding, lambda name: view.title(made, name)) == view.found(made, finding)
