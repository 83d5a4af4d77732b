"""A signpost that was given unmarked, and turns out not to be for others, is marked where it stands."""

from __future__ import annotations

import pytest

from adapter_core.oversight.audit import entries
from adapter_core.store.casework import deliveries
from tests.integration.casework.played import WRITTEN, Played

MARK = "Plantedmark"


@pytest.fixture
def play(small_council, capsys, monkeypatch):
    made = Played(small_council, capsys, monkeypatch)
    made(f"signpost add 1001 --to Choir{MARK} --resource service")
    return made


def texts(council):
    with council.desk() as desk, desk.store.reading() as unit:
        return [
            one.text
            for each in deliveries.listed(unit.connection)
            if (one := deliveries.get(unit.connection, each.id))
        ]


def actions(council):
    with council.desk() as desk:
        return [each.action for each in entries(desk.store)]


@pytest.mark.requirement("R-25", "G-09")
def test_it_is_marked_audited_and_the_case_system_is_told(play, small_council):
    assert MARK in play("export signposts")
    assert play("signpost outcome S1 --never-shared") == "Marked: S1 is never shared from now on.\n"
    assert play.json("signpost show S1")["signpost"]["never_shared"]
    assert MARK not in play("export signposts")
    assert "signpost.never_shared" in actions(small_council)
    given, marked = texts(small_council)
    assert "Not for others" not in given
    assert marked.startswith("Not for others")
    assert "What stands in the record of S1 before this, too" in marked


def test_with_an_outcome_what_is_said_is_marked_too(play, small_council):
    said = play("signpost outcome S1 got-help --said-by person --never-shared")
    assert "Marked: S1 is never shared from now on.\n" in said
    assert "Got help" in said
    _, _, followed = texts(small_council)
    assert followed.startswith("Not for others")
    told = play.json("signpost outcome S1 got-help --said-by person --never-shared")
    assert told["signpost"]["never_shared"] is True


def test_marked_twice_is_told_once(play, small_council):
    for _ in range(2):
        play("signpost outcome S1 --never-shared")
    assert len(texts(small_council)) == 2
    assert play.json("signpost outcome S1 --never-shared") == {
        "schema": 1,
        "signpost": {"id": "S1", "never_shared": True},
    }


def test_one_of_a_conversation_is_marked_there_or_its_copies_would_tell(play):
    play("conversation start 1002 --by Ada --file", str(play.file(WRITTEN)))
    play("conversation close C1 --by Ada")
    play("signpost outcome S2 got-help --never-shared", code=2)
    assert play.err.startswith("FP-1032: S2 stands in C1")
    assert "fingerpost conversation edit C1" in play.err
    assert play.json("signpost show S2")["signpost"]["claims"] == []


def test_there_is_none_of_this_number(play):
    play("signpost outcome S9 --never-shared", code=2)
    assert play.err.startswith("FP-1018")
