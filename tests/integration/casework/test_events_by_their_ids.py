"""Somebody is pointed to a dated event by its id: the command line shows it wherever it shows the event."""

from __future__ import annotations

import pytest

from tests.integration.casework.played import Played


@pytest.fixture
def play(small_council, ids, capsys, monkeypatch):
    return Played(small_council, capsys, monkeypatch)


@pytest.mark.requirement("G-07")
def test_an_event_can_be_given_by_what_directory_show_says(play, ids):
    shown = play("directory show", ids["Ark lunch club"])
    _, _, after = shown.partition("Event: Winter fair, 5 December 2026 at 10:00\n  Event id: ")
    assert after.split()[0] == ids["Winter fair"]
    assert "S1, Winter fair" in play("signpost add 1001 --event", after.split()[0])


def test_json_has_every_event_with_its_id(play, ids):
    found = {each["name"]: each for each in play.json("directory show", ids["Ark lunch club"])["events"]}
    assert set(found) == {"Winter fair", "Summer fair"}
    event = found["Winter fair"]
    assert event["id"] == ids["Winter fair"]
    assert (event["starts"], event["ends"]) == ("2026-12-05T10:00:00+00:00", None)


def test_a_search_names_the_events_to_come_with_their_ids(play, ids):
    found = play("search winter fair")
    assert f"  Event: Winter fair, 5 December 2026 at 10:00\n  Event id: {ids['Winter fair']}\n" in found
    assert "Summer fair" not in found
    (hit, *_) = play.json("search winter fair")["hits"]
    assert ids["Winter fair"] in {each["id"] for each in hit["events"]}
