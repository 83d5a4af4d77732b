"""The states that a piece of information can be in, and how each counts."""

from __future__ import annotations

from enum import StrEnum


class Counts(StrEnum):
    """How a state enters the figures of a rule (contract: "States and how they count")."""

    PASS = "pass"  # noqa: S105 - a word, not a password
    GAP = "gap"
    NOT_ASSESSABLE = "not_assessable"
    NOT_COUNTED = "not_counted"


class State(StrEnum):
    """What is known about one thing that a record should hold.

    A reader stores a state *in place of a value* where a source has no value to give
    (`Held`); a rule answers with a state. Telling these apart is what the product is for
    (P-04: "missing" differs from "asked, none exists", "declined" and "not applicable").
    """

    RECORDED = "recorded"
    ASKED_NONE = "asked_none"
    DECLINED = "declined"
    ABSENT = "absent"
    UNKNOWN_RECORDED = "unknown_recorded"
    PLACEHOLDER = "placeholder"
    EXPIRED = "expired"
    INVALID = "invalid"
    HELD_ELSEWHERE = "held_elsewhere"
    CONFLICT = "conflict"
    NOT_VISIBLE = "not_visible"
    NOT_SUPPORTED = "not_supported"
    SOURCE_DOWN = "source_down"
    NOT_APPLICABLE = "not_applicable"

    @property
    def counts_as(self) -> Counts:
        """How this state counts: pass, gap, not assessable, or not at all."""
        return COUNTS[self]

    @property
    def is_gap(self) -> bool:
        """Whether somebody has something to mend."""
        return self in GAPS

    # Enum defines a Python-level __hash__; states are looked up once a person and rule.
    __hash__ = str.__hash__


COUNTS: dict[State, Counts] = {
    State.RECORDED: Counts.PASS,
    State.ASKED_NONE: Counts.PASS,
    State.DECLINED: Counts.PASS,
    State.ABSENT: Counts.GAP,
    State.UNKNOWN_RECORDED: Counts.GAP,
    State.PLACEHOLDER: Counts.GAP,
    State.EXPIRED: Counts.GAP,
    State.INVALID: Counts.GAP,
    State.HELD_ELSEWHERE: Counts.GAP,
    State.CONFLICT: Counts.GAP,
    State.NOT_VISIBLE: Counts.NOT_ASSESSABLE,
    State.NOT_SUPPORTED: Counts.NOT_ASSESSABLE,
    State.SOURCE_DOWN: Counts.NOT_ASSESSABLE,
    State.NOT_APPLICABLE: Counts.NOT_COUNTED,
}

GAPS = frozenset(state for state, counts in COUNTS.items() if counts is Counts.GAP)

# Where nothing usable is recorded, another source may still know it (`held_elsewhere`).
NOTHING_USABLE = frozenset(
    {State.ABSENT, State.UNKNOWN_RECORDED, State.PLACEHOLDER, State.EXPIRED, State.INVALID}
)
