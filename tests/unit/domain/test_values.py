from __future__ import annotations

import csv
import os
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from nhs_number.constants import REGION_ENGLAND_WALES_IOM
from nhs_number.validate import calculate_checksum, is_valid
from stdnum import damm, luhn
from stdnum.gb import nhs as stdnum_nhs

from adapter_core.domain.values import (
    DUMMY_PRACTICE_CODES,
    PRACTICE_NONE,
    PRACTICE_NOT_APPLICABLE,
    PRACTICE_NOT_KNOWN,
    DateOfBirthProblem,
    NhsNumberProblem,
    OpgKind,
    OpgProblem,
    PostcodeProblem,
    PracticeNation,
    age_on,
    date_of_birth_problem,
    format_nhs_number,
    is_no_fixed_abode,
    is_ods_code_shape,
    is_opg_access_code,
    is_placeholder_nhs_number,
    is_unknown_postcode,
    latest_birth,
    nation_of_practice_code,
    nhs_check_digit,
    nhs_number_problem,
    normalise_nhs_number,
    normalise_ods_code,
    normalise_opg_reference,
    normalise_postcode,
    opg_reference_kind,
    opg_reference_problem,
    opg_references,
    postcode_district,
    postcode_problem,
    same_day_next_year,
)

SHARED = Path(os.environ.get("FINGERPOST_SHARED", Path(__file__).parents[3].parent / "shared"))
PRACTICES = SHARED / "data" / "practices" / "epraccur.csv"
POSTCODES = SHARED / "data" / "postcodes"

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


# --- NHS number -------------------------------------------------------------------------------------


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


# --- Postcode ---------------------------------------------------------------------------------------


@pytest.mark.requirement("P-03", "P-16")
@pytest.mark.parametrize(
    "text", ["WC1H 0DB", "EC1A 1BB", "W1A 0AX", "DN55 1PT", "GIR 0AA", "M1 1AD", "W1W 0AA"]
)
def test_every_shape_of_postcode_is_right(text):
    assert postcode_problem(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "QA1 1AA",
        "NPT 1AA",
        "",
        "ME4",
        "4AA",
        "ME4 4AA ME4 4AB",
        "ME4 4AC",  # C is not used after the space
        "nopostcode",
        "XXXX XXX",
        "\uff2dE4 4AA",
        "ME٤ 4AA",
        "M1 1A\u017f",  # upper() would make this long s an S
    ],
)
def test_what_cannot_be_a_postcode_is_refused(text):
    assert postcode_problem(text) is PostcodeProblem.SHAPE
    assert postcode_district(text) is None


def test_a_letter_upper_case_turns_into_ascii_stays_wrong():
    assert "m1 1a\u017f".upper() == "M1 1AS"
    assert postcode_problem("M1 1AS") is None
    assert postcode_problem("m1 1a\u017f") is PostcodeProblem.SHAPE


def test_trap_a_letter_o_for_a_nought_is_not_corrected():
    assert postcode_problem("WC1H 0DB") is None
    assert postcode_problem("WC1H ODB") is PostcodeProblem.SHAPE
    assert normalise_postcode("WC1H ODB") == "WC1H ODB"


@pytest.mark.parametrize("text", ["A1 1AA and more", "see ME4 4AA", "GIR 0AA2"])
def test_trap_the_pattern_holds_for_the_whole_text(text):
    """The pattern often copied from GOV.UK is `^(A)|(B)$`: half of it matches anywhere."""
    assert postcode_problem(text) is PostcodeProblem.SHAPE


@pytest.mark.parametrize("text", ["me4 4aa", "ME44AA", " Me4  4Aa\n", "ME4\u00a04AA", "M E 4 4 A A"])
def test_case_and_spacing_do_not_matter(text):
    assert postcode_problem(text) is None
    assert normalise_postcode(text) == "ME4 4AA"
    assert postcode_district(text) == "ME4"


@pytest.mark.requirement("G-10")
@pytest.mark.parametrize(
    ("text", "district"), [("ME5 8AB", "ME5"), ("wc1h0db", "WC1H"), ("gir0aa", "GIR"), ("dn551pt", "DN55")]
)
def test_the_district_is_what_stands_before_the_space(text, district):
    assert postcode_district(text) == district


@pytest.mark.parametrize("text", ["ZZ99 3VZ", "zz993vz", "ZZ99  3VZ "])
def test_no_fixed_abode_is_an_answer(text):
    assert is_no_fixed_abode(text)
    assert not is_unknown_postcode(text)
    assert postcode_problem(text) is None
    assert postcode_district(text) is None


@pytest.mark.parametrize(
    "text", ["ZZ99 3WZ", "ZZ99 3CZ", "zz993gz", "ZZ99 1WZ", "ZZ99 2WZ", "ZZ99 4UZ", "ZZ99 123"]
)
def test_every_other_zz99_says_not_known(text):
    assert is_unknown_postcode(text)
    assert not is_no_fixed_abode(text)
    assert postcode_problem(text) is PostcodeProblem.UNKNOWN
    assert postcode_district(text) is None


@pytest.mark.parametrize("text", ["ME4 4AA", "ZZ98 3WZ", "ZZ99", "", "ZZ99 3WZZ"])
def test_no_other_postcode_says_not_known(text):
    assert not is_unknown_postcode(text)
    assert not is_no_fixed_abode(text)


@given(st.text())
def test_normalising_a_postcode_twice_is_normalising_it_once(text):
    once = normalise_postcode(text)
    assert normalise_postcode(once) == once


@given(st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", min_size=5, max_size=7))
@example("ME44AA")
@example("ZZ993WZ")
def test_a_postcode_is_judged_alike_however_it_is_spaced(text):
    assert postcode_problem(text) == postcode_problem(f"{text[:-3]} {text[-3:]}".lower())


@pytest.mark.parametrize("value", [44, None, b"ME4 4AA"])
def test_only_text_is_checked_as_a_postcode(value):
    with pytest.raises(TypeError, match="a postcode is checked as text"):
        postcode_problem(value)


@pytest.mark.skipif(not POSTCODES.is_dir(), reason="no shared data here")
def test_every_postcode_of_six_areas_is_right():
    wrong, seen = [], 0
    for path in sorted(POSTCODES.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.reader(file):
                seen += 1
                if postcode_problem(row[0]) is not None:
                    wrong.append(row[0])
    assert seen > 90_000
    assert wrong == []


# --- OPG references ---------------------------------------------------------------------------------


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


# --- GP practices -----------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["C81010", "Y12345", "JER001", "80005", "c81010", " C81010 "])
def test_practice_codes_have_the_shape(text):
    assert is_ods_code_shape(text)


@pytest.mark.parametrize(
    "text", ["", " ", "-", "C81010/1", "C8101Ø", "Dr Example", "The Surgery, High St", "٨٠٠٠٥"]
)
def test_what_cannot_be_looked_up_has_not(text):
    assert is_ods_code_shape(text) is (text == "Dr Example")


@pytest.mark.parametrize("text", ["UNKNOWN", *sorted(DUMMY_PRACTICE_CODES)])
def test_trap_the_shape_alone_makes_no_practice(text):
    assert is_ods_code_shape(text)


@pytest.mark.requirement("P-02")
def test_the_dummy_codes_are_three_different_answers():
    assert (PRACTICE_NONE, PRACTICE_NOT_APPLICABLE, PRACTICE_NOT_KNOWN) == ("V81997", "V81998", "V81999")
    assert frozenset({"V81997", "V81998", "V81999"}) == DUMMY_PRACTICE_CODES


@pytest.mark.parametrize(
    ("text", "nation"),
    [
        ("C81010", PracticeNation.ENGLAND),
        ("c81010 ", PracticeNation.ENGLAND),
        ("W91001", PracticeNation.WALES),
        ("W00001", PracticeNation.WALES),
        ("80005", PracticeNation.SCOTLAND),
        ("Z00001", PracticeNation.NORTHERN_IRELAND),
        ("JER001", PracticeNation.CHANNEL_ISLANDS),
        ("Y00001", None),  # Isle of Man
        ("Y01234", None),  # England; nothing in the code tells them apart
        ("V81999", None),
        ("C8101", None),
        ("UNKNOWN", None),
        ("", None),
    ],
)
def test_a_practice_code_says_where_the_practice_lies(text, nation):
    assert nation_of_practice_code(text) is nation


def test_a_code_is_written_in_capitals():
    assert normalise_ods_code(" c81 010 ") == "C81010"


@pytest.mark.skipif(not PRACTICES.is_file(), reason="no shared data here")
def test_the_national_list_agrees_about_shapes_and_nations():
    with PRACTICES.open(encoding="utf-8", newline="") as file:
        rows = [(row[0], row[2]) for row in csv.reader(file)]
    assert len(rows) > 15_000
    assert [code for code, _ in rows if not is_ods_code_shape(code)] == []
    assert [code for code, _ in rows if code in DUMMY_PRACTICE_CODES] == []
    for code, grouping in rows:
        nation = nation_of_practice_code(code)
        if code.startswith("Y"):
            assert nation is None
        elif grouping == "W00":
            assert nation is PracticeNation.WALES
        elif grouping:
            assert nation is PracticeNation.ENGLAND
        else:
            assert nation is PracticeNation.CHANNEL_ISLANDS


# --- Dates ------------------------------------------------------------------------------------------

dates = st.dates(min_value=date(1850, 1, 1), max_value=date(2100, 12, 31))


@pytest.mark.requirement("P-10")
def test_the_age_of_the_person_in_the_guidance():
    assert age_on(date(1966, 6, 1), date(2023, 6, 21)) == 57


@pytest.mark.parametrize(
    ("on", "age"),
    [
        (date(2022, 2, 28), 17),
        (date(2022, 3, 1), 18),  # a common year: the birthday is 1 March
        (date(2024, 2, 28), 19),
        (date(2024, 2, 29), 20),
    ],
)
def test_born_on_29_february(on, age):
    assert age_on(date(2004, 2, 29), on) == age


@given(dates, st.integers(0, 120))
def test_an_age_is_attained_on_the_birthday_and_not_a_day_sooner(born, years):
    try:
        birthday = born.replace(year=born.year + years)
    except ValueError:
        birthday = date(born.year + years, 3, 1)
    assert age_on(born, birthday) == years
    assert age_on(born, birthday - timedelta(days=1)) == years - 1


@given(
    age=st.integers(0, 130),
    born=st.dates(date(1890, 1, 1), date(2060, 1, 1)),
    on=st.dates(date(1990, 1, 1), date(2060, 1, 1)),
)
@example(age=18, born=date(2008, 2, 29), on=date(2026, 2, 28))
@example(age=18, born=date(2010, 3, 1), on=date(2028, 2, 29))
def test_the_latest_birth_is_age_turned_round(age, born, on):
    assert (born <= latest_birth(age, on)) is (age_on(born, on) >= age)


@pytest.mark.requirement("N-06")
@pytest.mark.parametrize(
    ("day", "next_year"),
    [
        (date(2023, 6, 21), date(2024, 6, 21)),
        (date(2024, 2, 29), date(2025, 2, 28)),
        (date(2023, 2, 28), date(2024, 2, 28)),
        (date(2024, 12, 31), date(2025, 12, 31)),
    ],
)
def test_a_years_time(day, next_year):
    assert same_day_next_year(day) == next_year


@given(dates)
def test_a_years_time_is_in_the_same_month(day):
    later = same_day_next_year(day)
    assert (later.year, later.month) == (day.year + 1, day.month)


@pytest.mark.requirement("K-11")
@pytest.mark.parametrize(
    ("born", "problem"),
    [
        (date(2026, 11, 24), DateOfBirthProblem.FUTURE),
        (date(2026, 11, 23), None),
        (date(1966, 6, 1), None),
        (date(1905, 11, 24), None),  # 120 years old, the last day of it
        (date(1905, 11, 23), DateOfBirthProblem.TOO_LONG_AGO),
        (date(1900, 1, 1), DateOfBirthProblem.TOO_LONG_AGO),
    ],
)
def test_birth_dates_that_cannot_be(born, problem):
    assert date_of_birth_problem(born, date(2026, 11, 23)) is problem


# --- All of them ------------------------------------------------------------------------------------


@given(st.text())
@example("\x00")
@example("\u200b")
def test_no_text_makes_any_of_them_fail(text):
    for judge in (
        format_nhs_number,
        is_placeholder_nhs_number,
        postcode_problem,
        postcode_district,
        opg_reference_problem,
        normalise_opg_reference,
        is_ods_code_shape,
        nation_of_practice_code,
    ):
        judge(text)
    nhs_number_problem(text, allow_synthetic=False)


def test_the_damm_table_is_a_latin_square_with_a_zero_diagonal():
    """What makes Damm's check find every wrong digit and every swap of neighbours."""
    everything = set(range(10))
    assert all(set(row) == everything for row in opg_references._DAMM)
    assert all(set(column) == everything for column in zip(*opg_references._DAMM, strict=True))
    assert all(opg_references._DAMM[n][n] == 0 for n in range(10))
