"""Plants on health conditions, information and communication needs, and advance decisions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapter_core.demo.planting.plant import Facet, Plant, gaps, is_adult
from adapter_core.domain.people import Answer, CommunicationNeed, HealthCondition
from adapter_core.domain.states import State

if TYPE_CHECKING:
    from collections.abc import Callable

    from adapter_core.demo.subject import Subject, World

    Apply = Callable[[Subject, World], None]

ABSENT, PLACEHOLDER, INVALID, EXPIRED = State.ABSENT, State.PLACEHOLDER, State.INVALID, State.EXPIRED
UNKNOWN, DECLINED, ASKED_NONE = State.UNKNOWN_RECORDED, State.DECLINED, State.ASKED_NONE


def _answer(subject: Subject, world: World, topic: str, said: State) -> None:
    asked = Answer(topic, said, world.calendar.ago[1 + subject.salt % 9])
    held = subject.person.answers
    subject.person.answers = (*held, asked) if isinstance(held, tuple) else (asked,)


# --- Health conditions -------------------------------------------------------------------------------


def _no_conditions(said: State | None) -> Apply:
    def apply(subject: Subject, world: World) -> None:
        subject.person.health_conditions = ()
        if said is not None:
            _answer(subject, world, "health_conditions", said)

    return apply


def _recovered(subject: Subject, world: World) -> None:
    ago = world.calendar.ago
    salt = subject.salt
    subject.person.health_conditions = (
        HealthCondition("Fracture of wrist", ago[400 + salt % 900], ago[10 + salt % 300]),
    )


def _condition(name: str, state: State | None, apply: Apply, weight: int = 1) -> Plant:
    seen = gaps("health_conditions", state) if state is not None else ()
    return Plant(f"health_conditions_{name}", frozenset({"health_conditions"}), seen, apply, weight=weight)


# --- Information and communication needs -------------------------------------------------------------


def _information(  # noqa: PLR0913 - the fields of the standard's six steps
    *,
    assessed: bool | State = ABSENT,
    has_needs: bool | State = ABSENT,
    reviewed: tuple[int, int] | State = ABSENT,
    needs: str = "",
    needs_ended: bool = False,
    said: State | None = None,
) -> Apply:
    """Set all of it; `reviewed` is between how many days ago."""

    def apply(subject: Subject, world: World) -> None:
        person, salt, ago = subject.person, subject.salt, world.calendar.ago
        person.information_needs_assessed = assessed
        person.has_information_needs = has_needs
        if isinstance(reviewed, tuple):
            person.information_needs_reviewed = ago[reviewed[0] + salt % (reviewed[1] - reviewed[0])]
        else:
            person.information_needs_reviewed = reviewed
        end = ago[5 + salt % 90] if needs_ended else ABSENT
        person.communication_needs = (CommunicationNeed(needs, ago[600 + salt % 600], end),) if needs else ()
        if said is not None:
            _answer(subject, world, "accessible_information", said)

    return apply


_RECENT = (10, 300)
_LONG_AGO = (400, 1500)


def _needs(name: str, state: State | None, apply: Apply, weight: int = 1) -> Plant:
    seen = gaps("accessible_information", state) if state is not None else ()
    return Plant(f"information_{name}", frozenset({"information_needs"}), seen, apply, weight=weight)


# --- Advance decision --------------------------------------------------------------------------------


def _decision(value: State, said: State | None = None) -> Apply:
    def apply(subject: Subject, world: World) -> None:
        subject.person.advance_decision = value
        if said is not None:
            _answer(subject, world, "advance_decision", said)

    return apply


def _advance(name: str, state: State | None, apply: Apply, weight: int = 1) -> Plant:
    seen = gaps("advance_decision", state) if state is not None else ()
    return Plant(
        f"advance_decision_{name}", frozenset({"advance_decision"}), seen, apply, weight=weight, fits=is_adult
    )


FACETS = (
    Facet(
        "health_conditions",
        0.11,
        (
            _condition("absent", ABSENT, _no_conditions(None), 8),
            _condition("all_ended", EXPIRED, _recovered, 2),
            _condition("not_known_answered", UNKNOWN, _no_conditions(UNKNOWN)),
            _condition("asked_none", None, _no_conditions(ASKED_NONE), 3),
            _condition("declined", None, _no_conditions(DECLINED)),
        ),
    ),
    Facet(
        "information_needs",
        0.25,
        (
            _needs("not_assessed", ABSENT, _information(), 10),
            _needs("said_not_assessed", ABSENT, _information(assessed=False), 3),
            _needs("placeholder", PLACEHOLDER, _information(assessed=PLACEHOLDER)),
            _needs("unreadable", INVALID, _information(assessed=INVALID)),
            _needs("not_known_answered", UNKNOWN, _information(said=UNKNOWN)),
            _needs("outcome_absent", ABSENT, _information(assessed=True, reviewed=_RECENT), 2),
            _needs("never_reviewed", ABSENT, _information(assessed=True, has_needs=False), 2),
            _needs(
                "review_overdue",
                EXPIRED,
                _information(assessed=True, has_needs=True, reviewed=_LONG_AGO, needs="large_print"),
                6,
            ),
            _needs(
                "review_overdue_no_needs",
                EXPIRED,
                _information(assessed=True, has_needs=False, reviewed=_LONG_AGO),
                2,
            ),
            _needs(
                "which_is_not_recorded",
                ABSENT,
                _information(assessed=True, has_needs=True, reviewed=_RECENT),
                2,
            ),
            _needs(
                "all_ended",
                ABSENT,
                _information(
                    assessed=True, has_needs=True, reviewed=_RECENT, needs="easy_read", needs_ended=True
                ),
            ),
            _needs("asked_none", None, _information(said=ASKED_NONE), 2),
            _needs("declined", None, _information(said=DECLINED)),
        ),
    ),
    Facet(
        "advance_decision",
        0.45,
        (
            _advance("absent", ABSENT, _decision(ABSENT), 20),
            _advance("placeholder", PLACEHOLDER, _decision(PLACEHOLDER)),
            _advance("unreadable", INVALID, _decision(INVALID)),
            _advance("not_known_answered", UNKNOWN, _decision(ABSENT, UNKNOWN)),
            _advance("asked_none", None, _decision(ABSENT, ASKED_NONE)),
            _advance("declined", None, _decision(ABSENT, DECLINED)),
        ),
        fits=is_adult,
    ),
)
