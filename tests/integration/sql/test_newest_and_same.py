"""Two words of the grammar: `newest`, the rows of the latest form, and `same`, another column's value."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapter_core.domain.people import Person
from adapter_core.errors import MappingError
from adapter_core.hooks.ports import OpenContext, PeopleQuery
from adapter_core.readers.mapping import compile_mapping, load_mapping
from adapter_core.readers.mapping.picking import make_newest
from adapter_core.readers.sql import open_sql

MAPPING = """
schema = 1
format = "sql"
[tables.person]
name = "PEOPLE"
key = "ID"
[tables.answer]
name = "ANSWERS"
key = "ID"
person = "PERSON_ID"
newest = "FORM"
[person]
ref = { column = "person.ID" }
gender = { column = "answer.SEX" }
[each.health_conditions]
table = "answer"
condition = { column = "answer.TEXT" }
"""
NEWEST = 'newest = "FORM"'
SCHEMA = """
CREATE TABLE PEOPLE (ID integer);
CREATE TABLE ANSWERS
    (ID integer, PERSON_ID integer, FORM integer, SEX varchar(1), TEXT varchar(9), ABOUT {about});
INSERT INTO PEOPLE VALUES (1), (2), (3);
INSERT INTO ANSWERS VALUES
    (1, 1, 9, 'F', 'old', {none}), (2, 1, 10, 'M', 'new', {one}), (3, 1, 10, NULL, 'new too', {two}),
    (4, 2, NULL, 'F', 'undated', {none}), (5, 2, NULL, 'M', 'undated', {blank});
"""


def conditions(person: Person) -> list[object]:
    assert isinstance(person.health_conditions, tuple)
    return [each.condition for each in person.health_conditions]


@pytest.fixture
def read(tmp_path, database):
    """Read a database with this mapping: reference to the conditions, and the gender."""

    def people(mapping: str = MAPPING, about: str = "integer"):
        (tmp_path / "ours.toml").write_text(mapping, encoding="utf-8")
        is_text = about != "integer"
        values = (
            {"one": "'1'", "two": "'2'", "blank": "''"} if is_text else {"one": 1, "two": 2, "blank": "NULL"}
        )
        url = database(SCHEMA.format(about=about, none="NULL", **values), "")
        context = OpenContext("case", date(2026, 11, 23), tmp_path, {}, {})
        with open_sql(url=url, mapping="./ours.toml", context=context) as source:
            (page,) = source.iter_people(PeopleQuery())
            assert source.get_person("1") == page.people[0]
            assert not any(each.fatal for each in source.inspect().problems)
        return {each.ref: (conditions(each), str(each.gender)) for each in page.people}

    return people


def test_only_the_rows_of_the_highest_value_count(read) -> None:
    assert read() == {
        "1": (["new", "new too"], "absent"),  # 10 is more than 9; of its two rows the later gives the value
        "2": (["undated", "undated"], "male"),
        "3": ([], "absent"),
    }


def test_without_newest_all_rows_count(read) -> None:
    assert read(MAPPING.replace(NEWEST, ""))["1"][0] == ["old", "new", "new too"]


@pytest.mark.parametrize("about", ["integer", "varchar(40)"])
@pytest.mark.parametrize(
    ("blank", "found"),
    [("", (["new"], [])), (", or_blank = true", (["old", "new"], ["undated", "undated"]))],
)
def test_same_compares_two_columns_whatever_their_types(read, about, blank, found) -> None:
    where = f'where = {{ ABOUT = {{ same = "answer.PERSON_ID"{blank} }} }}'
    people = read(MAPPING.replace(NEWEST, where), about)
    assert (people["1"][0], people["2"][0]) == found


@given(st.lists(st.tuples(st.integers(1, 4), st.one_of(st.none(), st.integers(-5, 5), st.dates()))))
def test_newest_keeps_the_order_and_at_least_one_row_of_everybody(rows) -> None:
    kept = make_newest(1)(rows)
    assert {key for key, _ in kept} == {key for key, _ in rows}
    places = [rows.index(row) for row in dict.fromkeys(kept)]
    assert places == sorted(places)
    for key in {key for key, _ in rows}:
        assert len({value for other, value in kept if other == key}) == 1


@pytest.mark.parametrize(
    ("old", "new", "code", "says"),
    [
        (
            'key = "ID"\n[tables.answer]',
            'key = "ID"\nnewest = "ID"\n[tables.answer]',
            "FP-0307",
            "has person",
        ),
        (NEWEST, 'where = { ABOUT = { same = "PERSON_ID" } }', "FP-0311", "table.COLUMN"),
        (NEWEST, 'where = { ABOUT = { same = "answers.ID" } }', "FP-0311", "did you mean 'answer'"),
        (NEWEST, "where = { ABOUT = { samr = 'answer.ID' } }", "FP-0306", "samr"),
    ],
)
def test_mistakes_are_named(tmp_path, old, new, code, says) -> None:
    (tmp_path / "ours.toml").write_text(MAPPING.replace(old, new), encoding="utf-8")
    with pytest.raises(MappingError, match=says) as caught:
        compile_mapping(load_mapping("./ours.toml", base=tmp_path, folders={}), as_of=date(2026, 11, 23))
    assert caught.value.code == code


def test_same_is_for_databases_alone(tmp_path) -> None:
    (tmp_path / "ours.toml").write_text(
        'schema = 1\nformat = "json"\n[person]\nref = { path = "id" }\n[tables.a]\npath = "a"\n'
        'where = { b = { same = "a.c" } }\n'
        '[each.health_conditions]\ntable = "a"\ncondition = { path = "d" }\n'
    )
    with pytest.raises(MappingError, match="FP-0316"):
        compile_mapping(load_mapping("./ours.toml", base=tmp_path, folders={}), as_of=date(2026, 11, 23))


def test_a_table_joined_by_what_another_one_holds_comes_after_it(tmp_path, database) -> None:
    (tmp_path / "ours.toml").write_text(
        MAPPING.replace(NEWEST, "").replace('"answer.TEXT"', '"shown.TEXT"')
        + '[tables.shown]\nname = "ANSWERS"\njoin = { "answer.ID" = "ID" }\n'
        'where = { "other.FORM" = "10" }\n'
        '[tables.other]\nname = "ANSWERS"\njoin = { "answer.ID" = "ID" }\n',
        encoding="utf-8",
    )
    url = database(SCHEMA.format(about="integer", none="NULL", one=1, two=2, blank="NULL"), "")
    context = OpenContext("case", date(2026, 11, 23), tmp_path, {}, {})
    with open_sql(url=url, mapping="./ours.toml", context=context) as source:
        (page,) = source.iter_people(PeopleQuery())
    assert conditions(page.people[0]) == ["new", "new too"]
