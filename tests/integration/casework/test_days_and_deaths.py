"""Days that cannot be are refused at once, and that somebody has died is said wherever work begins."""

from __future__ import annotations

from datetime import date

import pytest

from adapter_core.casework.signposting import claims
from adapter_core.domain.casework import ClaimBy, Reason, SignpostState
from adapter_core.errors import UsageError
from tests.integration.casework.desks import TODAY, a_claim, a_signpost
from tests.integration.casework.played import Played

PERSON, CONTACT, WORKER = ClaimBy.PERSON, ClaimBy.CONTACT, ClaimBy.WORKER


@pytest.fixture
def play(small_council, capsys, monkeypatch):
    return Played(small_council, capsys, monkeypatch)


@pytest.mark.parametrize("option", ["--started", "--contact-on"])
def test_a_conversation_cannot_begin_on_a_day_to_come(play, option):
    play(f"conversation start 1001 {option} 24/11/2026", code=2)
    assert play.err.startswith("FP-1007: 24/11/2026 is still to come.")
    assert f"Where: conversation start {option}" in play.err
    assert "no conversation" in play("conversation list 1001")
    play(f"conversation start 1001 {option} 23/11/2026")


def test_who_adds_an_action_is_told_that_the_person_has_died(play, small_council):
    small_council.change("1001", date_of_death=date(2026, 11, 20))
    told = play("action add 1001 Ring --owner Ada")
    assert "Mosaic says that the person has died: find out, and send no letters." in told
    assert "has died" in play.json("action add 1001 Ring --owner Ada")["words"][0]
    assert play.json("action add 1002 Ring --owner Ada")["words"] == []


# --- what is said of a signpost after somebody has died -------------------------------------------------


def heard(*said):
    one = a_signpost(id=1)
    for each in said:
        one = claims.apply(one, each, on=date(2026, 12, 31))
    return one


@pytest.fixture
def disputed():
    return (
        a_claim(by=CONTACT),
        a_claim(SignpostState.FAILED, WORKER, reason=Reason.NO_HELP),
    )


def test_a_dispute_is_nothing_to_look_at_once_the_person_has_died(disputed):
    assert claims.ending(heard(*disputed)).words.endswith("(disputed: two people say different things)")
    one = heard(*disputed, claims.died(on=date(2026, 12, 8), recorded_by="Ada"))
    ending = claims.ending(one)
    assert ending.words == "Got help (two people said different things; the person has died)"
    assert (ending.disputed, ending.confirmed, one.due) == (True, False, None)


def test_the_person_says_nothing_on_a_day_after_they_died():
    died = claims.died(on=date(2026, 12, 8), recorded_by="Ada")
    with pytest.raises(UsageError) as refused:
        heard(died, a_claim(by=PERSON, on=date(2026, 12, 9)))
    assert refused.value.code == "FP-1035"
    assert "the person had died" in refused.value.message
    assert "mistake" in refused.value.remedy
    assert len(heard(died, a_claim(by=PERSON, on=date(2026, 12, 7))).claims) == 2  # written down late
    assert len(heard(died, a_claim(by=CONTACT, on=date(2026, 12, 9))).claims) == 2


def test_at_the_command_line_too(play):
    play("signpost add 1001 --to Choir --resource service")
    play("signpost outcome S1 died", on="2026-12-01")
    play("signpost outcome S1 got-help --said-by person", on="2026-12-05", code=2)
    assert play.err.startswith("FP-1035")
    assert date(2026, 12, 1) > TODAY
