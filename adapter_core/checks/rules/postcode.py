"""A postcode of the right shape, or the one for no fixed abode."""

from __future__ import annotations

from adapter_core.checks.rule import Category, Example, Given, Rule, Verdict
from adapter_core.checks.rules._examples import compared, no_value
from adapter_core.checks.rules._states import (
    ABSENT,
    COMPARED_STATES,
    INVALID,
    RECORDED,
    TEXT_STATES,
    UNKNOWN_RECORDED,
    said_text,
)
from adapter_core.domain.findings import Fix, Mender
from adapter_core.domain.people import Person
from adapter_core.domain.states import State
from adapter_core.domain.values import PostcodeProblem, normalise_postcode, postcode_problem

ID = "postcode"
UNKNOWN = PostcodeProblem.UNKNOWN


def assess(person: Person, _given: Given) -> Verdict:
    """Judge the shape."""
    postcode = person.postcode
    if postcode.__class__ is not str:
        return said_text(postcode)
    problem = postcode_problem(postcode)
    if problem is None:
        return RECORDED
    return UNKNOWN_RECORDED if problem is UNKNOWN else INVALID


def compare(person: Person, given: Given) -> str | None:
    """Give the postcode in capitals, with one space."""
    return normalise_postcode(person.postcode) if assess(person, given) is RECORDED else None


RULE = Rule(
    id=ID,
    version=1,
    title="Postcode",
    words=(
        "The person's current address should have a postcode. ZZ99 3VZ stands for no fixed abode, "
        "and is fine."
    ),
    remedy="Look up the postcode of the address and record it; for no fixed abode, record ZZ99 3VZ.",
    applies="Everyone",
    profiles=frozenset({"pre_meeting", "post_conversation", "cld"}),
    fields=("postcode",),
    fix=Fix(Mender.WORKER, "Main record: addresses"),
    requirements=("P-01", "P-16"),
    assess=assess,
    compare=compare,
    category=Category.CONFORMANCE,
    states=TEXT_STATES | COMPARED_STATES | {RECORDED, UNKNOWN_RECORDED},
    examples=(
        Example("A postcode.", {"postcode": "MB1 2AB"}, RECORDED),
        Example("Small letters without a space do no harm.", {"postcode": "mb12ab"}, RECORDED),
        Example("ZZ99 3VZ: no fixed abode.", {"postcode": "ZZ99 3VZ"}, RECORDED),
        Example("Any other ZZ99: not known.", {"postcode": "ZZ99 3WZ"}, UNKNOWN_RECORDED),
        Example("No postcode looks like this.", {"postcode": "MILLBROOK"}, INVALID),
        *no_value("postcode", TEXT_STATES),
        *compared("postcode", "MB1 2AB", "MB3 4DE"),
        Example(
            "Another source writes it otherwise.", {"postcode": "MB1 2AB"}, RECORDED, {"postcode": "mb12ab"}
        ),
        Example(
            "Another source has “not known” as a postcode.",
            {"postcode": ABSENT},
            ABSENT,
            {"postcode": "ZZ99 3WZ"},
        ),
        Example(
            "“Not known” here; another source has a postcode.",
            {"postcode": "ZZ99 3WZ"},
            State.HELD_ELSEWHERE,
            {"postcode": "MB1 2AB"},
        ),
    ),
)
