"""Every command of casework: what it says to people, and to programs."""

from __future__ import annotations

import pytest

from tests.integration.casework.played import WRITTEN, Played


@pytest.fixture
def play(small_council, capsys, monkeypatch):
    return Played(small_council, capsys, monkeypatch)


@pytest.fixture
def closed(play):
    play.file(WRITTEN)
    play("conversation start 1001 --team East --by", "Ada Kit", "--file", "record.md")
    play("conversation close C1 --by", "Ada Kit")
    return play


def test_a_conversation_is_begun_with_what_stands_in_a_file(play):
    play.file(WRITTEN)
    begun = play.json("conversation start 1001 --kind 2 --team East --method phone --file record.md")
    assert (begun["conversation"], begun["revision"]) == ("C1", 2)
    assert begun["person"] == {"source": "mosaic", "ref": "1001"}
    assert begun["before"] is not None
    said = play("conversation start 1002")
    assert "Begun: C2. Write in it, then close it:" in said
    assert "and what you wrote is in it" in play("conversation start 1003 --file record.md")


def test_a_file_in_toml_and_flags_are_written_too(play):
    play("conversation start 1001")
    play.file('happened = "Fell on the stairs."', "record.toml")
    assert play("conversation edit C1 --file record.toml") == "Saved C1, revision 2.\n"
    assert play.json("conversation edit c1 --matters", "Her garden.")["revision"] == 3
    assert (
        play("conversation edit 1 --ended-how connected --ended-on 2026-11-23") == "Saved C1, revision 4.\n"
    )
    text = play("conversation show C1 --text")
    assert text.startswith("Fell on the stairs.\n\n## What matters\nHer garden.\n")
    play.file(text)
    assert play("conversation edit C1 --file record.md") == "Saved C1, revision 5.\n"
    assert play("conversation show C1 --text") == text


def test_standard_input_is_read_where_the_file_is_a_dash(play):
    play.typing(WRITTEN)
    play("conversation start 1001 --file -")
    assert "Her garden." in play("conversation show C1")
    assert play.kept == []


def test_a_conversation_is_closed_shown_listed_and_printed(closed):
    again = closed.json("conversation close C1")
    assert (again["version"], again["again"], again["actions"], again["signposts"]) == (
        1,
        True,
        ["A1"],
        ["S1"],
    )
    shown = closed("conversation show C1.1")
    assert "C1, version 1: Conversation 1 with 1001, Ada Kit, 23 Nov 2026" in shown
    assert "A1 open: Ring the lunch club (Ada Kit, by 30 Nov 2026)" in shown
    assert "S1 requested: Ark lunch club. Look again on 7 Dec 2026." in shown
    assert closed.json("conversation show C1")["versions"][0]["number"] == 1
    assert "version 1 (closed)" in closed("conversation list 1001")
    assert closed.json("conversation list 1001")["conversations"][0]["id"] == "C1"
    for whom in ("paste", "person", "court"):
        assert "Fell on the stairs." in closed("conversation print C1 --for", whom)
    assert closed.json("conversation print C1.1")["for"] == "person"


def test_a_draft_is_not_copied(play):
    play("conversation start 1001 --file", str(play.file(WRITTEN)))
    play("conversation print C1", code=2)
    assert play.err.startswith("FP-1093")


def test_a_new_version_takes_the_place_of_one_that_is_closed(closed):
    closed.file("## What matters\nHer cat.\n")
    assert "Saved C1" in closed("conversation edit C1 --file record.md")
    assert "Her cat." in closed("conversation show C1 --draft")
    assert "Her garden." in closed("conversation show C1")
    assert "C1 is closed, as version 2." in closed("conversation close C1")


def test_who_saves_second_finds_both_texts(play):
    play("conversation start 1001 --by Ada --file", str(play.file(WRITTEN)))
    play("conversation edit C1 --by Bea --matters", "Her cat.")
    play.typing("## What matters\nHer dog.\n")
    play("conversation edit C1 --by Ada --revision 2 --file -", code=2)
    assert play.err.startswith("FP-1020: Bea saved it")
    assert play.kept == []  # the store has it
    assert "Her dog." in play("conversation kept C1")
    assert [each["by"] for each in play.json("conversation kept C1")["kept"]] == ["Ada", "Ada"]
    assert "R2 is the draft of C1 now" in play("conversation take R2")
    assert "Her dog." in play("conversation show C1")
    assert "Her cat." in play("conversation kept C1")
    assert play("conversation dismiss R1") == "Deleted R1, which was kept beside C1.\n"
    play("conversation dismiss R3")
    assert play("conversation kept C1") == "Nothing is kept beside C1.\n"


def test_one_that_was_closed_by_mistake_is_withdrawn_and_its_text_kept(closed):
    said = closed("conversation withdraw C1")
    assert "Withdrawn: C1." in said
    assert closed("deliveries list") == "Nothing waits.\n"
    closed("conversation edit C1 --matters x", code=2)
    assert closed.err.startswith("FP-1022")


@pytest.mark.parametrize("kind", ["1", "2", "3"])
def test_a_template_can_be_filled_in_and_taken(play, kind):
    play("conversation start 1001 --kind", kind)
    play.file("He fell.\n" + play("conversation template --kind", kind))
    play("conversation edit C1 --file record.md")
    assert play("conversation template --toml")


def test_what_the_template_shows_can_be_copied_and_closed(play):
    play("conversation start 1001")
    hint = play("conversation template").partition("## What was said")[2].partition("-->")[0]
    play.file(f"He fell.\n\n## What was said{hint.replace('31/12/2026', '30/11/2026')}")
    play("conversation edit C1 --file record.md --ended-on 2026-11-23")
    assert "S1: Walderslade bowls club, ask for Sam Example." in play("conversation close C1")


@pytest.mark.requirement("R-42")
def test_actions_are_added_changed_done_and_listed(play):
    said = play(
        "action add 1001", "Fit a rail", "--owner", "Her son", "--due", "2026-11-30", "--cost", "£12.50"
    )
    assert said == "Added: A1, Fit a rail (Her son, by 30 Nov 2026).\n"
    made = play.json("action add 1002", "Ring the club", "--owner", "Ada", "--team", "East")["action"]
    assert (made["id"], made["due"], made["cost_pence"]) == ("A2", None, None)
    assert play("action change A1 --due 2026-12-02") == "Changed: A1, by 2 Dec 2026.\n"
    assert "by 2 Dec 2026 (overdue)" in play("action list 1001", on="2026-12-03")
    assert [each["id"] for each in play.json("action list --owner Ada")["actions"]] == ["A2"]
    assert play("action done A1 --on 2026-11-23") == "Done: A1.\n", (
        "whose it is may not be for whoever typed it"
    )
    assert play("action done A2 --cancelled").startswith("Cancelled: A2")
    assert play("action list") == "No such action is open. See all with --all.\n"
    assert len(play.json("action list --all")["actions"]) == 2


@pytest.mark.requirement("G-05")
def test_a_signpost_names_whom_to_ask_for(play, ids):
    said = play("signpost add 1001 --service", ids["Ark lunch club"], "--for", "company")
    assert said == "Given: S1, Ark lunch club, ask for Jo Wells 1. Look again on 7 Dec 2026.\n"
    play.file(f"Fell.\n\n## Signposts\n- The club\n  service id: {ids['Bell lunch club']}\n  for: company\n")
    play("conversation start 1001 --file record.md")
    assert "contact: Jo Wells 2" in play("conversation show C1")
    assert "ask for Jo Wells 2" in play("conversation close C1")
    play("conversation edit C1 --file record.md")
    play("conversation close C1")
    (_, own) = play.json("signpost list 1001")["signposts"]  # a second version gives nothing twice
    assert own["resource"]["contact_id"] == ids["Jo Wells 2"]
    assert own["state"] == "requested"


def test_what_is_not_in_the_directory_is_pointed_to_by_its_name(play):
    play("signpost add 1001 --to", "Mrs Grey next door", "--permission", "her number", "--how", "introduced")
    assert "S1, Mrs Grey next door: Details given" in play("signpost show S1")
    assert play.json("signpost show S1")["may_tell_contact"] is True
    assert "nothing more may be passed on" in play("signpost withdraw-permission S1")
    assert "The contact may be told nothing of the person." in play("signpost show S1")
    assert "S1  23 Nov 2026  Mrs Grey next door: Details given" in play("signpost list 1001")
    assert play("signpost list 1002") == "This person was pointed to nobody yet.\n"


def test_an_outcome_says_what_to_do_next(play, ids):
    play("signpost add 1001 --service", ids["Ark lunch club"])
    said = play("signpost outcome S1 full --said-by contact --spoke-to-contact", on="2026-12-07")
    assert f"    Bell lunch club: ask for Jo Wells 2  [{ids['Bell lunch club']}]" in said
    assert "fingerpost signpost add 1001 --follows S1 --service ID" in said
    play("signpost add 1001 --follows S1 --service", ids["Bell lunch club"], on="2026-12-07")
    told = play.json("signpost outcome S2 tried", on="2026-12-21")
    assert (told["signpost"]["state"], told["confirmed"], told["proposals"]) == ("requested", False, [])
    assert "nobody answered" in play("signpost show S2", on="2026-12-21")


def test_follow_ups_are_mine_and_my_teams(play):
    play("signpost add 1001 --team East --by Ada --to Choir --resource service")
    play("signpost add 1002 --team West --by Bea --to Bowls --resource service")
    late = {"on": "2026-12-10"}
    both = play.json("follow-ups", **late)["follow_ups"]
    assert [each["overdue_days"] for each in both] == [3, 3]
    assert "Choir: 3 days overdue (7 Dec 2026)" in play("follow-ups --mine --by Ada", **late)
    assert "Bowls" in play("follow-ups --team West", **late)
    said = play("follow-ups --team East --worker bea", **late)
    assert said == 'Nothing is due. It was looked for under "bea" and "East" alone.\n'
    assert "1 more: add --offset 1." in play("follow-ups --limit 1", **late)
    assert "fingerpost signpost outcome S1 OUTCOME" in play("follow-ups", **late)
