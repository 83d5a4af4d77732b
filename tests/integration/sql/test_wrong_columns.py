"""`config check` of a coded field that was mapped to a column of names."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date

import pytest

from adapter_core.hooks.ports import OpenContext
from adapter_core.readers.sql import open_sql

MAPPING = """
schema = 1
format = "sql"
[tables.person]
name = "PEOPLE"
key = "ID"
[tables.gp]
name = "GPS"
key = "ID"
person = "PERSON_ID"
[person]
ref = { column = "person.ID" }
ethnicity = { column = "person.LAST_NAME", codes = "ethnicity" }
[each.representatives]
table = "gp"
authority = { column = "gp.SURNAME", codes = "ethnicity_of_gp" }
[codes.ethnicity]
W1 = "white_british"
[codes.ethnicity_of_gp]
A = "epa"
"""


@pytest.fixture
def problems(tmp_path):
    """Inspect a database with so many different names, each of two people."""
    (tmp_path / "ours.toml").write_text(MAPPING, encoding="utf-8")

    def inspect(different, rows=0):
        with closing(sqlite3.connect(tmp_path / "case.db")) as database, database:
            database.execute("CREATE TABLE PEOPLE (ID integer, LAST_NAME varchar(30))")
            database.execute("CREATE TABLE GPS (ID integer, PERSON_ID integer, SURNAME varchar(30))")
            people = [(number, f"Surname{number // 2:05}") for number in range(2 * different)]
            database.executemany("INSERT INTO PEOPLE VALUES (?, ?)", people)
            database.executemany("INSERT INTO PEOPLE VALUES (?, ?)", [(-1, "W1"), (-2, None), (-3, "")])
            held = [(number, number, f"Surname{number:05}") for number in range(rows)]
            database.executemany("INSERT INTO GPS VALUES (?, ?, ?)", held)
        context = OpenContext("case", date(2026, 11, 23), tmp_path, {}, {})
        with open_sql(url="sqlite:///case.db", mapping="./ours.toml", context=context) as source:
            return source.inspect().problems

    return inspect


def test_thirty_codes_are_named_in_one_line(problems):
    (found,) = problems(30)
    assert found.what.startswith("PEOPLE.LAST_NAME holds 30 codes that are not mapped: ")
    assert "'Surname00007'" in found.what


def test_one_code_is_named_as_one(problems):
    (found,) = problems(1)
    assert found.what == "PEOPLE.LAST_NAME holds the code 'Surname00000', which is not mapped."


@pytest.mark.parametrize("different", [31, 400, 2500])
def test_with_more_one_line_says_how_many_people_and_no_value(problems, different):
    (found,) = problems(different)
    assert (found.where, found.code, found.fatal) == ("person.ethnicity", "FP-0303", False)
    assert found.what == (
        f"PEOPLE.LAST_NAME holds, for {2 * different:,} people, more than 30 different values that no code "
        "list knows: is this the right column?"
    )


def test_of_a_list_it_counts_rows(problems):
    (found,) = problems(0, rows=31)
    assert found.what.startswith("GPS.SURNAME holds, for 31 rows, more than 30 different values")
    assert "Surname0" not in found.what
