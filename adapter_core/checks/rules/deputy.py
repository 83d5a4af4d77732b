"""A deputy of the Court of Protection, where capacity is lacking and no attorney covers the decision."""

from __future__ import annotations

from collections.abc import Mapping

from adapter_core.checks.rule import Example, Given, Rule, Verdict
from adapter_core.checks.rules._answers import answered
from adapter_core.checks.rules._capacity import FINANCE, WELFARE, lacking
from adapter_core.checks.rules._examples import (
    AFTER_REVIEW,
    AS_OF,
    BEFORE_REVIEW,
    ENDED,
    LAST_WEEK,
    TOMORROW,
    YESTERDAY,
)
from adapter_core.checks.rules._representatives import DEPUTIES_FOR, POWERS_FOR, any_ended, any_in_force
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
from adapter_core.domain.people import Person, Representative
from adapter_core.domain.states import State

ID = "deputy"
WORST_FIRST = (ABSENT, EXPIRED, UNKNOWN_RECORDED, DECLINED, ASKED_NONE, RECORDED, NOT_APPLICABLE)


def assess(person: Person, given: Given) -> Verdict:
    """Look for a deputy in each area that needs one, and tell the worst."""
    lacks = lacking(person, given.as_of)
    if not lacks:
        return NOT_APPLICABLE
    if isinstance(lacks, State):
        return lacks
    held = listed(person.representatives)
    if isinstance(held, State):
        return held
    return min((_for_area(area, held, person, given) for area in lacks), key=WORST_FIRST.index)


def _for_area(area: str, held: tuple[Representative, ...], person: Person, given: Given) -> State:
    """Look for a deputy in one area."""
    on = given.as_of
    if any_in_force(held, POWERS_FOR[area], on):
        return NOT_APPLICABLE
    if any_in_force(held, DEPUTIES_FOR[area], on):
        return RECORDED
    answer = answered(person, ID, given, until_capacity=True)
    return answer or (EXPIRED if any_ended(held, DEPUTIES_FOR[area], on) else ABSENT)


def _lacks(*areas: str, acts: tuple[Mapping[str, object], ...] = (), **others: object) -> dict[str, object]:
    assessed = ({"area": area, "outcome": "lacks_capacity", "assessed_on": LAST_WEEK} for area in areas)
    return {"capacity": tuple(assessed), "representatives": acts, **others}


def _capacity(*assessments: tuple[object, object]) -> dict[str, object]:
    items = ({"area": FINANCE, "outcome": outcome, "assessed_on": on} for outcome, on in assessments)
    return {"capacity": tuple(items), "representatives": ()}


_PROPERTY: dict[str, object] = {"authority": "deputy_property"}
_WELFARE: dict[str, object] = {"authority": "deputy_welfare"}
_NONE = {"topic": ID, "answer": ASKED_NONE}
_YES, _NO = "has_capacity", "lacks_capacity"

RULE = Rule(
    id=ID,
    version=1,
    title="Deputy",
    words=(
        "Where the person lacks capacity for finances or welfare and no attorney covers it, the "
        "record should say "
        "whether the Court of Protection has appointed a deputy."
    ),
    remedy="Find out whether there is a deputy and record the court order, or record that there is none.",
    applies=(
        "People whose capacity for finances or welfare is recorded as lacking, with no attorney for that area"
    ),
    profiles=frozenset({"post_conversation"}),
    fields=(
        "representatives.authority",
        "representatives.start",
        "representatives.end",
        "capacity.area",
        "capacity.outcome",
        "capacity.assessed_on",
        "answers.answer",
    ),
    fix=Fix(Mender.WORKER, "Main record: legal representatives"),
    requirements=("P-03", "P-07", "A-06"),
    assess=assess,
    states=ANSWER_STATES | {RECORDED, ABSENT, NOT_APPLICABLE, NOT_SUPPORTED, NOT_VISIBLE},
    examples=(
        Example(
            "Capacity for finances is lacking; a property and affairs deputy acts.",
            _lacks(FINANCE, acts=(_PROPERTY,)),
            RECORDED,
        ),
        Example(
            "Capacity for welfare is lacking; a personal welfare deputy acts.",
            _lacks(WELFARE, acts=(_WELFARE,)),
            RECORDED,
        ),
        Example("Capacity for finances is lacking, and nobody acts.", _lacks(FINANCE), ABSENT),
        Example("Capacity for welfare is lacking, and nobody acts.", _lacks(WELFARE), ABSENT),
        Example("A deputy of the other area does not help.", _lacks(WELFARE, acts=(_PROPERTY,)), ABSENT),
        Example(
            "Both are lacking, and there is a deputy for one.",
            _lacks(FINANCE, WELFARE, acts=(_PROPERTY,)),
            ABSENT,
        ),
        Example(
            "Both are lacking; one deputy acts, the other has ended.",
            _lacks(FINANCE, WELFARE, acts=(_PROPERTY, {**_WELFARE, "end": ENDED})),
            EXPIRED,
        ),
        Example(
            "Both are lacking; an attorney covers finances and a deputy welfare.",
            _lacks(FINANCE, WELFARE, acts=({"authority": "lpa_property_financial"}, _WELFARE)),
            RECORDED,
        ),
        Example(
            "The deputy's order has ended.", _lacks(FINANCE, acts=({**_PROPERTY, "end": ENDED},)), EXPIRED
        ),
        Example(
            "The deputy's order ends today, and still counts.",
            _lacks(FINANCE, acts=({**_PROPERTY, "end": AS_OF},)),
            RECORDED,
        ),
        Example(
            "An attorney covers finances.",
            _lacks(FINANCE, acts=({"authority": "lpa_property_financial"},)),
            NOT_APPLICABLE,
        ),
        Example(
            "An attorney under an enduring power covers finances.",
            _lacks(FINANCE, acts=({"authority": "epa"},)),
            NOT_APPLICABLE,
        ),
        Example(
            "An attorney covers welfare.",
            _lacks(WELFARE, acts=({"authority": "lpa_health_welfare"},)),
            NOT_APPLICABLE,
        ),
        Example("No lack of capacity is recorded.", {"capacity": ()}, NOT_APPLICABLE),
        Example("Capacity is lacking for another kind of decision.", _lacks("other"), NOT_APPLICABLE),
        Example(
            "Capacity was lacking, and was found later.",
            _capacity((_YES, YESTERDAY), (_NO, LAST_WEEK)),
            NOT_APPLICABLE,
        ),
        Example(
            "Capacity was there, and was lost later.", _capacity((_NO, YESTERDAY), (_YES, LAST_WEEK)), ABSENT
        ),
        Example(
            "Two assessments of one day: the later entry counts.",
            _capacity((_YES, LAST_WEEK), (_NO, LAST_WEEK)),
            ABSENT,
        ),
        Example(
            "A later assessment is not finished: the one before it counts.",
            _capacity((_NO, LAST_WEEK), (ABSENT, YESTERDAY)),
            ABSENT,
        ),
        Example(
            "An assessment is planned for tomorrow: the one before it counts.",
            _capacity((_NO, AS_OF), (_YES, TOMORROW)),
            ABSENT,
        ),
        Example(
            "Asked since capacity was assessed: there is none.",
            _lacks(FINANCE, answers=({**_NONE, "asked_on": YESTERDAY},)),
            ASKED_NONE,
        ),
        Example(
            "“There is none” was said on the day of the assessment.",
            _lacks(FINANCE, answers=({**_NONE, "asked_on": LAST_WEEK},)),
            ASKED_NONE,
        ),
        Example(
            "“There is none” was said before capacity was assessed: ask again.",
            _lacks(FINANCE, answers=({**_NONE, "asked_on": AFTER_REVIEW},)),
            EXPIRED,
        ),
        Example(
            "Capacity was assessed again since “there is none”, on the day of the check.",
            {
                "capacity": ({"area": FINANCE, "outcome": _NO, "assessed_on": AS_OF},),
                "representatives": (),
                "answers": ({**_NONE, "asked_on": YESTERDAY},),
            },
            EXPIRED,
        ),
        Example(
            "“There is none” has no date: it does not lapse.", _lacks(FINANCE, answers=(_NONE,)), ASKED_NONE
        ),
        Example(
            "“There is none” was said long ago; “not known” since.",
            _lacks(
                FINANCE,
                answers=(
                    {"topic": ID, "answer": UNKNOWN_RECORDED, "asked_on": AFTER_REVIEW},
                    {**_NONE, "asked_on": BEFORE_REVIEW},
                ),
            ),
            UNKNOWN_RECORDED,
        ),
        Example(
            "The person would not say.",
            _lacks(FINANCE, answers=({"topic": ID, "answer": DECLINED, "asked_on": AFTER_REVIEW},)),
            DECLINED,
        ),
        Example(
            "Both are lacking; one deputy acts, and for the other the person would not say.",
            _lacks(
                FINANCE,
                WELFARE,
                acts=(_PROPERTY,),
                answers=({"topic": ID, "answer": DECLINED, "asked_on": AFTER_REVIEW},),
            ),
            DECLINED,
        ),
        Example("The source holds no capacity assessments.", {"capacity": NOT_SUPPORTED}, NOT_SUPPORTED),
        Example(
            "The source holds no representatives.",
            {**_lacks(FINANCE), "representatives": NOT_SUPPORTED},
            NOT_SUPPORTED,
        ),
        Example("Fingerpost may not see capacity assessments.", {"capacity": NOT_VISIBLE}, NOT_VISIBLE),
    ),
)
