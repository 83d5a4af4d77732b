"""Somebody to get in touch with: a current personal relationship or an emergency contact."""

from __future__ import annotations

from adapter_core.checks.rule import Example, Given, Rule, Verdict
from adapter_core.checks.rules._answers import answered
from adapter_core.checks.rules._examples import (
    AFTER_REVIEW,
    AS_OF,
    BEFORE_REVIEW,
    ENDED,
    LAST_REVIEW,
    LONG_AGO,
    TOMORROW,
)
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
from adapter_core.domain.people import Person, Relationship, in_force
from adapter_core.domain.states import State

ID = "relationship_contact"


def assess(person: Person, given: Given) -> Verdict:
    """Look for one relationship in force with somebody."""
    held = person.relationships
    on = given.as_of
    if isinstance(held, tuple):
        for each in held:
            known = each.other_ref.__class__ is str or each.is_emergency_contact is True
            if known and in_force(each.start, each.end, on):
                return RECORDED
    items = listed(held)
    return items if isinstance(items, State) else _without(items, person, given)


def _without(items: tuple[Relationship, ...], person: Person, given: Given) -> State:
    """Say why none of the relationships will do."""
    on = given.as_of
    others = {each.other_ref for each in items if in_force(each.start, each.end, on)}
    for state in (NOT_VISIBLE, NOT_SUPPORTED):
        if state in others:
            return state
    answer = answered(person, ID, given)
    if answer is not None:
        return answer
    for state in (INVALID, PLACEHOLDER):
        if state in others:
            return state
    return EXPIRED if any(has_ended(each.end, on) for each in items) else ABSENT


_NONE = {"topic": ID, "answer": ASKED_NONE}

RULE = Rule(
    id=ID,
    version=1,
    title="Relationship contact",
    words=(
        "There should be someone to get in touch with: a current personal relationship, or an "
        "emergency contact."
    ),
    remedy="Ask who is important to the person and record the relationship, or record that there is nobody.",
    applies="Everyone",
    profiles=frozenset({"pre_meeting", "post_conversation"}),
    fields=(
        "relationships.other_ref",
        "relationships.is_emergency_contact",
        "relationships.start",
        "relationships.end",
        "answers.answer",
    ),
    fix=Fix(Mender.WORKER, "Main record: personal relationships"),
    requirements=("P-02", "P-03", "P-13", "A-04"),
    assess=assess,
    states=ANSWER_STATES | {RECORDED, ABSENT, PLACEHOLDER, INVALID, NOT_VISIBLE, NOT_SUPPORTED},
    examples=(
        Example("A friend is recorded.", {"relationships": ({"other_ref": "2204452"},)}, RECORDED),
        Example(
            "An emergency contact who is not on file as a person counts as well.",
            {"relationships": ({"other_ref": ABSENT, "is_emergency_contact": True},)},
            RECORDED,
        ),
        Example(
            "One relationship has ended and another goes on.",
            {
                "relationships": (
                    {"other_ref": "2204452", "end": ENDED},
                    {"other_ref": "2204453", "start": LONG_AGO},
                )
            },
            RECORDED,
        ),
        Example("There is no relationship at all.", {"relationships": ()}, ABSENT),
        Example(
            "There is a relationship, yet with nobody, and it is no emergency contact.",
            {"relationships": ({"other_ref": ABSENT},)},
            ABSENT,
        ),
        Example(
            "A relationship with nobody ends today: it has not ended yet.",
            {"relationships": ({"other_ref": ABSENT, "end": AS_OF},)},
            ABSENT,
        ),
        Example(
            "The only relationship begins tomorrow.",
            {"relationships": ({"other_ref": "2204452", "start": TOMORROW},)},
            ABSENT,
        ),
        Example(
            "The other person is a placeholder.",
            {"relationships": ({"other_ref": PLACEHOLDER},)},
            PLACEHOLDER,
        ),
        Example(
            "A placeholder now, after a real relationship that has ended.",
            {"relationships": ({"other_ref": "2204452", "end": ENDED}, {"other_ref": PLACEHOLDER})},
            PLACEHOLDER,
        ),
        Example(
            "The other person's reference cannot be read.",
            {"relationships": ({"other_ref": INVALID},)},
            INVALID,
        ),
        Example(
            "The only relationship has ended.",
            {"relationships": ({"other_ref": "2204452", "start": LONG_AGO, "end": ENDED},)},
            EXPIRED,
        ),
        Example(
            "The person was asked since the last review: there is nobody.",
            {"relationships": (), "answers": ({**_NONE, "asked_on": AFTER_REVIEW},)},
            ASKED_NONE,
        ),
        Example(
            "The person said so at the last review.",
            {"relationships": (), "answers": ({**_NONE, "asked_on": LAST_REVIEW},)},
            ASKED_NONE,
        ),
        Example(
            "The person said so today.",
            {"relationships": (), "answers": ({**_NONE, "asked_on": AS_OF},)},
            ASKED_NONE,
        ),
        Example(
            "The person said so, and was reviewed today: ask again.",
            {
                "relationships": (),
                "answers": ({**_NONE, "asked_on": AFTER_REVIEW},),
                "last_review_on": AS_OF,
            },
            EXPIRED,
        ),
        Example(
            "No relationship, and the source holds no answers.",
            {"relationships": (), "answers": NOT_SUPPORTED},
            ABSENT,
        ),
        Example(
            "A relationship has ended, and the person has since said that there is nobody.",
            {
                "relationships": ({"other_ref": "2204452", "end": ENDED},),
                "answers": ({**_NONE, "asked_on": AFTER_REVIEW},),
            },
            ASKED_NONE,
        ),
        Example(
            "“There is nobody” was said before the last review: ask again.",
            {"relationships": (), "answers": ({**_NONE, "asked_on": BEFORE_REVIEW},)},
            EXPIRED,
        ),
        Example(
            "The person would not say.",
            {"relationships": (), "answers": ({"topic": ID, "answer": DECLINED, "asked_on": BEFORE_REVIEW},)},
            DECLINED,
        ),
        Example(
            "“Not known” was recorded as the answer.",
            {
                "relationships": (),
                "answers": ({"topic": ID, "answer": UNKNOWN_RECORDED, "asked_on": AFTER_REVIEW},),
            },
            UNKNOWN_RECORDED,
        ),
        Example(
            "The other person's record is restricted.",
            {"relationships": ({"other_ref": NOT_VISIBLE},)},
            NOT_VISIBLE,
        ),
        Example("Fingerpost may not see relationships.", {"relationships": NOT_VISIBLE}, NOT_VISIBLE),
        Example(
            "The mapping does not say where the other person is.",
            {"relationships": ({"other_ref": NOT_SUPPORTED},)},
            NOT_SUPPORTED,
        ),
        Example("The source holds no relationships.", {"relationships": NOT_SUPPORTED}, NOT_SUPPORTED),
    ),
)
