"""Plants on the GP practice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapter_core.demo import places
from adapter_core.demo.planting.plant import Facet, Plant, gaps, joined
from adapter_core.domain.people import Answer, GpRegistration
from adapter_core.domain.states import State

if TYPE_CHECKING:
    from collections.abc import Callable

    from adapter_core.demo.subject import Subject, World

    Apply = Callable[[Subject, World], None]

ABSENT = State.ABSENT
_TOUCHES = frozenset({"gp"})
_NOT_KNOWN = State.PLACEHOLDER  # V81999
_NOT_REGISTERED = "V81997"
_NOT_APPLICABLE = "V81998"


def _current(subject: Subject) -> GpRegistration | None:
    held = subject.person.gp
    return held[-1] if isinstance(held, tuple) and held else None


def _none(subject: Subject, _: World) -> None:
    subject.say_elsewhere("gp", ())
    subject.person.gp = ()


def _answered(said: State) -> Apply:
    def apply(subject: Subject, world: World) -> None:
        _none(subject, world)
        asked = Answer("gp_practice", said, world.calendar.ago[subject.salt % 9])
        held = subject.person.answers
        subject.person.answers = (*held, asked) if isinstance(held, tuple) else (asked,)

    return apply


def _ended(subject: Subject, world: World) -> None:
    now = _current(subject)
    subject.say_elsewhere("gp", ())
    if now is not None:
        end = world.calendar.ago[5 + subject.salt % 50]
        subject.person.gp = (GpRegistration(now.code, now.name, now.practitioner, now.start, end),)


def _with(codes: tuple[str | State, ...], *, recent: bool = False) -> Apply:
    """Register the person with one of some practices, and leave nothing of it elsewhere."""

    def apply(subject: Subject, world: World) -> None:
        subject.say_elsewhere("gp", ())
        code = codes[subject.salt % len(codes)]
        # Since before the list was drawn up, so that the list must know the practice; or since then.
        days = subject.salt % places.LIST_AGE_DAYS if recent else 60 + subject.salt % 3000
        name = places.PRACTICE_NAMES.get(code, ABSENT)
        subject.person.gp = (GpRegistration(code, name, ABSENT, world.calendar.ago[days], ABSENT),)

    return apply


def _only_elsewhere(subject: Subject, _: World) -> None:
    subject.keep_elsewhere("gp")
    subject.person.gp = ()


def _closed_here_open_elsewhere(subject: Subject, world: World) -> None:
    subject.keep_elsewhere("gp")
    kept = subject.ais_changes["gp"]
    _with(places.CLOSED_WITH_SUCCESSOR)(subject, world)
    subject.say_elsewhere("gp", kept)


def _differs(subject: Subject, world: World) -> None:
    now = _current(subject)
    others = places.OPEN_PRACTICES
    index = subject.salt % len(others)
    if now is not None and others[index] == now.code:
        index -= 1
    code = others[index]
    since = world.calendar.ago[30 + subject.salt % 900]
    subject.say_elsewhere("gp", (GpRegistration(code, places.PRACTICE_NAMES[code], ABSENT, since, ABSENT),))


def _by_name_alone(subject: Subject, _: World) -> None:
    now = _current(subject)
    subject.say_elsewhere("gp", ())
    if now is not None:
        subject.person.gp = (GpRegistration(ABSENT, now.name, now.practitioner, now.start, ABSENT),)


def _forgot_to_end_the_last(subject: Subject, world: World) -> None:
    """Two registrations in force, the older one with a practice that has closed: the younger counts."""
    now = _current(subject)
    subject.keep_elsewhere("gp")
    if now is not None:
        code = places.CLOSED_FOR_GOOD[subject.salt % 2]
        older = GpRegistration(code, places.PRACTICE_NAMES[code], ABSENT, world.calendar.ago[9000], ABSENT)
        subject.person.gp = (older, now) if subject.salt % 3 else (now, older)


def _plant(
    name: str,
    state: State | None,
    apply: Apply,
    weight: int = 1,
    *,
    needs_join: bool = False,
) -> Plant:
    seen = gaps("gp_practice", state) if state is not None else ()
    if needs_join:
        return Plant(f"gp_{name}", _TOUCHES, seen, apply, weight=weight, fits=joined, needs_join=True)
    return Plant(f"gp_{name}", _TOUCHES, seen, apply, weight=weight)


FACET = Facet(
    "gp",
    0.12,
    (
        _plant("absent", ABSENT, _none, 6),
        _plant("not_known_answered", State.UNKNOWN_RECORDED, _answered(State.UNKNOWN_RECORDED)),
        _plant("v81999", State.PLACEHOLDER, _with((_NOT_KNOWN,)), 3),
        _plant("ended", State.EXPIRED, _ended, 2),
        _plant("closed_with_successor", State.EXPIRED, _with(places.CLOSED_WITH_SUCCESSOR), 6),
        _plant("closed_for_good", State.EXPIRED, _with(places.CLOSED_FOR_GOOD), 2),
        _plant("dormant", State.EXPIRED, _with(places.DORMANT_PRACTICES)),
        _plant("unknown_code", State.INVALID, _with(places.UNKNOWN_PRACTICES), 2),
        _plant("walk_in_centre", State.INVALID, _with(places.WALK_IN_CENTRES)),
        _plant("not_yet_open", State.INVALID, _with(places.PROPOSED_PRACTICES)),
        _plant("only_elsewhere", State.HELD_ELSEWHERE, _only_elsewhere, 3, needs_join=True),
        _plant("closed_here", State.HELD_ELSEWHERE, _closed_here_open_elsewhere, needs_join=True),
        _plant("differs", State.CONFLICT, _differs, 3, needs_join=True),
        # No gaps: an answer, not applicable, beyond the list, a name without a code, two at once.
        _plant("asked_none", None, _answered(State.ASKED_NONE)),
        _plant("declined", None, _answered(State.DECLINED)),
        _plant("v81997", None, _with((_NOT_REGISTERED,)), 2),
        _plant("v81998", None, _with((_NOT_APPLICABLE,))),
        _plant("scottish", None, _with(places.SCOTTISH_PRACTICES), 2),
        _plant("newer_than_the_list", None, _with(places.UNKNOWN_PRACTICES, recent=True)),
        _plant("by_name_alone", None, _by_name_alone, 2),
        _plant("two_at_once", None, _forgot_to_end_the_last),
    ),
)
