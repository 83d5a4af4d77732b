"""`fingerpost missing`: gaps in one list, what could not be checked in another, trial rules in neither."""

from __future__ import annotations

from dataclasses import replace

import pytest

from adapter_core.checks.rules import ALL
from adapter_core.domain.states import State
from adapter_core.report import words

WHY = "the source does not hold it, its mapping does not say where, or it holds a code that nobody mapped"


@pytest.fixture
def no_date(council, monkeypatch):
    """A council whose source holds a gap, and a code of gender that nobody mapped."""
    toy = council.folder / "toy.py"
    text = toy.read_text(encoding="utf-8").replace(
        'postcode="nonsense", ethnicity="white_british")',
        'postcode="nonsense", ethnicity=State.NOT_SUPPORTED)',
    )
    toy.write_text(
        text.replace("import click\n", "import click\nfrom adapter_core.domain.states import State\n"),
        encoding="utf-8",
    )
    return council


def test_what_could_not_be_checked_is_not_missing(no_date):
    answer = no_date.run("missing", "2", "--profile", "cld", "--json").json
    assert "postcode" in {each["rule"] for each in answer["missing"]}
    assert {State(each["state"]).is_gap for each in answer["missing"]} == {True}
    told = {each["rule"]: each for each in answer["could_not_be_checked"]}
    assert told["ethnicity"] == {
        "rule": "ethnicity",
        "title": "Ethnicity",
        "state": "not_supported",
        "why": WHY,
    }
    assert not {State(each["state"]).is_gap for each in told.values()} & {True}


def test_the_text_says_gaps_first_and_both_numbers(no_date):
    answer = no_date.run("missing", "2", "--profile", "cld", "--json").json
    lines = no_date.run("missing", "2", "--profile", "cld").out.splitlines()
    gaps, others = len(answer["missing"]), len(answer["could_not_be_checked"])
    assert gaps
    assert f": {gaps} missing, {others} could not be checked (asked just now, " in lines[0]
    heading = lines.index("Could not be checked")
    assert len(lines) - heading - 1 == others
    assert f"  Ethnicity: {WHY}" in lines[heading + 1 :]
    assert "Postcode" in "\n".join(lines[:heading])


def test_a_code_that_nobody_mapped_is_not_called_not_held():
    assert words.STATES[State.NOT_SUPPORTED] == WHY


@pytest.mark.parametrize("trial", [True, False])
def test_a_rule_on_trial_is_left_out(council, monkeypatch, trial):
    from adapter_core.checks import rules  # noqa: PLC0415
    from adapter_core.service import rulebook  # noqa: PLC0415

    changed = tuple(replace(each, experimental=trial) if each.id == "postcode" else each for each in ALL)
    for module in (rules, rulebook):
        for name, value in vars(module).items():
            if value is ALL:
                monkeypatch.setattr(module, name, changed)
    answer = council.run("missing", "2", "--profile", "cld", "--json").json
    assert ("postcode" in {each["rule"] for each in answer["missing"]}) != trial
