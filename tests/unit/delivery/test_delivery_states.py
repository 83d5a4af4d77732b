"""Where a delivery can go, and when it is tried again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapter_core.delivery.states import HOLDS_UP, LONGEST_WAIT, OPEN, TRANSITIONS, may_follow, next_try
from adapter_core.domain.casework.deliveries import DeliveryState as D

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TABLE = """
             queued sending done in_doubt dead_letter
queued         -      x      x      x         x
sending        x      -      x      x         x
in_doubt       x      -      x      -         x
dead_letter    x      -      x      -         -
done           -      -      -      -         -
"""


def test_the_table_is_as_designed():
    head, *lines = (line.split() for line in TABLE.strip().splitlines())
    for name, *marks in lines:
        for after, mark in zip(head, marks, strict=True):
            assert may_follow(D(name), D(after)) == (mark == "x"), (name, after)
    assert set(TRANSITIONS) == set(D)


def test_what_is_in_doubt_is_never_sent_unseen_and_what_is_done_stays_done():
    assert D.SENDING not in TRANSITIONS[D.IN_DOUBT]
    assert not TRANSITIONS[D.DONE]
    assert set(D) == OPEN | {D.DONE}


def test_only_what_may_still_arrive_holds_up_the_next():
    assert {D.QUEUED, D.SENDING, D.IN_DOUBT} == HOLDS_UP


@pytest.mark.parametrize(
    ("tries", "minutes"), [(0, 1), (1, 1), (2, 2), (3, 4), (9, 256), (10, 360), (99, 360)]
)
def test_the_wait_doubles_up_to_six_hours(tries, minutes):
    assert next_try(tries, NOW) == NOW + timedelta(minutes=minutes)


@settings(max_examples=30)
@given(st.integers(0, 10**9))
def test_there_is_no_last_try(tries):
    assert NOW < next_try(tries, NOW) <= NOW + LONGEST_WAIT
