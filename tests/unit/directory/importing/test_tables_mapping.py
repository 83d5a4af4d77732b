"""The grammar of a directory's mapping: what is wrong is said with file, line, key and the nearest name."""

from __future__ import annotations

from pathlib import Path

import pytest

import community_directory
from adapter_core.errors import MappingError
from community_directory.importing.tables import load_tables
from community_directory.importing.tables.backend import find_mapping
from community_directory.importing.tables.cells import day, degrees, key
from community_directory.importing.tables.model import json_schema

GOOD = 'schema = 1\nformat = "csv"\n\n[service]\nname = "Name"\n'
MAPPINGS = Path(community_directory.__file__).parent / "mappings"


def refused(tmp_path, text):
    file = tmp_path / "ours.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(MappingError) as caught:
        load_tables(file)
    return caught.value


@pytest.mark.parametrize(
    ("text", "code", "where", "words"),
    [
        (
            GOOD + 'descripton = "About"\n',
            "FP-0306",
            "ours.toml:6 service.descripton",
            "did you mean 'description'?",
        ),
        (
            GOOD + "\n[organization]\nname = 'X'\n",
            "FP-0306",
            "ours.toml:7 organization",
            "did you mean 'organisation'?",
        ),
        (
            GOOD + '\n[contacts.desk]\nphon = "T"\n',
            "FP-0306",
            "ours.toml:8 contacts.desk.phon",
            "did you mean 'phone'?",
        ),
        (
            GOOD + 'url = { colum = "U" }\n',
            "FP-0306",
            "ours.toml:6 service.url.colum",
            "did you mean 'column'?",
        ),
        (GOOD + "url = 3\n", "FP-0307", "ours.toml:6 service.url", "a heading or a table belongs here"),
        (
            GOOD + 'url = { column = "U", value = "x" }\n',
            "FP-0307",
            "ours.toml:6 service.url",
            "either column or value",
        ),
        (GOOD.replace("csv", "xls"), "FP-0307", "ours.toml:2 format", "format:"),
        ('schema = 1\nformat = "csv"\n', "FP-0307", "ours.toml service", "it is missing"),
        (GOOD + '[files.organisations]\nname = "o.csv"\n', "FP-0307", "ours.toml", "[files.services]"),
        (GOOD + "[files.servces]\n", "FP-0307", "files.servces", ""),
        ("schema = ", "FP-0305", "ours.toml", "not valid TOML"),
    ],
)
def test_a_slip_is_named_with_its_place(tmp_path, text, code, where, words):
    error = refused(tmp_path, text)
    assert error.code == code
    assert where in error.where
    assert words in error.message


def test_a_mapping_that_is_not_there_is_named_with_the_nearest(tmp_path):
    (tmp_path / "our_list.toml").write_text(GOOD)
    with pytest.raises(MappingError, match=r"did you mean 'our_list.toml'\?") as caught:
        load_tables(tmp_path / "our_lists.toml")
    assert caught.value.code == "FP-0300"
    with pytest.raises(MappingError, match="trafford_food_banks"):
        find_mapping("trafford_food_bank", base=tmp_path)


@pytest.mark.parametrize("path", sorted(MAPPINGS.glob("*.toml")), ids=lambda path: path.stem)
def test_every_packaged_mapping_is_right_and_has_a_sample(path):
    assert find_mapping(path.stem, base=Path()) == path
    assert load_tables(path).file.title
    assert list(MAPPINGS.glob(f"{path.stem}.sample*"))


def test_editors_get_a_schema():
    assert "service" in json_schema()["properties"]


def test_names_are_told_apart_whatever_the_case_the_spaces_and_the_signs():
    assert key("Walking  Well C.I.C.") == key("walking well cic") != key("walking wells cic")
    assert key("St. Mary\u2019s") == key("St Mary's")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2026-03-05", "2026-03-05"),
        ("05/03/2026", "2026-03-05"),
        ("5.3.2026 10:00", "2026-03-05"),
        ("31/02/2026", None),
        ("March", None),
        ("", None),
    ],
)
def test_days_are_read_in_two_ways(text, said):
    found = day(text)
    assert (found.isoformat() if found else None) == said


@pytest.mark.parametrize(
    ("text", "value"),
    [("53.8", 53.8), ("0", None), ("nan", None), ("95", None), ("x", None), ("-3.05", -3.05)],
)
def test_a_latitude_is_one_or_nothing(text, value):
    assert degrees(text, 90) == value
