"""One field backwards: what is written for a value or a state reads as just that."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapter_core.domain.people import FIELDS
from adapter_core.domain.states import State
from adapter_core.readers.mapping import TRANSFORMS, compile_mapping, load_mapping
from adapter_core.readers.mapping.convert import make_converter
from adapter_core.testing.writing.backwards import FieldBackwards
from adapter_core.testing.writing.media import JSON, LOOSE_SQL, TEXTS, TYPED_SQL, XML

AS_OF = date(2026, 11, 23)
MEDIA = {medium.name: medium for medium in (TEXTS, XML, JSON, LOOSE_SQL, TYPED_SQL)}

MAPPING = """
schema = 1
format = "csv"
[settings.no_words]
default = ["never"]
[person]
ref = { column = "REF" }
nhs_number = { column = "NHS", transform = "digits" }
master_ref = { column = "MASTER", transform = "zero_pad_10" }
title = { column = "TITLE", missing = ["none given"] }
given_name = { column = ["FIRST", "SECOND", "THIRD"] }
family_name = { column = "FAMILY", transform = "upper" }
full_name = { column = "FULL", transform = "strip" }
date_of_birth = { column = "BORN", transform = "date_uk", missing = ["01/01/1910"] }
date_of_death = { column = "DIED", transform = "date" }
gender = { column = "GENDER", codes = "gender" }
ethnicity = { column = "ETHNICITY", codes = "ethnicity", otherwise = "white_other" }
accommodation = { column = "ACCOMMODATION" }
postcode = { column = "POSTCODE", transform = "postcode" }
advance_decision = { column = "ADVANCE", transform = "flag_yn" }
has_information_needs = { column = "NEEDS", yes = ["has", "had"] }
information_needs_assessed = { column = "ASSESSED", yes = ["done"], no = { setting = "no_words" } }
[each.representatives]
reference = { column = "OPG", transform = "opg_reference" }
[each.relationships]
role = { column = "ROLES", transform = "role_before_colon" }
[codes.gender]
m = "male"
F = "female"
U = "not_known"
[codes.ethnicity]
WB = "white_british"
NS = "refused"
"""


@pytest.fixture(scope="module")
def reader(tmp_path_factory):
    file = tmp_path_factory.mktemp("mapping") / "mine.toml"
    file.write_text(MAPPING, encoding="utf-8")
    return compile_mapping(load_mapping(str(file), base=Path(), folders={}), as_of=AS_OF)


def planned(reader, path):
    return next(each for each in reader.plan.fields() if each.spec.path == path)


def read(reader, path, raws):
    """What the mapping makes of raw values; a nested element reads as what cannot be read."""
    field = planned(reader, path)
    converter = make_converter(reader.plan, field, TRANSFORMS, Counter())
    return converter(*(raws[column] for column in field.source.columns))


VALUES: dict[str, list[Any]] = {
    "title": ["Ms", "Żółć"],
    "nhs_number": ["9990000018"],
    "master_ref": ["0000000017", "9990000018"],
    "given_name": ["Ann", "Ann Mary", "Ann Mary Jane Rose", "Ann  Mary"],
    "family_name": ["SMITH", "O'BRIEN"],
    "full_name": ["Ann Smith"],
    "date_of_birth": [date(1950, 3, 5), date(1950, 12, 31)],
    "date_of_death": [date(1950, 3, 5), date(2026, 11, 23)],
    "gender": ["male", State.UNKNOWN_RECORDED],
    "ethnicity": ["white_british", "white_other", State.DECLINED],
    "accommodation": ["tenant", State.UNKNOWN_RECORDED],
    "postcode": ["MB1 2AB", "ZZ99 3VZ"],
    "advance_decision": [True, False],
    "has_information_needs": [True, False],
    "information_needs_assessed": [True, False],
    "representatives.reference": ["7000-0000-0054", "2123456"],
    "relationships.role": ["Mother", "Son-in-law"],
}


@pytest.mark.parametrize("medium", MEDIA)
@pytest.mark.parametrize("path", VALUES)
def test_every_way_to_write_a_value_or_a_state_reads_as_it(path, medium, reader):
    field = FieldBackwards(reader.plan, planned(reader, path), MEDIA[medium])
    tried = [*VALUES[path], State.ABSENT, *State]
    for held in tried:
        for raws in field.candidates(held):
            assert repr(read(reader, path, raws)) == repr(held), (held, raws)
    for held in VALUES[path]:
        assert field.candidates(held), held
    assert field.candidates(State.ABSENT)


@pytest.mark.parametrize(
    ("path", "held"),
    [
        ("title", "none given"),
        ("title", "N/A"),
        ("title", " Ms"),
        ("title", "M\ts"),
        ("title", ""),
        ("title", 7),
        ("nhs_number", "999 000 0018"),
        ("master_ref", "17"),
        ("master_ref", "0000000000"),
        ("family_name", "Smith"),
        ("postcode", "mb12ab"),
        ("date_of_birth", date(1900, 1, 1)),
        ("date_of_birth", "1950"),
        ("gender", "indeterminate"),
        ("gender", True),
        ("advance_decision", "Y"),
        ("title", True),
        ("relationships.role", "a : b"),
        ("representatives.reference", "V-AB12-CD34-EF56"),
        ("representatives.reference", "70000000-0054"),
        ("title", State.EXPIRED),
        ("title", State.NOT_VISIBLE),
        ("accommodation", State.ASKED_NONE),
        ("ethnicity", State.NOT_SUPPORTED),
        ("has_information_needs", State.INVALID),
        ("title", State.INVALID),
    ],
)
def test_what_a_field_cannot_hold_is_not_written(path, held, reader):
    assert FieldBackwards(reader.plan, planned(reader, path), TEXTS).candidates(held) == []


@pytest.mark.parametrize(
    ("path", "medium", "able"),
    [
        ("date_of_death", "texts", True),
        ("date_of_death", "SQL", False),  # a column of days has no 31 February
        ("date_of_birth", "SQL", True),  # this one is a text, day first
        ("master_ref", "texts", True),
        ("master_ref", "SQL", False),
        ("title", "JSON", True),
        ("title", "SQL without types", True),
        ("title", "SQL", False),
        ("advance_decision", "SQL", True),
        ("gender", "texts", False),
        ("information_needs_assessed", "texts", True),
    ],
)
def test_what_nobody_can_read_depends_on_where_it_is_written(path, medium, able, reader):
    field = FieldBackwards(reader.plan, planned(reader, path), MEDIA[medium])
    assert bool(field.candidates(State.INVALID)) is able


@given(text=st.text(max_size=20))
def test_a_text_that_is_written_is_read_as_it_is(text, reader):
    for path in ("title", "given_name", "family_name", "nhs_number", "postcode"):
        field = FieldBackwards(reader.plan, planned(reader, path), TEXTS)
        for raws in field.candidates(text):
            assert read(reader, path, raws) == text


@given(day=st.dates(date(1800, 1, 1)))
def test_a_day_that_is_written_is_read_as_it_is(day, reader):
    for path in ("date_of_birth", "date_of_death"):
        for medium in (TEXTS, TYPED_SQL, LOOSE_SQL):
            for raws in FieldBackwards(reader.plan, planned(reader, path), medium).candidates(day):
                assert read(reader, path, raws) == day


def test_several_columns_share_the_words(reader):
    field = FieldBackwards(reader.plan, planned(reader, "given_name"), TEXTS)
    dealt, whole = field.candidates("Ann Mary Jane Rose")
    assert dealt == {"FIRST": "Ann", "SECOND": "Mary Jane", "THIRD": "Rose"}
    assert whole == {"FIRST": None, "SECOND": None, "THIRD": "Ann Mary Jane Rose"}


def test_every_transform_of_the_grammar_is_tried_here(reader):
    tried = {each.source.transform for each in reader.plan.fields()} - {None}
    elsewhere = {
        "nhs_number",
        "role_after_colon",
    }  # roles together: tests/unit/testing/test_people_backwards.py
    assert tried | elsewhere == set(TRANSFORMS)
    assert set(VALUES) <= set(FIELDS)
