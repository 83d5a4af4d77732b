"""What somebody who is new to casework runs into: nothing is replaced unseen, and no answer misleads."""

from __future__ import annotations

import pytest

from tests.integration.casework.played import WRITTEN, Played


@pytest.fixture
def play(small_council, capsys, monkeypatch):
    return Played(small_council, capsys, monkeypatch)


@pytest.fixture
def begun(play):
    play("conversation start 1001 --by Ada --file", str(play.file(WRITTEN)))
    return play


# --- two people, and nobody says from which revision ----------------------------------------------------


def test_what_somebody_else_wrote_is_kept_where_a_file_takes_its_place(begun):
    begun.file("She fell.\n")
    begun("conversation edit C1 --by Bea --file record.md")
    assert begun.err == "What somebody else wrote there is kept as R1: fingerpost conversation kept C1\n"
    assert "Fell on the stairs." in begun("conversation kept C1")
    assert "She fell." in begun("conversation show C1")


@pytest.mark.parametrize(
    ("by", "text"),
    [
        ("Ada", "She fell.\n"),  # one's own
        ("Bea", "## Background\nSince May.\n"),  # a part that was empty
        ("Bea", WRITTEN),  # the same
        ("Bea", "Fell on the stairs.\n\nTwice, she says.\n"),  # written on
    ],
)
def test_nothing_is_kept_where_nothing_of_anybody_else_goes(begun, by, text):
    begun.file(text)
    begun("conversation edit C1 --file record.md --by", by)
    assert begun.err == ""
    assert begun("conversation kept C1") == "Nothing is kept beside C1.\n"


def test_entries_that_are_added_take_nothing_away(begun):
    begun.file(WRITTEN.replace("## Signposts", "- Fit a rail\n  owner: Her son\n\n## Signposts"))
    begun("conversation edit C1 --by Bea --file record.md")
    assert begun("conversation kept C1") == "Nothing is kept beside C1.\n"


# --- one that was withdrawn -----------------------------------------------------------------------------


def test_of_a_draft_that_was_withdrawn_nobody_says_that_it_is_in_the_case_system(begun):
    assert "Its text is kept as R1" in begun("conversation withdraw C1")
    shown = begun("conversation show C1")
    assert shown.startswith("C1, draft, withdrawn: ")
    assert "the case system has nothing of it" in shown
    assert "Its text is in the case system" not in shown
    assert "(withdrawn)" in begun("conversation list 1001")


def test_a_text_of_one_that_was_closed_and_withdrawn_is_not_taken_and_stays_kept(begun):
    begun("conversation close C1 --by Ada")
    begun("conversation edit C1 --by Ada --matters", "Her cat.")
    begun("conversation withdraw C1 --by Ada")
    begun("conversation take R1", code=2)
    assert begun.err.startswith("FP-1022")
    assert "fingerpost conversation kept C1" in begun.err
    assert "Her cat." in begun("conversation kept C1")
    begun("conversation start 1001")  # no draft is open that nobody can close


@pytest.mark.parametrize(
    "data",
    [
        "\N{LEFT DOUBLE QUOTATION MARK}Fine.\n".encode("cp1252"),
        "Fine".encode("utf-16"),
        "Fine".encode("utf-16-le"),
        b"PK\x03\x04\xff",
    ],
)
def test_a_file_out_of_word_is_told_how_to_be_saved(begun, data):
    (begun.folder / "record.md").write_bytes(data)
    begun("conversation edit C1 --file record.md", code=2)
    assert begun.err.startswith("FP-1090: Line 1 is not in UTF-8.")
    assert "Word, Save As, Plain Text" in begun.err


# --- answers --------------------------------------------------------------------------------------------


def test_a_day_may_be_typed_as_people_here_write_it(play):
    assert "by 30 Nov 2026" in play("action add 1001 Ring --owner Ada --due 30/11/2026")
    play("action add 1001 Ring --owner Ada --due 31/11/2026", code=2)
    assert "It wants a date such as 2026-11-23 or 23/11/2026." in play.err


def test_each_remedy_says_what_it_is_about_where_there_are_several(begun):
    begun.file("## Actions\n- Ring\n\n## Decisions\n- None\n  kind: support\n")
    begun("conversation edit C1 --by Ada --file record.md")
    begun("conversation close C1", code=2)
    assert '  What to do (Actions, entry 1, "owner"): Say who does it' in begun.err
    assert "  What to do (Decisions, entry 1" in begun.err


def test_an_empty_list_of_a_team_says_of_which_team(begun):
    begun("action add 1002 Ring --owner Ada --by Ada --team East")
    begun("signpost add 1002 --to Choir --resource service --by Bea --team West")
    under = 'It was looked for under "Ada" and "West" alone.\n'
    assert begun("follow-ups --worker Ada --team West") == f"Nothing is due. {under}"
    assert begun("deliveries list --worker Ada --team West") == f"Nothing waits. {under}"


def test_a_draft_is_to_be_closed_under_its_own_number(begun):
    begun("conversation print C1", code=2)
    assert "fingerpost conversation close C1." in begun.err


def test_that_nobody_answered_is_not_called_help(begun):
    begun("signpost add 1001 --to Choir --resource service")
    begun("signpost outcome S1 got-help --said-by person")
    begun("signpost outcome S1 tried", code=2)
    assert '"Nobody answered" cannot be said of a signpost that stands at "Got help".' in begun.err


def test_an_outcome_that_is_left_out_is_asked_for_by_example(begun):
    begun("signpost add 1001 --to Choir --resource service")
    begun("signpost outcome S1", code=2)
    assert "fingerpost signpost outcome S1 got-help" in begun.err


def test_an_event_is_named_by_the_directory(play, ids):
    said = play("signpost add 1001 --event", ids["Winter fair"])
    assert said.startswith("Given: S1, Winter fair, ask for Jo Wells 1.")
    play("signpost add 1001 --event 00000000-0000-0000-0000-000000000000", code=2)
    assert play.err.startswith("FP-0832")


def test_without_a_directory_it_says_what_else_may_be_missing(play):
    play("signpost add 1001 --service 00000000-0000-0000-0000-000000000000", code=2)
    assert play.err.startswith("FP-1092: There is no directory: its database directory.db is not there.")
