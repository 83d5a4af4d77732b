"""How the command line says what it found: numbers as people dial them, names once, notes as sentences."""

from __future__ import annotations

import pytest

from adapter_core.domain.directory import Contact, Phone
from community_directory.cli.showing import contact_words, phone_words, title, understood_lines


@pytest.mark.parametrize(
    ("phone", "words"),
    [
        (Phone("+441632960101", "01632 960101"), "01632 960101"),
        (Phone("+441632960101", "+44 (0)1632 960101"), "01632960101"),
        (Phone("+441632960101", "01632 960 101 Ext 303", "303"), "01632960101 ext. 303"),
        (Phone("+441632960101", "01632 960101", "", "office"), "01632 960101 (office)"),
        (Phone("+353209174567", "020 917 4567"), "+353209174567"),
        (Phone("", "ask at the desk"), "ask at the desk"),
    ],
)
def test_a_number_is_said_as_it_is_dialled(phone, words):
    assert phone_words(phone) == words


def test_a_contact_that_could_not_be_read_is_shown_as_it_was_given():
    unread = Contact("1", original={"mixed": "jo..e@example.org", "email": "jo..e@example.org"})
    assert contact_words(unread) == "given as “jo..e@example.org”, never verified, internal"
    assert contact_words(Contact("1")) == "no name, never verified, internal"
    assert contact_words(Contact("1", emails=("a@example.org",))).startswith("a@example.org, ")


def test_a_service_with_its_organisations_name_is_named_once():
    assert title("Lunch club", "Lunch club") == "Lunch club"
    assert title("Lunch club", "Friends") == "Lunch club - Friends"
    assert title("", "Friends") == "Friends"


def test_what_is_a_sentence_stands_by_itself():
    said = ("near FY1", "The postcode is in no list. Searched near FY1.", "“wlk” read as “walk”")
    assert list(understood_lines(said)) == [
        "Understood: near FY1; “wlk” read as “walk”.",
        "The postcode is in no list. Searched near FY1.",
    ]
    assert list(understood_lines(())) == []
