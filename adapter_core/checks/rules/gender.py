"""The gender on the record (K-13), which is not the answer to the equality question (D-09)."""

from __future__ import annotations

from adapter_core.checks.rule import Example, Given, Rule, Verdict
from adapter_core.checks.rules._examples import compared, no_value
from adapter_core.checks.rules._states import CODE_STATES, COMPARED_STATES, RECORDED, said_code
from adapter_core.domain.findings import Fix, Mender
from adapter_core.domain.people import Person

ID = "gender"


def assess(person: Person, _given: Given) -> Verdict:
    """Take any code of the list."""
    code = person.gender
    return RECORDED if code.__class__ is str else said_code(code)


def compare(person: Person, _given: Given) -> str | None:
    """Give the code."""
    code = person.gender
    return code if code.__class__ is str else None


RULE = Rule(
    id=ID,
    version=1,
    title="Gender",
    words=(
        "The record should hold the person's gender, which the national return asks for. It is not "
        "the equality question about gender."
    ),
    remedy="Check the gender on the record with the person and record it.",
    applies="Everyone",
    profiles=frozenset({"cld"}),
    fields=("gender",),
    fix=Fix(Mender.WORKER, "Main record: basic details"),
    requirements=("P-05", "K-13", "D-09"),
    assess=assess,
    compare=compare,
    states=CODE_STATES | COMPARED_STATES | {RECORDED},
    examples=(
        Example("A gender is recorded.", {"gender": "female"}, RECORDED),
        *no_value("gender", CODE_STATES),
        *compared("gender", "female", "male"),
    ),
)
