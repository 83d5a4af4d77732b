"""What kind of place the person lives in."""

from __future__ import annotations

from adapter_core.checks.rule import Example, Given, Rule, Verdict
from adapter_core.checks.rules._examples import compared, no_value
from adapter_core.checks.rules._states import (
    ASKED_NONE,
    CODE_STATES,
    COMPARED_STATES,
    INVALID,
    RECORDED,
    said_code,
)
from adapter_core.domain.findings import Fix, Mender
from adapter_core.domain.people import Person

ID = "accommodation"


def assess(person: Person, _given: Given) -> Verdict:
    """Take any code of the list."""
    code = person.accommodation
    return RECORDED if code.__class__ is str else said_code(code)


def compare(person: Person, _given: Given) -> str | None:
    """Give the code."""
    code = person.accommodation
    return code if code.__class__ is str else None


RULE = Rule(
    id=ID,
    version=1,
    title="Accommodation",
    words="The record should say what kind of accommodation the person lives in.",
    remedy="Ask where and how the person lives, and record the accommodation status.",
    applies="Everyone",
    profiles=frozenset({"post_conversation", "cld"}),
    fields=("accommodation",),
    fix=Fix(Mender.WORKER, "Main record: accommodation"),
    requirements=("P-03",),
    assess=assess,
    compare=compare,
    states=CODE_STATES | COMPARED_STATES | {RECORDED},
    examples=(
        Example("An accommodation status is recorded.", {"accommodation": "tenant"}, RECORDED),
        *no_value("accommodation", CODE_STATES),
        Example("A plugin says “none”, which no place to live is.", {"accommodation": ASKED_NONE}, INVALID),
        *compared("accommodation", "tenant", "care_home"),
    ),
)
