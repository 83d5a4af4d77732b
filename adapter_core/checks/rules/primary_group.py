"""Exactly one active primary service user group (P-12)."""

from __future__ import annotations

from adapter_core.checks.rule import Category, Example, Given, Rule, Verdict
from adapter_core.checks.rules._examples import AS_OF, ENDED, TOMORROW
from adapter_core.checks.rules._states import (
    ABSENT,
    EXPIRED,
    INVALID,
    NOT_APPLICABLE,
    NOT_SUPPORTED,
    NOT_VISIBLE,
    RECORDED,
    has_ended,
    listed,
)
from adapter_core.domain.findings import Assessment, Fix, Mender
from adapter_core.domain.people import Person, in_force
from adapter_core.domain.states import State

ID = "primary_group"
NO_PRIMARY = Assessment(ABSENT, field="groups.primary")
SEVERAL_PRIMARY = Assessment(INVALID, field="groups.primary")
MARKED: dict[int, Verdict] = {0: NO_PRIMARY, 1: RECORDED}


def assess(person: Person, given: Given) -> Verdict:
    """Count the active groups that are primary."""
    held = listed(person.groups)
    if not isinstance(held, tuple):
        return NOT_VISIBLE if held is NOT_VISIBLE else NOT_APPLICABLE
    on = given.as_of
    active = primary = 0
    unknown: State | None = None
    for each in held:
        if in_force(each.start, each.end, on):
            active += 1
            if each.primary is True:
                primary += 1
            elif each.primary is NOT_SUPPORTED or each.primary is NOT_VISIBLE:
                unknown = each.primary
    if active:
        return unknown or MARKED.get(primary, SEVERAL_PRIMARY)
    return EXPIRED if any(has_ended(each.end, on) for each in held) else ABSENT


def _groups(primary: list[object], **others: object) -> dict[str, object]:
    return {"groups": tuple({"code": "OLDER", "primary": each, **others} for each in primary)}


RULE = Rule(
    id=ID,
    version=1,
    title="Primary group",
    words="A person who is in service user groups should have exactly one that is active and primary.",
    remedy="Make one of the person's active groups the primary one, or add the right group.",
    applies="Everyone, where the source has groups",
    profiles=frozenset({"post_conversation"}),
    fields=("groups.code", "groups.primary", "groups.start", "groups.end"),
    fix=Fix(Mender.WORKER, "Main record: service user groups"),
    requirements=("P-11", "P-12"),
    assess=assess,
    category=Category.CONFORMANCE,
    states=frozenset({RECORDED, ABSENT, EXPIRED, INVALID, NOT_APPLICABLE, NOT_SUPPORTED, NOT_VISIBLE}),
    examples=(
        Example("One group, and it is primary.", _groups([True]), RECORDED),
        Example("Two groups, one of them primary.", _groups([False, True]), RECORDED),
        Example("The primary group ends today, and still counts.", _groups([True], end=AS_OF), RECORDED),
        Example(
            "An ended primary group does not count.",
            {
                "groups": (
                    {"code": "ADULT", "primary": True, "end": ENDED},
                    {"code": "OLDER", "primary": True},
                )
            },
            RECORDED,
        ),
        Example("No group at all.", {"groups": ()}, ABSENT, field="groups.code"),
        Example("The only group begins tomorrow.", _groups([True], start=TOMORROW), ABSENT),
        Example("One group, and it is not primary.", _groups([False]), ABSENT, field="groups.primary"),
        Example(
            "Two groups, and neither is primary.", _groups([False, False]), ABSENT, field="groups.primary"
        ),
        Example("Two primary groups.", _groups([True, True]), INVALID, field="groups.primary"),
        Example("The only group has ended.", _groups([True], end=ENDED), EXPIRED),
        Example("The source has no groups.", {"groups": NOT_SUPPORTED}, NOT_APPLICABLE),
        Example("The source does not say which group is primary.", _groups([NOT_SUPPORTED]), NOT_SUPPORTED),
        Example("Fingerpost may not see which group is primary.", _groups([True, NOT_VISIBLE]), NOT_VISIBLE),
        Example("Fingerpost may not see groups.", {"groups": NOT_VISIBLE}, NOT_VISIBLE),
    ),
)
