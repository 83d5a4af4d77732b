"""Every worked example of every rule by every road: written backwards from its mapping, read, assessed.

What a road cannot hold follows from its mapping. How much that is stands in `floors.json` beside this file:
an example that quietly stops running makes a test fail, and so does a gap that no example shows any more.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from adapter_core.checks.rules import ALL
from adapter_core.testing.shapes import Shape, ShapeRun, held, probes, run_shape

FLOORS = json.loads((Path(__file__).parent / "floors.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def run(road: Shape, tmp_path_factory: pytest.TempPathFactory) -> ShapeRun:
    """All examples of all rules, through one road; what a person has elsewhere goes the same way."""
    return run_shape(road, ALL, tmp_path_factory.mktemp("road"), road)


@pytest.mark.requirement("P-02", "P-03", "P-04")
def test_every_example_comes_out_as_its_rule_says_by_every_road(run):
    wrong = [
        f"{each.rule.id}, “{each.example.says}”: {'; '.join(each.problems)}"
        for each in run.ran
        if each.problems
    ]
    assert wrong == []
    assert len(run.ran) + len(run.left) == sum(len(rule.examples) for rule in ALL)
    assert all(each.reason for each in run.left)


@pytest.mark.requirement("P-04")
def test_no_example_leaves_a_road_unnoticed(run):
    ran = run.counts()
    floors = FLOORS[run.shape.name]["ran"]
    short = {rule: (ran[rule], floor) for rule, floor in floors.items() if ran[rule] < floor}
    assert short == {}, run.table()
    unshown = {rule: sorted(states) for rule, states in run.unshown().items()}
    known = FLOORS[run.shape.name]["unshown"]
    assert {
        rule: states for rule, states in unshown.items() if not set(states) <= set(known.get(rule, []))
    } == {}


@pytest.mark.requirement("P-04")
def test_a_road_holds_what_its_mapping_backwards_says_and_nothing_else(road, tmp_path):
    tried = list(probes(road))
    keys = road.writer.write(tmp_path, (person for _, _, person in tried), {"seed": 1})
    read = road.read(tmp_path, keys)
    wrong = {
        (path, state.value): (held(read[person.ref], path), wanted)
        for path, state, person in tried
        if repr(held(read[person.ref], path)) != repr(wanted := held(road.carried(person), path))
    }
    assert wrong == {}
    assert len(tried) > 100
