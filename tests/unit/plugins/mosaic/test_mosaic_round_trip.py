"""People written in Mosaic's shape and read back through the mapping are the same people."""

from __future__ import annotations

import tempfile
from dataclasses import fields, replace
from datetime import date
from importlib import resources
from pathlib import Path
from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapter_core.domain.codes import CODE_LISTS
from adapter_core.domain.fields import SENTINELS, Kind
from adapter_core.domain.people import FIELDS, LISTS, Person, Representative
from adapter_core.domain.states import State
from adapter_core.hooks.ports import OpenContext, PeopleQuery
from adapter_mosaic.backend import MosaicConfig, open_mosaic
from adapter_mosaic.plugin import adapter_case_records, adapter_sample_writers
from adapter_mosaic.raw import SAMPLE_FIELDS
from adapter_mosaic.writing import write_sample

AS_OF = date(2026, 11, 23)
MAPPINGS = {"council_mappings": Path(str(resources.files("council_mappings")))}
ODD = {
    "nhs_number",
    "relationships.other_ref",
    "relationships.role",
    "relationships.other_role",
    "address",
    "postcode",
    "locality",
    "duplicate_of",
    "representatives.reference",
}


def context(folder: Path) -> OpenContext:
    return OpenContext("mosaic", AS_OF, folder, {}, MAPPINGS)


def read_back(
    folder: Path, people: list[Person], mapping: str = "mosaic/demo", page_size: int = 1000
) -> list[Person]:
    config = MosaicConfig(mapping=mapping, **write_sample(folder, people, {}))
    with open_mosaic(config, context(folder)) as source:
        return [each for page in source.iter_people(PeopleQuery(page_size=page_size)) for each in page.people]


words = (
    st.text("abcdefgh'ÉŴ XYZ-", min_size=1, max_size=12)
    .map(lambda text: " ".join(text.split()))
    .filter(lambda text: text and text.upper() not in SENTINELS[Kind.TEXT] and text != "-")
)
dates = st.dates(date(1901, 1, 1), date(2030, 1, 1))
gaps = st.sampled_from([State.ABSENT, State.PLACEHOLDER, State.INVALID])
numbers = st.integers(1, 10**9).map(str)
roles = words | st.sampled_from([State.ABSENT, State.PLACEHOLDER])
SPECIAL = {
    "ref": numbers,
    "nhs_number": st.from_regex(r"[0-9]{9}[1-9]", fullmatch=True) | gaps,
    "relationships.other_ref": numbers | gaps,
    "relationships.role": roles,
    "relationships.other_role": roles,
    "representatives.reference": st.just("7000-0000-0054") | st.just("M-0000-0000-0013") | gaps,
    "duplicate_of": numbers | gaps | st.just(State.EXPIRED),
}


def held(path):
    spec = FIELDS[path]
    if path in SPECIAL:
        return SPECIAL[path]
    match spec.kind:
        case Kind.DATE:
            return dates | gaps
        case Kind.FLAG:
            return st.booleans() | gaps
        case Kind.CODE:
            codes = [code.value for code in CODE_LISTS[spec.codes or ""].codes]
            return st.sampled_from([*codes, State.NOT_SUPPORTED]) | gaps
    return words.filter(lambda text: text.upper() not in spec.sentinels) | gaps


def item(name):
    owner = LISTS[name]
    made = st.builds(owner, **{f.name: held(f"{name}.{f.name}") for f in fields(owner)})
    return made.filter(lambda each: any(getattr(each, f.name) is not State.ABSENT for f in fields(owner)))


people = st.builds(
    Person,
    **{
        spec.name: held(path) for path, spec in FIELDS.items() if path in SAMPLE_FIELDS and spec.group is None
    },
    **{name: st.lists(item(name), max_size=3).map(tuple) for name in LISTS},
)


@settings(max_examples=60, deadline=None)
@given(st.lists(people, max_size=4, unique_by=lambda each: each.ref))
@pytest.mark.requirement("P-04")
def test_every_field_and_state_survives(sample):
    with tempfile.TemporaryDirectory() as folder:
        found = read_back(Path(folder), sample, page_size=2)
    assert found == sorted(sample, key=lambda each: int(each.ref))


def test_an_address_that_ended_has_expired(tmp_path):
    person = Person("5", address=State.EXPIRED, postcode=State.EXPIRED, locality=State.ABSENT)
    (found,) = read_back(tmp_path, [person])
    assert (found.address, found.postcode, found.locality) == (State.EXPIRED, State.EXPIRED, State.ABSENT)


def test_what_nobody_published_is_not_supported_in_the_plain_mapping(tmp_path):
    (found,) = read_back(tmp_path, [Person("5", gp=(), family_name="Ash")], mapping="mosaic/reporting")
    assert found.family_name == "Ash"
    for name in (
        "gp",
        "representatives",
        "capacity",
        "services",
        "answers",
        "health_conditions",
        "employment",
    ):
        assert getattr(found, name) is State.NOT_SUPPORTED
    assert found.groups == found.relationships == ()


def test_the_plain_mapping_keeps_what_mosaic_alone_has(tmp_path):
    (found,) = read_back(tmp_path, [Person("5")], mapping="mosaic/reporting")
    assert found.extra == {"mosaic": {"legacy_ref": "L5", "context_flag": "A"}}
    (found,) = read_back(tmp_path, [Person("5")])
    assert found.extra is None


def test_no_access_code_is_kept(tmp_path):
    person = Person("5", representatives=(Representative("epa", "A B", "V-AB12-CD34-EF56"),))
    (found,) = read_back(tmp_path, [person])
    (representative,) = cast("tuple[Representative, ...]", found.representatives)
    assert representative.reference is State.INVALID


def test_an_older_file_is_replaced_whole(tmp_path):
    read_back(tmp_path, [Person("1"), Person("2")])
    assert [each.ref for each in read_back(tmp_path, [Person("3")])] == ["3"]
    assert [each.name for each in tmp_path.iterdir()] == ["mosaic.db"]


def test_an_older_file_stays_when_writing_fails(tmp_path):
    read_back(tmp_path, [Person("1")])
    with pytest.raises(ValueError, match="invalid literal"):
        write_sample(tmp_path, [Person("not a number")], {})
    assert [each.name for each in tmp_path.iterdir()] == ["mosaic.db"]


def test_people_are_streamed(tmp_path):
    drawn = 0

    def endless():
        nonlocal drawn
        for drawn in range(1, 6001):
            yield replace(Person("1"), ref=str(drawn))
            if drawn == 5000:
                raise RuntimeError("stop here")

    with pytest.raises(RuntimeError, match="stop here"):
        write_sample(tmp_path, endless(), {})
    assert drawn == 5000


def test_the_plugin_registers_what_it_can_do():
    (backend,) = (each for each in adapter_case_records() if each.name == "mosaic")
    (writer,) = (each for each in adapter_sample_writers() if each.name == "mosaic")
    assert backend.name == writer.name == "mosaic"
    assert writer.fields == SAMPLE_FIELDS


def test_settings_default_and_url_is_masked(tmp_path):
    config = MosaicConfig(url="sqlite:///secret-place.db")
    assert "secret-place" not in repr(config)
    assert config.mapping == "mosaic/reporting"
