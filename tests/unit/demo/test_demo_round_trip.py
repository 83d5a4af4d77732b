"""What the planter drew is what the readers read: through the sources that the real sample writers write."""

from __future__ import annotations

import json
import tomllib
from dataclasses import fields
from datetime import date
from importlib import import_module
from pathlib import Path

import pytest

from adapter_core.demo.council import Council
from adapter_core.demo.writing import WANTED_WRITERS, write_council
from adapter_core.hooks.ports import OpenContext, PeopleQuery
from adapter_core.readers.mapping import TRANSFORMS

AS_OF = date(2026, 11, 23)
PEOPLE, SEED = 1500, 21


def _plugin(name):
    return import_module(f"adapter_{name}.plugin")


def _open(name, source, folder, port):
    """A source of the written council, opened as the config says."""
    config = tomllib.loads((folder / "fingerpost.toml").read_text(encoding="utf-8"))
    table = config["reference" if source == "practices" else "sources"][source]
    specs = [spec for spec in getattr(_plugin(name), port)() if spec.name == name]
    keys = {key: value for key, value in table.items() if key not in {"backend", "port", "as_of"}}
    if "url" in keys:
        keys["url"] = keys["url"].replace("sqlite:///", f"sqlite:///{folder.as_posix()}/")
    mappings = Path(str(import_module("council_mappings").__file__)).parent
    context = OpenContext(source, AS_OF, folder, TRANSFORMS, {"council": mappings})
    return specs[0].open(specs[0].config_model(**keys), context)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    writers = {one.name: one for name in WANTED_WRITERS for one in _plugin(name).adapter_sample_writers()}
    folder = tmp_path_factory.mktemp("demo")
    write_council(folder, people=PEOPLE, seed=SEED, as_of=AS_OF, writers=writers)
    return folder


@pytest.fixture(scope="module")
def council():
    return Council(people=PEOPLE, seed=SEED, as_of=AS_OF)


def _differences(drawn, read, but=()):
    names = [one.name for one in fields(read[0]) if one.name not in but]
    return [
        (one.ref, name, getattr(one, name), getattr(other, name))
        for one, other in zip(drawn, read, strict=True)
        for name in names
        if repr(getattr(one, name)) != repr(getattr(other, name))
    ]


def test_mosaic_reads_as_it_was_drawn(folder, council):
    with _open("mosaic", "mosaic", folder, "adapter_case_records") as source:
        pages = list(source.iter_people(PeopleQuery()))
    read = [person for page in pages for person in page.people]
    differences = _differences(list(council.mosaic()), read, but={"full_name", "extra"})
    # A numeric column pads with noughts on the left what was too short: invalid before and after.
    padded = [each for each in differences if each[1] == "nhs_number" and each[3] == each[2].rjust(10, "0")]
    assert [each for each in differences if each not in padded] == []
    assert not any(page.rejects for page in pages)
    assert {path for page in pages for path, _ in page.unmapped} >= {
        "gender",
        "ethnicity",
        "employment",
        "trans",
    }


def test_the_ais_extract_reads_as_it_was_drawn(folder, council):
    with _open("northgate_ais", "ais", folder, "adapter_demographics") as source:
        pages = list(source.iter_people(PeopleQuery()))
    read = [person for page in pages for person in page.people]
    first = list({person.ref: person for person in reversed(list(council.northgate_ais()))}.values())[::-1]
    assert _differences(first, read) == []
    truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    expected = {
        (reject["ref"], reject["code"], reject["field"])
        for reject in truth["rejects"]
        if reject["code"] in {"FP-0510", "FP-0511"}
    }
    assert {(reject.ref, reject.code, reject.field) for page in pages for reject in page.rejects} == expected


def test_the_practice_list_reads_as_it_was_drawn(folder, council):
    with _open("nhs", "practices", folder, "adapter_reference_data") as source:
        read = source.practices()
    assert read.practices == council.practices.practices
