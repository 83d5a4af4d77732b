"""Where people stand in a database: whole numbers that find a key again, and hold next to nothing."""

from __future__ import annotations

import tracemalloc
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapter_core.readers.sql.keys import Places

KEYS = st.integers() | st.text() | st.decimals(allow_nan=False, allow_infinity=False)


@given(st.lists(KEYS))
def test_every_key_is_found_again_and_no_two_share_a_place(keys) -> None:
    places = Places()
    given_out = [places.place_of(key) for key in keys]
    assert all(-(2**63) <= place < 2**63 for place in given_out)
    assert [places.key_at(place) for place in given_out] == keys
    for one, place in zip(keys, given_out, strict=True):
        for other, elsewhere in zip(keys, given_out, strict=True):
            assert place != elsewhere or one == other


@pytest.mark.parametrize("number", [0, -1, 7, 2**62 - 1, -(2**62)])
def test_a_whole_number_is_its_own_place(number) -> None:
    assert Places().key_at(Places().place_of(number)) == number
    assert Places().place_of(Decimal(number)) == Places().place_of(number)


def test_a_place_that_was_not_given_out_finds_nobody() -> None:
    places = Places()
    places.place_of("A")
    for place in (3, -1, -3, 99):
        with pytest.raises(IndexError):
            places.key_at(place)


def test_a_reference_of_twelve_letters_costs_about_twenty_bytes() -> None:
    tracemalloc.start()
    try:
        places = Places()
        for number in range(100_000):
            places.place_of(f"AB-{number:09}")
        used = tracemalloc.get_traced_memory()[0]
    finally:
        tracemalloc.stop()
    assert used < 100_000 * 32


def test_whole_numbers_cost_nothing() -> None:
    tracemalloc.start()
    try:
        places = Places()
        for number in range(100_000):
            places.place_of(number)
        used = tracemalloc.get_traced_memory()[0]
    finally:
        tracemalloc.stop()
    assert used < 10_000
