"""Where a delivery can go from where it stands, and when it is tried again."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from adapter_core.domain.casework.deliveries import DeliveryState

if TYPE_CHECKING:
    from collections.abc import Mapping

QUEUED, SENDING = DeliveryState.QUEUED, DeliveryState.SENDING
DONE, IN_DOUBT, DEAD_LETTER = DeliveryState.DONE, DeliveryState.IN_DOUBT, DeliveryState.DEAD_LETTER

TRANSITIONS: Mapping[DeliveryState, frozenset[DeliveryState]] = {
    QUEUED: frozenset({SENDING, DONE, IN_DOUBT, DEAD_LETTER}),
    SENDING: frozenset({QUEUED, DONE, IN_DOUBT, DEAD_LETTER}),
    IN_DOUBT: frozenset({QUEUED, DONE, DEAD_LETTER}),
    DEAD_LETTER: frozenset({QUEUED, DONE}),
    DONE: frozenset(),
}
"""From a state to those that may follow. What is in doubt is never sent: first it is known, or queued by
somebody who looked."""

HOLDS_UP = frozenset({QUEUED, SENDING, IN_DOUBT})
"""While an earlier delivery of a person is in one of these, no later one of theirs is sent."""

OPEN = frozenset({QUEUED, SENDING, IN_DOUBT, DEAD_LETTER})
"""States in which something is still to be done, so that nothing of it expires."""

LEASE_SECONDS = 120
"""How long a sender may be silent before what it was sending is in doubt."""

FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=6)


def may_follow(before: DeliveryState, after: DeliveryState) -> bool:
    """Whether a delivery may go from one state into another."""
    return after in TRANSITIONS[before]


def next_try(tries: int, now: datetime) -> datetime:
    """When to try again what could not be written: 1, 2, 4 … minutes later, at most six hours.

    There is no last try: what was not written stays until it is.

    Args:
        tries: how often it was tried, at least once.
        now: an aware moment.
    """
    doublings: int = min(max(tries, 1) - 1, 20)
    wait = FIRST_WAIT * (1 << doublings)
    return now + min(wait, LONGEST_WAIT)
