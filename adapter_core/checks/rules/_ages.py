"""Who counts as an adult."""

from __future__ import annotations

from datetime import date

from adapter_core.domain.values import OLDEST_PLAUSIBLE_AGE, age_on

ADULT = 18
PENSIONABLE = 65
"""Client Level Data speaks of working age as 18 to 64 (DHSC's rules for it)."""


def is_adult(born: object, on: date) -> bool:
    """Whether somebody is 18 or over on a day.

    A birth date that is missing or cannot be right counts as an adult's: a fault of the record must
    not hide a person.
    """
    if born.__class__ is not date:
        return True
    years = on.year - born.year
    if years > ADULT or born > on:
        return True
    return years == ADULT and (on.month, on.day) >= (born.month, born.day)


def is_working_age(born: object, on: date) -> bool:
    """Whether somebody is 18 to 64 on a day; a birth date missing or impossible counts as yes."""
    if born.__class__ is not date:
        return True
    age = age_on(born, on)
    return ADULT <= age < PENSIONABLE or age < 0 or age > OLDEST_PLAUSIBLE_AGE
