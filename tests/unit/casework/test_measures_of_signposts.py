"""The honest number, the chain, and what small numbers may tell."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapter_core.casework.measures.figures import Share, half_up, spread
from adapter_core.casework.measures.rows import ClaimRow, SignpostRow
from adapter_core.casework.measures.signposting import chain, helped
from adapter_core.casework.measures.small_numbers import suppressed
from adapter_core.domain.casework import Reason, SignpostState

DUE = date(2026, 11, 1)
ROWS = st.lists(
    st.builds(
        SignpostRow, id=st.integers(1, 30), due=st.just(DUE), state=st.sampled_from(SignpostState),
        reason=st.sampled_from(Reason), confirmed=st.booleans(),
    ),
    unique_by=lambda row: row.id, max_size=12,
)  # fmt: skip
CLAIMS = st.lists(
    st.builds(
        ClaimRow, signpost=st.integers(1, 40), state=st.sampled_from(SignpostState),
        reason=st.sampled_from(Reason), spoke_to=st.booleans(),
    ),
    max_size=30,
)  # fmt: skip


def row(number: int, state: SignpostState, *, confirmed: bool = False, reason: Reason = Reason.NONE):
    return SignpostRow(number, DUE, state, reason, confirmed)


@pytest.mark.requirement("G-08")
def test_what_became_of_the_signposts_that_came_due() -> None:
    rows = [
        row(1, SignpostState.COMPLETED, confirmed=True),
        row(2, SignpostState.COMPLETED),
        row(3, SignpostState.REJECTED, confirmed=True, reason=Reason.NO_CAPACITY),
        row(4, SignpostState.ON_HOLD, reason=Reason.WAITLIST),
        row(5, SignpostState.REQUESTED),
        row(6, SignpostState.FAILED, reason=Reason.NO_ANSWER),
        row(7, SignpostState.ENTERED_IN_ERROR, reason=Reason.MISTAKE),
    ]
    told = helped(rows)
    assert told.confirmed == Share(1, 6)
    assert told.confirmed.percent == 17
    assert [bar.share.count for bar in told.bars] == [1, 1, 1, 1, 2]
    claims = [
        ClaimRow(1, SignpostState.COMPLETED, Reason.NONE, spoke_to=False),
        ClaimRow(3, SignpostState.REJECTED, Reason.NO_CAPACITY, spoke_to=False),
        ClaimRow(4, SignpostState.ON_HOLD, Reason.WAITLIST, spoke_to=False),
        ClaimRow(5, SignpostState.REJECTED, Reason.NUMBER_DEAD, spoke_to=False),
        ClaimRow(7, SignpostState.COMPLETED, Reason.NONE, spoke_to=True),
        ClaimRow(99, SignpostState.COMPLETED, Reason.NONE, spoke_to=True),
    ]
    assert [(bar.id, bar.share.count) for bar in chain(rows, claims)] == [
        ("given", 6), ("tried", 4), ("reached", 3), ("helped", 1),
    ]  # fmt: skip


def test_of_none_nothing_is_said() -> None:
    assert helped([]).confirmed.percent is None
    assert chain([], [])[0].share == Share(0, 0)


@given(ROWS, CLAIMS)
def test_every_signpost_is_told_of_once_and_each_step_holds_the_next(rows, claims) -> None:
    counted = [each for each in rows if each.state is not SignpostState.ENTERED_IN_ERROR]
    assert sum(bar.share.count for bar in helped(rows).bars) == len(counted)
    steps = [bar.share.count for bar in chain(rows, claims)]
    assert steps == sorted(steps, reverse=True)
    assert steps[0] == len(counted)
    assert steps[-1] == helped(rows).confirmed.count
    unconfirmed = [each._replace(confirmed=False) for each in rows]
    assert helped(unconfirmed).confirmed.count == 0, "nobody but the person and the contact confirms"


@pytest.mark.requirement("C-48")
@pytest.mark.parametrize(
    ("counts", "told"),
    [
        ((20, 30), (20, 30)),
        ((3, 30, 9), (None, 30, None)),
        ((3, 2, 30), (None, None, 30)),
        ((3, 0), (None, 0)),
        ((0, 12), (0, 12)),
    ],
)
def test_small_numbers_are_taken_out(counts, told) -> None:
    assert suppressed(counts) == told


@given(st.lists(st.integers(0, 40), max_size=8))
def test_no_small_number_can_be_told_from_the_total(counts) -> None:
    told = suppressed(counts)
    hidden = [count for count, shown in zip(counts, told, strict=True) if shown is None]
    assert not [shown for shown in told if shown is not None and 0 < shown < 5]
    assert len(hidden) != 1 or sum(map(bool, counts)) == 1


@given(st.lists(st.none() | st.integers(0, 400), max_size=20))
def test_a_spread_counts_everybody(values) -> None:
    told = spread(values)
    assert told.days + told.unknown == len(values)
    if told.middle is not None and told.mean is not None and told.longest is not None:
        assert 0 <= told.middle <= told.longest
        assert 0 <= told.mean <= told.longest
    else:
        assert not told.days


def test_a_half_goes_up() -> None:
    assert [half_up(value) for value in (0.5, 1.5, 2.5, 2.4)] == [1, 2, 3, 2]
