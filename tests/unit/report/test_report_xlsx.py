"""The workbook, read back."""

from __future__ import annotations

import io
import tempfile
import zipfile
from datetime import datetime
from typing import Any

import openpyxl
import pytest

from adapter_core.domain.findings import Owner
from adapter_core.report import xlsx

SHEETS = ["Summary", "Rules", "Teams", "Work list", "Batches", "Not assessable"]


def book(report) -> Any:
    return openpyxl.load_workbook(io.BytesIO(xlsx.render(report)))


def rows(sheet) -> list[dict[str, Any]]:
    header, *body = sheet.iter_rows()
    return [{h.value: cell for h, cell in zip(header, row, strict=True)} for row in body]


def test_sheets_headers_and_filters(samples) -> None:
    made = book(samples.big())
    assert made.sheetnames == SHEETS
    for name in SHEETS[1:]:
        sheet = made[name]
        assert sheet.freeze_panes == "A2", name
        assert sheet.auto_filter.ref.startswith("A1:"), name
        assert all(cell.value and cell.font.bold for cell in sheet[1]), name
        assert sheet.column_dimensions["A"].width > 15, name


def test_every_gap_is_in_the_work_list(samples) -> None:
    made = samples.big(people=700)
    listed = rows(book(made)["Work list"])
    assert [(each["Person"].value, each["Rule id"].value) for each in listed] == [
        (each.ref, each.rule) for each in made.findings()
    ]


@pytest.mark.parametrize(
    "ref", ["0012345", "2204451", "9990000018", "1E10", "MAR1", "=1+1", "http://example.invalid"]
)
def test_identifiers_are_text(samples, ref) -> None:
    (row,) = rows(book(samples.report([samples.finding(ref)]))["Work list"])
    assert row["Person"].value == ref
    assert row["Person"].data_type == "s"
    assert row["Person"].number_format == "@"
    assert row["Person"].hyperlink is None


def test_nothing_is_a_formula_or_a_link_whatever_it_begins_with(samples) -> None:
    data = xlsx.render(samples.big())
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        sheets = [parts.read(name).decode() for name in parts.namelist() if name.startswith("xl/worksheets/")]
        assert not [name for name in parts.namelist() if "external" in name.lower() or "rels/sheet" in name]
    assert all("<f>" not in sheet and "<f " not in sheet and "<hyperlink" not in sheet for sheet in sheets)


def test_control_characters_and_endless_text_do_no_harm(samples) -> None:
    owner = Owner("A\x00\x1b[31m\x0bB", "T" * 40_000)
    (row,) = rows(book(samples.report([samples.finding(owner=owner)]))["Work list"])
    assert row["Worker"].value == "A  [31m B"
    assert row["Team"].value == "T" * 32_767


def test_days_are_days_and_counts_are_numbers(samples) -> None:
    made = book(samples.big())
    assert isinstance(rows(made["Work list"])[0]["First seen"].value, datetime)
    assert isinstance(rows(made["Rules"])[0]["Gaps"].value, int)


def test_nearly_whole_never_reads_as_whole(samples) -> None:
    made = samples.report(
        rules=(samples.rule_line(passed=9_999, gaps=1), samples.rule_line("lpa", passed=5, gaps=0))
    )
    near, whole = rows(book(made)["Rules"])
    # a format in sections: exactly one, from 99.95 per cent up, everything else
    assert near["Complete"].number_format == '[>=1]0%;[>=0.9995]"99.9%";0.0%'
    assert near["Complete"].value == 0.9999
    assert whole["Complete"].value == 1


def test_names_only_where_they_were_asked_for(samples) -> None:
    assert b"Example Person" not in _text(samples.big())
    assert "Name" not in rows(book(samples.big())["Work list"])[0]
    assert rows(book(samples.big(names=True))["Work list"])[0]["Name"].value == "Example Person"


@pytest.mark.parametrize("kind", ["confidential", "experimental"])
def test_rules_that_are_counted_only_are_in_no_list(samples, kind) -> None:
    made = samples.report([samples.finding()], rules=(samples.rule_line(**{kind: True}),))
    assert rows(book(made)["Work list"]) == []
    assert rows(book(made)["Rules"])[0]["Gaps"].value == 2


def test_no_temporary_file_is_made(samples, monkeypatch) -> None:
    def refuse(*args: object, **kwargs: object) -> None:
        raise AssertionError("a temporary file")

    for name in ("mkstemp", "mkdtemp", "NamedTemporaryFile", "TemporaryFile", "SpooledTemporaryFile"):
        monkeypatch.setattr(tempfile, name, refuse)
    assert xlsx.render(samples.big()).startswith(b"PK")


def test_a_list_longer_than_a_sheet_goes_on_in_the_next(samples, monkeypatch) -> None:
    monkeypatch.setattr(xlsx, "MAX_ROWS", 10)
    made = book(samples.report([samples.finding(str(i)) for i in range(25)]))
    parts = [name for name in made.sheetnames if name.startswith("Work list")]
    assert parts == ["Work list", "Work list 2", "Work list 3"]
    assert [each["Person"].value for name in parts for each in rows(made[name])] == [
        str(i) for i in range(25)
    ]


def test_an_empty_report_opens(samples) -> None:
    assert book(samples.report(people=0, rules=(), sources=(), excluded={})).sheetnames == SHEETS


def test_rejects_name_their_reason_and_what_to_do(samples) -> None:
    listed = rows(book(samples.big())["Not assessable"])
    reject = next(each for each in listed if each["Person"].value == "2200100")
    assert reject["Why"].value.startswith("FP-0501")
    assert reject["What to do"].value


def _text(report) -> bytes:
    with zipfile.ZipFile(io.BytesIO(xlsx.render(report))) as parts:
        return b"".join(parts.read(name) for name in parts.namelist())
