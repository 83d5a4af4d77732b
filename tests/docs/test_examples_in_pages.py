"""What the pages tell people to type works as it stands there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from adapter_core.config import load_config
from adapter_core.hooks.manager import Plugins
from adapter_core.testing.profile_tests import run_examples

DOCS = Path(__file__).resolve().parents[2] / "docs"


def blocks(page: str, language: str) -> list[str]:
    text = (DOCS / page).read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```$", text, flags=re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("page", ["how_to/write_a_plugin.md", "reference/hooks.md"])
def test_a_plugin_of_the_pages_loads(page, tmp_path):
    (code,) = blocks(page, "python")
    (tmp_path / "ours.py").write_text(code, encoding="utf-8")
    assert Plugins(["./ours.py"], base=tmp_path).lines()[0].hooks


def test_the_transform_of_the_page_works(tmp_path):
    (code,) = blocks("how_to/write_a_plugin.md", "python")
    (tmp_path / "ours.py").write_text(code, encoding="utf-8")
    assert Plugins(["./ours.py"], base=tmp_path).transforms["initials"]("ann b ash") == "ABA"


def test_the_profile_of_the_page_is_as_its_examples_say(tmp_path):
    profile, examples = blocks("how_to/change_a_profile.md", "toml")
    (tmp_path / "fingerpost.toml").write_text(f"schema = 1\n{profile}", encoding="utf-8")
    (tmp_path / "examples.toml").write_text(examples, encoding="utf-8")
    assert load_config(tmp_path / "fingerpost.toml", {}).check.profile == "ours"
    results = run_examples(tmp_path / "examples.toml", tmp_path / "fingerpost.toml")
    assert [each.differences for each in results] == [(), ()]
