"""The revision of a draft as people read and type it: that of a later version is counted from one again."""

from __future__ import annotations

import pytest

from adapter_core.cli.casework.common import Revision, revision_words
from tests.integration.casework.played import WRITTEN, Played


@pytest.fixture
def play(small_council, capsys, monkeypatch):
    made = Played(small_council, capsys, monkeypatch)
    made("conversation start 1001 --by Ada --file", str(made.file(WRITTEN)))
    made("conversation close C1 --by Ada")
    return made


@pytest.mark.requirement("R-91")
def test_the_draft_of_the_next_version_counts_from_one_again(play):
    assert play("conversation edit C1 --by Ada --matters", "Her cat.") == "Saved C1, revision 2.2.\n"
    play("conversation show C1 --draft --text")
    assert play.err == "C1, revision 2.2\n"
    said = play("conversation edit C1 --by Ada --revision 2.2 --matters", "Her dog.")
    assert said == "Saved C1, revision 2.3.\n"
    play("conversation edit C1 --by Bea --revision 2.2 --matters", "Her hen.", code=2)
    assert play.err.startswith("FP-1020")
    assert "is the draft of C1 now, revision 2.4." in play("conversation take R1 --by Bea")
    play("conversation close C1 --by Ada --revision 2.4")


def test_a_revision_of_the_draft_before_is_not_taken_for_one_of_this(play):
    play("conversation edit C1 --by Ada --matters", "Her cat.")
    play("conversation edit C1 --by Ada --revision 2 --matters", "Her dog.", code=2)
    assert play.err.startswith("FP-1020")


@pytest.mark.parametrize("number", [1, 2, 99_999, 100_001, 300_017])
def test_what_is_shown_can_be_typed(number):
    assert Revision().convert(revision_words(number), None, None) == number
    assert Revision().convert(str(number), None, None) == number  # as programs have it


@pytest.mark.parametrize("text", ["", "0", "2.", ".2", "1.1", "0.1", "2.0", "-1", "x", "2.2.2", "2.100000"])
def test_what_is_no_revision_is_refused(play, text):
    play("conversation edit C1 --matters x --revision", text, code=2)
    assert "It wants a revision, such as 3, or 2.3 of the draft of version 2." in play.err
