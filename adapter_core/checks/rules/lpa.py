"""A lasting power of attorney, or that there is none: a prompt before every meeting."""

from __future__ import annotations

from adapter_core.checks.rule import Example, Given, Rule, Setting, Verdict
from adapter_core.checks.rules._ages import is_adult
from adapter_core.checks.rules._answers import answered
from adapter_core.checks.rules._capacity import FINANCE, WELFARE, lacking
from adapter_core.checks.rules._examples import (
    AFTER_REVIEW,
    BEFORE_REVIEW,
    BIRTH_17,
    BIRTH_18,
    BIRTH_TO_COME,
    ENDED,
    LAST_WEEK,
    LONG_AGO,
    YESTERDAY,
)
from adapter_core.checks.rules._representatives import POWERS, any_ended, any_in_force
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
from adapter_core.domain.findings import Assessment, Fix, Mender, Severity
from adapter_core.domain.people import Person
from adapter_core.domain.states import GAPS, State

ID = "lpa"
PRE_MEETING = "pre_meeting"
EVERYONE = "everyone"
CRITICAL: dict[State, Verdict] = {gap: Assessment(gap, severity=Severity.CRITICAL) for gap in GAPS}


def assess(person: Person, given: Given) -> Verdict:
    """Look for a power of attorney in force; without one, for an answer; then for a reason to ask."""
    on = given.as_of
    if not is_adult(person.date_of_birth, given):
        return NOT_APPLICABLE
    held = listed(person.representatives)
    if not isinstance(held, tuple):
        return _where_wanted(held, person, given)
    if held and any_in_force(held, POWERS, on):
        return RECORDED
    answer = answered(person, ID, given, until_capacity=True)
    if answer is ASKED_NONE or answer is DECLINED:
        return answer
    gap = answer or (EXPIRED if any_ended(held, POWERS, on) else ABSENT)
    return _where_wanted(gap, person, given)


def _where_wanted(state: State, person: Person, given: Given) -> Verdict:
    """Report a gap before a meeting, where capacity lacks, or where the council asks it of everyone."""
    lacks = lacking(person, given.as_of)
    if lacks and not isinstance(lacks, State):
        return CRITICAL.get(state, state)
    settings = given.settings.get(ID)
    if given.profile == PRE_MEETING or (settings is not None and settings.get("nightly") == EVERYONE):
        return state
    return lacks if isinstance(lacks, State) else NOT_APPLICABLE


def _lacks(area: str, **others: object) -> dict[str, object]:
    return {"capacity": ({"area": area, "outcome": "lacks_capacity", "assessed_on": LAST_WEEK},), **others}


_NOBODY: dict[str, object] = {"representatives": ()}
_BEFORE = {"profile": PRE_MEETING}
_EVERYONE = {"settings": {ID: {"nightly": EVERYONE}}}
_NONE = {"topic": ID, "answer": ASKED_NONE}
_ENDED = {"representatives": ({"authority": "lpa_health_welfare", "start": LONG_AGO, "end": ENDED},)}

RULE = Rule(
    id=ID,
    version=1,
    title="Lasting power of attorney",
    words=(
        "Before you meet an adult, know whether somebody holds a lasting or enduring power of "
        "attorney for them. "
        "Where the person lacks capacity, this is urgent."
    ),
    remedy="Ask whether there is a power of attorney and record it, or record that there is none.",
    applies=(
        "Adults: before a meeting always; every night only where a capacity assessment found capacity "
        "lacking for finances or welfare, or where the council asks it of everyone"
    ),
    profiles=frozenset({PRE_MEETING, "post_conversation"}),
    fields=(
        "representatives.authority",
        "representatives.start",
        "representatives.end",
        "date_of_birth",
        "capacity.area",
        "capacity.outcome",
        "capacity.assessed_on",
        "answers.answer",
    ),
    fix=Fix(Mender.WORKER, "Main record: legal representatives"),
    requirements=("P-02", "P-03", "A-05", "A-06"),
    assess=assess,
    states=ANSWER_STATES | {RECORDED, ABSENT, NOT_APPLICABLE, NOT_SUPPORTED, NOT_VISIBLE},
    settings=(
        Setting(
            "nightly",
            "capacity",
            "Whose missing power of attorney is a gap outside the profile before a meeting: people who lack "
            "capacity, or everyone.",
            ("capacity", EVERYONE),
        ),
    ),
    examples=(
        Example(
            "A health and welfare LPA is recorded.",
            {"representatives": ({"authority": "lpa_health_welfare"},)},
            RECORDED,
            given=_BEFORE,
        ),
        Example(
            "A property and financial affairs LPA is recorded.",
            {"representatives": ({"authority": "lpa_property_financial"},)},
            RECORDED,
            given=_BEFORE,
        ),
        Example(
            "An enduring power of attorney is recorded.",
            {"representatives": ({"authority": "epa"},)},
            RECORDED,
            given=_BEFORE,
        ),
        Example(
            "Nothing is recorded, and a meeting comes up.",
            _NOBODY,
            ABSENT,
            given=_BEFORE,
            severity=Severity.WARNING,
        ),
        Example(
            "An appointee is no attorney.",
            {"representatives": ({"authority": "dwp_appointee"},)},
            ABSENT,
            given=_BEFORE,
        ),
        Example(
            "An appointee who has ended is no attorney either.",
            {"representatives": ({"authority": "dwp_appointee", "end": ENDED},)},
            ABSENT,
            given=_BEFORE,
        ),
        Example("Nothing is recorded; every night that is no gap by itself.", _NOBODY, NOT_APPLICABLE),
        Example(
            "Nothing is recorded, and the council asks it of everyone every night.",
            _NOBODY,
            ABSENT,
            given=_EVERYONE,
            severity=Severity.WARNING,
        ),
        Example(
            "Nothing is recorded, and capacity for finances is lacking.",
            {**_NOBODY, **_lacks(FINANCE)},
            ABSENT,
            severity=Severity.CRITICAL,
        ),
        Example(
            "Nothing is recorded, capacity for welfare is lacking, and a meeting comes up.",
            {**_NOBODY, **_lacks(WELFARE)},
            ABSENT,
            given=_BEFORE,
            severity=Severity.CRITICAL,
        ),
        Example(
            "Capacity is lacking for a decision that no attorney makes.",
            {**_NOBODY, **_lacks("other")},
            NOT_APPLICABLE,
        ),
        Example(
            "The latest assessment found capacity.",
            {
                **_NOBODY,
                "capacity": (
                    {"area": FINANCE, "outcome": "has_capacity", "assessed_on": LAST_WEEK},
                    {"area": FINANCE, "outcome": "lacks_capacity", "assessed_on": BEFORE_REVIEW},
                ),
            },
            NOT_APPLICABLE,
        ),
        Example("The person is 17.", {**_NOBODY, "date_of_birth": BIRTH_17}, NOT_APPLICABLE, given=_BEFORE),
        Example("The person turns 18 today.", {**_NOBODY, "date_of_birth": BIRTH_18}, ABSENT, given=_BEFORE),
        Example(
            "The birth date is missing: counted as an adult.",
            {**_NOBODY, "date_of_birth": ABSENT},
            ABSENT,
            given=_BEFORE,
        ),
        Example(
            "The birth date is in the future: counted as an adult.",
            {**_NOBODY, "date_of_birth": BIRTH_TO_COME},
            ABSENT,
            given=_BEFORE,
        ),
        Example("The LPA has ended, and a meeting comes up.", _ENDED, EXPIRED, given=_BEFORE),
        Example(
            "The LPA has ended, and capacity is lacking.",
            {**_ENDED, **_lacks(WELFARE)},
            EXPIRED,
            severity=Severity.CRITICAL,
        ),
        Example(
            "The person was asked since the last review: there is none.",
            {**_NOBODY, "answers": ({**_NONE, "asked_on": AFTER_REVIEW},)},
            ASKED_NONE,
            given=_BEFORE,
        ),
        Example(
            "The answer counts every night as well.",
            {**_NOBODY, "answers": ({**_NONE, "asked_on": AFTER_REVIEW},)},
            ASKED_NONE,
        ),
        Example(
            "“There is none” was said before the last review: ask again.",
            {**_NOBODY, "answers": ({**_NONE, "asked_on": BEFORE_REVIEW},)},
            EXPIRED,
            given=_BEFORE,
        ),
        Example(
            "“There is none” was said before capacity was assessed: ask again.",
            {**_NOBODY, **_lacks(FINANCE), "answers": ({**_NONE, "asked_on": AFTER_REVIEW},)},
            EXPIRED,
            severity=Severity.CRITICAL,
        ),
        Example(
            "The person would not say, and capacity is lacking.",
            {
                **_NOBODY,
                **_lacks(FINANCE),
                "answers": ({"topic": ID, "answer": DECLINED, "asked_on": YESTERDAY},),
            },
            DECLINED,
        ),
        Example(
            "“Not known” was recorded as the answer.",
            {**_NOBODY, "answers": ({"topic": ID, "answer": UNKNOWN_RECORDED, "asked_on": AFTER_REVIEW},)},
            UNKNOWN_RECORDED,
            given=_BEFORE,
        ),
        Example(
            "The source holds no representatives, and a meeting comes up.",
            {"representatives": NOT_SUPPORTED},
            NOT_SUPPORTED,
            given=_BEFORE,
        ),
        Example(
            "The source holds no representatives; every night nobody asks.",
            {"representatives": NOT_SUPPORTED},
            NOT_APPLICABLE,
        ),
        Example(
            "The source holds no representatives, and capacity is lacking.",
            {"representatives": NOT_SUPPORTED, **_lacks(FINANCE)},
            NOT_SUPPORTED,
        ),
        Example(
            "Nothing is recorded, and the source holds no capacity assessments: nobody knows whether "
            "it matters.",
            {**_NOBODY, "capacity": NOT_SUPPORTED},
            NOT_SUPPORTED,
        ),
        Example(
            "Before a meeting it matters whatever is known about capacity.",
            {**_NOBODY, "capacity": NOT_SUPPORTED},
            ABSENT,
            given=_BEFORE,
        ),
        Example(
            "Fingerpost may not see representatives.",
            {"representatives": NOT_VISIBLE},
            NOT_VISIBLE,
            given=_BEFORE,
        ),
        Example(
            "Fingerpost may not see capacity assessments.", {**_NOBODY, "capacity": NOT_VISIBLE}, NOT_VISIBLE
        ),
    ),
)
