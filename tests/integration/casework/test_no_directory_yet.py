"""Where there is no directory, every command says which of the reasons it is, and makes no empty one."""

from __future__ import annotations

import pytest

from tests.integration.casework.played import Played

PLUGIN = ', "community_directory"'


@pytest.fixture
def play(small_council, capsys, monkeypatch):
    return Played(small_council, capsys, monkeypatch)


@pytest.mark.parametrize(
    "line", ["search lunch", "directory show X", "directory contacts X", "directory stale", "directory check"]
)
def test_whoever_asks_a_directory_that_is_not_there_is_told_so(play, line):
    play(line, code=2)
    assert play.err.startswith("FP-1092: There is no directory: its database directory.db is not there.")
    assert "fingerpost directory import" in play.err
    assert "name a feed in the config" in play.err  # it has none
    assert not (play.folder / "directory.db").exists()


def test_a_conversation_begins_without_and_says_why(play, small_council):
    said = " ".join(play("conversation start 1001").split())
    assert "There is no directory: its database directory.db is not there." in said
    assert "put directory.url right" in said
    small_council.configure(without=PLUGIN)
    said = " ".join(play("conversation start 1002").split())
    assert 'no plugin that the config lists brings one. Add "community_directory" to plugins' in said


def test_so_does_a_signpost_by_id(play, small_council):
    small_council.configure('[directory.feeds.clubs]\nbackend = "tables"\npath = "c.csv"\nmapping = "c"\n')
    play("signpost add 1001 --service X", code=2)
    assert play.err.startswith("FP-1092: There is no directory: its database directory.db is not there.")
    assert "If there was none yet, import it with" in play.err
    assert "name a feed" not in play.err
    small_council.configure(without=PLUGIN)
    play("signpost add 1001 --event X", code=2)
    assert play.err.startswith("FP-1092: There is no directory: no plugin that the config lists brings one.")
