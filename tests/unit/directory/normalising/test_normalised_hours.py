"""Opening hours: understood where they can mean one thing only, else their words and nothing more."""

from __future__ import annotations

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community_directory.normalising import hours_in
from community_directory.normalising.hour_tokens import DAYS

NAMES = ("Monday", "Tues", "Weds", "Thurs", "Fri", "Saturday", "Sun")


def read(text: str) -> list[tuple[str, str, str, str]]:
    return [
        (
            each.freq,
            ",".join(each.byday),
            f"{each.opens_at:%H:%M}" if each.opens_at else "",
            f"{each.closes_at:%H:%M}" if each.closes_at else "",
        )
        for each in hours_in(text).schedules
        if each.freq
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Wednesday 10am - 4pm", [("WEEKLY", "WE", "10:00", "16:00")]),
        ("Mon-Fri 9-5", [("WEEKLY", "MO,TU,WE,TH,FR", "09:00", "17:00")]),
        ("1st Friday of the month", [("MONTHLY", "1FR", "", "")]),
        ("Thursday 1.30 - 3.30pm", [("WEEKLY", "TH", "13:30", "15:30")]),
        ("10 - 4pm Mon, Tue", [("WEEKLY", "MO,TU", "10:00", "16:00")]),
        ("Weds 12-2pm", [("WEEKLY", "WE", "12:00", "14:00")]),
        ("Wednesday 9:30am \u2013 12\u00a0noon", [("WEEKLY", "WE", "09:30", "12:00")]),
        ("Last Monday of every month 10.30am-12noon", [("MONTHLY", "-1MO", "10:30", "12:00")]),
        ("2nd and 4th Tuesday of the month, 2pm to 4pm", [("MONTHLY", "2TU,4TU", "14:00", "16:00")]),
        ("Fri - Mon 09:00-17:00", [("WEEKLY", "MO,FR,SA,SU", "09:00", "17:00")]),
        ("Mon 0900-1230hrs", []),
        ("Mon 6pm - midnight", [("WEEKLY", "MO", "18:00", "23:59")]),
        ("Tuesday from 11am", [("WEEKLY", "TU", "11:00", "")]),
        (
            "Mon-Fri 9am-5pm; Sat 10am-1pm",
            [("WEEKLY", "MO,TU,WE,TH,FR", "09:00", "17:00"), ("WEEKLY", "SA", "10:00", "13:00")],
        ),
        (
            "Tuesdays 9.30-11.30am and 12.30-2.30pm",
            [("WEEKLY", "TU", "09:30", "11:30"), ("WEEKLY", "TU", "12:30", "14:30")],
        ),
        ("Daily 24 hours", [("WEEKLY", "MO,TU,WE,TH,FR,SA,SU", "00:00", "23:59")]),
        ("Monday - Friday 8am - 4pm. Please ring.", [("WEEKLY", "MO,TU,WE,TH,FR", "08:00", "16:00")]),
    ],
)
def test_what_can_mean_one_thing_is_understood(text, expected):
    assert read(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Most days",
        "every 2nd Sunday",
        "alternate Saturdays",
        "term time only",
        "Wednesday 2=3pm",
        "Monday 2-4",
        "Monday 10-12",
        "Monday 9am - 11",
        "Wednesdays 1:30pm - 3:30pm, and by appointment",
        "Daily (except Tues & Sat) 10:30am - 12pm",
        "Mon 9am-5pm, Mon 10am-12pm",
        "first Tuesday of the month and every Friday 2pm-4pm",
        "Friday of every month",
        "Mon 25:00-26:00",
        "9am-5pm",
        "24/7",
        "By appointment",
        "Monday 10am - 4pm except 3rd Monday of the month",
    ],
)
def test_what_can_mean_more_is_left_in_words(text):
    hours = hours_in(text)
    assert not hours.certain
    assert not hours.backwards
    assert [each.text for each in hours.schedules] == [text]


def test_hours_that_end_before_they_start_are_told_and_their_words_kept():
    hours = hours_in("Wednesday 4pm - 10am")
    assert hours.backwards
    assert not hours.certain
    assert [(each.text, each.opens_at) for each in hours.schedules] == [("Wednesday 4pm - 10am", None)]


@pytest.mark.parametrize("text", ["", "NA", "Not relevant", "Not known"])
def test_nothing_gives_nothing(text):
    assert hours_in(text).schedules == ()


def test_the_words_are_kept_where_they_were_understood_too():
    assert {each.text for each in hours_in("Mon 9am-1pm, Fri 10am-1pm").schedules} == {
        "Mon 9am-1pm, Fri 10am-1pm"
    }


def _clock(moment: time, style: int) -> str:
    if style == 0:
        return f"{moment:%H:%M}"
    hour = moment.hour % 12 or 12
    half = "am" if moment.hour < 12 else "pm"
    minutes = f"{':' if style == 1 else '.'}{moment.minute:02d}" if moment.minute else ""
    return f"{hour}{minutes}{' ' if style == 2 else ''}{half}"


TIMES = st.builds(time, st.integers(0, 23), st.sampled_from([0, 15, 30, 45]))


@given(
    st.sets(st.integers(0, 6), min_size=1),
    st.tuples(TIMES, TIMES),
    st.integers(0, 2),
    st.sampled_from([" - ", "-", " to ", "\u2013", " until "]),
    st.sampled_from([", ", " & ", " and ", "/"]),
)
def test_whatever_is_written_comes_back(days, span, style, to, joined):
    start, end = span
    text = f"{joined.join(NAMES[day] for day in sorted(days))} {_clock(start, style)}{to}{_clock(end, style)}"
    hours = hours_in(text)
    if start == end or (start > end and end != time(0, 0)):
        assert hours.backwards
    elif end == time(0, 0):
        assert not any(each.closes_at == end for each in hours.schedules)
    else:
        (schedule,) = hours.schedules
        assert (schedule.opens_at, schedule.closes_at) == (start, end)
        assert schedule.byday == tuple(DAYS[day] for day in sorted(days))


WORDS = st.sampled_from(
    [
        *NAMES,
        "9",
        "5pm",
        "10am",
        "-",
        "to",
        "and",
        "1st",
        "last",
        "of the month",
        "every",
        "24 hours",
        "noon",
        "x",
        ",",
        ";",
        "\n",
        "99",
        "13:00",
        "closed",
    ]
)


@given(st.lists(WORDS, max_size=12).map(" ".join) | st.text(max_size=80))
def test_no_text_at_all_makes_hours_that_cannot_be(text):
    hours = hours_in(text)
    for each in hours.schedules:
        assert each.text == text.strip()
        assert not (each.opens_at and each.closes_at) or each.opens_at < each.closes_at
        assert not each.freq or each.byday
        assert all(day[-2:] in DAYS for day in each.byday)
