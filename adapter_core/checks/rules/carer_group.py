"""The carer's group: active, and primary (K-01)."""

from __future__ import annotations

from datetime import date

from adapter_core.checks.rule import Category, Example, Given, Rule, Verdict
from adapter_core.checks.rules._carers import is_informal_carer
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
from adapter_core.domain.people import Person, ServiceUserGroup, in_force
from adapter_core.domain.states import State

ID = "carer_group"
CARER_GROUPS = ("CARER",)
NOT_PRIMARY = Assessment(INVALID, field="groups.primary")


def assess(person: Person, given: Given) -> Verdict:
    """Look for an active, primary carer's group, where the person cares for somebody."""
    on = given.as_of
    caring = is_informal_carer(person, on)
    if caring is False:
        return NOT_APPLICABLE
    if isinstance(caring, State):
        return caring
    held = listed(person.groups)
    if isinstance(held, State):
        return held
    return _group(held, given.council.get(ID, CARER_GROUPS), on)


def _group(held: tuple[ServiceUserGroup, ...], codes: tuple[str, ...], on: date) -> Verdict:
    """Judge the groups of somebody who cares."""
    active = [each for each in held if in_force(each.start, each.end, on)]
    primary: set[object] = {each.primary for each in active if each.code in codes}
    if True in primary:
        return RECORDED
    unknown: set[object] = primary or {each.code for each in active}
    for state in (NOT_VISIBLE, NOT_SUPPORTED):
        if state in unknown:
            return state
    if primary:
        return NOT_PRIMARY
    ended = any(each.code in codes and has_ended(each.end, on) for each in held)
    return EXPIRED if ended else ABSENT


_CARES = ({"other_ref": "2204452", "is_informal_carer": True},)


def _groups(*items: dict[str, object]) -> dict[str, object]:
    return {"relationships": _CARES, "groups": items}


_PRIMARY: dict[str, object] = {"code": "CARER", "primary": True}

RULE = Rule(
    id=ID,
    version=1,
    title="Carer's group",
    words=(
        "Somebody who is recorded as an informal carer should be in the service user group for "
        "carers, and it should "
        "be their primary group: the carers conversation starts from it."
    ),
    remedy="Add the group for carers to the carer's own record and make it the primary one.",
    applies="People recorded as someone's informal carer",
    profiles=frozenset({"post_conversation"}),
    fields=(
        "groups.code",
        "groups.primary",
        "groups.start",
        "groups.end",
        "relationships.is_informal_carer",
        "relationships.start",
        "relationships.end",
    ),
    fix=Fix(Mender.WORKER, "Main record: service user groups"),
    requirements=("P-12", "P-13", "K-01", "K-16"),
    assess=assess,
    category=Category.CONFORMANCE,
    states=frozenset({RECORDED, ABSENT, EXPIRED, INVALID, NOT_APPLICABLE, NOT_SUPPORTED, NOT_VISIBLE}),
    examples=(
        Example("The group for carers is the primary one.", _groups(_PRIMARY), RECORDED),
        Example(
            "It may stand beside other groups.",
            _groups({"code": "OLDER", "primary": False}, _PRIMARY),
            RECORDED,
        ),
        Example(
            "The council calls its group by another code.",
            _groups({"code": "UNPAID", "primary": True}),
            RECORDED,
            given={"council": {ID: ("UNPAID", "YOUNG")}},
        ),
        Example("The person is in no group.", _groups(), ABSENT),
        Example("The person is in another group only.", _groups({"code": "OLDER", "primary": True}), ABSENT),
        Example(
            "Another group has ended.", _groups({"code": "OLDER", "primary": True, "end": ENDED}), ABSENT
        ),
        Example("The group begins tomorrow.", _groups({**_PRIMARY, "start": TOMORROW}), ABSENT),
        Example("The group has ended.", _groups({**_PRIMARY, "end": ENDED}), EXPIRED),
        Example("The group ends today, and still counts.", _groups({**_PRIMARY, "end": AS_OF}), RECORDED),
        Example(
            "The group is there, and another is primary.",
            _groups({"code": "OLDER", "primary": True}, {"code": "CARER", "primary": False}),
            INVALID,
            field="groups.primary",
        ),
        Example(
            "Nobody cares for anybody.",
            {"relationships": ({"other_ref": "2204452"},), "groups": ()},
            NOT_APPLICABLE,
        ),
        Example("There are no relationships.", {"relationships": (), "groups": ()}, NOT_APPLICABLE),
        Example(
            "The caring has ended.",
            {"relationships": ({**_CARES[0], "end": ENDED},), "groups": ()},
            NOT_APPLICABLE,
        ),
        Example(
            "The other person is the carer: a relationship has a direction.",
            {"relationships": ({"other_ref": "2204452", "other_is_informal_carer": True},), "groups": ()},
            NOT_APPLICABLE,
        ),
        Example(
            "The source does not say which group is primary.",
            _groups({"code": "CARER", "primary": NOT_SUPPORTED}),
            NOT_SUPPORTED,
        ),
        Example(
            "The mapping does not say what the groups are.",
            _groups({"code": NOT_SUPPORTED, "primary": True}),
            NOT_SUPPORTED,
        ),
        Example(
            "The source holds no groups.", {"relationships": _CARES, "groups": NOT_SUPPORTED}, NOT_SUPPORTED
        ),
        Example("The source holds no relationships.", {"relationships": NOT_SUPPORTED}, NOT_SUPPORTED),
        Example(
            "The source does not say who cares for whom.",
            {"relationships": ({"other_ref": "2204452", "is_informal_carer": NOT_SUPPORTED},)},
            NOT_SUPPORTED,
        ),
        Example(
            "Fingerpost may not see which group is primary.",
            _groups({"code": "CARER", "primary": NOT_VISIBLE}),
            NOT_VISIBLE,
        ),
        Example("Fingerpost may not see what the groups are.", _groups({"code": NOT_VISIBLE}), NOT_VISIBLE),
        Example(
            "Fingerpost may not see groups.", {"relationships": _CARES, "groups": NOT_VISIBLE}, NOT_VISIBLE
        ),
        Example("Fingerpost may not see relationships.", {"relationships": NOT_VISIBLE}, NOT_VISIBLE),
    ),
)
