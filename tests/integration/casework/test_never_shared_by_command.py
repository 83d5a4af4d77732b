"""What is marked as never shared, as it is typed: in the case system's text, and in nothing for others."""

from __future__ import annotations

import json

import pytest

from adapter_core.store.casework import deliveries, signposts
from tests.integration.casework.desks import a_signpost
from tests.integration.casework.played import WRITTEN, Played

MARK = "Plantedmark"
MARKED = f"""\
{WRITTEN}
## Never shared
He reads her letters, {MARK}.

## What was said
- I miss the garden.
- He hides the post, {MARK}.
  never shared

## Signposts
- {MARK} refuge
  never shared: yes

## Actions
- Ask {MARK} for a safe day to ring
  owner: Ada Kit
  never shared: yes
"""


@pytest.fixture
def play(small_council, ids, capsys, monkeypatch):
    return Played(small_council, capsys, monkeypatch)


@pytest.mark.requirement("R-25", "R-31")
def test_a_marked_conversation_is_shown_whole_and_copied_without_it(play):
    play.file(MARKED)
    play("conversation start 1001 --file record.md --another")
    play("conversation close C1")
    shown = play("conversation show C1")
    assert shown.count("Never shared.") == 2
    assert "never shared: yes" in shown
    assert "He reads her letters" in shown
    for whom in ("person", "court"):
        assert MARK not in play(f"conversation print C1 --for {whom}")
        assert "Left out of it: 4 parts marked never shared." in play.err
        assert "Read it first" in play.err
    assert MARK not in json.dumps(play.json("conversation print C1 --for person"))
    own = play("conversation print C1 --for paste")
    assert own.count(MARK) == 4
    assert "Left out" not in play.err
    held = play.json("conversation show C1")
    assert [each["never_shared"] for each in held["actions"]] == [False, True]
    assert [each["never_shared"] for each in held["signposts"]] == [False, True]


@pytest.mark.requirement("R-25")
def test_a_marked_signpost_is_in_no_export_even_once_its_text_is_gone(council, ids, capsys, monkeypatch):
    play = Played(council, capsys, monkeypatch)
    play("signpost add 1001 --to", f"{MARK} refuge", "--resource", "service", "--never-shared")
    play("signpost add 1001 --to", "Lunch club", "--resource", "service")
    assert "Never shared." in play("signpost show S1")
    bundle = play("export signposts")
    assert MARK not in bundle
    assert "Lunch club" in bundle
    assert "1 left out: marked never shared." in play.err
    with council.desk() as desk, desk.store.work() as unit:
        first, second = (deliveries.get(unit.connection, number) for number in (1, 2))
        refuge = signposts.get(unit.connection, 1)
        assert first
        assert second
        assert refuge
        assert first.text.startswith("Not for others: leave this out of any copy")
        assert not second.text.startswith("Not for others")
        assert refuge.never_shared


def test_an_action_and_a_paragraph_are_marked_by_options(play):
    play("action add 1001", "Ring on a safe day", "--owner", "Ada Kit", "--never-shared")
    assert "Never shared." in play("action list 1001")
    assert "Not for others" in play("deliveries show D1")
    play("action done A1")
    assert "Not for others" in play("deliveries show D2")
    play("conversation start 1001 --another")
    play("conversation edit C1 --happened Fell. --never-shared", f"He reads her letters, {MARK}.")
    play("conversation close C1")
    assert MARK not in play("conversation print C1")
    assert MARK in play("conversation print C1 --for paste")


def test_a_mark_that_comes_with_a_later_version_is_the_signposts_too(play, small_council):
    play.file(WRITTEN)
    play("conversation start 1001 --file record.md --another")
    play("conversation close C1")
    play.file("## Signposts\n- Ark lunch club\n  for: company on Tuesdays\n  never shared\n")
    play("conversation edit C1 --file record.md")
    play("conversation close C1")
    with small_council.desk() as desk, desk.store.reading() as unit:
        lunch = signposts.get(unit.connection, 1)
        assert lunch is not None
        assert lunch.never_shared


def test_a_signpost_without_a_mark_has_none():
    assert not a_signpost().never_shared
