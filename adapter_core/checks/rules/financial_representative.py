"""Whoever may deal with the person's money: by power of attorney, court order, appointment or informally."""

from __future__ import annotations

from datetime import date

from adapter_core.checks.rule import Example, Given, Rule, Verdict
from adapter_core.checks.rules._answers import answered
from adapter_core.checks.rules._examples import AFTER_REVIEW, BEFORE_REVIEW, ENDED, LAST_WEEK
from adapter_core.checks.rules._money import needs_help_with_money, unknowable
from adapter_core.checks.rules._representatives import MONEY, any_ended, any_in_force
from adapter_core.checks.rules._states import (
    ABSENT,
    ANSWER_STATES,
    ASKED_NONE,
    DECLINED,
    EXPIRED,
    NOT_APPLICABLE,
    NOT_SUPPORTED,
    NOT_VISIBLE,
    RECORDED,
    UNKNOWN_RECORDED,
    listed,
)
from adapter_core.domain.findings import Fix, Mender
from adapter_core.domain.people import Person
from adapter_core.domain.states import State

ID = "financial_representative"


def assess(person: Person, given: Given) -> Verdict:
    """Look for somebody who may deal with the money, where one is needed."""
    on = given.as_of
    assessed = person.financial_assessment_on
    if assessed.__class__ is not date:
        needed = needs_help_with_money(person, on)
        if needed is False:
            return NOT_APPLICABLE
        if isinstance(needed, State):
            return unknowable(needed, assessed) or NOT_APPLICABLE
    held = listed(person.representatives)
    if isinstance(held, State):
        return held
    if any_in_force(held, MONEY, on):
        return RECORDED
    answer = answered(person, ID, given, until_capacity=True)
    return answer or (EXPIRED if any_ended(held, MONEY, on) else ABSENT)


def _acts(authority: str, **others: object) -> dict[str, object]:
    return {"financial_assessment_on": LAST_WEEK, "representatives": ({"authority": authority, **others},)}


_NEEDED = {"financial_assessment_on": LAST_WEEK, "representatives": ()}
_LACKS = {"capacity": ({"area": "finance", "outcome": "lacks_capacity", "assessed_on": LAST_WEEK},)}

RULE = Rule(
    id=ID,
    version=1,
    title="Financial representative",
    words=(
        "Where money has been assessed, or somebody else deals with it, the record should say who "
        "may speak for the "
        "person about it."
    ),
    remedy=(
        "Ask who helps the person with money and by what authority, and record them, or record "
        "that nobody does."
    ),
    applies=(
        "People with a financial assessment, whose benefits are handled by someone else, or whose "
        "capacity for "
        "finances is recorded as lacking"
    ),
    profiles=frozenset({"post_conversation"}),
    fields=(
        "representatives.authority",
        "representatives.start",
        "representatives.end",
        "financial_assessment_on",
        "benefits_handled_by_other",
        "capacity.area",
        "capacity.outcome",
        "capacity.assessed_on",
        "answers.answer",
    ),
    fix=Fix(Mender.WORKER, "Main record: legal representatives"),
    requirements=("P-03", "A-06"),
    assess=assess,
    states=ANSWER_STATES | {RECORDED, ABSENT, NOT_APPLICABLE, NOT_SUPPORTED, NOT_VISIBLE},
    examples=(
        Example("A property and financial affairs attorney acts.", _acts("lpa_property_financial"), RECORDED),
        Example("An attorney under an enduring power acts.", _acts("epa"), RECORDED),
        Example("A property and affairs deputy acts.", _acts("deputy_property"), RECORDED),
        Example("An appointee acts.", _acts("dwp_appointee"), RECORDED),
        Example("A daughter helps informally.", _acts("informal_financial_rep"), RECORDED),
        Example("A health and welfare attorney has no say over money.", _acts("lpa_health_welfare"), ABSENT),
        Example("Money was assessed, and nobody is recorded.", _NEEDED, ABSENT),
        Example(
            "Somebody else handles the benefits, and nobody is recorded.",
            {"benefits_handled_by_other": True, "representatives": ()},
            ABSENT,
        ),
        Example(
            "Capacity for finances is lacking, and nobody is recorded.",
            {"representatives": (), **_LACKS},
            ABSENT,
        ),
        Example("The representative has ended.", _acts("informal_financial_rep", end=ENDED), EXPIRED),
        Example("No assessment, and nobody else deals with money.", {"representatives": ()}, NOT_APPLICABLE),
        Example(
            "Asked since the last review: nobody helps.",
            {**_NEEDED, "answers": ({"topic": ID, "answer": ASKED_NONE, "asked_on": AFTER_REVIEW},)},
            ASKED_NONE,
        ),
        Example(
            "“Nobody helps” was said before the last review: ask again.",
            {**_NEEDED, "answers": ({"topic": ID, "answer": ASKED_NONE, "asked_on": BEFORE_REVIEW},)},
            EXPIRED,
        ),
        Example(
            "“Nobody helps” was said before capacity was assessed: ask again.",
            {
                **_NEEDED,
                **_LACKS,
                "answers": ({"topic": ID, "answer": ASKED_NONE, "asked_on": AFTER_REVIEW},),
            },
            EXPIRED,
        ),
        Example(
            "The person would not say.",
            {**_NEEDED, "answers": ({"topic": ID, "answer": DECLINED, "asked_on": AFTER_REVIEW},)},
            DECLINED,
        ),
        Example(
            "“Not known” was recorded as the answer.",
            {**_NEEDED, "answers": ({"topic": ID, "answer": UNKNOWN_RECORDED, "asked_on": AFTER_REVIEW},)},
            UNKNOWN_RECORDED,
        ),
        Example(
            "The source says nothing of benefits, capacity or financial assessments.",
            {
                "benefits_handled_by_other": NOT_SUPPORTED,
                "capacity": NOT_SUPPORTED,
                "financial_assessment_on": NOT_SUPPORTED,
            },
            NOT_SUPPORTED,
        ),
        Example(
            "The source says nothing of benefits or capacity; there is no financial assessment.",
            {"benefits_handled_by_other": NOT_SUPPORTED, "capacity": NOT_SUPPORTED},
            NOT_APPLICABLE,
        ),
        Example(
            "The source holds no representatives.",
            {"financial_assessment_on": LAST_WEEK, "representatives": NOT_SUPPORTED},
            NOT_SUPPORTED,
        ),
        Example(
            "Fingerpost may not see representatives.",
            {"financial_assessment_on": LAST_WEEK, "representatives": NOT_VISIBLE},
            NOT_VISIBLE,
        ),
    ),
)
