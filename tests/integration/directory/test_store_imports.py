"""What a feed tells stands in the directory as told; what it stops telling of is withdrawn, never deleted."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest
from sqlalchemy import func, inspect, select

from adapter_core.domain.directory import (
    Address,
    Audience,
    Capacity,
    CapacityState,
    Contact,
    CostOption,
    Eligibility,
    EntityKind,
    Event,
    Freshness,
    Incoming,
    Location,
    Organisation,
    RelationshipStrength,
    Schedule,
    Service,
    ServiceArea,
    ServiceAtLocation,
    ServiceStatus,
    Taxonomy,
    TaxonomyTerm,
)
from adapter_core.errors import ConfigurationError, StoreError, UsageError
from adapter_core.store import Store
from community_directory.store import DirectoryStore, Feed, save_feed, stable_id, tables
from community_directory.store.migrate import HEAD, VERSION_TABLE, configured
from community_directory.store.outcomes import What

BST = timezone(timedelta(hours=1))

EVERYTHING = Incoming(
    ref="17",
    organisation=Organisation(
        "o1",
        "Helpful Hands",
        "We help.",
        "https://example.org",
        "hello@example.org",
        ("+441253477477",),
        {"charity": "1234567"},
        ("HH",),
    ),
    service=Service(
        "17",
        "Calligraphy café",
        "o1",
        "Letters and tea.",
        "https://example.org/c",
        "tea@example.org",
        ServiceStatus.TEMPORARILY_CLOSED,
        "Ink club",
        Eligibility(18, 99, "adults"),
        (
            Schedule(
                "h1",
                "WEEKLY",
                ("TU", "TH"),
                (),
                time(10, 0),
                time(12, 30),
                date(2026, 1, 1),
                date(2026, 12, 31),
                "Tue and Thu, 10 to half 12",
                "l1",
            ),
            Schedule("h2", "MONTHLY", ("1MO",), (3, 4), text="first Monday"),
        ),
        (ServiceArea("a1", "Blackpool", ("FY1", "FY2")), ServiceArea("a2", "by arrangement")),
        (CostOption("f1", 0.0, "free"), CostOption("f2", None, "donations")),
        ("en", "cy"),
        ("a ramp", "a loop"),
        ("t2", "t1"),
        date(2026, 11, 1),
        datetime(2026, 11, 2, 3, 4, 5, tzinfo=UTC),
        Capacity(CapacityState.WAITING_LIST, date(2026, 11, 20), "about two weeks"),
        RelationshipStrength.STRONG,
        "ring the side door",
    ),
    locations=(
        Location(
            "l1",
            "The hall",
            description="red door",
            address=Address("1 Road", "Layton", "Blackpool", "Lancashire", "FY1 4DX", "fy14dx", "GB"),
            latitude=53.8,
            longitude=-3.05,
            accessibility=("a lift",),
        ),
    ),
    at_locations=(ServiceAtLocation("at1", "17", "l1", "first floor"),),
    contacts=(
        Contact("c1", "Jo Ink", "Lead", emails=("jo@example.org",), service_id="17", backup_id="c2"),
        Contact("c2", "Al Pen", "Desk", organisation_id="o1", audience=Audience.PUBLIC),
    ),
    events=(
        Event(
            "e1",
            "Letters in the park",
            datetime(2026, 7, 1, 14, 0, tzinfo=BST),
            datetime(2026, 7, 1, 16, 0, tzinfo=BST),
            "o1",
            "17",
            "l1",
            "bring a pen",
            "https://example.org/e",
        ),
    ),
    taxonomies=(Taxonomy("x1", "Subjects", "what it is about", "https://example.org/x", "2"),),
    terms=(
        TaxonomyTerm("t1", "Arts", code="A", taxonomy_id="x1"),
        TaxonomyTerm("t2", "Writing", "by hand", "A1", "t1", "x1"),
    ),
)


def of(kind, source_id, feed="council"):
    return stable_id(feed, kind, source_id)


@pytest.mark.requirement("G-07")
def test_everything_that_is_told_comes_back(town):
    outcome = town.read(EVERYTHING)
    assert (outcome.dangling_count, outcome.repeated_count, outcome.suppressed) == (0, 0, 0)
    view = town.view("Calligraphy café")
    told = EVERYTHING.service
    assert told is not None
    assert EVERYTHING.organisation is not None
    assert view.service == replace(
        told,
        id=of(EntityKind.SERVICE, "17"),
        organisation_id=of(EntityKind.ORGANISATION, "o1"),
        schedules=(
            replace(
                told.schedules[0], id=of(EntityKind.SCHEDULE, "h1"), location_id=of(EntityKind.LOCATION, "l1")
            ),
            replace(told.schedules[1], id=of(EntityKind.SCHEDULE, "h2")),
        ),
        areas=tuple(replace(one, id=of(EntityKind.AREA, one.id)) for one in told.areas),
        costs=tuple(replace(one, id=of(EntityKind.COST, one.id)) for one in told.costs),
        term_ids=tuple(of(EntityKind.TERM, one) for one in told.term_ids),
    )
    assert view.organisation == replace(EVERYTHING.organisation, id=of(EntityKind.ORGANISATION, "o1"))
    assert view.locations == (replace(EVERYTHING.locations[0], id=of(EntityKind.LOCATION, "l1")),)
    assert view.at_locations == (
        ServiceAtLocation(
            of(EntityKind.SERVICE_AT_LOCATION, "at1"),
            view.service.id,
            of(EntityKind.LOCATION, "l1"),
            "first floor",
        ),
    )
    assert view.terms == (
        replace(
            EVERYTHING.terms[1],
            id=of(EntityKind.TERM, "t2"),
            parent_id=of(EntityKind.TERM, "t1"),
            taxonomy_id=of(EntityKind.TAXONOMY, "x1"),
        ),
        replace(EVERYTHING.terms[0], id=of(EntityKind.TERM, "t1"), taxonomy_id=of(EntityKind.TAXONOMY, "x1")),
    )
    (event,) = view.events
    assert event == replace(
        EVERYTHING.events[0],
        id=of(EntityKind.EVENT, "e1"),
        organisation_id=of(EntityKind.ORGANISATION, "o1"),
        service_id=view.service.id,
        location_id=of(EntityKind.LOCATION, "l1"),
    )
    assert event.starts.utcoffset() == timedelta(hours=1)
    assert [one.name for one in view.contacts] == ["Jo Ink", "Al Pen"]
    assert view.contacts[0].backup_id == view.contacts[1].id
    assert view.freshness is Freshness.FRESH
    assert view.capacity_state is CapacityState.WAITING_LIST


def test_the_same_again_changes_nothing(town):
    town.read(EVERYTHING)
    before = town.views()
    outcome = town.read(EVERYTHING)
    assert (outcome.added, outcome.changed, outcome.back, outcome.withdrawn) == ({}, {}, {}, {})
    assert outcome.unchanged == Counter(
        service=1, organisation=1, location=1, service_at_location=1, contact=2, event=1, taxonomy=1, term=2
    )
    assert town.told == []
    assert town.views() == before


def test_a_change_replaces_what_was_told(town, a_service):
    town.read(EVERYTHING, a_service("2"))
    assert EVERYTHING.service is not None
    fewer = replace(EVERYTHING.service, name="Ink", schedules=(), term_ids=("t1",), notes="")
    outcome = town.read(replace(EVERYTHING, service=fewer), a_service("2"))
    assert outcome.changed == {EntityKind.SERVICE: 1}
    view = town.view("Ink")
    assert view.service.schedules == ()
    assert view.service.notes == ""
    assert len(view.service.term_ids) == 1
    assert [(one.what, one.name) for one in town.told] == [(What.CHANGED, "Ink")]


def test_what_a_complete_feed_leaves_out_is_withdrawn_and_comes_back(town, a_service):
    one, two = a_service("1"), a_service("2", organisation="o2")
    town.read(one, two)
    outcome = town.read(one)
    assert outcome.withdrawn == {
        EntityKind.SERVICE: 1,
        EntityKind.ORGANISATION: 1,
        EntityKind.SERVICE_AT_LOCATION: 1,
        EntityKind.CONTACT: 1,
    }
    assert [each.service.name for each in town.views()] == ["Service 1"]
    gone = town.store.service(of(EntityKind.SERVICE, "2"), audience=Audience.INTERNAL)
    assert gone.withdrawn_on == date(2026, 11, 23)
    assert gone.withdrawn_why == "the feed does not tell of it any more"
    assert town.store.counts(audience=Audience.INTERNAL)["withdrawn"] == 1
    assert town.read(one).withdrawn == {}
    outcome = town.read(one, two)
    assert outcome.back[EntityKind.SERVICE] == 1
    back = town.view("Service 2")
    assert (back.withdrawn_on, back.withdrawn_why, len(back.contacts)) == (None, "", 1)


def test_a_feed_that_was_not_read_to_its_end_withdraws_nothing(town, a_service):
    town.read(a_service("1"), a_service("2"))
    assert town.read(a_service("1"), complete=False).withdrawn == {}
    assert len(town.views()) == 2


def test_what_another_feed_still_tells_of_stays(town, a_service):
    shared = "c0ffee00-0000-4000-8000-000000000001"
    town.read(a_service(shared), feed="council")
    town.read(a_service(shared.upper()), feed="charity")
    assert len(town.views()) == 1
    assert EntityKind.SERVICE not in town.read(feed="council").withdrawn
    assert [one.service.id for one in town.views()] == [shared]
    assert town.read(feed="charity").withdrawn[EntityKind.SERVICE] == 1


def test_two_feeds_with_the_same_ids_are_two(town, a_service):
    town.read(a_service("1"), feed="council")
    town.read(a_service("1"), feed="charity")
    assert len({one.service.id for one in town.views()}) == 2


def test_a_reference_that_leads_nowhere_is_reported_and_mended_once_it_leads_somewhere(town, a_service):
    lost = a_service("1", owner=None, contacts=(Contact("c9", "Nobody's", organisation_id="o9"),))
    outcome = town.read(lost)
    assert {(one.kind, one.to, one.to_ref, one.left_out) for one in outcome.dangling} == {
        (EntityKind.SERVICE, EntityKind.ORGANISATION, "o1", False),
        (EntityKind.CONTACT, EntityKind.ORGANISATION, "o9", True),
    }
    assert town.view("Service 1").organisation is None
    first = Incoming(ref="o1", organisation=Organisation("o1", "Late"))
    town.read(first, lost)
    assert town.view("Service 1").organisation.name == "Late"


def test_of_two_services_with_one_id_the_first_stands(town, a_service):
    other = a_service("1", service={"name": "An impostor"})
    for many in ((a_service("1"), other), (a_service("1"), *(a_service(f"x{n}") for n in range(500)), other)):
        outcome = town.read(*many)
        assert (EntityKind.SERVICE, "1") in outcome.repeated
        assert "An impostor" not in {
            one.service.name for one in town.store.services(audience=Audience.PUBLIC, limit=600)
        }


def test_a_dry_run_says_what_it_would_do_and_leaves_no_trace(town, a_service):
    town.read(a_service("1"))
    outcome = town.read(a_service("2"), commit=False)
    assert outcome.added[EntityKind.SERVICE] == 1
    assert outcome.withdrawn[EntityKind.SERVICE] == 1
    assert [one.service.name for one in town.views()] == ["Service 1"]


def test_touched_services_are_told_within_the_transaction(town, a_service):
    seen = []

    def work(connection, numbers):
        names = select(tables.service.c.name).where(tables.service.c.number.in_(numbers))
        seen.append(set(connection.execute(names).scalars()))

    town.store.on_commit_work.append(work)
    town.read(a_service("1"), a_service("2"))
    assert seen == [{"Service 1", "Service 2"}]
    seen.clear()
    town.read(a_service("1"), a_service("2"))
    assert seen == []
    renamed = Organisation("o1", "Renamed")
    town.read(a_service("1", owner=renamed), a_service("2", owner=renamed))
    assert seen == [{"Service 1", "Service 2"}]
    seen.clear()
    town.read(a_service("1", owner=renamed, contact={"role": "Chair"}), a_service("2", owner=renamed))
    assert seen == [{"Service 1"}]


def test_work_that_fails_takes_the_import_back(town, a_service):
    def fails(connection, numbers):
        raise UsageError("FP-0832", "no")

    town.store.on_commit_work.append(fails)
    with pytest.raises(UsageError):
        town.read(a_service("1"))
    assert town.views() == []


def test_lists_are_paged_without_gap_or_overlap(town, a_service):
    town.read(*(a_service(str(number)) for number in range(23)))
    ids, after = [], ""
    while page := town.store.services(audience=Audience.PUBLIC, after=after, limit=5):
        ids += [one.service.id for one in page]
        after = ids[-1]
    assert ids == sorted({of(EntityKind.SERVICE, str(number)) for number in range(23)})


def test_what_changed_since_a_moment_includes_what_was_withdrawn(town, a_service):
    town.read(a_service("1"), a_service("2"), a_service("3"))
    moment = town.tick()
    town.read(a_service("1"), a_service("2", service={"description": "new"}))
    changed = town.store.changed_since(moment, audience=Audience.PUBLIC)
    assert {one.service.name for one in changed} == {"Service 2", "Service 3"}
    assert {one.service.name for one in changed if one.withdrawn_on} == {"Service 3"}


def test_what_is_known_of_a_feed_outlives_its_readings(town, a_service):
    kept = Feed("council", "The council", town.tick(), '"abc"', "", "d1", "snapshots/1", town.tick(), "")
    town.do(save_feed, kept)
    town.read(a_service("1"))
    assert town.store.feed("council") == kept
    assert town.store.feeds() == [kept]
    assert town.store.feed("another") is None


def test_an_id_that_is_nobodys(town):
    with pytest.raises(UsageError) as caught:
        town.store.service("17", audience=Audience.PUBLIC)
    assert caught.value.code == "FP-0832"


# --- the database ---


def test_the_runs_and_the_directory_share_a_database(empty_directory_url):
    for first, second in ((Store, DirectoryStore), (DirectoryStore, Store)):
        with first.open(empty_directory_url), second.open(empty_directory_url):
            pass


def test_the_directory_may_come_first(empty_directory_url):
    with DirectoryStore.open(empty_directory_url):
        pass
    with Store.open(empty_directory_url), DirectoryStore.open(empty_directory_url) as store:
        assert store.counts(audience=Audience.PUBLIC)["service"] == 0


def test_the_tables_are_those_that_the_code_knows(town):
    with town.store.reading() as unit:
        looked = inspect(unit.connection)
        made = {name for name in looked.get_table_names() if name.startswith(tables.PREFIX)}
        assert made >= set(tables.metadata.tables) - {VERSION_TABLE}
        for name, table in tables.metadata.tables.items():
            assert {one["name"] for one in looked.get_columns(name)} == set(table.c.keys())
            indexes = {one["name"] for one in looked.get_indexes(name)}
            assert indexes >= {one.name for one in table.indexes}


def test_the_newest_revision_is_the_one_that_is_asked_for():
    from alembic.script import ScriptDirectory  # noqa: PLC0415 - slow to import

    assert ScriptDirectory.from_config(configured()).get_current_head() == HEAD


def test_a_directory_of_a_newer_fingerpost_is_left_alone(directory_url):
    with DirectoryStore.open(directory_url) as store, store.work() as unit:
        unit.connection.exec_driver_sql(f"UPDATE {VERSION_TABLE} SET version_num = '9999'")
        unit.commit()
    with pytest.raises(StoreError) as caught:
        DirectoryStore.open(directory_url)
    assert caught.value.code == "FP-0830"


def test_a_database_of_somebody_else_is_left_alone(directory_url):
    with DirectoryStore.open(directory_url) as store, store.work() as unit:
        for statement in (f"DELETE FROM {VERSION_TABLE}", "CREATE TABLE payroll (id INTEGER)"):
            unit.connection.exec_driver_sql(statement)
        unit.commit()
    with pytest.raises(StoreError) as caught:
        DirectoryStore.open(directory_url)
    assert caught.value.code == "FP-0831"


def test_a_wrong_url_is_said_to_be_the_directorys():
    with pytest.raises(ConfigurationError) as caught:
        DirectoryStore.open("mysql://somewhere")
    assert caught.value.where == "directory.url"
    assert "directory.url" in caught.value.remedy


def test_a_file_that_cannot_be_opened(tmp_path):
    with pytest.raises(StoreError) as caught:
        DirectoryStore.open(f"sqlite:///{tmp_path}/none/directory.db")
    assert caught.value.code == "FP-0604"
    assert "directory.url" in caught.value.remedy


def test_no_number_is_given_twice(town, a_service):
    town.read(a_service("1"))
    town.read(a_service("2"))
    with town.store.reading() as unit:
        numbers = select(func.count(func.distinct(tables.service.c.number)))
        assert unit.connection.execute(numbers).scalar_one() == 2
