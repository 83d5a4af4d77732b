"""Plants on details that both systems hold: address, postcode, ethnicity, accommodation, work, gender."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapter_core.demo import places
from adapter_core.demo.names import STOCKS
from adapter_core.demo.planting.plant import CLD, POST, Facet, Gap, Plant, gaps, joined
from adapter_core.domain.states import State

if TYPE_CHECKING:
    from collections.abc import Callable

    from adapter_core.demo.subject import Subject, World

    Apply = Callable[[Subject, World], None]

ABSENT, PLACEHOLDER, INVALID, EXPIRED = State.ABSENT, State.PLACEHOLDER, State.INVALID, State.EXPIRED
UNKNOWN = State.UNKNOWN_RECORDED
NOT_SUPPORTED = State.NOT_SUPPORTED


def _without(field: str, value: object) -> Apply:
    """Spoil a field here, and leave nothing of it elsewhere: it would be held elsewhere."""

    def apply(subject: Subject, _: World) -> None:
        subject.say_elsewhere(field, ABSENT)
        setattr(subject.person, field, value)

    return apply


def _only_elsewhere(field: str, value: State) -> Apply:
    def apply(subject: Subject, _: World) -> None:
        subject.keep_elsewhere(field)
        setattr(subject.person, field, value)

    return apply


def _differs(field: str, values: tuple[str, ...]) -> Apply:
    def apply(subject: Subject, _: World) -> None:
        index = subject.salt % len(values)
        if values[index] == getattr(subject.person, field):
            index -= 1
        subject.say_elsewhere(field, values[index])

    return apply


def _has_value(field: str) -> Callable[[Subject], bool]:
    """Both systems must have something to say for one of them to say otherwise."""

    def fits(subject: Subject) -> bool:
        return subject.joins and not isinstance(getattr(subject.person, field), State)

    return fits


# --- Codes: ethnicity, accommodation, employment, gender ---------------------------------------------


def _coded(  # noqa: PLR0913 - what differs between the four
    field: str,
    seen: Callable[[State], tuple[Gap, ...]],
    values: tuple[str, ...],
    *,
    suffix: str = "",
    touches: frozenset[str] = frozenset(),
    fits: Callable[[Subject], bool] | None = None,
) -> tuple[Plant, ...]:
    """The ways in which a coded field goes wrong; `seen` says who sees a state."""
    everything = touches | {field}

    def plant(  # noqa: PLR0913 - mirrors `Plant`
        name: str,
        state: State | None,
        apply: Apply,
        weight: int = 1,
        *,
        needs_join: bool = False,
        valued: bool = False,
    ) -> Plant:
        who = _has_value(field) if valued else joined if needs_join else None

        def suits(subject: Subject) -> bool:
            return (fits is None or fits(subject)) and (who is None or who(subject))

        return Plant(
            f"{field}_{name}{suffix}",
            everything,
            seen(state) if state is not None else (),
            apply,
            weight=weight,
            fits=suits,
            needs_join=needs_join,
        )

    def unmapped(subject: Subject, _: World) -> None:
        subject.keep_elsewhere(field)
        setattr(subject.person, field, NOT_SUPPORTED)

    def unknown_elsewhere(subject: Subject, _: World) -> None:
        subject.say_elsewhere(field, UNKNOWN)

    return (
        plant("absent", ABSENT, _without(field, ABSENT), 4),
        plant("not_known", UNKNOWN, _without(field, UNKNOWN), 5),
        plant("placeholder", PLACEHOLDER, _without(field, PLACEHOLDER)),
        plant("unmapped", None, unmapped),
        plant(
            "only_elsewhere",
            State.HELD_ELSEWHERE,
            _only_elsewhere(field, ABSENT),
            2,
            needs_join=True,
            valued=True,
        ),
        plant(
            "known_elsewhere",
            State.HELD_ELSEWHERE,
            _only_elsewhere(field, UNKNOWN),
            needs_join=True,
            valued=True,
        ),
        plant("differs", State.CONFLICT, _differs(field, values), 2, needs_join=True, valued=True),
        plant("unknown_elsewhere", None, unknown_elsewhere, needs_join=True),
    )


def _everywhere(rule: str) -> Callable[[State], tuple[Gap, ...]]:
    return lambda state: gaps(rule, state)


def _employment_after(state: State) -> tuple[Gap, ...]:
    return gaps("employment", state, POST)


def _employment_of_the_return(state: State) -> tuple[Gap, ...]:
    return gaps("employment", state, POST, CLD)


def _unmapped_reason(subject: Subject, _: World) -> None:
    subject.person.primary_support_reason = NOT_SUPPORTED


_ACCOMMODATION = (
    "owner_occupier",
    "tenant",
    "sheltered_housing",
    "care_home",
    "settled_with_family_or_friends",
)
_EMPLOYMENT = ("not_paid_not_seeking_work", "paid_under_16_hours", "voluntary_work_only")
# Who counts towards the return's question hangs on age and support reason: see `identity._BORN`.
_IN_RETURN = frozenset({"employment_in_return"})

# --- Address and postcode ---------------------------------------------------------------------------

_ADDRESS = frozenset({"address"})
_POSTCODE = frozenset({"postcode"})


def _housed(subject: Subject) -> bool:
    return subject.person.address != places.NO_FIXED_ABODE


def _housed_and_joined(subject: Subject) -> bool:
    return subject.joins and _housed(subject)


def _other_postcode(subject: Subject, _: World) -> None:
    ward = subject.salt % len(places.WARDS)
    other = places.postcode(ward, subject.salt + 181)
    if other == subject.person.postcode:
        other = places.postcode(ward, subject.salt + 182)
    subject.say_elsewhere("postcode", other)


def _malformed_postcode(subject: Subject, world: World) -> None:
    whole = subject.person.postcode
    if isinstance(whole, str):
        wrong = (whole[:-1], f"{whole[:2]}O{whole[3:]}", f"{whole[:-2]}CI")[subject.salt % 3]
        _without("postcode", wrong)(subject, world)


def _moved_out(subject: Subject, _: World) -> None:
    """The last address ended, and nobody recorded the next: all of it is out of date."""
    subject.say_elsewhere("postcode", ABSENT)
    subject.keep_elsewhere("address")
    person = subject.person
    person.address = person.postcode = person.locality = EXPIRED


def _here(field: str, value: State) -> Apply:
    def apply(subject: Subject, _: World) -> None:
        subject.keep_elsewhere(field)
        setattr(subject.person, field, value)

    return apply


def _postcode(name: str, state: State, apply: Apply, weight: int = 1) -> Plant:
    return Plant(f"postcode_{name}", _POSTCODE, gaps("postcode", state), apply, weight=weight, fits=_housed)


FACETS = (
    Facet(
        "address",
        0.02,
        (
            Plant(
                "address_absent",
                _ADDRESS,
                gaps("address", ABSENT),
                _here("address", ABSENT),
                weight=3,
                fits=_housed,
            ),
            Plant(
                "address_placeholder",
                _ADDRESS,
                gaps("address", PLACEHOLDER),
                _here("address", PLACEHOLDER),
                fits=_housed,
            ),
            Plant(
                "address_ended",
                _ADDRESS | _POSTCODE,
                (*gaps("address", EXPIRED), *gaps("postcode", EXPIRED)),
                _moved_out,
                weight=2,
                fits=_housed,
            ),
        ),
    ),
    Facet(
        "postcode",
        0.045,
        (
            _postcode("absent", ABSENT, _without("postcode", ABSENT), 3),
            _postcode("placeholder", PLACEHOLDER, _without("postcode", PLACEHOLDER)),
            _postcode("zz99", UNKNOWN, _without("postcode", places.UNKNOWN_POSTCODE)),
            _postcode("malformed", INVALID, _malformed_postcode, 2),
            Plant(
                "postcode_only_elsewhere",
                _POSTCODE,
                gaps("postcode", State.HELD_ELSEWHERE),
                _only_elsewhere("postcode", ABSENT),
                weight=2,
                fits=_housed_and_joined,
                needs_join=True,
            ),
            Plant(
                "postcode_differs",
                _POSTCODE,
                gaps("postcode", State.CONFLICT),
                _other_postcode,
                weight=3,
                fits=_housed_and_joined,
                needs_join=True,
            ),
        ),
    ),
    Facet("ethnicity", 0.075, _coded("ethnicity", _everywhere("ethnicity"), tuple(STOCKS))),
    Facet("accommodation", 0.06, _coded("accommodation", _everywhere("accommodation"), _ACCOMMODATION)),
    Facet(
        "employment",
        0.07,
        _coded(
            "employment",
            _employment_after,
            _EMPLOYMENT,
            touches=_IN_RETURN,
            fits=lambda one: not one.learning_disability,
        ),
        fits=lambda one: not one.learning_disability,
    ),
    Facet(
        "employment_in_return",
        0.12,
        (
            *_coded(
                "employment",
                _employment_of_the_return,
                _EMPLOYMENT,
                suffix="_in_return",
                touches=_IN_RETURN,
                fits=lambda one: one.learning_disability,
            ),
            Plant(
                "support_reason_unmapped",
                _IN_RETURN,
                (),
                _unmapped_reason,
                fits=lambda one: one.learning_disability,
            ),
        ),
        fits=lambda one: one.learning_disability,
    ),
    Facet("gender", 0.025, _coded("gender", _everywhere("gender"), ("male", "female"))),
)
