"""The demo's directory in the store: found with a slip of the pen, and a little different a night on."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from adapter_core.demo.writing import town_of
from adapter_core.domain.directory import Audience, CapacityState, RelationshipStrength
from adapter_core.hooks.manager import Plugins
from adapter_core.store import engine
from community_directory.demo.filling import fill
from community_directory.searching import checking
from community_directory.searching.filters import Filters
from community_directory.searching.service import search
from community_directory.store import DirectoryStore

AS_OF = date(2026, 11, 23)
INTERNAL = Audience.INTERNAL


@pytest.fixture(scope="module")
def nights(tmp_path_factory):
    """What is in the store on the first night and on the next, and the store as it then is."""
    folder = tmp_path_factory.mktemp("demo")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine, "JOURNAL_SYNC", "OFF")
        seen = []
        for night in (0, 1):
            filled = fill(folder, town_of(seed=1, as_of=AS_OF, night=night))
            with DirectoryStore.open(f"sqlite:///{folder / 'directory.db'}") as store:
                on = AS_OF + timedelta(days=night)
                views = store.services(audience=INTERNAL, limit=1000, on=on)
            seen.append((filled, {view.service.id: view for view in views}))
    return folder, seen


@pytest.fixture(scope="module")
def store(nights):
    with DirectoryStore.open(f"sqlite:///{nights[0] / 'directory.db'}") as opened:
        yield opened


def views_of(nights, night=0):
    return nights[1][night][1]


def ask(store, words, **filters):
    return search(store, words, Filters(**filters), audience=INTERNAL, on=AS_OF, limit=10).hits


def test_the_plugin_brings_it():
    (found,) = Plugins(["community_directory"]).sample_directories
    assert found.name == "community_directory"


def test_what_it_says_is_what_there_is(nights):
    filled, views = nights[1][0]
    assert filled.services == len(views)
    assert filled.organisations == len({view.organisation.id for view in views.values()})
    # Each contact of the demo is one service's.
    assert filled.contacts == sum(len(view.contacts) for view in views.values())
    assert filled.settings["url"] == "sqlite:///directory.db"


@pytest.mark.requirement("G-05")
def test_a_mistyped_search_ends_at_a_named_contact(store):
    first, second, *_ = ask(store, "calligrapy near ZX3")
    assert first.service.service.name == "Calligraphy for beginners"
    assert (first.contact.name, bool(first.contact.phones)) == ("Rosalind Thwaite", True)
    assert second.service.service.name == "Pen, ink and company"
    assert second.service.capacity_state is CapacityState.CAPACITY


def test_words_of_a_bereaved_man_find_company(store):
    names = [hit.service.service.name for hit in ask(store, "lonely since my wife died near ZX3")]
    assert any("ereavement" in name or "after loss" in name for name in names[:3])


@pytest.mark.requirement("G-05", "G-10")
def test_common_words_do_not_hide_what_was_asked_for(store):
    assert ask(store, "Polish speaking support")[0].service.service.name == "Advice in Polish"
    for words in ("computer help", "computer help for older people"):
        names = [hit.service.service.name for hit in ask(store, words)]
        assert all(name.startswith(("Digital drop-in", "Tablet on loan")) for name in names[:8]), words


@pytest.mark.requirement("G-03", "G-07")
def test_the_ms_society_is_found_by_its_short_name(store):
    first = ask(store, "someone at MS society")[0]
    assert (first.service.organisation.name, first.contact.name) == (
        "MS Society Millbrook Branch",
        "Gordon Pickles",
    )


@pytest.mark.requirement("G-06")
def test_room_and_relationships_are_of_every_kind(nights):
    views = views_of(nights).values()
    assert {view.capacity_state for view in views} == set(CapacityState)
    assert any(view.service.capacity and view.capacity_state is CapacityState.UNKNOWN for view in views)
    assert {view.service.relationship for view in views} == {None, *RelationshipStrength}
    assert any(view.service.notes for view in views)
    assert len({view.freshness for view in views}) == 4


def test_the_one_who_asked_to_go_is_gone_and_stays_so(nights):
    for night in (0, 1):
        names = {each.name for view in views_of(nights, night).values() for each in view.contacts}
        assert "Deirdre Nolan" not in names
        assert "Kwame Boateng" in names


def test_the_next_night_one_service_is_gone_and_some_contacts_are_verified(nights):
    before, after = views_of(nights), views_of(nights, 1)
    (gone,) = before.keys() - after.keys()
    assert before[gone].service.name == "Moorend Film Afternoon"
    assert after.keys() < before.keys()

    def verified(views):
        return {each.id: each.verified_on for view in views.values() for each in view.contacts}

    now = verified(after)
    changed = {one for one, day in verified(before).items() if one in now and now[one] != day}
    assert 1 <= len(changed) <= 6
    assert {now[one] for one in changed} == {AS_OF + timedelta(days=1)}


def test_what_the_council_knows_stays_the_next_night(nights):
    before, after = views_of(nights), views_of(nights, 1)
    same = [
        (before[one].service.capacity, before[one].service.notes)
        == (after[one].service.capacity, after[one].service.notes)
        for one in after
    ]
    assert all(same)


def test_the_index_says_what_the_tables_say(store):
    with store.reading() as unit:
        assert checking.check(unit.connection).sound
