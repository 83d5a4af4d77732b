"""What each outcome proposes, what it teaches the directory, and the reason that it closes with."""

from __future__ import annotations

import dataclasses
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapter_core.casework.signposting import claims, next_steps, states, teaching
from adapter_core.casework.signposting.closing_reason import closing_reason
from adapter_core.casework.signposting.next_steps import NextStepKind
from adapter_core.domain.casework import (
    Claim,
    ClaimBy,
    ConversationKind,
    ConversationRecord,
    HandedOver,
    PersonRef,
    Reason,
    Resource,
    ResourceKind,
    Signpost,
    SignpostState,
)
from adapter_core.domain.directory.lessons import Lesson, LessonKind

DUE = date(2026, 11, 16)
SERVICE = "0b4f1f9c-3a55-5f63-9d0c-8f1a2b6d4c11"
CONTACT = "7d7c0a6a-6f0e-5f57-9d0c-8f1a2b6d4c11"
LUNCH = Resource(ResourceKind.SERVICE, "Lunch club", SERVICE, contact_id=CONTACT, contact_name="Dan")
NEIGHBOUR = Resource(ResourceKind.NETWORK, "Mrs Grey next door", SERVICE, contact_id=CONTACT)
MARK = "Zzyzx-mark-of-a-person"
K, S = NextStepKind, SignpostState


def signpost(resource=LUNCH, **given):
    fields: dict[str, Any] = {
        "what_for": MARK,
        "given_on": date(2026, 11, 2),
        "due": DUE,
        "worker": "Ann",
        "id": 3,
    }
    return Signpost(
        PersonRef("mosaic", MARK), resource, handed_over=HandedOver.GAVE_DETAILS, **(fields | given)
    )


def said(outcome, by=ClaimBy.WORKER, **given):
    state, reason = states.OUTCOMES[outcome]
    return Claim(state or S.REQUESTED, by, DUE, reason, note=MARK, **({"recorded_by": "Ann"} | given))


def after(outcome, *, resource=LUNCH, by=ClaimBy.WORKER, **given):
    claim = said(outcome, by, **given)
    one = claims.apply(signpost(resource), claim, on=DUE)
    return one, claim


def kinds(outcome, **given):
    return [step.kind for step in next_steps.propose(*after(outcome, **given))]


# --- next steps ---


@pytest.mark.parametrize(
    ("outcome", "proposed"),
    [
        ("got-help", [K.RING_PERSON]),
        ("accepted", [K.LOOK_AGAIN]),
        ("waiting-list", [K.LOOK_AGAIN]),
        ("tried", [K.LOOK_AGAIN]),
        ("no-answer", [K.NEXT_SERVICE, K.RING_PERSON]),
        ("no-help", [K.NEXT_SERVICE, K.RING_PERSON]),
        ("not-suitable", [K.NEXT_SERVICE, K.RING_PERSON]),
        ("full", [K.NEXT_SERVICE, K.RING_PERSON]),
        ("not-eligible", [K.NEXT_SERVICE, K.RING_PERSON]),
        ("number-dead", [K.CORRECT_DIRECTORY, K.NEXT_SERVICE, K.RING_PERSON]),
        ("contact-left", [K.CORRECT_DIRECTORY, K.NEXT_SERVICE, K.RING_PERSON]),
        ("service-closed", [K.CORRECT_DIRECTORY, K.NEXT_SERVICE, K.RING_PERSON]),
        ("changed-mind", [K.RING_PERSON]),
        ("died", [K.NONE]),
        ("mistake", [K.NONE]),
    ],
)
def test_each_outcome_proposes_the_next_step(outcome, proposed):
    assert kinds(outcome) == proposed


@pytest.mark.requirement("G-09")
def test_help_that_the_person_confirms_needs_nothing_more():
    assert kinds("got-help", by=ClaimBy.PERSON) == [K.NONE]


@pytest.mark.requirement("G-02")
def test_of_the_persons_own_network_nothing_is_searched_or_corrected():
    assert kinds("contact-left", resource=NEIGHBOUR) == [K.RING_PERSON]


def test_whoever_has_died_is_rung_by_nobody_whatever_is_said_after():
    one, _ = after("died")
    later = said("full", ClaimBy.CONTACT)
    (step,) = next_steps.propose(claims.apply(one, later, on=DUE), later)
    assert step.kind is K.NONE
    assert "Ring nobody" in step.words


def test_a_dispute_is_looked_at_again_by_a_day():
    one, _ = after("got-help", by=ClaimBy.CONTACT)
    second = said("no-help", ClaimBy.PERSON)
    one = claims.apply(one, second, on=DUE)
    (step,) = next_steps.propose(one, second)
    assert step.kind is K.LOOK_AGAIN
    assert "2026-11-30" in step.words


def test_after_some_tries_it_is_proposed_that_nobody_will_answer():
    one, first = signpost(), []
    for _ in range(3):
        tried = claims.attempt(one, on=DUE, recorded_by="Ann")
        one = claims.apply(one, tried, on=DUE)
        first.append(next_steps.propose(one, tried)[0])
    assert [step.kind for step in first] == [K.LOOK_AGAIN, K.LOOK_AGAIN, K.CLOSE]
    assert states.OUTCOMES[first[2].outcome] == (S.FAILED, Reason.NO_ANSWER)
    assert one.state is S.REQUESTED


# --- lessons ---


@pytest.mark.parametrize(
    ("outcome", "by", "learnt"),
    [
        ("full", ClaimBy.CONTACT, [LessonKind.FULL]),
        ("waiting-list", ClaimBy.PERSON, [LessonKind.WAITING_LIST]),
        ("accepted", ClaimBy.CONTACT, [LessonKind.HAS_ROOM]),
        ("accepted", ClaimBy.PERSON, []),
        ("contact-left", ClaimBy.PERSON, [LessonKind.CONTACT_LEFT]),
        ("number-dead", ClaimBy.WORKER, [LessonKind.NUMBER_DEAD]),
        ("service-closed", ClaimBy.WORKER, [LessonKind.SERVICE_CLOSED]),
        ("got-help", ClaimBy.PERSON, []),
        ("changed-mind", ClaimBy.PERSON, []),
        ("mistake", ClaimBy.WORKER, []),
    ],
)
def test_what_an_outcome_teaches_the_directory(outcome, by, learnt):
    assert [each.kind for each in teaching.lessons(*after(outcome, by=by))] == learnt


@pytest.mark.requirement("G-05")
def test_only_that_they_were_spoken_to_verifies_a_contact():
    (lesson,) = teaching.lessons(*after("got-help", spoke_to=True))
    assert lesson.kind is LessonKind.SPOKE_TO
    assert (lesson.contact_id, lesson.on, lesson.by) == (CONTACT, DUE, "Ann")
    assert not any(
        each.kind is LessonKind.SPOKE_TO
        for name in states.OUTCOMES
        for each in teaching.lessons(*after(name))
    )


def test_somebody_met_whose_number_is_dead_is_not_verified_by_it():
    learnt = teaching.lessons(*after("number-dead", spoke_to=True, how="in_person"))
    assert [each.kind for each in learnt] == [LessonKind.NUMBER_DEAD]


def test_nothing_is_learnt_from_the_persons_own_network_or_of_what_has_no_id():
    assert teaching.lessons(*after("contact-left", resource=NEIGHBOUR)) == ()
    unlisted = Resource(ResourceKind.SERVICE, "A club")
    assert teaching.lessons(*after("full", resource=unlisted)) == ()
    event = Resource(ResourceKind.EVENT, "A fair", SERVICE, event_id=SERVICE)
    assert teaching.lessons(*after("full", resource=event)) == ()


def test_the_same_claim_teaches_the_same_lesson_and_another_another():
    one, first = after("full", by=ClaimBy.CONTACT)
    assert teaching.lessons(one, first) == teaching.lessons(one, first)
    second = said("full", ClaimBy.PERSON)
    both = claims.apply(one, second, on=DUE)
    assert teaching.lessons(both, first)[0].key == teaching.lessons(one, first)[0].key
    assert teaching.lessons(both, first)[0].key != teaching.lessons(both, second)[0].key


@settings(max_examples=40)
@given(st.sampled_from(sorted(states.OUTCOMES)), st.sampled_from(ClaimBy), st.text(max_size=120))
def test_no_text_about_a_person_is_in_a_lesson(outcome, by, recorded_by):
    one = signpost()
    claim = said(outcome, by, recorded_by=recorded_by)
    one = dataclasses.replace(one, claims=(claim,))
    for lesson in teaching.lessons(one, claim):
        assert MARK not in repr(lesson)
        assert lesson.by.isprintable()
        for each in dataclasses.fields(lesson):
            assert each.name in {"key", "kind", "on", "by", "service_id", "contact_id"}


@pytest.mark.parametrize(
    "wrong",
    [
        {"key": "Mrs Grey said"},
        {"service_id": "next door"},
        {"contact_id": "Mrs Grey"},
        {"by": "x" * 81},
        {"by": "Ann\nMrs Grey"},
        {"by": "  "},
        {"service_id": ""},
        {"kind": LessonKind.SPOKE_TO},
    ],
)
def test_a_lesson_can_carry_no_text(wrong):
    right: dict[str, Any] = {
        "key": "0" * 32,
        "kind": LessonKind.FULL,
        "on": DUE,
        "by": "Ann",
        "service_id": SERVICE,
    }
    assert Lesson(**right).by == "Ann"
    with pytest.raises(ValueError, match="no lesson") as caught:
        Lesson(**(right | wrong))
    assert "Grey" not in str(caught.value)


# --- the closing reason ---


def record(**given):
    fields: dict[str, Any] = {
        "started": date(2026, 11, 2),
        "signposts": (signpost(),),
        "ended_how": "connected",
    }
    return ConversationRecord(PersonRef("mosaic", "1"), ConversationKind.ONE, "Ann", **(fields | given))


def closed(**given):
    found = closing_reason(record(**given))
    assert found is not None
    return found


@pytest.mark.requirement("G-11", "R-70")
def test_signposting_that_ends_a_conversation_is_its_closing_reason():
    closing = closed(support_safe="Her daughter is there each evening.")
    assert closing.label == "Signposting/Information and advice provided"
    assert closing.support_plan_row
    assert closing.evidence == (
        "Connected to: Lunch club, ask for Dan; followed up on 2026-11-16",
        "Her daughter is there each evening.",
    )


@pytest.mark.requirement("G-04", "G-11")
def test_information_and_equipment_are_ends_too():
    advice = signpost(Resource(ResourceKind.INFORMATION, "Attendance Allowance"), due=None)
    assert closed(signposts=(advice,)).evidence == ("Advice: Attendance Allowance",)
    grab_rail = signpost(Resource(ResourceKind.EQUIPMENT, "A grab rail"))
    assert closed(signposts=(grab_rail,)).reason == "signposting"
    assert closed(signposts=(), ended_how="advice").support_plan_row


@pytest.mark.requirement("G-11")
@pytest.mark.parametrize(
    "goes_on",
    [
        {"ended_how": ""},
        {"ended_how": "next_conversation"},
        {"led_to": ("signposted", "assessment")},
        {"assessment_requested": True},
        {"long_term_plan": True},
        {"signposts": ()},
    ],
)
def test_what_goes_on_has_no_closing_reason(goes_on):
    assert closing_reason(record(**goes_on)) is None


def test_whoever_died_is_closed_by_that_and_a_mistake_is_no_evidence():
    assert closed(ended_how="died").label == "Person deceased"
    mistaken = dataclasses.replace(signpost(), state=S.ENTERED_IN_ERROR)
    assert closed(signposts=(mistaken, signpost())).evidence == (
        "Connected to: Lunch club, ask for Dan; followed up on 2026-11-16",
    )
