"""The backend `csv`: its config, its packaged mapping of several files, and its writer."""

from __future__ import annotations

import csv
import json
import re
from dataclasses import fields, is_dataclass
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

import council_mappings
from adapter_core.demo.council import Council
from adapter_core.domain.people import FIELDS
from adapter_core.domain.states import State
from adapter_core.errors import ConfigurationError, SourceUnavailable
from adapter_core.hooks.capabilities import Capability, Port
from adapter_core.hooks.ports import OpenContext, Page, PeopleQuery
from adapter_csv.backend import CsvConfig
from adapter_csv.plugin import (
    SAMPLE_FIELDS,
    adapter_case_records,
    adapter_demographics,
    adapter_sample_writers,
)

AS_OF = date(2026, 11, 23)
MAPPINGS = Path(council_mappings.__file__).parent
SAMPLE = MAPPINGS / "csv"
BACKEND, _ = adapter_case_records()
(WRITER,) = adapter_sample_writers()
BUNDLE = {"path": "bundle.sample", "mapping": "csv/bundle"}


def context(folder: Path) -> OpenContext:
    return OpenContext("supplier", AS_OF, folder, {}, {"council_mappings": MAPPINGS})


def pages(folder: Path, **config: Any) -> list[Page]:
    with BACKEND.open(CsvConfig.model_validate({**BUNDLE, **config}), context(folder)) as source:
        return list(source.iter_people(PeopleQuery()))


def plain(value: object) -> object:
    """A value as JSON has it; what no mapping fills is left out."""
    if isinstance(value, State):
        return {"state": value.value}
    if isinstance(value, tuple):
        return [plain(each) for each in value]
    if is_dataclass(value):
        held = {each.name: getattr(value, each.name) for each in fields(value) if each.name != "extra"}
        return {name: plain(each) for name, each in held.items() if each is not State.NOT_SUPPORTED}
    return value.isoformat() if isinstance(value, date) else value


def as_json(page: Page) -> dict[str, Any]:
    return {
        "schema": 1,
        "as_of": AS_OF.isoformat(),
        "people": [plain(person) for person in page.people],
        "rejects": [{"ref": each.ref, "code": each.code, "field": each.field} for each in page.rejects],
        "unmapped": [
            {"field": path, "code": code, "people": count} for (path, code), count in page.unmapped.items()
        ],
    }


def test_the_packaged_sample_gives_its_expected_result() -> None:
    (page,) = pages(SAMPLE)
    assert as_json(page) == json.loads((SAMPLE / "bundle.expected.json").read_text(encoding="utf-8"))


def test_the_sample_is_of_nobody() -> None:
    text = (SAMPLE / "bundle.sample" / "people.csv").read_text(encoding="utf-8").replace(" ", "")
    numbers = re.findall(r"\b[0-9]{10}\b", text)
    assert numbers
    assert all(number.startswith("999") or number == "0" * 10 for number in numbers)


def test_it_can_do_what_it_claims_and_the_sample_has_the_fields_for_it() -> None:
    with BACKEND.open(CsvConfig.model_validate(BUNDLE), context(SAMPLE)) as source:
        report = source.inspect()
    assert report.capabilities == BACKEND.capabilities
    assert report.problems == ()
    assert report.fields == SAMPLE_FIELDS
    assert Capability.COHORT in report.capabilities
    other, _ = adapter_demographics()
    assert (BACKEND.name, BACKEND.port, other.port) == ("csv", Port.CASE_RECORDS, Port.DEMOGRAPHICS)


def test_people_come_back_as_they_were_written(tmp_path) -> None:
    council = Council(people=400, seed=3, as_of=AS_OF)
    people = list(islice(council.mosaic(), 300))
    config = WRITER.write(tmp_path, people, {"as_of": AS_OF})
    found = [person for page in pages(tmp_path, **config) for person in page.people]
    assert [person.ref for person in found] == [person.ref for person in people]
    names = [path for path in FIELDS if path in SAMPLE_FIELDS and "." not in path]
    texts = ("given_name", "family_name", "date_of_birth", "gender", "ethnicity")
    assert set(texts) < set(names)
    for was, came in zip(people, found, strict=True):
        assert [getattr(came, name) for name in texts] == [getattr(was, name) for name in texts]
        assert isinstance(was.gp, tuple)
        assert isinstance(came.gp, tuple)
        assert [item.code for item in came.gp] == [item.code for item in was.gp]


# --- config -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "wrong",
    [
        {"delimitter": ";"},
        {"files": {"address": {"encodin": "utf-8"}}},
        {"delimiter": ";;"},
        {"delimiter": '"'},
        {"quote": ";", "delimiter": ";"},
        {"quote": ","},
        {"quote": "''"},
        {"quote": "\n"},
        {"path": ""},
    ],
)
def test_a_wrong_key_or_value_is_an_error(wrong) -> None:
    with pytest.raises(ValidationError):
        CsvConfig.model_validate({**BUNDLE, **wrong})


def test_a_file_that_the_mapping_does_not_have_is_an_error() -> None:
    with pytest.raises(ConfigurationError, match=r'FP-0429: .*"adress"\. Did you mean "address"') as caught:
        pages(SAMPLE, files={"adress": {"encoding": "utf-8"}})
    assert caught.value.where == "sources.supplier.files.adress"


def rewritten(folder: Path, name: str, old: bytes, new: bytes, encoding: str = "utf-8") -> None:
    path = folder / name
    path.write_bytes(path.read_bytes().replace(old, new).decode().encode(encoding))


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    folder = tmp_path / "bundle.sample"
    folder.mkdir()
    for each in (SAMPLE / "bundle.sample").iterdir():
        (folder / each.name).write_bytes(each.read_bytes())
    return tmp_path


def test_each_file_may_be_written_in_its_own_way_and_have_its_own_name(copied) -> None:
    whole = as_json(pages(copied)[0])
    folder = copied / "bundle.sample"
    rewritten(folder, "people.csv", b"", b"", "cp1252")
    rewritten(folder, "gp_registrations.csv", b",", b";")
    rewritten(folder, "allocations.csv", b",", b"|", "utf-16")
    (folder / "allocations.csv").rename(folder / "allocations_2026.csv")
    files = {
        "person": {"encoding": "windows-1252"},
        "gp": {"delimiter": ";"},
        "allocation": {"name": "allocations_2026.csv", "delimiter": "|"},
    }
    assert as_json(pages(copied, files=files)[0]) == whole


def test_what_the_config_says_of_one_file_goes_before_what_it_says_of_all(copied) -> None:
    folder = copied / "bundle.sample"
    whole = as_json(pages(copied)[0])
    for each in folder.iterdir():
        rewritten(folder, each.name, b"", b"", "cp1252")
    rewritten(folder, "addresses.csv", b"HOME", b"HOME")
    with pytest.raises(SourceUnavailable, match="FP-0412"):
        pages(copied)
    assert as_json(pages(copied, encoding="windows-1252")[0]) == whole
    with pytest.raises(SourceUnavailable, match="FP-0412"):
        pages(copied, encoding="windows-1252", files={"person": {"encoding": "utf-8"}})


def test_other_quotation_marks_and_none_at_all(copied) -> None:
    whole = as_json(pages(copied)[0])
    folder = copied / "bundle.sample"
    people = folder / "people.csv"
    text = people.read_text(encoding="utf-8")
    people.write_text(text.replace('"', "`"), encoding="utf-8")
    assert as_json(pages(copied, files={"person": {"quote": "`"}})[0]) == whole
    rows = ["|".join(row) + "\n" for row in csv.reader(text.splitlines())]
    people.write_text("".join(rows).replace("Edith", '"Edith'), encoding="utf-8")
    whole["people"][0]["given_name"] = '"Edith'  # where nothing encloses values, a mark is a letter
    assert as_json(pages(copied, files={"person": {"quote": "", "delimiter": "|"}})[0]) == whole
