"""Plants on relationships and unpaid carers; both sides of a relationship are spoilt together.

Only where those on the other side are in no list: nothing may follow for anybody but the person.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapter_core.demo.planting.plant import Facet, Plant, gaps
from adapter_core.domain.people import Answer, Relationship
from adapter_core.domain.states import State

if TYPE_CHECKING:
    from collections.abc import Callable

    from adapter_core.demo.subject import Subject, World

    Apply = Callable[[Subject, World], None]

ABSENT, PLACEHOLDER, EXPIRED = State.ABSENT, State.PLACEHOLDER, State.EXPIRED
UNKNOWN, DECLINED, ASKED_NONE = State.UNKNOWN_RECORDED, State.DECLINED, State.ASKED_NONE

_TIES = frozenset({"relationships", "has_unpaid_carer"})


# --- Whom it fits ------------------------------------------------------------------------------------


def _no_carer(subject: Subject) -> bool:
    """Nobody cares for them, and they care for nobody."""
    return not subject.has_carer and not subject.is_carer


def _loose(subject: Subject) -> bool:
    return subject.kin_outside and _no_carer(subject)


def _cared_for(subject: Subject) -> bool:
    return subject.kin_outside and subject.has_carer and not subject.is_carer


# --- What happens ------------------------------------------------------------------------------------


def _rows(subject: Subject) -> tuple[Relationship, ...]:
    held = subject.person.relationships
    return held if isinstance(held, tuple) else ()


def drop_ties(subject: Subject) -> None:
    """Take every relationship away, on both sides."""
    ref = subject.person.ref
    for other in subject.kin:
        other.person.relationships = tuple(row for row in _rows(other) if row.other_ref != ref)
    subject.person.relationships = ()


def _answer(subject: Subject, world: World, topic: str, said: State) -> None:
    asked = Answer(topic, said, world.calendar.ago[1 + subject.salt % 9])
    held = subject.person.answers
    subject.person.answers = (*held, asked) if isinstance(held, tuple) else (asked,)


def _nobody(subject: Subject, _: World) -> None:
    drop_ties(subject)


def _nobody_answered(said: State) -> Apply:
    def apply(subject: Subject, world: World) -> None:
        drop_ties(subject)
        _answer(subject, world, "relationship_contact", said)

    return apply


def _all_ended(subject: Subject, world: World) -> None:
    end = world.calendar.ago[5 + subject.salt % 400]
    ref = subject.person.ref
    for row in _rows(subject):
        row.end = end
    for other in subject.kin:
        for row in _rows(other):
            if row.other_ref == ref:
                row.end = end


def _to_nobody(subject: Subject, _: World) -> None:
    """The relationship leads to "-1", the source's unknown member; the other side knows nothing of it."""
    rows = _rows(subject)
    drop_ties(subject)
    for row in rows:
        row.other_ref = PLACEHOLDER
        row.is_emergency_contact = False
    subject.person.relationships = rows


def _says(value: str | State) -> Apply:
    def apply(subject: Subject, _: World) -> None:
        subject.person.has_unpaid_carer = value

    return apply


def _asked_about_carer(said: State) -> Apply:
    def apply(subject: Subject, world: World) -> None:
        subject.person.has_unpaid_carer = ABSENT
        _answer(subject, world, "unpaid_carer", said)

    return apply


def _carer_only_by_relationship(subject: Subject, _: World) -> None:
    subject.person.has_unpaid_carer = ABSENT


def _contact(name: str, state: State | None, apply: Apply, weight: int = 1) -> Plant:
    seen = gaps("relationship_contact", state) if state is not None else ()
    return Plant(f"contact_{name}", _TIES, seen, apply, weight=weight, fits=_loose)


def _carer(
    name: str, state: State | None, apply: Apply, weight: int = 1, fits: Callable[[Subject], bool] = _no_carer
) -> Plant:
    seen = gaps("unpaid_carer", state) if state is not None else ()
    return Plant(f"unpaid_carer_{name}", _TIES, seen, apply, weight=weight, fits=fits)


FACET = Facet(
    "ties",
    0.22,
    (
        _contact("nobody", ABSENT, _nobody, 7),
        _contact("all_ended", EXPIRED, _all_ended, 3),
        _contact("placeholder", PLACEHOLDER, _to_nobody, 2),
        _contact("not_known_answered", UNKNOWN, _nobody_answered(UNKNOWN)),
        Plant(
            "contact_and_carer_ended",
            _TIES,
            (*gaps("relationship_contact", EXPIRED), *gaps("unpaid_carer", EXPIRED)),
            _all_ended,
            weight=6,
            fits=_cared_for,
        ),
        _carer("absent", ABSENT, _says(ABSENT), 8),
        _carer("not_known", UNKNOWN, _says(UNKNOWN), 3),
        _carer("placeholder", PLACEHOLDER, _says(PLACEHOLDER)),
        _carer("who_is_not_recorded", ABSENT, _says("yes"), 3),
        _carer("not_known_answered", UNKNOWN, _asked_about_carer(UNKNOWN)),
        # No gaps.
        _contact("asked_none", None, _nobody_answered(ASKED_NONE)),
        _contact("declined", None, _nobody_answered(DECLINED)),
        _carer("asked_none", None, _asked_about_carer(ASKED_NONE)),
        _carer("declined_answered", None, _asked_about_carer(DECLINED)),
        _carer("unmapped", None, _says(State.NOT_SUPPORTED)),
        _carer("by_relationship", None, _carer_only_by_relationship, 2, _cared_for),
    ),
)
