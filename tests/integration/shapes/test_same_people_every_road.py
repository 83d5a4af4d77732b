"""The answer must not depend on the road the data took: the same people by every road, the same findings.

Hypothesis draws people; a mapping backwards writes them, among rows that must be passed over; the backend
reads them. What comes back is what the road carries of them, field by field, and every rule says of it what
it says of the people as they were drawn. Short here; `tox -e soak` draws for hours.
"""

from __future__ import annotations

import os
import tempfile
from collections import Counter
from dataclasses import fields, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis import strategies as st
from hypothesis.errors import NoSuchExample

from adapter_core.checks.rules import ALL
from adapter_core.hooks.capabilities import Port
from adapter_core.hooks.loading import installed
from adapter_core.hooks.manager import Plugins
from adapter_core.hooks.ports import Identity
from adapter_core.readers.mapping import TRANSFORMS, codegen
from adapter_core.readers.mapping.conditions import Conditions
from adapter_core.readers.mapping.picking import Picker
from adapter_core.readers.mapping.transforms import uk_date
from adapter_core.service.backends import mapping_folders
from adapter_core.testing.examples import example_given, outcome_of

LONG = int(os.environ.get("FINGERPOST_TEST_SOAK", "0"))
EXAMPLES = LONG or 15
GIVEN = example_given()


def findings(person):
    """What every rule says of a person."""
    return {rule.id: outcome_of(rule, person, {}, GIVEN) for rule in ALL}


def in_order(value: Any) -> Any:
    """A list whose order a source need not keep."""
    return sorted(value, key=repr) if isinstance(value, tuple) else value


def differences(carried, read):
    """Fields that came back otherwise than they were written."""
    return {
        each.name: (getattr(carried, each.name), getattr(read, each.name))
        for each in fields(carried)
        if repr(in_order(getattr(carried, each.name))) != repr(in_order(getattr(read, each.name)))
    }


CSV = {"encoding": ["utf-8", "utf-8-sig", "utf-16"], "delimiter": [",", ";", "\t", "|"]}
VARIED: dict[str, dict[str, list[Any]]] = {
    "AIS, CSV": CSV,
    "CSV files": CSV,
    "Mosaic, XML file": {"file": ["people.xml", "people.xml.gz"]},
    "Mosaic, XML over HTTP": {"page_size": [1, 2, 3, 100]},
    "AIS, JSON over HTTP": {"page_size": [1, 2, 3, 100]},
}
"""In what else two files of one road may differ."""


def through(shape, people, seed, **written):
    """Write people and read them again, as (carried, read)."""
    with tempfile.TemporaryDirectory() as folder:
        keys = shape.writer.write(Path(folder), people, {"seed": seed, **written})
        read = shape.read(Path(folder), keys)
    assert read.keys() == {person.ref for person in people}
    return [(shape.carried(person), read[person.ref]) for person in people]


QUIETLY: dict[str, Any] = {"deadline": None, "database": None, "suppress_health_check": list(HealthCheck)}


@pytest.mark.requirement("P-02", "P-03")
def test_the_same_people_by_every_road(road, drawn):
    @settings(max_examples=EXAMPLES, derandomize=not LONG, **QUIETLY)
    @given(people=drawn.people(), seed=st.none() | st.integers(0, 999_999), written=varied(road))
    def holds(people, seed, written):
        for carried, read in through(road, people, seed, **written):
            assert differences(carried, read) == {}
            assert findings(read) == findings(carried)

    holds()


def varied(road):
    """How the files of a road are written."""
    ways = VARIED.get(road.name, {})
    return st.fixed_dictionaries({name: st.sampled_from(each) for name, each in ways.items()})


@pytest.mark.requirement("P-03")
def test_a_look_up_gives_the_same_people_as_the_list(roads, make_road, drawn, tmp_path):
    (one,) = [each for each in roads if each.options.get("look_up")]
    shape = make_road(one)

    @settings(max_examples=EXAMPLES, derandomize=not LONG, **QUIETLY)
    @given(people=drawn.people(), seed=st.integers(0, 999_999))
    def holds(people, seed):
        first, *others = people
        people = [replace(first, nhs_number=drawn.nhs_number(999_001)), *others]
        numbers = Counter(person.nhs_number for person in people)
        keys = shape.writer.write(tmp_path, people, {"seed": seed})
        asked = [each for each in map(shape.carried, people) if type(each.nhs_number) is str]
        identities = [Identity(each.nhs_number, born_of(each)) for each in asked]
        with shape.open(tmp_path, keys) as source:
            found = source.look_up([*identities, Identity(drawn.nhs_number(999_002))])
        assert found.pop() is None
        for person, answer in zip(asked, found, strict=True):
            if numbers[person.nhs_number] == 1:
                assert differences(person, answer) == {}
            else:
                assert answer is None

    holds()


def born_of(person):
    return person.date_of_birth if isinstance(person.date_of_birth, date) else None


# --- nothing untested can hide ------------------------------------------------------------------------------

WITHOUT_MAPPING = {
    "nhs": "a list of practices, which holds no people",
    "pds_files": "reads the FHIR format of the PDS itself, and has tests of its own",
}
NO_MAPPING_OF_ITS_OWN = {
    "mosaic/base": "what every dialect of Mosaic extends; it says of nobody who they are"
}


OF_PEOPLE = (Port.CASE_RECORDS, Port.DEMOGRAPHICS, Port.REFERENCE_DATA)


def test_every_backend_and_every_packaged_mapping_has_a_road(roads):
    backends = {name for port, name in Plugins(list(installed())).backends if port in OF_PEOPLE}
    assert backends - WITHOUT_MAPPING.keys() == {road.backend for road in roads}
    mappings = {
        file.relative_to(folder).with_suffix("").as_posix()
        for folder in mapping_folders().values()
        for file in folder.glob("*/*.toml")
    }
    assert mappings - NO_MAPPING_OF_ITS_OWN.keys() == {road.mapping for road in roads}
    assert {*WITHOUT_MAPPING, *NO_MAPPING_OF_ITS_OWN} <= backends | mappings


# --- it can fail --------------------------------------------------------------------------------------------

MUTANTS = {
    "two codes swapped": (
        "Mosaic demo, SQLite",
        '[codes.gender]\nM = "female"\nF = "male"',
    ),
    "two columns swapped": (
        "Eclipse, SQLite",
        '[person]\ngiven_name = { column = "person.SURNAME" }\nfamily_name = { column = "person.FORENAME" }',
    ),
    "a row that has ended is in force": (
        "Mosaic live, SQLite",
        '[tables.address]\ncurrent = { start = "START_DATE" }',
    ),
    "the last day of a row is taken for its first": (
        "Liquidlogic, SQLite",
        '[tables.address]\ncurrent = { start = "END_DTTM", end = "START_DTTM" }',
    ),
    "a condition is dropped": ("Mosaic dw, SQLite", "[tables.subject]\nwhere = {}"),
    "the other row is picked": (
        "Mosaic, XML file",
        '[tables.address]\npick = [{ earliest = "@start" }]',
    ),
    "one role is taken for both": (
        "Mosaic dw, SQLite",
        '[each.relationships]\nother_role = { column = "relationship_type.DESCRIPTION" }',
    ),
    "a value is taken for none": (
        "AIS, CSV",
        '[person]\npostcode = { column = "POSTCODE", missing = ["MB1 2AB"] }',
    ),
    "answers of older forms count": (
        "Mosaic live, SQLite",
        '[tables.lpa]\nnewest = "lpa.SUBJECT_COMPOUND_ID"',
    ),
    "another key of the document": (
        "AIS, JSON over HTTP",
        '[each.gp]\nname = { path = "practitioner" }',
    ),
    "any address will do": ("CSV files", '[files.address]\nname = "addresses.csv"\nwhere = {}'),
}


@pytest.mark.parametrize(("road", "changes"), MUTANTS.values(), ids=MUTANTS.keys())
def test_a_wrong_mapping_is_found_out(road, changes, roads, make_road, *, drawn, tmp_path):
    (one,) = [each for each in roads if each.name == road]
    right = make_road(one)
    file = tmp_path / "wrong.toml"
    file.write_text(f'schema = 1\nextends = "{one.mapping}"\n{changes}\n', encoding="utf-8")
    wrong = replace(right, writer=replace(right.writer, mapping=str(file)))
    assert is_found_out(right, wrong, drawn), "a wrong mapping passed for a right one"


def is_found_out(right, wrong, drawn):
    """Whether people come back otherwise when they are written in one way and read in another."""

    def differs(example):
        people, seed = example
        with tempfile.TemporaryDirectory() as folder:
            read = wrong.read(Path(folder), right.writer.write(Path(folder), people, {"seed": seed}))
        return any(differences(right.carried(each), read[each.ref]) for each in people)

    examples = st.tuples(drawn.people(), st.integers(0, 999))
    wanted = settings(max_examples=60, phases=[Phase.generate], derandomize=True, **QUIETLY)
    try:
        find(examples, differs, settings=wanted)
    except NoSuchExample:
        return False
    return True


def _month_first(text):
    found = uk_date(text)
    return found.replace(month=found.day, day=found.month) if found.day <= 12 else found


BROKEN = {
    "every row is wanted": ("CSV files", Conditions, "hold", lambda *_: True),
    "no row ever ends": ("CSV files", Picker, "_holds", lambda *_: True),
    "nothing tells rows apart": ("Eclipse, SQLite", Picker, "_best", lambda _, rows: rows[-1]),
    "every form counts": ("Mosaic live, SQLite", codegen, "make_newest", lambda _: list),
    "the month comes first": ("AIS, CSV", TRANSFORMS, "date_uk", _month_first),
}


@pytest.mark.parametrize(("road", "owner", "name", "broken"), BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_reader_is_found_out(road, owner, name, broken, *, roads, make_road, drawn, monkeypatch):
    (one,) = [each for each in roads if each.name == road]
    shape = make_road(one)
    if isinstance(owner, dict):
        monkeypatch.setitem(owner, name, broken)
    else:
        monkeypatch.setattr(owner, name, broken)
    assert is_found_out(shape, shape, drawn), "a broken reader passed for a sound one"
