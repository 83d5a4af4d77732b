"""The tests of the wall would see a hole in it: each hole is made here, and has to be seen."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from adapter_core.domain.directory import Audience
from adapter_core.store import engine
from community_directory.publishing import choosing, oruk
from community_directory.publishing import reading as publishing
from community_directory.publishing.parameters import Refused
from community_directory.searching import documents, service
from community_directory.store import contact_reading, contact_rows, listing, own_tables, tables, touching
from tests.integration.directory.public_answers import every_answer, every_guess, marks_in
from tests.integration.directory.wall_town import FIELDS, Private, WallTown, plant

WORDS = dict(zip(FIELDS, (f"zxwvtsrq{letter}" for letter in "bcdfghjklm"), strict=True))
BY_HAND = Private(Audience.INTERNAL, "hand", words=WORDS)
OF_A_PARTNER = Private(Audience.PARTNER, "feed", owner="organisation", n=1, words=WORDS)
GUESSES = [WORDS[name] for name in ("name", "role", "note")]


@pytest.fixture(scope="module")
def walls(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine, "JOURNAL_SYNC", "OFF")  # nothing here is about power cuts
        yield WallTown(tmp_path_factory.mktemp("leaks"))


@pytest.fixture(scope="module")
def sound(walls):
    """What is answered where nothing is hidden and the wall stands."""
    with walls.town() as world:
        return {**every_answer(world), **every_guess(world, GUESSES)}


def seen(walls, sound, planted):
    """Which roads answer otherwise, and which marks stand in an answer."""
    with walls.town() as world:
        hidden = plant(world.store, [planted])
        told = {**every_answer(world), **every_guess(world, GUESSES + hidden[-1:])}
    roads = {key[0] for key in told if key in sound and told[key] != sound[key]}
    odd = {repr(value) for key, value in told.items() if key[:2] == ("guessed", "by id")}
    return roads | ({"guessed"} if len(odd) > 1 else set()), marks_in(told, hidden)


# --- holes ----------------------------------------------------------------------------------------


def every_contact_is_for_everybody(patch):
    def visible(_audience):
        return own_tables.contact.c.withdrawn_on.is_(None)

    patch.setattr(contact_reading, "visible", visible)


def the_public_is_taken_for_partners(patch):
    real = contact_reading.of_services
    patch.setattr(
        contact_reading,
        "of_services",
        lambda *given, **_: real(*given, audience=Audience.PARTNER),
    )


def the_feed_is_read_for_workers(patch):
    patch.setattr(publishing, "PUBLIC", Audience.INTERNAL)


def what_is_ours_of_a_public_contact_is_told(patch):
    patch.setattr(contact_reading, "EVERYBODYS_COLUMNS", contact_reading._OUR_COLUMNS)
    real = contact_rows.contact_of
    patch.setattr(
        contact_reading, "contact_of", lambda row, **given: real(row, **given | {"audience": "internal"})
    )


def contacts_are_counted_for_nobody_in_particular(patch):
    real = contact_reading.count_contacts
    patch.setattr(
        listing, "count_contacts", lambda connection, **_: real(connection, audience=Audience.INTERNAL)
    )


def the_index_has_contacts_for_everybody(patch):
    patch.setattr(documents, "LEVELS", dict.fromkeys(Audience, 0))


def the_index_has_notes_for_everybody(patch):
    patch.setattr(documents, "INTERNAL", 0)


def the_search_looks_at_every_level(patch):
    patch.setattr(service, "LEVELS", dict.fromkeys(Audience, 2))


def a_private_change_moves_the_service(patch):
    real = touching.touch

    def touch(unit, kind, numbers):
        real(unit, kind, numbers)
        table = tables.service
        changed = table.update().where(table.c.number.in_(unit.touched)).values(changed=unit.now)
        unit.connection.execute(changed)

    patch.setattr(touching, "touch", touch)


def the_stand_in_is_named(patch):
    patch.setattr(contact_reading, "_visible_ids", lambda _connection, ids, _audience: ids)


def the_time_of_any_contact_is_the_time_of_its_service(patch):
    real = choosing.modified

    def modified(connection, numbers):
        contact, found = own_tables.contact, real(connection, numbers)
        rows = select(contact.c.service, contact.c.changed).where(contact.c.service.in_(numbers))
        for number, changed in connection.execute(rows):
            found[number] = max(found[number], changed)
        return found

    patch.setattr(publishing, "modified", modified)


def an_error_tells_a_contact_from_nothing(patch):
    real = publishing.Feed.service

    def by_id(feed, its_id):
        with feed._store.reading() as unit:
            contact = own_tables.contact
            known = unit.connection.execute(select(contact.c.id).where(contact.c.id == its_id)).first()
        if known is not None:
            raise Refused(404, "This is a contact, not a service.")
        return real(feed, its_id)

    patch.setattr(publishing.Feed, "service", by_id)


def a_guess_is_answered_with_what_there_is(patch):
    real = publishing.Feed.service

    def by_id(feed, its_id):
        with feed._store.reading() as unit:
            rows = unit.connection.execute(select(own_tables.note.c.text)).scalars().all()
        if any(its_id in text for text in rows):
            raise Refused(404, "A note has that.")
        return real(feed, its_id)

    patch.setattr(publishing.Feed, "service", by_id)


def notes_are_published(patch):
    real = oruk.basic_service_json

    def with_notes(view, modified=None):
        return real(view, modified) | {"notes": WORDS["note"] if view.number == 1 else ""}

    patch.setattr(oruk, "basic_service_json", with_notes)


HOLES = [
    (every_contact_is_for_everybody, BY_HAND, {"details", "stored"}),
    (the_public_is_taken_for_partners, OF_A_PARTNER, {"details", "stored"}),
    (the_feed_is_read_for_workers, BY_HAND, {"lists", "details"}),
    (what_is_ours_of_a_public_contact_is_told, BY_HAND, {"stored"}),
    (contacts_are_counted_for_nobody_in_particular, OF_A_PARTNER, {"stored"}),
    (the_index_has_contacts_for_everybody, BY_HAND, {"guessed"}),
    (the_index_has_notes_for_everybody, BY_HAND, {"guessed"}),
    (the_search_looks_at_every_level, OF_A_PARTNER, {"guessed"}),
    (a_private_change_moves_the_service, BY_HAND, {"lists", "details"}),
    (the_stand_in_is_named, BY_HAND, {"stored"}),
    (the_time_of_any_contact_is_the_time_of_its_service, BY_HAND, {"lists", "details"}),
    (an_error_tells_a_contact_from_nothing, BY_HAND, {"guessed"}),
    (a_guess_is_answered_with_what_there_is, BY_HAND, {"guessed"}),
    (notes_are_published, BY_HAND, {"lists", "details"}),
]


@pytest.mark.parametrize("made", HOLES, ids=[each[0].__name__ for each in HOLES])
def test_a_hole_in_the_wall_is_seen(walls, sound, monkeypatch, made):
    hole, planted, roads = made
    hole(monkeypatch)
    otherwise, _ = seen(walls, sound, planted)
    assert roads <= otherwise


@pytest.mark.parametrize("planted", [BY_HAND, OF_A_PARTNER])
def test_without_a_hole_nothing_is_seen(walls, sound, planted):
    assert seen(walls, sound, planted) == (set(), [])
