"""CSV that is safe to open."""

# ruff: noqa: RUF001 - characters that look like others are what this is about

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapter_core.domain.findings import Decision, Owner
from adapter_core.report import csv as report_csv
from adapter_core.report import words

VECTORS = [
    "=1+1",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://example.invalid","x")',
    "+1+1",
    "-1+1",
    "@SUM(1)",
    "＝1+1",
    "＋1",
    "－1",
    "＠SUM(1)",
    "−1",
    "﹣1",
    "﹢1",
    "﹦1",
    "﹫1",
    " =1+1",
    "\u00a0=1+1",
    "\u3000=1+1",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "\r\n=1+1",
    "\x00=1+1",
    "\x0b=1+1",
    "\u200b=1+1",
    "\ufeff=1+1",
    "\u2028=1+1",
    "'=1+1",
    "|calc",
    "%0A=1+1",
]


def rows(text: str) -> list[dict[str, str]]:
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


@pytest.mark.parametrize("vector", VECTORS)
def test_no_cell_runs(samples, vector) -> None:
    owner = Owner(vector, vector)
    made = samples.report(
        [samples.finding(vector, owner=owner, batch_key=vector)], names={("mosaic", vector): vector}
    )
    (row,) = rows(report_csv.render(made))
    for column in ("person", "name", "worker", "team", "batch_key"):
        assert row[column].startswith("'"), column
    assert row["worker"] == f"'{words.one_line(vector)}"


@given(st.text())
def test_a_safe_cell_never_begins_as_a_formula(text) -> None:
    cell = report_csv.safe(text)
    assert cell.lstrip()[:1] not in set("=+-@＝＋－＠\t\r\n\x00")
    assert "\r" not in cell
    assert "\n" not in cell


@given(st.text(st.characters(categories=["L", "N", "P", "S", "Zs"])))
def test_the_apostrophe_comes_off_again(text) -> None:
    assert report_csv.plain(report_csv.safe(text)) == text
    assert report_csv.plain(report_csv.identifier(text)) == text


@pytest.mark.parametrize(
    "text",
    [
        "0012345",
        "9990000018123",
        "1E10",
        "12E5",
        "1-2",
        "1/2",
        "3-4-2026",
        "MAR1",
        "Sept 2",
        "dec-01",
        "TRUE",
        "false",
        "1,000",
        "1.50",
        "12:30",
        "£5",
        "50%",
        "(5)",
        "3P",
    ],
)
def test_identifiers_that_a_spreadsheet_would_reshape_stay_text(text) -> None:
    assert report_csv.identifier(text) == f"'{text}"


@pytest.mark.parametrize("text", ["2204451", "10", "A81001", "P-00123", "Mash12", "X1", ""])
def test_identifiers_that_stay_as_they_are(text) -> None:
    assert report_csv.identifier(text) == text


def test_lines_end_as_excel_wants_them_and_every_row_is_whole(samples) -> None:
    text = report_csv.render(samples.big(people=700))
    assert text.count("\r\n") == text.count("\n")
    read = list(csv.reader(io.StringIO(text, newline="")))
    assert {len(row) for row in read} == {len(read[0])}


def test_hidden_gaps_are_there_with_who_and_until_when(samples) -> None:
    hidden = samples.finding(review=samples.review(Decision.SNOOZED, until=samples.AS_OF))
    (row,) = rows(report_csv.render(samples.report([], every=[hidden])))
    assert (row["review"], row["review_by"], row["review_until"]) == ("snoozed", "A. Okafor", "2026-11-23")
    assert "Free text" not in "".join(row.values())


def test_names_have_a_column_only_where_they_were_asked_for(samples) -> None:
    assert "name" not in rows(report_csv.render(samples.big()))[0]
    assert rows(report_csv.render(samples.big(names=True)))[0]["name"] == "Example Person"


@pytest.mark.parametrize("kind", ["confidential", "experimental"])
def test_rules_that_are_counted_only_have_no_row(samples, kind) -> None:
    made = samples.report([samples.finding()], rules=(samples.rule_line(**{kind: True}),))
    assert rows(report_csv.render(made)) == []


def test_rows_are_streamed(samples) -> None:
    made = samples.report([samples.finding(str(i)) for i in range(3000)])
    assert len(list(report_csv.chunks(made))) > 5


def test_a_name_belongs_to_a_reference_of_its_source(samples) -> None:
    made = samples.report([samples.finding("7")], names={("ais", "7"): "Somebody Else"})
    assert rows(report_csv.render(made))[0]["name"] == ""
