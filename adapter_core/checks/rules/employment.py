"""Whether and how the person works."""

from __future__ import annotations

from adapter_core.checks.rule import Example, Given, Rule, Verdict
from adapter_core.checks.rules._ages import is_working_age
from adapter_core.checks.rules._examples import (
    AS_OF,
    BIRTH_17,
    BIRTH_18,
    BIRTH_64,
    BIRTH_65,
    BIRTH_120,
    BIRTH_121,
    BIRTH_TO_COME,
    compared,
    no_value,
)
from adapter_core.checks.rules._states import (
    ABSENT,
    CODE_STATES,
    COMPARED_STATES,
    NOT_APPLICABLE,
    NOT_SUPPORTED,
    NOT_VISIBLE,
    RECORDED,
    said_code,
)
from adapter_core.domain.findings import Fix, Mender
from adapter_core.domain.people import Person
from adapter_core.domain.states import State

ID = "employment"
CLD = "cld"


def assess(person: Person, given: Given) -> Verdict:
    """Take any code of the list, from those that the profile asks it of."""
    if given.profile == CLD:
        spared = _spared(person, given)
        if spared is not None:
            return spared
    code = person.employment
    return RECORDED if code.__class__ is str else said_code(code)


def compare(person: Person, _given: Given) -> str | None:
    """Give the code."""
    code = person.employment
    return code if code.__class__ is str else None


def _spared(person: Person, given: Given) -> State | None:
    """Why Client Level Data does not ask it of somebody, or cannot say (DHSC's rules); else None."""
    if not is_working_age(person.date_of_birth, given.as_of):
        return NOT_APPLICABLE
    known = (person.client_type, person.primary_support_reason)
    for state in (NOT_VISIBLE, NOT_SUPPORTED):
        if state in known:
            return state
    return None if known == ("service_user", "learning_disability") else NOT_APPLICABLE


_WORKS = "paid_16_hours_or_more"
_ASKED: dict[str, object] = {
    "employment": ABSENT,
    "date_of_birth": BIRTH_18,
    "client_type": "service_user",
    "primary_support_reason": "learning_disability",
}
_RETURN = {"profile": CLD}

RULE = Rule(
    id=ID,
    version=1,
    title="Employment",
    words="The record should say whether the person works, and how much.",
    remedy="Ask whether the person has paid or voluntary work, and record the employment status.",
    applies=(
        "Everyone; for the national return, service users aged 18 to 64 whose primary support "
        "reason is learning "
        "disability"
    ),
    profiles=frozenset({"post_conversation", CLD}),
    fields=("employment", "date_of_birth", "client_type", "primary_support_reason"),
    fix=Fix(Mender.WORKER, "Main record: employment status"),
    requirements=("P-03", "P-14", "P-15", "K-17"),
    assess=assess,
    compare=compare,
    states=CODE_STATES | COMPARED_STATES | {RECORDED, NOT_APPLICABLE},
    examples=(
        Example("An employment status is recorded.", {"employment": _WORKS}, RECORDED),
        *no_value("employment", CODE_STATES),
        *compared("employment", _WORKS, "voluntary_work_only"),
        Example("The national return asks it at 18.", _ASKED, ABSENT, given=_RETURN),
        Example(
            "The national return has its answer.", {**_ASKED, "employment": _WORKS}, RECORDED, given=_RETURN
        ),
        Example("And at 64.", {**_ASKED, "date_of_birth": BIRTH_64}, ABSENT, given=_RETURN),
        Example("Not at 17.", {**_ASKED, "date_of_birth": BIRTH_17}, NOT_APPLICABLE, given=_RETURN),
        Example("Not at 65.", {**_ASKED, "date_of_birth": BIRTH_65}, NOT_APPLICABLE, given=_RETURN),
        Example(
            "A missing birth date spares nobody.", {**_ASKED, "date_of_birth": ABSENT}, ABSENT, given=_RETURN
        ),
        Example(
            "Neither does one that cannot be right.",
            {**_ASKED, "date_of_birth": BIRTH_TO_COME},
            ABSENT,
            given=_RETURN,
        ),
        Example(
            "Nor one that is too long ago.", {**_ASKED, "date_of_birth": BIRTH_121}, ABSENT, given=_RETURN
        ),
        Example("Not at 120.", {**_ASKED, "date_of_birth": BIRTH_120}, NOT_APPLICABLE, given=_RETURN),
        Example(
            "Not of a child that was born today.",
            {**_ASKED, "date_of_birth": AS_OF},
            NOT_APPLICABLE,
            given=_RETURN,
        ),
        Example("Not of carers.", {**_ASKED, "client_type": "carer"}, NOT_APPLICABLE, given=_RETURN),
        Example(
            "Not for another support reason.",
            {**_ASKED, "primary_support_reason": "mental_health"},
            NOT_APPLICABLE,
            given=_RETURN,
        ),
        Example(
            "The source does not hold the support reason.",
            {**_ASKED, "primary_support_reason": NOT_SUPPORTED},
            NOT_SUPPORTED,
            given=_RETURN,
        ),
        Example(
            "Fingerpost may not see the support reason.",
            {**_ASKED, "primary_support_reason": NOT_VISIBLE},
            NOT_VISIBLE,
            given=_RETURN,
        ),
        Example(
            "The source does not hold the client type.",
            {**_ASKED, "client_type": NOT_SUPPORTED},
            NOT_SUPPORTED,
            given=_RETURN,
        ),
    ),
)
