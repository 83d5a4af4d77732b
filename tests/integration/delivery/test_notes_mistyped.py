"""`[notes]` of a mapping with a slip in it: read as any other mistake in a mapping, and told."""

from __future__ import annotations

import sqlite3

import pytest

from adapter_core.cli.main import run
from adapter_core.errors import MappingError
from adapter_core.readers.mapping.loading import load_mapping

CONFIG = """\
schema = 1
plugins = ["sql"]
[sources.case]
backend = "sql"
mapping = "./ours.toml"
url = "sqlite:///case.db"
[people]
master = "case"
"""
PEOPLE = """\
schema = 1
format = "sql"
[tables.person]
name = "people"
key = "id"
[person]
ref = { column = "person.id" }
"""
NOTES = '[notes]\ntable = "notes"\nperson = "person_id"\ncolumn = "body"\n'


def refused(folder, notes):
    mapping = notes + PEOPLE if notes.startswith("notes") else PEOPLE + notes
    (folder / "ours.toml").write_text(mapping, encoding="utf-8")
    with pytest.raises(MappingError) as told:
        load_mapping("./ours.toml", base=folder, folders={})
    return told.value


@pytest.mark.parametrize("typed", ["colum", "columnn"])
def test_a_key_that_is_mistyped_brings_the_nearest_and_nothing_else(tmp_path, typed):
    error = refused(tmp_path, NOTES.replace("column", typed))
    assert (error.code, error.message) == (
        "FP-0306",
        f"There is no key '{typed}' here, did you mean 'column'?",
    )
    assert error.where == f"./ours.toml:11 notes.{typed}"


def test_a_key_that_is_missing_is_named_alone(tmp_path):
    error = refused(tmp_path, NOTES.replace('column = "body"\n', ""))
    assert (error.code, error.message) == ("FP-0307", "notes.column: field required.")


def test_what_is_no_table_is_told_what_stands_in_one(tmp_path):
    error = refused(tmp_path, "notes = true\n")
    assert "a table belongs here, such as { table = … }; its keys: table, column, person, on" in error.message
    assert "False" not in error.message


@pytest.mark.parametrize("right", [True, False])
def test_config_check_calls_no_notes_fitting_that_do_not(tmp_path, capsys, monkeypatch, right):
    with sqlite3.connect(tmp_path / "case.db") as made:
        made.execute("CREATE TABLE people (id integer PRIMARY KEY)")
        made.execute("CREATE TABLE notes (person_id integer, body text)")
    made.close()
    (tmp_path / "ours.toml").write_text(PEOPLE + (NOTES if right else NOTES.replace("body", "bodi")))
    (tmp_path / "fingerpost.toml").write_text(CONFIG)
    monkeypatch.chdir(tmp_path)
    run(["config", "check"])
    said = capsys.readouterr().out
    assert ("opens, and the mapping fits\n" in said) is right
    assert ("opens, and the mapping fits but for [notes]\n" in said) is not right
    assert ("FP-1062" in said) is not right
