"""The round trip: a list goes to a team as XLSX or CSV, comes back ticked, is previewed, applied, undone."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime
from types import SimpleNamespace
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapter_core.domain.findings import Decision, Owner
from adapter_core.domain.states import State
from adapter_core.errors import UsageError
from adapter_core.service import review_files, reviews

ABSENT, PLACEHOLDER = State.ABSENT, State.PLACEHOLDER
RULES: Any = {
    name: SimpleNamespace(id=name, title=f"Title of {name}", experimental=False, confidential=False)
    for name in ("lpa", "gp_practice")
}
REFS = ["0012", "2", "3-4", "=5+5"]


@pytest.fixture
def run(council):
    council.owner = Owner("=cmd|'/c calc'!A1", "North, with a comma")
    gaps = {(ref, "lpa"): ABSENT for ref in REFS} | {("2", "gp_practice"): PLACEHOLDER}
    return council.night(council.page(REFS, gaps))


def filled(content, decisions):
    """The workbook with cells filled in: `{(ref, rule): (decision, until, note)}`."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book["Work list"]
    place = {cell.value: number for number, cell in enumerate(sheet[1])}
    for row in sheet.iter_rows(min_row=2):
        key = (row[place["Reference"]].value, row[place["Rule"]].value)
        for heading, value in zip(("Decision", "Until", "Note"), decisions.get(key, ()), strict=False):
            row[place[heading]].value = value
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def exported(store, run, **given):
    return reviews.export_xlsx(store, run_id=run, rules=RULES, who="kit", **given)


def test_the_workbook_is_text_with_a_drop_down(store, run):
    content = exported(store, run)
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book["Work list"]
    assert [cell.value for cell in sheet[1]] == list(review_files.HEADINGS)
    assert {
        cell.data_type for row in sheet.iter_rows(min_row=2) for cell in row if cell.value is not None
    } == {"s"}
    assert {row[1].value for row in sheet.iter_rows(min_row=2)} == set(REFS)
    (choice,) = sheet.data_validations.dataValidation
    assert choice.formula1 == '"Asked none,Declined,Done,Snoozed"'
    assert b"<f>" not in zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml")


def test_rules_that_are_in_no_list_are_not_exported(store, run):
    rules: Any = RULES | {"lpa": SimpleNamespace(id="lpa", title="x", experimental=False, confidential=True)}
    content = reviews.export_csv(store, run_id=run, rules=rules, who="kit")
    rows = review_files.read(content, "list.csv")
    assert [(row.text("Reference"), row.text("Rule")) for row in rows] == [("2", "gp_practice")]


def test_there_and_back_and_undone(council, store, run):
    earlier = reviews.review(
        store, source="mosaic", ref="2", rule="lpa", decision=Decision.DONE, who="kit", why="first"
    )
    decisions = {
        ("0012", "lpa"): ("Asked none", None, "asked on Monday"),
        ("2", "lpa"): ("Declined",),
        ("2", "gp_practice"): ("snoozed", datetime(2026, 12, 24)),  # noqa: DTZ001 - as Excel keeps it
        ("3-4", "lpa"): ("maybe",),
    }
    planned = reviews.preview(
        store, filled(exported(store, run, hidden=None), decisions), name="C:\\x\\north.xlsx", run_id=run
    )
    assert [(one.ref, one.code) for one in planned.rejects] == [("3-4", "FP-0702")]
    assert (len(planned.rows), planned.unchanged, planned.name) == (3, 1, "north.xlsx")
    assert {
        one.change.ref: one.before and one.before.id for one in planned.rows if one.change.rule == "lpa"
    } == {
        "0012": None,
        "2": earlier.id,
    }
    assert store.current_reviews("mosaic", REFS).keys() == {("2", "lpa")}

    batch = reviews.apply(store, planned, who="pat")
    assert (batch.name, batch.who, batch.applied, batch.rejected) == ("north.xlsx", "pat", 3, 1)
    now = {
        key: (saved.review.decision, saved.review.until, saved.review.who)
        for key, saved in store.current_reviews("mosaic", REFS).items()
    }
    assert now == {
        ("0012", "lpa"): (Decision.ASKED_NONE, None, "pat"),
        ("2", "lpa"): (Decision.DECLINED, None, "pat"),
        ("2", "gp_practice"): (Decision.SNOOZED, date(2026, 12, 24), "pat"),
    }
    assert reviews.preview(store, exported(store, run, hidden=None), name="again.xlsx", run_id=run).rows == ()

    done = reviews.undo(store, batch.id, who="pat")
    assert (done.removed, done.restored, done.kept) == (2, 1, ())
    (back,) = store.current_reviews("mosaic", REFS).values()
    assert back == earlier
    assert reviews.imports(store)[0].undone_by == "pat"
    with pytest.raises(UsageError) as raised:
        reviews.undo(store, batch.id, who="pat")
    assert raised.value.code == "FP-0709"


def test_undo_keeps_what_was_decided_since(store, run):
    def imported(word):
        content = filled(exported(store, run, hidden=None), {("2", "lpa"): (word,), ("0012", "lpa"): (word,)})
        return reviews.apply(store, reviews.preview(store, content, name="f.xlsx", run_id=run), who="pat")

    first = imported("Done")
    reviews.review(store, source="mosaic", ref="2", rule="lpa", decision=Decision.DECLINED, who="kit")
    done = reviews.undo(store, first.id, who="pat")
    assert (done.removed, done.kept) == (1, (("mosaic", "2", "lpa"),))
    assert {key: one.review.decision for key, one in store.current_reviews("mosaic", REFS).items()} == {
        ("2", "lpa"): Decision.DECLINED
    }


def test_imports_undone_in_any_order_leave_what_was_there(store, run):
    def imported(word):
        content = filled(exported(store, run, hidden=None), {("2", "lpa"): (word,)})
        return reviews.apply(store, reviews.preview(store, content, name="f.xlsx", run_id=run), who="pat").id

    original = reviews.review(store, source="mosaic", ref="2", rule="lpa", decision=Decision.DONE, who="kit")
    older, newer = imported("Declined"), imported("Asked none")
    reviews.undo(store, older, who="pat")
    assert store.current_reviews("mosaic", ["2"])["2", "lpa"].review.decision is Decision.ASKED_NONE
    reviews.undo(store, newer, who="pat")
    assert store.current_reviews("mosaic", ["2"])["2", "lpa"] == original


def test_an_import_that_others_overtook_changes_nothing(store, run):
    content = filled(exported(store, run), {("2", "lpa"): ("Done",), ("0012", "lpa"): ("Done",)})
    planned = reviews.preview(store, content, name="f.xlsx", run_id=run)
    reviews.review(store, source="mosaic", ref="2", rule="lpa", decision=Decision.DECLINED, who="kit")
    with pytest.raises(UsageError) as raised:
        reviews.apply(store, planned, who="pat")
    assert raised.value.code == "FP-0713"
    assert store.current_reviews("mosaic", REFS).keys() == {("2", "lpa")}
    assert reviews.imports(store) == []


def csv_of(*rows):
    return "\r\n".join(["Source,Reference,Rule,State,Decision,Until,Note", *rows]).encode()


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("mosaic,2,lpa,absent,perhaps,,", "FP-0702"),
        ("mosaic,2,lpa,absent,snoozed,,", "FP-0703"),
        ("mosaic,2,lpa,absent,snoozed,31/02/2027,", "FP-0703"),
        ("mosaic,2,lpa,absent,snoozed,23/11/2026,", "FP-0703"),
        ("mosaic,2,lpa,absent,done,31/12/2026,", "FP-0703"),
        ("mosaic,2,lpa,placeholder,done,,", "FP-0704"),
        ("mosaic,2,ethnicity,absent,done,,", "FP-0701"),
        ("ais,2,lpa,absent,done,,", "FP-0701"),
        ("mosaic,404,lpa,absent,done,,", "FP-0701"),
        ("mosaic,2,lpa,absent,done,,999 012 3004", "FP-0710"),
        ('mosaic,2,lpa,absent,=IF(1;"done"),,', "FP-0712"),
    ],
)
def test_a_row_that_cannot_be_taken_says_why(store, run, row, code):
    planned = reviews.preview(
        store, csv_of(row, "mosaic,0012,lpa,absent,Asked none,,"), name="f.csv", run_id=run
    )
    assert [(one.row, one.code) for one in planned.rejects] == [(2, code)]
    assert [one.change.ref for one in planned.rows] == ["0012"]


def test_two_rows_that_disagree_are_both_refused_and_two_that_agree_are_one(store, run):
    rows = [
        "mosaic,2,lpa,absent,done,,",
        "mosaic,2,lpa,absent,declined,,",
        *["mosaic,0012,lpa,absent,done,,"] * 2,
    ]
    planned = reviews.preview(store, csv_of(*rows), name="f.csv", run_id=run)
    assert [(one.row, one.code) for one in planned.rejects] == [(2, "FP-0707"), (3, "FP-0707")]
    assert ([one.change.ref for one in planned.rows], planned.unchanged) == (["0012"], 1)


def test_csv_goes_there_and_back_and_runs_nothing(store, run):
    content = reviews.export_csv(store, run_id=run, rules=RULES, who="kit")
    for line in content.decode("utf-8-sig").splitlines()[1:]:
        assert not any(cell.lstrip('"').startswith(("=", "+", "-", "@")) for cell in line.split(","))
    assert {row.text("Reference") for row in review_files.read(content, "f.csv")} == set(REFS)
    text = content.decode("utf-8-sig").replace(",,,\r\n", ",Done,,\r\n")
    planned = reviews.preview(store, text.encode(), name="f.csv", run_id=run)
    assert {one.change.ref for one in planned.rows} == set(REFS)
    semicolons = "Source;Reference;Rule;State;Decision\r\nmosaic;2;lpa;absent;Done\r\n".encode("utf-8-sig")
    assert len(reviews.preview(store, semicolons, name="f.csv", run_id=run).rows) == 1


def zipped(**parts):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return stream.getvalue()


BOMB = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>'


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "FP-0706"),
        (b"Source,Reference\r\n", "FP-0706"),
        (b"Source,Source,Reference,Rule,State,Decision\r\n", "FP-0706"),
        (b"\xff\xfe\x00rubbish", "FP-0705"),
        (b"\xd0\xcf\x11\xe0 an old or locked workbook", "FP-0705"),
        (b"PK\x03\x04 no zip at all", "FP-0705"),
        (zipped(nothing="x"), "FP-0705"),
        (zipped(**{"[Content_Types].xml": BOMB, "xl/workbook.xml": BOMB}), "FP-0705"),
        (b"x" * (review_files.MOST_BYTES + 1), "FP-0711"),
    ],
    ids=["empty", "few headings", "doubled", "utf-16", "ole", "torn zip", "no workbook", "entities", "big"],
)
def test_a_file_that_cannot_be_taken(store, run, content, code):
    with pytest.raises(UsageError) as raised:
        reviews.preview(store, content, name="f.xlsx", run_id=run)
    assert raised.value.code == code


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300) | st.binary(max_size=300).map(lambda tail: b"PK\x03\x04" + tail))
def test_any_bytes_are_rows_or_a_usage_error(content):
    try:
        review_files.read(content, "f")
    except UsageError as error:
        assert error.code in {"FP-0705", "FP-0706", "FP-0711"}  # noqa: PT017 - either is right
