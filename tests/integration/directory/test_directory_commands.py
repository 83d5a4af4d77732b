"""`search`, `directory stale` and `directory import` for somebody who reads their answers."""

from __future__ import annotations

import json
import shutil
from datetime import date

import pytest

from adapter_core.cli.main import run
from adapter_core.domain.directory import (
    Address,
    Audience,
    Contact,
    Incoming,
    Location,
    Organisation,
    Service,
)
from adapter_core.domain.directory import ServiceAtLocation as At
from community_directory.places import stored
from community_directory.searching import index
from community_directory.store import DirectoryStore, FeedWriter

ON = date(2026, 11, 23)
CONFIG = """\
schema = 1
plugins = ["community_directory"]
[directory.feeds.clubs]
backend = "tables"
path = "clubs.csv"
mapping = "./clubs.toml"
"""
MAPPING = """\
schema = 1
format = "csv"
[service]
name = "Name"
[contacts.desk]
mixed = "Contact"
audience = "public"
"""


@pytest.fixture
def folder(tmp_path, monkeypatch, made_in_sqlite):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "fingerpost.toml").write_text(CONFIG, encoding="utf-8")
    (tmp_path / "clubs.toml").write_text(MAPPING, encoding="utf-8")
    (tmp_path / "clubs.csv").write_text("Name,Contact\nLunch club,hall@club.example\n", encoding="utf-8")
    shutil.copy(made_in_sqlite, tmp_path / "directory.db")
    return tmp_path


@pytest.fixture
def filled(folder):
    desk = Contact("c1", "Dan Roe", emails=("dan@example.org",), service_id="1")
    office = Contact("c2", "Ann Poe", emails=("ann@example.org",), organisation_id="o")
    with DirectoryStore.open(f"sqlite:///{folder / 'directory.db'}") as store:
        store.on_commit_work.append(index.update)
        with store.work() as unit:
            writer = FeedWriter(unit, "council", on=ON)
            hall = Location("l", "Hall", address=Address("1 Road", "", "Blackpool", "", "FY1 4AB"))
            writer.put(
                Incoming(
                    "1",
                    Organisation("o", "Friends"),
                    Service("1", "Lunch club", "o"),
                    locations=(hall,),
                    at_locations=(At("a", "1", "l"),),
                    contacts=(desk, office),
                )
            )
            writer.flush()
            stored.rebuild(unit.connection)
            unit.commit()
    return folder


def said(capsys, *arguments, code=0):
    assert run([*arguments]) == code
    told = capsys.readouterr()
    return told.err if code == 2 else told.out


def test_an_empty_directory_says_that_it_is_empty(folder, capsys):
    assert said(capsys, "search", "lonely") == (
        "The directory has no services yet. Import a feed with: fingerpost directory import\n"
    )


def test_whom_to_ring_first_is_said_with_whose_they_are(filled, capsys):
    lines = said(capsys, "directory", "stale").splitlines()
    assert sorted(line for line in lines if not line.startswith(" ")) == ["Friends", "Lunch club - Friends"]
    assert "  Dan Roe, dan@example.org, never verified, internal" in lines
    told = json.loads(said(capsys, "directory", "stale", "--json"))["contacts"]
    assert {(each["name"], each["service"], each["organisation"]) for each in told} == {
        ("Dan Roe", "Lunch club", "Friends"),
        ("Ann Poe", None, "Friends"),
    }


def test_a_place_that_nobody_knows_has_its_own_code_and_remedy(filled, capsys):
    told = said(capsys, "search", "lunch", "--near", "Nowhere", code=2)
    assert "FP-0879" in told
    assert "a town in which the directory has services" in told


def test_a_postcode_that_no_list_has_is_said_whichever_way_it_was_given(filled, capsys):
    given = said(capsys, "search", "lunch", "--near", "FY1 9ZZ")
    assert "Searched near FY1.\n" in given
    typed = said(capsys, "search", "lunch near FY1 9ZZ")
    assert "Searched near FY1.\n" in typed
    assert ".;" not in typed
    assert "Searched near" not in said(capsys, "search", "lunch", "--near", "FY1")


def test_a_town_has_a_middle_once_a_postcode_list_is_loaded(filled, capsys):
    (filled / "list.csv").write_text("pcds,lat,long\nFY1 4AB,53.8180,-3.05\n", encoding="utf-8")
    said(capsys, "directory", "load-postcodes", "list.csv")
    with DirectoryStore.open(f"sqlite:///{filled / 'directory.db'}") as store, store.reading() as unit:
        middle = stored.StoredGazetteer(unit.connection).named({"blackpool"})["blackpool"].point
    assert middle is not None
    assert (middle.latitude, middle.longitude) == (53.818, -3.05)


def test_an_import_tells_what_it_did_what_it_would_do_and_what_it_left_out(folder, capsys):
    dry = said(capsys, "directory", "import", "--dry-run")
    assert dry.endswith("  This is what would be done: nothing was written.\n")
    assert "nothing was written" not in said(capsys, "directory", "import")
    assert "  Nothing is new.\n" in said(capsys, "directory", "import")
    with DirectoryStore.open(f"sqlite:///{folder / 'directory.db'}") as store:
        (contact,) = store.services(audience=Audience.INTERNAL, on=ON)[0].contacts
    said(capsys, "directory", "remove", contact.id, "--by", "Jo", "--why", "asked")
    assert "  left out, because somebody asked for it: 1\n" in said(capsys, "directory", "import")
