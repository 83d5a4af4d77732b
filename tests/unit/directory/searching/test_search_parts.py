"""Words, spellings and postings by themselves."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from community_directory.searching import postings, spelling, words
from community_directory.searching.variants import packaged_variants

LETTERS = st.text("abcdeé", min_size=1, max_size=12)
ENTRIES = st.dictionaries(st.integers(1, 200_000), st.integers(1, 127), min_size=1, max_size=3_000)


# --- words ---


@given(st.text(max_size=300))
def test_words_of_anything_are_folded_and_bounded(text):
    for word in words.words(text):
        assert word
        assert len(word) <= words.MOST_WORD_CHARACTERS


@given(st.text(max_size=3_000))
def test_a_query_never_has_more_words_than_are_looked_for(text):
    found = words.query_words(text * 20)
    assert len(found) <= words.MOST_QUERY_WORDS
    assert len(set(found)) == len(found)


@given(st.text(max_size=200))
def test_what_is_typed_is_among_what_is_indexed(text):
    assert set(words.words(text)) <= set(words.indexed_words(text))


def test_apostrophes_accents_and_case_do_not_matter():
    assert words.query_words("O\u2019Brien Café") == ("obrien", "cafe")
    assert set(words.indexed_words("Women's O'Brien")) == {"womens", "women", "obrien", "brien"}


def test_a_query_of_small_words_alone_keeps_them():
    assert words.query_words("the who") == ("the", "who")
    assert words.query_words("who can help with the garden") == ("garden",)


@pytest.mark.parametrize(
    ("phrase", "looked_for"),
    [
        ("home help", ("home", "help")),
        ("IT support", ("it", "support")),
        ("meals on wheels", ("meals", "wheels")),
        ("alcohol service", ("alcohol",)),
        ("the blether", ("blether",)),
        ("help", ("help",)),
        ("the service", ("the", "service")),
    ],
)
def test_a_phrase_is_not_left_with_half_of_what_it_says(phrase, looked_for):
    assert words.phrase_words(phrase) == looked_for


def test_a_whole_name_is_known_with_and_without_its_article():
    assert words.whole("The M.S. Society") == words.whole("m s society")


@pytest.mark.parametrize(
    ("word", "form"),
    [("carers", "carer"), ("carer", "carers"), ("cooking", "cook"), ("swimming", "swim"), ("bodies", "body")],
)
def test_other_forms_of_a_word(word, form):
    assert form in words.inflections(word)


# --- spelling ---


@given(LETTERS, LETTERS, st.integers(0, 2))
def test_the_distance_is_the_optimal_string_alignment(one, other, most):
    assert spelling.distance(one, other, most) == min(OSA.distance(one, other), most + 1)


@given(st.text("abcdefghij", min_size=3, max_size=14), st.text("abcdefghij", min_size=3, max_size=14))
def test_whatever_is_near_enough_meets(typed, meant):
    most = spelling.mistakes_allowed(typed, meant)
    if most and OSA.distance(typed, meant) <= most:
        assert spelling.keys_of_typed(typed) & spelling.keys_of_term(meant)


@given(st.text("abcdefgh", min_size=4, max_size=14), st.data())
def test_a_slip_of_the_finger_meets_what_was_meant(meant, data):
    at = data.draw(st.integers(0, len(meant) - 1))
    kind = data.draw(st.sampled_from(["drop", "add", "change", "swap"]))
    typed = {
        "drop": meant[:at] + meant[at + 1 :],
        "add": meant[:at] + "z" + meant[at:],
        "change": meant[:at] + "z" + meant[at + 1 :],
        "swap": meant[:at] + meant[at : at + 2][::-1] + meant[at + 2 :],
    }[kind]
    assert spelling.keys_of_typed(typed) & spelling.keys_of_term(meant)


@pytest.mark.parametrize(
    ("typed", "allowed"), [("abc", 0), ("abcd", 1), ("abcdef", 1), ("abcdefg", 2), ("me42", 0)]
)
def test_how_many_mistakes_a_word_may_hold(typed, allowed):
    assert spelling.mistakes_allowed(typed) == allowed


# --- postings ---


def pieces(entries):
    ordered = sorted(entries.items())
    return {
        chunk[0][0]: postings.packed(chunk)
        for chunk in (ordered[n : n + 1024] for n in range(0, len(ordered), 1024))
    }


def read(blocks):
    found: dict[int, int] = {}
    for first, block in sorted(blocks.items()):
        found.update(postings.unpacked(first, block).entries())
    return found


@given(ENTRIES)
def test_a_block_comes_back_as_it_went_in(entries):
    assert read(pieces(entries)) == entries


@given(ENTRIES, st.sets(st.integers(1, 200_000), max_size=50), st.data())
def test_merging_takes_out_and_puts_in(entries, strangers, data):
    gone = set(data.draw(st.lists(st.sampled_from(sorted(entries)), max_size=50))) | strangers
    new = data.draw(st.dictionaries(st.integers(1, 250_000), st.integers(1, 127), max_size=1_500))
    blocks = pieces(entries)
    drop, write, more = postings.merged(sorted(blocks.items()), gone, new)
    expected = {number: fields for number, fields in entries.items() if number not in gone} | new
    after = {first: block for first, block in blocks.items() if first not in drop} | write
    assert read(after) == expected
    assert more == len(expected) - len(entries)
    assert all(
        len(postings.unpacked(first, block).offsets) <= postings.MOST_IN_BLOCK
        for first, block in after.items()
    )


@given(ENTRIES, st.integers(0, 250_000))
def test_a_service_is_looked_up_in_its_block(entries, number):
    held = postings.Postings()
    for first, block in sorted(pieces(entries).items()):
        held.add(first, block)
    assert held.fields_of(number) == entries.get(number, 0)
    assert all(held.fields_of(each) == fields for each, fields in list(entries.items())[:50])
    assert held.size == len(entries)


@given(st.binary(max_size=40))
def test_a_damaged_block_is_told_or_read_whole(data):
    try:
        block = postings.unpacked(5, data)
    except ValueError:
        return
    assert len(block.offsets) == len(block.fields)


def test_names_that_are_spelt_in_several_ways():
    variants = packaged_variants()
    assert "stephen" in variants["steven"]
    assert "kathy" in variants["cathy"]
    assert all(name not in others for name, others in variants.items())
