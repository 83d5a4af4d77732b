"""`fingerpost doctor` asks the directory: does it open, does the search agree, are contacts looked after?"""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner
from sqlalchemy import delete, text

from adapter_core.cli.main import cli
from adapter_core.service import bootstrap
from community_directory.searching import index, tables
from community_directory.store import DirectoryStore, FeedWriter
from community_directory.store.migrate import VERSION_TABLE

QUESTIONS = [
    "community_directory: opens, and is at the newest shape",
    "community_directory: the search finds what there is",
    "community_directory: contacts are looked after",
]


@pytest.fixture
def folder(tmp_path, a_service):
    """A config, and a directory with two services and two contacts whom nobody ever rang."""
    (tmp_path / "fingerpost.toml").write_text(
        'schema = 1\nplugins = ["community_directory"]\n', encoding="utf-8"
    )
    with DirectoryStore.open(f"sqlite:///{tmp_path / 'directory.db'}") as store:
        store.on_commit_work.append(index.update)
        with store.work() as unit:
            writer = FeedWriter(unit, "council", on=bootstrap.today())
            for number in "12":
                writer.put(a_service(number))
            writer.flush()
            unit.commit()
    return tmp_path


@pytest.fixture
def verified(folder):
    """Now somebody rang both."""
    with DirectoryStore.open(f"sqlite:///{folder / 'directory.db'}") as store, store.work() as unit:
        unit.connection.execute(
            text("UPDATE directory_contact SET verified_on = :day"), {"day": bootstrap.today().isoformat()}
        )
        unit.commit()
    return folder


def doctor(folder):
    given = ["--config", str(folder / "fingerpost.toml"), "doctor", "--json"]
    done = CliRunner().invoke(cli, given)
    answers = {each["name"]: each for each in json.loads(done.output)["answers"]}
    return [answers[name] for name in QUESTIONS]


def change(folder, *statements):
    with DirectoryStore.open(f"sqlite:///{folder / 'directory.db'}") as store, store.work() as unit:
        for each in statements:
            unit.connection.execute(each)
        unit.commit()


def test_a_sound_directory_is_well(verified):
    assert [each["ok"] for each in doctor(verified)] == [True, True, True]


def test_contacts_that_nobody_rings_are_said_with_the_command_that_lists_them(folder):
    found = doctor(folder)[2]
    assert found["ok"] is False
    assert "2 of 2 contacts" in found["says"]
    assert "fingerpost directory stale" in found["says"]


def test_an_empty_directory_has_no_contact_to_look_after(tmp_path):
    (tmp_path / "fingerpost.toml").write_text(
        'schema = 1\nplugins = ["community_directory"]\n', encoding="utf-8"
    )
    assert [each["ok"] for each in doctor(tmp_path)] == [True, True, True]


def test_an_index_that_lacks_something_is_said_with_the_command_that_mends_it(verified):
    change(verified, delete(tables.doc))
    found = doctor(verified)[1]
    assert found["ok"] is False
    assert "fingerpost directory check --repair" in found["says"]


def test_a_directory_of_a_newer_fingerpost_is_said_by_its_code(verified):
    change(verified, text(f"UPDATE {VERSION_TABLE} SET version_num = '9999'"))
    found = doctor(verified)[0]
    assert found["ok"] is False
    assert "FP-0830" in found["says"]
