"""`[extra.<system>]`: fields that only one system has."""

from __future__ import annotations

import csv
import numbers
import re
import tempfile
from datetime import date, datetime
from functools import partial
from pathlib import Path

import jsonschema
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from adapter_core.domain.fields import Kind
from adapter_core.domain.people import FIELDS
from adapter_core.domain.states import State
from adapter_core.errors import CATALOGUE, MappingError
from adapter_core.hooks.ports import PeopleQuery
from adapter_core.readers.mapping import TRANSFORMS, compile_mapping, load_mapping
from adapter_core.readers.mapping.model import json_schema
from adapter_core.readers.mapping.transforms import kind_given
from adapter_core.readers.tabular import TabularSource

AS_OF = date(2026, 11, 23)
FLAT = """schema = 1
format = "csv"
[person]
ref = { column = "REF" }
"""
EXTRA = """[extra.mosaic]
legacy_id = { column = "LEGACY", missing = ["0"] }
moved_on = { column = "MOVED", transform = "date_uk" }
closed = { column = "CLOSED", transform = "flag_yn" }
label = { column = ["AREA", "BOX"] }
"""
SQL = """schema = 1
format = "sql"
[settings.kind]
[tables.person]
name = "PEOPLE"
key = "ID"
[tables.file]
name = "FILES"
person = "PERSON_ID"
current = { end = "UNTIL" }
[tables.shelf]
name = "SHELVES"
join = { "file.SHELF" = "ID" }
[tables.note]
name = "NOTES"
person = "PERSON_ID"
where = { KIND = { setting = "kind" } }
[person]
ref = { column = "person.ID" }
title = { column = "file.TITLE" }
"""


def compiled(folder: Path, text: str, **more):
    (folder / "ours.toml").write_text(text)
    return compile_mapping(load_mapping("./ours.toml", base=folder, folders={}), as_of=AS_OF, **more)


def extras(reader, *rows):
    return [person.extra for person in reader.read(rows).people]


# --- reading ---


def test_each_value_is_what_its_transform_gives_or_a_state(tmp_path):
    reader = compiled(tmp_path, FLAT + EXTRA)
    rows = [
        ("1", " L1 ", "1/2/2003", "y", "North", "7"),
        ("2", "0", "31/02/1950", "maybe", "", None),
        ("3", None, "1/1/1900", " ", " ", "7"),
        ("4", b"\xff", "", "?", "-", ""),
    ]
    assert extras(reader, *rows) == [
        {"mosaic": {"legacy_id": "L1", "moved_on": date(2003, 2, 1), "closed": True, "label": "North 7"}},
        {
            "mosaic": {
                "legacy_id": State.PLACEHOLDER,
                "moved_on": State.INVALID,
                "closed": State.INVALID,
                "label": State.ABSENT,
            }
        },
        {
            "mosaic": {
                "legacy_id": State.ABSENT,
                "moved_on": State.PLACEHOLDER,
                "closed": State.ABSENT,
                "label": "7",
            }
        },
        {
            "mosaic": {
                "legacy_id": State.INVALID,
                "moved_on": State.ABSENT,
                "closed": State.PLACEHOLDER,
                "label": State.PLACEHOLDER,
            }
        },
    ]


def test_a_mapping_without_extra_fields_makes_none(tmp_path):
    for text in (FLAT, f"{FLAT}[extra]\n", f"{FLAT}[extra.mosaic]\n"):
        reader = compiled(tmp_path, text)
        assert extras(reader, ("1",)) == [None]
        assert "extra" not in reader.source


def test_extra_fields_are_no_canonical_ones_and_their_columns_are_known(tmp_path):
    reader = compiled(tmp_path, FLAT + EXTRA)
    assert reader.fields == {"ref"}
    assert reader.uses["extra.mosaic.label"] == ("AREA", "BOX")


def test_systems_stand_side_by_side_and_share_names_with_canonical_fields(tmp_path):
    text = FLAT + 'title = { column = "T" }\n[extra.elm]\ntitle = { column = "E" }\n'
    reader = compiled(tmp_path, text + '[extra.oak]\ntitle = { column = "T" }\nkey = { column = "REF" }\n')
    (person,) = reader.read([("1", "Ms", "Dame")]).people
    assert (person.title, person.extra) == (
        "Ms",
        {"elm": {"title": "Dame"}, "oak": {"title": "Ms", "key": "1"}},
    )


def test_a_child_table_gives_the_row_that_is_in_force(tmp_path):
    text = SQL + '[extra.mosaic]\ntitle = { column = "file.NO" }\nshelf = { column = "shelf.NAME" }\n'
    reader = compiled(tmp_path, f'{text}number = {{ column = "person.ID" }}\n')
    assert reader.columns["file"] == (
        "file.PERSON_ID",
        "file.TITLE",
        "file.NO",
        "shelf.NAME",
        "file.UNTIL",
    )
    files = [
        (1, "Ms", "F1", "Low", "2020-01-01"),
        (1, "Mr", "F2", None, None),
        (2, "Dr", "F3", "", "2020-01-01"),
    ]
    one, two, three = reader.read([(1,), (2,), (3,)], {"file": files}).people
    assert (one.title, one.extra) == (
        "Mr",
        {"mosaic": {"title": "F2", "shelf": State.ABSENT, "number": "1"}},
    )
    assert (two.title, two.extra) == (
        State.EXPIRED,
        {"mosaic": {"title": State.EXPIRED, "shelf": State.ABSENT, "number": "2"}},
    )
    assert three.extra == {"mosaic": {"title": State.ABSENT, "shelf": State.ABSENT, "number": "3"}}


def test_what_depends_on_an_unset_setting_is_not_supported(tmp_path):
    text = f'{SQL}[extra.mosaic]\nnote = {{ column = "note.TEXT" }}\n'
    reader = compiled(tmp_path, text)
    assert "note" not in reader.columns
    (person,) = reader.read([(1,)], {"file": []}).people
    assert person.extra == {"mosaic": {"note": State.NOT_SUPPORTED}}
    reader = compiled(tmp_path, text, settings={"kind": "X"})
    (person,) = reader.read([(1,)], {"file": [], "note": [(1, "n")]}).people
    assert person.extra == {"mosaic": {"note": "n"}}


def test_a_csv_file_gives_them_and_its_header_is_checked(tmp_path):
    path = tmp_path / "extract.csv"
    with path.open("w", newline="") as file:
        csv.writer(file).writerows(
            [["BOX", "AREA", "CLOSED", "MOVED", "REF", "LEGACY"], ["7", "N", "n", "", "1", "L1"]]
        )
    reader = compiled(tmp_path, FLAT + EXTRA)
    with TabularSource(path, reader.plan.loaded, reader, source="ais") as source:
        assert source.inspect().problems == ()
        (page,) = source.iter_people(PeopleQuery())
    expected = {"legacy_id": "L1", "moved_on": State.ABSENT, "closed": False, "label": "N 7"}
    assert page.people[0].extra == {"mosaic": expected}
    path.write_text("REF,LEGACI,MOVED,CLOSED,AREA,BOX\n1,,,,,\n")
    with TabularSource(path, reader.plan.loaded, reader, source="ais") as source:
        (problem,) = source.inspect().problems
    assert problem.code == "FP-0301"
    assert problem.where.endswith("./ours.toml:6 extra.mosaic.legacy_id")
    assert 'Did you mean "LEGACI"?' in problem.what


# --- merging ---


def test_a_file_that_extends_changes_field_by_field_and_takes_away(tmp_path):
    (tmp_path / "base.toml").write_text(f'{FLAT}{EXTRA}[extra.elm]\na = {{ column = "A" }}\n')
    ours = 'schema = 1\nextends = "./base.toml"\n'
    changed = "[extra.mosaic]\nmoved_on = false\nlabel = { column = 'L' }\n[extra]\nelm = false\n"
    reader = compiled(tmp_path, ours + changed)
    assert extras(reader, ("1", "0", "Y", "x")) == [
        {"mosaic": {"legacy_id": State.PLACEHOLDER, "closed": True, "label": "x"}}
    ]
    changed = '[extra.mosaic]\nlegacy_id = { column = "ID" }\n'  # as a whole: "missing" does not stay behind
    assert extras(compiled(tmp_path, ours + changed), ("1", "0", "", "", "", "", ""))[0]["mosaic"][
        "legacy_id"
    ] == ("0")


LAYER = st.dictionaries(
    st.sampled_from(["elm", "oak"]),
    st.just(False) | st.dictionaries(st.sampled_from("abc"), st.just(False) | st.sampled_from("XYZ")),
)


def _toml(layer):
    lines = ["[extra]", *(f"{system} = false" for system, fields in layer.items() if not fields)]
    for system, fields in layer.items():
        if fields:
            lines.append(f"[extra.{system}]")
            lines += [
                f"{name} = false" if not column else f'{name} = {{ column = "{column}" }}'
                for name, column in fields.items()
            ]
    return "\n".join(lines) + "\n"


@given(LAYER, LAYER)
def test_any_two_layers_merge_by_system_and_field(under, over):
    expected = {system: dict(fields or {}) for system, fields in under.items()}
    for system, fields in over.items():
        expected[system] = {**expected.get(system, {}), **fields} if fields else {}
    expected = {system: {n: c for n, c in fields.items() if c} for system, fields in expected.items()}
    expected = {system: fields for system, fields in expected.items() if fields}
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "base.toml").write_text(FLAT + _toml(under))
        reader = compiled(Path(folder), f'schema = 1\nextends = "./base.toml"\n{_toml(over)}')
    (found,) = extras(reader, reader.columns[""])  # a row that holds the names of its columns
    assert (found or {}) == expected


# --- faults ---


@pytest.mark.parametrize(
    ("text", "code", "says", "where"),
    [
        ('[extra.m]\na = { colum = "X" }', "FP-0306", "did you mean 'column'?", "6 extra.m.a.colum"),
        (
            '[extra.m]\ncurrent = { column = "X", mising = [] }',
            "FP-0306",
            "did you mean 'missing'?",
            "6 extra.m.current.mising",
        ),
        ('[extra.m]\na = { column = "X", codes = "gender" }', "FP-0306", "'codes'", "6 extra.m.a.codes"),
        ('[extr.m]\na = { column = "X" }', "FP-0306", "did you mean 'extra'?", "5 extr"),
        (
            '[extra.m]\na = { column = "X", transform = "daet" }',
            "FP-0309",
            "did you mean 'date'?",
            "6 extra.m.a",
        ),
        ("[extra.m]\na = { column = 7 }", "FP-0307", "valid string", "6 extra.m.a.column"),
        ("[extra.m]\na = {}", "FP-0307", "either column or path", "6 extra.m.a"),
        (
            '[extra.m]\na = { column = ["X", "Y"], transform = "date" }',
            "FP-0307",
            "several columns",
            "6 extra.m.a",
        ),
        ('[extra]\na = { column = "X" }', "FP-0307", "the name of its system", "6 extra.a"),
        ('[extra.Elm]\na = { column = "X" }', "FP-0307", "small letters", "5 extra.Elm"),
        ('[extra.m]\n"b.c" = { column = "X" }', "FP-0307", "small letters", "6 extra.m.b.c"),
        ('[extra."a\\n"]\na = { column = "X" }', "FP-0307", "small letters", " extra.a\n"),
    ],
)
def test_each_fault_of_an_extra_field_is_named_with_its_place(tmp_path, text, code, says, where):
    with pytest.raises(MappingError) as caught:
        compiled(tmp_path, f"{FLAT}{text}\n")
    assert caught.value.code == code
    assert code in CATALOGUE
    assert says in str(caught.value)
    assert caught.value.where.endswith(where)


@pytest.mark.parametrize(
    ("column", "says"), [("TITLE", "table.COLUMN"), ("persn.TITLE", "did you mean 'person'?")]
)
def test_a_column_of_a_database_needs_its_table(tmp_path, column, says):
    with pytest.raises(MappingError, match=re.escape(says)) as caught:
        compiled(tmp_path, f'{SQL}[extra.m]\na = {{ column = "{column}" }}\n')
    assert (caught.value.code, caught.value.where) == ("FP-0311", "./ours.toml:22 extra.m.a")


@pytest.mark.parametrize(
    ("extra", "right"),
    [
        ({"mosaic": {"a": {"column": "X", "transform": "date", "missing": ["0"]}, "b": False}}, True),
        ({"mosaic": False, "elm_2": {"a": {"column": ["X", "Y"]}}}, True),
        ({"Mosaic": {}}, False),
        ({"mosaic": {"a.b": False}}, False),
        ({"mosaic": {"a": {"transform": "date"}}}, False),
        ({"mosaic": {"a": {"column": "X", "codes": "gender"}}}, False),
        ({"a": {"column": "X"}}, False),
    ],
)
def test_the_schema_for_editors_knows_them(extra, right):
    checker = jsonschema.Draft202012Validator(json_schema())
    assert checker.is_valid({"schema": 1, "extra": extra}) is right


# --- transforms ---


@pytest.mark.parametrize("name", TRANSFORMS)
def test_the_kind_of_each_transform_is_what_it_gives(name):
    transform = TRANSFORMS[name]
    given_ = {
        "date": "1950-03-05",
        "flag_yn": "Y",
        "nhs_number": "9990000018",
        "opg_reference": "7000-0000-0054",
        "postcode": "ME4 4AA",
    }
    raw = next((text for start, text in given_.items() if name.startswith(start)), "7")
    assert isinstance(
        transform(raw), {Kind.DATE: date, Kind.FLAG: bool, Kind.TEXT: str}[kind_given(transform)]
    )


def _day(text: str) -> date | State:
    return State.PLACEHOLDER if text == "never" else date.fromisoformat(text)


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("bool", Kind.FLAG),
        (bool, Kind.FLAG),
        (date, Kind.DATE),
        (datetime, Kind.DATE),
        (date | State, Kind.DATE),
        ("datetime.date | None", Kind.DATE),
        ("str", Kind.TEXT),
        (str | None, Kind.TEXT),
        (None, Kind.TEXT),
    ],
    ids=repr,
)
def test_the_kind_of_a_transform_is_read_however_it_is_said(said, kind):
    def transform(text):
        return text

    transform.__annotations__["return"] = said
    assert kind_given(transform) is kind
    assert kind_given(partial(transform)) is Kind.TEXT  # it says nothing of what it gives


def test_transforms_of_plugins_give_what_they_say(tmp_path):
    fields = "".join(f'{name} = {{ column = "A", transform = "{name}" }}\n' for name in ("day", "shout"))
    shout = {"day": _day, "shout": lambda raw: raw + "!"}
    reader = compiled(tmp_path, f"{FLAT}[extra.m]\n{fields}", transforms=shout)
    assert extras(reader, ("1", "2020-01-02"), ("2", "never"), ("3", "x")) == [
        {"m": {"day": date(2020, 1, 2), "shout": "2020-01-02!"}},
        {"m": {"day": State.PLACEHOLDER, "shout": "never!"}},
        {"m": {"day": State.INVALID, "shout": "x!"}},
    ]


# --- whatever the value ---

ANY = (
    st.none()
    | st.text()
    | st.sampled_from(["Y", "no", "-", "?", "N/A", "0", "1900-01-01", "2001-02-03", "2001-02-03 00:00"])
    | st.binary()
    | st.integers()
    | st.floats()
    | st.decimals()
    | st.booleans()
    | st.dates()
    | st.datetimes()
    | st.lists(st.integers())
)
ALIKE = {
    "family_name": "",
    "date_of_death": ', transform = "date"',
    "advance_decision": ', transform = "flag_yn"',
    "locality": ', transform = "upper", missing = ["x", "0"]',
}


@given(st.lists(ANY, max_size=4))
def test_an_extra_field_is_read_as_a_canonical_one_of_its_kind(values):
    # A column is of one type: 1 and true are the same to whatever remembers values.
    assume(len({type(value) for value in values if isinstance(value, numbers.Number)}) < 2)
    fields = "".join(f'{name} = {{ column = "X"{more} }}\n' for name, more in ALIKE.items())
    with tempfile.TemporaryDirectory() as folder:
        reader = compiled(Path(folder), f"{FLAT}{fields}[extra.elm]\n{fields}")
    for person in reader.read([(str(n), value) for n, value in enumerate(values, 1)]).people:
        held = person.extra["elm"]
        assert held == {name: getattr(person, name) for name in ALIKE}
        for name, value in held.items():
            assert type(value) in {State, {"text": str, "date": date, "flag": bool}[FIELDS[name].kind]}
            assert value != ""
