"""Lists of a team or a worker: a name that nobody has is refused, and whose a record is, is known."""

from __future__ import annotations

import pytest

from adapter_core.domain.people import Allocation
from tests.integration.casework.desks import TODAY
from tests.integration.casework.played import Played

LISTS = ("follow-ups", "deliveries list", "action list")


@pytest.fixture
def play(small_council, capsys, monkeypatch):
    return Played(small_council, capsys, monkeypatch)


@pytest.fixture
def given(play):
    play("conversation start 1001 --by Ada --team", "East Locality Team")
    play("action add 1001 Ring --owner", "Her son", "--team", "East Locality Team")
    play("signpost add 1001 --to Choir --resource service --by Ada --team", "East Locality Team")
    return play


@pytest.mark.parametrize("line", LISTS)
def test_a_team_that_is_known_nowhere_is_refused_with_the_nearest(given, line):
    given(line, "--team", "East Localty Team", code=2)
    said = 'FP-0714: There is no team "East Localty Team" in the lists. Did you mean "East Locality Team"?'
    assert given.err.startswith(said)
    assert f"Where: {line.split()[0]}" in given.err


@pytest.mark.parametrize(
    ("line", "near"), [("follow-ups --worker Adda", "Ada"), ("deliveries list --worker Adda", "Ada")]
)
def test_so_is_a_worker(given, line, near):
    given(line, code=2)
    assert given.err.startswith(f'FP-0714: There is no worker "Adda" in the lists. Did you mean "{near}"?')


def test_so_is_whoever_does_nothing_and_nobody_is_named_who_may_be_family(given):
    given("action list --owner", "Her sun", code=2)
    assert given.err.startswith("FP-0714: No action is of an owner of this name.\n")
    assert "Her s" not in given.err
    assert "Ring (Her son)" in given("action list --owner", "her SON")


@pytest.mark.parametrize("line", LISTS)
def test_capitals_do_not_matter(given, line):
    assert given(line, "--team", "east locality team", on="2026-12-31") == given(
        line, "--team", "East Locality Team", on="2026-12-31"
    )
    assert "1001" in given(line, "--team", "east locality team", on="2026-12-31")


def test_a_name_of_the_config_and_ones_own_are_known(given, small_council):
    small_council.configure(
        '[owners]\nfallback = ["allocated_worker", "Desk"]\nlocalities = {ME4 = "West"}\n'
    )
    for team in ("West", "desk"):
        assert "Nothing is due." in given("follow-ups --team", team)
    assert "Nothing is due." in given("follow-ups --mine --by", "New Worker")
    assert "Nothing waits." in given("deliveries list --by New --worker New")


# --- whose it is ----------------------------------------------------------------------------------------


def test_a_record_takes_the_team_that_the_person_is_allocated_to_and_says_so(play, small_council):
    small_council.change("1001", allocations=(Allocation("W1", "West Team", TODAY),))
    said = play("conversation start 1001 --by Ada")
    assert "Team: West Team, as the case system has it." in said
    assert play.json("conversation list 1001")["conversations"][0]["team"] == "West Team"
    play("signpost add 1001 --to Choir --resource service")
    play("action add 1001 Ring --owner Ada")
    for line in LISTS[0], LISTS[2]:
        assert "1001" in play(line, "--team", "West Team", on="2026-12-31")


def test_what_somebody_says_wins(play, small_council):
    small_council.change("1001", allocations=(Allocation("W1", "West Team", TODAY),))
    assert "Team:" not in play("conversation start 1001 --team East")
    file = play.file("## About this conversation\n- team: South\n")
    assert "Team:" not in play("conversation start 1001 --another --file", str(file))
    teams = [each["team"] for each in play.json("conversation list 1001")["conversations"]]
    assert teams == ["East", "South"]


def test_where_no_team_is_known_it_says_that_no_list_has_it(play, small_council):
    small_council.change("1001", allocations=())
    said = " ".join(play("conversation start 1001").split())
    assert "It names no team, so that it is in no team's list." in said
    assert play.json("conversation start 1002 --team East")["team"] == "East"
