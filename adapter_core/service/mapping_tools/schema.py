"""`mapping schema`: the JSON Schema of mapping files, so that an editor completes and checks them."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any

from adapter_core.domain.codes import CODE_LISTS
from adapter_core.domain.fields import FieldSpec, Kind
from adapter_core.domain.people import FIELDS, LISTS, Person
from adapter_core.readers.mapping.model import json_schema

if TYPE_CHECKING:
    from collections.abc import Iterable
    from dataclasses import Field

DIALECT = "https://json-schema.org/draft/2020-12/schema"
TITLE = "Fingerpost mapping"
_OF_CODES = ("codes", "otherwise")
_OF_FLAGS = ("yes", "no")


def mapping_schema(transforms: Iterable[str]) -> dict[str, Any]:
    """The grammar, with every field, transform and canonical code by name.

    Args:
        transforms: names of the transforms that there are.
    """
    schema = deepcopy(json_schema())
    parts = schema["$defs"]
    known = sorted(transforms)
    parts["FieldMap"]["properties"]["transform"] = _transform(
        parts["FieldMap"]["properties"]["transform"], known
    )
    if "transform" in parts.get("ExtraMap", {}).get("properties", {}):
        before = parts["ExtraMap"]["properties"]["transform"]
        parts["ExtraMap"]["properties"]["transform"] = _transform(before, known)
    properties = schema["properties"]
    properties["person"] = {
        "type": "object",
        "description": "Where each field of a person comes from.",
        "properties": {name: _field(parts, spec) for name, spec in FIELDS.items() if spec.group is None},
        "additionalProperties": False,
    }
    properties["each"] = {
        "type": "object",
        "description": "The lists of a person: an item for each row of a table.",
        "properties": {name: _list(parts, name) for name in LISTS},
        "additionalProperties": False,
    }
    ids = sorted({code.id for codes in CODE_LISTS.values() for code in codes.codes})
    properties["codes"] = {
        "type": "object",
        "description": "Tables of codes by name: the source's code = the canonical id.",
        "additionalProperties": {"type": "object", "additionalProperties": {"enum": ids}},
    }
    return {
        "$schema": DIALECT,
        "title": TITLE,
        **{key: each for key, each in schema.items() if key != "title"},
    }


def _transform(before: dict[str, Any], known: list[str]) -> dict[str, Any]:
    kept = {key: each for key, each in before.items() if key in {"default", "description"}}
    return {**kept, "enum": [*known, None], "description": "How the raw text becomes a value."}


def _list(parts: dict[str, Any], name: str) -> dict[str, Any]:
    own = next(each for each in _person_fields() if each.name == name)
    fields = {spec.name: _field(parts, spec) for spec in FIELDS.values() if spec.group == name}
    table = {
        "type": "string",
        "description": "The table whose rows are the items; without it, the person's own.",
    }
    return {
        "description": own.metadata["description"],
        "anyOf": [
            {"type": "object", "properties": {"table": table, **fields}, "additionalProperties": False},
            {"const": False, "description": "Not supported by this source."},
        ],
    }


def _person_fields() -> Iterable[Field[Any]]:
    return Person.__dataclass_fields__.values()


def _field(parts: dict[str, Any], spec: FieldSpec) -> dict[str, Any]:
    """What may stand for one field: keys that are for another kind of field are left out."""
    whole = parts["FieldMap"]
    unwanted = {Kind.CODE: _OF_FLAGS, Kind.FLAG: _OF_CODES}.get(spec.kind, (*_OF_FLAGS, *_OF_CODES))
    keys = {key: each for key, each in whole["properties"].items() if key not in unwanted}
    if spec.kind is Kind.CODE:
        ids = [code.id for code in CODE_LISTS[spec.codes or ""].codes]
        keys["otherwise"] = {**keys["otherwise"], "anyOf": [{"enum": ids}, {"type": "null"}]}
        keys["otherwise"].pop("type", None)
        keys["value"] = {"description": "One value for everybody.", "enum": [*ids, None]}
    kept = {key: each for key, each in whole.items() if key not in {"properties", "title", "description"}}
    numbers = f" ({', '.join(spec.requirements)})" if spec.requirements else ""
    return {
        "description": f"{spec.description}{numbers}",
        "anyOf": [
            {**kept, "properties": keys},
            {"const": False, "description": "Not supported by this source."},
        ],
    }
