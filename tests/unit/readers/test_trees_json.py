"""JSON: paths with typed values, documents that are refused, files, and pages of records."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapter_core.domain.states import State
from adapter_core.errors import CATALOGUE, MappingError, SourceUnavailable
from adapter_core.hooks.ports import OpenContext, Page, PeopleQuery
from adapter_core.readers.mapping import compile_mapping, load_mapping
from adapter_core.readers.trees import (
    UNREADABLE,
    JsonFlattener,
    Limits,
    RecordPages,
    SeenReferences,
    json_records,
    open_json_file,
)
from adapter_core.readers.trees.flattening import nodes_at, value_at

if TYPE_CHECKING:
    from pathlib import Path

AS_OF = date(2026, 11, 23)
MAPPING = """
schema = 1
format = "json"
records = ["data", "people"]
[person]
ref = { path = "id" }
nhs_number = { path = ["nhs", "number"], transform = "zero_pad_10" }
full_name = { path = [["name", "given"], ["name", "family"]] }
restricted = { path = "restricted", transform = "flag_yn" }
date_of_birth = { path = "born", transform = "date" }
address = { path = "line", table = "address" }
[tables.address]
path = ["home", "addresses"]
current = { start = "from", end = "to" }
pick = [{ prefer = { main = "true" } }, { latest = "from" }]
where = { kind = ["HOME", "CARE"] }
[tables.group]
path = "groups"
[each.groups]
table = "group"
code = { path = "." }
"""


def pages(folder: Path, document: object, size: int = 1000) -> list[Page]:
    (folder / "ours.toml").write_text(MAPPING, encoding="utf-8")
    (folder / "people.json").write_text(json.dumps(document), encoding="utf-8")
    context = OpenContext("mosaic", AS_OF, folder, {}, {})
    with open_json_file(path="people.json", mapping="./ours.toml", context=context) as source:
        found = list(source.iter_people(PeopleQuery(page_size=size)))
        for page in found:
            people = source.people_at(page.positions)
            assert [each.ref for each in people] == [each.ref for each in page.people]
        return found


def one(folder: Path, **values: object) -> Any:
    (page,) = pages(folder, {"data": {"people": [{"id": 1, **values}]}})
    (person,) = page.people
    return person


@pytest.mark.parametrize(
    ("values", "field", "expected"),
    [
        ({"nhs": {"number": 9990001006}}, "nhs_number", "9990001006"),
        ({"nhs": {"number": "9990001006"}}, "nhs_number", "9990001006"),
        ({"nhs": {"number": None}}, "nhs_number", State.ABSENT),
        ({"nhs": None}, "nhs_number", State.ABSENT),
        ({"nhs": {}}, "nhs_number", State.ABSENT),
        ({"nhs": []}, "nhs_number", State.ABSENT),
        ({"nhs": "9990001006"}, "nhs_number", State.INVALID),
        ({"nhs": {"number": {"value": "9990001006"}}}, "nhs_number", State.INVALID),
        ({"nhs": {"number": ["9990001006"]}}, "nhs_number", State.INVALID),
        ({"nhs": [{"kind": "old"}, {"number": "9990001006"}]}, "nhs_number", "9990001006"),
        ({"restricted": True}, "restricted", True),
        ({"restricted": False}, "restricted", False),
        ({"restricted": 1}, "restricted", True),
        ({"restricted": "N"}, "restricted", False),
        ({"name": {"given": "Edith", "family": "Fern"}}, "full_name", "Edith Fern"),
        ({"name": {"family": "\ud800"}}, "full_name", State.INVALID),
        ({"born": "1950-03-05"}, "date_of_birth", date(1950, 3, 5)),
        ({"born": 19500305}, "date_of_birth", State.INVALID),
    ],
)
def test_values_keep_their_types(tmp_path, values, field, expected) -> None:
    assert getattr(one(tmp_path, **values), field) == expected


def test_tables_are_lists_of_objects_values_or_one_object(tmp_path) -> None:
    addresses = [
        {"line": "1 A", "kind": "HOME", "main": True},
        {"line": "2 B", "kind": "HOME", "from": "2020-01-01"},
        {"line": "3 C", "kind": "WORK", "main": True, "from": "2025-01-01"},
    ]
    person = one(tmp_path, home={"addresses": addresses}, groups=["OP", "CARER", None])
    assert person.address == "1 A"
    assert [each.code for each in person.groups] == ["OP", "CARER"]
    person = one(tmp_path, home=[{"addresses": addresses[1]}], groups="OP")
    assert person.address == "2 B"
    assert [each.code for each in person.groups] == ["OP"]


def test_what_is_no_record_is_rejected(tmp_path) -> None:
    (page,) = pages(
        tmp_path, {"data": {"people": [{"id": 1}, None, "x", {"id": None}, [], {"id": 1}, {"id": 2}]}}
    )
    assert [each.ref for each in page.people] == ["1", "2"]
    assert [(each.ref, each.code) for each in page.rejects] == [
        ("record 2", "FP-0500"),
        ("record 3", "FP-0500"),
        ("record 4", "FP-0500"),
        ("record 5", "FP-0500"),
        ("1", "FP-0511"),
    ]


def test_a_file_comes_in_pages(tmp_path) -> None:
    found = pages(tmp_path, {"data": {"people": [{"id": n} for n in range(1, 26)]}}, size=10)
    assert [len(page.people) for page in found] == [10, 10, 5]
    assert [page.cursor is None for page in found] == [False, False, True]


def test_one_object_is_one_record(tmp_path) -> None:
    (page,) = pages(tmp_path, {"data": {"people": {"id": 1}}})
    assert [each.ref for each in page.people] == ["1"]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "FP-0438"),
        (b"{", "FP-0438"),
        (b'[{"id": 1}', "FP-0438"),
        (b'[{"id": 1}] junk', "FP-0438"),
        (b"<html>Log in</html>", "FP-0438"),
        (b'[{"id": 1, "id": 2}]', "FP-0438"),
        (b'[{"id": NaN}]', "FP-0438"),
        (b'[{"id": -Infinity}]', "FP-0438"),
        (b'[{"id": 1e999}]', "FP-0438"),
        (b'[{"id": ' + b"9" * 5000 + b"}]", "FP-0438"),
        (b'[{"id": "Zo\xeb"}]', "FP-0438"),
        (b'[{"id": "\x00"}]', "FP-0438"),
        (b"[" * 101 + b"]" * 101, "FP-0438"),
        (b"[" * 200_000 + b"]" * 200_000, "FP-0438"),
        (b'{"a":' * 200_000, "FP-0438"),
        (b" " * 6_000_000, "FP-0436"),
        (b"3", "FP-0439"),
        (b"null", "FP-0439"),
    ],
)
def test_documents_that_are_refused(body, code) -> None:
    with pytest.raises(SourceUnavailable, match=code) as caught:
        json_records(body, [], where="here")
    assert caught.value.where == "here"
    assert caught.value.code in CATALOGUE
    assert "Zo" not in caught.value.message


@pytest.mark.parametrize("path", [["people"], ["data", "none"], ["data", "people", "x"]])
def test_a_path_that_leads_nowhere(path) -> None:
    with pytest.raises(SourceUnavailable, match="FP-0439"):
        json_records(b'{"data": {"people": []}}', path)


def test_documents_that_are_read() -> None:
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-32"):
        assert json_records('[{"name": "Zoë"}]'.encode(encoding), []) == [{"name": "Zoë"}]
    assert json_records(b'{"a": {"b": [1]}}', ["a", "b"]) == [1]
    assert json_records(b'{"a": 1}', []) == [{"a": 1}]
    with pytest.raises(SourceUnavailable, match="FP-0436"):
        json_records(b"[1, 2, 3]", [], Limits(page_bytes=5))


def test_a_mapping_for_something_else(tmp_path) -> None:
    (tmp_path / "ours.toml").write_text(
        'schema = 1\nformat = "csv"\n[person]\nref = { column = "A" }\n', encoding="utf-8"
    )
    context = OpenContext("mosaic", AS_OF, tmp_path, {}, {})
    with (
        pytest.raises(MappingError, match="FP-0441"),
        open_json_file(path="people.json", mapping="./ours.toml", context=context),
    ):
        pass


@pytest.mark.parametrize(
    ("body", "code"), [(b"", "FP-0413"), (b"[]", "FP-0439"), (b'{"data": {"people": []}}', "FP-0435")]
)
def test_files_with_nobody(tmp_path, body, code) -> None:
    (tmp_path / "ours.toml").write_text(MAPPING, encoding="utf-8")
    (tmp_path / "people.json").write_bytes(body)
    context = OpenContext("mosaic", AS_OF, tmp_path, {}, {})
    with (
        open_json_file(path="people.json", mapping="./ours.toml", context=context) as source,
        pytest.raises(SourceUnavailable, match=code),
    ):
        list(source.iter_people(PeopleQuery()))


# --- pages ------------------------------------------------------------------------------------------


def test_pages_know_references_of_pages_before_and_leave_positions_out(tmp_path) -> None:
    (tmp_path / "ours.toml").write_text(MAPPING, encoding="utf-8")
    reader = compile_mapping(load_mapping("./ours.toml", base=tmp_path, folders={}), as_of=AS_OF)
    several = RecordPages(reader, JsonFlattener(reader.plan))
    first = several.page([{"id": "a"}, {"id": "b"}], [1, 2], "next")
    assert [each.ref for each in first.people] == ["a", "b"]
    assert (first.cursor, list(first.positions)) == ("next", [])
    second = several.page([{"id": "b"}, {}, {"id": "c"}], [3, 4, 5], None, positions=[30, 40, 50])
    assert [each.ref for each in second.people] == ["c"]
    assert list(second.positions) == [50]
    assert [(each.ref, each.code) for each in second.rejects] == [("record 4", "FP-0500"), ("b", "FP-0511")]


@given(st.lists(st.text(max_size=3)))
def test_references_are_remembered(references) -> None:
    seen = SeenReferences()
    met: set[str] = set()
    for reference in references:
        assert seen.is_repeated(reference) == (reference in met)
        met.add(reference)


def test_many_references_are_remembered() -> None:
    seen = SeenReferences()
    assert not any(seen.is_repeated(str(n)) for n in range(20_000))
    assert all(seen.is_repeated(str(n)) for n in range(20_000))
    assert seen.count == 20_000


# --- any tree ---------------------------------------------------------------------------------------

VALUE = (
    st.none()
    | st.booleans()
    | st.integers(-(10**12), 10**12)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=5)
)
TREE = st.recursive(
    VALUE, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3)
)


@given(st.lists(st.dictionaries(st.text(max_size=3), TREE, max_size=4)))
def test_what_was_written_is_read_back(people) -> None:
    assert json_records(json.dumps({"people": people}).encode(), ["people"]) == people


@given(TREE, st.lists(st.text(max_size=2), max_size=3).map(tuple))
def test_a_value_is_what_stands_there_or_unreadable(tree, steps) -> None:
    value = value_at(tree, steps)
    assert value is None or value == UNREADABLE or isinstance(value, (str, bool, int, float))
    assert all(node is not None for node in nodes_at(tree, steps))


@given(
    st.lists(st.text(min_size=1, max_size=3), min_size=1, max_size=4),
    VALUE.filter(lambda value: value is not None),
)
def test_a_value_is_found_where_it_was_put(steps, value) -> None:
    tree: object = value
    for step in reversed(steps):
        tree = {step: tree}
    found = value_at(tree, tuple(steps))
    assert found == value or found == UNREADABLE != value
    assert nodes_at(tree, tuple(steps)) == [value]
