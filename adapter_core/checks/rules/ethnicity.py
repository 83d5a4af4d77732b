"""The person's ethnicity, in their own words."""

from __future__ import annotations

from adapter_core.checks.rule import Example, Given, Rule, Verdict
from adapter_core.checks.rules._examples import compared, no_value
from adapter_core.checks.rules._states import CODE_STATES, COMPARED_STATES, RECORDED, said_code
from adapter_core.domain.findings import Fix, Mender
from adapter_core.domain.people import Person

ID = "ethnicity"


def assess(person: Person, _given: Given) -> Verdict:
    """Take any code of the list."""
    code = person.ethnicity
    return RECORDED if code.__class__ is str else said_code(code)


def compare(person: Person, _given: Given) -> str | None:
    """Give the code."""
    code = person.ethnicity
    return code if code.__class__ is str else None


RULE = Rule(
    id=ID,
    version=1,
    title="Ethnicity",
    words=(
        "The record should hold the ethnicity that the person gives. “Prefer not to say” is an "
        "answer; “not known” is not."
    ),
    remedy="Where it is appropriate, ask the person how they describe their ethnicity and record the answer.",
    applies="Everyone",
    profiles=frozenset({"post_conversation", "cld"}),
    fields=("ethnicity",),
    fix=Fix(Mender.WORKER, "Main record: basic details"),
    requirements=("P-03", "P-05", "P-17", "K-14", "K-15"),
    assess=assess,
    compare=compare,
    states=CODE_STATES | COMPARED_STATES | {RECORDED},
    examples=(
        Example("An ethnicity is recorded.", {"ethnicity": "white_irish"}, RECORDED),
        *no_value("ethnicity", CODE_STATES),
        *compared("ethnicity", "white_irish", "asian_indian"),
    ),
)
