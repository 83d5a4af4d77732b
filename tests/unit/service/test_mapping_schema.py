"""The JSON Schema of mapping files takes every packaged mapping, and names what is wrong in others."""

from __future__ import annotations

import json
import tomllib
from importlib import resources
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from adapter_core.domain.people import FIELDS, LISTS
from adapter_core.readers.mapping import TRANSFORMS
from adapter_core.service.mapping_tools.schema import mapping_schema

MAPPINGS = Path(str(resources.files("council_mappings")))
EVERY = sorted(MAPPINGS.rglob("*.toml"))


@pytest.fixture(scope="module")
def validator() -> Draft202012Validator:
    schema = mapping_schema(TRANSFORMS)
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


@pytest.mark.parametrize("path", EVERY, ids=[path.relative_to(MAPPINGS).as_posix() for path in EVERY])
def test_every_packaged_mapping_is_valid(validator, path):
    content = tomllib.loads(path.read_text(encoding="utf-8"))
    assert [error.message for error in validator.iter_errors(content)] == []


@pytest.mark.parametrize(
    "toml",
    [
        'person.nhs_numbr = { column = "a.B" }',
        'person.nhs_number = { colum = "a.B" }',
        'person.nhs_number = { column = "a.B", transform = "zero_pad_11" }',
        'person.nhs_number = { column = "a.B", yes = ["Y"] }',
        'person.restricted = { column = "a.B", codes = "x" }',
        'person.ethnicity = { column = "a.B", codes = "x", otherwise = "martian" }',
        'each.gps = { table = "gp" }',
        'each.gp = { table = "gp", cod = { column = "a.B" } }',
        'codes.x = { A = "martian" }',
        "person.gender = true",
        'format = "yaml"',
        'sourcse = "x"',
    ],
)
def test_what_is_wrong_is_refused(validator, toml):
    assert not validator.is_valid(tomllib.loads(f"schema = 1\n{toml}"))


def test_every_field_and_transform_is_offered_with_its_description():
    schema = mapping_schema(TRANSFORMS)
    person, each = (schema["properties"][name]["properties"] for name in ("person", "each"))
    assert set(person) == {name for name, spec in FIELDS.items() if spec.group is None}
    assert set(each) == set(LISTS)
    for spec in FIELDS.values():
        told = (
            person[spec.name] if spec.group is None else each[spec.group]["anyOf"][0]["properties"][spec.name]
        )
        assert told["description"].startswith(spec.description)
    assert set(TRANSFORMS) < set(schema["$defs"]["FieldMap"]["properties"]["transform"]["enum"])
    assert json.loads(json.dumps(schema)) == schema
