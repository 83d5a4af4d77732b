"""Concepts: what lay words mean, the packaged file, and a council's own over it."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapter_core.errors import ConfigurationError
from community_directory.searching.concepts import MOST_MEANT, load_concepts, packaged_concepts
from community_directory.searching.stems import near_misses, stem, unspelled

WORD = st.text("abcdefgh", min_size=1, max_size=9)


def _meant(text: str) -> set[str]:
    return {each.concept for each in packaged_concepts().groups(text.split())}


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("lonely", "loneliness"),
        ("i feel so lonley", "loneliness"),
        ("my wife died last year", "bereavement"),
        ("struggling to cook", "cooking"),
        ("can't get up the stairs", "stairs"),
        ("money worries", "money"),
        ("he keeps falling over", "falls"),
        ("mum forgets things", "memory"),
        ("a break from caring", "breaks"),
        ("dad drinks too much", "drink"),
        ("ex army", "veterans"),
        ("bailiffs at the door", "debt"),
    ],
)
def test_lay_words_mean_something(text, concept):
    assert concept in _meant(text)


@pytest.mark.parametrize("text", ["", "the grange", "rideability", "Salvation Army", "42", "help please"])
def test_names_mean_themselves(text):
    assert _meant(text) == set()


def test_a_concept_says_which_words_mean_it():
    (meant,) = packaged_concepts().groups(["ever", "since", "my", "Wife", "sadly", "died"])

    assert meant.label == "bereavement support"
    assert (meant.start, meant.end, meant.places) == (1, 6, (1, 3, 5))
    assert meant.finds[0] == "bereavement"


def test_every_packaged_concept_has_its_label_its_reason_and_what_it_finds():
    text = files("community_directory.searching").joinpath("concepts.toml").read_text(encoding="utf-8")
    concepts = tomllib.loads(text)["concept"]

    assert 80 <= len(concepts) <= 120
    assert [
        key
        for key, each in concepts.items()
        if not (each["label"] and each["why"] and len(each["finds"]) > 2)
    ] == []


def test_every_packaged_phrase_means_its_own_concept():
    text = files("community_directory.searching").joinpath("concepts.toml").read_text(encoding="utf-8")
    raw = tomllib.loads(text)
    concepts = packaged_concepts()
    missed = []
    for key, each in raw["concept"].items():
        for phrase in each["says"]:
            spelled = re.sub(r"\{(\w+)\}", lambda name: raw["words"][name[1]], phrase)
            first = [part.split("|")[0] for part in spelled.split()]
            found = concepts.groups(first)
            if key not in {meant.concept for meant in found} and len(found) < MOST_MEANT:
                missed.append((key, phrase))

    assert missed == []


def _overlay(folder, text):
    path = folder / "ours.toml"
    path.write_text(f"schema = 1\n{text}", encoding="utf-8")
    return path


def test_a_council_adds_words_changes_them_and_switches_off(tmp_path):
    concepts = load_concepts(
        _overlay(
            tmp_path,
            '[words]\nden = "den|hut"\n'
            '[concept.loneliness]\nmore_says = ["nae pals"]\nmore_finds = ["Wee Blether"]\n'
            "[concept.falls]\noff = true\n"
            '[concept.scouts]\nlabel = "scouts"\nsays = ["{den}"]\nfinds = ["Scout group"]\n'
            'unless = ["pizza hut"]\n',
        )
    )
    (lonely,) = concepts.groups(["nae", "pals"])

    assert lonely.finds[:2] == ("wee blether", "befriending")
    assert concepts.groups(["lonely"])
    assert not concepts.groups(["falls"])
    assert concepts.groups(["Hut"])[0].finds == ("scout group",)
    assert not concepts.groups(["pizza", "hut"])


@pytest.mark.parametrize(
    ("text", "code", "says"),
    [
        ("[concept.x]\nsay = ['y']", "FP-0882", "did you mean 'says'?"),
        ("[concept.x]\nsays = 'y'", "FP-0882", "list"),
        ("[concept.x]\nsays = ['y']", "FP-0882", "no finds"),
        ("[concept.X]\nsays = ['y']\nfinds = ['z']", "FP-0882", "a to z"),
        ("[concept.lonelyness]\nmore_says = ['y']", "FP-0882", "did you mean 'loneliness'?"),
        ("[concept.x]\nsays = ['the']\nfinds = ['z']", "FP-0883", "says nothing"),
        ("[concept.x]\nsays = ['{relatoin} y']\nfinds = ['z']", "FP-0883", "did you mean 'relation'?"),
        ("[concept.x]\nsays = ['a||b c']\nfinds = ['z']", "FP-0883", "a bar"),
        ("[concept.x]\nsays = ['y']\nfinds = ['!']", "FP-0883", "finds nothing"),
        ("[concept.x", "FP-0881", "TOML"),
        ("schema = 2", "FP-0881", "TOML"),
    ],
)
def test_a_wrong_file_names_file_line_and_the_nearest_key(tmp_path, text, code, says):
    with pytest.raises(ConfigurationError) as wrong:
        load_concepts(_overlay(tmp_path, text))

    assert wrong.value.code == code
    assert says in wrong.value.message
    assert wrong.value.where.startswith("ours.toml")
    if code != "FP-0881":
        assert ":" in wrong.value.where


def test_a_file_that_is_not_there_or_not_text_says_so(tmp_path):
    (tmp_path / "ours.toml").write_bytes(b"\xff\xfe")
    for name in ("none.toml", "ours.toml"):
        with pytest.raises(ConfigurationError) as wrong:
            load_concepts(tmp_path / name)
        assert wrong.value.code == "FP-0881"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("struggling", "struggles"),
        ("cooking", "cooks"),
        ("memory", "memories"),
        ("cared", "caring"),
        ("shopping", "shops"),
        ("widowed", "widow"),
        ("houses", "house"),
        ("buses", "bus"),
        ("lonely", "lonely"),
    ],
)
def test_endings_do_not_matter(one, other):
    assert stem(one) == stem(other)


@pytest.mark.parametrize("other", ["lonley", "lonly", "lonnely", "lomely", "lonely"])
def test_a_letter_more_or_less_is_a_near_miss(other):
    assert near_misses("lonely", other)
    assert not near_misses("lonely", "lovelyx")
    assert not near_misses("lonely", "linely2")


@given(WORD, WORD)
def test_near_misses_are_mutual_and_share_what_is_left(one, other):
    assert near_misses(one, other) == near_misses(other, one)
    if near_misses(one, other):
        assert not unspelled(one).isdisjoint(unspelled(other))


@given(
    st.lists(
        st.one_of(
            st.text(max_size=12),
            st.sampled_from(["my", "wife", "died", "cannot", "cook", "no", "money", "fall"]),
        ),
        max_size=40,
    )
)
def test_no_words_break_the_concepts(words):
    found = packaged_concepts().groups(words)

    assert len(found) <= MOST_MEANT
    assert len({each.concept for each in found}) == len(found)
    assert all(
        each.start == each.places[0] and each.end == each.places[-1] + 1 <= len(words) for each in found
    )
