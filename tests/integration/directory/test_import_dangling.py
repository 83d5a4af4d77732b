"""A feed that still refers to nothing is unchanged when it is read again, until that leads somewhere."""

from __future__ import annotations

from collections import Counter

import pytest
from sqlalchemy import select

from adapter_core.domain.directory import EntityKind, Incoming, Location, Organisation, ServiceAtLocation
from community_directory.store.own_tables import source

LATE = Incoming(ref="o1", organisation=Organisation("o1", "Late"))


@pytest.fixture
def lost(a_service):
    """A service whose organisation is told of nowhere."""
    return a_service("1", owner=None, service={"language_codes": ("cy",), "term_ids": ("t9",)})


@pytest.mark.requirement("G-01")
def test_the_same_feed_again_is_unchanged_and_its_dangling_references_are_told_again(town, lost):
    first = town.read(lost)
    again = town.read(lost)
    assert first.dangling_count == again.dangling_count == 2
    assert again.changed == again.added == again.withdrawn == Counter()
    assert again.unchanged == first.added
    assert town.told == []


def test_it_is_changed_when_a_reference_leads_somewhere_and_then_unchanged(town, lost):
    town.read(lost)
    mended = town.read(LATE, lost)
    assert mended.changed == Counter({EntityKind.SERVICE: 1})
    assert [each.to for each in mended.dangling] == [EntityKind.TERM]
    assert town.view("Service 1").organisation.name == "Late"
    assert town.read(LATE, lost).changed == Counter()


def test_it_is_changed_when_another_reference_leads_nowhere(town, a_service, lost):
    town.read(LATE, lost)
    other = a_service("1", owner=None, service={"language_codes": ("cy",), "term_ids": ("t8",)})
    assert town.read(LATE, other).changed == Counter({EntityKind.SERVICE: 1})


def test_what_dangles_and_is_gone_comes_back(town, lost):
    town.read(lost)
    town.read()
    assert town.read(lost).back[EntityKind.SERVICE] == 1


def test_many_that_dangle_are_all_unchanged(town, a_service):
    many = [
        a_service(
            str(number),
            owner=None,
            locations=(Location("l1", "Hall"),),
            at_locations=(ServiceAtLocation(f"a{number}", str(number), "l1"),),
        )
        for number in range(40)
    ]
    town.read(*many)
    assert town.read(*many).unchanged[EntityKind.SERVICE] == 40
    with town.store.reading() as unit:
        readings = set(unit.connection.scalars(select(source.c.reading)))
    assert readings == {2}
