"""Postings that are written and compared many at a time say what they say one by one."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from community_directory.searching import postings

ENTRIES = st.dictionaries(st.integers(1, 90_000), st.integers(1, 255), min_size=1, max_size=300)
FEW = settings(max_examples=25)


def held(entries, size=64):
    """Entries as read postings, in blocks of a size, and the blocks."""
    ordered = sorted(entries.items())
    chunks = [ordered[at : at + size] for at in range(0, len(ordered), size)]
    blocks = {chunk[0][0]: postings.packed(chunk) for chunk in chunks}
    found = postings.Postings()
    for first, block in blocks.items():
        found.add(first, block)
    return found, blocks


def told(blocks):
    return {
        number: fields
        for first, block in sorted(blocks.items())
        for number, fields in postings.unpacked(first, block).entries()
    }


@FEW
@given(ENTRIES, st.sets(st.integers(1, 90_000), max_size=200), st.booleans())
def test_services_are_compared_as_they_are_looked_up_one_by_one(entries, others, few):
    one, _ = held(entries)
    numbers = others | set(list(entries)[: 3 if few else None])
    assert postings.common([one], numbers) == numbers & entries.keys()
    assert postings.fields_of_some([one], numbers) == {
        number: entries[number] for number in numbers if number in entries
    }


@FEW
@given(ENTRIES, ENTRIES)
def test_a_service_in_two_lists_has_the_fields_of_both(entries, more):
    lists = [held(entries)[0], held(more)[0]]
    numbers = entries.keys() | more.keys()
    assert postings.common(lists, set(numbers)) == numbers
    assert postings.fields_of_some(lists, numbers) == {
        number: entries.get(number, 0) | more.get(number, 0) for number in numbers
    }


@FEW
@given(ENTRIES, st.integers(1, 70_000), st.integers(1, 2_500))
def test_services_that_come_behind_the_others_are_put_there(entries, gap, many):
    last = max(entries)
    numbers = [last + gap + each * 3 for each in range(many)]
    fields = bytes(each % 255 + 1 for each in range(many))
    _, blocks = held(entries, postings.MOST_IN_BLOCK)
    ((first, block),) = blocks.items()
    written = postings.appended(first, block, numbers, fields)
    assert written is not None
    assert told(blocks | written) == entries | dict(zip(numbers, fields, strict=True))
    assert all(len(postings.unpacked(*one).offsets) <= postings.MOST_IN_BLOCK for one in written.items())
    full = len(entries) == postings.MOST_IN_BLOCK
    assert (first in written) is not full


def test_a_new_term_has_its_first_block():
    assert told(postings.appended(0, b"", [3, 9], b"\x01\x20")) == {3: 1, 9: 32}


@pytest.mark.parametrize("number", [1, 5, 7, 9])
def test_what_does_not_come_behind_is_left_to_be_merged(number):
    block = postings.packed([(5, 1), (9, 1)])
    assert postings.appended(5, block, [number, 20], b"\x01\x01") is None
