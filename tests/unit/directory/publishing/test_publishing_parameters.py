"""What stands behind the ? is understood, or refused without repeating it."""

from __future__ import annotations

from datetime import UTC, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community_directory.publishing.parameters import MOST_PER_PAGE, NAMES, Refused, Wanted, wanted


def test_nothing_asked_for_is_the_first_page():
    assert wanted({}) == Wanted()
    assert wanted(dict.fromkeys(NAMES, " ")) == Wanted()


@given(st.dictionaries(st.text().filter(lambda name: name not in NAMES), st.text()))
def test_unknown_parameters_mean_nothing(given_):
    assert wanted(given_) == Wanted()


@given(st.dictionaries(st.sampled_from(NAMES), st.text(min_size=1)))
def test_whatever_is_asked_is_answered_or_refused_in_our_own_words(given_):
    try:
        found = wanted(given_)
    except Refused as error:
        refused = error
    else:
        assert found.page >= 1
        assert 1 <= found.per_page <= MOST_PER_PAGE
        return
    assert refused.status == 400
    ours = {wanted_error(name) for name in NAMES} | {wanted_error("proximity", "7")}
    assert refused.detail in ours


def wanted_error(name, value="?!"):
    try:
        wanted({name: value})
    except Refused as error:
        return error.detail
    return ""


@pytest.mark.parametrize("text", ["MO", "mon", "Monday", "monday", "MO,MO"])
def test_days_in_any_usual_spelling(text):
    assert wanted({"day": text}).days == {"MO"}


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-01-31", datetime(2026, 1, 31, tzinfo=UTC)),
        ("2026-01-31T09:00:00Z", datetime(2026, 1, 31, 9, tzinfo=UTC)),
        ("2026-07-31T09:00:00 01:00", datetime(2026, 7, 31, 8, tzinfo=UTC)),
        ("2026-07-31T09:00:00+01:00", datetime(2026, 7, 31, 8, tzinfo=UTC)),
    ],
)
def test_moments_are_taken_in_their_zone(text, moment):
    assert wanted({"modified_after": text}).modified_after == moment


def test_times_of_day_with_and_without_seconds():
    assert wanted({"start_time": "9:30", "end_time": "17:00:30Z"}).start_time == time(9, 30)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("page", "0"),
        ("page", "-1"),
        ("per_page", "²"),
        ("day", "moo"),
        ("start_time", "25:00"),
        ("modified_after", "0001-01-01T00:00:00+14:00"),
        ("proximity", "1e400"),
        ("postcode", "ME4"),
        ("format", "xml"),
        ("minimum_age", "-1"),
        ("full", "perhaps"),
    ],
)
def test_what_cannot_be_is_refused_by_name(name, value):
    with pytest.raises(Refused) as refused:
        wanted({name: value})
    assert name in refused.value.detail
    assert value not in refused.value.detail.split()


def test_metres_need_a_place_to_count_from():
    with pytest.raises(Refused, match="needs postcode"):
        wanted({"proximity": "500"})
