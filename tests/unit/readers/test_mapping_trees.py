"""One grammar for tables, files and trees: what is rewritten into what, and what is refused."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapter_core.domain.states import State
from adapter_core.errors import MappingError
from adapter_core.readers.mapping import compile_mapping, load_mapping
from adapter_core.readers.mapping.conditions import conditions_of
from adapter_core.readers.mapping.paths import json_column, json_steps, path_of, xml_steps
from adapter_core.testing.shapes import held

AS_OF = date(2026, 11, 23)

XML = """
schema = 1
format = "xml"
record = "Person"
[person]
ref = { path = "@id" }
given_name = { path = ["Names/Name/@given", "Names/Name/@middle"] }
postcode = { path = "PostCode", table = "address" }
[tables.address]
path = "Addresses/Address"
where = { "@type" = "HOME", "Kind/Code" = { not = ["OLD", "WRONG"] } }
current = { start = "@start", end = "@end" }
pick = [{ prefer = { "@display" = "Y" } }, { latest = "@start" }]
[tables.relationship]
path = "Relationships/Relationship"
[each.relationships]
table = "relationship"
other_ref = { path = "Other/@id" }
[each.gp]
code = { path = "GP/@code" }
[extra.mosaic]
flag = { path = "Flag" }
"""

JSON = """
schema = 1
format = "json"
records = ["data", "people"]
[person]
ref = { path = "id" }
family_name = { path = ["name", "family/birth"] }
address = { path = [["home", "line~1"], ["home", "line2"]] }
[tables.gp]
path = ["gp"]
[each.gp]
table = "gp"
code = { path = ["practice", "code"] }
"""

CSV = """
schema = 1
format = "csv"
[files.person]
name = "people.csv"
[files.gp]
name = "gp.csv"
person = "PID"
where = { "kind.TEXT" = "General practice" }
[files.kind]
name = "kinds.csv"
join = { "gp.KIND" = "CODE" }
[person]
ref = { column = "person.ID" }
[each.gp]
table = "gp"
code = { column = "gp.CODE" }
"""


@pytest.fixture
def load(tmp_path):
    def loading(text):
        (tmp_path / "ours.toml").write_text(text, encoding="utf-8")
        return load_mapping("./ours.toml", base=tmp_path, folders={})

    return loading


def test_an_xml_tree_is_read_as_tables(load):
    reader = compile_mapping(load(XML), as_of=AS_OF)

    assert reader.main == "record"
    assert reader.columns["record"] == (
        "record.#",
        "record.@id",
        "record.Names/Name/@given",
        "record.Names/Name/@middle",
        "record.GP/@code",
        "record.Flag",
    )
    assert reader.columns["address"] == (
        "address.#",
        "address.PostCode",
        "address.@start",
        "address.@end",
        "address.@display",
    )
    assert reader.columns["relationship"] == ("relationship.#", "relationship.Other/@id")


def test_rows_of_a_tree_become_people(load):
    reader = compile_mapping(load(XML), as_of=AS_OF)

    batch = reader.read(
        [(0, "7", "Ann", "May", "A1", None), (1, "8", "Bob", None, None, "x")],
        {
            "address": [
                (0, "MB1 1AA", "2001-01-01", "2002-01-01", "Y"),
                (0, "MB1 2AA", "2003-01-01", None, "N"),
                (0, "MB1 3AA", "2002-01-01", None, "Y"),
            ],
            "relationship": [(1, "7")],
        },
    )

    ann, bob = batch.people
    assert (ann.ref, ann.given_name, ann.postcode) == ("7", "Ann May", "MB1 3AA")
    assert held(ann, "gp.code") == "A1"
    assert (ann.extra or {})["mosaic"]["flag"] is State.ABSENT
    assert (bob.given_name, bob.postcode, bob.gp) == ("Bob", State.ABSENT, ())
    assert held(bob, "relationships.other_ref") == "7"


def test_a_json_path_is_a_list_of_steps(load):
    reader = compile_mapping(load(JSON), as_of=AS_OF)

    assert reader.columns["record"] == (
        "record.#",
        "record.id",
        "record.name/family~1birth",
        "record.home/line~01",
        "record.home/line2",
    )
    assert reader.columns["gp"] == ("gp.#", "gp.practice/code")


def test_several_files_are_read_as_tables(load):
    reader = compile_mapping(load(CSV), as_of=AS_OF)

    assert reader.main == "person"
    assert reader.columns == {"person": ("person.ID",), "gp": ("gp.PID", "gp.CODE")}
    assert reader.plan.table("kind").join == {"gp.KIND": "CODE"}


def test_a_person_may_have_any_number_of_rows(load):
    reader = compile_mapping(load(JSON), as_of=AS_OF)
    rows = [(0, "1", "Ash", "x", "y"), (1, "2", "Ash", "x", "y"), (2, "3", "Ash", "x", "y")]
    children = {"gp": [(0, "A"), (1, "B"), (0, "C"), (0, "D")]}

    first, second, third = reader.read(rows, children).people

    assert [each.code for each in items(first.gp)] == ["A", "C", "D"]
    assert [each.code for each in items(second.gp)] == ["B"]
    assert third.gp == ()
    assert type(first.gp) is tuple


def test_conditions_mean_what_they_mean_in_a_database(load):
    plan = compile_mapping(load(XML), as_of=AS_OF).plan
    conditions = conditions_of(plan, "address")

    assert conditions is not None
    assert conditions.columns == ("address.@type", "address.Kind/Code")
    assert conditions.hold(("HOME", "NEW"))
    assert conditions.hold(("HOME", None))
    assert not conditions.hold((None, "NEW"))
    assert not conditions.hold(("home", "NEW"))
    assert not conditions.hold(("HOME", "OLD"))
    assert conditions_of(plan, "relationship") is None


def test_a_condition_may_stand_on_a_look_up(load):
    conditions = conditions_of(compile_mapping(load(CSV), as_of=AS_OF).plan, "gp")

    assert conditions is not None
    assert conditions.columns == ("kind.TEXT",)


@pytest.mark.parametrize(
    ("text", "old", "new", "code", "place"),
    [
        (XML, 'record = "Person"\n', "", "FP-0313", "record"),
        (XML, 'record = "Person"\n', 'record = "Person"\nrecords = ["a"]\n', "FP-0316", "records"),
        (XML, '"@id"', '"@id/x"', "FP-0315", "person.ref"),
        (XML, '"@id"', '"/id"', "FP-0315", "person.ref"),
        (XML, '"@id"', '"../id"', "FP-0315", "person.ref"),
        (XML, '"@id"', '"a[1]"', "FP-0315", "person.ref"),
        (XML, '"@id"', '[["a", "b"]]', "FP-0315", "person.ref"),
        (XML, 'path = "Addresses/Address"', 'name = "A"', "FP-0316", "tables.address.name"),
        (XML, 'path = "Addresses/Address"', 'path = "Addresses/@a"', "FP-0315", "tables.address.path"),
        (XML, '{ path = "PostCode", table = "address" }', '{ column = "PC" }', "FP-0316", "person.postcode"),
        (XML, '"PostCode", table = "address"', '"PostCode", table = "adress"', "FP-0311", "person.postcode"),
        (XML, '"Other/@id"', '"@id", table = "address"', "FP-0311", "each.relationships.other_ref"),
        (XML, 'table = "relationship"', 'table = "relation"', "FP-0311", "each.relationships.table"),
        (XML, "[tables.relationship]", "[tables.record]", "FP-0311", "tables.record"),
        (JSON, 'records = ["data", "people"]', 'record = "x"', "FP-0316", "record"),
        (JSON, 'records = ["data", "people"]', 'files = { a = { name = "a" } }', "FP-0316", "files"),
        (XML, '"HOME"', '{ same = "relationship.Other" }', "FP-0316", "tables.address.where"),
        (CSV, '"General practice"', '{ same = "gp.KIND" }', "FP-0316", "files.gp.where"),
        (CSV, 'person = "PID"', "", "FP-0313", "files"),
        (CSV, "[files.person]", '[files.person]\nperson = "ID"', "FP-0313", "files"),
        (CSV, '{ column = "gp.CODE" }', '{ path = "CODE" }', "FP-0316", "each.gp.code"),
        (CSV, "[person]", '[tables.x]\nname = "x"\n[person]', "FP-0316", "tables"),
        (CSV, "schema = 1", 'schema = 1\nrecord = "x"', "FP-0316", "record"),
        (CSV, '"gp.KIND"', '"gb.KIND"', "FP-0311", "files.kind.join"),
    ],
)
def test_what_does_not_belong_together_is_refused_with_its_place(load, text, old, new, code, place):  # noqa: PLR0917 - a table of cases
    assert old in text

    with pytest.raises(MappingError) as caught:
        compile_mapping(load(text.replace(old, new, 1)), as_of=AS_OF)

    assert caught.value.code == code
    assert caught.value.where.split()[-1].endswith(place)


def test_a_table_of_a_database_needs_a_name(load):
    text = (
        'schema = 1\nformat = "sql"\n[tables.person]\nkey = "ID"\n[person]\nref = { column = "person.ID" }\n'
    )

    with pytest.raises(MappingError) as caught:
        load(text)

    assert caught.value.code == "FP-0313"


def items(held_):
    assert isinstance(held_, tuple)
    return held_


STEPS = st.lists(st.text(min_size=1).filter(lambda step: step != "."), min_size=1, max_size=4)


@given(STEPS)
def test_json_steps_come_back(steps):
    assert json_steps(json_column(steps)) == tuple(steps)


def test_the_value_itself_has_no_steps():
    assert json_steps(json_column([])) == ()
    assert xml_steps(".") == ()


def test_a_path_may_hold_points():
    assert path_of("record.a.b/c.d") == "a.b/c.d"
    assert xml_steps("a.b/@c.d") == ("a.b", "@c.d")


@pytest.mark.parametrize("none", ["1753-01-01", "01/01/1753", "1900-01-01", "0001-01-01", "30/12/1899"])
def test_a_row_that_ends_on_a_day_that_stands_for_none_has_not_ended(load, none):
    reader = compile_mapping(load(XML), as_of=AS_OF)

    batch = reader.read(
        [(0, "7", "Ann", None, None, None)],
        {"address": [(0, "MB1 1AA", none, none, "Y")], "relationship": []},
    )

    assert batch.people[0].postcode == "MB1 1AA"
