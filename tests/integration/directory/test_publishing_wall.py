"""The wall: nothing that is not for the public can be read, found, counted or guessed by any public road."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from adapter_core.domain.directory import (
    Audience,
    Capacity,
    CapacityState,
    Channel,
    Contact,
    Phone,
    RelationshipStrength,
)
from community_directory.publishing.api import application
from community_directory.searching.service import search
from community_directory.store import tables
from community_directory.store.contacts import set_contact, verify_contact
from community_directory.store.editing import set_capacity, set_note, set_relationship
from community_directory.store.own_tables import contact as contact_table
from tests.integration.directory.publishing_town import ask, offer, open_town

SERVICES = 3
AFTER = date(2026, 11, 20)

marks = st.text("bcdfghjklmnpqrstvwxz", min_size=8, max_size=12)
"""Texts that stand nowhere else: no vowel, no word."""

whose = st.sampled_from(["service", "organisation", "location"])
private = st.builds(
    lambda audience, owner, n, words, digits, channel, told: (
        audience,
        owner,
        n,
        words,
        digits,
        channel,
        told,
    ),
    st.sampled_from([Audience.PARTNER, Audience.INTERNAL]),
    whose,
    st.integers(0, SERVICES - 1),
    st.lists(marks, min_size=8, max_size=8, unique=True),
    st.integers(10**7, 10**8 - 1),
    st.sampled_from([None, *Channel]),
    st.booleans(),
)


def contact_of(private, ref):
    """A contact that is not for the public, with a mark in every field; and its marks."""
    audience, owner, n, words, digits, channel, told = private
    name, role, email, hours, basis, by, original, described = words
    number = f"79{digits}"
    made = Contact(
        ref,
        f"{name.title()} Person",
        f"Head of {role}",
        (Phone(f"+44{number}", f"0{number}", "", described),),
        (f"{email}@charity.example",),
        channel,
        f"mornings {hours}",
        "",
        audience,
        date(2026, 11, 1),
        by,
        basis,
        told,
        organisation_id=f"o{n % 3}" if owner == "organisation" else "",
        service_id="" if owner == "organisation" else str(n),
        location_id=f"l{n}" if owner == "location" else "",
        original={"contact": original},
    )
    return made, [*words, number, str(audience)]


def roads(store, planted):
    """Every question that the public can ask, with what is answered: status, headers, bytes."""
    app = application(store)
    answered: dict[tuple[object, ...], object] = {}

    def put(path, query=(), **given):
        answered[path, json.dumps(query), json.dumps(given)] = ask(app, path, query, **given)
        return answered[path, json.dumps(query), json.dumps(given)]

    for path in ("/", "/openapi.json", "/nothing", "/contacts", "/organizations", "/services/"):
        put(path)
    for kind in ("services", "service_at_locations", "taxonomies", "taxonomy_terms"):
        for query in (
            {"per_page": "2", "page": "2"}, {"full": "true"},
            {"format": "ndjson", "minimal": "true"}, {"page": "0"},
            {"modified_after": "2026-11-19T12:00:00Z"}, {"day": "TU"},
            {"postcode": "FY1 1AA", "proximity": "20000"},
        ):  # fmt: skip
            _, headers, _ = put(f"/{kind}", query)
            if "etag" in headers:
                put(f"/{kind}", query, headers={"If-None-Match": headers["etag"]})
        page = json.loads(ask(app, f"/{kind}", {})[2])
        for entry in page["contents"]:
            put(f"/{kind}/{entry['id']}")
        put(f"/{kind}", method="HEAD")
        put(f"/{kind}", method="POST")
    for words in ("calligraphy", "gardenng", "ann example", "person", "manager", *planted):
        put("/services", {"search": words})
        put(f"/services/{words}")
        put("/services", {"day": words})
        found = search(store, words, audience=Audience.PUBLIC, on=AFTER)
        answered["search", words] = repr(found.hits)
        answered["understood", words] = repr((found.understood, found.more))
    public = {"audience": Audience.PUBLIC}
    clipped = " ".join(words[:-1] for words in planted)
    put("/services", {"search": clipped, "format": "ndjson"})
    put("/service_at_locations", {"search": clipped})
    answered["counts",] = store.counts(**public)
    answered["services",] = repr(store.services(on=AFTER, **public))
    answered["contacts",] = repr(
        [store.contacts_of(view.service.id, **public) for view in store.services(**public)]
    )
    answered["stale",] = repr(store.stale_contacts(before=AFTER, **public))
    answered["changes",] = repr(store.changed_since(store.clock().replace(day=4), **public))
    return answered


def told_of(privates):
    """The services, with private contacts among those of the feed."""
    offers = [offer(n) for n in range(SERVICES)]
    planted = []
    for number, one in enumerate(privates):
        made, words = contact_of(one, f"private{number}")
        n = one[2]
        offers[n] = replace(offers[n], contacts=(*offers[n].contacts, made))
        planted += words
    # What is private of a contact that is public.
    offers = [
        replace(
            one,
            contacts=tuple(
                replace(each, verified_by="worker", basis="task", told=True)
                if privates and each.audience is Audience.PUBLIC
                else each
                for each in one.contacts
            ),
        )
        for one in offers
    ]
    return offers, planted


def no_mark(answers, planted):
    # What was understood repeats the asker's own words; that it is the same without the contact is asserted.
    said = repr([value for key, value in answers.items() if key[0] != "understood"]).casefold()
    return [mark for mark in planted if mark.casefold() in said and mark not in {"partner", "internal"}]


def by_hand(store, privates, planted):
    """What workers write down here, after everything else."""
    ids = {view.service.name: view.service.id for view in store.services(audience=Audience.INTERNAL)}
    for number, one in enumerate(privates):
        made, words = contact_of(one, "")
        service_id = ids[offer(one[2]).service.name]
        hand = replace(made, organisation_id="", service_id=service_id, location_id="", name=f"H{made.name}")
        with store.work() as unit:
            its_id = set_contact(unit, hand, by=words[0])
            set_note(unit, service_id, f"Mind {words[1]}, {words[2]}", by=words[3])
            set_relationship(unit, service_id, list(RelationshipStrength)[number % 3], by=words[4])
            unit.commit()
        with store.work() as unit:
            verify_contact(unit, its_id, by=words[5], on=date(2026, 11, 2))
            unit.commit()
        planted.append(its_id)


@pytest.fixture
def town_of(tmp_path_factory):
    opened = []

    def opening(offers):
        store = open_town(f"sqlite:///{tmp_path_factory.mktemp('town') / 'directory.db'}", offers)
        store.clock.now = store.clock.now.replace(day=20)
        opened.append(store)
        return store

    yield opening
    for store in opened:
        store.close()


@pytest.mark.requirement("G-05")
@settings(
    max_examples=1,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(privates=st.lists(private, min_size=1, max_size=2))
def test_no_answer_tells_of_what_is_not_public(town_of, privates):
    offers, planted = told_of(privates)
    without, among = town_of(told_of([])[0]), town_of(offers)
    before = roads(without, planted)
    assert no_mark(before, planted) == []
    assert roads(among, planted) == before, "private contacts of a feed change an answer"
    by_hand(among, privates, planted)
    hidden = [*planted, *_hidden_ids(among)]
    after = roads(among, told_of(privates)[1])
    assert {key: value for key, value in after.items() if before.get(key) != value} == {}
    assert no_mark(after, hidden) == []


def _hidden_ids(store):
    with store.reading() as unit:
        mine = select(contact_table.c.id).where(contact_table.c.audience != "public")
        return list(unit.connection.execute(mine).scalars())


def test_the_test_itself_sees_a_contact_that_becomes_public(town_of):
    """Were the wall open, the test above would fail."""
    private = (
        Audience.INTERNAL,
        "service",
        0,
        ["bcdfghjk", *["zxwvtsrq" + c for c in "bcdfghj"]],
        12345678,
        None,
        True,
    )
    offers, planted = told_of([private])
    shut = town_of(offers)
    opened = town_of(
        [
            replace(one, contacts=tuple(replace(each, audience=Audience.PUBLIC) for each in one.contacts))
            for one in offers
        ]
    )
    before, after = roads(shut, planted), roads(opened, planted)
    assert no_mark(before, planted) == []
    assert no_mark(after, planted)
    changed = {key[0] for key in after if before.get(key) != after[key]}
    assert {"/services", "search", "counts", "contacts"} <= changed


def test_what_is_said_of_room_stays_out_of_the_feed_with_its_note(town_of):
    store = town_of([offer(n) for n in range(SERVICES)])
    app = application(store)
    before = ask(app, "/services", {"full": "true"})
    service_id = json.loads(before[2])["contents"][0]["id"]
    with store.work() as unit:
        set_capacity(unit, service_id, Capacity(CapacityState.FULL, AFTER, "zxwvtsrq"), by="worker")
        unit.commit()
    store.clock.next()
    assert ask(app, "/services", {"full": "true"}) == before
    assert "zxwvtsrq" not in repr(store.services(audience=Audience.PUBLIC))


def test_withdrawn_services_are_not_published(town_of):
    store = town_of([offer(n) for n in range(SERVICES)])
    app = application(store)
    first = json.loads(ask(app, "/services")[2])["contents"][0]["id"]
    with store.work() as unit:
        gone = tables.service.update().where(tables.service.c.id == first).values(withdrawn_on=AFTER)
        unit.connection.execute(gone)
        unit.commit()
    assert ask(app, f"/services/{first}")[0] == 404
    assert json.loads(ask(app, "/services")[2])["total_items"] == SERVICES - 1
