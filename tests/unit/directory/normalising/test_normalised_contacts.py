"""Numbers, addresses and links: one form, or none; never an error, never a guess."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapter_core.domain.directory import Address, Phone
from community_directory.normalising import (
    Personal,
    emails_in,
    is_email,
    is_nothing,
    personal_reasons,
    phone_of,
    phones_in,
    refused_url,
    something,
    taken_apart,
    url_of,
)
from community_directory.normalising.emails import is_for_nobody
from community_directory.normalising.personal import is_named_mailbox, looks_like_a_person
from community_directory.normalising.phones import is_mobile

ANYTHING = st.text(max_size=120) | st.text("0123456789 +()-/.@:oOabcn\n\u00a0", max_size=60)


# --- numbers ---


@pytest.mark.parametrize(
    ("text", "number", "extension", "description"),
    [
        ("0203 289 6420 Ext 303", "+442032896420", "303", ""),
        ("Bristol Youth MAPS: 0117 332 7111", "+441173327111", "", "Bristol Youth MAPS"),
        ("0161 273 3977 (during opening hours)", "+441612733977", "", "during opening hours"),
        ("+44 (0)161 273 3977", "+441612733977", "", ""),
        ("0161 \n274 2186", "+441612742186", "", ""),
        ("O1613681392", "+441613681392", "", ""),
        ("7464036317", "+447464036317", "", ""),
        ("01632 960001", "+441632960001", "", ""),
        ("07700 900123", "+447700900123", "", ""),
    ],
)
def test_a_number_is_read_with_what_stands_beside_it(text, number, extension, description):
    (phone,) = phones_in(text)
    assert (phone.number, phone.extension, phone.description) == (number, extension, description)


def test_several_numbers_in_one_text_are_told_apart_and_keep_their_originals():
    found = phones_in("0161 761 5908 or 07724113035, 0161 7615908")
    assert [phone.number for phone in found] == ["+441617615908", "+447724113035"]
    assert [phone.original for phone in found] == ["0161 761 5908", "07724113035"]


def test_what_is_meant_as_a_number_and_is_none_is_kept_as_it_was_given():
    assert phone_of("0161 000 0") == (Phone("", "0161 000 0"),)
    assert phone_of("ring the bell") == ()
    assert phones_in("5 days and 5 evenings per week, 2=3pm") == ()


@pytest.mark.parametrize(
    ("number", "mobile"),
    [
        ("+447724113035", True),
        ("+441617615908", False),
        ("+443300001111", False),
        ("+33612345678", True),
        ("", False),
    ],
)
def test_mobiles_are_told_from_other_numbers(number, mobile):
    assert is_mobile(number) is mobile


@given(ANYTHING)
def test_every_number_found_is_one_that_the_library_could_dial(text):
    for phone in phones_in(text):
        assert re.fullmatch(r"\+\d{6,15}", phone.number)
        assert phone.original
        parsed = phonenumbers.parse(phone.number)
        assert phonenumbers.is_valid_number(parsed) or phone.number[3:].startswith(
            ("1632960", "7700900", "306999", "808157", "909879")
        )


@given(st.integers(2, 9), st.integers(0, 9999))
def test_a_number_reads_the_same_however_it_is_spaced(area, last):
    spaced = {
        phones_in(f"0161 49{area} {last:04d}"),
        phones_in(f"0161-49{area}-{last:04d}"),
        phones_in(f"+44 161 49{area} {last:04d}"),
    }
    assert len({tuple(phone.number for phone in found) for found in spaced}) == 1


# --- addresses ---


@pytest.mark.parametrize(
    "text",
    [
        "Unknown-17774709035808669303521709054@noemail.invalid",
        "NA",
        "Not known",
        "",
        "x@localhost",
        "none@example.org",
        "tim.cheprasov...tim@burybaptist.org",
        "@",
        "a@b",
        "a@b..org",
        "noreply@council.example.org",
        "x" * 65 + "@example.org",
    ],
)
def test_what_nobody_reads_is_no_address(text):
    assert emails_in(text) == ()
    assert not is_email(text)


def test_sentinels_are_told_from_slips():
    assert is_for_nobody("Unknown-1777@noemail.invalid")
    assert not is_for_nobody("tim.cheprasov...tim@burybaptist.org")


def test_addresses_are_found_among_other_things_once_each():
    text = "mailto:Info@Example.ORG; (info@example.org), <office@example.org>. 0161 234 5000"
    assert emails_in(text) == ("Info@example.org", "office@example.org")


@given(ANYTHING)
def test_every_address_found_is_one_and_is_found_again(text):
    for email in emails_in(text):
        assert is_email(email)
        assert emails_in(email) == (email,)


# --- links ---


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("www.boaztrust.org.uk", "https://www.boaztrust.org.uk"),
        ("http://example.org/a b", "http://example.org/a"),
        ("http://one.example.org  http://two.example.org", "http://one.example.org"),
        ("example.org:8080/x", "https://example.org:8080/x"),
        ("//example.org/x", "https://example.org/x"),
        ("none", ""),
        ("javascript:alert(1)", ""),
        ("JaVaScRiPt:alert(1)//http://example.org", ""),
        ("\x01javascript:alert(1)", ""),
        ("data:text/html,<script>", ""),
        ("http://good.example.org@evil.example.org", ""),
        ("http://[::1", ""),
        ("http://localhost/", ""),
        ("ftp://example.org", ""),
        ('http://example.org/"onclick=', ""),
    ],
)
def test_links_are_http_or_nothing(text, url):
    assert url_of(text) == url
    assert refused_url(text) is (not url and text != "none")


@given(ANYTHING | st.text('htps:/w.javcript@#?%\\"<>\x00 \tex', max_size=60))
def test_no_link_ever_runs_anything(text):
    url = url_of(text)
    if url:
        assert urlsplit(url).scheme in {"http", "https"}
        assert "@" not in urlsplit(url).netloc
        assert not re.search(r"[\s<>\"\\]", url)
        assert url_of(url) == url


# --- mixed columns ---


def test_a_column_that_mixes_everything_is_taken_apart():
    mixed = taken_apart("0161 227 3477 / Desk@Example.org or www.example.org - ask for the warden")
    assert [phone.number for phone in mixed.phones] == ["+441612273477"]
    assert mixed.emails == ("Desk@example.org",)
    assert mixed.urls == ("https://www.example.org",)
    assert "ask for the warden" in mixed.words
    assert mixed.original.startswith("0161 227 3477 /")


def test_words_that_only_join_are_no_words():
    assert taken_apart("0161 737 8279 or email\u00a0desk@example.org").words == ""
    assert taken_apart("Not known").words == ""


def test_an_address_that_is_none_is_named_as_unread():
    assert taken_apart("tim.cheprasov...tim@burybaptist.org").unread == (
        "tim.cheprasov...tim@burybaptist.org",
    )


@given(ANYTHING)
def test_taking_apart_loses_nothing(text):
    mixed = taken_apart(text)
    assert mixed.original == text
    assert all(map(is_email, mixed.emails))


# --- nothing ---


@pytest.mark.parametrize(
    "text", ["", None, " ", "NA", "n/a", "N.A.", "Not known", "not relevant", "-", "TBC", "nil", "?"]
)
def test_words_for_nothing_are_nothing(text):
    assert is_nothing(text)
    assert something(text) == ""


@pytest.mark.parametrize(
    "text", ["No. 5", "Nan's kitchen", "Unknown Warriors club", "0", "none of your business"]
)
def test_other_words_are_something(text):
    assert something(text) == text


# --- personal ---


@pytest.mark.requirement("G-05")
@pytest.mark.parametrize(
    ("contact", "reasons"),
    [
        ({"phones": phones_in("07724 113035")}, (Personal.MOBILE,)),
        ({"emails": ["our2wayst@hotmail.com"]}, (Personal.PROVIDER,)),
        ({"emails": ["actfoodbank@aol.co.uk"]}, (Personal.PROVIDER,)),
        ({"emails": ["robin.marsh@council.example.org"]}, (Personal.NAMED_MAILBOX,)),
        ({"emails": ["info@council.example.org"], "phones": phones_in("0161 227 3477")}, ()),
        ({"name": "Robin Marsh", "addresses": [Address("14 Kenmor Avenue")]}, (Personal.HOME,)),
        ({"name": "Robin Marsh", "addresses": [Address("Environ House")]}, ()),
        ({"name": "Enquiry Desk", "addresses": [Address("14 Kenmor Avenue")]}, ()),
    ],
)
def test_contacts_that_look_personal_say_why(contact, reasons):
    assert personal_reasons(**contact) == reasons


def test_a_mailbox_called_after_the_place_is_a_desks():
    assert is_named_mailbox("bolton.citadel@army.example.org")
    assert not is_named_mailbox("bolton.citadel@army.example.org", "Citadel, Bolton")
    assert not is_named_mailbox("community.support@army.example.org")


@pytest.mark.parametrize("name", ["Robin Marsh", "Mrs Marsh", "Dr. R", "Áine O'Brien", "Jean-Luc McDonald"])
def test_people_are_told_from_desks(name):
    assert looks_like_a_person(name)
    assert not looks_like_a_person("Referral Team")
