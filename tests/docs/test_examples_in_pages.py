"""The plugins that the pages show load as they stand there; `test_docs_are_true` tries the rest."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from adapter_core.hooks.manager import Plugins

DOCS = Path(__file__).resolve().parents[2] / "docs"


def blocks(page: str, language: str) -> list[str]:
    text = (DOCS / page).read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```$", text, flags=re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("page", ["how_to/write_a_plugin.md", "reference/hooks.md"])
def test_a_plugin_of_the_pages_loads(page, tmp_path):
    (code,) = blocks(page, "python")
    (tmp_path / "ours.py").write_text(code, encoding="utf-8")
    assert Plugins(["./ours.py"], base=tmp_path).lines()[0].hooks
