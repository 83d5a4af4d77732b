"""Numbers, per cents, days and plural forms."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapter_core.domain.states import State
from adapter_core.report import view, words


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (100.0, "100%"),
        (99.96, "99.9%"),
        (99.999999, "99.9%"),
        (91.25, "91.3%"),
        (50.0, "50.0%"),
        (0.04, "0.1%"),
        (0.0, "0%"),
        (None, "\N{EN DASH}"),
    ],
)
def test_percent_says_100_and_0_only_where_that_is_exact(value, text) -> None:
    assert words.percent(value) == text


@given(st.integers(0, 10**7), st.integers(1, 10**7))
def test_percent_never_rounds_to_whole_or_to_nothing(passed, more) -> None:
    whole = passed + more
    text = words.percent(100 * passed / whole)
    assert text != "100%"
    assert (text == "0%") == (passed == 0)
    assert words.percent(100 * whole / whole) == "100%"


@given(st.floats(0, 100))
def test_percent_is_within_a_tenth_and_has_one_decimal(value) -> None:
    text = words.percent(value)
    assert re.fullmatch(r"100%|0%|\d{1,2}\.\d%", text)
    assert abs(float(text[:-1]) - value) <= 0.1


@given(st.floats(0, 100), st.floats(0, 100))
def test_percent_keeps_order(one, other) -> None:
    low, high = sorted((one, other))
    assert float(words.percent(low)[:-1]) <= float(words.percent(high)[:-1])


@pytest.mark.parametrize(
    ("count", "text"), [(0, "0 people"), (1, "1 person"), (2, "2 people"), (3912, "3,912 people")]
)
def test_people_have_the_right_plural(count, text) -> None:
    assert words.people(count) == text


@pytest.mark.parametrize(("count", "text"), [(0, "0 gaps"), (1, "1 gap"), (1204, "1,204 gaps")])
def test_nouns_have_the_right_plural(count, text) -> None:
    assert words.plural(count, "gap") == text


@pytest.mark.parametrize(
    ("then", "text"),
    [
        (date(2026, 11, 20), "since Friday"),
        (date(2026, 11, 22), "since Sunday"),
        (date(2026, 11, 17), "since Tuesday"),
        (date(2026, 11, 16), "since 16 November 2026"),  # "since Monday" would be today
        (date(2026, 11, 23), "since the run before"),
        (None, "since the run before"),
    ],
)
def test_since_names_the_day_where_it_is_plain_which(then, text) -> None:
    assert words.since(then, date(2026, 11, 23)) == text


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        (datetime(2026, 11, 3, 0, 5, tzinfo=UTC), "3 November 2026 at 12:05am UTC"),
        (datetime(2026, 11, 3, 12, 0), "3 November 2026 at 12:00pm"),  # noqa: DTZ001 - sources give naive ones
        (datetime(2026, 7, 3, 17, 30, tzinfo=timezone(timedelta(hours=1))), "3 July 2026 at 5:30pm"),
        (None, ""),
    ],
)
def test_moments(moment, text) -> None:
    assert words.moment(moment) == text


def test_targets_are_written_as_the_council_wrote_them() -> None:
    assert [words.target(each) for each in (95, 95.0, 97.5, 100.0, 80.0)] == [
        "95%",
        "95%",
        "97.5%",
        "100%",
        "80%",
    ]


def test_lists_in_words() -> None:
    assert [words.listing(each) for each in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == [
        "",
        "a",
        "a and b",
        "a, b and c",
    ]


@given(st.text())
def test_one_line_has_no_character_that_moves_a_cursor(text) -> None:
    cleaned = words.one_line(text)
    assert cleaned.isprintable() or all(c.isprintable() or c.isspace() or ord(c) > 127 for c in cleaned)
    assert not set(cleaned) & set("\x00\x07\x08\x1b\r\n\t\x9b\u202e\u200b\ufeff")


@pytest.mark.parametrize("state", State)
def test_every_state_has_words(state) -> None:
    assert words.STATES[state]


def test_headline_is_one_sentence(samples) -> None:
    made = samples.big(hostile=False)
    assert view.headline(made) == (
        "Millbrook Council, Monday 23 November 2026: "
        f"{words.percent(made.complete)} of what should be on {made.people:,} people's records is there; "
        f"{view.gaps(made):,} gaps to mend, 57 new since Friday."
    )


def test_headline_of_one_person_and_one_gap(samples) -> None:
    made = samples.report(people=1, rules=(samples.rule_line(passed=0, gaps=1),))
    assert view.headline(made).endswith("0% of what should be on 1 person's record is there; 1 gap to mend.")


def test_headline_where_all_is_well(samples) -> None:
    made = samples.report(rules=(samples.rule_line(passed=10, gaps=0),))
    assert view.headline(made).endswith(
        "100% of what should be on 10 people's records is there; there is nothing to mend."
    )


def test_headline_where_nothing_could_be_checked(samples) -> None:
    made = samples.report(rules=(samples.rule_line(passed=0, gaps=0),))
    assert view.headline(made).endswith("Nothing on 10 people's records could be checked.")


def test_headline_of_nobody(samples) -> None:
    made = samples.report(people=0, rules=())
    assert view.headline(made).endswith(": There is nobody to check.")


def test_found_names_the_other_source_and_its_day(samples) -> None:
    made = samples.big()
    said = {view.found(made, each) for each in made.findings()}
    assert "missing here, held in Northgate AIS, as of 3 November 2026" in said
    assert "Mosaic differs from Northgate AIS, as of 3 November 2026" in said
    assert "practice Z99001 has closed" in said
    assert "a placeholder was entered" in said
