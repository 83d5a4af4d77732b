"""XML extracts: what comes in as people, what paths mean, and reading a record again."""

from __future__ import annotations

import gzip
import json
import os
import random
import sys
import xml.etree.ElementTree as ET
from contextlib import contextmanager
from dataclasses import fields
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

import council_mappings
from adapter_core.domain.states import State
from adapter_core.errors import ConfigurationError, MappingError, PersonNotFound, SourceUnavailable
from adapter_core.hooks.ports import OpenContext, Page, PeopleQuery
from adapter_core.readers.xml import XmlExtract, open_xml_extract
from adapter_core.readers.xml.flattening import MEMORY, Names
from adapter_mosaic.extract import MosaicXmlConfig, open_xml

if TYPE_CHECKING:
    from collections.abc import Iterator

    from adapter_core.readers.trees import TreeFileSource

AS_OF = date(2026, 11, 23)
MAPPINGS = Path(council_mappings.__file__).parent
MAPPING = """
schema = 1
format = "xml"
record = "Person"
[person]
ref = { path = "@id" }
given_name = { path = "Names/Name/@given" }
family_name = { path = "Names/Name" }
title = { path = ["Title", "Suffix"] }
date_of_birth = { path = "Born", transform = "date" }
address = { path = ["Line1", "Line2"], table = "address" }
postcode = { path = "PostCode", table = "address" }
[tables.address]
path = "Addresses/Address"
current = { start = "@start", end = "@end" }
pick = [{ prefer = { "@display" = "Y" } }, { latest = "@start" }]
where = { "@kind" = { not = "WORK" } }
[tables.group]
path = "Group"
where = { "." = ["OP", "CARER"] }
[each.groups]
table = "group"
code = { path = "." }
primary = { path = "@primary", transform = "flag_yn" }
[each.gp]
code = { path = "GP/@code" }
"""


@contextmanager
def opened(
    folder: Path, content: bytes | str, mapping: str = MAPPING, **more: Any
) -> Iterator[TreeFileSource]:
    (folder / "ours.toml").write_text(mapping, encoding="utf-8")
    (folder / "people.xml").write_bytes(content.encode() if isinstance(content, str) else content)
    context = OpenContext("mosaic", AS_OF, folder, {}, {})
    with open_xml_extract(path="people.xml", mapping="./ours.toml", context=context, **more) as source:
        yield source


def pages(folder: Path, content: bytes | str, size: int = 1000, **more: Any) -> list[Page]:
    with opened(folder, content, **more) as source:
        return list(source.iter_people(PeopleQuery(page_size=size)))


def one(folder: Path, inside: str, attributes: str = "") -> Any:
    (page,) = pages(folder, f'<People><Person id="1" {attributes}>{inside}</Person></People>')
    (person,) = page.people
    return person


def many(number: int) -> str:
    return (
        "<People>"
        + "".join(f'<Person id="{n}"><Born>1950-01-01</Born></Person>\n' for n in range(number))
        + "</People>"
    )


# --- paths ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("inside", "field", "value"),
    [
        ('<Names><Name given="A"/><Name given="B"/></Names>', "given_name", "A"),
        ('<Names><Name/></Names><Names><Name given="B"/></Names>', "given_name", "B"),
        ("<Names><Name>Fern</Name><Name>Moss</Name></Names>", "family_name", "Fern"),
        ("<Names><Name/><Name>Moss</Name></Names>", "family_name", State.ABSENT),
        ("<Names><Name><![CDATA[O'B <&>]]></Name></Names>", "family_name", "O'B <&>"),
        ("<Names><Name>Fern &amp; &#77;oss &#x5a;</Name></Names>", "family_name", "Fern & Moss Z"),
        ("<Names><Name>Fe<!-- not this -->rn</Name></Names>", "family_name", "Fern"),
        ("<Names><Name>Fe<?not this?>rn</Name></Names>", "family_name", "Fern"),
        ("<Names><Name>Fern<b>Moss</b></Name></Names>", "family_name", State.INVALID),
        ("<Other><Names><Name>Fern</Name></Names></Other>", "family_name", State.ABSENT),
        ("<names><Name>Fern</Name></names>", "family_name", State.ABSENT),
        ('<x:Names xmlns:x="urn:x"><Name xmlns="urn:y">Fern</Name></x:Names>', "family_name", "Fern"),
        ('<Names><Name xmlns:x="urn:x" x:given="A"/></Names>', "given_name", "A"),
        ("<Title>Dr</Title><Suffix>OBE</Suffix>", "title", "Dr OBE"),
        ("<Suffix>OBE</Suffix>", "title", "OBE"),
        ("<Born> 1950-03-05 </Born>", "date_of_birth", date(1950, 3, 5)),
        ("<Born>31/02/1950</Born>", "date_of_birth", State.INVALID),
    ],
)
def test_what_a_path_means(tmp_path, inside, field, value) -> None:
    assert getattr(one(tmp_path, inside), field) == value


def address(inside: str, attributes: str = "") -> str:
    return (
        f"<Addresses><Address {attributes}><Line1>{inside}</Line1><Line2>Town</Line2></Address></Addresses>"
    )


@pytest.mark.parametrize(
    ("inside", "value"),
    [
        (address("1 A"), "1 A Town"),
        (address("1 A", 'start="2001-01-01"') + address("2 B", 'start="2002-01-01"'), "2 B Town"),
        (address("1 A", 'display="Y"') + address("2 B", 'start="2002-01-01"'), "1 A Town"),
        (address("1 A", 'end="2020-01-01"') + address("2 B"), "2 B Town"),
        (address("1 A", 'end="2020-01-01"'), State.EXPIRED),
        (address("1 A", 'start="2030-01-01"'), State.ABSENT),
        (address("1 A") + address("2 B", 'kind="WORK" start="2002-01-01"'), "1 A Town"),
        ("", State.ABSENT),
    ],
)
def test_which_of_several_nodes_gives_the_value(tmp_path, inside, value) -> None:
    assert one(tmp_path, inside).address == value


def test_lists_come_from_nodes_and_from_the_record(tmp_path) -> None:
    person = one(
        tmp_path,
        '<Group primary="Y">OP</Group><Group>OTHER</Group><Group>CARER<x/></Group><GP code="P99001"/>',
    )
    assert [(each.code, each.primary) for each in person.groups] == [("OP", True), ("CARER", State.ABSENT)]
    assert [each.code for each in person.gp] == ["P99001"]
    assert one(tmp_path, "").groups == ()


def test_namespaces_are_ignored_wherever_they_are_declared(tmp_path) -> None:
    content = """<m:P xmlns:m="urn:m"><m:Person id="1"><m:Names><m:Name>Fern</m:Name></m:Names></m:Person>
    <q:Q xmlns:q="urn:q"><q:Person id="2"><q:Names><m:Name>Moss</m:Name></q:Names></q:Person></q:Q></m:P>"""
    (page,) = pages(tmp_path, content)
    assert [(each.ref, each.family_name) for each in page.people] == [("1", "Fern"), ("2", "Moss")]


def test_names_of_elements_are_forgotten_before_they_fill_the_memory() -> None:
    names = Names({"Name": 7})
    assert [names[f"{{urn:{n}}}Other"] for n in range(2 * MEMORY)] == [0] * 2 * MEMORY
    assert len(names) <= MEMORY
    assert names["{urn:x}Name"] == 7


# --- pages, places, resuming ------------------------------------------------------------------------


def test_rejects_say_which_record_and_the_others_are_read(tmp_path) -> None:
    content = (
        '<P><Person id="1"/><Person><Born/></Person><Person id="2">&x;</Person>'
        '<Person id="1"/><Person id="3"/></P>'
    )
    (page,) = pages(tmp_path, content)
    assert [each.ref for each in page.people] == ["1", "3"]
    assert [(each.ref, each.code) for each in page.rejects] == [
        ("record 3", "FP-0520"),
        ("record 2", "FP-0500"),
        ("1", "FP-0511"),
    ]


def test_a_restricted_person_is_named_in_no_reject(tmp_path) -> None:
    mapping = MAPPING.replace("[person]\n", '[person]\nrestricted = { path = "@secret" }\n', 1)
    content = '<P><Person id="1" secret="Y"/><Person/><Person id="1" secret="Y"/></P>'
    (page,) = pages(tmp_path, content, mapping=mapping)
    assert [(each.ref, each.code) for each in page.rejects] == [
        ("record 2", "FP-0500"),
        ("record 3", "FP-0511"),
    ]


@pytest.mark.parametrize(
    "pack",
    [lambda raw: raw, gzip.compress, lambda raw: raw.decode().encode("utf-16")],
    ids=["plain", "gzip", "utf-16"],
)
def test_records_are_read_again_from_where_they_stand(tmp_path, pack, monkeypatch) -> None:
    monkeypatch.setattr("adapter_core.readers.xml.streams.EVERY", 5000)
    monkeypatch.setattr("adapter_core.readers.xml.streams.CHUNK", 4096)
    with opened(tmp_path, pack(many(2500).encode())) as source:
        found = [
            (person.ref, position)
            for page in source.iter_people(PeopleQuery())
            for person, position in zip(page.people, page.positions, strict=True)
        ]
        assert [ref for ref, _ in found] == [str(n) for n in range(2500)]
        random.Random(1).shuffle(found)
        for start in range(0, 2500, 500):
            some = found[start : start + 500]
            people = source.people_at([position for _, position in some])
            assert [each.ref for each in people] == [ref for ref, _ in some]
        assert source.get_person("77").ref == "77"
        with pytest.raises(PersonNotFound, match="FP-0405"):
            source.get_person("nobody")


def test_a_run_goes_on_where_it_stopped(tmp_path) -> None:
    with opened(tmp_path, many(25)) as source:
        every = list(source.iter_people(PeopleQuery(page_size=10)))
        assert [len(page.people) for page in every] == [10, 10, 5]
        assert every[-1].cursor is None
        rest = list(source.iter_people(PeopleQuery(after=every[0].cursor, page_size=7)))
        assert [each.ref for page in rest for each in page.people] == [str(n) for n in range(10, 25)]
        with pytest.raises(SourceUnavailable, match="FP-0416"):
            list(source.iter_people(PeopleQuery(after="10.1.1")))


def test_a_file_that_changes_is_an_error(tmp_path) -> None:
    with opened(tmp_path, many(25)) as source:
        stream = source.iter_people(PeopleQuery(page_size=10))
        position = next(stream).positions[0]
        os.utime(tmp_path / "people.xml", ns=(1, 1))
        with pytest.raises(SourceUnavailable, match="FP-0416"):
            list(stream)
        with pytest.raises(SourceUnavailable, match="FP-0416"):
            source.people_at([position])


def test_what_came_before_a_fault_stays_read(tmp_path) -> None:
    with opened(tmp_path, many(25)[:-30]) as source:
        stream = source.iter_people(PeopleQuery(page_size=10))
        assert [len(next(stream).people) for _ in range(3)] == [10, 10, 4]
        with pytest.raises(SourceUnavailable, match="FP-0432"):
            next(stream)


def test_a_path_that_no_record_has_is_told_and_stops_nothing(tmp_path) -> None:
    with opened(tmp_path, many(3)) as source:
        problems = source.inspect().problems
        assert ("tables.address", False, "FP-0440") in [
            (each.where, each.fatal, each.code) for each in problems
        ]
        assert "person.given_name" in [each.where for each in problems]
        assert "person.date_of_birth" not in [each.where for each in problems]


# --- the backend ------------------------------------------------------------------------------------


def packaged(folder: Path) -> OpenContext:
    return OpenContext("mosaic", AS_OF, folder, {}, {"council_mappings": MAPPINGS})


def plain(value: Any, path: str, mapped: frozenset[str]) -> Any:
    """A value as the expected result has it: of the fields that the mapping fills alone."""
    if isinstance(value, State):
        return {"state": value.value}
    if isinstance(value, tuple):
        return [record(item, f"{path}.", mapped) for item in value]
    return value.isoformat() if isinstance(value, date) else value


def record(thing: Any, under: str, mapped: frozenset[str]) -> dict[str, Any]:
    paths = {each.name: f"{under}{each.name}" for each in fields(thing)}
    return {
        name: plain(getattr(thing, name), path, mapped)
        for name, path in paths.items()
        if path in mapped or any(each.startswith(f"{path}.") for each in mapped)
    }


@pytest.mark.requirement("P-13", "P-16")
def test_the_packaged_sample_gives_its_expected_result() -> None:
    expected = json.loads((MAPPINGS / "mosaic/xml.expected.json").read_text(encoding="utf-8"))
    with open_xml(MosaicXmlConfig(path="xml.sample.xml"), packaged(MAPPINGS / "mosaic")) as source:
        (page,) = source.iter_people(PeopleQuery())
        mapped = source.inspect().fields
    assert [record(person, "", mapped) for person in page.people] == expected["people"]
    assert expected["rejects"] == list(page.rejects)
    assert [
        {"field": path, "code": code, "people": count} for (path, code), count in page.unmapped.items()
    ] == expected["unmapped"]


def test_the_sample_is_of_nobody() -> None:
    for number in ET.parse(MAPPINGS / "mosaic/xml.sample.xml").iter("{urn:example:mosaic-extract}NHSNumber"):  # noqa: S314 - our own file
        digits = (number.text or "").replace(" ", "")
        assert not digits.isdigit() or digits.startswith("999")


def test_the_config_says_the_day_and_how_large_a_record_may_be(tmp_path) -> None:
    (tmp_path / "people.xml").write_text(
        f'<P><Person id="1"/><Person id="2"><x>{"x" * 2_000_000}</x></Person></P>', encoding="utf-8"
    )
    for megabytes, expected in ((1, ["1"]), (5, ["1", "2"])):
        config = MosaicXmlConfig(path="people.xml", as_of=AS_OF, largest_record_mb=megabytes)
        with open_xml(config, packaged(tmp_path)) as source:
            (page,) = source.iter_people(PeopleQuery())
            assert source.as_of == datetime(2026, 11, 23, tzinfo=UTC)
        assert [each.ref for each in page.people] == expected
    with pytest.raises(ValidationError):
        MosaicXmlConfig(path="people.xml", largest_record_mb=500)


@pytest.mark.parametrize("path", ["people.xml", "people\0.xml", "p" * 5000])
def test_a_file_that_is_not_there(tmp_path, path) -> None:
    with (
        pytest.raises(SourceUnavailable, match="FP-0410"),
        open_xml(MosaicXmlConfig(path=path), packaged(tmp_path)),
    ):
        pass


def test_a_mapping_for_something_else(tmp_path) -> None:
    with (
        pytest.raises(MappingError, match="FP-0441"),
        open_xml(MosaicXmlConfig(path="people.xml", mapping="mosaic/reporting"), packaged(tmp_path)),
    ):
        pass


def test_without_lxml_it_says_what_to_install(tmp_path, monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "lxml", None)
    for name in [name for name in sys.modules if name.startswith("adapter_core.readers.xml")]:
        monkeypatch.delitem(sys.modules, name)
    with (
        pytest.raises(ConfigurationError, match="FP-0430") as caught,
        open_xml(MosaicXmlConfig(path="people.xml"), packaged(tmp_path)),
    ):
        pass
    assert "fingerpost[xml]" in caught.value.remedy


# --- any tree ---------------------------------------------------------------------------------------

TEXT = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"), min_size=1, max_size=12
)
NAME = st.sampled_from(["Name", "Names", "Person", "PersonName", "a", "Person.x"])


def trees(children: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.tuples(
        NAME, st.dictionaries(st.sampled_from("xyz"), TEXT, max_size=2), TEXT, st.lists(children, max_size=3)
    )


TREE: st.SearchStrategy[Any] = st.recursive(
    st.tuples(NAME, st.just({}), TEXT, st.just([])), trees, max_leaves=8
)


def element(tree: Any) -> ET.Element:
    name, attributes, text, children = tree
    made = ET.Element(name, attributes)
    made.text = text
    made.extend([element(child) for child in children])
    return made


def content(node: Any) -> Any:
    return (node.tag, dict(node.attrib), node.text, [content(child) for child in node])


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.lists(TREE, max_size=3), min_size=1, max_size=5),
    st.sampled_from(["utf-8", "utf-16"]),
    st.booleans(),
)
def test_what_another_library_wrote_is_read_back(tmp_path_factory, records, encoding, packed) -> None:
    root = ET.Element("People")
    for number, record in enumerate(records):
        person = ET.SubElement(root, "Person", id=str(number))
        person.extend([element(tree) for tree in record])
    body = ET.tostring(root, encoding)
    path = tmp_path_factory.mktemp("trees") / "people.xml"
    path.write_bytes(gzip.compress(body) if packed else body)
    with path.open("rb") as again, path.open("rb") as file:
        extract = XmlExtract(again, "Person")
        (chunk,) = extract.chunks(file, 1000, None)
        assert chunk.rejects == []
        assert [content(each) for each in chunk.records] == [content(each) for each in root]
        assert [content(each) for each in extract.at(chunk.positions)] == [content(each) for each in root]
