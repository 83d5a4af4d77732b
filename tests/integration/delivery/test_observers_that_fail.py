"""A plugin that fails when it is told of a delivery breaks nothing, and is named without its words."""

from __future__ import annotations

import pytest

from adapter_core.cli.main import run

SECRET = "Zebedee Quillfeather"
OBSERVER = f"""
from adapter_core.hooks import hookimpl


@hookimpl
def adapter_domain_event(event):
    raise KeyError("{SECRET}")
"""


@pytest.fixture
def play(council, capsys):
    (council.folder / "nosy.py").write_text(OBSERVER, encoding="utf-8")
    text = council.config.read_text(encoding="utf-8")
    listed = text.replace('plugins = ["./reference.py"]', 'plugins = ["./reference.py", "./nosy.py"]')
    council.config.write_text(listed, encoding="utf-8")

    def command(*words, code=0):
        assert run(["--config", str(council.config), "--as-of", "2026-11-23", *words]) == code
        return capsys.readouterr()

    return command


def is_told(err):
    assert SECRET not in err
    return err.count("The plugin nosy failed in adapter_domain_event with a KeyError") == 1


def test_what_was_resolved_is_done_and_the_observer_is_named(outbox, play):
    number = outbox.put()
    said = play("deliveries", "resolve", f"D{number}", "--entered")
    assert "is done" in said.out
    assert outbox.states() == {number: "done"}
    assert is_told(said.err)


def test_with_json_it_is_named_on_standard_error_alone(outbox, play):
    number = outbox.put()
    said = play("deliveries", "resolve", f"D{number}", "--entered", "--json")
    assert is_told(said.err)
    assert "nosy" not in said.out


def test_what_was_sent_is_written_and_the_observer_is_named_once(outbox, council, play):
    outbox.put()
    outbox.put("18")
    assert is_told(play("deliveries", "send").err)
    assert len(council.notes) == 2


def test_an_action_is_done_and_the_observer_is_named(play):
    assert is_told(play("action", "add", "17", "Ring", "--owner", "Sam").err)
    assert is_told(play("action", "done", "A1").err)
