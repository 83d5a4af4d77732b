"""Is it an outcome, or a solution? The guidance's own example, and what people say."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from adapter_core.casework.conversations.outcomes import QUESTIONS, advise, looks_like_a_solution, unanswered
from adapter_core.domain.casework import Outcome, Solution
from tests.unit.casework.written_records import texts

A_CAR = Outcome(
    "To have a car",
    would_give="Get me from home to where I want to go",
    would_do="Let me go and see my friends once a week, go into the city shopping and get to work experience",
    would_make_possible="I can just do it - without mum and dads help",
    solutions=(Solution("A car"),),
)
"""The worked example of the guidance (R-63)."""

REAL_OUTCOMES = (
    "To go and visit my friends, once a week",
    "Go into the city - shopping every weekend by myself",
    "To get to work experience on time",
)


@pytest.mark.requirement("R-63", "R-61")
def test_the_car_is_a_solution_and_what_it_is_for_are_outcomes():
    (advice,) = advise(A_CAR)
    assert advice.rule == "outcome_or_solution"
    assert "three answers may be the outcomes" in advice.words
    for text in REAL_OUTCOMES:
        assert advise(Outcome(text, solutions=A_CAR.solutions)) == []


@pytest.mark.requirement("R-61")
def test_the_three_questions_are_asked_as_far_as_they_are_open():
    (advice,) = advise(Outcome("To have a car"), 2)
    assert advice.words == f"Outcome 2 looks like a solution: something to have. Ask: {' '.join(QUESTIONS)}"
    (advice,) = advise(Outcome("To have a car", would_give="Freedom", would_do=" "))
    assert QUESTIONS[0] not in advice.words
    assert unanswered(A_CAR) == ()


@pytest.mark.requirement("R-60", "R-62")
@pytest.mark.parametrize(
    "text",
    [
        "a wheelchair",
        "To get a stairlift",
        "I want a personal assistant",
        "I need some more home care",
        "Home care four times a day",
        "4 x home care",
        "Package of care",
        "Respite every month",
        "Day centre twice a week",
        "“To have a car”",
        "Have my own key safe",
    ],
)
def test_things_to_have_are_taken_for_solutions(text):
    assert looks_like_a_solution(text)


@pytest.mark.requirement("R-60")
@pytest.mark.parametrize(
    "text",
    [
        "",
        "To have a bath by myself",
        "To have a good night's sleep",
        "Have a chat with my neighbours every day",
        "To get to the shops",
        "Get back to the bowls club",
        "To be at home with my cat",
        "Take my wheelchair into the garden",
        "I want to walk to the day centre by myself",
        "To need nobody at night",
        "Carers know how I like my tea",
    ],
)
def test_what_somebody_wants_to_do_is_left_alone(text):
    assert not looks_like_a_solution(text)


@settings(max_examples=30, deadline=None)
@given(text=texts)
def test_any_text_is_answered(text):
    assert looks_like_a_solution(text) in {True, False}
