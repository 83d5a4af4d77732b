"""An NHS number that can have been issued."""

from __future__ import annotations

from datetime import date

from adapter_core.checks.rule import Category, Example, Given, Rule, Verdict
from adapter_core.checks.rules._examples import BIRTH_TO_COME, compared, no_value
from adapter_core.checks.rules._states import (
    ABSENT,
    COMPARED_STATES,
    INVALID,
    NOT_SUPPORTED,
    PLACEHOLDER,
    RECORDED,
    TEXT_STATES,
    said_text,
)
from adapter_core.domain.findings import Assessment, Batch, Fix, Mender, Severity
from adapter_core.domain.people import Person
from adapter_core.domain.states import State
from adapter_core.domain.values import (
    NhsNumberProblem,
    date_of_birth_problem,
    nhs_number_problem,
    normalise_nhs_number,
)

ID = "nhs_number"
ZEROS = NhsNumberProblem.ZEROS
READY_TO_TRACE, UNTRACEABLE = (
    {state: Assessment(state, batch=batch) for state in (ABSENT, PLACEHOLDER)}
    for batch in (Batch.READY_TO_TRACE, Batch.UNTRACEABLE)
)


def assess(person: Person, given: Given) -> Verdict:
    """Judge the number; where there is none, say whether one can be traced."""
    number = person.nhs_number
    if number.__class__ is str:
        problem = nhs_number_problem(number, allow_synthetic=given.allow_synthetic)
        if problem is None:
            return RECORDED
        return _to_trace(PLACEHOLDER, person, given) if problem is ZEROS else INVALID
    state = said_text(number)
    return _to_trace(state, person, given) if state is ABSENT or state is PLACEHOLDER else state


def compare(person: Person, given: Given) -> str | None:
    """Give the number without spaces, if it is one."""
    number = person.nhs_number
    if (
        number.__class__ is not str
        or nhs_number_problem(number, allow_synthetic=given.allow_synthetic) is not None
    ):
        return None
    return normalise_nhs_number(number)


def _to_trace(state: State, person: Person, given: Given) -> Assessment:
    """Split people without a number: a trace needs surname, birth date and gender."""
    born = person.date_of_birth
    surname = person.family_name
    if surname is NOT_SUPPORTED:
        surname = person.full_name
    ready = (
        surname.__class__ is str
        and person.gender.__class__ is str
        and born.__class__ is date
        and date_of_birth_problem(born, given.as_of) is None
    )
    return READY_TO_TRACE[state] if ready else UNTRACEABLE[state]


_NUMBER, _OTHER = "9990000018", "9990000026"
_READY, _NOT_READY = "ready_to_trace", "untraceable"

RULE = Rule(
    id=ID,
    version=1,
    title="NHS number",
    words=(
        "The record should hold the person's NHS number: ten digits that can have been issued in "
        "England or Wales."
    ),
    remedy=(
        "Trace the number, or ask the person or their GP practice for it; first fill in what a trace needs."
    ),
    applies="Everyone",
    profiles=frozenset({"post_conversation", "cld"}),
    fields=("nhs_number", "family_name", "full_name", "date_of_birth", "gender"),
    fix=Fix(Mender.WORKER, "Main record: basic details"),
    requirements=("P-03",),
    assess=assess,
    compare=compare,
    category=Category.CONFORMANCE,
    severity=Severity.ERROR,
    states=TEXT_STATES | COMPARED_STATES | {RECORDED},
    examples=(
        Example("A number that can have been issued.", {"nhs_number": _NUMBER}, RECORDED),
        Example("Spaces do no harm.", {"nhs_number": "999 000 0018"}, RECORDED),
        Example(
            "A number of the test range, where only real ones count.",
            {"nhs_number": _NUMBER},
            INVALID,
            given={"allow_synthetic": False},
        ),
        Example("The check digit is wrong.", {"nhs_number": "9990000019"}, INVALID, severity=Severity.ERROR),
        Example("Too few digits.", {"nhs_number": "999000001"}, INVALID),
        Example("Ten noughts.", {"nhs_number": "0000000000"}, PLACEHOLDER, batch=_READY),
        Example("No number; there is enough to trace one.", {"nhs_number": ABSENT}, ABSENT, batch=_READY),
        Example(
            "No number; the name is one text.",
            {
                "nhs_number": ABSENT,
                "given_name": NOT_SUPPORTED,
                "family_name": NOT_SUPPORTED,
                "full_name": "Alex Example",
            },
            ABSENT,
            batch=_READY,
        ),
        Example(
            "No number, and no surname.",
            {"nhs_number": ABSENT, "family_name": ABSENT},
            ABSENT,
            batch=_NOT_READY,
        ),
        Example(
            "No number, and no birth date.",
            {"nhs_number": ABSENT, "date_of_birth": ABSENT},
            ABSENT,
            batch=_NOT_READY,
        ),
        Example(
            "No number, and a birth date in the future.",
            {"nhs_number": ABSENT, "date_of_birth": BIRTH_TO_COME},
            ABSENT,
            batch=_NOT_READY,
        ),
        Example(
            "No number, and no gender.", {"nhs_number": ABSENT, "gender": ABSENT}, ABSENT, batch=_NOT_READY
        ),
        Example(
            "A dash; there is enough to trace one.", {"nhs_number": PLACEHOLDER}, PLACEHOLDER, batch=_READY
        ),
        Example(
            "A number that cannot be read is mended, not traced.",
            {"nhs_number": INVALID},
            INVALID,
            batch="none",
        ),
        *no_value("nhs_number", TEXT_STATES),
        *compared("nhs_number", _NUMBER, _OTHER),
        Example(
            "Another source has a number that cannot be right.",
            {"nhs_number": ABSENT},
            ABSENT,
            {"nhs_number": "9990000019"},
        ),
        Example(
            "The number here is wrong; another source has a right one.",
            {"nhs_number": "9990000019"},
            State.HELD_ELSEWHERE,
            {"nhs_number": _NUMBER},
        ),
        Example(
            "Another source writes the same number with spaces.",
            {"nhs_number": _NUMBER},
            RECORDED,
            {"nhs_number": "999 000 0018"},
        ),
    ),
)
