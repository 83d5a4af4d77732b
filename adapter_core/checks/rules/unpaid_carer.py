"""Whether there is an unpaid carer, and who it is."""

from __future__ import annotations

from datetime import date

from adapter_core.checks.rule import Example, Given, Rule, Verdict
from adapter_core.checks.rules._answers import answered
from adapter_core.checks.rules._examples import AFTER_REVIEW, BEFORE_REVIEW, ENDED, TOMORROW
from adapter_core.checks.rules._states import (
    ABSENT,
    ANSWER_STATES,
    ASKED_NONE,
    CODE_STATES,
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
    said_code,
)
from adapter_core.domain.findings import Assessment, Fix, Mender
from adapter_core.domain.people import Person, Relationship, in_force
from adapter_core.domain.states import State

ID = "unpaid_carer"
WHO = "relationships.other_is_informal_carer"
WHO_ABSENT = Assessment(ABSENT, field=WHO)
WHO_EXPIRED = Assessment(EXPIRED, field=WHO)


def assess(person: Person, given: Given) -> Verdict:
    """Take "no" for an answer; for "yes", look for the carer."""
    says = person.has_unpaid_carer
    if says == "no":
        return RECORDED
    held = listed(person.relationships)
    on = given.as_of
    if isinstance(held, tuple):
        for each in held:
            if each.other_is_informal_carer is True and in_force(each.start, each.end, on):
                return RECORDED
    if says == "yes":
        return _unnamed(held, on)
    return answered(person, ID, given) or said_code(says)


def _unnamed(held: tuple[Relationship, ...] | State, on: date) -> Verdict:
    """Say why nobody in the relationships is the carer that there is.

    Where the source does not say which relationships are with carers, there is nothing to look for.
    """
    if isinstance(held, State):
        return RECORDED
    flags = {each.other_is_informal_carer for each in held if in_force(each.start, each.end, on)}
    if not flags.isdisjoint((NOT_SUPPORTED, NOT_VISIBLE)):
        return RECORDED
    ended = any(each.other_is_informal_carer is True and has_ended(each.end, on) for each in held)
    return WHO_EXPIRED if ended else WHO_ABSENT


_CARER = {"other_is_informal_carer": True}
_BLANK = {"has_unpaid_carer": ABSENT, "relationships": ()}
_NONE = {"topic": ID, "answer": ASKED_NONE}

RULE = Rule(
    id=ID,
    version=1,
    title="Unpaid carer",
    words="The record should say whether the person has an unpaid carer, and who that is.",
    remedy=(
        "Ask whether a relative, friend or neighbour gives unpaid care, and record who it is as a "
        "relationship."
    ),
    applies="Everyone",
    profiles=frozenset({"post_conversation", "cld"}),
    fields=(
        "has_unpaid_carer",
        WHO,
        "relationships.start",
        "relationships.end",
        "answers.answer",
    ),
    fix=Fix(Mender.WORKER, "Main record: personal relationships"),
    requirements=("P-03", "P-13"),
    assess=assess,
    states=ANSWER_STATES | CODE_STATES | {RECORDED},
    examples=(
        Example("There is no unpaid carer.", {"has_unpaid_carer": "no"}, RECORDED),
        Example(
            "There is one, and who it is.", {"has_unpaid_carer": "yes", "relationships": (_CARER,)}, RECORDED
        ),
        Example(
            "The carer is among the relationships, whatever else is recorded.",
            {"has_unpaid_carer": ABSENT, "relationships": (_CARER,)},
            RECORDED,
        ),
        Example(
            "There is one, and nobody in the relationships is.",
            {"has_unpaid_carer": "yes", "relationships": ({"other_ref": "2204452"},)},
            ABSENT,
            field=WHO,
        ),
        Example(
            "There is one, and the carer recorded has ended.",
            {"has_unpaid_carer": "yes", "relationships": ({**_CARER, "end": ENDED},)},
            EXPIRED,
            field=WHO,
        ),
        Example(
            "There is one; a relationship of another kind has ended.",
            {"has_unpaid_carer": "yes", "relationships": ({"other_ref": "2204452", "end": ENDED},)},
            ABSENT,
            field=WHO,
        ),
        Example(
            "There is one, whose care begins tomorrow.",
            {"has_unpaid_carer": "yes", "relationships": ({**_CARER, "start": TOMORROW},)},
            ABSENT,
            field=WHO,
        ),
        Example(
            "There is one; the source holds no relationships to name them in.",
            {"has_unpaid_carer": "yes", "relationships": NOT_SUPPORTED},
            RECORDED,
        ),
        Example(
            "There is one; the source does not say which relationship is with a carer.",
            {"has_unpaid_carer": "yes", "relationships": ({"other_is_informal_carer": NOT_SUPPORTED},)},
            RECORDED,
        ),
        Example("Nothing is recorded.", _BLANK, ABSENT, field="has_unpaid_carer"),
        Example(
            "Nothing is recorded, and the relationships are not carers.",
            {"has_unpaid_carer": ABSENT, "relationships": ({"other_is_informal_carer": NOT_SUPPORTED},)},
            ABSENT,
            field="has_unpaid_carer",
        ),
        Example(
            "“Not known” was chosen.", {**_BLANK, "has_unpaid_carer": UNKNOWN_RECORDED}, UNKNOWN_RECORDED
        ),
        Example("The person would not say.", {**_BLANK, "has_unpaid_carer": DECLINED}, DECLINED),
        Example("A dash stands in for it.", {**_BLANK, "has_unpaid_carer": PLACEHOLDER}, PLACEHOLDER),
        Example("What is recorded cannot be read.", {**_BLANK, "has_unpaid_carer": INVALID}, INVALID),
        Example(
            "Asked since the last review: there is none.",
            {**_BLANK, "answers": ({**_NONE, "asked_on": AFTER_REVIEW},)},
            ASKED_NONE,
        ),
        Example(
            "“There is none” was said before the last review: ask again.",
            {**_BLANK, "answers": ({**_NONE, "asked_on": BEFORE_REVIEW},)},
            EXPIRED,
        ),
        Example(
            "An answer to another question is no answer to this one.",
            {**_BLANK, "answers": ({"topic": "lpa", "answer": ASKED_NONE, "asked_on": AFTER_REVIEW},)},
            ABSENT,
        ),
        Example("Fingerpost may not see it.", {**_BLANK, "has_unpaid_carer": NOT_VISIBLE}, NOT_VISIBLE),
        Example(
            "The source does not hold it, nor relationships.",
            {"has_unpaid_carer": NOT_SUPPORTED, "relationships": NOT_SUPPORTED},
            NOT_SUPPORTED,
        ),
    ),
)
