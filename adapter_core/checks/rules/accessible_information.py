"""Information and communication needs (Accessible Information Standard): asked about, recorded, reviewed."""

from __future__ import annotations

from datetime import date

from adapter_core.checks.rule import Example, Given, Rule, Setting, Verdict
from adapter_core.checks.rules._answers import answered
from adapter_core.checks.rules._examples import (
    AFTER_REVIEW,
    BEFORE_REVIEW,
    ENDED,
    LAST_REVIEW,
    TOMORROW,
    no_value,
)
from adapter_core.checks.rules._states import (
    ABSENT,
    ANSWER_STATES,
    ASKED_NONE,
    CODE_STATES,
    DECLINED,
    EXPIRED,
    INVALID,
    NOT_SUPPORTED,
    PLACEHOLDER,
    RECORDED,
    TEXT_STATES,
    UNKNOWN_RECORDED,
    said_code,
    said_text,
)
from adapter_core.domain.findings import Assessment, Fix, Mender
from adapter_core.domain.people import Person, in_force
from adapter_core.domain.states import GAPS, State

ID = "accessible_information"
REVIEW_DAYS = 366
HAS, REVIEWED, NEED = "has_information_needs", "information_needs_reviewed", "communication_needs.need"
NEED_ABSENT = Assessment(ABSENT, field=NEED)
HAS_NOT: dict[State, Verdict] = {state: Assessment(state, field=HAS) for state in CODE_STATES}
NOT_REVIEWED: dict[State, Verdict] = {state: Assessment(state, field=REVIEWED) for state in TEXT_STATES}


def assess(person: Person, given: Given) -> Verdict:
    """Follow the standard's steps: needs asked about, answered, reviewed, and named where there are some."""
    assessed = person.information_needs_assessed
    if assessed is not True:
        return answered(person, ID, given) or (ABSENT if assessed is False else said_code(assessed))
    has_needs = person.has_information_needs
    if has_needs.__class__ is not bool:
        return HAS_NOT[said_code(has_needs)]
    reviewed = _reviewed(person.information_needs_reviewed, given)
    if reviewed in GAPS:
        return NOT_REVIEWED[reviewed]
    if has_needs is True and _unnamed(person, given.as_of):
        return NEED_ABSENT
    return RECORDED if reviewed is RECORDED else NOT_REVIEWED[reviewed]


def _reviewed(reviewed: object, given: Given) -> State:
    """Judge the day of the last review."""
    if reviewed.__class__ is not date:
        return said_text(reviewed)
    settings = given.settings.get(ID)
    longest = REVIEW_DAYS if settings is None else settings.get("review_days", REVIEW_DAYS)
    days = given.as_of.toordinal() - reviewed.toordinal()
    if days < 0:
        return INVALID
    return RECORDED if days <= longest else EXPIRED


def _unnamed(person: Person, on: date) -> bool:
    """Whether the source lists needs, and lists none for this person."""
    needs = person.communication_needs
    if not isinstance(needs, tuple):
        return False
    for each in needs:  # noqa: SIM110 - a loop: any() would make a generator for each person
        if in_force(each.start, each.end, on):
            return False
    return True


_BLANK = {"information_needs_assessed": ABSENT, "has_information_needs": ABSENT, REVIEWED: ABSENT}
_NONE: dict[str, object] = {"information_needs_assessed": True, "has_information_needs": False}
_SOME: dict[str, object] = {"information_needs_assessed": True, "has_information_needs": True}
_ASKED = {"topic": ID, "answer": ASKED_NONE}

RULE = Rule(
    id=ID,
    version=1,
    title="Accessible information",
    words=(
        "The record should say whether the person has information or communication needs, which "
        "they are, and that "
        "they were reviewed within the last year (Accessible Information Standard)."
    ),
    remedy=(
        "Ask how the person likes to be contacted and given information, record the needs and the "
        "day of the review."
    ),
    applies="Everyone",
    profiles=frozenset({"post_conversation"}),
    fields=(
        "information_needs_assessed",
        HAS,
        REVIEWED,
        NEED,
        "communication_needs.start",
        "communication_needs.end",
        "answers.answer",
    ),
    fix=Fix(Mender.WORKER, "Main record: current communication needs"),
    requirements=("P-03", "P-06", "P-11"),
    assess=assess,
    states=ANSWER_STATES | CODE_STATES | {RECORDED},
    settings=(
        Setting("review_days", REVIEW_DAYS, "How many days ago the needs may last have been reviewed."),
    ),
    examples=(
        Example("Assessed and reviewed: there are no needs.", {**_NONE, REVIEWED: LAST_REVIEW}, RECORDED),
        Example(
            "Assessed and reviewed: there is a need, and which.",
            {**_SOME, REVIEWED: LAST_REVIEW, "communication_needs": ({"need": "easy_read"},)},
            RECORDED,
        ),
        Example(
            "There are needs; the source does not list them.",
            {**_SOME, REVIEWED: LAST_REVIEW, "communication_needs": NOT_SUPPORTED},
            RECORDED,
        ),
        Example("Reviewed 366 days ago.", {**_NONE, REVIEWED: date(2025, 11, 22)}, RECORDED),
        Example("Reviewed 367 days ago.", {**_NONE, REVIEWED: date(2025, 11, 21)}, EXPIRED, field=REVIEWED),
        Example("Reviewed today.", {**_NONE, REVIEWED: date(2026, 11, 23)}, RECORDED),
        Example("“Reviewed” tomorrow.", {**_NONE, REVIEWED: TOMORROW}, INVALID, field=REVIEWED),
        Example(
            "The council wants a review every two years.",
            {**_NONE, REVIEWED: date(2025, 1, 6)},
            RECORDED,
            given={"settings": {ID: {"review_days": 731}}},
        ),
        Example(
            "The council has decided something else about the rule.",
            {**_NONE, REVIEWED: date(2025, 1, 6)},
            EXPIRED,
            field=REVIEWED,
            given={"settings": {ID: {}}},
        ),
        Example("Assessed, and never reviewed.", {**_NONE, REVIEWED: ABSENT}, ABSENT, field=REVIEWED),
        Example(
            "The day of the review is a placeholder.",
            {**_NONE, REVIEWED: PLACEHOLDER},
            PLACEHOLDER,
            field=REVIEWED,
        ),
        Example(
            "The source does not hold the day of the review.",
            {**_NONE, REVIEWED: NOT_SUPPORTED},
            NOT_SUPPORTED,
            field=REVIEWED,
        ),
        Example(
            "There are needs, and none is named.",
            {**_SOME, REVIEWED: LAST_REVIEW, "communication_needs": ()},
            ABSENT,
            field=NEED,
        ),
        Example(
            "There are needs, and the one that was named has ended.",
            {**_SOME, REVIEWED: LAST_REVIEW, "communication_needs": ({"need": "easy_read", "end": ENDED},)},
            ABSENT,
            field=NEED,
        ),
        Example(
            "No need is named, and the source does not hold the day of the review: the gap counts.",
            {**_SOME, REVIEWED: NOT_SUPPORTED, "communication_needs": ()},
            ABSENT,
            field=NEED,
        ),
        Example(
            "Reviewed too long ago, and no need is named: the review comes first.",
            {**_SOME, REVIEWED: date(2025, 11, 21), "communication_needs": ()},
            EXPIRED,
            field=REVIEWED,
        ),
        Example(
            "Assessed, and not said whether there are needs.",
            {"information_needs_assessed": True, "has_information_needs": ABSENT},
            ABSENT,
            field=HAS,
        ),
        Example(
            "Assessed, and “not known” whether there are needs.",
            {"information_needs_assessed": True, "has_information_needs": UNKNOWN_RECORDED},
            UNKNOWN_RECORDED,
            field=HAS,
        ),
        Example(
            "Not assessed.",
            {**_BLANK, "information_needs_assessed": False},
            ABSENT,
            field="information_needs_assessed",
        ),
        *no_value("information_needs_assessed", CODE_STATES, also=_BLANK),
        Example(
            "Asked since the last review: there are no needs.",
            {**_BLANK, "answers": ({**_ASKED, "asked_on": AFTER_REVIEW},)},
            ASKED_NONE,
        ),
        Example(
            "“No needs” was said before the last review: ask again.",
            {**_BLANK, "answers": ({**_ASKED, "asked_on": BEFORE_REVIEW},)},
            EXPIRED,
        ),
        Example(
            "The person would not say.",
            {**_BLANK, "answers": ({"topic": ID, "answer": DECLINED, "asked_on": AFTER_REVIEW},)},
            DECLINED,
        ),
    ),
)
