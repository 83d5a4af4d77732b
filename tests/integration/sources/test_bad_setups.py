"""Bad setups, end to end: wrong mappings and configs, a store without room, and which exit code wins."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from adapter_core.store import RunStart, Store
from adapter_core.store import engine as store_engine

KNOWN_GAPS = [("1002", "ethnicity", "absent"), ("1012", "ethnicity", "absent")]
"""What a sound council lacks."""

# --- mappings and config -----------------------------------------------------------------------------------


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


# --- the store's disk is full ------------------------------------------------------------------------------

MANY = 1200
"""People on two pages."""
GROWTH = 37
"""About how many pages of SQLite the second night below takes."""
MOUNT, UMOUNT = shutil.which("mount") or "", shutil.which("umount") or ""


class Limit:
    """A store that may not grow: SQLite says of it what it says of a full disk."""

    def __init__(self, council: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        self.store = council.folder / "fingerpost.db"
        self.pages = 0
        set_up = store_engine._set_up_sqlite

        def limited(connection: Any, record: Any) -> None:
            set_up(connection, record)
            if self.pages:
                connection.execute(f"PRAGMA max_page_count = {self.pages}")

        monkeypatch.setattr(store_engine, "_set_up_sqlite", limited)

    def fill(self, room: int) -> None:
        """Leave room for so many pages."""
        self.pages = self.store.stat().st_size // 4096 + room

    def make_room(self) -> None:
        self.pages = 0


class SmallDisk:
    """A real disk, small enough to be filled: root alone may mount one."""

    def __init__(self, council: Any) -> None:
        self.folder = council.folder / "disk"
        self.folder.mkdir()
        mount(self.folder)
        council.configure("sqlite:///fingerpost.db", "sqlite:///disk/fingerpost.db")

    def fill(self, room: int) -> None:
        """Leave room for so many pages, the journal's included."""
        free = shutil.disk_usage(self.folder).free
        (self.folder / "other").write_bytes(b"x" * max(0, free - 4096 * room))

    def make_room(self) -> None:
        (self.folder / "other").unlink()


def mount(folder: Path) -> None:
    command = [MOUNT, "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(folder)]
    subprocess.run(command, check=True, capture_output=True)


def umount(folder: Path) -> None:
    subprocess.run([UMOUNT, str(folder)], check=True, capture_output=True)


def can_mount() -> bool:
    if not hasattr(os, "geteuid") or os.geteuid() != 0 or not (MOUNT and UMOUNT):
        return False
    with tempfile.TemporaryDirectory() as name:
        try:
            mount(Path(name))
        except subprocess.CalledProcessError:
            return False
        umount(Path(name))
    return True


@pytest.fixture
def large(council, write_council):
    """A council whose second night fills two pages."""
    write_council(council.folder, MANY)
    return council


@pytest.fixture(params=["limit", "disk"] if can_mount() else ["limit"])
def disk(
    request: pytest.FixtureRequest, large: Any, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Limit | SmallDisk]:
    """Where the council's store is; it can be filled."""
    if request.param == "limit":
        yield Limit(large, monkeypatch)
        return
    small = SmallDisk(large)
    try:
        yield small
    finally:
        umount(small.folder)


@pytest.mark.parametrize("room", [0, 3, GROWTH // 3, GROWTH * 3 // 4])
def test_a_disk_that_is_full_while_findings_are_stored(large, disk, room):
    large.check()
    before = large.kept()
    large.sql("UPDATE DM_PERSONS SET LAST_NAME = NULL, NHS_ID = NULL; DELETE FROM FP_GP_REGISTRATIONS;")
    (large.folder / "ais.csv").unlink()  # which would hold it elsewhere, and makes it exit 3 by itself
    disk.fill(room)
    remedy = large.refused(exit_code=70, code="FP-0605", where="fingerpost.db", says="full")
    assert "Make room" in remedy
    disk.make_room()
    # Readers see the night before, whole, until the second night is done.
    assert large.kept() == before
    report = large.check(code=3)
    assert len(report.gaps) == len(set(report.gaps)) == 3 * MANY + MANY // 10
    assert {each["gaps"] for each in report.json["rules"] if each["id"] in LOST} == {MANY}
    assert report.rule("date_of_birth")["passed"] == MANY
    runs = large.run("runs", "--json").json["runs"]
    assert [each["status"] for each in runs] == ["partial", "complete"]  # the night was gone on with


LOST = {"name", "nhs_number", "gp_practice"}


# --- where several exit codes hold -------------------------------------------------------------------------


def test_where_several_exit_codes_hold_the_contracts_first_is_given(council):
    sound = council.text("fingerpost.toml")
    council.check()
    council.configure("[check]", "[rules.ethnicity]\nwarning_percent = 5\n[check]")
    council.check(code=1)
    council.configure("warning_percent = 5", "warning_percent = 1\ncritical_percent = 5")
    assert council.check(code=1).rule("ethnicity")["level"] == "critical"
    (council.folder / "ais.csv").rename(council.folder / "ais.moved")
    council.check(code=3)
    (council.folder / "mosaic.db").rename(council.folder / "mosaic.moved")
    council.refused(exit_code=4, code="FP-0402", where="sources.mosaic", says="not there")
    other = RunStart("cld", "everyone", date(2026, 11, 23), {"name": 1}, (), "another", "mosaic")
    with Store.open(f"sqlite:///{council.folder / 'fingerpost.db'}") as store, store.begin_run(other):
        council.refused(exit_code=75, code="FP-0601", where="fingerpost.db", says=str(os.getpid()))
        council.configure("[people]", "[people]\nmatch_one = 1")
        council.refused(exit_code=5, code="FP-0103", where="people.match_one", says="match_on")
    for name in ("ais.csv", "mosaic.db"):
        (council.folder / name).with_suffix(".moved").rename(council.folder / name)
    council.write("fingerpost.toml", sound)
    council.assert_sound()
