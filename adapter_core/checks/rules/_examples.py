"""What the examples of the rules share: the day, a small list of practices, and the tables of simple fields.

Everything here is made up; NHS numbers are of the range that is never issued.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from adapter_core.checks.rule import Example
from adapter_core.checks.rules._states import (
    ABSENT,
    DECLINED,
    EXPIRED,
    INVALID,
    NOT_APPLICABLE,
    NOT_SUPPORTED,
    NOT_VISIBLE,
    PLACEHOLDER,
    RECORDED,
    UNKNOWN_RECORDED,
)
from adapter_core.domain.practices import Practice, PracticeList, PracticeStatus
from adapter_core.domain.states import State

if TYPE_CHECKING:
    from collections.abc import Mapping

AS_OF = date(2026, 11, 23)
"""The day that every example speaks of."""

LAST_WEEK = date(2026, 11, 16)
LAST_REVIEW = date(2026, 3, 2)
"""When the ordinary person of the examples was last reviewed."""

BEFORE_REVIEW = date(2025, 9, 1)
AFTER_REVIEW = date(2026, 9, 1)
LONG_AGO = date(2019, 4, 1)
ENDED = date(2024, 3, 31)
YESTERDAY = date(2026, 11, 22)
TOMORROW = date(2026, 11, 24)
BIRTH_17 = date(2008, 11, 24)
BIRTH_18 = date(2008, 11, 23)
BIRTH_64 = date(1961, 11, 24)
BIRTH_65 = date(1961, 11, 23)
BIRTH_TO_COME = date(2027, 1, 31)
BIRTH_120 = date(1905, 11, 24)
BIRTH_121 = date(1905, 11, 23)

OPEN_PRACTICE = "F99901"
OTHER_PRACTICE = "F99902"
CLOSED_PRACTICE = "F99903"
DORMANT_PRACTICE = "F99904"
WALK_IN_CENTRE = "F99905"
PRACTICE_TO_COME = "F99906"
PROPOSED_PRACTICE = "F99907"

PRACTICES = PracticeList(
    date(2026, 11, 1),
    {
        practice.code: practice
        for practice in (
            Practice(
                OPEN_PRACTICE, "Millbrook Surgery", PracticeStatus.ACTIVE, date(1990, 4, 1), setting="4"
            ),
            Practice(
                OTHER_PRACTICE, "Weir Lane Practice", PracticeStatus.ACTIVE, date(2001, 4, 1), setting="4"
            ),
            Practice(
                CLOSED_PRACTICE,
                "Old Mill Surgery",
                PracticeStatus.CLOSED,
                date(1980, 4, 1),
                ENDED,
                setting="4",
                successor=OPEN_PRACTICE,
            ),
            Practice(DORMANT_PRACTICE, "Quay Surgery", PracticeStatus.DORMANT, date(1985, 4, 1), setting="4"),
            Practice(
                WALK_IN_CENTRE,
                "Millbrook Walk-in Centre",
                PracticeStatus.ACTIVE,
                date(2010, 4, 1),
                setting="1",
            ),
            Practice(
                PRACTICE_TO_COME, "Meadow Surgery", PracticeStatus.ACTIVE, date(2027, 1, 4), setting="4"
            ),
            Practice(PROPOSED_PRACTICE, "Station Surgery", PracticeStatus.PROPOSED, setting="4"),
        )
    },
)
"""A made-up list of practices, true on 1 November 2026."""

_SAYS: Mapping[State, str] = {
    ABSENT: "Nothing is recorded.",
    UNKNOWN_RECORDED: "“Not known” was chosen.",
    DECLINED: "The person was asked and would not say.",
    PLACEHOLDER: "A dash or the like stands in for it.",
    EXPIRED: "Every entry has ended.",
    INVALID: "What is recorded cannot be read.",
    NOT_VISIBLE: "Fingerpost may not see it.",
    NOT_SUPPORTED: "The source does not hold it, or its mapping does not say where.",
}


def no_value(
    name: str,
    states: frozenset[State],
    *,
    also: Mapping[str, Any] | None = None,
    but: Mapping[State, State] | None = None,
) -> tuple[Example, ...]:
    """One example for each state that may stand in a field: the rule passes it on.

    Args:
        name: the field.
        states: the states.
        also: fields that the rule needs to apply at all.
        but: states that the rule answers with another.
    """
    return tuple(
        Example(says, {**(also or {}), name: state}, (but or {}).get(state, state))
        for state, says in _SAYS.items()
        if state in states
    )


def compared(name: str, value: object, other: object) -> tuple[Example, ...]:
    """What another source's record of the same person adds."""
    return (
        Example(
            "Nothing is recorded here; another source has it.",
            {name: ABSENT},
            State.HELD_ELSEWHERE,
            {name: other},
        ),
        Example("Nothing is recorded, here or in another source.", {name: ABSENT}, ABSENT, {name: ABSENT}),
        Example("Another source has something else.", {name: value}, State.CONFLICT, {name: other}),
        Example("Another source says the same.", {name: value}, RECORDED, {name: value}),
    )


def carers_only(name: str) -> tuple[Example, ...]:
    """Whom an equality question of the carers forms is put to."""
    relationship: dict[str, object] = {"other_ref": "2204452"}
    caring = {**relationship, "is_informal_carer": True}
    unknown: dict[str, object] = {name: ABSENT, "client_type": NOT_SUPPORTED}
    return (
        Example(
            "“Question not asked” was chosen: there is no answer yet.",
            {"client_type": "carer", name: UNKNOWN_RECORDED},
            UNKNOWN_RECORDED,
        ),
        Example(
            "A carer known by association is a carer.",
            {"client_type": "carer_known_by_association", name: ABSENT},
            ABSENT,
        ),
        Example(
            "Somebody who gets support and cares for another is a carer.",
            {name: ABSENT, "relationships": (caring,)},
            ABSENT,
        ),
        Example(
            "The source does not say who is a client; a relationship says that the person is a carer.",
            {**unknown, "relationships": (caring,)},
            ABSENT,
        ),
        Example(
            "Somebody who cares for nobody.", {name: ABSENT, "relationships": (relationship,)}, NOT_APPLICABLE
        ),
        Example("Somebody who has no relationships.", {name: ABSENT, "relationships": ()}, NOT_APPLICABLE),
        Example(
            "The caring has ended.",
            {name: ABSENT, "relationships": ({**caring, "end": ENDED},)},
            NOT_APPLICABLE,
        ),
        Example(
            "The caring begins tomorrow.",
            {name: ABSENT, "relationships": ({**caring, "start": TOMORROW},)},
            NOT_APPLICABLE,
        ),
        Example(
            "One of two relationships says who cares for whom.",
            {
                name: ABSENT,
                "relationships": (relationship, {**relationship, "is_informal_carer": NOT_SUPPORTED}),
            },
            NOT_APPLICABLE,
        ),
        Example(
            "A service user; the source holds no relationships.",
            {name: ABSENT, "relationships": NOT_SUPPORTED},
            NOT_APPLICABLE,
        ),
        Example(
            "The source says neither who is a client nor who is related to whom.",
            {**unknown, "relationships": NOT_SUPPORTED},
            NOT_SUPPORTED,
        ),
        Example(
            "The source does not say who is a client, and Fingerpost may not see relationships.",
            {**unknown, "relationships": NOT_VISIBLE},
            NOT_VISIBLE,
        ),
    )
