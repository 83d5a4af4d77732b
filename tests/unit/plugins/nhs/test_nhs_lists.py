"""The national list of GP practices: by headings, by position, whole, broken, empty, old."""

from __future__ import annotations

import csv
import os
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from adapter_core.domain.practices import Practice, PracticeList, PracticeStatus
from adapter_core.errors import CATALOGUE, SourceUnavailable
from adapter_core.hooks.capabilities import Capability, Port
from adapter_core.hooks.ports import OpenContext, ReferenceData, Reject
from adapter_nhs.backend import NhsConfig, NhsLists
from adapter_nhs.plugin import adapter_reference_data, adapter_sample_writers
from adapter_nhs.practice_list import HEADINGS, POSITIONS, WIDTH

TODAY = date(2026, 11, 23)
(BACKEND,) = adapter_reference_data()
(WRITER,) = adapter_sample_writers()
HEADER = "Organisation Code,Name,Status Code,Open Date,Close Date,Prescribing Setting,Postcode,Successor\n"
OPEN = "P99001,MILL SURGERY,A,20100401,,4,ZZ99 3VZ,\n"
CLOSED = "P99002,WEIR PRACTICE,C,19740401,20260930,4,ZZ99 3VZ,P99001\n"


def lists(
    folder: Path, content: bytes | str | None = None, *, today: date = TODAY, **config: Any
) -> NhsLists:
    if content is not None:
        (folder / "practices.csv").write_bytes(content.encode() if isinstance(content, str) else content)
    context = OpenContext("practices", today, folder, {}, {})
    with BACKEND.open(NhsConfig.model_validate({"path": "practices.csv", **config}), context) as opened:
        return opened


def by_position(**values: str) -> str:
    row = [""] * WIDTH
    for name, value in {"code": "P99001", "name": "MILL", "status": "A", "setting": "4", **values}.items():
        row[POSITIONS[name]] = value
    return ",".join(f'"{value}"' for value in row) + "\r\n"


@pytest.mark.requirement("P-03")
def test_by_headings_with_successors(tmp_path) -> None:
    found = lists(tmp_path, HEADER + OPEN + CLOSED).practices()
    assert found.get("p99002 ") == Practice(
        "P99002",
        "WEIR PRACTICE",
        PracticeStatus.CLOSED,
        date(1974, 4, 1),
        date(2026, 9, 30),
        "4",
        "P99001",
        "ZZ99 3VZ",
    )
    successor = found.final_successor("P99002", TODAY)
    assert successor is not None
    assert successor.code == "P99001"


def test_by_position(tmp_path) -> None:
    content = by_position(opened="19740401", closed="20260930", status="C", postcode="ZZ993VZ") + by_position(
        code="P99002", status="D", setting="8"
    )
    found = lists(tmp_path, content)
    assert found.practices().practices == {
        "P99001": Practice(
            "P99001",
            "MILL",
            PracticeStatus.CLOSED,
            date(1974, 4, 1),
            date(2026, 9, 30),
            "4",
            None,
            "ZZ99 3VZ",
        ),
        "P99002": Practice("P99002", "MILL", PracticeStatus.DORMANT, None, None, "8", None, None),
    }
    assert found.rejects == ()


@pytest.mark.parametrize("name", list(HEADINGS))
def test_every_heading_is_known_however_it_is_written(tmp_path, name) -> None:
    values = {"code": "P99001", "name": "MILL", "status": "A", "successor": "P99003", "setting": "4"}
    days = {"opened": "20100401", "closed": "20300101", "joined": "20110101", "left": "20120101"}
    for heading in HEADINGS[name]:
        for written in (heading, heading.upper(), heading.title().replace(" ", "_"), f" {heading} "):
            names = {key: (written if key == name else HEADINGS[key][0]) for key in HEADINGS}
            content = ",".join(names.values()) + "\n"
            content += ",".join({**values, **days, "postcode": "ZZ99 3VZ"}[key] for key in names) + "\n"
            (practice,) = lists(tmp_path, content).practices().practices.values()
            assert (practice.code, practice.status, practice.successor) == ("P99001", "A", "P99003")
            assert (practice.opened, practice.closed) == (date(2010, 4, 1), date(2030, 1, 1))
            assert (practice.setting, practice.postcode) == ("4", "ZZ99 3VZ")


# --- as of ------------------------------------------------------------------------------------------


def test_the_list_is_as_old_as_the_latest_day_in_it_that_has_come(tmp_path) -> None:
    assert lists(tmp_path, HEADER + OPEN + CLOSED).practices().as_of == date(2026, 9, 30)
    announced = HEADER + OPEN + CLOSED.replace("20260930", "20270331")
    assert lists(tmp_path, announced).practices().as_of == date(2010, 4, 1)
    joined = by_position(opened="19740401", joined="20240105", left="20991231")
    assert lists(tmp_path, joined).practices().as_of == date(2024, 1, 5)


def test_the_config_has_the_last_word_on_the_day(tmp_path) -> None:
    assert lists(tmp_path, HEADER + OPEN, as_of="2026-11-01").practices().as_of == date(2026, 11, 1)


def test_a_list_without_a_day_is_as_old_as_its_file(tmp_path) -> None:
    (tmp_path / "practices.csv").write_text("Code,Name,Status\nP99001,MILL,A\n")
    os.utime(tmp_path / "practices.csv", (1_700_000_000, 1_700_000_000))
    assert lists(tmp_path).practices().as_of == date(2023, 11, 14)


def test_a_list_from_last_year_is_used_and_reported(tmp_path) -> None:
    fresh = lists(tmp_path, HEADER + OPEN, as_of=TODAY - timedelta(days=366)).inspect()
    assert fresh.problems == ()
    old = lists(tmp_path, HEADER + OPEN, as_of=TODAY - timedelta(days=367))
    (problem,) = old.inspect().problems
    assert (problem.code, problem.fatal) == ("FP-0808", False)
    assert "2025-11-21, 367 days" in problem.what
    assert old.practices().get("P99001") is not None


# --- rows -------------------------------------------------------------------------------------------


def test_rows_that_cannot_be_used_are_counted_and_named(tmp_path) -> None:
    content = (
        HEADER + OPEN + "P99003,SHORT,A\n" + ",NO CODE,A,,,4,,\n" + "P99004,NO STATUS,X,,,4,,\n"
        "P99001,AGAIN,C,,,4,,\n"
        + "P99005,STRANGE DAY,A,31/02/1950,see notes,4,,\n"
        + "P?9006,NO CODE,A,,,4,,\n"
        'P99007,"OPEN QUOTE,A,,,4,,\n' + CLOSED
    )
    found = lists(tmp_path, content)
    assert set(found.practices().practices) == {"P99001", "P99002", "P99005"}
    assert found.practices().practices["P99001"].name == "MILL SURGERY"
    assert found.practices().practices["P99005"].opened is None
    assert found.rejects == (
        Reject("row 3", "FP-0804"),
        Reject("row 4", "FP-0806", "code"),
        Reject("P99004", "FP-0806", "status"),
        Reject("P99001", "FP-0805", "code"),
        Reject("P99005", "FP-0807", "opened"),
        Reject("P99005", "FP-0807", "closed"),
        Reject("row 8", "FP-0806", "code"),
        Reject("row 9", "FP-0804"),
    )
    problems = {problem.code: problem.what for problem in found.inspect().problems}
    assert problems == {
        "FP-0804": "2 rows: row 3, row 9.",
        "FP-0806": "3 rows: row 4, P99004, row 8.",
        "FP-0805": "1 row: P99001.",
        "FP-0807": "1 row: P99005.",
    }
    assert not any(problem.fatal for problem in found.inspect().problems)
    assert set(problems) <= set(CATALOGUE)


def test_many_rejects_are_counted_and_five_named(tmp_path) -> None:
    found = lists(tmp_path, HEADER + OPEN + "short\n" * 9, as_of=TODAY)
    (problem,) = found.inspect().problems
    assert problem.what == "9 rows: row 3, row 4, row 5, row 6, row 7 and 4 more."


@pytest.mark.parametrize("day", ["20100401", "2010-04-01", "01/04/2010", " 20100401 "])
def test_days_are_read_as_they_come(tmp_path, day) -> None:
    found = lists(tmp_path, HEADER + OPEN.replace("20100401", day)).practices()
    assert found.practices["P99001"].opened == date(2010, 4, 1)


@pytest.mark.parametrize("word", ["Active", "ACTIVE", "a"])
def test_a_status_may_be_a_word(tmp_path, word) -> None:
    found = lists(tmp_path, HEADER + OPEN.replace(",A,", f",{word},")).practices()
    assert found.practices["P99001"].status is PracticeStatus.ACTIVE


# --- files ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "content", ["", "\ufeff", "\n \n", HEADER, HEADER + "P99001,SHORT\n"],
    ids=["empty", "mark alone", "blank", "header alone", "nothing usable"],
)  # fmt: skip
def test_an_empty_list(tmp_path, content) -> None:
    with pytest.raises(SourceUnavailable, match="FP-0801"):
        lists(tmp_path, content).practices()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("<!DOCTYPE html>\n<html>", "web page"),
        ("\ufeff  <html>", "web page"),
        (b"PK\x03\x04\x14\x00", "zip"),
        ("Practice;Name\nP99001;MILL\n", "neither known headings"),
        ("P99001,MILL,A\n", "neither known headings"),
        ("Name,Postcode\nMILL,ZZ99 3VZ\n", '"organisation code" and "status code"'),
        (HEADER.encode("utf-16-le"), "NUL"),
        (bytes(range(256)) * 4, ""),
    ],
    ids=[
        "html",
        "html with mark",
        "zip",
        "semicolons",
        "too narrow",
        "no code",
        "utf-16 without mark",
        "binary",
    ],
)
def test_what_is_no_practice_list(tmp_path, content, says) -> None:
    with pytest.raises(SourceUnavailable, match="FP-0802") as caught:
        lists(tmp_path, content).practices()
    assert says in caught.value.message
    assert caught.value.where == "reference practices: practices.csv"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_encodings(tmp_path, encoding) -> None:
    content = (HEADER + OPEN.replace("MILL", "CAFÉ MILL\u2019S")).encode(encoding)
    assert lists(tmp_path, content).practices().practices["P99001"].name == "CAFÉ MILL\u2019S SURGERY"


def test_no_list(tmp_path) -> None:
    with pytest.raises(SourceUnavailable, match="FP-0803"):
        lists(tmp_path).practices()


def test_a_locked_list(tmp_path, monkeypatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "The process cannot access the file")

    found = lists(tmp_path, HEADER + OPEN)
    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(SourceUnavailable, match=r"FP-0803: .*cannot access"):
        found.practices()


def test_the_list_is_read_once(tmp_path) -> None:
    found = lists(tmp_path, HEADER + OPEN)
    assert found.practices() is found.practices()


def test_an_unknown_key_is_an_error() -> None:
    with pytest.raises(ValidationError, match="paths"):
        NhsConfig.model_validate({"path": "x.csv", "paths": "y.csv"})


# --- the writer -------------------------------------------------------------------------------------

CODE = st.from_regex("P99[0-9]{3}", fullmatch=True)
WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufeff"), max_size=15).map(
    str.strip
)
DAYS = st.none() | st.dates(date(1948, 7, 5), date(2099, 12, 31))
PRACTICES = st.lists(
    st.builds(
        Practice,
        code=CODE,
        name=WORDS,
        status=st.sampled_from(PracticeStatus),
        opened=DAYS,
        closed=DAYS,
        setting=st.sampled_from(["", "4", "8"]),
        successor=st.none() | CODE,
        postcode=st.none() | st.just("ZZ99 3VZ"),
    ),
    min_size=1,
    max_size=6,
    unique_by=lambda each: each.code,
)


@given(PRACTICES)
@settings(max_examples=80, deadline=None)
def test_practices_come_back_as_they_were_written(tmp_path_factory, practices) -> None:
    folder = tmp_path_factory.mktemp("list")
    given_ = PracticeList(TODAY, {each.code: each for each in practices})
    keys = WRITER.write(folder, (), {"practices": given_, "as_of": TODAY})
    assert keys == {"path": "practices.csv"}
    assert lists(folder, as_of=TODAY, **keys).practices() == given_
    assert [each.name for each in folder.iterdir()] == ["practices.csv"]


def test_what_is_registered(tmp_path) -> None:
    assert (BACKEND.name, BACKEND.port) == ("nhs", Port.REFERENCE_DATA)
    assert BACKEND.capabilities == {Capability.PRACTICES}
    assert isinstance(lists(tmp_path, HEADER + OPEN), ReferenceData)
    assert (WRITER.name, WRITER.fields) == ("nhs", frozenset())


# --- the real list ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def national(root: Path) -> Path:
    shared = Path(os.environ.get("FINGERPOST_SHARED", root.parent / "shared"))
    path = shared / "data" / "practices" / "epraccur.csv"
    if not path.is_file():
        pytest.skip("the national list is not here: set FINGERPOST_SHARED")
    return path


@pytest.mark.requirement("P-03")
def test_the_national_list_is_read_whole(national) -> None:
    found = lists(national.parent, path=national.name)
    practices = found.practices()
    with national.open(newline="", encoding="ascii") as file:
        rows = list(csv.reader(file))
    assert len(rows) == len(practices.practices) == 15_971
    assert found.rejects == ()
    assert Counter(each.status.value for each in practices.practices.values()) == Counter(
        row[12] for row in rows
    )
    assert Counter(each.setting for each in practices.practices.values()) == Counter(row[25] for row in rows)
    for row in rows:
        each = practices.practices[row[0]]
        assert (each.name, each.postcode or "") == (row[1].strip(), row[9])
        assert (f"{each.opened:%Y%m%d}", f"{each.closed:%Y%m%d}" if each.closed else "") == (row[10], row[11])
        assert each.successor is None
        assert each.is_gp_practice == (row[25] == "4")
        assert each.is_open(TODAY) == (row[12] == "A")


def test_the_national_list_says_how_old_it_is(national) -> None:
    report = lists(national.parent, path=national.name).inspect()
    assert report.as_of is not None
    assert report.as_of.date() == date(2023, 12, 4)
    assert [problem.code for problem in report.problems] == ["FP-0808"]
    fresh = lists(national.parent, path=national.name, today=date(2023, 12, 20)).inspect()
    assert fresh.problems == ()
