"""Values: postcodes, practice codes, dates, and what holds of all of them."""

from __future__ import annotations

import csv
import os
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from adapter_core.domain.values import (
    DUMMY_PRACTICE_CODES,
    PRACTICE_NONE,
    PRACTICE_NOT_APPLICABLE,
    PRACTICE_NOT_KNOWN,
    DateOfBirthProblem,
    PostcodeProblem,
    PracticeNation,
    age_on,
    date_of_birth_problem,
    format_nhs_number,
    is_no_fixed_abode,
    is_ods_code_shape,
    is_placeholder_nhs_number,
    is_unknown_postcode,
    latest_birth,
    nation_of_practice_code,
    nhs_number_problem,
    normalise_ods_code,
    normalise_opg_reference,
    normalise_postcode,
    opg_reference_problem,
    opg_references,
    postcode_district,
    postcode_problem,
    same_day_next_year,
)

SHARED = Path(os.environ.get("FINGERPOST_SHARED", Path(__file__).parents[3].parent / "shared"))
PRACTICES = SHARED / "data" / "practices" / "epraccur.csv"
POSTCODES = SHARED / "data" / "postcodes"


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
