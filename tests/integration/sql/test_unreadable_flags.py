"""`config check` of yes-or-no columns that hold something else."""

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
[person]
ref = { column = "person.ID" }
restricted = { column = "person.RESTRICTED" }
advance_decision = { column = "person.DECISION", yes = ["1"], no = ["2"] }
"""


@pytest.fixture
def problems(tmp_path):
    """Inspect a database of (restricted, decision)."""
    (tmp_path / "ours.toml").write_text(MAPPING, encoding="utf-8")

    def inspect(*rows):
        with closing(sqlite3.connect(tmp_path / "case.db")) as database, database:
            database.execute("CREATE TABLE PEOPLE (ID integer, RESTRICTED varchar(30), DECISION varchar(30))")
            database.executemany(
                "INSERT INTO PEOPLE VALUES (?, ?, ?)", [(number, *row) for number, row in enumerate(rows)]
            )
        context = OpenContext("case", date(2026, 11, 23), tmp_path, {}, {})
        with open_sql(url="sqlite:///case.db", mapping="./ours.toml", context=context) as source:
            return [
                (each.where, each.code, each.fatal, each.what)
                for each in source.inspect().problems
                if each.code == "FP-0314"
            ]

    return inspect


def test_flags_that_can_be_read_are_no_problem(problems):
    assert problems(("Y", "1"), ("n", "2"), (None, None), ("", "")) == []


def test_each_value_is_named_and_for_restricted_it_is_fatal(problems):
    assert problems(("R", "3"), ("R", "1"), ("Y", None)) == [
        ("person.restricted", "FP-0314", True, "PEOPLE.RESTRICTED holds 'R', which is neither yes nor no."),
        (
            "person.advance_decision",
            "FP-0314",
            False,
            "PEOPLE.DECISION holds '3', which is neither yes nor no.",
        ),
    ]


def test_what_people_typed_is_not_repeated(problems):
    ((where, _, fatal, what),) = problems(*((f"Surname{number}", "1") for number in range(40)))
    assert (where, fatal) == ("person.restricted", True)
    assert "Surname" not in what
    assert "more than 30 different values" in what


def test_bytes_are_told_without_their_content(problems):
    ((where, _, _, what),) = problems((b"\xff\xfe", "1"))
    assert where == "person.restricted"
    assert "xff" not in what
