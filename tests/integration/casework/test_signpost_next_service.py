"""The next-nearest service with room, out of a real directory: of the same kind, and not tried yet."""

from __future__ import annotations

from datetime import date

import pytest

from adapter_core.domain.casework import Resource, ResourceKind
from adapter_core.domain.directory import (
    Address,
    Audience,
    Capacity,
    CapacityState,
    EntityKind,
    Incoming,
    Location,
    LocationKind,
    Organisation,
    SearchAnswer,
    Service,
    ServiceAtLocation,
    ServiceStatus,
    Taxonomy,
    TaxonomyTerm,
)
from adapter_core.errors import UsageError
from adapter_core.service.casework.next_service import next_services
from community_directory.places import stored
from community_directory.port import CommunityDirectory
from community_directory.searching import index
from community_directory.store import DirectoryStore, FeedWriter, stable_id
from community_directory.store.editing import set_capacity

ON = date(2026, 11, 23)
FULL = Capacity(CapacityState.FULL, ON)


def place(district):
    address = Address(line_1="1 High Street", city="Millbrook", postcode=f"{district} 1AA")
    return Location(f"l{district}", f"Hall {district}", LocationKind.PHYSICAL, address=address)


def told(ref, name, district="ZZ1", terms=("lunch",), **given):
    where = place(district)
    return Incoming(
        ref,
        Organisation("o", "Friends"),
        Service(ref, name, "o", term_ids=terms, **given),
        locations=(where,),
        at_locations=(ServiceAtLocation(f"at{ref}", ref, where.id),),
        taxonomies=(Taxonomy("t", "Topics"),),
        terms=tuple(TaxonomyTerm(each, each.title(), taxonomy_id="t") for each in terms),
    )


def id_of(ref):
    return stable_id("council", EntityKind.SERVICE, ref)


FIRST = Resource(ResourceKind.SERVICE, "Oak lunch club", id_of("first"))


@pytest.fixture
def opened(tmp_path):
    with DirectoryStore.open(f"sqlite:///{tmp_path / 'directory.db'}") as store:
        store.on_commit_work.append(index.update)
        with store.work() as unit:
            writer = FeedWriter(unit, "council", on=ON)
            for each in (
                told("first", "Oak lunch club"),
                told("far", "Ash lunch club", "ZZ9"),
                told("near", "Elm lunch club"),
                told("full", "Fir lunch club"),
                told("closed", "Yew lunch club", status=ServiceStatus.DEFUNCT),
                told("other", "Chess evening", terms=("games",)),
                told("unlabelled", "Walking group", terms=()),
                told("unlabelled2", "Walking for all", terms=()),
            ):
                writer.put(each)
            writer.flush()
            set_capacity(unit, id_of("full"), FULL, by="Sam")
            unit.commit()
        with store.work() as unit:
            stored.rebuild(unit.connection)
            unit.commit()
        yield store


def found(store, resource=FIRST, **given):
    hits = next_services(
        CommunityDirectory(store),
        resource,
        audience=Audience.INTERNAL,
        on=ON,
        **({"district": "ZZ1"} | given),
    )
    return [each.service.service.name for each in hits]


@pytest.mark.requirement("G-10")
def test_of_the_same_kind_with_room_the_nearest_first(opened):
    assert found(opened) == ["Elm lunch club", "Ash lunch club"]
    assert found(opened, district="ZZ9") == ["Ash lunch club", "Elm lunch club"]
    assert found(opened, limit=1) == ["Elm lunch club"]


def test_what_was_tried_is_not_proposed_again(opened):
    assert found(opened, tried=[id_of("near").upper()]) == ["Ash lunch club"]


def test_what_was_full_is_proposed_again_once_nobody_knows_any_more(opened):
    with opened.work() as unit:
        set_capacity(unit, id_of("full"), Capacity(CapacityState.FULL, date(2026, 9, 1)), by="Sam")
        unit.commit()
    assert "Fir lunch club" in found(opened)


def test_what_has_no_category_is_found_by_its_words(opened):
    assert found(opened, Resource(ResourceKind.SERVICE, "Walking group", id_of("unlabelled"))) == [
        "Walking for all"
    ]
    gone = Resource(ResourceKind.SERVICE, "Walking group", "00000000-0000-4000-8000-000000000000")
    assert set(found(opened, gone)) == {"Walking group", "Walking for all"}


@pytest.mark.requirement("G-02")
@pytest.mark.parametrize("kind", [ResourceKind.NETWORK, ResourceKind.INFORMATION])
def test_nobody_searches_for_another_neighbour(opened, kind):
    assert found(opened, Resource(kind, "Mrs Grey next door")) == []


class Plain:
    """A directory that has no filters."""

    def __init__(self, store):
        self.inner = CommunityDirectory(store)
        self.asked = []

    def __getattr__(self, name):
        return getattr(self.inner, name)

    def search(self, query, *, audience, on, limit=10, **filters) -> SearchAnswer:
        if filters:
            raise UsageError("FP-0839", "There is no such filter.")
        self.asked.append(query)
        return self.inner.search(query, audience=audience, on=on, limit=limit)


def test_a_directory_without_our_filters_is_asked_by_words(opened):
    plain = Plain(opened)
    hits = next_services(plain, FIRST, audience=Audience.INTERNAL, on=ON, district="ZZ1")
    names = [each.service.service.name for each in hits]
    assert plain.asked == ["Lunch", "Lunch near ZZ1", "Lunch Oak lunch club"]
    assert set(names) >= {"Elm lunch club", "Ash lunch club"}
    assert not {"Fir lunch club", "Oak lunch club", "Yew lunch club"} & set(names)
