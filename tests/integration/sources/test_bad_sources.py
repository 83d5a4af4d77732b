"""Bad input, end to end: an error with code, place and remedy, or a reject; the rest is checked all the same.

Every command runs through `Council.run`, which looks for tracebacks and for values of people's records.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

import pytest

KNOWN_GAPS = [("1002", "ethnicity", "absent"), ("1012", "ethnicity", "absent")]


def test_the_council_is_sound_until_it_is_broken(council):
    council.assert_sound()
    assert council.run("config", "check").code == 0


# --- the master cannot be read at all ----------------------------------------------------------------------


@contextmanager
def locked(council: Any) -> Iterator[None]:
    with closing(sqlite3.connect(council.folder / "mosaic.db", isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        yield


@contextmanager
def gone(council: Any) -> Iterator[None]:
    path = council.folder / "mosaic.db"
    path.rename(council.folder / "moved.db")
    yield
    (council.folder / "moved.db").rename(path)


@contextmanager
def not_a_database(council: Any) -> Iterator[None]:
    whole = (council.folder / "mosaic.db").read_bytes()
    council.write("mosaic.db", "<html>Log in</html>" * 500)
    yield
    council.write("mosaic.db", whole)


@contextmanager
def cut_in_half(council: Any) -> Iterator[None]:
    whole = (council.folder / "mosaic.db").read_bytes()
    council.write("mosaic.db", whole[: len(whole) // 3])
    yield
    council.write("mosaic.db", whole)


@contextmanager
def without_a_column(council: Any) -> Iterator[None]:
    council.sql("ALTER TABLE DM_PERSONS RENAME COLUMN LAST_NAME TO SURNAME_NEW")
    yield
    council.sql("ALTER TABLE DM_PERSONS RENAME COLUMN SURNAME_NEW TO LAST_NAME")


@contextmanager
def without_a_dropped_column(council: Any) -> Iterator[None]:
    whole = (council.folder / "mosaic.db").read_bytes()
    council.sql("ALTER TABLE FP_GP_REGISTRATIONS DROP COLUMN PRACTICE_CODE")
    yield
    council.write("mosaic.db", whole)


@contextmanager
def without_a_table(council: Any) -> Iterator[None]:
    council.sql("ALTER TABLE DM_ADDRESSES RENAME TO DM_ADDRESSES_OLD")
    yield
    council.sql("ALTER TABLE DM_ADDRESSES_OLD RENAME TO DM_ADDRESSES")


BREAKAGES = [
    pytest.param(locked, 4, "FP-0401", "sources.mosaic", "locked", id="locked"),
    pytest.param(gone, 4, "FP-0402", "sources.mosaic", "mosaic.db", id="gone"),
    pytest.param(not_a_database, 4, "FP-0400", "sources.mosaic", "cannot be reached", id="not a database"),
    pytest.param(cut_in_half, 4, "FP-0400", "sources.mosaic", "cannot be reached", id="cut in half"),
    pytest.param(without_a_column, 5, "FP-0301", "person.family_name", "LAST_NAME", id="no column"),
    pytest.param(
        without_a_dropped_column, 5, "FP-0301", "each.gp.code", "PRACTICE_CODE", id="no dropped column"
    ),
    pytest.param(without_a_table, 5, "FP-0301", "tables.address", "DM_ADDRESSES", id="no table"),
]


@pytest.mark.parametrize(("broken", "exit_code", "code", "where", "says"), BREAKAGES)
def test_a_master_that_cannot_be_read(council, broken, exit_code, code, where, says):  # noqa: PLR0917
    before = council.check()
    kept_before = council.kept()
    with broken(council):
        assert council.refused(exit_code=exit_code, code=code, where=where, says=says)
        # Nothing is half-stored: the last finished run still stands, and the failed ones say why they did.
        assert council.kept() == kept_before
        failed = [each for each in council.run("runs", "--json").json["runs"] if each["status"] == "failed"]
        assert failed
        assert {each["error"] for each in failed} == {code}
        assert council.run("config", "check").code == exit_code
    council.assert_sound()
    assert before.gaps == KNOWN_GAPS


@pytest.mark.parametrize(("broken", "exit_code", "code", "where", "says"), BREAKAGES)
def test_a_first_night_without_a_master(council, broken, exit_code, code, where, says):  # noqa: PLR0917
    with broken(council):
        council.refused(exit_code=exit_code, code=code, where=where, says=says)
        assert council.run("findings", "list", "--json").code == 2  # there is no finished run yet
    council.assert_sound()


# --- the master's records are strange ----------------------------------------------------------------------


@pytest.mark.requirement("P-04")
def test_codes_that_nobody_mapped_are_counted_and_no_gap(council):
    council.sql("UPDATE DM_PERSONS SET FULL_ETHNICITY_CODE = 'QQ7' WHERE PERSON_ID IN (1001, 1002, 1003)")
    report = council.check()
    assert (report.rule("ethnicity")["not_assessable"], report.rule("ethnicity")["gaps"]) == (3, 1)
    assert report.rule("ethnicity")["applicable"] == 20
    assert report.gaps == KNOWN_GAPS[1:]
    assert "3 checks could not be made" in council.words()
    assert "1 code not mapped" in council.run("report", "--format", "table").out
    found = council.run("config", "check", "--json")
    assert "FP-0303" in found.out
    assert "QQ7" in found.out
    assert found.code == 0  # a check can run


@pytest.mark.requirement("P-04")
@pytest.mark.parametrize("day", ["31/02/1950", "1950-02-31", "yesterday", "19560601", "x" * 500, "-1"])
def test_dates_that_are_none(council, day):
    council.sql(f"UPDATE DM_PERSONS SET DATE_OF_BIRTH = '{day}' WHERE PERSON_ID = 1005")
    report = council.check()
    assert report.gaps == sorted([*KNOWN_GAPS, ("1005", "date_of_birth", "invalid")])
    assert report.rule("date_of_birth")["applicable"] == 20  # a wrong birth date hides nobody
    assert day not in council.words()


@pytest.mark.parametrize("day", ["2026-11-24 00:00:00", "2087-01-01", "1850-01-01 00:00:00"])
def test_days_on_which_nobody_was_born(council, day):
    council.sql(f"UPDATE DM_PERSONS SET DATE_OF_BIRTH = '{day}' WHERE PERSON_ID = 1005")
    report = council.check(code=3)
    assert report.gaps == sorted([*KNOWN_GAPS, ("1005", "date_of_birth", "invalid")])
    assert report.rule("date_of_birth")["applicable"] == 20
    # The extract has the same NHS number with another date: nobody may take one for the other.
    assert report.rejects("ais") == [("1005 / A1005", "FP-0502", "date_of_birth")]
    assert day[:10] not in council.words(code=3)


def test_a_death_that_cannot_be_hides_nobody(council):
    council.sql("UPDATE DM_PERSONS SET DATE_OF_DEATH = '31/02/2020' WHERE PERSON_ID = 1005")
    council.sql("UPDATE DM_PERSONS SET DATE_OF_DEATH = '2030-01-01 00:00:00' WHERE PERSON_ID = 1006")
    report = council.check()
    assert report.json["excluded"]["deceased"] == 0
    assert report.rule("name")["applicable"] == 20


@pytest.mark.requirement("P-04")
@pytest.mark.parametrize("number", ["'ABC'", "'see notes'", "x'fffe'", "12.5", "'943 476 5919x'", "-1"])
def test_text_in_the_column_of_nhs_numbers(council, number):
    council.sql(f"UPDATE DM_PERSONS SET NHS_ID = {number} WHERE PERSON_ID = 1005")
    report = council.check()
    assert report.gaps == sorted([*KNOWN_GAPS, ("1005", "nhs_number", "invalid")])


def test_text_in_the_column_of_references(council):
    council.sql("UPDATE DM_PERSONS SET PERSON_ID = 'X77', PERSON_ID_LEGACY = 'LX77' WHERE PERSON_ID = 1005")
    report = council.check()
    refs = {each["person"]["ref"] for each in report.json["findings"]}
    # Somebody of that reference is read; all that hangs on the number it had is not theirs any more.
    assert report.rule("name")["applicable"] + report.json["excluded"]["closed"] == 20
    assert refs >= {"1002", "1012"}
    assert [each for each in report.gaps if each[0] not in ("X77", "1005")] == KNOWN_GAPS


@pytest.mark.parametrize(
    ("raw", "ref", "code"),
    [
        ("NULL", "without reference 1", "FP-0500"),
        ("x'01ff'", "(bytes)", "FP-0504"),
        ("7.5", "7.5", "FP-0504"),
    ],
)
def test_a_reference_of_a_strange_kind_is_a_reject(council, raw, ref, code):
    council.sql(
        "CREATE TABLE copied AS SELECT * FROM DM_PERSONS; DROP TABLE DM_PERSONS;"
        "ALTER TABLE copied RENAME TO DM_PERSONS;"
        f"UPDATE DM_PERSONS SET PERSON_ID = {raw} WHERE PERSON_ID = 1005"
    )
    report = council.check(code=3)
    assert report.status == "partial"
    assert report.rejects("mosaic") == [(ref, code, "ref")]
    assert report.rule("name")["applicable"] == 19
    assert report.gaps == KNOWN_GAPS
    assert "1 record could not be read" in council.words(code=3)


def test_a_reference_that_comes_twice_is_a_reject(council):
    council.sql(
        "CREATE TABLE copied AS SELECT * FROM DM_PERSONS; DROP TABLE DM_PERSONS;"
        "ALTER TABLE copied RENAME TO DM_PERSONS;"
        "INSERT INTO DM_PERSONS SELECT * FROM DM_PERSONS WHERE PERSON_ID = 1005"
    )
    report = council.check(code=3)
    assert report.rejects("mosaic") == [("1005", "FP-0501", "ref")]
    assert report.rule("name")["applicable"] == 20
    assert report.gaps == KNOWN_GAPS


def test_text_where_other_tables_refer_to_the_person(council):
    council.sql("UPDATE FP_GP_REGISTRATIONS SET PERSON_ID = 'nobody' WHERE PERSON_ID = 1005")
    report = council.check()
    assert report.gaps == sorted([*KNOWN_GAPS, ("1005", "gp_practice", "held_elsewhere")])


def test_text_that_is_no_text_spoils_one_field(council):
    council.sql("UPDATE DM_PERSONS SET LAST_NAME = CAST(x'fffe41' AS TEXT) WHERE PERSON_ID = 1005")
    report = council.check()
    assert report.gaps == sorted([*KNOWN_GAPS, ("1005", "name", "invalid")])


# --- the extract -------------------------------------------------------------------------------------------


def line_of(council: Any, ref: str) -> str:
    return next(line for line in council.text("ais.csv").splitlines() if line.startswith(f"{ref},"))


def replace_line(council: Any, ref: str, new: str) -> None:
    council.write("ais.csv", council.text("ais.csv").replace(line_of(council, ref), new))


def test_a_broken_row_costs_itself_alone(council):
    replace_line(council, "A1003", line_of(council, "A1003") + ',"')
    report = council.check(code=3)
    assert report.status == "partial"
    assert report.source("ais")["status"] == "partial"
    assert report.source("ais")["people"] == 19
    assert report.rejects("ais") == [("row 4", "FP-0510", "")]
    assert report.gaps == KNOWN_GAPS
    assert "1 record could not be read" in council.words(code=3)


def test_a_person_who_comes_twice_is_a_reject(council):
    council.write("ais.csv", council.text("ais.csv") + line_of(council, "A1003") + "\r\n")
    report = council.check(code=3)
    assert report.rejects("ais") == [("A1003", "FP-0511", "ref")]
    assert report.gaps == KNOWN_GAPS


def test_a_byte_order_mark_is_no_fault(council):
    council.write("ais.csv", b"\xef\xbb\xbf" + council.text("ais.csv").encode())
    council.assert_sound()


def test_another_encoding_stops_the_source_and_the_config_mends_it(council):
    text = council.text("ais.csv").replace("Alex", "Zoë").replace("Hidden", "Hiddën")
    council.write("ais.csv", text.encode("windows-1252"))
    report = council.check(code=3)
    assert report.source("ais")["status"] == "down"
    assert report.rule("name")["applicable"] == 20
    assert report.gaps == KNOWN_GAPS
    words = council.words(code=3)
    assert "FP-0412" in words
    assert 'encoding = "windows-1252"' in words  # what to do
    council.configure('path = "ais.csv"', 'path = "ais.csv"\nencoding = "windows-1252"')
    assert council.check().source("ais")["status"] == "ok"


@pytest.mark.parametrize(
    ("content", "code", "says"),
    [
        (None, "FP-0410", "cannot be opened"),
        ("", "FP-0413", "empty"),
        ("header alone", "FP-0413", "no people"),
        ("no column", "FP-0301", "NHS_NUMBER"),
        ("another delimiter", "FP-0414", "semicolon"),
    ],
)
def test_an_extract_that_cannot_be_used(council, content, code, says):
    council.sql("UPDATE DM_PERSONS SET NHS_ID = NULL WHERE PERSON_ID = 1005")
    whole = council.text("ais.csv")
    match content:
        case None:
            (council.folder / "ais.csv").unlink()
        case "header alone":
            council.write("ais.csv", whole.splitlines()[0] + "\r\n")
        case "no column":
            council.write("ais.csv", whole.replace("NHS_NUMBER", "NHSNO", 1))
        case "another delimiter":
            council.write("ais.csv", whole.replace(",", ";"))
        case _:
            council.write("ais.csv", content)
    report = council.check(code=3)
    assert report.status == "partial"
    assert report.source("mosaic")["status"] == "ok"
    assert report.source("ais")["status"] == "down"
    assert report.rule("name")["applicable"] == 20
    assert report.gaps == sorted([*KNOWN_GAPS, ("1005", "nhs_number", "absent")])
    words = council.words(code=3)
    assert code in words
    assert says in words
    assert "What to do: " in words
    assert "ais" in words
    page = council.run("report", "--format", "html", "--output", str(council.folder / "report.html"))
    assert page.code == 0
    assert code in council.text("report.html")
    assert says in council.text("report.html")
    council.write("ais.csv", whole)
    council.sql("UPDATE DM_PERSONS SET NHS_ID = 9990000018 WHERE PERSON_ID = 1001")
    assert council.check().source("ais")["status"] == "ok"


# --- the practice list -------------------------------------------------------------------------------------


@pytest.mark.requirement("P-03", "P-04")
@pytest.mark.parametrize(
    ("content", "code"),
    [(None, "FP-0803"), ("", "FP-0801"), ("header alone", "FP-0801"), ("<html>Log in</html>", "FP-0802")],
)
def test_a_practice_list_that_cannot_be_used(council, content, code):
    whole = council.text("practices.csv")
    if content is None:
        (council.folder / "practices.csv").unlink()
    else:
        council.write(
            "practices.csv", whole.splitlines()[0] + "\r\n" if content == "header alone" else content
        )
    report = council.check(code=3)
    assert report.status == "partial"
    practice = report.rule("gp_practice")
    assert (practice["applicable"], practice["not_assessable"], practice["gaps"]) == (20, 20, 0)
    assert report.rule("name")["passed"] == 20
    assert report.gaps == KNOWN_GAPS
    assert code in council.words(code=3)
    council.write("practices.csv", whole)
    council.assert_sound()


@pytest.mark.requirement("P-03", "P-04")
def test_a_practice_list_from_last_year_calls_no_code_wrong(council):
    council.sql("UPDATE FP_GP_REGISTRATIONS SET PRACTICE_CODE = 'F88888' WHERE PERSON_ID = 1005")
    assert council.check().gaps == sorted([*KNOWN_GAPS, ("1005", "gp_practice", "held_elsewhere")])
    council.configure("as_of = 2026-11-01", "as_of = 2025-01-01")
    (
        council.folder / "fingerpost.db"
    ).unlink()  # what was found last night stays until it is known to be mended
    report = council.check()
    assert report.rule("gp_practice")["not_assessable"] == 1
    assert report.gaps == KNOWN_GAPS
    found = council.run("config", "check")
    assert found.code == 0
    assert found.both.count("FP-0808") == 1
    assert "FP-0118" not in found.both
