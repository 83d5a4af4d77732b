"""An appointee, where somebody else handles the person's benefits."""

from __future__ import annotations

from adapter_core.checks.rule import Example, Given, Rule, Verdict
from adapter_core.checks.rules._answers import answered
from adapter_core.checks.rules._examples import AFTER_REVIEW, BEFORE_REVIEW, ENDED, LAST_WEEK
from adapter_core.checks.rules._money import needs_help_with_money
from adapter_core.checks.rules._representatives import APPOINTEE, BENEFITS, any_ended, any_in_force
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

ID = "appointee"
APPOINTEES = frozenset({APPOINTEE})


def assess(person: Person, given: Given) -> Verdict:
    """Look for somebody with authority over the benefits, where one is needed."""
    on = given.as_of
    needed = needs_help_with_money(person, on)
    if needed is False:
        return NOT_APPLICABLE
    if isinstance(needed, State):
        return needed
    held = listed(person.representatives)
    if isinstance(held, State):
        return held
    if any_in_force(held, BENEFITS, on):
        return RECORDED
    answer = answered(person, ID, given, until_capacity=True)
    return answer or (EXPIRED if any_ended(held, APPOINTEES, on) else ABSENT)


def _acts(authority: str, **others: object) -> dict[str, object]:
    return {"benefits_handled_by_other": True, "representatives": ({"authority": authority, **others},)}


_NEEDED = {"benefits_handled_by_other": True, "representatives": ()}
_LACKS = {"capacity": ({"area": "finance", "outcome": "lacks_capacity", "assessed_on": LAST_WEEK},)}

RULE = Rule(
    id=ID,
    version=1,
    title="Appointee",
    words=(
        "Where somebody else handles the person's benefits, or the person lacks capacity for "
        "finances, the record "
        "should say who may: an appointee, a deputy or an attorney."
    ),
    remedy="Ask who deals with the person's benefits and by what authority, and record them.",
    applies=(
        "People whose benefits are handled by someone else, or whose capacity for finances is "
        "recorded as lacking"
    ),
    profiles=frozenset({"pre_meeting", "post_conversation"}),
    fields=(
        "representatives.authority",
        "representatives.start",
        "representatives.end",
        "benefits_handled_by_other",
        "capacity.area",
        "capacity.outcome",
        "capacity.assessed_on",
        "answers.answer",
    ),
    fix=Fix(Mender.WORKER, "Main record: legal representatives"),
    requirements=("P-02", "A-06"),
    assess=assess,
    states=ANSWER_STATES | {RECORDED, ABSENT, NOT_APPLICABLE, NOT_SUPPORTED, NOT_VISIBLE},
    examples=(
        Example("An appointee is recorded.", _acts("dwp_appointee"), RECORDED),
        Example(
            "A property and affairs deputy deals with benefits as well.", _acts("deputy_property"), RECORDED
        ),
        Example(
            "So does a property and financial affairs attorney.", _acts("lpa_property_financial"), RECORDED
        ),
        Example("So does an attorney under an enduring power.", _acts("epa"), RECORDED),
        Example("A health and welfare attorney does not.", _acts("lpa_health_welfare"), ABSENT),
        Example("Somebody handles the benefits, and nobody is recorded.", _NEEDED, ABSENT),
        Example(
            "Capacity for finances is lacking, and nobody is recorded.",
            {"representatives": (), **_LACKS},
            ABSENT,
        ),
        Example("The appointee has ended.", _acts("dwp_appointee", end=ENDED), EXPIRED),
        Example(
            "A deputy has ended: there never was an appointee.", _acts("deputy_property", end=ENDED), ABSENT
        ),
        Example("Nobody else handles the benefits.", {"representatives": ()}, NOT_APPLICABLE),
        Example(
            "Asked since the last review: there is none.",
            {**_NEEDED, "answers": ({"topic": ID, "answer": ASKED_NONE, "asked_on": AFTER_REVIEW},)},
            ASKED_NONE,
        ),
        Example(
            "“There is none” was said before the last review: ask again.",
            {**_NEEDED, "answers": ({"topic": ID, "answer": ASKED_NONE, "asked_on": BEFORE_REVIEW},)},
            EXPIRED,
        ),
        Example(
            "“There is none” was said before capacity was assessed: ask again.",
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
            "The source says neither who handles benefits nor anything about capacity.",
            {"benefits_handled_by_other": NOT_SUPPORTED, "capacity": NOT_SUPPORTED},
            NOT_SUPPORTED,
        ),
        Example(
            "The source does not say who handles benefits; capacity is not lacking.",
            {"benefits_handled_by_other": NOT_SUPPORTED, "capacity": ()},
            NOT_APPLICABLE,
        ),
        Example(
            "Nobody else handles the benefits; the source holds no capacity assessments.",
            {"benefits_handled_by_other": False, "capacity": NOT_SUPPORTED},
            NOT_APPLICABLE,
        ),
        Example(
            "The source holds no representatives.",
            {"benefits_handled_by_other": True, "representatives": NOT_SUPPORTED},
            NOT_SUPPORTED,
        ),
        Example(
            "Fingerpost may not see representatives.",
            {"benefits_handled_by_other": True, "representatives": NOT_VISIBLE},
            NOT_VISIBLE,
        ),
        Example(
            "Fingerpost may not see capacity assessments, and the source does not say who handles benefits.",
            {"benefits_handled_by_other": NOT_SUPPORTED, "capacity": NOT_VISIBLE},
            NOT_VISIBLE,
        ),
    ),
)
