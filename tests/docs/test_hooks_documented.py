"""Every hook is in the docs with its exact arguments, and every page is made from the code as it is."""

from __future__ import annotations

from pathlib import Path

import pluggy
import pytest

from adapter_core.config.models import Config
from adapter_core.domain.people import FIELDS
from adapter_core.errors import CATALOGUE
from adapter_core.hooks import PROJECT, spec

REFERENCE = Path(__file__).resolve().parents[2] / "docs" / "reference"


def page(name: str) -> str:
    return (REFERENCE / name).read_text(encoding="utf-8")


def hooks() -> list[str]:
    manager = pluggy.PluginManager(PROJECT)
    manager.add_hookspecs(spec)
    return sorted(name for name in vars(manager.hook) if name.startswith("adapter_"))


def test_the_module_lists_every_hook():
    assert hooks() == sorted(spec.__all__)


@pytest.mark.parametrize("name", hooks())
def test_a_hook_is_documented_with_its_exact_arguments(name):
    manager = pluggy.PluginManager(PROJECT)
    manager.add_hookspecs(spec)
    arguments = getattr(manager.hook, name).spec.argnames
    assert f"## `{name}({', '.join(arguments)})`\n" in page("hooks.md")


@pytest.mark.parametrize("name", hooks())
def test_a_hook_says_when_it_is_called_since_when_and_what_an_error_does(name):
    words = getattr(spec, name).__doc__
    assert "Called:" in words
    assert "Since 0.1.0" in words
    assert "If it raises:" in words


def test_a_hook_that_is_still_to_come_is_no_hook():
    to_come = page("hooks.md").partition("## Still to come")[2]
    assert "`adapter_forms`" in to_come
    assert not [name for name in hooks() if f"`{name}`" in to_come]


@pytest.mark.parametrize("code", sorted(CATALOGUE))
def test_every_error_is_documented(code):
    assert f"### {code}: {CATALOGUE[code].title}\n" in page("errors.md")


def test_every_table_and_field_is_documented():
    config, fields = page("config.md"), page("fields.md")
    assert [
        name for name in Config.model_fields if name not in config.replace("schema", "schema_version")
    ] == []
    assert [path for path in FIELDS if f"| `{path}` |" not in fields] == []
