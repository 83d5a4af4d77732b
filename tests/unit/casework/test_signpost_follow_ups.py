"""Follow-ups: the most overdue first, what to heed before a number, and what may be passed on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapter_core.casework.signposting import claims, follow_ups, permissions
from adapter_core.casework.signposting.follow_ups import Flags, FollowUp, flags_of, follow_up, order
from adapter_core.domain.casework import (
    Claim,
    ClaimBy,
    Consideration,
    Considered,
    ConversationKind,
    ConversationRecord,
    HandedOver,
    Permission,
    PermissionBasis,
    PersonRef,
    Reason,
    Resource,
    ResourceKind,
    Signpost,
    SignpostState,
)
from adapter_core.domain.people import CommunicationNeed, Person
from adapter_core.domain.states import State
from adapter_core.errors import UsageError

ON = date(2026, 11, 16)
GIVEN = date(2026, 11, 2)
CONSENT = Permission("name and number", "the club", PermissionBasis.CONSENT, "spoken", "the person", GIVEN)


def signpost(**given):
    fields: dict[str, Any] = {
        "resource": Resource(ResourceKind.SERVICE, "Lunch club"), "what_for": "company",
        "handed_over": HandedOver.GAVE_DETAILS, "given_on": GIVEN, "due": ON, "worker": "Ann", "id": 3,
    }  # fmt: skip
    return Signpost(PersonRef("mosaic", "1"), **(fields | given))


def person(*needs, **given):
    held = tuple(CommunicationNeed(each, State.ABSENT, State.ABSENT) for each in needs)
    absent: dict[str, Any] = {
        name: State.ABSENT for name in Person.__dataclass_fields__ if name not in {"ref", "extra"}
    }
    return Person(ref="1", **(absent | {"communication_needs": held} | given))


# --- order ---

ITEMS = st.lists(
    st.builds(
        lambda number, due, given_on: FollowUp(
            signpost(
                id=number,
                due=None if due is None else ON + timedelta(due),
                given_on=GIVEN - timedelta(given_on),
            ),
            Flags(),
            0,
        ),
        st.integers(1, 99),
        st.none() | st.integers(-30, 30),
        st.integers(0, 3),
    ),
    unique_by=lambda item: item.signpost.id,
    max_size=12,
)


@settings(max_examples=60)
@given(ITEMS, st.randoms(use_true_random=False))
def test_the_most_overdue_comes_first_and_the_order_is_total(items, chance):
    shown = order(items, ON)
    assert sorted(each.signpost.id for each in shown) == sorted(each.signpost.id for each in items)
    shuffled = list(items)
    chance.shuffle(shuffled)
    assert order(shuffled, ON) == shown
    days = [each.signpost.due or date.max for each in shown]
    assert days == sorted(days)


def test_of_one_day_the_one_that_was_given_first_comes_first():
    early, late = signpost(id=9, given_on=GIVEN - timedelta(1)), signpost(id=2)
    assert [each.signpost.id for each in order([follow_up(late, ON), follow_up(early, ON)], ON)] == [9, 2]


@pytest.mark.requirement("G-08")
def test_what_is_due():
    assert follow_ups.is_due(signpost(), ON)
    assert not follow_ups.is_due(signpost(), ON - timedelta(1))
    helped = claims.apply(signpost(), Claim(SignpostState.COMPLETED, ClaimBy.PERSON, ON), on=ON)
    assert not follow_ups.is_due(helped, date(2027, 1, 1))
    no_help = Claim(SignpostState.FAILED, ClaimBy.CONTACT, ON, Reason.NO_HELP)
    assert follow_ups.is_due(claims.apply(helped, no_help, on=ON), date(2027, 1, 1))
    assert follow_up(signpost(), ON + timedelta(3)).overdue == 3


# --- what to heed ---


def test_flags_come_before_any_number_the_gravest_first():
    who = person("bsl_interpreter", "letter", extra={"mosaic": {"safe_to_contact": False}})
    assert flags_of(who, ON).words == (
        "Find out how it is safe to contact them before you ring.",
        "Arrange first: British Sign Language interpreter.",
        "Do not telephone: Contact by letter.",
    )


def test_whoever_can_be_telephoned_is_not_flagged():
    assert flags_of(person("telephone", "letter", "easy_read"), ON) == Flags(
        reach_by=("Contact by telephone", "Contact by letter")
    )
    assert flags_of(person(), ON).words == ()


def test_a_need_that_is_over_is_none():
    over = CommunicationNeed("letter", State.ABSENT, ON - timedelta(1))
    assert not flags_of(person(communication_needs=(over,)), ON).no_telephone


@pytest.mark.parametrize(
    ("said", "safe"),
    [
        (True, True),
        (False, False),
        ("no", False),
        (State.INVALID, False),
        (State.ABSENT, None),
        (None, False),
    ],
)
def test_only_a_plain_yes_is_a_yes(said, safe):
    assert flags_of(person(extra={"mosaic": {"safe_to_contact": said}}), ON).safe_to_contact is safe
    assert flags_of(person(), ON).safe_to_contact is None


@pytest.mark.parametrize(
    ("status", "text", "safe"),
    [
        (Considered.CONSIDERED, "", False),
        (Considered.TO_DO, "", False),
        (Considered.NOT_APPLICABLE, "", None),
        (Considered.NOT_APPLICABLE, "something", False),
    ],
)
def test_where_abuse_was_thought_about_nobody_rings_without_thinking(status, text, safe):
    record = ConversationRecord(
        PersonRef("mosaic", "1"), ConversationKind.ONE, "Ann", GIVEN,
        considerations=(Consideration("domestic_abuse", status, text),),
    )  # fmt: skip
    flags = flags_of(person(), ON, record=record)
    assert flags.safe_to_contact is safe
    assert "abuse" not in " ".join(flags.words)


def test_a_record_that_cannot_be_read_is_said_to_be_so():
    assert follow_up(signpost(permission=CONSENT), ON).words == (
        "The record could not be read: check how to reach them before you ring.",
    )


@pytest.mark.parametrize(("held", "died"), [(ON, True), (State.INVALID, True), (State.ABSENT, False)])
def test_whoever_died_is_rung_by_nobody(held, died):
    item = follow_up(signpost(), ON, person=person(date_of_death=held))
    assert item.died is died
    assert (item.words == ("The person has died. Ring nobody.",)) is died


# --- what may be passed on ---


def refused(code, one):
    with pytest.raises(UsageError) as caught:
        permissions.check(one, on=ON)
    assert caught.value.code == code


@pytest.mark.requirement("G-09")
def test_by_default_the_person_gets_details_and_the_service_gets_nothing():
    permissions.check(signpost(), on=ON)
    item = follow_up(signpost(), ON, person=person())
    assert not item.may_tell_contact
    assert item.words == ("Ask the person, not the service: no permission to tell it.",)
    assert follow_up(signpost(permission=CONSENT), ON, person=person()).words == ()


@pytest.mark.requirement("G-09")
@pytest.mark.parametrize("warm", [HandedOver.INTRODUCED, HandedOver.RANG_TOGETHER])
def test_a_warm_handover_needs_a_permission_that_holds(warm):
    refused("FP-1030", signpost(handed_over=warm))
    permissions.check(signpost(handed_over=warm, permission=CONSENT), on=ON)
    withdrawn = replace(CONSENT, withdrawn_on=GIVEN)
    refused("FP-1030", signpost(handed_over=warm, permission=withdrawn))
    later = replace(CONSENT, on=GIVEN + timedelta(1))
    refused("FP-1030", signpost(handed_over=warm, permission=later))


@pytest.mark.parametrize(
    "wrong",
    [
        {"what": " "},
        {"to": ""},
        {"how": ""},
        {"by": ""},
        {"on": ON + timedelta(1)},
        {"withdrawn_on": GIVEN - timedelta(1)},
        {"basis": PermissionBasis.BEST_INTERESTS, "by": ""},
    ],
)
def test_a_permission_says_what_with_whom_how_and_by_whom(wrong):
    refused("FP-1031", signpost(permission=replace(CONSENT, **wrong)))


def test_a_permission_that_is_withdrawn_is_respected_from_that_day():
    one = permissions.withdraw(signpost(permission=CONSENT), on=ON)
    assert permissions.may_tell(one, ON - timedelta(1))
    assert not permissions.may_tell(one, ON)
    assert permissions.withdraw(one, on=ON + timedelta(9)) == one
    assert permissions.withdraw(signpost(), on=ON) == signpost()
    with pytest.raises(UsageError):
        permissions.withdraw(signpost(permission=CONSENT), on=GIVEN - timedelta(1))
