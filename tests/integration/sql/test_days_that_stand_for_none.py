"""A program that has to write some day writes its first: such a row has not ended."""

from __future__ import annotations

from datetime import date

import pytest

from adapter_core.domain.states import State
from adapter_core.hooks.ports import OpenContext, PeopleQuery
from adapter_core.readers.sql import open_sql
from adapter_core.testing.shapes import held

MAPPING = """
schema = 1
format = "sql"
[tables.person]
name = "PEOPLE"
key = "ID"
[tables.address]
name = "ADDRESSES"
person = "PERSON_ID"
current = { start = "BEGAN", end = "ENDED" }
[tables.job]
name = "JOBS"
join = { "holder.WORKER_ID" = "WORKER_ID" }
current = { start = "BEGAN", end = "ENDED" }
[tables.holder]
name = "HOLDERS"
person = "PERSON_ID"
[person]
ref = { column = "person.ID" }
postcode = { column = "address.POSTCODE" }
date_of_death = { column = "person.DIED", transform = "date" }
[each.allocations]
table = "holder"
team = { column = "job.TEAM" }
end = { column = "holder.ENDED", transform = "date" }
"""
SCHEMA = """
CREATE TABLE PEOPLE (ID integer, DIED {day});
CREATE TABLE ADDRESSES (PERSON_ID integer, POSTCODE varchar(9), BEGAN {day}, ENDED {day});
CREATE TABLE HOLDERS (PERSON_ID integer, WORKER_ID integer, ENDED {day});
CREATE TABLE JOBS (WORKER_ID integer, TEAM varchar(9), BEGAN {day}, ENDED {day});
INSERT INTO PEOPLE VALUES (1, '{none}');
INSERT INTO ADDRESSES VALUES (1, 'MB1 1AA', '{none}', '{none}');
INSERT INTO HOLDERS VALUES (1, 5, '{none}');
INSERT INTO JOBS VALUES (5, 'East', '{none}', '{none}'), (5, 'West', '2001-01-01', '2002-01-01');
"""


@pytest.mark.parametrize("none", ["0001-01-01", "1753-01-01", "1899-12-30", "1899-12-31", "1900-01-01"])
def test_a_row_with_such_an_end_is_in_force(tmp_path, database, none):
    (tmp_path / "ours.toml").write_text(MAPPING, encoding="utf-8")
    url = database(SCHEMA.format(day="timestamp", none=none), "")
    context = OpenContext("case", date(2026, 11, 23), tmp_path, {}, {})

    with open_sql(url=url, mapping="./ours.toml", context=context) as source:
        (page,) = source.iter_people(PeopleQuery())

    (person,) = page.people
    assert person.postcode == "MB1 1AA"
    assert person.date_of_death is State.PLACEHOLDER
    assert held(person, "allocations.team") == "East"
    assert held(person, "allocations.end") is State.PLACEHOLDER
