"""Who counts as an adult."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from adapter_core.checks.cohort import ADULT
from adapter_core.domain.values import OLDEST_PLAUSIBLE_AGE, age_on

if TYPE_CHECKING:
    from adapter_core.checks.rule import Given

PENSIONABLE = 65
"""Client Level Data speaks of working age as 18 to 64 (DHSC's rules for it)."""


def is_adult(born: object, given: Given) -> bool:
    """Whether somebody is 18 or over on the run's day.

    A birth date that is missing or cannot be right counts as an adult's: a fault of the record must
    not hide a person.
    """
    return born.__class__ is not date or not given.adult_by < born <= given.as_of


def is_working_age(born: object, on: date) -> bool:
    """Whether somebody is 18 to 64 on a day; a birth date missing or impossible counts as yes."""
    if born.__class__ is not date:
        return True
    age = age_on(born, on)
    return ADULT <= age < PENSIONABLE or age < 0 or age > OLDEST_PLAUSIBLE_AGE
