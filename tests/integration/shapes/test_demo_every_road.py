"""The same demo council, checked by each road, with the same findings.

The council is written once as the demo writes it, and once more for each road; only the table of one source
differs between their configs. A road that carries every field must find exactly what the demo's own truth
names. One that carries fewer is held to those findings for which what it carries is all that the rule looks
at, and to how many of them there are.
"""

from __future__ import annotations

import json
from dataclasses import fields, replace
from datetime import date
from pathlib import Path

import pytest

from adapter_core.checks.cohort import COHORTS, exclusion_of
from adapter_core.checks.rules import ALL
from adapter_core.checks.rules._examples import AS_OF
from adapter_core.demo.council import Council
from adapter_core.demo.writing import WANTED_WRITERS, write_council
from adapter_core.domain.people import FIELDS
from adapter_core.domain.states import State
from adapter_core.hooks.manager import Plugins
from adapter_core.service.bootstrap import open_application
from adapter_core.service.checking import run_check
from adapter_core.service.reports import build_report
from adapter_core.testing.examples import example_given, outcome_of

PEOPLE, SEED = 300, 5
PLUGINS = ["mosaic", "northgate_ais", "nhs", "csv", "sql"]
WRITERS = {writer.name: writer for writer in Plugins(WANTED_WRITERS).sample_writers}
ELSEWHERE = {State.HELD_ELSEWHERE.value, State.CONFLICT.value}

WHOLE = {"Mosaic, XML file", "Mosaic, XML over HTTP"}
"""Roads that carry every field of the demo's master."""

FLOORS = {
    "Mosaic demo, SQLite": 290,
    "Mosaic dw, SQLite": 95,
    "Mosaic live, SQLite": 80,
    "Mosaic live, PostgreSQL": 75,
    "Mosaic lake, SQLite": 80,
    "Eclipse, SQLite": 50,
    "Liquidlogic, SQLite": 20,
    "CSV files": 70,
}
"""Roads that carry fewer, to the findings that they have in common with the demo's own road, at the least."""

SECOND = ("AIS, CSV", "AIS, JSON over HTTP")


@pytest.fixture(scope="module")
def council():
    return Council(people=PEOPLE, seed=SEED, as_of=AS_OF)


@pytest.fixture(scope="module")
def given(council):
    """What the rules know in the council's run."""
    return replace(example_given(), practices=council.practices)


def check(folder: Path, extra=None):
    """Write the council with some tables of the config replaced, and check it."""
    write_council(folder, people=PEOPLE, seed=SEED, as_of=AS_OF, writers=WRITERS, extra=extra)
    config = folder / "fingerpost.toml"
    text = config.read_text(encoding="utf-8")
    named = ", ".join(f'"{name}"' for name in WANTED_WRITERS)
    wanted = ", ".join(f'"{name}"' for name in PLUGINS)
    assert f"plugins = [{named}]" in text
    config.write_text(text.replace(f"plugins = [{named}]", f"plugins = [{wanted}]"), encoding="utf-8")
    with open_application(config, as_of=AS_OF) as app:
        report = build_report(app, run_check(app).run)
        found = {(each.ref, each.rule): each.state.value for each in report.every_finding()}
        return report, found


@pytest.fixture(scope="module")
def own(tmp_path_factory):
    """What the demo's own road finds, and its truth."""
    folder = tmp_path_factory.mktemp("own")
    report, found = check(folder)
    return report, found, json.loads((folder / "truth.json").read_text(encoding="utf-8"))


def by_road(shape, people, folder, name, port):
    """Write people by a road; gives the table of the config that reads them."""
    keys = shape.writer.write(folder, people, {"as_of": AS_OF, "seed": 11})
    table = {"backend": shape.backend.name, "port": port, "mapping": shape.writer.mapping, **keys}
    return {f"sources.{name}": table}


def named(roads, name):
    return next(each for each in roads if each.name == name)


@pytest.mark.requirement("P-02", "P-03")
@pytest.mark.parametrize("name", sorted(WHOLE))
def test_a_road_that_carries_everything_finds_what_the_demo_finds(
    name, roads, make_road, *, council, own, tmp_path
):
    shape = make_road(named(roads, name))
    people = list(council.mosaic())
    report, found = check(tmp_path, by_road(shape, people, tmp_path, "mosaic", "case_records"))
    own_report, own_found, truth = own
    assert found == own_found
    assert len(found) > 290
    assert dict(report.excluded) == dict(own_report.excluded) == truth["excluded"]


@pytest.mark.requirement("P-02", "P-03")
@pytest.mark.parametrize("name", FLOORS)
def test_a_road_that_carries_less_finds_the_same_of_what_it_carries(
    name, roads, make_road, *, council, given, own, tmp_path
):
    shape = make_road(named(roads, name))
    people = list(council.mosaic())
    _, found = check(tmp_path, by_road(shape, people, tmp_path, "mosaic", "case_records"))
    comparable = set()
    excluded = exclusion_of(COHORTS["open_adults"], AS_OF)
    joins = {"nhs_number", "date_of_birth"} <= shape.writer.fields
    for person in people:
        carried = shape.carried(person)
        if excluded(person) is None and excluded(carried) is None:
            comparable |= {(person.ref, rule.id) for rule in ALL if same(rule, person, carried, given)}
    _, own_found, _ = own
    wanted = {
        key: state
        for key, state in own_found.items()
        if key in comparable and (joins or state not in ELSEWHERE)
    }
    there = {
        key: state
        for key, state in found.items()
        if key in comparable and (joins or own_found.get(key) not in ELSEWHERE)
    }
    assert there == wanted
    assert len(wanted) >= FLOORS[name], len(wanted)


def same(rule, person, carried, given):
    """Whether a rule sees no difference between a record and what a road carries of it."""
    if outcome_of(rule, person, {}, given) != outcome_of(rule, carried, {}, given):
        return False
    if rule.compare is None:
        return True
    keys = ("nhs_number", "date_of_birth")
    joined = all(getattr(person, key) == getattr(carried, key) for key in keys)
    return joined and rule.compare(person, given) == rule.compare(carried, given)


_TIDY = {"postcode": "the mapping writes postcodes tidily, and some are not"}
_ENDED = {"address": "there is one address, and no day on which it ended", **_TIDY}
_CODES = {"ethnicity": "the mapping leaves codes to the council"}
_NUMBER = {"nhs_number": "a column of numbers holds none that are too short"}
_DAY = {"date_of_birth": "a column of days has no 31 February"}
_DW = {"relationships.other_is_informal_carer": "the words of the role say it", **_CODES, **_NUMBER}
_LIVE = {
    "relationships.is_informal_carer": "the words of the role say it",
    "answers": "the form has answers about powers of attorney alone",
    "address": "no fixed abode stands for none",
    **_CODES,
}
LOSES: dict[str, dict[str, str]] = {
    "AIS, CSV": {"gp": "there is room for one", **_ENDED},
    "AIS, JSON file": _ENDED,
    "AIS, JSON over HTTP": _ENDED,
    "CSV files": _TIDY,
    "Eclipse, PostgreSQL": {**_CODES, **_TIDY, **_DAY},
    "Eclipse, SQLite": {**_CODES, **_TIDY},
    "Liquidlogic, PostgreSQL": {**_CODES, **_DAY},
    "Liquidlogic, SQLite": _CODES,
    "Mosaic demo, SQLite": _NUMBER,
    "Mosaic dw, PostgreSQL": {**_DW, **_DAY},
    "Mosaic dw, SQLite": _DW,
    "Mosaic lake, PostgreSQL": {**_LIVE, **_DAY},
    "Mosaic lake, SQLite": _LIVE,
    "Mosaic live, PostgreSQL": {**_LIVE, **_DAY},
    "Mosaic live, SQLite": _LIVE,
}
"""Roads to the fields of which they cannot hold everything that the demo's people have, and why."""


def lost(shape, person):
    """Fields that a road has, and cannot hold what a person has in them."""
    carried = shape.carried(person)
    for path, spec in FIELDS.items():
        if path not in shape.writer.fields:
            continue
        if spec.group is None:
            pairs = [(getattr(person, path), getattr(carried, path))]
        else:
            items = (getattr(person, spec.group), getattr(carried, spec.group))
            if len(items[0]) != len(items[1]):
                yield spec.group
                continue
            pairs = [(getattr(a, spec.name), getattr(b, spec.name)) for a, b in zip(*items, strict=True)]
        if any(repr(one) != repr(other) for one, other in pairs):
            yield path


@pytest.mark.requirement("P-02", "P-03")
def test_a_road_loses_nothing_that_is_not_said_here(roads, make_road, council):
    people = list(council.mosaic())
    found = {}
    for road in roads:
        shape = make_road(road)
        if paths := {path for person in people for path in lost(shape, person)}:
            found[road.name] = paths
    assert found == {name: set(reasons) for name, reasons in LOSES.items()}


@pytest.mark.requirement("P-03")
@pytest.mark.parametrize("name", SECOND)
def test_a_second_source_says_the_same_by_every_road(name, roads, make_road, *, council, own, tmp_path):
    shape = make_road(named(roads, name))
    people = [person for person in council.northgate_ais() if carries(shape, person)]
    assert len(people) > 100
    table = by_road(shape, people, tmp_path, "ais", "demographics")
    _, found = check(tmp_path, table)
    assert found == own[1]


def carries(shape, person):
    """Whether a road carries all that a record holds."""
    carried = shape.carried(person)
    return all(
        repr(getattr(person, each.name)) == repr(getattr(carried, each.name))
        for each in fields(person)
        if each.name != "extra"
    )


def test_the_day_of_the_examples_is_the_day_of_the_council(council):
    assert council.as_of == AS_OF == date(2026, 11, 23)
