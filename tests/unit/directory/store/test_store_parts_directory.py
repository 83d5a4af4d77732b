"""Parts of the directory's store by themselves: ids, names as they are compared, values of edited fields."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapter_core.domain.directory import Audience, Capacity, CapacityState, EntityKind, capacity_on
from adapter_core.errors import UsageError
from adapter_core.hooks.capabilities import Port
from adapter_core.hooks.ports import Directory
from adapter_core.hooks.refusing import check_backend
from community_directory.plugin import adapter_directory
from community_directory.port import CommunityDirectory
from community_directory.store.ids import _SPACE, stable_id
from community_directory.store.removals import plain_name, plain_phone
from community_directory.store.rows import district_of
from community_directory.store.shapes import SHAPES, dumped, loaded
from community_directory.store.unit_of_work import Work

TODAY = date(2026, 11, 23)


@given(feed=st.text(), kind=st.sampled_from(EntityKind), source_id=st.text())
def test_an_id_is_a_uuid_by_name(feed, kind, source_id):
    made = stable_id(feed, kind, source_id)
    assert made == str(uuid.uuid5(_SPACE, f"{len(feed)}:{feed}{kind.value}:{source_id}"))


@given(st.uuids())
def test_a_uuid_of_the_source_is_kept(its_id):
    assert stable_id("a", EntityKind.SERVICE, str(its_id).upper()) == str(its_id)


@pytest.mark.parametrize(
    "name", ["Jo Ink", "jo  ink", "MS. Jo Ink", "Jó Ink", "Dr Jo-Ink", " Jo\tInk. ", "Revd. JO INK"]
)
def test_a_name_is_compared_without_what_varies(name):
    assert plain_name(name) == "jo ink"


@pytest.mark.parametrize("name", ["", "Mrs", "...", "\u200f"])
def test_what_is_no_name(name):
    assert plain_name(name) == ""


@pytest.mark.parametrize(
    "number",
    ["01253477477", "+441253477477", "+44 (0)1253 477477", "0044 1253 477 477", "(01253) 477-477"],
)
def test_a_number_is_compared_however_it_is_written(number):
    assert plain_phone(number) == "1253477477"


@pytest.mark.parametrize("number", ["", "999", "ask at the desk", "٠١٢٥٣٤٧٧٤٧٧"])
def test_what_is_no_number(number):
    assert plain_phone(number) == ""


@pytest.mark.parametrize(
    ("postcode", "district"), [("FY1 4DX", "FY1"), ("FY14DX", "FY1"), ("SW1A 1AA", "SW1A"), ("", "")]
)
def test_the_district_of_a_postcode(postcode, district):
    assert district_of(postcode) == district


VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.text(),
    st.dates(),
    st.times(),
    st.datetimes(timezones=st.just(UTC)),
)


@given(st.dictionaries(st.sampled_from(["name", "opens_at", "position"]), VALUES))
def test_the_value_of_an_edited_field_comes_back(columns):
    assert loaded(dumped(columns)) == columns


def test_a_moment_does_not_come_back_as_a_day():
    value = {"at": datetime(2026, 1, 1, tzinfo=UTC), "on": date(2026, 1, 1), "opens": time(9)}
    assert loaded(dumped(value)) == value
    assert isinstance(loaded(dumped(value))["at"], datetime)


def test_what_every_kind_edits_is_a_column():
    for shape in SHAPES.values():
        for columns in (*shape.fields.values(), shape.references, shape.first, shape.all_of, shape.one_of):
            assert set(columns) <= set(shape.table.c.keys())


def test_what_is_said_of_capacity_holds_for_a_while():
    said = Capacity(CapacityState.FULL, TODAY)
    assert capacity_on(said, TODAY, 0) is CapacityState.FULL
    assert capacity_on(said, date(2026, 12, 21)) is CapacityState.FULL
    assert capacity_on(said, date(2026, 12, 22)) is CapacityState.UNKNOWN
    assert capacity_on(said, date(2026, 11, 22)) is CapacityState.UNKNOWN
    assert capacity_on(None, TODAY) is CapacityState.UNKNOWN


def test_a_unit_of_work_touches_nobody_for_nothing():
    work = Work.__new__(Work)
    work.touched = set()
    work.touch([1, None, 1])
    assert work.touched == {1}


def test_the_plugin_brings_the_directory():
    (backend,) = adapter_directory()
    check_backend(backend, Port.DIRECTORY, hook="adapter_directory", plugin="community_directory")
    assert issubclass(CommunityDirectory, Directory)


def test_a_filter_that_there_is_not():
    directory = CommunityDirectory.__new__(CommunityDirectory)
    with pytest.raises(UsageError) as caught:
        directory.search("tea", audience=Audience.PUBLIC, on=TODAY, dayz=1)
    assert caught.value.code == "FP-0839"
    assert 'Did you mean "days"?' in caught.value.message
