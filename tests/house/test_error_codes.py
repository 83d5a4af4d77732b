"""Every code that is raised has an explanation, and every explanation is of a code that is raised."""

from __future__ import annotations

import ast
import pickle
import re
from collections import defaultdict
from pathlib import Path

import pytest

from adapter_core.errors import CATALOGUE, SourceUnavailable, explained

ROOT = Path(__file__).resolve().parents[2]
EXPLAINED = ROOT / "adapter_core" / "errors" / "explained"
PACKAGES = ("adapter_core", "plugins", "directory", "mappings")
CODE = re.compile(r"FP-\d{4}")
PREFIXES = {f"FP-{number:02}" for number in range(11)}


def used() -> dict[str, set[str]]:
    """Code to the files that use it: string constants alone, so that a word in a docstring is no use."""
    found: dict[str, set[str]] = defaultdict(set)
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            if path.is_relative_to(EXPLAINED):
                continue
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                text = node.value if isinstance(node, ast.Constant) else None
                if isinstance(text, str) and CODE.fullmatch(text):
                    found[text].add(path.relative_to(ROOT).as_posix())
    return found


def test_each_code_stands_in_one_module_in_order():
    """A module is a hundred, or what one road into a council's systems may meet: errors and rejects."""
    modules = [module.EXPLAINED for module in vars(explained).values() if hasattr(module, "EXPLAINED")]
    assert sum(map(len, modules)) == len(CATALOGUE)
    for module in modules:
        assert list(module) == sorted(module)


def test_every_code_that_is_used_is_explained():
    unexplained = {code: sorted(files) for code, files in used().items() if code not in CATALOGUE}
    assert unexplained == {}


def test_every_explanation_is_of_a_code_that_is_used():
    assert sorted(set(CATALOGUE) - set(used())) == []


@pytest.mark.parametrize("code", sorted(CATALOGUE))
def test_an_explanation_is_whole_and_plain(code):
    found = CATALOGUE[code]
    assert CODE.fullmatch(code)
    assert code[:5] in PREFIXES
    assert found.title
    assert not found.title.endswith(".")
    for words in (found.meaning, found.remedy):
        assert words[0].isupper() or words[0] in "`["
        assert words.endswith(".")
        assert "\n" not in words


def test_titles_are_told_apart():
    titles = [found.title for found in CATALOGUE.values()]
    assert sorted({title for title in titles if titles.count(title) > 1}) == []


def test_an_error_arrives_whole_in_another_process():
    sent = SourceUnavailable("FP-0400", "Gone.", where="sources.mosaic", remedy="Wait.")
    came = pickle.loads(pickle.dumps(sent))  # noqa: S301 - our own bytes
    assert type(came) is SourceUnavailable
    assert came.as_json() == sent.as_json()
    assert str(came) == str(sent)
