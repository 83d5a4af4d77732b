"""Mapping files: found, merged, and every fault named with its file, its key and the nearest right name."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from adapter_core.errors import CATALOGUE, MappingError
from adapter_core.readers.mapping import compile_mapping, load_mapping
from adapter_core.readers.mapping.model import json_schema

AS_OF = date(2026, 11, 23)
SQL = """schema = 1
format = "sql"
[tables.person]
name = "PEOPLE"
key = "ID"
[tables.gp]
name = "GPS"
person = "PERSON_ID"
[person]
ref = { column = "person.ID" }
"""
FLAT = """schema = 1
format = "csv"
[person]
ref = { column = "REF" }
"""


def write(folder: Path, name: str, text: str) -> None:
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text)


def compiled(folder: Path, text: str, **more):
    write(folder, "ours.toml", text)
    return compile_mapping(load_mapping("./ours.toml", base=folder, folders={}), as_of=AS_OF, **more)


def fault(folder: Path, text: str, **more) -> MappingError:
    with pytest.raises(MappingError) as caught:
        compiled(folder, text, **more)
    assert caught.value.code in CATALOGUE
    assert str(caught.value).endswith((".", "?"))
    return caught.value


# --- finding and merging ---


def test_packaged_mappings_are_found_and_the_nearest_is_suggested(tmp_path):
    write(tmp_path, "pack/elm/report.toml", SQL)
    folders = {"pack": tmp_path / "pack"}
    assert load_mapping("elm/report", base=tmp_path, folders=folders).file.tables["person"].name == "PEOPLE"
    with pytest.raises(MappingError, match="did you mean 'elm/report'") as caught:
        load_mapping("elm/reports", base=tmp_path, folders=folders)
    assert caught.value.code == "FP-0300"


def test_a_file_of_the_councils_own_extends_a_packaged_one_and_a_neighbour(tmp_path):
    write(tmp_path, "pack/elm/report.toml", SQL)
    write(
        tmp_path, "own/middle.toml", 'schema = 1\nextends = "elm/report"\n[tables.gp]\nname = "SURGERIES"\n'
    )
    write(
        tmp_path,
        "own/ours.toml",
        'schema = 1\nextends = "./middle.toml"\n[person]\ntitle = { column = "person.T" }\n',
    )
    loaded = load_mapping("own/ours.toml", base=tmp_path, folders={"pack": tmp_path / "pack"})
    assert (loaded.file.tables["gp"].name, loaded.file.tables["gp"].person) == ("SURGERIES", "PERSON_ID")
    assert sorted(loaded.file.person) == ["ref", "title"]
    assert loaded.where("tables.gp.name") == "./middle.toml:4 tables.gp.name"
    assert loaded.where("person.ref") == "elm/report:10 person.ref"


def test_false_takes_away_what_was_inherited(tmp_path):
    base = SQL + 'title = { column = "person.T" }\n[each.gp]\ntable = "gp"\ncode = { column = "gp.CODE" }\n'
    write(tmp_path, "base.toml", base)
    reader = compiled(
        tmp_path, 'schema = 1\nextends = "./base.toml"\n[person]\ntitle = false\n[each]\ngp = false\n'
    )
    assert reader.fields == {"ref"}


def test_a_circle_names_its_chain(tmp_path):
    write(tmp_path, "a.toml", 'schema = 1\nextends = "./b.toml"\n')
    write(tmp_path, "b.toml", 'schema = 1\nextends = "./a.toml"\n')
    with pytest.raises(MappingError, match=r"\./a\.toml -> \./b\.toml -> \./a\.toml") as caught:
        load_mapping("./a.toml", base=tmp_path, folders={})
    assert caught.value.code == "FP-0308"


def test_a_byte_order_mark_is_no_fault(tmp_path):
    (tmp_path / "ours.toml").write_bytes(b"\xef\xbb\xbf" + FLAT.encode())
    assert load_mapping("./ours.toml", base=tmp_path, folders={}).file.format == "csv"


# --- faults ---


@pytest.mark.parametrize(
    ("text", "code", "says", "where"),
    [
        ("schema = 1\nschema = 1\n", "FP-0305", "line 2", "./ours.toml"),
        (FLAT + '[codes.gender]\nM = "male"\nM = "female"\n', "FP-0305", "line 7", "./ours.toml"),
        (FLAT + "[codez.x]\n", "FP-0306", "did you mean 'codes'?", "./ours.toml:5 codez"),
        (
            FLAT + 'nhs_numbr = { column = "N" }\n',
            "FP-0306",
            "did you mean 'nhs_number'?",
            "./ours.toml:5 person.nhs_numbr",
        ),
        (FLAT + 'gp = { column = "N" }\n', "FP-0306", "[each.gp]", "./ours.toml:5 person.gp"),
        (
            FLAT + 'title = { colum = "N" }\n',
            "FP-0306",
            "did you mean 'column'?",
            "./ours.toml:5 person.title.colum",
        ),
        (
            FLAT + '[each.gps]\ncode = { column = "N" }\n',
            "FP-0306",
            "did you mean 'gp'?",
            "./ours.toml:5 each.gps",
        ),
        (
            FLAT + '[each.gp]\ncod = { column = "N" }\n',
            "FP-0306",
            "did you mean 'code'?",
            "./ours.toml:6 each.gp.cod",
        ),
        (FLAT + "title = { column = 7 }\n", "FP-0307", "person.title", "./ours.toml:5 person.title.column"),
        (
            FLAT + 'title = { column = "A", value = "B" }\n',
            "FP-0307",
            "one of column, path and value",
            "./ours.toml:5 person.title",
        ),
        (FLAT + 'gender = { value = "mann" }\n', "FP-0307", "no such code", "./ours.toml:5 person.gender"),
        (
            FLAT + 'gender = { column = ["A", "B"] }\n',
            "FP-0307",
            "several columns",
            "./ours.toml:5 person.gender",
        ),
        (
            FLAT + 'title = { column = "A", transform = "uper" }\n',
            "FP-0309",
            "did you mean 'upper'?",
            "./ours.toml:5 person.title",
        ),
        (
            FLAT + 'title = { column = "A", codes = "gender" }\n',
            "FP-0310",
            "no coded field",
            "./ours.toml:5 person.title",
        ),
        (
            FLAT + 'gender = { column = "A", codes = "gendr" }\n',
            "FP-0310",
            "did you mean 'gender'?",
            "./ours.toml:5 person.gender",
        ),
        (
            FLAT + 'gender = { column = "A", codes = "gender" }\n[codes.gender]\nM = "mal"\n',
            "FP-0310",
            "did you mean 'male'?",
            "./ours.toml:7 codes.gender.M",
        ),
        (
            FLAT
            + 'gender = { column = "A", codes = "gender" }\n[codes.gender]\nM = "male"\n"m " = "female"\n',
            "FP-0310",
            "are the same",
            "./ours.toml:8 codes.gender.m ",
        ),
        (FLAT + '[codes.gendre]\nM = "male"\n', "FP-0310", "No field uses", "./ours.toml:5 codes.gendre"),
        (
            FLAT
            + 'gender = { column = "A", codes = "gender", otherwise = "x" }\n[codes.gender]\nM = "male"\n',
            "FP-0310",
            "has no 'x'",
            "./ours.toml:5 person.gender.otherwise",
        ),
        (SQL + 'title = { column = "TITLE" }\n', "FP-0311", "table.COLUMN", "./ours.toml:11 person.title"),
        (
            SQL + 'title = { column = "persn.TITLE" }\n',
            "FP-0311",
            "did you mean 'person'?",
            "./ours.toml:11 person.title",
        ),
        (
            SQL + '[each.gp]\ntable = "gp"\ncode = { column = "person.X" }\n',
            "FP-0311",
            "join its table",
            "./ours.toml:13 each.gp.code",
        ),
        (
            SQL
            + '[tables.a]\nname = "A"\njoin = { "b.X" = "X" }\n'
            + '[tables.b]\nname = "B"\njoin = { "a.X" = "X" }\n',
            "FP-0311",
            "in a circle",
            "./ours.toml:13 tables.a.join",
        ),
        (
            SQL + '[tables.a]\nname = "A"\nperson = "P"\nwhere = { K = { setting = "kind" } }\n',
            "FP-0312",
            "no [settings.kind]",
            "./ours.toml:14 tables.a.where",
        ),
        (
            SQL + '[settings.kind]\nrequired = true\ndescription = "What kind."\n',
            "FP-0312",
            "What kind.",
            "settings.kind",
        ),
        (SQL.replace("ref =", "title ="), "FP-0313", "reference", "./ours.toml:9 person.ref"),
        (SQL.replace('key = "ID"\n', ""), "FP-0313", "needs a key", "./ours.toml:3 tables.person"),
        (
            SQL + '[tables.a]\nname = "A"\npick = [{ latest = "B", earliest = "C" }]\n',
            "FP-0307",
            "exactly one",
            "./ours.toml:13 tables.a.pick.0",
        ),
        ("schema = 2\n", "FP-0307", "schema", "./ours.toml:1 schema"),
    ],
)
def test_each_fault_is_named_with_its_place(tmp_path, text, code, says, where):
    found = fault(tmp_path, text)
    assert (found.code, found.where) == (code, where)
    assert says in str(found)


def test_an_unknown_setting_of_the_config_suggests_the_nearest(tmp_path):
    found = fault(tmp_path, SQL + "[settings.carer_group]\n", settings={"carer_groups": "X"})
    assert found.code == "FP-0312"
    assert "did you mean 'carer_group'?" in str(found)


def test_transforms_of_plugins_are_known(tmp_path):
    text = FLAT + 'title = { column = "A", transform = "shout" }\n'
    reader = compiled(tmp_path, text, transforms={"shout": lambda raw: raw.upper() + "!"})
    assert reader.read([("1", "ms")]).people[0].title == "MS!"


def test_no_word_of_a_mapping_becomes_code(tmp_path):
    text = SQL.replace("tables.person]", 'tables."x\'];import os #"]').replace(
        '"person.ID"', '"x\'];import os #.ID"'
    )
    reader = compiled(tmp_path, text + '[each.gp]\ntable = "gp"\ncode = { column = "gp.a\\"b\\n" }\n')
    assert reader.read([("1",)], {"gp": [("1", "C1")]}).people[0].gp[0].code == "C1"


def test_the_schema_for_editors_is_whole():
    schema = json_schema()
    assert schema["additionalProperties"] is False
    assert {"schema", "tables", "person", "each", "codes", "settings", "extends"} <= schema[
        "properties"
    ].keys()


# --- words ---


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (SQL.replace('person = "PERSON_ID"', 'person = "P"\ncurrent = "START"'), "its keys: start, end"),
        (SQL.replace('person = "PERSON_ID"', 'person = "P"\npick = ["START"]'), "prefer, latest, earliest"),
        (SQL.replace('person = "PERSON_ID"', 'person = "P"\npick = "START"'), "a list belongs here"),
        (SQL.replace('person = "PERSON_ID"', 'join = "person.GP"'), "a table belongs here"),
        (SQL + 'postcode = "person.PC"\n', "its keys: column, path, table, transform"),
    ],
)
def test_a_value_of_the_wrong_kind_is_told_which_keys_belong_there(tmp_path, text, words):
    said = str(fault(tmp_path, text))
    assert words in said
    for leak in ("dictionary", "instance of", "Current", "Pick", "FieldMap"):
        assert leak not in said


def test_a_wrong_code_is_told_the_nearest_ids(tmp_path):
    text = SQL + 'ethnicity = { column = "person.E", codes = "eth" }\n[codes.eth]\nA = "white_britsh"\n'
    said = str(fault(tmp_path, text))
    assert "did you mean 'white_british'?" in said
    assert said.partition("Its ids: ")[2].partition(", and ")[0].count(",") == 7
    assert "docs/reference/code_lists.md" in said
