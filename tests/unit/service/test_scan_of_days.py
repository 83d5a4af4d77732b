"""Days that stand for none: what a scan tells of them, and what it does not."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapter_core.readers.profiling.columns import ColumnProfiler
from adapter_core.readers.profiling.days import SENTINEL_DAYS, day_of, is_sentinel

SPREAD = [f"{year}-03-0{day}" for year in range(1930, 2000) for day in range(1, 9)]


def told(values: list[object], owners: list[object] | None = None):
    profiler = ColumnProfiler("BDT")
    profiler.add(values, owners)
    return profiler.told(len(values))


@pytest.mark.parametrize(
    "value", ["01/01/1753", "1753-01-01", "1753-01-01 00:00:00", "1753-01-01T00:00:00.000", "1.1.1753"]
)
def test_a_known_day_is_told_and_is_no_year_of_anybody(value):
    found = told([*SPREAD, *[value] * 500])
    assert [each.value for each in found.placeholders] == [value]
    assert found.years == (1931, 1998)  # the few at either end are left out
    assert found.common_day is None


@pytest.mark.parametrize("raw", [date(1900, 1, 1), datetime(1899, 12, 30), datetime(1, 1, 1)])  # noqa: DTZ001 - as drivers give them
def test_what_a_driver_gives_as_a_date_is_known_too(raw):
    assert told([*SPREAD, *[raw] * 20]).placeholders[0].value == raw.strftime("%Y-%m-%d").zfill(10)


def test_fewer_than_ten_people_are_not_told():
    found = told([*SPREAD, *["01/01/1753"] * 9])
    assert found.placeholders == ()
    found = told([*SPREAD, *["01/01/1753"] * 50], [*range(len(SPREAD)), *[1] * 50])
    assert found.placeholders == ()


def test_of_another_day_that_many_share_only_the_year_is_told():
    found = told([*SPREAD, *["1901-07-09"] * 300])
    assert found.placeholders == ()
    assert found.common_day is not None
    assert found.common_day.value == "1901"
    assert found.common_day.share == pytest.approx(300 / (300 + len(SPREAD)), abs=0.001)
    assert "1901-07-09" not in str(found)
    assert "-07-" not in str(found)


def test_a_day_of_a_few_rows_is_not_told_at_all():
    assert told([*SPREAD, *["1901-07-09"] * 60]).common_day is None


def test_a_time_of_day_is_no_sentinel():
    assert not is_sentinel("1900-01-01 09:30:00")
    assert is_sentinel("1900-01-01 00:00")


@given(st.dates(min_value=date(1000, 1, 1)))
def test_days_are_read_however_they_are_written(day):
    for text in (day.isoformat(), day.strftime("%d/%m/%Y"), f"{day.day}.{day.month}.{day.year} 00:00:00"):
        assert day_of(text) == day.isoformat()
        assert is_sentinel(text) == (day.isoformat() in SENTINEL_DAYS)
    assert datetime.now(tz=UTC).date().isoformat() not in SENTINEL_DAYS
