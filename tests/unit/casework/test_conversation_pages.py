"""The pages about conversations: their examples are read, and their table has every rule."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from adapter_core.casework.conversations import closing, writing
from adapter_core.casework.conversations.practice_rules import RULES
from adapter_core.casework.conversations.written.parts import LISTS
from tests.unit.casework.written_records import TODAY, blank

DOCS = Path(__file__).resolve().parents[3] / "docs"
HOW_TO = (DOCS / "how_to" / "record_a_conversation.md").read_text(encoding="utf-8")
EXPLAINED = (DOCS / "explanation" / "conversations.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", ["markdown", "toml"])
def test_the_examples_are_read_and_can_be_closed(kind):
    examples = re.findall(rf"```{kind}\n(.*?)```", HOW_TO, re.DOTALL)
    assert examples
    for example in examples:
        found = writing.read(example, kind, blank(happened="She fell."))
        assert found != blank(happened="She fell.")
        assert closing.problems(found, TODAY) == []


def test_every_word_of_an_entry_is_named():
    for part in LISTS.values():
        if part.title != "Signposts":
            assert part.title in HOW_TO
        for key in part.keys:
            if not key.name.endswith("_id") and key.name not in {"worker", "team"}:
                assert f"`{key.words}`" in HOW_TO, key


@pytest.mark.requirement("C-10", "A-14")
def test_every_rule_stands_there_with_its_source():
    rows = re.findall(r"^\| `(\w+)` \| .* \| (.*) \|$", EXPLAINED, re.MULTILINE)
    assert rows == [(rule.id, rule.source.partition(";")[0]) for rule in RULES]
