"""What a person answered when asked, and whether it still holds (contract: `asked_none`)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from adapter_core.checks.lapsing import has_lapsed
from adapter_core.checks.rules._states import (
    ASKED_NONE,
    DECLINED,
    EXPIRED,
    UNKNOWN_RECORDED,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from adapter_core.checks.rule import Given
    from adapter_core.domain.people import Person
    from adapter_core.domain.states import State

_ANSWERS: Mapping[object, State] = {state: state for state in (ASKED_NONE, DECLINED, UNKNOWN_RECORDED)}


def answered(person: Person, topic: str, given: Given, *, until_capacity: bool = False) -> State | None:
    """The latest answer for a topic: `asked_none`, `declined`, `unknown_recorded`, or None without one.

    "There is none" lapses, and gives `expired`, once care was reviewed after it was asked. An answer
    without a date is older than any other, and never lapses; one dated after the run's day was not
    given yet.

    Args:
        person: whose answers.
        topic: the id of the rule that asks.
        given: the run.
        until_capacity: whether a capacity assessment after it was asked makes it lapse as well.
    """
    answers = person.answers
    if not answers or not isinstance(answers, tuple):
        return None
    on = given.as_of
    latest: State | None = None
    latest_on = date.min
    for each in answers:
        if each.topic != topic:
            continue
        answer = _ANSWERS.get(each.answer)
        asked_on = each.asked_on if each.asked_on.__class__ is date else date.min
        if answer is not None and latest_on <= asked_on <= on:
            latest, latest_on = answer, asked_on
    if (
        latest is ASKED_NONE
        and latest_on != date.min
        and has_lapsed(person, latest_on, on, until_capacity=until_capacity)
    ):
        return EXPIRED
    return latest
