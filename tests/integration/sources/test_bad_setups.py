"""Bad setups, end to end: mappings and configs that are wrong, a store without room, and which exit code wins."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from adapter_core.store import RunStart, Store
from adapter_core.store import engine as store_engine

KNOWN_GAPS = [("1002", "ethnicity", "absent"), ("1012", "ethnicity", "absent")]


# --- mappings and config -------------------------------------------------------------------------------------


def ours(council: Any, text: str, name: str = "ours.toml") -> None:
    council.write(name, text)
    council.configure('mapping = "mosaic/demo"', f'mapping = "./{name}"')


HEAD = 'schema = 1\nformat = "sql"\nextends = "mosaic/demo"\n'


@pytest.mark.parametrize(
    ("text", "code", "where", "says"),
    [
        (
            HEAD + '[person]\nfamly_name = { column = "person.LAST_NAME" }\n',
            "FP-0306",
            "ours.toml",
            "family_name",
        ),
        (HEAD + '[codes.gender]\nM = "male"\nM = "female"\n', "FP-0305", "ours.toml", "line 6"),
        (HEAD + '[codes.gender]\nM = "male"\nm = "female"\n', "FP-0310", "ours.toml", "m"),
        ('schema = 1\nformat = "sql"\nextends = "./ours.toml"\n', "FP-0308", "ours.toml", "ours.toml"),
        (HEAD + "[person\n", "FP-0305", "ours.toml", "line"),
        (
            HEAD + '[person]\ngender = { column = "person.GENDER", codes = "gendr" }\n',
            "FP-0310",
            "ours.toml",
            "gend",
        ),
    ],
    ids=["unknown field", "a code twice", "a code twice but for case", "circle", "no TOML", "no such codes"],
)
def test_a_mapping_that_is_wrong(council, text, code, where, says):
    council.assert_sound()
    before = council.kept()
    sound = council.text("fingerpost.toml")
    ours(council, text)
    council.refused(exit_code=5, code=code, where=where, says=says)
    council.write("fingerpost.toml", sound)
    assert council.kept() == before
    council.assert_sound()


def test_a_circle_of_two_mappings_names_the_way_round(council):
    council.write("other.toml", 'schema = 1\nformat = "sql"\nextends = "./ours.toml"\n')
    ours(council, 'schema = 1\nformat = "sql"\nextends = "./other.toml"\n')
    council.refused(exit_code=5, code="FP-0308", where="toml", says="other.toml")


def test_a_wrong_mapping_of_a_compared_source_takes_only_that_source_away(council):
    council.write(
        "ais.toml",
        'schema = 1\nformat = "csv"\nextends = "northgate_ais/extract"\n[person]\nnhsno = { column = "X" }\n',
    )
    council.configure('mapping = "northgate_ais/extract"', 'mapping = "./ais.toml"')
    report = council.check(code=3)
    assert report.source("ais")["status"] == "down"
    assert report.gaps == KNOWN_GAPS
    assert "FP-0306" in council.words(code=3)


@pytest.mark.parametrize(
    "line",
    [
        'url = "postgresql://fingerpost:hunter2@db.example/mosaic"',
        'url = "sqlite:///mosaic.db"\npassword = "hunter2"',
    ],
)
def test_a_password_in_the_config_is_refused_and_never_shown(council, line):
    sound = council.text("fingerpost.toml")
    council.configure('url = "sqlite:///mosaic.db"', line)
    council.refused(exit_code=5, code="FP-0105", where="sources.mosaic", says="secret")
    for command in (("config", "check"), ("config", "show"), ("sources",), ("doctor",), ("plugins",)):
        council.run(*command)  # which looks for the password
    assert not (council.folder / "fingerpost.db").exists()
    council.write("fingerpost.toml", sound)
    council.assert_sound()


# --- the store's disk is full --------------------------------------------------------------------------------

MANY = 2300
"""People on three pages."""


@pytest.fixture
def large(council, write_council):
    """A council of three pages, after a night on which nearly everything was there."""
    write_council(council.folder, MANY)
    council.check()
    council.sql("UPDATE DM_PERSONS SET LAST_NAME = NULL, NHS_ID = NULL; DELETE FROM FP_GP_REGISTRATIONS;")
    (council.folder / "ais.csv").unlink()  # which would hold it elsewhere
    return council


def undisturbed(council: Any) -> Any:
    """What the second night finds where nothing goes wrong: in a copy."""
    copy = type(council)(council.folder.parent / "copy", council.capsys)
    shutil.copytree(council.folder, copy.folder)
    return copy.check(code=3)


class Limit:
    """A SQLite store that may not grow beyond so many pages; it says what a full disk makes SQLite say."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.pages = 0
        set_up = store_engine._set_up_sqlite

        def limited(connection: Any, record: Any) -> None:
            set_up(connection, record)
            if self.pages:
                connection.execute(f"PRAGMA max_page_count = {self.pages}")

        monkeypatch.setattr(store_engine, "_set_up_sqlite", limited)


@pytest.mark.parametrize("room", [0, 25, 60, 110])
def test_a_store_without_room(large, monkeypatch, room):
    expected = undisturbed(large)
    before = large.kept()
    limit = Limit(monkeypatch)
    limit.pages = (large.folder / "fingerpost.db").stat().st_size // 4096 + room
    remedy = large.refused(exit_code=70, code="FP-0605", where="fingerpost.db", says="full")
    assert "Make room" in remedy
    limit.pages = 0
    # Readers see the night before, whole, until a night is done.
    assert large.kept() == before
    report = large.check(code=3)
    assert (report.gaps, report.json["rules"]) == (expected.gaps, expected.json["rules"])
    assert len(report.gaps) == 3 * MANY + MANY // 10
    assert len(large.run("runs", "--json").json["runs"]) == 2 + (room == 0)


@contextmanager
def _small_disk(folder: Path) -> Iterator[None]:
    folder.mkdir(exist_ok=True)
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(folder)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("only root may mount a disk, and not everywhere")
    try:
        yield
    finally:
        subprocess.run(["umount", str(folder)], check=True)
