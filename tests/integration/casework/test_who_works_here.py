"""Who does it, where several work as one user of a machine: `--by`, or FINGERPOST_BY for a whole session."""

from __future__ import annotations

import pytest

from adapter_core.oversight.audit import actor
from tests.integration.casework.played import Played


@pytest.fixture
def play(small_council, capsys, monkeypatch):
    return Played(small_council, capsys, monkeypatch)


def test_two_on_one_machine_are_two_where_the_environment_says_so(play, monkeypatch):
    monkeypatch.setenv("FINGERPOST_BY", "Ada")
    play("conversation start 1001 --file", str(play.file("She fell.\n")))
    monkeypatch.setenv("FINGERPOST_BY", "Bea")
    play("conversation edit C1 --happened", "She slipped.")
    assert play.err.startswith("What somebody else wrote there is kept as R1")
    assert "Ada" in play("conversation kept C1")


@pytest.mark.parametrize(
    ("variable", "option", "who"), [("Ada", ["--by", "Cy"], "Cy"), ("Ada", [], "Ada"), ("", [], None)]
)
def test_by_wins_over_it_and_an_empty_one_is_none(play, monkeypatch, variable, option, who):
    monkeypatch.setenv("FINGERPOST_BY", variable)
    play("signpost add 1001 --to Choir --resource service", *option)
    (one,) = play.json("signpost list 1001")["signposts"]
    assert one["worker"] == (who or actor())


def test_help_says_so(play):
    assert "FINGERPOST_BY" in play("deliveries done --help")
