"""The short way through a number is the library's own."""

from __future__ import annotations

import phonenumbers
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from community_directory.normalising.phones import phones_in

_PREFIXES = (
    "1",
    "20",
    "3",
    "7",
    "800",
    "845",
    "9",
    "1632960",
    "7700900",
    "1481",
    "7781",
    "55",
    "76",
    "0",
    "44",
)


@settings(max_examples=60)
@given(st.sampled_from(_PREFIXES), st.text("0123456789", min_size=4, max_size=9))
@example("1632960", "123")
@example("20", "79460123")
def test_a_number_is_read_as_the_library_reads_it(prefix, rest):
    text = f"0{prefix}{rest}"
    found = [phone.number for phone in phones_in(text)]
    try:
        number = phonenumbers.parse(text, "GB")
    except phonenumbers.NumberParseException:
        assert found == []
        return
    if phonenumbers.is_valid_number(number):
        assert found == [phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)]
    elif found:
        assert found[0].startswith(("+441632960", "+447700900", "+443069990", "+448081570", "+449098790"))


@pytest.mark.parametrize("text", ["01632 960123", "016 329 601 23", "01632960123"])
def test_spaces_make_no_other_number(text):
    (phone,) = phones_in(text)
    assert (phone.number, phone.original, phone.extension) == ("+441632960123", text, "")
