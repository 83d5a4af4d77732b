"""Whether there is an advance decision to refuse treatment."""

from __future__ import annotations

from adapter_core.checks.rule import Example, Given, Rule, Verdict
from adapter_core.checks.rules._ages import is_adult
from adapter_core.checks.rules._answers import answered
from adapter_core.checks.rules._examples import AFTER_REVIEW, AS_OF, BEFORE_REVIEW, BIRTH_17, no_value
from adapter_core.checks.rules._states import (
    ABSENT,
    ANSWER_STATES,
    ASKED_NONE,
    CODE_STATES,
    EXPIRED,
    NOT_APPLICABLE,
    RECORDED,
    said_code,
)
from adapter_core.domain.findings import Fix, Mender
from adapter_core.domain.people import Person

ID = "advance_decision"


def assess(person: Person, given: Given) -> Verdict:
    """Take yes or no; without either, look for an answer."""
    if not is_adult(person.date_of_birth, given):
        return NOT_APPLICABLE
    decision = person.advance_decision
    if decision.__class__ is bool:
        return RECORDED
    return answered(person, ID, given) or said_code(decision)


_NONE = {"topic": ID, "answer": ASKED_NONE}

RULE = Rule(
    id=ID,
    version=1,
    title="Advance decision",
    words=(
        "The record should say whether the person has made an advance decision to refuse "
        "treatment. This rule is being "
        "tried out: it is counted, and stands in no list."
    ),
    remedy=(
        "Ask whether the person has made an advance decision, and record whether there is one and "
        "where it is kept."
    ),
    applies="Adults",
    profiles=frozenset({"post_conversation"}),
    fields=("advance_decision", "date_of_birth", "answers.answer"),
    fix=Fix(Mender.WORKER, "Main record: advance decisions"),
    requirements=("P-03", "A-05"),
    assess=assess,
    experimental=True,
    states=ANSWER_STATES | CODE_STATES | {RECORDED, NOT_APPLICABLE},
    examples=(
        Example("There is one.", {"advance_decision": True}, RECORDED),
        Example("There is none.", {"advance_decision": False}, RECORDED),
        Example("The person is 17.", {"advance_decision": ABSENT, "date_of_birth": BIRTH_17}, NOT_APPLICABLE),
        Example(
            "A child that was born today.",
            {"advance_decision": ABSENT, "date_of_birth": AS_OF},
            NOT_APPLICABLE,
        ),
        *no_value("advance_decision", CODE_STATES),
        Example(
            "Asked since the last review: there is none.",
            {"advance_decision": ABSENT, "answers": ({**_NONE, "asked_on": AFTER_REVIEW},)},
            ASKED_NONE,
        ),
        Example(
            "“There is none” was said before the last review: ask again.",
            {"advance_decision": ABSENT, "answers": ({**_NONE, "asked_on": BEFORE_REVIEW},)},
            EXPIRED,
        ),
    ),
)
