"""On a terminal the commands of casework ask; whoever stops in the middle loses nothing."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from adapter_core.cli.casework import action, conversation, signpost
from tests.integration.casework.played import Played


@pytest.fixture
def play(small_council, capsys, monkeypatch):
    """Commands that believe that somebody sits there."""
    for module in (action, conversation, signpost):
        monkeypatch.setattr(module, "is_asked", lambda: True)
    return Played(small_council, capsys, monkeypatch)


def test_a_conversation_is_asked_for_line_by_line(play):
    play.typing("Fell on the stairs.\nNobody came.\n\nHer garden.\n\n")
    said = play("conversation start 1001")
    assert "What happened, or what has changed? (An empty line ends it.)" in said
    assert "Begun: C1, and what you wrote is in it." in said
    text = play("conversation show C1 --text")
    assert text.startswith("Fell on the stairs.\nNobody came.\n\n## What matters\nHer garden.\n")


def test_an_answer_that_is_left_out_changes_nothing(play):
    play.typing("Fell.\n\nHer garden.\n\n")
    play("conversation start 1001")
    play.typing("\nHer cat.\n\n")
    said = play("conversation edit C1")
    assert "What matters to the person, in their words? What is there already stays." in said
    assert said.endswith("Saved C1, revision 4.\n")
    text = play("conversation show C1 --text")
    assert text.startswith("Fell.\n\n## What matters\nHer garden.\n\nHer cat.\n")


def test_whoever_stops_in_the_middle_finds_what_they_typed(play):
    play.typing("Fell on the stairs.\nNobody ca")
    play("conversation start 1001", code=130)
    assert "Saved as far as you came: C1." in play.err
    assert play("conversation show C1 --text").startswith("Fell on the stairs.\nNobody ca\n")


def test_an_action_is_asked_for(play):
    play.typing("Fit a rail\nHer son\n2026-11-30\n")
    assert play("action add 1001").endswith("Added: A1, Fit a rail (Her son, by 30 Nov 2026).\n")
    play.typing("Her son\n\n")
    assert play("action add 1001", "Mend the step").endswith("Added: A2, Mend the step (Her son).\n")


def test_a_signpost_is_looked_for_and_chosen(play, ids):
    play.typing("lunch club\n2\ncompany\n")
    said = play("signpost add 1001")
    assert f"  1: Ark lunch club: ask for Jo Wells 1  [{ids['Ark lunch club']}]" in said
    assert "Given: S1, Bell lunch club, ask for Jo Wells 2." in said
    assert play.json("signpost show S1")["signpost"]["what_for"] == "company"
    play.typing("lunch\n0\nMrs Grey next door\n\n")
    assert "Given: S2, Mrs Grey next door." in play("signpost add 1001")
    play.typing("Mrs Grey next door\n0\n\n\n")
    assert "Given: S3, Mrs Grey next door." in play("signpost add 1001")


def test_an_outcome_is_asked_for(play):
    play("signpost add 1001 --to Choir --resource service")
    play.typing("helped\ngot-help\nperson\n")
    said = play("signpost outcome S1", on="2026-12-07")
    assert "S1, Choir: Got help\n" in said


@pytest.mark.parametrize("line", ["conversation edit C1", "action add 1001", "signpost add 1001"])
def test_a_program_that_wants_json_is_never_asked(play, line):
    play("conversation start 1001 --json")
    play.typing("x\n" * 9)
    assert play.json(line, code=2)["error"]["code"] == "FP-1091"


@pytest.mark.skipif(sys.platform == "win32", reason="there is no pseudo-terminal")
def test_on_a_real_terminal_it_asks_and_a_key_that_stops_it_loses_nothing(small_council):
    import pty  # noqa: PLC0415 - not on Windows

    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "adapter_core.cli.main", "conversation", "start", "1001"]
    child = subprocess.Popen(
        command, cwd=small_council.folder, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True
    )
    os.close(theirs)
    said = b""
    for typed in (b"Fell on the stairs.\n", b"\x04"):
        while not said.rstrip(b" ").endswith(b"\n>"):
            said += os.read(ours, 4096)
        os.write(ours, typed)
        said = b""
    try:
        while more := os.read(ours, 4096):
            said += more
    except OSError:  # the other end has gone
        pass
    assert child.wait(60) == 130
    assert b"Saved as far as you came: C1." in said
    with small_council.desk() as desk:
        from adapter_core.service.casework import conversations  # noqa: PLC0415 - beside its only use

        assert conversations.edit(desk, 1).record.happened == "Fell on the stairs."
    os.close(ours)
