"""NHS numbers: which can be real, which are placeholders, and how they are written."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from nhs_number.constants import REGION_ENGLAND_WALES_IOM
from nhs_number.validate import calculate_checksum, is_valid
from stdnum.gb import nhs as stdnum_nhs

from adapter_core.domain.values import (
    NhsNumberProblem,
    format_nhs_number,
    is_placeholder_nhs_number,
    nhs_check_digit,
    nhs_number_problem,
    normalise_nhs_number,
)

SYNTHETIC = "9990000018"

digits = st.text("0123456789", min_size=1, max_size=20)
ten_digits = st.text("0123456789", min_size=10, max_size=10)


@st.composite
def right_check_digit(draw, first="0123456789", prefix=""):
    """A number whose check digit holds; made up on the spot, so that no real one stands in this file."""
    start = prefix or draw(st.sampled_from(first))
    rest = draw(st.text("0123456789", min_size=9 - len(start), max_size=9 - len(start)))
    check = nhs_check_digit(start + rest)
    assume(check is not None)
    number = f"{start}{rest}{check}"
    assume(len(set(number)) > 1)
    return number


@pytest.mark.requirement("P-03")
def test_a_synthetic_number_is_right_where_synthetic_numbers_are_allowed():
    assert nhs_number_problem(SYNTHETIC, allow_synthetic=True) is None


@given(right_check_digit(first="467"))
def test_a_number_that_can_have_been_issued_is_right(number):
    assert nhs_number_problem(number, allow_synthetic=False) is None


@given(right_check_digit(prefix="999"))
def test_a_number_beginning_9_is_a_test_number_unless_allowed(number):
    assert nhs_number_problem(number, allow_synthetic=False) is NhsNumberProblem.TEST_NUMBER
    assert nhs_number_problem(number, allow_synthetic=True) is None


@given(right_check_digit(first="012358"))
def test_scottish_northern_irish_irish_and_unissued_numbers_are_out_of_range(number):
    assert nhs_number_problem(number, allow_synthetic=True) is NhsNumberProblem.WRONG_RANGE


@pytest.mark.parametrize(
    "spaced", ["999 000 0018", "999-000-0018", " 999\u00a0000\u20110018\n", "9 9 9 0000018"]
)
def test_spaces_and_hyphens_do_not_matter(spaced):
    assert nhs_number_problem(spaced, allow_synthetic=True) is None
    assert normalise_nhs_number(spaced) == SYNTHETIC


@pytest.mark.parametrize(
    "text",
    [
        "",
        "999000001",
        "99900000181",
        "999.000.0018",
        "999000001O",
        "٩٩٩٠٠٠٠٠١٨",  # Arabic-Indic digits, which str.isdigit and int both take
        "999000001\uff18",  # a full-width 8
        "999000001²",
        "+999000018",
        "not known!",
    ],
)
def test_what_is_not_ten_ascii_digits_is_refused(text):
    assert nhs_number_problem(text, allow_synthetic=True) is NhsNumberProblem.NOT_TEN_DIGITS


@pytest.mark.parametrize("value", [9990000018, 999000001.8, None, b"999000001", True, ["9"] * 10])
def test_only_text_is_checked_and_the_value_stays_out_of_the_message(value):
    with pytest.raises(TypeError, match="checked as text") as caught:
        nhs_number_problem(value, allow_synthetic=True)
    assert "999000" not in str(caught.value)


@pytest.mark.parametrize("digit", "0123456789")
@pytest.mark.parametrize("allow_synthetic", [True, False])
def test_trap_one_digit_ten_times_passes_the_check_and_is_still_a_placeholder(digit, allow_synthetic):
    number = digit * 10
    assert stdnum_nhs.is_valid(number)
    assert nhs_number_problem(number, allow_synthetic=allow_synthetic) is NhsNumberProblem.ZEROS
    assert is_placeholder_nhs_number(f"{number[:3]} {number[3:6]} {number[6:]}")


def test_trap_zeros_pass_both_libraries():
    assert is_valid("0000000000")
    assert stdnum_nhs.is_valid("0000000000")
    assert nhs_number_problem("0000000000", allow_synthetic=True) is NhsNumberProblem.ZEROS


def test_trap_the_library_takes_a_number_for_text():
    number: Any = int(SYNTHETIC)
    assert is_valid(number)
    with pytest.raises(TypeError):
        nhs_number_problem(number, allow_synthetic=True)


@pytest.mark.parametrize("text", [SYNTHETIC, "0000000001", "000000000", "", "\u0660" * 10])
def test_nothing_else_is_a_placeholder(text):
    assert not is_placeholder_nhs_number(text)


@given(ten_digits)
@example(SYNTHETIC)
def test_the_check_digit_agrees_with_both_libraries(number):
    ours = nhs_number_problem(number, allow_synthetic=True) is not NhsNumberProblem.CHECK_DIGIT
    assert ours == stdnum_nhs.is_valid(number)
    assert ours == (calculate_checksum(number[:9]) == int(number[9]))


@given(st.text())
@example("9990000018 ")
def test_what_we_pass_the_library_passes_too(text):
    """Ours is the stricter of the two, never the laxer."""
    if nhs_number_problem(text, allow_synthetic=True) is None:
        assert is_valid(normalise_nhs_number(text))


@given(right_check_digit())
def test_a_number_that_can_be_issued_is_in_the_region_that_the_library_says(number):
    possible = is_valid(number, for_region=REGION_ENGLAND_WALES_IOM)
    assert (nhs_number_problem(number, allow_synthetic=False) is None) == possible


@given(right_check_digit(), st.integers(0, 9), st.integers(1, 9))
def test_one_wrong_digit_is_always_found(number, place, by):
    wrong = number[:place] + str((int(number[place]) + by) % 10) + number[place + 1 :]
    assert nhs_number_problem(wrong, allow_synthetic=True) is NhsNumberProblem.CHECK_DIGIT


@given(st.text("0123456789", min_size=9, max_size=9))
@example("999000000")
def test_the_check_digit_is_the_one_that_completes_the_number(nine):
    check = nhs_check_digit(nine)
    completing = [d for d in range(10) if stdnum_nhs.is_valid(f"{nine}{d}")]
    assert completing == ([] if check is None else [check])


def test_some_numbers_have_no_check_digit():
    assert nhs_check_digit("999000000") is None
    assert nhs_check_digit("999000001") == 8


@pytest.mark.parametrize("nine", ["", "99900000", "9990000018", "99900000x", "٩٩٩٠٠٠٠٠١"])
def test_a_check_digit_needs_nine_digits(nine):
    with pytest.raises(ValueError, match="first nine digits"):
        nhs_check_digit(nine)


def test_a_number_is_shown_in_threes_and_four():
    assert format_nhs_number("9990000018") == "999 000 0018"
    assert format_nhs_number("999-000-0018") == "999 000 0018"


@pytest.mark.parametrize("text", ["99900", "unknown", "", "٩٩٩٠٠٠٠٠١٨"])
def test_showing_a_value_does_not_judge_it(text):
    assert format_nhs_number(text) == text
