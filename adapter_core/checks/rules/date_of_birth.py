"""A birth date that can be right."""

from __future__ import annotations

from datetime import date

from adapter_core.checks.rule import Category, Example, Given, Rule, Verdict
from adapter_core.checks.rules._examples import (
    AS_OF,
    BIRTH_120,
    BIRTH_121,
    BIRTH_TO_COME,
    TOMORROW,
    compared,
    no_value,
)
from adapter_core.checks.rules._states import (
    ABSENT,
    COMPARED_STATES,
    INVALID,
    RECORDED,
    TEXT_STATES,
    said_text,
)
from adapter_core.domain.findings import Fix, Mender, Severity
from adapter_core.domain.people import Person
from adapter_core.domain.states import State
from adapter_core.domain.values import OLDEST_PLAUSIBLE_AGE, date_of_birth_problem

ID = "date_of_birth"


def assess(person: Person, given: Given) -> Verdict:
    """Judge the date."""
    born = person.date_of_birth
    if born.__class__ is not date:
        return said_text(born)
    if 0 < given.as_of.year - born.year < OLDEST_PLAUSIBLE_AGE:  # nearly everybody
        return RECORDED
    return RECORDED if date_of_birth_problem(born, given.as_of) is None else INVALID


def compare(person: Person, given: Given) -> object | None:
    """Give the date, if it can be right."""
    return person.date_of_birth if assess(person, given) is RECORDED else None


RULE = Rule(
    id=ID,
    version=1,
    title="Date of birth",
    words="The record should hold the person's date of birth, and it should be one that can be right.",
    remedy="Ask the person for their date of birth and record it.",
    applies="Everyone",
    profiles=frozenset({"pre_meeting", "post_conversation", "cld"}),
    fields=("date_of_birth",),
    fix=Fix(Mender.WORKER, "Main record: basic details"),
    requirements=("P-01", "P-10", "P-18", "K-11"),
    assess=assess,
    compare=compare,
    category=Category.PLAUSIBILITY,
    severity=Severity.ERROR,
    states=TEXT_STATES | COMPARED_STATES | {RECORDED},
    examples=(
        Example("A date that can be right.", {"date_of_birth": date(1966, 6, 1)}, RECORDED),
        Example("The person is 120.", {"date_of_birth": BIRTH_120}, RECORDED),
        Example("The person would be 121.", {"date_of_birth": BIRTH_121}, INVALID, severity=Severity.ERROR),
        Example("The date is in the future.", {"date_of_birth": BIRTH_TO_COME}, INVALID),
        Example("The date is tomorrow.", {"date_of_birth": TOMORROW}, INVALID),
        Example("A child that was born today.", {"date_of_birth": AS_OF}, RECORDED),
        *no_value("date_of_birth", TEXT_STATES),
        *compared("date_of_birth", date(1966, 6, 1), date(1966, 1, 6)),
        Example(
            "Another source's date cannot be right.",
            {"date_of_birth": ABSENT},
            ABSENT,
            {"date_of_birth": BIRTH_121},
        ),
        Example(
            "The date here is in the future; another source has one that can be right.",
            {"date_of_birth": BIRTH_TO_COME},
            State.HELD_ELSEWHERE,
            {"date_of_birth": date(1966, 6, 1)},
        ),
    ),
)
