"""A marker is found again whatever surrounds it, and a slip of the pen is no marker."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapter_core.delivery.markers import LENGTH, LETTERS, PREFIX, found_in, fresh, is_marker

RAW = st.text(LETTERS, min_size=LENGTH - 1, max_size=LENGTH - 1)


def test_a_fresh_marker_looks_as_people_know_it():
    marker = fresh()
    assert marker.startswith("FP-")
    assert len(marker) == len("FP-D7K2QX")
    assert is_marker(marker)
    assert not set("AEIOUY015BSZL") & set(LETTERS)


def test_a_marker_that_was_given_is_not_given_again():
    drawn = []

    def taken(marker):
        drawn.append(marker)
        return len(drawn) < 4

    assert fresh(taken) == drawn[3]


@settings(max_examples=60)
@given(st.data())
def test_every_wrong_letter_and_every_swap_is_noticed(data):
    marker = fresh()
    place = data.draw(st.integers(3, 8))
    other = data.draw(st.sampled_from(LETTERS.replace(marker[place], "")))
    assert not is_marker(marker[:place] + other + marker[place + 1 :])
    if place < 8 and marker[place] != marker[place + 1]:
        swapped = marker[:place] + marker[place + 1] + marker[place] + marker[place + 2 :]
        assert not is_marker(swapped)


@settings(max_examples=60)
@given(st.text(max_size=40), st.text(max_size=40), st.booleans())
def test_it_is_found_in_any_text_and_any_case(before, after, small):
    marker = fresh()
    shown = marker.lower() if small else marker
    assert marker in found_in(f"{before} {shown} {after}")


@pytest.mark.parametrize("text", ["", "FP-0123", "FP-", "see FP-0103 and FP-1056.", "FP-AEIOU0"])
def test_error_codes_are_no_markers(text):
    assert found_in(text) == []


def test_a_marker_inside_a_longer_word_is_none():
    marker = fresh()
    assert found_in(f"X{marker}") == found_in(f"{marker}7") == []
    assert found_in(f"({marker}), {marker}. {PREFIX}") == [marker]
