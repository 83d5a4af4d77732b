"""When "there is none" no longer holds: one rule for answers of the record and for answers kept here."""

from __future__ import annotations

from datetime import date

from adapter_core.domain.people import Person


def has_lapsed(person: Person, asked_on: date, on: date, *, until_capacity: bool) -> bool:
    """Whether care was reviewed, or capacity assessed, after the day of the answer.

    What is dated after the run's day has not happened yet, and lapses nothing.

    Args:
        person: the record, as it is now.
        asked_on: the day of the answer.
        on: the run's day.
        until_capacity: whether a capacity assessment makes the answer lapse as well.
    """
    reviewed_on = person.last_review_on
    if reviewed_on.__class__ is date and asked_on < reviewed_on <= on:
        return True
    if until_capacity and person.capacity and isinstance(person.capacity, tuple):
        return any(
            each.assessed_on.__class__ is date and asked_on < each.assessed_on <= on
            for each in person.capacity
        )
    return False
