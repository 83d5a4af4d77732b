"""A council's own search words over the packaged ones: what is taken away, and names."""

from __future__ import annotations

import pytest

from adapter_core.errors import ConfigurationError
from community_directory.searching.concepts import load_concepts, packaged_concepts


def overlay(folder, text):
    path = folder / "ours.toml"
    path.write_text(f"schema = 1\n{text}", encoding="utf-8")
    return path


def test_words_are_taken_from_a_concept_and_the_rest_of_it_stays(tmp_path):
    ours = load_concepts(
        overlay(
            tmp_path, '[concept.loneliness]\nnot_says = ["company"]\nnot_finds = ["Drop-in", "lunch club"]\n'
        )
    )
    assert packaged_concepts().groups(["company"])
    assert not ours.groups(["company"])
    (lonely,) = ours.groups(["lonely"])
    assert {"drop in", "lunch club"}.isdisjoint(lonely.finds)
    assert lonely.finds[0] == "befriending"


def test_names_are_added_to_and_taken_apart(tmp_path):
    ours = load_concepts(
        overlay(tmp_path, 'names = [["Hamish", "Seumas", "James"]]\nnot_names = [["Jack", "John"]]\n')
    ).variants
    before = packaged_concepts().variants
    assert set(ours["hamish"]) == {"seumas", "james"}
    assert {"hamish", *before.get("james", ())} <= set(ours["james"])
    assert "jack" in before["john"]
    assert "jack" not in ours["john"]
    assert "john" not in ours.get("jack", ())
    assert "jonathan" in ours["john"]


def test_files_are_laid_one_over_the_other(tmp_path):
    first = overlay(tmp_path, '[concept.loneliness]\nmore_says = ["nae pals"]\n')
    second = tmp_path / "more.toml"
    second.write_text('schema = 1\n[concept.loneliness]\nnot_says = ["nae pals"]\n', encoding="utf-8")
    assert load_concepts(first).groups(["nae", "pals"])
    assert not load_concepts(first, second).groups(["nae", "pals"])


@pytest.mark.parametrize(
    ("text", "where", "says"),
    [
        (
            "[concept.loneliness]\nnot_says = ['companie zz']",
            "ours.toml:3 concept.loneliness.not_says",
            "to take away",
        ),
        (
            "[concept.loneliness]\nnot_finds = ['befrending']",
            "ours.toml:3 concept.loneliness.not_finds",
            "'befriending'?",
        ),
        (
            "[concept.lonelyness]\nnot_finds = ['x']",
            "ours.toml:2 concept.lonelyness",
            "did you mean 'loneliness'?",
        ),
        ("names = [['Hamish']]", "ours.toml:2 names", "two names"),
        ("not_names = [['Hamish', '!']]", "ours.toml:2 not_names", "two names"),
        ("nams = [['Hamish', 'James']]", "ours.toml:2 nams", "did you mean 'names'?"),
        ("names = ['Hamish']", "ours.toml:2 names.0", "list"),
        (
            "[concept.falls]\nnot_sais = ['x']",
            "ours.toml:3 concept.falls.not_sais",
            "did you mean 'not_says'?",
        ),
    ],
)
def test_what_is_wrong_is_named_by_file_line_and_key(tmp_path, text, where, says):
    with pytest.raises(ConfigurationError) as wrong:
        load_concepts(overlay(tmp_path, text))
    assert wrong.value.code == "FP-0882"
    assert wrong.value.where == where
    assert says in wrong.value.message
