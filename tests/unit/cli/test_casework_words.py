"""Numbers, versions and pounds as people type them to the commands of casework."""

from __future__ import annotations

from decimal import Decimal

import click
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapter_core.cli.casework.action import Pounds
from adapter_core.cli.casework.common import ACTION, CONVERSATION, KEPT_TEXT, SIGNPOST, Version

FAST = settings(max_examples=60, deadline=None)


@FAST
@given(st.integers(1, 999_999_999), st.sampled_from([CONVERSATION, ACTION, SIGNPOST, KEPT_TEXT]))
def test_a_number_is_read_with_its_letter_without_it_and_in_any_case(number, kind):
    for typed in (f"{kind.letter}{number}", f"{kind.letter.lower()}{number}", f" {number} "):
        assert kind.convert(typed, None, None) == number


@FAST
@given(st.text(max_size=12).filter(lambda text: not text.strip().upper().removeprefix("C").isdigit()))
def test_anything_else_is_refused_with_an_example(text):
    with pytest.raises(click.BadParameter, match=r"such as C12\."):
        CONVERSATION.convert(text, None, None)


@pytest.mark.parametrize("typed", ["C0", "C9999999999", "C-1", "A5", "C\N{SUPERSCRIPT TWO}", ""])
def test_what_can_be_no_number_is_refused(typed):
    with pytest.raises(click.BadParameter):
        CONVERSATION.convert(typed, None, None)


def test_a_version_stands_behind_a_dot():
    assert Version().convert("c12.2", None, None) == (12, 2)
    assert Version().convert("C12", None, None) == (12, None)
    for wrong in ("C12.", "C12.x", ".2", "C12.0"):
        with pytest.raises(click.BadParameter):
            Version().convert(wrong, None, None)


@FAST
@given(st.integers(0, 10**10))
def test_pounds_are_whole_pence(pence):
    pounds = Decimal(pence) / 100
    for typed in (f"{pounds:.2f}", f"£{pounds:,.2f}"):
        assert Pounds().convert(typed, None, None) == pence


@pytest.mark.parametrize("typed", ["1.005", "lots", "", "nan", "Infinity", "1e999999999", "-5", "1.2.3", "٣"])
def test_what_is_no_amount_of_pounds_is_refused(typed):
    with pytest.raises(click.BadParameter, match="It wants pounds"):
        Pounds().convert(typed, None, None)
