"""THE WALL: whatever is planted in what the public may not see, no reading for the public gives it back."""

from __future__ import annotations

import inspect
from datetime import date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event

from adapter_core.domain.directory import (
    Audience,
    Capacity,
    CapacityState,
    Channel,
    Contact,
    EntityKind,
    Organisation,
    Phone,
    RelationshipStrength,
)
from adapter_core.errors import UsageError
from community_directory.store import (
    contact_reading,
    editing,
    listing,
    merging,
    own_tables,
    reading,
    stable_id,
    tables,
)
from community_directory.store.contacts import remove_contact, set_contact, verify_contact

TODAY = date(2026, 11, 23)
MODULES = (reading, contact_reading, listing, editing, merging)
SEES = {
    Audience.PUBLIC: {Audience.PUBLIC},
    Audience.PARTNER: {Audience.PUBLIC, Audience.PARTNER},
    Audience.INTERNAL: set(Audience),
}

TOLD = (
    (EntityKind.SERVICE, "1"),
    (EntityKind.SERVICE, "2"),
    (EntityKind.ORGANISATION, "o1"),
    (EntityKind.ORGANISATION, "o3"),
    (EntityKind.LOCATION, "l1"),
    (EntityKind.SERVICE_AT_LOCATION, "at1"),
)


def mark(audience, place, number):
    return f"zq{audience.value}{place}{number}qz"


def planted(number, audience, owner):
    """A contact every field of which carries a mark of who may see it."""
    told = {name: mark(audience, name, number) for name in ("name", "role", "hours", "original", "phone")}
    return Contact(
        f"c{number}",
        told["name"],
        told["role"],
        (Phone(f"+44{number:010}", told["phone"], "", told["phone"]),),
        (f"{mark(audience, 'email', number)}@example.org",),
        Channel.EMAIL,
        told["hours"],
        audience=audience,
        verified_on=date(2026, 1, 1),
        verified_by=mark(Audience.INTERNAL, "verifier", number),
        basis=mark(Audience.INTERNAL, "basis", number),
        told=True,
        original={"cell": mark(Audience.INTERNAL, "cell", number)},
        **owner,
    )


def readers():
    """Every public function of the reading modules that takes an audience."""
    for module in MODULES:
        for name, function in inspect.getmembers(module, inspect.isfunction):
            if function.__module__ == module.__name__ and not name.startswith("_"):
                takes = inspect.signature(function).parameters
                if {"connection", "audience"} <= set(takes):
                    yield f"{module.__name__.rpartition('.')[2]}.{name}", function


READERS = dict(readers())
WITHOUT_AN_AUDIENCE = {
    "reading.number_of",  # an id's number
    "reading.rows_by_number",  # of offers and places alone
    "reading.terms_of",
    "contact_reading.visible",
    "contact_reading.whose",  # names of services and organisations, of contacts that were shown
}


def answers(store, audience, contacts):
    """What every reading function and every method of the store says to an audience, as text."""
    with store.reading() as unit:
        connection = unit.connection
        numbers = list(range(1, 10))
        ids = [(kind, stable_id("council", kind, one)) for kind, one in TOLD]
        for name, function in READERS.items():
            takes = inspect.signature(function).parameters
            fixed = {"audience": audience}
            if "on" in takes:
                fixed["on"] = TODAY
            if "before" in takes and "contact" in name:
                fixed["before"] = TODAY + timedelta(days=1)
            tries: list[dict[str, object]] = [{}]
            if "numbers" in takes:
                tries = [{"numbers": numbers}]
            elif "organisations" in takes:
                tries = [{"organisations": dict.fromkeys(numbers, 1)}]
            elif "kind" in takes:
                tries = [{"kind": kind, "id": one} for kind, one in ids]
            elif "id" in takes:
                tries = [{"id": one} for one in (*(one for _, one in ids), *contacts)]
            for each in tries:
                try:
                    yield name, repr(function(connection, **each, **fixed))
                except UsageError as error:
                    yield name, repr((error, error.message, error.where, error.remedy))
    moment = datetime(2020, 1, 1, tzinfo=store.clock().tzinfo)
    yield "services", repr(store.services(audience=audience))
    yield "changed", repr(store.changed_since(moment, audience=audience))
    yield "counts", repr(store.counts(audience=audience))
    yield "stale", repr(store.stale_contacts(audience=audience, before=TODAY + timedelta(days=1)))
    yield "contacts of", repr(store.contacts_of(ids[0][1], audience=audience))


def test_every_function_that_reads_takes_an_audience():
    for module in MODULES[:3]:
        for name, function in inspect.getmembers(module, inspect.isfunction):
            where = f"{module.__name__.rpartition('.')[2]}.{name}"
            if function.__module__ == module.__name__ and not name.startswith("_"):
                assert (where in READERS) != (where in WITHOUT_AN_AUDIENCE), where


def fill(town, a_service, audiences):
    """A directory with contacts for these audiences, of the organisation and of two services in turn."""
    owners = ({"organisation_id": "o1"}, {"service_id": "1"}, {"service_id": "2"})
    contacts = [planted(number, each, owners[number % 3]) for number, each in enumerate(audiences)]
    note = mark(Audience.INTERNAL, "feednote", 0)
    town.read(
        a_service("1", contacts=tuple(contacts), owner=Organisation("o1", "Helpful Hands")),
        a_service("2", contacts=(), service={"notes": note, "relationship": RelationshipStrength.STRONG}),
        a_service("3", organisation="o3", contacts=()),
    )
    service = stable_id("council", EntityKind.SERVICE, "1")
    text = mark(Audience.INTERNAL, "note", 1)
    town.do(editing.set_note, service, text, by=mark(Audience.INTERNAL, "by", 1))
    state = Capacity(CapacityState.FULL, TODAY, mark(Audience.PARTNER, "capacity", 1))
    town.do(editing.set_capacity, service, state, by=mark(Audience.INTERNAL, "by", 2))
    town.do(editing.set_relationship, service, RelationshipStrength.SOME, by=mark(Audience.INTERNAL, "by", 3))
    town.do(editing.assure, service, on=TODAY, by=mark(Audience.INTERNAL, "by", 4))
    town.do(
        editing.edit,
        EntityKind.SERVICE,
        service,
        {"description": "everybody's"},
        by=mark(Audience.INTERNAL, "by", 5),
    )
    kept, gone = (stable_id("council", EntityKind.ORGANISATION, one) for one in ("o1", "o3"))
    town.do(merging.merge, EntityKind.ORGANISATION, kept, gone, by=mark(Audience.INTERNAL, "by", 6))
    ids = [one.id for one in town.views() for one in one.contacts]
    if ids:
        town.do(verify_contact, ids[0], by=mark(Audience.INTERNAL, "by", 7), on=TODAY)
    mine = Contact(
        "",
        mark(Audience.INTERNAL, "own", 1),
        service_id=service,
        audience=Audience.INTERNAL,
        backup_id=ids[0] if ids else "",
    )
    removed = town.do(set_contact, mine, by="me")
    why = mark(Audience.INTERNAL, "why", 1)
    town.do(remove_contact, removed, by=mark(Audience.INTERNAL, "by", 8), why=why, on=TODAY)
    town.do(set_contact, mine, by="me", again=True)
    return contacts


@pytest.mark.requirement("G-05")
@given(audiences=st.lists(st.sampled_from(Audience), max_size=9))
@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_answer_carries_what_its_audience_may_not_see(town, a_service, audiences):
    contacts = fill(emptied(town), a_service, audiences)
    ids = ids_of_contacts(town.store)
    for audience in Audience:
        said = list(answers(town.store, audience, ids))
        hidden = {each.value for each in set(Audience) - SEES[audience]}
        for name, text in said:
            for each in hidden:
                assert f"zq{each}" not in text, (audience, name)
        everything = "".join(text for _, text in said)
        for one in contacts:
            assert (one.name in everything) == (one.audience in SEES[audience])


def test_for_the_public_the_database_is_not_even_asked(town, a_service):
    """What is not selected cannot leak later: no row of a private contact leaves the database."""
    fill(town, a_service, list(Audience) * 3)
    ids = ids_of_contacts(town.store)
    asked = []
    engine = town.store._engine

    def listen(connection, cursor, statement, *others):
        asked.append(statement)

    event.listen(engine, "before_cursor_execute", listen)
    list(answers(town.store, Audience.PUBLIC, ids))
    of_contacts = [one for one in asked if f"FROM {own_tables.contact.name}" in one]
    assert of_contacts
    assert [one for one in of_contacts if f"{own_tables.contact.name}.audience IN" not in one] == []
    ours = (own_tables.note, own_tables.relationship, own_tables.edit, own_tables.removal, own_tables.merge)
    for one in asked:
        assert [table.name for table in ours if f"FROM {table.name}" in one] == []
        assert f"{own_tables.capacity.name}.note" not in one


def emptied(town):
    """The same directory with nothing in it, for the next example."""
    with town.store.work() as unit:
        for table in reversed(tables.metadata.sorted_tables):
            unit.connection.execute(table.delete())
        unit.commit()
    return town


def ids_of_contacts(store):
    with store.reading() as unit:
        return [one.id for one in contact_reading.contacts(unit.connection, audience=Audience.INTERNAL)]
