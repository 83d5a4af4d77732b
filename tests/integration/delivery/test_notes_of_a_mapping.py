"""`[notes]` of a mapping: where markers are looked for, and what is said where it does not fit."""

from __future__ import annotations

import json
from contextlib import contextmanager
from datetime import date

import pytest
import sqlalchemy as sa

from adapter_core.delivery.markers import fresh
from adapter_core.errors import MappingError, SourceUnavailable
from adapter_core.hooks.capabilities import Capability
from adapter_core.hooks.ports import OpenContext
from adapter_core.readers.mapping.model import json_schema
from adapter_core.readers.sql import open_sql

AS_OF = date(2026, 11, 23)
MAPPING = """\
schema = 1
format = "sql"
[tables.person]
name = "people"
key = "id"
[person]
ref = { column = "person.id" }
"""
NOTES = '[notes]\ntable = "NOTES"\nperson = "person_id"\ncolumn = "body"\non = "day"\n'
TABLES = (
    "CREATE TABLE people (id integer PRIMARY KEY)",
    "CREATE TABLE notes (person_id integer, body text, day date)",
)


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request, tmp_path):
    url = (
        f"sqlite:///{tmp_path / 'case.db'}"
        if request.param == "sqlite"
        else request.getfixturevalue("postgres_url")
    )
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        for statement in TABLES:
            connection.exec_driver_sql(statement)
    yield engine
    engine.dispose()


@contextmanager
def opened(engine, folder, mapping=MAPPING + NOTES):
    (folder / "ours.toml").write_text(mapping, encoding="utf-8")
    context = OpenContext("case", AS_OF, folder, {}, {})
    url = engine.url.render_as_string(hide_password=False)
    with open_sql(url=url, mapping="./ours.toml", context=context) as source:
        yield source


def note(engine, person, body, day="2026-11-23"):
    with engine.begin() as connection:
        connection.execute(
            sa.text("INSERT INTO notes (person_id, body, day) VALUES (:person, :body, :day)"),
            {"person": person, "body": body, "day": day},
        )


def test_markers_are_found_with_whose_they_are_and_since_when(database, tmp_path):
    here, twice, nowhere = fresh(), fresh(), fresh()
    note(database, 17, f"A long note.\n{here}\nMore.")
    note(database, 17, f"{twice} again", "2026-11-25")
    note(database, 18, f"({twice})", "2026-11-24")
    note(database, 18, None)
    note(database, None, here)
    note(database, 18, "FP-0123 is an error's code, and FP-ABCDEF no marker.")
    with opened(database, tmp_path) as source:
        found = source.seen([here, twice, nowhere])
    assert {marker: (str(each.on), each.refs) for marker, each in found.items()} == {
        here: ("2026-11-23", ("17",)),
        twice: ("2026-11-24", ("17", "18")),
    }


def test_only_what_is_asked_for_is_told(database, tmp_path):
    note(database, 17, fresh())
    with opened(database, tmp_path) as source:
        assert source.seen([fresh()]) == {}
        assert source.seen([]) == {}


def test_it_is_a_capability_where_it_is_mapped(database, tmp_path):
    with opened(database, tmp_path) as source:
        assert Capability.NOTES_SEEN in source.inspect().capabilities
        assert source.sees_notes
    with opened(database, tmp_path, MAPPING) as source:
        assert Capability.NOTES_SEEN not in source.inspect().capabilities
        assert not source.sees_notes
        assert source.seen([fresh()]) == {}


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (("NOTES", "NOTE"), "The source has no table 'NOTE'"),
        (("body", "bodi"), "NOTES has no column 'bodi'"),
        (("day", "days"), "NOTES has no column 'days'"),
    ],
)
def test_what_does_not_fit_is_said_and_people_are_read_all_the_same(database, tmp_path, wrong, says):
    mapping = MAPPING + NOTES.replace(f'"{wrong[0]}"', f'"{wrong[1]}"')
    with opened(database, tmp_path, mapping) as source:
        (problem,) = source.inspect().problems
        assert (problem.code, problem.fatal) == ("FP-1062", False)
        assert problem.what.startswith(says)
        assert Capability.NOTES_SEEN not in source.inspect().capabilities
        with pytest.raises(MappingError, match="FP-1062"):
            source.seen([fresh()])


def test_notes_that_were_taken_away_are_not_read(database, tmp_path):
    (tmp_path / "base.toml").write_text(MAPPING + NOTES, encoding="utf-8")
    with opened(database, tmp_path, 'schema = 1\nextends = "./base.toml"\nnotes = false\n') as source:
        assert not source.sees_notes


@pytest.mark.parametrize(
    "notes",
    ["[notes]\ntable = 'n'\n", "[notes]\ntable='n'\nperson='p'\ncolumn='c'\nwho='w'\n", "notes = true\n"],
)
def test_a_mapping_that_says_too_little_or_too_much_is_refused(database, tmp_path, notes):
    mapping = notes + MAPPING if notes.startswith("notes =") else MAPPING + notes
    with pytest.raises(MappingError), opened(database, tmp_path, mapping):
        pass


def test_notes_are_of_databases_alone(tmp_path, database):
    mapping = 'schema = 1\nformat = "csv"\n[person]\nref = { column = "id" }\n' + NOTES
    with pytest.raises(MappingError, match="database alone"), opened(database, tmp_path, mapping):
        pass


def test_editors_are_told():
    notes = json_schema()["$defs"]["NotesMap"]
    assert set(notes["properties"]) == {"table", "column", "person", "on"}
    assert notes["additionalProperties"] is False
    assert sorted(notes["required"]) == ["column", "person", "table"]
    assert json.dumps(json_schema())


def test_a_database_that_is_gone_is_said(tmp_path):
    engine = sa.create_engine(f"sqlite:///{tmp_path / 'none.db'}")
    with opened(engine, tmp_path) as source, pytest.raises(SourceUnavailable):
        source.seen([fresh()])
