"""What somebody says of a signpost: every claim is kept, and only the person and the contact confirm."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapter_core.casework.signposting import claims, states
from adapter_core.domain.casework import (
    Claim,
    ClaimBy,
    HandedOver,
    PersonRef,
    Reason,
    Resource,
    ResourceKind,
    Signpost,
    SignpostState,
)
from adapter_core.errors import UsageError

GIVEN = date(2026, 11, 2)
DUE = date(2026, 11, 16)
PERSON, CONTACT, SUPPORTER, WORKER = ClaimBy
S = SignpostState

FHIR_R4_TASK_STATUS = {
    "draft", "requested", "received", "accepted", "rejected", "ready", "cancelled", "in-progress", "on-hold",
    "failed", "completed", "entered-in-error",
}  # fmt: skip
"""http://hl7.org/fhir/R4/valueset-task-status.html"""


def signpost(**given):
    fields: dict[str, Any] = {
        "person": PersonRef("mosaic", "1"),
        "resource": Resource(ResourceKind.SERVICE, "Lunch club"),
        "what_for": "company",
        "handed_over": HandedOver.GAVE_DETAILS,
        "given_on": GIVEN,
        "due": DUE,
        "worker": "Ann",
        "id": 3,
    }
    return Signpost(**(fields | given))


def claim(state, by=WORKER, reason=Reason.NONE, on=DUE, **given):
    return Claim(state, by, on, reason, **({"recorded_by": "Ann"} | given))


def after(*said, start=None):
    one = start or signpost()
    for each in said:
        one = claims.apply(one, each, on=max(each.on, DUE))
    return one


def refused(code, said, *, start=None, on=DUE):
    with pytest.raises(UsageError) as caught:
        claims.apply(start or signpost(), said, on=on)
    assert caught.value.code == code
    return caught.value


# --- the end, and who says so ---


@pytest.mark.requirement("G-08")
@pytest.mark.parametrize(
    ("by", "confirmed"), [(PERSON, True), (CONTACT, True), (SUPPORTER, False), (WORKER, False)]
)
def test_only_the_person_and_the_contact_confirm_that_it_helped(by, confirmed):
    one = after(claim(S.COMPLETED, by))
    ending = claims.ending(one)
    assert (one.state, one.due) == (S.COMPLETED, None)
    assert (ending.confirmed, ending.disputed) == (confirmed, False)
    assert ending.words == ("Got help" if confirmed else "Got help (closed, not confirmed)")


def test_a_later_word_of_the_person_confirms_what_a_worker_said():
    one = after(claim(S.COMPLETED, WORKER), claim(S.COMPLETED, PERSON))
    assert claims.ending(one).confirmed
    assert [each.by for each in one.claims] == [WORKER, PERSON]


def test_what_is_open_is_neither_confirmed_nor_closed():
    one = after(claim(S.ACCEPTED, CONTACT))
    assert claims.ending(one) == claims.Ending(confirmed=False, disputed=False, words="The contact said yes")


# --- somebody else says something else ---


@pytest.mark.parametrize("first", [PERSON, CONTACT, SUPPORTER, WORKER])
def test_a_second_outcome_by_somebody_else_is_a_dispute_and_overwrites_nothing(first):
    second = CONTACT if first is PERSON else PERSON
    one = after(claim(S.COMPLETED, first), claim(S.REJECTED, second, Reason.NO_CAPACITY))
    assert (one.state, one.reason) == (S.COMPLETED, Reason.NONE)
    assert [(each.by, each.state) for each in one.claims] == [(first, S.COMPLETED), (second, S.REJECTED)]
    ending = claims.ending(one)
    assert ending.disputed
    assert not ending.confirmed
    assert one.due == DUE + timedelta(days=14)
    assert "disputed" in ending.words


def test_two_workers_are_two_people():
    one = after(claim(S.COMPLETED), claim(S.FAILED, reason=Reason.NO_HELP, recorded_by="Bob"))
    assert claims.ending(one).disputed


def test_whoever_said_it_may_correct_it():
    one = after(claim(S.COMPLETED), claim(S.FAILED, reason=Reason.NO_HELP))
    assert (one.state, one.reason, claims.ending(one).disputed) == (S.FAILED, Reason.NO_HELP, False)
    assert len(one.claims) == 2


def test_a_dispute_is_over_once_they_agree():
    disputed = after(claim(S.COMPLETED, CONTACT), claim(S.FAILED, PERSON, Reason.NO_HELP))
    one = after(claim(S.COMPLETED, PERSON), start=disputed)
    assert (one.state, one.due) == (S.COMPLETED, None)
    assert claims.ending(one).confirmed


def test_a_worker_who_looks_again_speaks_for_the_workers_before():
    disputed = after(claim(S.COMPLETED), claim(S.FAILED, PERSON, Reason.NO_HELP))
    one = after(claim(S.FAILED, WORKER, Reason.NO_HELP, recorded_by="Bob"), start=disputed)
    assert (one.state, one.reason) == (S.FAILED, Reason.NO_HELP)
    assert claims.ending(one).confirmed


def test_no_worker_settles_what_the_person_and_the_contact_say():
    disputed = after(claim(S.COMPLETED, CONTACT), claim(S.FAILED, PERSON, Reason.NO_HELP))
    one = after(claim(S.COMPLETED, WORKER), start=disputed)
    assert claims.ending(one).disputed
    assert not claims.ending(one).confirmed


def test_that_it_goes_on_after_all_is_a_dispute_with_whoever_ended_it():
    one = after(claim(S.FAILED, reason=Reason.NO_HELP), claim(S.IN_PROGRESS, CONTACT))
    assert claims.ending(one).disputed


def test_whoever_ended_it_may_take_it_up_again():
    one = after(claim(S.FAILED, reason=Reason.NO_HELP), claim(S.IN_PROGRESS))
    assert (one.state, one.reason) == (S.IN_PROGRESS, Reason.NONE)
    assert one.due is not None
    assert not claims.ending(one).disputed


def test_that_nobody_answered_contradicts_nobody():
    helped = after(claim(S.COMPLETED, PERSON), claim(S.FAILED, reason=Reason.NO_ANSWER))
    assert (helped.state, claims.ending(helped).confirmed) == (S.COMPLETED, True)
    answered = after(claim(S.FAILED, reason=Reason.NO_ANSWER), claim(S.COMPLETED, PERSON))
    assert (answered.state, claims.ending(answered).confirmed) == (S.COMPLETED, True)


# --- entered in error, and people who have died ---


def test_a_mistake_ends_it_whatever_was_said():
    disputed = after(claim(S.COMPLETED, CONTACT), claim(S.FAILED, PERSON, Reason.NO_HELP))
    one = after(claim(S.ENTERED_IN_ERROR, reason=Reason.MISTAKE), start=disputed)
    assert (one.state, one.due, claims.ending(one).disputed) == (S.ENTERED_IN_ERROR, None, False)
    assert claims.ending(one).words == "Recorded by mistake"
    assert len(one.claims) == 3
    refused("FP-1032", claim(S.COMPLETED, PERSON), start=one)


def test_who_has_died_is_rung_by_nobody():
    one = after(claims.died(on=DUE, recorded_by="Ann"))
    assert (one.state, one.reason, one.due) == (S.CANCELLED, Reason.PERSON_DIED, None)
    assert claims.ending(one).words == "Cancelled: the person died"
    later = after(claim(S.IN_PROGRESS, CONTACT), start=one)
    assert (later.state, later.due) == (S.CANCELLED, None)


def test_help_that_somebody_got_before_they_died_stays_help():
    one = after(claim(S.COMPLETED, PERSON), claims.died(on=DUE, recorded_by="Ann"))
    assert (one.state, claims.ending(one).confirmed) == (S.COMPLETED, True)


def test_a_dispute_about_somebody_who_has_died_has_no_due_day():
    disputed = after(claim(S.COMPLETED, CONTACT), claim(S.FAILED, SUPPORTER, Reason.NO_HELP))
    assert after(claims.died(on=DUE, recorded_by="Ann"), start=disputed).due is None


def test_nobody_tells_of_their_own_death_and_a_worker_alone_of_a_mistake():
    refused("FP-1035", claim(S.CANCELLED, PERSON, Reason.PERSON_DIED))
    refused("FP-1035", claim(S.ENTERED_IN_ERROR, CONTACT, Reason.MISTAKE))


# --- days ---


@pytest.mark.requirement("G-08")
def test_a_signpost_is_due_a_couple_of_weeks_later_or_as_the_council_says():
    assert claims.first_due(ResourceKind.SERVICE, GIVEN) == DUE
    assert claims.first_due(ResourceKind.NETWORK, GIVEN, days=28) == date(2026, 11, 30)
    assert claims.first_due(ResourceKind.INFORMATION, GIVEN) is None


@pytest.mark.parametrize(
    ("state", "reason"),
    [(S.ACCEPTED, Reason.NONE), (S.ON_HOLD, Reason.WAITLIST), (S.IN_PROGRESS, Reason.NONE)],
)
def test_what_does_not_end_it_moves_the_day_on(state, reason):
    one = claims.apply(signpost(), claim(state, CONTACT, reason), on=DUE)
    assert (one.state, one.reason, one.due) == (state, reason, DUE + timedelta(days=14))
    assert claims.apply(
        one, claim(S.ON_HOLD, CONTACT, Reason.WAITLIST), on=DUE, days=42
    ).due == DUE + timedelta(42)


def test_a_day_that_was_agreed_is_not_brought_forward():
    far = signpost(due=date(2027, 3, 1))
    assert claims.apply(far, claim(S.ACCEPTED, CONTACT), on=DUE).due == date(2027, 3, 1)


def test_after_nobody_answered_it_is_due_again_soon_and_stands_where_it_stood():
    waiting = after(claim(S.ON_HOLD, CONTACT, Reason.WAITLIST, on=GIVEN), start=signpost(due=GIVEN))
    day = waiting.due
    assert day is not None
    one = claims.apply(waiting, claims.attempt(waiting, on=day, recorded_by="Ann"), on=day)
    assert (one.state, one.reason, one.due) == (S.ON_HOLD, Reason.WAITLIST, day + timedelta(days=3))
    assert claims.attempts(one) == 1
    third = day + timedelta(days=3)
    again = claims.apply(one, claims.attempt(one, on=third, recorded_by="Ann"), on=third)
    assert claims.attempts(again) == 2
    answered = claims.apply(again, claim(S.IN_PROGRESS, PERSON, on=third), on=third)
    assert claims.attempts(answered) == 0


def test_a_word_that_comes_late_is_kept_and_moves_nothing_back():
    one = after(claim(S.IN_PROGRESS, CONTACT), claim(S.ACCEPTED, CONTACT, on=GIVEN))
    assert one.state is S.IN_PROGRESS
    assert len(one.claims) == 2


def test_what_went_on_before_the_end_is_no_dispute_when_it_is_told_after():
    one = after(claim(S.COMPLETED, CONTACT), claim(S.IN_PROGRESS, PERSON, on=GIVEN))
    assert one.state is S.COMPLETED
    assert not claims.ending(one).disputed


def test_a_claim_is_of_a_day_that_can_be():
    refused("FP-1033", claim(S.ACCEPTED, on=date(2026, 11, 17)))
    refused("FP-1033", claim(S.ACCEPTED, on=date(2026, 11, 1)))


@pytest.mark.parametrize(
    "said",
    [
        claim(S.REJECTED, CONTACT, Reason.CONTACT_LEFT, spoke_to=True),
        claim(S.REJECTED, WORKER, Reason.NUMBER_DEAD, how="phone", spoke_to=True),
        claim(S.FAILED, WORKER, Reason.NO_ANSWER, spoke_to=True),
    ],
)
def test_a_claim_does_not_exclude_itself(said):
    refused("FP-1034", said)


def test_what_is_refused_names_the_signpost_and_says_nothing_of_the_person():
    error = refused("FP-1032", claim(S.REQUESTED, WORKER, Reason.WAITLIST, note="Mrs Grey"))
    assert error.where == "S3"
    assert "Grey" not in str(error.as_json())


# --- whatever is said ---

CLAIM = st.builds(
    lambda state_and_reason, by, days, who: Claim(
        state_and_reason[0], by, GIVEN + timedelta(days=days), state_and_reason[1], recorded_by=who
    ),
    st.sampled_from(
        [(to, why) for to, reasons in states.TRANSITIONS[S.ON_HOLD].items() for why in sorted(reasons)]
    ),
    st.sampled_from(list(ClaimBy)),
    st.integers(0, 40),
    st.sampled_from(["Ann", "Bob"]),
)


@settings(max_examples=60)
@given(st.lists(CLAIM, max_size=8))
def test_whatever_is_said_nothing_is_lost_and_nobody_else_confirms(said):
    one, taken, codes = signpost(), [], set()
    for each in said:
        try:
            one = claims.apply(one, each, on=GIVEN + timedelta(days=40))
        except UsageError as error:
            codes.add(error.code)
            continue
        taken.append(each)
        ending = claims.ending(one)
        assert one.claims == tuple(taken)
        assert one.state.value in FHIR_R4_TASK_STATUS
        agree = {claim.by for claim in one.claims if claim.state is one.state}
        assert not ending.confirmed or (agree & {PERSON, CONTACT} and one.state in states.ENDS)
        assert not (ending.confirmed and ending.disputed)
        died = any(claim.reason is Reason.PERSON_DIED for claim in one.claims)
        goes_on = ending.disputed or states.is_open(one.state)
        assert (one.due is not None) == (goes_on and not died)
        assert replace(one, claims=(), state=S.REQUESTED, reason=Reason.NONE, due=DUE) == signpost()
    assert codes <= {"FP-1032", "FP-1035"}


def test_the_states_are_a_strict_subset_of_fhirs():
    reached = {state.value for state in states.TRANSITIONS}
    reached |= {to.value for moves in states.TRANSITIONS.values() for to in moves}
    assert reached == {state.value for state in SignpostState}
    assert reached < FHIR_R4_TASK_STATUS


def test_every_reason_belongs_to_one_state_and_every_outcome_can_be_said():
    of: dict[Reason, SignpostState] = {}
    for state, reasons in states.ENDS.items():
        for reason in reasons - {Reason.NONE}:
            assert of.setdefault(reason, state) is state
    assert set(of) == set(Reason) - {Reason.NONE, Reason.WAITLIST}
    for to, reason in states.OUTCOMES.values():
        assert reason in states.TRANSITIONS[S.REQUESTED][to or S.REQUESTED]
        assert states.said(to or S.REQUESTED, reason)
    for state in SignpostState:
        assert S.REQUESTED not in states.TRANSITIONS[state] or state is S.REQUESTED
