"""The review queue on both databases: what waits, what was decided, and merges that can be undone."""

from __future__ import annotations

import json
import os
from collections import defaultdict
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import inspect, select

import community_directory
from adapter_core.domain.directory import (
    Address,
    Audience,
    EntityKind,
    Location,
    Organisation,
    ServiceAtLocation,
)
from adapter_core.errors import UsageError
from community_directory.duplicates import tables as queued
from community_directory.duplicates.describing import describe
from community_directory.duplicates.merging import merge_two
from community_directory.duplicates.previewing import kind_of, preview
from community_directory.duplicates.queue import band_counts, decisions, dismiss, look_again, queue
from community_directory.duplicates.weights import Band
from community_directory.importing.run import ImportSettings, import_feed
from community_directory.importing.tables import TableFeed, load_tables
from community_directory.searching import checking, index
from community_directory.store import DirectoryStore, own_tables, stable_id, tables
from community_directory.store.editing import edit
from community_directory.store.merging import merges, unmerge

ORGANISATION, SERVICE, LOCATION = EntityKind.ORGANISATION, EntityKind.SERVICE, EntityKind.LOCATION
MAPPINGS = Path(community_directory.__file__).parent / "mappings"
SHARED = Path(os.environ.get("FINGERPOST_SHARED", Path(__file__).parents[3].parent / "shared"))
FOOD_BANKS = SHARED / "data" / "directories" / "trafford" / "food_banks_gm_food_banks.csv"
SECRET_EMAIL = "private.person@example.org"


def of(kind, source_id, feed="council"):
    return stable_id(feed, kind, source_id)


@pytest.fixture
def told_twice(town, a_service):
    """One stroke club, told of by two feeds; and another club beside."""

    def club(ref, name, owner, line, **given):
        place = Location(f"l{ref}", "", address=Address(line, city="Blackpool", postcode="FY1 1AA"))
        return a_service(
            ref,
            organisation=f"o{ref}",
            owner=Organisation(f"o{ref}", owner, email=given.pop("email", "")),
            service={"name": name, "organisation_id": f"o{ref}"},
            contact={"emails": (SECRET_EMAIL,), "audience": Audience.INTERNAL, "name": "Quintus Zyzzyva"},
            locations=(place,),
            at_locations=(ServiceAtLocation(f"at{ref}", ref, f"l{ref}"),),
        )

    town.read(
        club(
            "1", "Riverside Stroke Club", "Riverside Trust", "12 High Street", email="hello@riverside.example"
        ),
        a_service("3", organisation="o3", locations=(), at_locations=()),
        feed="council",
    )
    other = club(
        "2", "The Riverside Stroke Club", "Riverside Trust Ltd", "12 High St", email="hello@riverside.example"
    )
    town.read(other, feed="charity")
    return town


def look(town, *kinds):
    return [town.do(look_again, kind) for kind in kinds or (ORGANISATION, SERVICE, LOCATION)]


def waiting(town, *kinds):
    look(town)
    with town.store.reading() as unit:
        return queue(unit.connection, kinds or (ORGANISATION, SERVICE, LOCATION))


def pair(kind):
    letter = {ORGANISATION: "o", SERVICE: "", LOCATION: "l"}[kind]
    return of(kind, f"{letter}1"), of(kind, f"{letter}2", "charity")


def refused(code, town, work, *given, **named):
    with pytest.raises(UsageError) as caught:
        town.do(work, *given, **named)
    assert caught.value.code == code


@pytest.mark.requirement("G-05")
def test_what_two_feeds_tell_of_is_found_at_each_level(told_twice):
    found = waiting(told_twice)
    assert {(one.kind, frozenset((one.one, one.other))) for one in found} == {
        (kind, frozenset(pair(kind))) for kind in (ORGANISATION, SERVICE, LOCATION)
    }
    assert {one.score.band for one in found} == {Band.LIKELY}
    assert found == sorted(found, key=lambda one: -one.score.bits)
    with told_twice.store.reading() as unit:
        assert band_counts(unit.connection) == {Band.LIKELY: 3}
        assert queue(unit.connection, [SERVICE], limit=1)[0].kind is SERVICE
        kind, one = SERVICE, of(SERVICE, "1")
        assert describe(unit.connection, [(kind, one)]) == {
            (kind, one): ("Riverside Stroke Club", "Riverside Trust, FY1 1AA")
        }


def test_looking_merges_nothing_and_writes_nobody_down(told_twice):
    before = told_twice.views()
    waiting(told_twice)
    assert told_twice.views() == before
    with told_twice.store.reading() as unit:
        rows = [
            tuple(row)
            for table in (queued.candidate, queued.look)
            for row in unit.connection.execute(select(table))
        ]
    assert rows
    assert not any(word in json.dumps(rows, default=str) for word in (SECRET_EMAIL, "Quintus", "Zyzzyva"))


def test_a_look_is_made_anew_only_where_something_changed(told_twice):
    (first,) = look(told_twice, SERVICE)
    assert look(told_twice, SERVICE) == [first]
    told_twice.do(edit, SERVICE, of(SERVICE, "3"), {"url": "https://third.example"}, by="Sam")
    (second,) = look(told_twice, SERVICE)
    assert second.at > first.at
    assert second.entries == first.entries == 3


@pytest.mark.parametrize("kind", [ORGANISATION, SERVICE, LOCATION])
def test_what_was_said_not_to_be_one_stays_so_until_one_changes(told_twice, a_service, kind):
    town, (one, other) = told_twice, pair(kind)
    waiting(town)
    assert town.do(dismiss, (other, one), by=" Sam ", why="I rang both") is kind
    assert kind not in {each.kind for each in waiting(town)}
    with town.store.reading() as unit:
        (decided,) = decisions(unit.connection)
    assert (decided.by, decided.why, {decided.one, decided.other}) == ("Sam", "I rang both", {one, other})
    town.do(edit, SERVICE, of(SERVICE, "3"), {"description": "Something else changed."}, by="Sam")
    assert kind not in {each.kind for each in waiting(town)}
    town.do(
        edit,
        kind,
        one,
        {"name": "Riverside Stroke Club" if kind is LOCATION else "Riverside Trust Stroke Club"},
        by="Sam",
    )
    (again,) = waiting(town, kind)
    assert again.decided is not None
    assert (again.decided.by, again.decided.why) == ("Sam", "I rang both")
    town.do(dismiss, (one, other), by="Kit", why="still two")
    assert waiting(town, kind) == []


def test_a_decision_wants_a_name_a_reason_and_two_that_wait(told_twice):
    town = told_twice
    waiting(town)
    refused("FP-0931", town, dismiss, pair(SERVICE), by="Sam", why=" ")
    refused("FP-0931", town, dismiss, pair(SERVICE), by="", why="so")
    refused("FP-0930", town, dismiss, (of(SERVICE, "1"), of(SERVICE, "3")), by="Sam", why="so")
    refused("FP-0930", town, dismiss, (of(SERVICE, "1"), of(SERVICE, "1")), by="Sam", why="so")
    town.do(dismiss, pair(SERVICE), by="Sam", why="so")
    refused("FP-0930", town, dismiss, pair(SERVICE), by="Sam", why="so")


@pytest.mark.requirement("G-05")
@pytest.mark.parametrize("kind", [ORGANISATION, SERVICE, LOCATION])
def test_a_merge_takes_the_pair_out_and_its_undoing_brings_it_back(told_twice, kind):
    town, (kept, gone) = told_twice, pair(kind)
    town.store.on_commit_work.append(index.update)
    town.do(lambda unit: index.rebuild(unit.connection))
    before = waiting(town)
    number = town.do(merge_two, kind, kept, gone, by="Sam", why="one phone, one hall")
    with town.store.reading() as unit:
        assert kind not in {one.kind for one in queue(unit.connection)}
        (made,) = merges(unit.connection, audience=Audience.INTERNAL)
        assert (made.by, made.why) == ("Sam", "one phone, one hall")
        assert checking.check(unit.connection).sound
    assert kind not in {one.kind for one in waiting(town)}
    town.do(unmerge, number, by="Sam")
    assert waiting(town) == before
    with town.store.reading() as unit:
        assert checking.check(unit.connection).sound


def test_a_preview_says_what_moves_and_what_does_not(told_twice):
    town = told_twice
    waiting(town)
    town.do(edit, SERVICE, of(SERVICE, "2", "charity"), {"url": "https://club.example"}, by="Sam")
    with town.store.reading() as unit:
        planned = preview(unit.connection, SERVICE, *pair(SERVICE))
        assert planned.moves == {"service_at_location": 1, "contact": 1}
        assert planned.left_behind == ("url",)
        assert planned.score is not None
        assert planned.score.band is Band.LIKELY
        alone = preview(unit.connection, SERVICE, of(SERVICE, "1"), of(SERVICE, "3"))
        assert alone.score is None
    assert len(town.views()) == 3
    with town.store.reading() as unit:
        held = unit.connection.execute(select(own_tables.merge)).all()
    assert held == []


def test_ids_say_what_they_are_of(told_twice):
    town = told_twice
    one, other = pair(SERVICE)
    with town.store.reading() as unit:
        assert kind_of(unit.connection, (one, other.upper())) is SERVICE
        for ids, kind, code in (
            ((one, of(ORGANISATION, "o1")), None, "FP-0932"),
            ((one, other), LOCATION, "FP-0932"),
            ((one, "17"), None, "FP-0832"),
        ):
            with pytest.raises(UsageError) as caught:
                kind_of(unit.connection, ids, kind)
            assert caught.value.code == code
        for ids, code in (((one, one), "FP-0835"), ((one, "17"), "FP-0832")):
            with pytest.raises(UsageError) as caught:
                preview(unit.connection, SERVICE, *ids)
            assert caught.value.code == code


@pytest.mark.parametrize("name", ["duplicate", "not_duplicate", "duplicate_look", "merge"])
def test_the_migration_makes_what_the_code_knows(town, name):
    with town.store.reading() as unit:
        made = inspect(unit.connection).get_columns(f"directory_{name}")
    known = tables.metadata.tables[f"directory_{name}"]
    assert {one["name"]: one["nullable"] for one in made} == {one.name: one.nullable for one in known.columns}


# --- the real food banks, told of by two feeds ---


@pytest.mark.skipif(not FOOD_BANKS.is_file(), reason="the real files are not here: set FINGERPOST_SHARED")
def test_real_food_banks_told_of_twice_are_all_found_and_nothing_else_is_likely(tmp_path):
    mapping = load_tables(MAPPINGS / "trafford_food_banks.toml")
    with DirectoryStore.open(f"sqlite:///{tmp_path / 'directory.db'}") as store:
        for name in ("first", "second"):
            feed = TableFeed(FOOD_BANKS, mapping, source=name)
            import_feed(store, name, feed, on=date(2026, 11, 23), settings=ImportSettings())
        with store.work() as unit:
            look_again(unit, SERVICE)
            found = queue(unit.connection, [SERVICE], limit=1000)
            source = own_tables.source
            told = select(source.c.source_id, tables.service.c.id).where(source.c.kind == "service")
            told = told.join(tables.service, tables.service.c.number == source.c.entity)
            both = defaultdict(set)
            for source_id, its_id in unit.connection.execute(told):
                both[source_id].add(its_id)
    same = {frozenset(ids) for ids in both.values()}
    assert len(same) == 171
    assert same <= {frozenset((one.one, one.other)) for one in found}
    assert all(frozenset((one.one, one.other)) in same for one in found if one.score.band is Band.LIKELY)
