"""`search`, `directory stale` and `directory import` for somebody who reads their answers."""

from __future__ import annotations

import io
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
    said(capsys, "directory", "remove", contact.id, "--by", "Jo", "--why", "asked", "--yes")
    assert "  left out, because somebody asked for it: 1\n" in said(capsys, "directory", "import")


def _dan(folder):
    with DirectoryStore.open(f"sqlite:///{folder / 'directory.db'}") as store:
        (view,) = store.services(audience=Audience.INTERNAL, on=ON)
    return next((one for one in view.contacts if one.name == "Dan Roe"), None)


@pytest.mark.requirement("G-05")
def test_a_contact_goes_only_when_somebody_says_yes(filled, capsys, monkeypatch):
    remove = ("directory", "remove", _dan(filled).id, "--by", "Jo", "--why", "asked")
    told = said(capsys, *remove)
    assert "Dan Roe, dan@example.org" in told
    assert "Lunch club - Friends" in told
    assert told.endswith("Nothing was changed. Answer yes, or add --yes, to remove them.\n")
    assert _dan(filled)

    shown = json.loads(said(capsys, *remove, "--json"))
    assert (shown["done"], shown["contact"]["name"], shown["service"]) == (False, "Dan Roe", "Lunch club")
    assert _dan(filled)

    monkeypatch.setattr("sys.stdin", Terminal("n\n"))
    assert "Nothing was changed." in said(capsys, *remove)
    assert _dan(filled)
    monkeypatch.setattr("sys.stdin", Terminal("y\n"))
    assert said(capsys, *remove).endswith("Removed. No import brings it back.\n")
    assert _dan(filled) is None


def test_without_a_terminal_yes_is_said_beforehand(filled, capsys):
    remove = ("directory", "remove", _dan(filled).id, "--by", "Jo", "--why", "asked")
    told = said(capsys, *remove, "--yes", "--json")
    assert json.loads(told)["done"] is True
    assert _dan(filled) is None


def test_a_contact_whom_the_feed_does_not_name_any_more_may_still_ask_to_be_taken_out(filled, capsys):
    remove = ("directory", "remove", _dan(filled).id, "--by", "Jo", "--why", "asked")
    with DirectoryStore.open(f"sqlite:///{filled / 'directory.db'}") as store, store.work() as unit:
        writer = FeedWriter(unit, "council", on=ON)
        writer.put(Incoming("1", Organisation("o", "Friends"), Service("1", "Lunch club", "o")))
        writer.withdraw_unseen("the feed does not tell of it any more")
        unit.commit()
    assert _dan(filled) is None
    told = said(capsys, *remove)
    assert told.startswith("A contact who is not listed any more\n")
    assert json.loads(said(capsys, *remove, "--json"))["contact"] is None
    assert said(capsys, *remove, "--yes").endswith("Removed. No import brings it back.\n")
    assert "FP-0833" in said(capsys, *remove, code=2)
    assert "FP-0833" in said(capsys, "directory", "remove", "nobody", "--by", "Jo", "--why", "asked", code=2)


class Terminal(io.StringIO):
    """Somebody who types at a terminal."""

    def isatty(self):
        return True
