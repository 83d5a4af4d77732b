"""What is understood of a query's own words, and what is left to look for."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from community_directory.places.gazetteer import KnownPlaces
from community_directory.places.points import MILE, Place, PlaceKind, Point
from community_directory.searching.filters import NO_FILTERS, Ages, Filters, Hours, Span
from community_directory.searching.understanding import MOST_CHARACTERS, understand
from community_directory.searching.understood import Sort, Understood

ON, NOW = date(2026, 11, 23), datetime(2026, 11, 23, 14, 5)  # noqa: DTZ001 - the council's own time; a Monday


def _place(name: str, *districts: str) -> Place:
    return Place(PlaceKind.NAME, name, districts)


KNOWN = KnownPlaces(
    home="FY1",
    places={
        "blackpool": _place("Blackpool", "FY1", "FY2"),
        "reading": _place("Reading", "RG1"),
        "the grange": _place("The Grange", "FY3"),
        "hoo peninsula": _place("Hoo Peninsula", "ME3"),
        "hoo": _place("Hoo", "ME3"),
    },
    both=("reading", "the grange"),
    terms={"befriending": "Befriending", "day care": "Day care"},
    districts={"FY1": Point(53.8, -3.04), "ME4": None},
    postcodes={"FY1 1AD": Point(53.81, -3.05)},
)
EMPTY = KnownPlaces()


def _of(text: str, known: KnownPlaces = KNOWN, **given: Any) -> Understood:
    return understand(text, known, ON, NOW, **given)


@pytest.mark.requirement("G-10")
@pytest.mark.parametrize(
    ("text", "words", "name", "kind"),
    [
        ("calligrapy near FY1", ("calligrapy",), "FY1", PlaceKind.DISTRICT),
        ("ME4 lunch club", ("lunch", "club"), "ME4", PlaceKind.DISTRICT),
        ("lunch club in sw9", ("lunch", "club"), "SW9", PlaceKind.DISTRICT),
        ("walks near fy11ad", ("walks",), "FY1 1AD", PlaceKind.POSTCODE),
        ("walks FY1  1AD", ("walks",), "FY1 1AD", PlaceKind.POSTCODE),
        ("walks in Blackpool", ("walks",), "Blackpool", PlaceKind.NAME),
        ("hoo peninsula walks", ("walks",), "Hoo Peninsula", PlaceKind.NAME),
        ("walks near me", ("walks",), "FY1", PlaceKind.HOME),
        ("anything nearby", ("anything",), "FY1", PlaceKind.HOME),
    ],
)
def test_places(text, words, name, kind):
    understood = _of(text)

    assert understood.words == words
    assert understood.filters.near
    assert (understood.filters.near.name, understood.filters.near.kind) == (name, kind)


def test_a_place_that_is_part_of_a_name_stays_a_word():
    grange, reading = _of("the grange"), _of("adult learning in Reading")

    assert grange.words == ("the", "grange")
    assert grange.filters.near
    assert grange.filters.near.name == "The Grange"
    assert reading.words == ("adult", "learning", "Reading")
    assert reading.pieces[0].stays
    assert reading.aside == {"Reading": Sort.PLACE}
    assert not grange.aside
    assert not _of("friends of Reading").aside


@pytest.mark.parametrize(
    ("text", "words", "aside"),
    [
        ("lunch club for older people", ("lunch", "club", "for", "older", "people"), {"older", "people"}),
        ("polish speaking advice", ("polish", "advice"), {"polish"}),
        ("wheelchair accessible yoga", ("wheelchair", "yoga"), {"wheelchair"}),
        ("wheelchair repairs in a cafe with wheelchair access", None, set()),
        ("befriending on tuesday", ("befriending",), set()),
        ("yoga open now", ("yoga",), set()),
    ],
)
def test_what_a_filter_says_already_need_not_stand_in_a_text(text, words, aside):
    understood = _of(text)

    assert words is None or understood.words == words
    assert set(understood.aside) == aside


@pytest.mark.parametrize(
    "text", ["reading group", "vitamin b12", "a4 paper", "help at 4th street", "ZZ99 3VZ"]
)
def test_everyday_words_are_no_places(text):
    assert _of(text).filters.near is None


def test_a_postcode_that_the_list_lacks_is_its_district_and_says_so_without_repeating_it():
    known, unknown = _of("walks FY1 9ZZ"), _of("walks FY1 9ZZ", EMPTY)

    assert known.filters.near
    assert known.filters.near == KNOWN.district("FY1")
    assert unknown.filters.near == Place(PlaceKind.DISTRICT, "FY1", ("FY1",))
    assert known.notes == ("The postcode is not in the postcode list. Searched near FY1.",)
    assert unknown.notes == (
        "The postcode is taken by its district: no postcode list is loaded. Searched near FY1.",
    )


@pytest.mark.parametrize(
    ("text", "within"),
    [
        ("walks within 2 miles of FY1", 2 * MILE),
        ("within half a mile of fy1 1ad", MILE / 2),
        ("walks less than 500 metres from FY1", 500),
        ("walks up to 3km from FY1", 3000),
        ("walks within walking distance of FY1", MILE),
        ("walks 2 miles FY1", None),
        ("2 m FY1", None),
    ],
)
def test_distances(text, within):
    assert _of(text).filters.within == within


def test_a_distance_without_a_place_is_from_home_or_left_out_aloud():
    home, nowhere = _of("walks within 2 miles"), _of("walks within 2 miles", EMPTY)

    assert home.filters.near
    assert home.filters.near.name == "FY1"
    assert "home" in home.notes[0]
    assert nowhere.filters == NO_FILTERS
    assert "left out" in nowhere.notes[0]


def test_near_me_without_a_home_says_what_to_set():
    understood = _of("walks near me", EMPTY)

    assert understood.filters.near is None
    assert "[directory]" in understood.notes[0]


@pytest.mark.parametrize(
    ("text", "days", "hours"),
    [
        ("art tuesday", {"TU"}, None),
        ("art tue morning", {"TU"}, Hours(time(6), time(12))),
        ("art on Mondays and weds", {"MO", "WE"}, None),
        ("art weekends", {"SA", "SU"}, None),
        ("art mon-fri", set(), None),
        ("art monday to friday", {"MO", "TU", "WE", "TH", "FR"}, None),
        ("art fri to mon", {"FR", "SA", "SU", "MO"}, None),
        ("art today", {"MO"}, None),
        ("art tomorrow evening", {"TU"}, Hours(time(17), time(23))),
        ("art after 6", set(), Hours(time(18), time.max)),
        ("art after 10am", set(), Hours(time(10), time.max)),
        ("art before 9.30am", set(), Hours(time.min, time(9, 30))),
        ("art from 2pm to 4pm", set(), Hours(time(14), time(16))),
        ("art 9am-5pm", set(), Hours(time(9), time(17))),
        ("art weekends after 6", {"SA", "SU"}, Hours(time(18), time.max)),
        ("art after 25", set(), None),
        ("room 9 to 12", set(), None),
        ("art after midnight", set(), None),
    ],
)
def test_days_and_times(text, days, hours):
    if text == "art mon-fri":
        days = {"MO", "FR"}
    filters = _of(text).filters

    assert (set(filters.days), filters.hours) == (days, hours)


def test_open_now_is_the_moment():
    understood = _of("pharmacy open now")

    assert understood.filters == Filters(open_at=NOW)
    assert understood.words == ("pharmacy",)


@pytest.mark.parametrize(
    ("text", "ages"),
    [
        ("club for over 65s", Ages(65, None)),
        ("club 65+", Ages(65, None)),
        ("club 50 and over", Ages(50, None)),
        ("club for a 9 year old", Ages(9, 9)),
        ("club for a 9-year-old", Ages(9, 9)),
        ("club 18-25", Ages(18, 25)),
        ("club aged 5 to 11", Ages(5, 11)),
        ("club under 5s", Ages(0, 4)),
        ("mum aged 83", Ages(83, 83)),
        ("he is in his 80s", Ages(80, 89)),
        ("club for teenagers", Ages(13, 19)),
        ("club 9-12", None),
        ("club over 500", None),
        ("club 25-18", None),
        ("ring 01253 477477", None),
        ("club over 65 years old", Ages(65, None)),
    ],
)
def test_ages(text, ages):
    assert _of(text).filters.ages == ages


@pytest.mark.parametrize(
    ("text", "free"),
    [
        ("free yoga", True),
        ("yoga for free", True),
        ("yoga no charge", True),
        ("gluten free cooking", False),
        ("smoke-free homes", False),
        ("free school meals", False),
        ("freedom", False),
        ("drug free", False),
    ],
)
def test_costs(text, free):
    assert _of(text).filters.free is free


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("group in Polish", ("pl",)),
        ("urdu speaking worker", ("ur",)),
        ("speaks Welsh", ("cy",)),
        ("bsl", ("bfi",)),
        ("british sign language class", ("bfi",)),
        ("nail polish", ()),
        ("polish club", ()),
        ("what is in it", ()),
    ],
)
def test_languages(text, codes):
    understood = _of(text)

    assert understood.filters.languages == codes
    assert bool(codes) == any(piece.stays for piece in understood.pieces)


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("cafe with wheelchair access", ("wheelchair",)),
        ("wheelchair basketball", ()),
        ("borrow a wheelchair", ()),
        ("hall with a hearing loop", ("hearing_loop",)),
        ("step-free hall with accessible toilet", ("toilet", "step_free")),
        ("lift to hospital", ()),
        ("hall with a lift", ("lift",)),
        ("guide dogs training", ()),
    ],
)
def test_accessibility(text, keys):
    assert _of(text).filters.accessibility == keys


@pytest.mark.parametrize(
    "text", ["day centre with space", "day centre no waiting list", "day centre places available"]
)
def test_room(text):
    understood = _of(text)

    assert understood.filters == Filters(with_space=True)
    assert understood.words == ("day", "centre")


@pytest.mark.requirement("G-07")
@pytest.mark.parametrize(
    ("text", "span", "only"),
    [
        ("events this week", Span(ON, date(2026, 11, 29)), True),
        ("fairs in december", Span(date(2026, 12, 1), date(2026, 12, 31)), True),
        ("something next week", Span(date(2026, 11, 30), date(2026, 12, 6)), False),
        ("roadshow this weekend", Span(date(2026, 11, 28), date(2026, 11, 29)), True),
        ("fair in may", Span(date(2027, 5, 1), date(2027, 5, 31)), True),
        ("fair on 5th of December", Span(date(2026, 12, 5), date(2026, 12, 5)), True),
        ("fair on 5 nov", Span(date(2027, 11, 5), date(2027, 11, 5)), True),
        ("fair in november", Span(ON, date(2026, 11, 30)), True),
        ("next month", Span(date(2026, 12, 1), date(2026, 12, 31)), False),
        ("may help", None, False),
        ("fair on 31 february", Span(date(2027, 2, 1), date(2027, 2, 28)), True),
    ],
)
def test_dates(text, span, only):
    filters = _of(text).filters

    assert (filters.events, filters.only_events) == (span, only)


@pytest.mark.parametrize(
    ("text", "since"),
    [
        ("checked this year", date(2026, 1, 1)),
        ("checked recently", date(2026, 8, 23)),
        ("verified in the last 2 weeks", date(2026, 11, 9)),
        ("checked since march", date(2026, 3, 1)),
        ("updated since december", date(2025, 12, 1)),
        ("checked since 2024", date(2024, 1, 1)),
        ("checked last month", date(2026, 10, 1)),
        ("checked this month", date(2026, 11, 1)),
        ("checked since", None),
    ],
)
def test_freshness(text, since):
    assert _of(f"lunch club {text}").filters.assured_since == since


@pytest.mark.requirement("G-05")
@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("someone at MS society", ("MS", "society")),
        ("who do I ring at the MS society", ("MS", "society")),
        ("contact for SSAFA", ("SSAFA",)),
        ("phone number for the carers centre", ("carers", "centre")),
        ("who runs the walking group", ("walking", "group")),
    ],
)
def test_a_person_asked_for(text, words):
    understood = _of(text)

    assert understood.filters.for_contact
    assert understood.words == words


@pytest.mark.parametrize(
    "text", ["someone to talk to", "people from Ukraine", "call for help", "the contact centre"]
)
def test_a_need_for_people_is_no_contact(text):
    assert not _of(text).filters.for_contact


def test_a_category_comes_first_and_stays_a_word():
    understood = _of("day care for my mum")

    assert understood.filters == Filters(rather=("Day care",))
    assert understood.words[:2] == ("day", "care")


def test_lead_ins_go_and_the_rest_stays_as_it_was_typed():
    assert _of("I am looking for a Caf\xe9 for O'Brien").words == ("a", "Caf\xe9", "for", "O'Brien")
    assert _of("can't get up the stairs").words == ("can't", "get", "up", "the", "stairs")


def test_whatever_is_switched_off_stays_words():
    understood = _of("free art tuesday in Blackpool", off={Sort.DAY, Sort.COST, Sort.PLACE})

    assert understood == Understood(("free", "art", "tuesday", "in", "Blackpool"))


def test_pieces_name_the_words_that_they_come_from():
    text = "Art on Tuesdays,  near  FY1 \u2014 free!"
    pieces = _of(text).pieces

    assert [(each.sort, text[each.start : each.end]) for each in pieces] == [
        (Sort.DAY, "on Tuesdays"),
        (Sort.PLACE, "near  FY1"),
        (Sort.COST, "free"),
    ]


def test_a_query_beyond_the_limit_says_so_and_stays_quick():
    understood = _of("lonely " * 5000)

    assert understood.shortened
    assert len(understood.words) < MOST_CHARACTERS


def test_an_option_wins_over_the_same_thing_typed():
    typed = Filters(days=frozenset({"TU"}), free=True)

    assert Filters(days=frozenset({"FR"})).over(typed) == Filters(days=frozenset({"FR"}), free=True)


_PARTS = [
    "near",
    "in",
    "within",
    "2",
    "miles",
    "of",
    "FY1",
    "1AD",
    "fy9",
    "9zz",
    "over",
    "65",
    "+",
    "under",
    "5",
    "-",
    "18-25",
    "9",
    "year",
    "old",
    "tue",
    "to",
    "fri",
    "morning",
    "after",
    "6",
    "6pm",
    "99",
    "31",
    "february",
    "next",
    "this",
    "week",
    "month",
    "december",
    "may",
    "2027",
    "free",
    "gluten",
    "bsl",
    "in",
    "polish",
    "checked",
    "since",
    "last",
    "9999",
    "years",
    "open",
    "now",
    "at",
    "someone",
    "who",
    "runs",
    "the",
    "£",
    "wheelchair",
    "half",
    "a",
    "mile",
    "reading",
    "grange'",
    "İ",
    "²",
    "٣",
    "�",
    "\x00",
    "\u202e",
]
GRAMMAR = st.lists(st.sampled_from(_PARTS), max_size=14).map(" ".join)
LAST, FIRST = datetime(9999, 12, 31, 23, 59), datetime(1, 1, 1)  # noqa: DTZ001 - the council's own time


@given(st.one_of(st.text(max_size=200), GRAMMAR), st.dates(), st.datetimes(), st.sampled_from([KNOWN, EMPTY]))
@example("within 2 miles of near me over 0 31 december 9999", date.max, LAST, KNOWN)
@example("checked in the last 9999 years next week last year", date.min, FIRST, KNOWN)
def test_nothing_raises_and_every_piece_is_a_part_of_the_text(text, on, now, known):
    understood = understand(text, known, on, now)

    assert all(0 <= each.start < each.end <= len(text) for each in understood.pieces)
    assert all(word in text for word in understood.words)
    assert understood.filters.within is None or understood.filters.near is not None
    assert (
        understood.filters.events is None or understood.filters.events.first <= understood.filters.events.last
    )


@given(GRAMMAR)
def test_with_everything_off_nothing_is_taken(text):
    assert understand(text, KNOWN, ON, NOW, off=set(Sort)).filters == NO_FILTERS
