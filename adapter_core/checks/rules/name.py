"""The person's name."""

from __future__ import annotations

from adapter_core.checks.rule import Example, Given, Rule, Verdict
from adapter_core.checks.rules._states import (
    ABSENT,
    EXPIRED,
    INVALID,
    NOT_SUPPORTED,
    NOT_VISIBLE,
    PLACEHOLDER,
    RECORDED,
    TEXT_STATES,
    said_text,
)
from adapter_core.domain.findings import Assessment, Fix, Mender, Severity
from adapter_core.domain.people import Person
from adapter_core.domain.states import State

ID = "name"
WORST_FIRST = (EXPIRED, INVALID, PLACEHOLDER, ABSENT, NOT_VISIBLE, NOT_SUPPORTED, RECORDED)


def assess(person: Person, _given: Given) -> Verdict:
    """Look for both names, or for one text where the source keeps them together."""
    given_name, family_name = person.given_name, person.family_name
    if given_name.__class__ is str and family_name.__class__ is str:
        return RECORDED
    if given_name is NOT_SUPPORTED and family_name is NOT_SUPPORTED:
        return _worst(full_name=person.full_name)
    return _worst(family_name=family_name, given_name=given_name)


def _worst(**names: str | State) -> Verdict:
    """The worst of some names, the first of equals."""
    states = {field: RECORDED if name.__class__ is str else said_text(name) for field, name in names.items()}
    field = min(states, key=lambda each: WORST_FIRST.index(states[each]))
    state = states[field]
    return RECORDED if state is RECORDED else Assessment(state, field=field)


_TOGETHER = {"given_name": NOT_SUPPORTED, "family_name": NOT_SUPPORTED}

RULE = Rule(
    id=ID,
    version=1,
    title="Name",
    words="The record should hold the person's given name and family name.",
    remedy="Ask the person for their full name and record it as they write it.",
    applies="Everyone",
    profiles=frozenset({"pre_meeting", "post_conversation", "cld"}),
    fields=("family_name", "given_name", "full_name"),
    fix=Fix(Mender.WORKER, "Main record: basic details"),
    requirements=("P-01", "P-10", "K-10"),
    assess=assess,
    severity=Severity.ERROR,
    states=TEXT_STATES | {RECORDED},
    examples=(
        Example("Given name and family name.", {"given_name": "Alex", "family_name": "Example"}, RECORDED),
        Example("The source keeps names as one text.", {**_TOGETHER, "full_name": "Alex Example"}, RECORDED),
        Example(
            "The source keeps names as one text, and it is blank.",
            {**_TOGETHER, "full_name": ABSENT},
            ABSENT,
            field="full_name",
        ),
        Example("The family name is missing.", {"family_name": ABSENT}, ABSENT, field="family_name"),
        Example("The given name is missing.", {"given_name": ABSENT}, ABSENT, field="given_name"),
        Example(
            "The source holds no given names, and a full name does not help where the family name is "
            "missing.",
            {"given_name": NOT_SUPPORTED, "family_name": ABSENT, "full_name": "Alex Example"},
            ABSENT,
            field="family_name",
        ),
        Example(
            "The given name is a placeholder and the family name is missing.",
            {"given_name": PLACEHOLDER, "family_name": ABSENT},
            PLACEHOLDER,
            field="given_name",
        ),
        Example(
            "The given name cannot be read.",
            {"given_name": INVALID},
            INVALID,
            field="given_name",
            severity=Severity.ERROR,
        ),
        Example("Every name on file has ended.", {"family_name": EXPIRED}, EXPIRED, field="family_name"),
        Example(
            "Fingerpost may not see the name.",
            {"given_name": NOT_VISIBLE, "family_name": NOT_VISIBLE},
            NOT_VISIBLE,
        ),
        Example("The source holds no names.", {**_TOGETHER, "full_name": NOT_SUPPORTED}, NOT_SUPPORTED),
        Example(
            "The source holds family names alone.",
            {"given_name": NOT_SUPPORTED},
            NOT_SUPPORTED,
            field="given_name",
        ),
    ),
)
