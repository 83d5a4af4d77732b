"""What each filter does with a service: yes, no, or not known; what is not known never leaves it out."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapter_core.domain.directory import (
    Capacity,
    CapacityState,
    CostOption,
    Eligibility,
    Event,
    Location,
    Schedule,
    Service,
)
from community_directory.places.points import Place, PlaceKind, Point
from community_directory.searching.filters import Ages, Filters, Hours, Span
from community_directory.searching.judging import Facts, Verdict, fits, judge
from community_directory.searching.schedules import occurs_on

ON = date(2026, 11, 23)  # a Monday
YES, UNKNOWN, NO = Verdict
MORNINGS = Schedule("1", freq="WEEKLY", byday=("TU",), opens_at=time(9), closes_at=time(12))
NIGHTS = Schedule("2", freq="WEEKLY", byday=("SU",), opens_at=time(20), closes_at=time(2))
FIRST_FRIDAY = Schedule("3", freq="MONTHLY", byday=("1FR",))
IN_WORDS = Schedule("4", text="term time only")
ENDED = replace(MORNINGS, valid_to=date(2025, 1, 1))
TUESDAY, FRIDAY = Filters(days=frozenset({"TU"})), Filters(days=frozenset({"FR"}))
NEAR = Place(PlaceKind.POSTCODE, "FY1 1AD", ("FY1",), Point(53.8, -3.0), exact=True)


def _service(**given: Any) -> Facts:
    return Facts(Service("1", "A service", **given))


def _capacity(state: CapacityState, on: date = ON) -> Facts:
    return _service(capacity=Capacity(state, on))


def _costs(*amounts: float | None, text: str = "") -> Facts:
    return _service(costs=tuple(CostOption("1", amount, text) for amount in amounts))


def _event(day: int) -> Facts:
    return Facts(Service("1", "A"), events=(Event("1", "Fair", datetime(2026, 12, day, 10, tzinfo=UTC)),))


def _open(*schedules: Schedule) -> Facts:
    return _service(schedules=schedules)


def _aged(least: int | None, most: int | None) -> Facts:
    return _service(eligibility=Eligibility(least, most))


def _moment(day: int, hour: int) -> Filters:
    return Filters(open_at=datetime(2026, 11, day, hour))  # noqa: DTZ001 - the council's own time


DECEMBER = Filters(events=Span(date(2026, 12, 1), date(2026, 12, 31)))
WHEELCHAIR = Filters(accessibility=("wheelchair",))


@pytest.mark.parametrize(
    ("filters", "facts", "verdict"),
    [
        (TUESDAY, _open(MORNINGS), YES),
        (FRIDAY, _open(MORNINGS), NO),
        (TUESDAY, _open(), UNKNOWN),
        (TUESDAY, _open(IN_WORDS), UNKNOWN),
        (FRIDAY, _open(MORNINGS, IN_WORDS), UNKNOWN),
        (FRIDAY, _open(FIRST_FRIDAY), YES),
        (TUESDAY, _open(ENDED), UNKNOWN),
        (Filters(hours=Hours(time(18))), _open(MORNINGS), NO),
        (Filters(hours=Hours(time(11))), _open(MORNINGS), YES),
        (Filters(hours=Hours(time(1), time(2))), _open(NIGHTS), YES),
        (Filters(hours=Hours(time(11))), _open(FIRST_FRIDAY), UNKNOWN),
        (_moment(24, 10), _open(MORNINGS), YES),
        (_moment(24, 12), _open(MORNINGS), NO),
        (_moment(23, 10), _open(MORNINGS), NO),
        (_moment(23, 1), _open(NIGHTS), YES),
        (_moment(22, 21), _open(NIGHTS), YES),
        (_moment(22, 1), _open(NIGHTS), NO),
        (_moment(22, 1), _open(), UNKNOWN),
        (Filters(ages=Ages(65)), _aged(18, None), YES),
        (Filters(ages=Ages(65)), _aged(None, 25), NO),
        (Filters(ages=Ages(9, 9)), _aged(18, None), NO),
        (Filters(ages=Ages(9, 9)), _aged(None, None), YES),
        (Filters(free=True), _costs(0.0), YES),
        (Filters(free=True), _costs(3.5), NO),
        (Filters(free=True), _costs(), UNKNOWN),
        (Filters(free=True), _costs(None, text="Free to all"), YES),
        (Filters(free=True), _costs(None, text="Ask"), UNKNOWN),
        (Filters(with_space=True), _capacity(CapacityState.CAPACITY), YES),
        (Filters(with_space=True), _capacity(CapacityState.FULL), NO),
        (Filters(with_space=True), _capacity(CapacityState.FULL, date(2026, 1, 1)), UNKNOWN),
        (Filters(with_space=True), _service(), UNKNOWN),
        (Filters(languages=("pl",)), _service(language_codes=("en", "pl")), YES),
        (Filters(languages=("pl",)), _service(), UNKNOWN),
        (Filters(languages=("pl",)), _service(language_codes=("en",)), UNKNOWN),
        (Filters(languages=("pl",)), _service(language_codes=("ur",)), NO),
        (WHEELCHAIR, _service(accessibility=("Wheelchair access",)), YES),
        (WHEELCHAIR, _service(), UNKNOWN),
        (WHEELCHAIR, _service(accessibility=("Not wheelchair accessible",)), NO),
        (DECEMBER, _event(5), YES),
        (DECEMBER, _open(MORNINGS), YES),
        (DECEMBER, _service(), UNKNOWN),
        (replace(DECEMBER, only_events=True), _open(MORNINGS), NO),
        (replace(DECEMBER, only_events=True), _event(31), YES),
        (Filters(assured_since=date(2026, 1, 1)), _service(assured_on=date(2026, 2, 1)), YES),
        (Filters(assured_since=date(2026, 1, 1)), _service(assured_on=date(2025, 2, 1)), NO),
        (Filters(assured_since=date(2026, 1, 1)), _service(), NO),
        (Filters(categories=("Lunch clubs",)), _service(), NO),
        (Filters(rather=("Lunch clubs",)), _service(), UNKNOWN),
        (Filters(for_contact=True), _service(), UNKNOWN),
        (
            Filters(near=NEAR, within=500),
            Facts(Service("1", "A"), (Location("1", latitude=53.801, longitude=-3.0),)),
            YES,
        ),
        (
            Filters(near=NEAR, within=500),
            Facts(Service("1", "A"), (Location("1", latitude=53.9, longitude=-3.0),)),
            NO,
        ),
        (Filters(near=NEAR, within=500), Facts(Service("1", "A"), (Location("1"),)), UNKNOWN),
    ],
)
def test_a_filter_says_yes_no_or_not_known(filters, facts, verdict):
    (judged,) = judge(filters, facts, ON)

    assert judged.verdict is verdict
    assert judged.says
    assert fits((judged,)) is (verdict is not NO)


@pytest.mark.parametrize(
    ("days", "ago", "verdict"), [(28, 28, NO), (28, 29, UNKNOWN), (120, 100, NO), (10, 11, UNKNOWN)]
)
def test_room_goes_stale_by_itself_and_not_as_an_entry_does(days, ago, verdict):
    facts = replace(_capacity(CapacityState.FULL, ON - timedelta(days=ago)), capacity_days=days)
    (judged,) = judge(Filters(with_space=True), facts, ON)
    assert judged.verdict is verdict


def test_near_alone_leaves_nothing_out():
    assert judge(Filters(near=NEAR), _service(), ON) == ()


@pytest.mark.parametrize(
    ("byday", "day", "on"),
    [
        ("1FR", date(2026, 12, 4), True),
        ("1FR", date(2026, 12, 11), False),
        ("-1FR", date(2026, 12, 25), True),
        ("-1FR", date(2026, 12, 18), False),
        ("2TU", date(2026, 12, 8), True),
        ("TU", date(2026, 12, 8), True),
    ],
)
def test_the_first_friday_is_the_first_friday(byday, day, on):
    assert occurs_on(Schedule("1", freq="MONTHLY", byday=(byday,)), day) is on


def test_a_day_of_the_month_counts_from_either_end():
    assert occurs_on(Schedule("1", freq="MONTHLY", bymonthday=(-1,)), date(2027, 2, 28))
    assert occurs_on(Schedule("1", freq="MONTHLY", bymonthday=(5,)), date(2027, 2, 6)) is False


@given(
    st.builds(
        Schedule,
        st.just("1"),
        freq=st.sampled_from(["WEEKLY", "MONTHLY", "", "x"]),
        byday=st.lists(st.sampled_from(["MO", "-1FR", "9XX", "", "5su"]), max_size=3).map(tuple),
        bymonthday=st.lists(st.integers(-40, 40), max_size=2).map(tuple),
        opens_at=st.none() | st.times(),
        closes_at=st.none() | st.times(),
        valid_from=st.none() | st.dates(),
        valid_to=st.none() | st.dates(),
    ),
    st.dates(),
    st.datetimes(),
    st.dates(),
    st.text(max_size=20),
)
def test_no_schedule_breaks_the_judging(schedule, on, moment, last, text):
    filters = Filters(
        days=frozenset({"MO"}),
        hours=Hours(time(9), time(10)),
        open_at=moment,
        events=Span(min(on, last), max(on, last)),
        accessibility=("wheelchair", text),
        free=True,
    )

    assert len(judge(filters, _service(schedules=(schedule,), accessibility=(text,)), on)) == 5
