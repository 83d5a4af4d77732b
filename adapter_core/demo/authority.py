"""Who may act for an invented person, and what was asked about it: complete in every profile.

Capacity, representatives, benefits, the financial assessment and the answers about them hang together,
so they are settled together, and the planter spoils them together (`planting.authority`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapter_core.demo.numbers import opg_reference
from adapter_core.domain.people import Answer, CapacityAssessment, Person, Representative
from adapter_core.domain.states import State

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from adapter_core.demo.chance import Calendar, Dice
    from adapter_core.domain.fields import Held

ABSENT = State.ABSENT
TOPICS = frozenset({"lpa", "appointee", "deputy", "financial_representative"})
LAST_REVIEW = (20, 350)
"""The last review of care lies between so many days ago."""

_SHARE_NOBODY = 0.62
_SHARE_LPA = 0.80
_SHARE_EPA = 0.84
_SHARE_INFORMAL = 0.88
_SHARE_APPOINTEE = 0.92
_SHARE_DEPUTY = 0.96


def answer(topic: str, said: State, asked_on: Held[date]) -> Answer:
    """Write down what somebody answered."""
    return Answer(topic, said, asked_on)


def other_answers(person: Person) -> tuple[Answer, ...]:
    """The answers about anything else."""
    held = person.answers
    return tuple(one for one in held if one.topic not in TOPICS) if isinstance(held, tuple) else ()


def attorney(authority: str, salt: int, start: date, end: Held[date] = ABSENT) -> Representative:
    """Make a lasting power of attorney with a reference that is right, of one of the three series."""
    return Representative(authority, _relative_name(salt), opg_reference(salt % 3, salt), start, end)


def other(authority: str, salt: int, start: date, end: Held[date] = ABSENT) -> Representative:
    """Make a representative of another kind."""
    return Representative(authority, _relative_name(salt), ABSENT, start, end)


def _relative_name(salt: int) -> str:
    return ("Daughter", "Son", "Wife", "Husband", "Sister", "Brother", "Solicitor", "Friend")[salt % 8]


def set_all(  # noqa: PLR0913 - the fields that hang together
    person: Person,
    *,
    representatives: tuple[Representative, ...] = (),
    capacity: tuple[CapacityAssessment, ...] = (),
    answers: Sequence[Answer] = (),
    benefits: bool = False,
    assessed_on: Held[date] = ABSENT,
) -> None:
    """Settle everything about authority anew, and leave every other answer alone."""
    person.representatives = representatives
    person.capacity = capacity
    person.benefits_handled_by_other = benefits
    person.financial_assessment_on = assessed_on
    person.answers = (*other_answers(person), *answers)


def settle_child(person: Person) -> None:
    """Settle for somebody under 18: nobody acts for them in law but their parents."""
    person.benefits_handled_by_other = False


def settle(person: Person, dice: Dice, calendar: Calendar, salt: int) -> None:
    """Settle for an adult whose record is complete."""
    ago = calendar.ago
    review = dice.between(*LAST_REVIEW)
    asked = ago[review - salt % 10]
    person.last_review_on = ago[review] if salt % 13 else ABSENT
    assessed = ago[review + 30 + salt % 200] if salt % 5 < 3 else ABSENT  # noqa: PLR2004 - three in five
    chance = dice.random()
    none = State.ASKED_NONE
    no_lpa = answer("lpa", none, asked)
    since = ago[400 + salt % 2500]
    if chance < _SHARE_NOBODY:
        answers = [no_lpa]
        if assessed is not ABSENT:
            answers.append(answer("financial_representative", none, asked))
        capacity = (
            (CapacityAssessment("other", "has_capacity", ago[review + 5 + salt % 300]),)
            if salt % 6 == 0
            else ()
        )
        set_all(person, capacity=capacity, answers=answers, assessed_on=assessed)
    elif chance < _SHARE_LPA:
        property_ = attorney("lpa_property_financial", salt, since)
        welfare = attorney("lpa_health_welfare", salt // 3, since)
        lacking = salt % 4 == 0
        lacks = tuple(
            CapacityAssessment(area, "lacks_capacity", ago[review + 5 + salt % 300])
            for area in ("finance", "welfare")
        )
        set_all(
            person,
            representatives=(property_,) if salt % 3 == 0 and not lacking else (property_, welfare),
            capacity=lacks if lacking else (),
            assessed_on=assessed,
        )
    elif chance < _SHARE_EPA:
        # No enduring power could be made after September 2007.
        made = ago[7400 + salt % 4000]
        set_all(person, representatives=(other("epa", salt, made),), assessed_on=assessed)
    elif chance < _SHARE_INFORMAL:
        informal = other("informal_financial_rep", salt, since)
        set_all(person, representatives=(informal,), answers=[no_lpa], assessed_on=assessed)
    elif chance < _SHARE_APPOINTEE:
        appointee = other("dwp_appointee", salt, since)
        set_all(person, representatives=(appointee,), answers=[no_lpa], benefits=True, assessed_on=assessed)
    else:
        # An earlier assessment that found capacity is overtaken by a later one that did not.
        found = ago[review + 5 + salt % 300]
        earlier = CapacityAssessment("finance", "has_capacity", ago[review + 400])
        areas = ("finance", "welfare") if chance >= _SHARE_DEPUTY else ("finance",)
        lacks = tuple(CapacityAssessment(area, "lacks_capacity", found) for area in areas)
        deputies = [other("deputy_property", salt, since)]
        if "welfare" in areas:
            deputies.append(other("deputy_welfare", salt, since))
        set_all(
            person,
            representatives=tuple(deputies),
            capacity=(earlier, *lacks),
            answers=[no_lpa],
            assessed_on=assessed,
        )
