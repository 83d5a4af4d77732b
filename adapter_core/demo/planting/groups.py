"""Plants on service user groups: exactly one primary, and Carer for carers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapter_core.demo.planting.plant import Facet, Plant, gaps
from adapter_core.domain.people import ServiceUserGroup
from adapter_core.domain.states import State

if TYPE_CHECKING:
    from adapter_core.demo.subject import Subject, World

ABSENT, EXPIRED, INVALID = State.ABSENT, State.EXPIRED, State.INVALID
_GROUPS = frozenset({"groups"})


def _group(
    code: str, world: World, subject: Subject, *, primary: bool, ended: bool = False
) -> ServiceUserGroup:
    ago = world.calendar.ago
    end = ago[3 + subject.salt % 90] if ended else ABSENT
    return ServiceUserGroup(code, primary, ago[120 + subject.salt % 1500], end)


def _main(subject: Subject) -> str:
    """The code that is primary now."""
    held = subject.person.groups
    codes = (
        [one.code for one in held if one.end is ABSENT and one.primary is True]
        if isinstance(held, tuple)
        else []
    )
    return codes[0] if codes and isinstance(codes[0], str) else "OLDER"


def _none(subject: Subject, _: World) -> None:
    subject.person.groups = ()


def _all_ended(subject: Subject, world: World) -> None:
    subject.person.groups = (_group(_main(subject), world, subject, primary=True, ended=True),)


def _two_primaries(subject: Subject, world: World) -> None:
    subject.person.groups = (
        _group(_main(subject), world, subject, primary=True),
        _group("SENSORY" if _main(subject) != "SENSORY" else "MENTAL", world, subject, primary=True),
    )


def _no_primary(subject: Subject, world: World) -> None:
    subject.person.groups = (_group(_main(subject), world, subject, primary=False),)


def _no_carer_group(subject: Subject, world: World) -> None:
    subject.person.groups = (_group("OLDER", world, subject, primary=True),)


def _carer_group_ended(subject: Subject, world: World) -> None:
    subject.person.groups = (
        _group("CARER", world, subject, primary=True, ended=True),
        _group("OLDER", world, subject, primary=True),
    )


def _carer_group_second(subject: Subject, world: World) -> None:
    subject.person.groups = (
        _group("PHYSICAL", world, subject, primary=True),
        _group("CARER", world, subject, primary=False),
    )


def _is_carer(subject: Subject) -> bool:
    return subject.is_carer


def _is_no_carer(subject: Subject) -> bool:
    return not subject.is_carer


FACETS = (
    Facet(
        "primary_group",
        0.05,
        (
            Plant(
                "primary_group_none",
                _GROUPS,
                gaps("primary_group", ABSENT),
                _none,
                weight=2,
                fits=_is_no_carer,
            ),
            Plant(
                "primary_group_ended",
                _GROUPS,
                gaps("primary_group", EXPIRED),
                _all_ended,
                weight=2,
                fits=_is_no_carer,
            ),
            Plant(
                "primary_group_two",
                _GROUPS,
                gaps("primary_group", INVALID),
                _two_primaries,
                fits=_is_no_carer,
            ),
            Plant(
                "primary_group_no_primary",
                _GROUPS,
                gaps("primary_group", ABSENT),
                _no_primary,
                fits=_is_no_carer,
            ),
        ),
        fits=_is_no_carer,
    ),
    Facet(
        "carer_group",
        0.2,
        (
            Plant(
                "carer_group_absent",
                _GROUPS,
                gaps("carer_group", ABSENT),
                _no_carer_group,
                weight=4,
                fits=_is_carer,
            ),
            Plant(
                "carer_group_ended", _GROUPS, gaps("carer_group", EXPIRED), _carer_group_ended, fits=_is_carer
            ),
            Plant(
                "carer_group_second",
                _GROUPS,
                gaps("carer_group", INVALID),
                _carer_group_second,
                weight=3,
                fits=_is_carer,
            ),
            Plant(
                "carer_without_groups",
                _GROUPS,
                (*gaps("carer_group", ABSENT), *gaps("primary_group", ABSENT)),
                _none,
                fits=_is_carer,
            ),
        ),
        fits=_is_carer,
    ),
)
