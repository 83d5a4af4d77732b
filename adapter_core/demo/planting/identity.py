"""Plants on who somebody is: NHS number, name, date of birth.

All but the name keep the record from being joined with another system's: the join needs the number
*and* the birth date.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from adapter_core.demo.numbers import wrong_nhs_number
from adapter_core.demo.planting.plant import Facet, Plant, gaps, is_adult
from adapter_core.demo.subject import AisRecord
from adapter_core.domain.states import State

if TYPE_CHECKING:
    from collections.abc import Callable

    from adapter_core.demo.subject import Subject, World

ABSENT, PLACEHOLDER, INVALID = State.ABSENT, State.PLACEHOLDER, State.INVALID


def _number(value: str | State) -> Callable[[Subject, World], None]:
    def apply(subject: Subject, _: World) -> None:
        subject.keep_elsewhere("nhs_number")
        subject.person.nhs_number = value
        subject.person.nhs_number_status = ABSENT

    return apply


def _wrong_check_digit(subject: Subject, world: World) -> None:
    right = subject.person.nhs_number
    _number(right if isinstance(right, State) else wrong_nhs_number(right))(subject, world)


def _placeholder_number_everywhere(subject: Subject, world: World) -> None:
    """Noughts in both systems: the same placeholder is no identifier, and joins nobody."""
    _number(PLACEHOLDER)(subject, world)
    subject.say_elsewhere("nhs_number", PLACEHOLDER)


def _nhs(name: str, state: State, apply: Callable[[Subject, World], None], weight: int = 1) -> Plant:
    return Plant(
        f"nhs_number_{name}",
        frozenset({"nhs_number"}),
        gaps("nhs_number", state),
        apply,
        weight=weight,
        breaks_join=True,
    )


_NHS_NUMBER = Facet(
    "nhs_number",
    0.055,
    (
        _nhs("absent", ABSENT, _number(ABSENT), 6),
        _nhs("noughts", PLACEHOLDER, _number(PLACEHOLDER), 2),
        _nhs("noughts_in_both", PLACEHOLDER, _placeholder_number_everywhere),
        _nhs("nines", PLACEHOLDER, _number("9999999999")),
        _nhs("wrong_check_digit", INVALID, _wrong_check_digit, 3),
        _nhs("text", INVALID, _number(INVALID)),
        _nhs("too_short", INVALID, _number("99912345")),
    ),
)


def _name(part: str, value: State) -> Callable[[Subject, World], None]:
    def apply(subject: Subject, _: World) -> None:
        subject.keep_elsewhere("given_name", "family_name")
        person = subject.person
        setattr(person, part, value)
        known = [one for one in (person.given_name, person.family_name) if not isinstance(one, State)]
        person.full_name = " ".join(known)

    return apply


def _named(name: str, part: str, state: State, weight: int = 1) -> Plant:
    return Plant(f"name_{name}", frozenset({"name"}), gaps("name", state), _name(part, state), weight=weight)


_NAME = Facet(
    "name",
    0.008,
    (
        _named("no_given_name", "given_name", ABSENT, 3),
        _named("no_family_name", "family_name", ABSENT),
        _named("given_name_placeholder", "given_name", PLACEHOLDER, 2),
        _named("family_name_placeholder", "family_name", PLACEHOLDER),
    ),
)

_BORN = frozenset({"date_of_birth", "employment_in_return"})
"""Whose age is unknown may be of working age: the return's question about employment hangs on it."""


def _not_of_the_return(subject: Subject) -> bool:
    return is_adult(subject) and not subject.learning_disability


def _birth_date(value: date | State) -> Callable[[Subject, World], None]:
    def apply(subject: Subject, _: World) -> None:
        subject.keep_elsewhere("date_of_birth")
        subject.person.date_of_birth = value

    return apply


def _in_the_future(subject: Subject, world: World) -> None:
    # The other system's record goes too: with the right birth date it would be an identity conflict.
    subject.ais = AisRecord.NONE
    subject.person.date_of_birth = world.calendar.as_of + timedelta(days=400 + subject.salt % 2000)


def _too_long_ago(subject: Subject, _: World) -> None:
    subject.ais = AisRecord.NONE
    subject.person.date_of_birth = date(1880, 1 + subject.salt % 12, 1 + subject.salt % 28)


def _born(name: str, state: State, apply: Callable[[Subject, World], None], weight: int = 1) -> Plant:
    return Plant(
        f"date_of_birth_{name}",
        _BORN,
        gaps("date_of_birth", state),
        apply,
        weight=weight,
        fits=_not_of_the_return,
        breaks_join=True,
    )


_DATE_OF_BIRTH = Facet(
    "date_of_birth",
    0.014,
    (
        _born("absent", ABSENT, _birth_date(ABSENT), 4),
        _born("1900", PLACEHOLDER, _birth_date(PLACEHOLDER), 2),
        _born("31_02", INVALID, _birth_date(INVALID)),
        _born("future", INVALID, _in_the_future),
        _born("too_long_ago", INVALID, _too_long_ago),
    ),
)

FACETS = (_NHS_NUMBER, _NAME, _DATE_OF_BIRTH)
