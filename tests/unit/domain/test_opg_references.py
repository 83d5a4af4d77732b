"""References of the Office of the Public Guardian, and access codes, which are never kept."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import damm, luhn

from adapter_core.domain.values import (
    OpgKind,
    OpgProblem,
    is_opg_access_code,
    normalise_opg_reference,
    opg_reference_kind,
    opg_reference_problem,
)

digits = st.text("0123456789", min_size=1, max_size=20)


def sirius(start):
    return start + luhn.calc_check_digit(start)


@pytest.mark.requirement("P-03")
@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("2123456", OpgKind.MERIS),
        ("3123456", OpgKind.MERIS),
        ("7000-0000-0054", OpgKind.SIRIUS),
        ("700000000054", OpgKind.SIRIUS),
        ("7000 0000 0054", OpgKind.SIRIUS),
        ("M-0000-0000-0013", OpgKind.MODERNISED),
        ("m0000 0000 0013", OpgKind.MODERNISED),
        ("M-789Q-P4DF-4UX3", OpgKind.MODERNISED_ALPHANUMERIC),
    ],
)
def test_each_series_is_known_by_its_shape(text, kind):
    assert opg_reference_kind(text) is kind


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1123456",
        "212345",
        "21234567",
        "6000-0000-0054",
        "7000-0000-005",
        "000000000013",
        "M-0000-0000-001",
        "M-0000-0000-00133",
        "M-0000-0000-001A",  # neither numeric, nor of the letters and digits of the other series
        "M-0125-ABCD-EFGH",
        "2.123.456",
        "٢١٢٣٤٥٦",
        "LPA 2123456",
        "yes",
    ],
)
def test_other_shapes_are_no_references(text):
    assert opg_reference_kind(text) is None
    assert opg_reference_problem(text) is OpgProblem.SHAPE


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("M-0000-0000-0013", None),
        ("M-0000-0000-1234", None),
        ("M-0000-0000-2134", OpgProblem.CHECK_DIGIT),
        ("M-7890-0400-4003", OpgProblem.CHECK_DIGIT),  # a test reference of OPG's own: hence a warning
        ("700000000001", OpgProblem.CHECK_DIGIT),  # likewise
        ("2123456", None),
        ("M-789Q-P4DF-4UX3", None),
    ],
)
def test_check_digits_are_looked_at_where_a_series_has_one(text, problem):
    assert opg_reference_problem(text) is problem


@given(st.text("0123456789", min_size=12, max_size=12))
def test_damm_agrees_with_the_library(number):
    assert (opg_reference_problem(f"M{number}") is None) == damm.is_valid(number)


@given(st.text("0123456789", min_size=11, max_size=11))
def test_luhn_agrees_with_the_library(rest):
    assert (opg_reference_problem(f"7{rest}") is None) == luhn.is_valid(f"7{rest}")


@given(st.text("0123456789", min_size=10, max_size=10), st.integers(1, 11), st.integers(1, 9))
def test_one_wrong_digit_of_a_sirius_reference_is_always_found(rest, place, by):
    number = sirius("7" + rest)
    wrong = number[:place] + str((int(number[place]) + by) % 10) + number[place + 1 :]
    assert opg_reference_problem(number) is None
    assert opg_reference_problem(wrong) is OpgProblem.CHECK_DIGIT


@pytest.mark.parametrize(
    "text",
    [
        "V-AB12-CD34-EF56",
        "VAB12CD34EF56",
        "v-ab12-cd34-ef56",
        " V AB12 CD34 EF56 ",
        "V.AB12.CD34.EF56",
        "V\u2013AB12\u2013CD34\u2013EF56",
        "(V-AB12-CD34-EF56)",
        "C-AB12-CD34-EF56",  # an activation key, which attaches the LPA to an account
    ],
)
def test_an_access_code_is_a_credential_however_it_is_written(text):
    assert is_opg_access_code(text)
    assert opg_reference_problem(text) is OpgProblem.ACCESS_CODE
    assert opg_reference_kind(text) is None


@pytest.mark.parametrize("text", ["M-0000-0000-0013", "V-AB12-CD34", "V-AB12-CD34-EF567", "2123456", ""])
def test_nothing_else_is_an_access_code(text):
    assert not is_opg_access_code(text)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        (" 212 3456", "2123456"),
        ("700000000054", "7000-0000-0054"),
        ("m000000000013", "M-0000-0000-0013"),
        ("M 789q p4df 4ux3", "M-789Q-P4DF-4UX3"),
        (" see letter ", "see letter"),
    ],
)
def test_a_reference_is_written_as_opg_writes_it(text, written):
    assert normalise_opg_reference(text) == written
    assert normalise_opg_reference(written) == written


@pytest.mark.parametrize("value", [2123456, None])
def test_only_text_is_checked_as_a_reference(value):
    with pytest.raises(TypeError, match="an OPG reference is checked as text"):
        opg_reference_problem(value)
