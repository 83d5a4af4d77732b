"""A mapping is proposed for databases whose names are in no fixture, loads as it is, and reads people."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from adapter_core.demo.writing import WANTED_WRITERS, write_council
from adapter_core.hooks.manager import Plugins
from adapter_core.readers.mapping import TRANSFORMS, compile_mapping, load_mapping
from adapter_core.readers.profiling import Scan
from adapter_core.service.backends import mapping_folders
from adapter_core.service.mapping_tools.checking import check_mapping
from adapter_core.service.mapping_tools.inferring import Inferred, infer
from adapter_core.service.mapping_tools.scanning import scan_path

ON = date(2026, 11, 23)


def inferred(scan: Scan, folder: Path, **more: Any) -> tuple[Inferred, Path]:
    """Propose, write it down, and compile what was written: it must load as it is."""
    found = infer(scan, base=folder, folders=mapping_folders(), **more)
    place = folder / "proposed.toml"
    place.write_text(found.text, encoding="utf-8")
    loaded = load_mapping(place.name, base=folder, folders=mapping_folders())
    compile_mapping(loaded, as_of=ON, transforms=TRANSFORMS)
    return found, place


def columns_of(found: Inferred) -> dict[str, set[str]]:
    return {
        line.field: {column for _, column in line.columns} for line in found.proposal.lines() if line.is_sure
    }


@pytest.mark.parametrize(
    ("make", "truth"),
    [
        ("make_odd", "ODD_TRUTH"),
        ("make_eclipse_like", "ECLIPSE_TRUTH"),
        ("make_liquidlogic_like", "LIQUIDLOGIC_TRUTH"),
    ],
)
def test_fields_of_an_unknown_database_are_found(odd, make, truth, tmp_path):
    path = getattr(odd, make)(tmp_path / "unknown.db")
    truth = getattr(odd, truth)
    found, place = inferred(scan_path(path, ON), tmp_path)
    told = columns_of(found)
    wrong = {field: told.get(field) for field in truth if told.get(field) != truth[field]}
    assert wrong == {}
    assert set(told) - set(truth) == set()
    check = check_mapping(str(place), path, base=tmp_path, today=ON)
    assert check.people == 300
    assert not check.rejects
    by_field = {each.field: each for each in check.fields}
    for field in ("family_name", "given_name", "date_of_birth", "nhs_number", "postcode"):
        assert by_field[field].mapped == by_field[field].present > 0


def test_a_scan_on_paper_is_as_good_as_the_source(odd, tmp_path):
    scan = scan_path(odd.make_odd(tmp_path / "odd.db"), ON)
    again = Scan.model_validate(scan.as_json())
    first, second = (infer(each, base=tmp_path, folders=mapping_folders()).text for each in (scan, again))
    assert first == second


@pytest.fixture(scope="module")
def council(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("council") / "demo"
    writers = {writer.name: writer for writer in Plugins(WANTED_WRITERS).sample_writers}
    write_council(folder, people=400, seed=1, as_of=ON, writers=writers)
    return folder


def test_the_demo_mosaic(council, tmp_path):
    found, _ = inferred(scan_path(council / "mosaic.db", ON), tmp_path)
    told = columns_of(found)
    wanted = {
        "ref": {"PERSON_ID"}, "family_name": {"LAST_NAME"}, "given_name": {"FIRST_NAME"},
        "date_of_birth": {"DATE_OF_BIRTH"}, "nhs_number": {"NHS_ID"}, "postcode": {"POST_CODE"},
        "gender": {"GENDER"}, "ethnicity": {"FULL_ETHNICITY_CODE"}, "address": {"ADDRESS"},
        "relationships.other_ref": {"OTHER_PERSON_ID"}, "relationships.role": {"DESCRIPTION"},
        "gp.code": {"PRACTICE_CODE"}, "allocations.worker": {"FIRST_NAMES", "LAST_NAMES"},
    }  # fmt: skip
    assert {field: told.get(field) for field in wanted} == wanted


def test_the_demo_extract(council, tmp_path):
    found, place = inferred(scan_path(council / "ais.csv", ON), tmp_path)
    told = columns_of(found)
    wanted = {
        "ref": {"PERSON_REF"}, "nhs_number": {"NHS_NUMBER"}, "family_name": {"SURNAME"},
        "given_name": {"FORENAMES"},
        "date_of_birth": {"DATE_OF_BIRTH"}, "gender": {"GENDER"}, "ethnicity": {"ETHNICITY"},
        "accommodation": {"ACCOMMODATION_STATUS"}, "employment": {"EMPLOYMENT_STATUS"},
        "postcode": {"POSTCODE"},
        "gp.code": {"GP_PRACTICE_CODE"}, "gp.name": {"GP_PRACTICE_NAME"},
    }  # fmt: skip
    assert {field: told.get(field) for field in wanted} == wanted
    assert check_mapping(str(place), council / "ais.csv", base=tmp_path, today=ON).people > 100


def test_like_a_mapping_that_fits_there_is_nothing_to_write(council, tmp_path):
    found, place = inferred(scan_path(council / "mosaic.db", ON), tmp_path, like="mosaic/demo")
    assert found.proposal.lines() == []
    assert found.proposal.removed == []
    assert 'extends = "mosaic/demo"' in place.read_text(encoding="utf-8")


def test_like_a_mapping_only_what_differs_is_written(council, tmp_path):
    scan = scan_path(council / "mosaic.db", ON)
    renamed = {"GENDER": "GENDER_CODE", "TITLE": None}
    tables = tuple(
        table.model_copy(
            update={
                "columns": tuple(
                    column.model_copy(update={"name": renamed.get(column.name) or column.name})
                    for column in table.columns
                    if renamed.get(column.name, "") is not None
                )
            }
        )
        if table.name == "DM_PERSONS"
        else table
        for table in scan.tables
    )
    found, _ = inferred(scan.model_copy(update={"tables": tables}), tmp_path, like="mosaic/demo")
    assert columns_of(found) == {"gender": {"GENDER_CODE"}}
    assert [path for path, _ in found.proposal.removed] == ["person.title"]


def test_trees(tmp_path):
    place = tmp_path / "people.xml"
    body = "".join(
        f'<Person id="{n}"><Names><Name surname="Ash{n}" forename="Ann"/></Names>'
        f"<DateOfBirth>19{30 + n % 60}-01-02"
        "</DateOfBirth><Relationships>"
        f"<Relationship><RelatedPersonId>{n + 1}</RelatedPersonId><Role>Mother</Role>"
        f"</Relationship><Relationship>"
        f"<RelatedPersonId>{n + 2}</RelatedPersonId><Role>Son</Role></Relationship>"
        f"</Relationships><Gp><PracticeCode>P99{n % 9:03}</PracticeCode></Gp></Person>"
        for n in range(80)
    )
    place.write_text(f"<Extract>{body}</Extract>", encoding="utf-8")
    found, proposed = inferred(scan_path(place, ON), tmp_path)
    told = columns_of(found)
    assert told["ref"] == {"@id"}
    assert told["family_name"] == {"Names/Name/@surname"}
    assert told["date_of_birth"] == {"DateOfBirth"}
    assert told["relationships.other_ref"] == {"RelatedPersonId"}
    assert told["gp.code"] == {"Gp/PracticeCode"}
    assert check_mapping(str(proposed), place, base=tmp_path, today=ON).people == 80
