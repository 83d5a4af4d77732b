"""The person's health conditions, or that there are none."""

from __future__ import annotations

from adapter_core.checks.rule import Example, Given, Rule, Verdict
from adapter_core.checks.rules._answers import answered
from adapter_core.checks.rules._examples import AFTER_REVIEW, BEFORE_REVIEW, ENDED, TOMORROW
from adapter_core.checks.rules._states import (
    ABSENT,
    ANSWER_STATES,
    ASKED_NONE,
    DECLINED,
    EXPIRED,
    INVALID,
    NOT_SUPPORTED,
    NOT_VISIBLE,
    PLACEHOLDER,
    RECORDED,
    UNKNOWN_RECORDED,
    has_ended,
    listed,
)
from adapter_core.domain.findings import Fix, Mender
from adapter_core.domain.people import HealthCondition, Person, in_force
from adapter_core.domain.states import State

ID = "health_conditions"


def assess(person: Person, given: Given) -> Verdict:
    """Look for one condition in force."""
    held = person.health_conditions
    on = given.as_of
    if isinstance(held, tuple):
        for each in held:
            if each.condition.__class__ is str and in_force(each.start, each.end, on):
                return RECORDED
    items = listed(held)
    return items if isinstance(items, State) else _without(items, person, given)


def _without(items: tuple[HealthCondition, ...], person: Person, given: Given) -> State:
    """Say why none of the entries will do."""
    on = given.as_of
    entries = {each.condition for each in items if in_force(each.start, each.end, on)}
    for state in (NOT_VISIBLE, NOT_SUPPORTED):
        if state in entries:
            return state
    answer = answered(person, ID, given)
    if answer is not None:
        return answer
    for state in (INVALID, PLACEHOLDER):
        if state in entries:
            return state
    return EXPIRED if any(has_ended(each.end, on) for each in items) else ABSENT


def _condition(condition: object, **others: object) -> dict[str, object]:
    return {"health_conditions": ({"condition": condition, **others},)}


_NONE = {"topic": ID, "answer": ASKED_NONE}

RULE = Rule(
    id=ID,
    version=1,
    title="Health conditions",
    words="The record should list the person's health conditions, or say that there are none.",
    remedy="Ask about the person's health and record the conditions, or record that there are none.",
    applies="Everyone",
    profiles=frozenset({"post_conversation"}),
    fields=(
        "health_conditions.condition",
        "health_conditions.start",
        "health_conditions.end",
        "answers.answer",
    ),
    fix=Fix(Mender.WORKER, "Main record: health conditions"),
    requirements=("P-03", "A-04"),
    assess=assess,
    states=ANSWER_STATES | {RECORDED, ABSENT, PLACEHOLDER, INVALID, NOT_VISIBLE, NOT_SUPPORTED},
    examples=(
        Example("A condition is recorded.", _condition("Arthritis"), RECORDED),
        Example("Nothing is recorded.", {"health_conditions": ()}, ABSENT),
        Example("The only condition begins tomorrow.", _condition("Arthritis", start=TOMORROW), ABSENT),
        Example("The only condition has ended.", _condition("Broken wrist", end=ENDED), EXPIRED),
        Example("A dash stands in for it.", _condition(PLACEHOLDER), PLACEHOLDER),
        Example("What is recorded cannot be read.", _condition(INVALID), INVALID),
        Example(
            "Asked since the last review: there are none.",
            {"health_conditions": (), "answers": ({**_NONE, "asked_on": AFTER_REVIEW},)},
            ASKED_NONE,
        ),
        Example(
            "“None” was said before the last review: ask again.",
            {"health_conditions": (), "answers": ({**_NONE, "asked_on": BEFORE_REVIEW},)},
            EXPIRED,
        ),
        Example(
            "The person would not say.",
            {
                "health_conditions": (),
                "answers": ({"topic": ID, "answer": DECLINED, "asked_on": AFTER_REVIEW},),
            },
            DECLINED,
        ),
        Example(
            "“Not known” was recorded as the answer.",
            {
                "health_conditions": (),
                "answers": ({"topic": ID, "answer": UNKNOWN_RECORDED, "asked_on": AFTER_REVIEW},),
            },
            UNKNOWN_RECORDED,
        ),
        Example("The mapping does not say where conditions are.", _condition(NOT_SUPPORTED), NOT_SUPPORTED),
        Example(
            "The source holds no health conditions.", {"health_conditions": NOT_SUPPORTED}, NOT_SUPPORTED
        ),
        Example("Fingerpost may not see the condition.", _condition(NOT_VISIBLE), NOT_VISIBLE),
        Example("Fingerpost may not see health conditions.", {"health_conditions": NOT_VISIBLE}, NOT_VISIBLE),
    ),
)
