"""The states as constants of a module, and what a rule makes of a state that stands in a field.

The constants are for the hot road: a million people times twenty rules a night look nothing up.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, TypeVar

from adapter_core.domain.states import State

if TYPE_CHECKING:
    from collections.abc import Mapping

    from adapter_core.checks.rule import Verdict

T = TypeVar("T")

RECORDED = State.RECORDED
ASKED_NONE = State.ASKED_NONE
DECLINED = State.DECLINED
ABSENT = State.ABSENT
UNKNOWN_RECORDED = State.UNKNOWN_RECORDED
PLACEHOLDER = State.PLACEHOLDER
EXPIRED = State.EXPIRED
INVALID = State.INVALID
NOT_VISIBLE = State.NOT_VISIBLE
NOT_SUPPORTED = State.NOT_SUPPORTED
SOURCE_DOWN = State.SOURCE_DOWN
NOT_APPLICABLE = State.NOT_APPLICABLE

TEXT_STATES = frozenset({ABSENT, PLACEHOLDER, EXPIRED, INVALID, NOT_VISIBLE, NOT_SUPPORTED})
"""What may stand in place of a text or a date; anything else there reads as `invalid`."""

CODE_STATES = TEXT_STATES | {UNKNOWN_RECORDED, DECLINED}
"""What may stand in place of a code or a flag: code lists also hold answers."""

ANSWER_STATES = frozenset({ASKED_NONE, DECLINED, UNKNOWN_RECORDED, EXPIRED})
"""What an answer can come to; `expired` is one that lapsed."""

COMPARED_STATES = frozenset({State.HELD_ELSEWHERE, State.CONFLICT})
"""What comparing with other sources may add."""

_TEXT: Mapping[object, State] = {state: state for state in TEXT_STATES}
_CODE: Mapping[object, State] = {state: state for state in CODE_STATES}
_LIST: Mapping[object, tuple[()] | State] = {ABSENT: (), NOT_VISIBLE: NOT_VISIBLE}


def said_text(value: object) -> State:
    """What a rule says where a text or a date is no value."""
    return _TEXT.get(value, INVALID)


def said_code(value: object) -> State:
    """What a rule says where a code or a flag is no value."""
    return _CODE.get(value, INVALID)


def listed(held: tuple[T, ...] | State) -> tuple[T, ...] | State:
    """The items of a list; else `not_visible`, or `not_supported` for a list that the source has not."""
    if isinstance(held, tuple):
        return held
    return _LIST.get(held, NOT_SUPPORTED)


def day(value: object) -> date:
    """A date, or the earliest there is where a record does not say."""
    return value if value.__class__ is date else date.min


def has_ended(end: object, on: date) -> bool:
    """Whether a period is over: its last day still counts."""
    return end.__class__ is date and end < on


def state_of(verdict: Verdict) -> State:
    """The bare state of a verdict."""
    return verdict if isinstance(verdict, State) else verdict.state
