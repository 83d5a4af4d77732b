"""`fingerpost findings withdraw`: one decision is taken back, and the gap is there again."""

from __future__ import annotations

from typing import Any

import pytest

GAP = ("2", "postcode")


@pytest.fixture
def decided(council: Any) -> Any:
    """A council in which a gap was put off."""
    council.run("check")
    done = council.run("findings", "review", *GAP, "snoozed", "--until", "2099-01-01")
    assert done.code == 0, done.err
    assert GAP not in listed(council)
    return council


def listed(council: Any) -> set[tuple[str, str]]:
    found = council.run("findings", "list", "--json").json["findings"]
    return {(each["person"]["ref"], each["rule"]) for each in found}


def test_what_was_hidden_is_listed_again(decided: Any) -> None:
    done = decided.run("findings", "withdraw", *GAP, "--json")
    assert (done.code, done.json["withdrawn"]) == (0, "snoozed")
    assert GAP in listed(decided)
    actions = [each["action"] for each in decided.run("audit", "list", "--json").json["entries"]]
    assert "review.withdrawn" in actions


def test_a_gap_that_an_answer_closed_is_back_after_the_next_run(council: Any) -> None:
    council.run("check")
    council.run("findings", "review", *GAP, "declined")
    council.run("check")
    assert GAP not in listed(council)
    assert "Withdrawn: main 2, postcode: declined." in council.run("findings", "withdraw", *GAP).out
    council.run("check")
    assert GAP in listed(council)


def test_there_has_to_be_a_decision_that_holds(decided: Any) -> None:
    assert decided.run("findings", "withdraw", "1", "postcode").err.startswith("FP-0715")
    assert decided.run("findings", "withdraw", "2", "no_such_rule").err.startswith("FP-0901")
    decided.run("findings", "withdraw", *GAP)
    assert decided.run("findings", "withdraw", *GAP).err.startswith("FP-0715")
