"""A story from the guidance, from the command line, on the demo council: each test is its next page.

The person, the two services of lettering and their contacts are planted in every demo.
"""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import date

import pytest

from adapter_core.cli.main import run
from adapter_core.service.demo import run_demo

PERSON = "1200300"
CLASS, CIRCLE = "96b4f10d-b07b-5aef-8723-5d46fa271d55", "5d6e357b-1499-59c7-87b8-adfbd645901e"
BEGAN, LATER, LAST = "2026-11-23", "2026-12-07", "2026-12-21"
RECORD = f"""\
Since her sister moved away she is alone from Sunday to Sunday.

## What matters
Writing again, with people who care how a letter looks.

## What was said
- I had a beautiful hand once.
  said by: person

## Actions
- Ask the sister for the old pens
  owner: Asha Example
  by: 30/11/2026

## Signposts
- Calligraphy for beginners
  service id: {CLASS}
  for: writing in company

## About this conversation
- how it took place: phone
- visit to follow: yes
- led to: signposted
- ended: connected
- ended on: 23/11/2026
"""
NOTE = "INSERT INTO CASE_NOTES (ID, PERSON_ID, NOTE_TYPE, EFFECTIVE_DATE, NOTE) VALUES (?, ?, 'CONV', ?, ?)"


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    folder = tmp_path_factory.mktemp("story") / "demo"
    run_demo(folder, people=60, as_of=date.fromisoformat(BEGAN))
    (folder / "record.md").write_text(RECORD, encoding="utf-8")
    return folder


@pytest.fixture
def fingerpost(demo, capsys, monkeypatch):
    monkeypatch.chdir(demo)
    monkeypatch.delenv("FINGERPOST_CONFIG", raising=False)

    def played(*words, on=BEGAN, code=0):
        assert run(["--as-of", on, *words]) == code, capsys.readouterr().err
        return capsys.readouterr().out

    return played


def as_json(fingerpost, *words, **given):
    return json.loads(fingerpost(*words, "--json", **given))


@pytest.mark.requirement("P-01")
@pytest.mark.requirement("G-01")
def test_1_before_the_conversation_the_gaps_and_what_is_near_are_shown(fingerpost):
    said = fingerpost(
        "conversation", "start", PERSON, "--team", "East", "--by", "Ada", "--about", "lettering"
    )
    assert f"Mosaic {PERSON}: 1 missing (asked just now" in said
    assert "What there is near ZX3\n" in said
    assert "Calligraphy for beginners: ask for Rosalind Thwaite, Calligraphy tutor, 01632 960945" in said
    assert "fingerpost conversation edit C1 --file record.md" in said


def test_2_it_is_written_in_a_file(fingerpost):
    assert fingerpost("conversation", "edit", "C1", "--file", "record.md") == "Saved C1, revision 2.\n"
    shown = fingerpost("conversation", "show", "c1")
    assert "I had a beautiful hand once." in shown
    assert "contact: Rosalind Thwaite" in shown  # the file gave the service's id alone


@pytest.mark.requirement("G-05")
def test_3_closing_it_gives_an_action_and_a_signpost_to_somebody_by_name(fingerpost):
    said = fingerpost("conversation", "close", "C1", "--by", "Ada")
    assert "C1 is closed, as version 1.\nActions: A1\n" in said
    assert "S1: Calligraphy for beginners, ask for Rosalind Thwaite. Look again on 7 Dec 2026.\n" in said
    assert "To enter in Mosaic: D1." in said
    assert fingerpost("follow-ups") == "Nothing is due.\n"


def test_4_a_mistyped_search_finds_it(fingerpost):
    assert "“calligrapy” read as “calligraphy”" in fingerpost("search", "calligrapy near ZX3")


@pytest.mark.requirement("G-08")
def test_5_fourteen_days_later_it_is_due(fingerpost):
    said = fingerpost("follow-ups", "--team", "East", on=LATER)
    assert f"S1  {PERSON}  Calligraphy for beginners: today (7 Dec 2026)" in said
    assert "Ask the person, not the service" in said
    assert "Ask the person how it went. They were to ask for Rosalind Thwaite." in said
    assert "01632" not in said


@pytest.mark.requirement("G-10")
def test_6_the_contact_has_left_and_the_next_service_is_proposed(fingerpost):
    said = fingerpost("signpost", "outcome", "S1", "contact-left", "--how", "phone", "--by", "Ada", on=LATER)
    assert "S1, Calligraphy for beginners: Could not be taken: the contact has left" in said
    assert f"    Pen, ink and company: ask for Winsome Mensah, Circle host, 01632 960332  [{CIRCLE}]" in said
    assert f"fingerpost signpost add {PERSON} --follows S1 --service ID" in said


def test_7_the_directory_is_corrected_once_somebody_else_has_looked(fingerpost):
    (waiting,) = as_json(fingerpost, "directory", "corrections", "list", on=LATER)["corrections"]
    assert (waiting["kind"], waiting["service"], waiting["by"]) == ("contact_left", CLASS, "Ada")
    confirm = ("directory", "corrections", "confirm", str(waiting["number"]), "--instead", "Idris Fenwick")
    fingerpost(*confirm, "--by", "Ada", on=LATER, code=2)
    fingerpost(*confirm, "--by", "Bea", on=LATER)
    said = fingerpost("search", "calligraphy near ZX3", on=LATER)
    assert "Idris Fenwick" in said
    assert "Rosalind" not in said


def test_8_the_next_one_is_given(fingerpost):
    said = fingerpost(
        "signpost", "add", PERSON, "--follows", "S1", "--service", CIRCLE, "--by", "Ada", on=LATER
    )
    assert said == "Given: S2, Pen, ink and company, ask for Winsome Mensah. Look again on 21 Dec 2026.\n"
    (due,) = as_json(fingerpost, "follow-ups", "--team", "East", on=LAST)["follow_ups"]
    assert (due["signpost"]["what_for"], due["signpost"]["follows"]) == ("writing in company", "S1")


@pytest.mark.requirement("G-09")
def test_9_the_person_says_that_it_helped(fingerpost):
    said = fingerpost("signpost", "outcome", "S2", "got-help", "--said-by", "person", on=LAST)
    assert said == "S2, Pen, ink and company: Got help\n  Got help. Nothing more is due.\n"


def test_a_what_was_written_waits_to_be_entered_and_is_seen_at_the_next_read(fingerpost, demo):
    waiting = as_json(fingerpost, "deliveries", "list", on=LAST)["deliveries"]
    assert [each["title"].partition(",")[0] for each in waiting] == [
        "Conversation 1", "Follow-up of signpost S1.1", "Signpost S2", "Follow-up of signpost S2.1",
    ]  # fmt: skip
    assert "To enter in Mosaic\n" in fingerpost("deliveries", "list", on=LAST)
    names = [each["delivery"] for each in waiting]
    texts = [fingerpost("deliveries", "show", name, on=LAST) for name in names]
    assert "ask for Rosalind Thwaite" in texts[0]
    fingerpost("deliveries", "done", *names, on=LAST)
    with closing(sqlite3.connect(demo / "mosaic.db")) as mosaic, mosaic:
        for number, text in enumerate(texts):
            mosaic.execute(NOTE, (990000 + number, PERSON, LAST, text))
    assert fingerpost("deliveries", "look", on=LAST) == "4 entered.\n"
    assert fingerpost("deliveries", "list", on=LAST) == "Nothing waits.\n"


@pytest.mark.requirement("C-40")
def test_b_the_measures_show_all_of_it(fingerpost):
    said = fingerpost("measures", "--from", "2026-11-01", "--to", LAST, on=LAST)
    assert (
        "Of 2 signposts that came due, 1 (50%) is confirmed to have helped; of 0 (0%) nobody knows." in said
    )
    assert "Conversation 1 completed              1 of 1" in said


def test_c_a_second_pair_of_eyes_sees_the_chain_with_who_said_what(fingerpost):
    shown = fingerpost("signpost", "show", "S1", on=LAST)
    assert "7 Dec 2026: Could not be taken: the contact has left, says the worker, phone." in shown
    (first, second) = as_json(fingerpost, "signpost", "list", PERSON, on=LAST)["signposts"]
    assert (first["state"], second["state"]) == ("rejected", "completed")
