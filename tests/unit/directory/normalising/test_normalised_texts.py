"""Markup, ages, costs and languages."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community_directory.normalising import (
    ages_in,
    costs_in,
    language_codes_in,
    one_line,
    plain_text,
    storable,
    years,
)
from community_directory.normalising.ages import in_order
from community_directory.normalising.languages import codes_asked_for

# --- markup ---


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("<h1>About Us</h1>\n\n<p>Tea&nbsp;&amp; talk.</p><p>Daily</p>", "About Us\n\nTea & talk.\n\nDaily"),
        ("<ul><li>pens</li><li>ink</li></ul>", "- pens\n- ink"),
        ("for over 18s < 65, R&D <3", "for over 18s < 65, R&D <3"),
        ("hi<script>alert(1)</script> there", "hi there"),
        ("hi<style>p{}</style><svg onload=alert(1)>x</svg> there", "hi there"),
        ("&lt;script&gt;alert(1)&lt;/script&gt;hi", "hi"),
        ("&amp;lt;img src=x onerror=alert(1)&amp;gt;hi", "hi"),
        ("hi<script>alert(1)", "hi"),
        ("half a \ud83d pair", "half a pair"),
        ("caf\u0065\u0301\u200b \u202eabc", "caf\u00e9 abc"),
        ("a\r\nb\u00a0\u00a0c", "a\nb c"),
    ],
)
def test_markup_becomes_text(text, plain):
    assert plain_text(text) == plain


def test_names_are_on_one_line():
    assert one_line("<b>Knit</b>\n &amp; Natter ") == "Knit & Natter"


MARKUP = st.lists(
    st.sampled_from(
        [
            "<script>",
            "</script>",
            "<p>",
            "</p>",
            "<b",
            ">",
            "&lt;",
            "&gt;",
            "&amp;",
            "alert(1)",
            "<svg/onload=x>",
            "<!--",
            "-->",
            "a",
            " ",
            "\n",
        ]
    ),
    max_size=14,
).map("".join)


@given(MARKUP | st.text(max_size=80))
def test_text_is_plain_and_stays_so(text):
    plain = plain_text(text)
    assert plain_text(plain) == plain
    assert not re.search(r"<\s*/?\s*(script|svg|style)[^<>]*>", plain, re.IGNORECASE)
    assert "\u00a0" not in plain


# --- ages ---


@pytest.mark.parametrize(
    ("value", "age"),
    [
        (-1, None),
        ("-01", None),
        (0, 0),
        ("18", 18),
        ("18+", None),
        (130, None),
        (18.0, 18),
        (True, None),
        (None, None),
        ("x", None),
    ],
)
def test_an_age_is_one_or_nothing(value, age):
    assert years(value) == age


@pytest.mark.parametrize(
    ("text", "ages"),
    [
        ("13 to 25", (13, 25)),
        ("aged 13-25 years", (13, 25)),
        ("over 50s", (50, None)),
        ("18+", (18, None)),
        ("16 and over", (16, None)),
        ("under 18s", (None, 17)),
        ("up to 25", (None, 25)),
        ("all ages", (None, None)),
        ("older people", (None, None)),
        ("25 to 13", (None, None)),
        ("", (None, None)),
    ],
)
def test_ages_in_words_are_read_where_they_are_clear(text, ages):
    assert ages_in(text) == ages


@given(st.none() | st.integers(0, 120), st.none() | st.integers(0, 120))
def test_ages_are_in_order_or_open(lowest, highest):
    low, high = in_order(lowest, highest)
    assert low is None or high is None or low <= high


# --- costs ---


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("Free", 0.0),
        ("free of charge.", 0.0),
        ("£2.50", 2.5),
        ("£10 per session", 10.0),
        ("£1,200 a year", 1200.0),
        ("50p", 0.5),
        ("5", 5.0),
        ("£2.50 membership for £10 basket", None),
        ("from £3", None),
        ("Donation", None),
        ("free for members, £5 for others", None),
    ],
)
def test_costs_are_sums_where_one_is_certain(text, amount):
    cost = costs_in(text)
    assert cost is not None
    assert (cost.amount, cost.text) == (amount, text)


@given(st.text(max_size=60))
def test_a_cost_keeps_its_words_and_is_never_below_nothing(text):
    cost = costs_in(text)
    assert (cost is None) == (not text.strip())
    assert cost is None or cost.amount is None or cost.amount >= 0


@given(st.text(st.characters(categories=None), max_size=40))
def test_what_is_kept_as_it_was_given_can_be_kept(text):
    assert "\x00" not in storable(text)
    assert len(storable(text).encode()) >= len(text)
    if "\x00" not in text and text.encode(errors="ignore").decode() == text:
        assert storable(text) == text


# --- languages ---


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("English; Welsh", ("en", "cy")),
        ("en-GB", ("en",)),
        ("Urdu, Punjabi and Arabic", ("ur", "pa", "ar")),
        ("BSL interpreter, no English", ("bfi", "en")),
        ("is it so", ()),
        ("", ()),
        ("Mandarin, Cantonese", ("cmn", "yue")),
        ("Chinese (Cantonese)", ("yue",)),
        ("Chinese", ("zh",)),
        ("Farsi / Dari", ("prs",)),
        ("Farsi", ("fa",)),
        ("Bengali and Sylheti", ("bn", "syl")),
        ("Kurdish - Sorani", ("ckb",)),
        ("Mirpuri", ("phr",)),
        ("British Sign Language (BSL)", ("bfi",)),
        ("we use sign language and speak Polish", ("bfi", "pl")),
        ("Irish Sign Language", ("isg",)),
        ("French sign language, Irish", ("ga",)),
        ("bfi", ("bfi",)),
        ("the syl file", ()),
    ],
)
def test_languages_become_codes(text, codes):
    assert language_codes_in(text) == codes


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("Polish", ("pl",)),
        ("Mandarin", ("cmn", "zh")),
        ("Chinese", ("zh", "cmn", "hak", "yue")),
        ("Sylheti", ("syl", "bn")),
        ("Bengali", ("bn", "syl")),
        ("nonsense", ()),
    ],
)
def test_a_language_that_is_asked_for_is_met_by_its_wider_and_its_narrower_names(name, codes):
    assert codes_asked_for(name) == codes


LANGUAGES = [
    "BSL",
    "Irish sign language",
    "Mandarin",
    "Chinese",
    "Dari",
    "Polish",
    ", ",
    " and ",
    "(",
    "en-GB",
]


@given(st.one_of(st.text(max_size=80), st.lists(st.sampled_from(LANGUAGES), max_size=6).map(" ".join)))
def test_codes_read_back_as_themselves(text):
    codes = language_codes_in(text)
    assert language_codes_in("; ".join(codes)) == codes
