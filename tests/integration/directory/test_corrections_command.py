"""`directory corrections`: what signposts say is wrong, and the second look."""

from __future__ import annotations

import json
from datetime import date

import pytest

from adapter_core.cli.main import run
from adapter_core.domain.directory import Contact, EntityKind, Incoming, Organisation, Phone, Service
from adapter_core.domain.directory.lessons import Lesson, LessonKind
from community_directory.learning.learning import learn
from community_directory.store import DirectoryStore, FeedWriter, stable_id

ON = date(2026, 11, 23)
SERVICE = stable_id("council", EntityKind.SERVICE, "1")
CONTACT = stable_id("council", EntityKind.CONTACT, "c1")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "fingerpost.toml").write_text(
        'schema = 1\nplugins = ["community_directory"]\n', encoding="utf-8"
    )
    dan = Contact("c1", "Dan Roe", phones=(Phone("+441632960101", "01632 960101"),), service_id="1")
    with DirectoryStore.open(f"sqlite:///{tmp_path / 'directory.db'}") as store, store.work() as unit:
        writer = FeedWriter(unit, "council", on=ON)
        writer.put(
            Incoming("1", Organisation("o", "Friends"), Service("1", "Lunch club", "o"), contacts=(dan,))
        )
        writer.flush()
        left = {"service_id": SERVICE, "contact_id": CONTACT}
        for number, kind in enumerate((LessonKind.CONTACT_LEFT, LessonKind.SERVICE_CLOSED), 1):
            learn(unit, Lesson(f"{number:032x}", kind, ON, "Ann", **left))
        learn(unit, Lesson(f"{3:032x}", LessonKind.CONTACT_LEFT, ON, "Bob", **left))
        unit.commit()
    return tmp_path


def said(capsys, *arguments, code=0):
    assert run(["directory", "corrections", *arguments]) == code
    told = capsys.readouterr()
    return told.err if code else told.out


def test_corrections_are_seen_checked_and_over(folder, capsys):
    assert said(capsys, "list") == (
        "1: the contact has left, said 2 times\n"
        "  Dan Roe, 01632 960101, never verified, internal - Lunch club\n"
        "  said on 2026-11-23 by Ann\n"
        "2: the service has closed\n"
        "  Lunch club\n"
        "  said on 2026-11-23 by Ann\n"
    )
    assert "FP-1037" in said(capsys, "confirm", "1", "--by", "Ann", code=2)
    assert "FP-1036" in said(capsys, "reject", "7", "--by", "Cy", code=2)
    confirmed = said(capsys, "confirm", "1", "--by", "Cy", "--instead", "Kim Ade", "--as-of", "2026-11-24")
    assert confirmed == "Confirmed: the contact has left. The directory is corrected.\n"
    assert said(capsys, "reject", "2", "--by", "Cy") == "Rejected. The entry stays as it is.\n"
    assert said(capsys, "list") == "No correction waits.\n"
    assert run(["directory", "contacts", SERVICE]) == 0
    assert "Kim Ade" in capsys.readouterr().out
    everything = said(capsys, "list", "--all")
    assert "a contact who is not listed any more - Lunch club" in everything
    assert "said on 2026-11-23 by Ann, confirmed by Cy on 2026-11-24" in everything


def test_programs_get_json(folder, capsys):
    (first, second) = json.loads(said(capsys, "list", "--json"))["corrections"]
    assert (first["kind"], first["said"], first["state"]) == ("contact_left", 2, "open")
    assert (second["service"], second["contact"]) == (SERVICE, None)
    done = json.loads(said(capsys, "reject", "1", "--by", "Cy", "--json"))
    assert (done["state"], done["checked_by"]) == ("rejected", "Cy")
