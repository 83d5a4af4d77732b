"""What is written into files and pages: documents as a supplier would send them."""

from __future__ import annotations

import csv
import gzip
import json
import urllib.error
import urllib.request
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest

from adapter_core.domain.people import GpRegistration
from adapter_core.domain.states import State
from adapter_core.testing.examples import example_person
from adapter_core.testing.writing import (
    mapped_reader,
    write_mapped_csv,
    write_mapped_json,
    write_mapped_pages,
    write_mapped_xml,
)
from adapter_core.testing.writing.serving import people_server

PEOPLE = [replace(example_person(), ref=str(number)) for number in range(101, 106)]
SPACE = "{urn:example:extract}"


def test_one_csv_file_has_a_column_that_nobody_reads(tmp_path):
    keys = write_mapped_csv(tmp_path, PEOPLE, {}, mapping="northgate_ais/extract")
    with (tmp_path / keys["path"]).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["PERSON_REF"] for row in rows] == ["101", "102", "103", "104", "105"]
    assert "\n" in rows[0]["OUR_REMARKS"]
    assert rows[0]["GP_PRACTICE_CODE"] == "F99901"
    assert not list(tmp_path.glob("*.part"))


def test_several_csv_files_as_they_are_asked_for(tmp_path):
    options = {"encoding": "utf-16", "delimiter": ";"}
    keys = write_mapped_csv(tmp_path, PEOPLE, options, mapping="csv/bundle")
    assert {key: keys[key] for key in options} == options
    assert keys["files"]["gp"] == {"may_be_empty": True}
    text = (tmp_path / "people.csv").read_text(encoding="utf-16")
    assert text.splitlines()[0].split(";")[0] == "PERSON_ID"
    with (tmp_path / "gp_registrations.csv").open(encoding="utf-16", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    assert [row["PERSON_ID"] for row in rows] == ["101", "102", "103", "104", "105"]


def test_xml_nests_and_stands_in_a_namespace(tmp_path):
    twice = replace(PEOPLE[0], gp=(GpRegistration("F99901"), GpRegistration(State.ABSENT, "Old Mill")))
    write_mapped_xml(tmp_path, [twice], {"file": "a.xml.gz"}, mapping="mosaic/xml")
    root = ET.fromstring(gzip.decompress((tmp_path / "a.xml.gz").read_bytes()))  # noqa: S314 - our own file
    (person,) = root.findall(f"{SPACE}Person")
    assert person.get("id") == "101"
    practices = person.findall(f"{SPACE}GPs/{SPACE}GP/{SPACE}Practice")
    assert [(each.get("code"), each.text) for each in practices] == [("F99901", None), (None, "Old Mill")]


def test_json_keeps_its_own_types(tmp_path):
    broken = replace(PEOPLE[0], given_name=State.INVALID, title=State.ABSENT)
    write_mapped_json(tmp_path, [broken], {}, mapping="northgate_ais/lookup")
    (person,) = json.loads((tmp_path / "people.json").read_text(encoding="utf-8"))["people"]
    assert isinstance(person["name"]["forenames"], dict)
    assert "title" not in person["name"]
    assert person["gp"][0]["practice"]["code"] == "F99901"


def test_nobody_is_an_empty_document(tmp_path):
    write_mapped_json(tmp_path, [], {}, mapping="northgate_ais/lookup")
    assert json.loads((tmp_path / "people.json").read_text(encoding="utf-8")) == {"people": []}


def ask(address, body=None):
    data = None if body is None else json.dumps(body).encode()
    with urllib.request.urlopen(urllib.request.Request(address, data=data), timeout=10) as answer:  # noqa: S310 - loopback
        return answer.headers["Content-Type"], answer.read()


def test_a_server_gives_pages_and_answers_look_ups(tmp_path):
    two = [replace(PEOPLE[0], nhs_number="9990000018"), replace(PEOPLE[1], nhs_number="9990000026")]
    with people_server() as server:
        options = {"server": server, "page_size": 1, "look_up": True}
        keys = write_mapped_pages(tmp_path, two, options, mapping="northgate_ais/lookup")
        kind, first = ask(f"{keys['url']}/people?page=1")
        assert kind == "application/json"
        assert json.loads(first)["total"] == 2
        assert (tmp_path / "page-1.json").read_bytes() == first
        with pytest.raises(urllib.error.HTTPError, match="404"):
            ask(f"{keys['url']}/people?page=3")
        asked = {"people": [{"nhs_number": "9990000026"}, {"nhs_number": "9990000034"}]}
        _, answer = ask(f"{keys['url']}{keys['look_up']['path']}", asked)
        assert [each["person_ref"] for each in json.loads(answer)["people"]] == ["102"]
        with pytest.raises(urllib.error.HTTPError, match="404"):
            ask(f"{server.url}/7/people")


def test_pages_need_a_server(tmp_path):
    with pytest.raises(ValueError, match="people_server"):
        write_mapped_pages(tmp_path, PEOPLE, {}, mapping="mosaic/xml")


@pytest.mark.parametrize("mapping", ["mosaic/xml", "northgate_ais/lookup", "eclipse/views", "csv/bundle"])
def test_what_a_plugin_says_that_it_writes_is_what_its_mapping_reads(mapping):
    from adapter_core.hooks.loading import installed  # noqa: PLC0415
    from adapter_core.hooks.manager import Plugins  # noqa: PLC0415

    writers = [each for each in Plugins(list(installed())).sample_writers if each.mapping == mapping]
    assert writers
    for writer in writers:
        assert writer.fields == mapped_reader(mapping).fields
