"""Ages, anniversaries, dates of birth that can be, and a day in words."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

OLDEST_PLAUSIBLE_AGE = 120
"""Years; nobody in the United Kingdom has lived longer."""

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
"""Names of the months, whatever the machine's language."""


class DateOfBirthProblem(StrEnum):
    """Why a date cannot be the birth date of someone alive on a day."""

    FUTURE = "future"
    TOO_LONG_AGO = "too_long_ago"


def age_on(born: date, on: date) -> int:
    """Give a person's age in whole years on a day.

    An age is attained at the beginning of the anniversary (Family Law Reform Act 1969, section 9). A
    person born on 29 February has none in a common year: the age is attained on 1 March.

    Returns:
        The age; negative if `born` is after `on`, which `date_of_birth_problem` is there to find.
    """
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def latest_birth(age: int, on: date) -> date:
    """Give the latest date of birth of somebody who is of an age, or older, on a day: `age_on` turned round.

    Raises:
        ValueError: the calendar begins later than that.
    """
    try:
        return on.replace(year=on.year - age)
    except ValueError:  # 29 February, and no leap year so many years before
        return date(on.year - age, 2, 28)


def same_day_next_year(day: date) -> date:
    """Give the default date of a review, "in a year's time" (N-05, N-06); 29 February gives the 28th (A-18).

    Raises:
        ValueError: for a day in the year 9999.
    """
    if (day.month, day.day) == (2, 29):
        return day.replace(year=day.year + 1, day=28)
    return day.replace(year=day.year + 1)


def date_of_birth_problem(born: date, on: date) -> DateOfBirthProblem | None:
    """Say what is wrong with a birth date on a day, if anything (K-11).

    Returns:
        `FUTURE` after `on`, `TOO_LONG_AGO` for an age over 120 years, else None.
    """
    if born > on:
        return DateOfBirthProblem.FUTURE
    if age_on(born, on) > OLDEST_PLAUSIBLE_AGE:
        return DateOfBirthProblem.TOO_LONG_AGO
    return None


def day_in_words(on: date) -> str:
    """Give a day as people write it: 23 November 2026 (GOV.UK style)."""
    return f"{on.day} {MONTHS[on.month - 1]} {on.year}"
