"""SQLite and PostgreSQL find the same: of generated queries on a generated directory, ten ids each."""

from __future__ import annotations

import random
from datetime import date
from itertools import cycle

import pytest

from adapter_core.domain.directory import (
    Address,
    Audience,
    Contact,
    Incoming,
    Location,
    Organisation,
    Schedule,
    Service,
    ServiceAtLocation,
    TaxonomyTerm,
)
from adapter_core.store import engine
from community_directory.places import stored
from community_directory.searching import index
from community_directory.searching.service import search
from community_directory.store import DirectoryStore, FeedWriter

TODAY = date(2026, 11, 23)
SERVICES, QUERIES, SAME = 200, 100, 0.95
TOPICS = (
    "gardening", "befriending", "calligraphy", "lunch club", "walking", "bereavement support", "debt advice",
    "carers' break", "chair-based exercise", "memory café", "stroke recovery", "knit and natter", "singing",
)  # fmt: skip
NAMES = ("Katherine Ashbourne", "Zoë Müller", "Steven O'Brien", "Ann Smith-Jones", "Ali Khan", "Łucja Nowak")
TOWNS = (("Blackpool", "FY1"), ("Bispham", "FY2"), ("Chatham", "ME4"), ("Lytham St Annes", "FY8"))
OWNERS = ("Age Friendly", "MS Society", "Salvation Army", "Green Fingers Trust", "Community Hub")
LAY = (
    "lonely since my wife died", "someone to talk to", "can't get up the stairs", "money worries",
    "someone at MS society", "things to do on tuesday", "free exercise near FY1", "walks in Bispham", "*",
    "x", "o'brien multi-agent",
)  # fmt: skip


def services(pick):
    """Services of few words, so that many score alike."""
    for n in range(SERVICES):
        topic, owner, (town, district) = pick.choice(TOPICS), pick.randrange(40), pick.choice(TOWNS)
        public = pick.random() < 0.5
        yield Incoming(
            ref=str(n),
            organisation=Organisation(f"o{owner}", f"{OWNERS[owner % 5]} {owner}"),
            service=Service(
                str(n),
                f"{topic.capitalize()} {pick.choice(('group', 'for beginners', 'at the hall', town))}",
                f"o{owner}",
                f"{pick.choice(TOPICS)} and {pick.choice(TOPICS)} for people who are {pick.choice(LAY[:4])}",
                schedules=(Schedule(f"h{n}", "WEEKLY", (pick.choice(("MO", "TU", "WE")),)),),
                term_ids=(f"t{n % 6}",),
                assured_on=date(2026, pick.randrange(1, 11), 1) if pick.random() < 0.8 else None,
            ),
            locations=(
                Location(f"l{n}", "Hall", address=Address("1 Road", "", town, "", f"{district} 1AA")),
            ),
            at_locations=(ServiceAtLocation(f"at{n}", str(n), f"l{n}"),),
            contacts=(
                Contact(
                    f"c{n}",
                    pick.choice(NAMES),
                    "Coordinator",
                    audience=Audience.PUBLIC if public else Audience.INTERNAL,
                    service_id=str(n),
                ),
            ),
            terms=tuple(TaxonomyTerm(f"t{k}", TOPICS[k].capitalize()) for k in range(6)),
        )


def mistyped(pick, text):
    at = pick.randrange(1, max(2, len(text) - 1))
    return (
        text[:at]
        + pick.choice(("", text[at : at + 1] * 2, text[at + 1 : at + 2] + text[at : at + 1]))
        + text[at + 1 :]
    )


def queries(pick):
    """Clean and mistyped topics, people, organisations and places, alone and together; and lay words."""
    yield from LAY
    for _ in range(QUERIES - len(LAY)):
        owner = f"{pick.choice(OWNERS)} {pick.randrange(40)}"
        words = [pick.choice((pick.choice(TOPICS), pick.choice(NAMES), owner, pick.choice(TOWNS)[0]))]
        if pick.random() < 0.4:
            words.append(pick.choice((f"near {pick.choice(TOWNS)[1]}", "on Tuesday", pick.choice(TOPICS))))
        text = " ".join(words)
        yield mistyped(pick, text) if pick.random() < 0.5 else text


@pytest.fixture(scope="module")
def both(tmp_path_factory, postgres_module_url):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine, "JOURNAL_SYNC", "OFF")  # nothing here is about power cuts
        urls = (f"sqlite:///{tmp_path_factory.mktemp('both') / 'directory.db'}", postgres_module_url)
        stores = [DirectoryStore.open(url) for url in urls]
        for store in stores:
            store.on_commit_work.append(index.update)
            with store.work() as unit:
                writer = FeedWriter(unit, "council", on=TODAY)
                for one in services(random.Random(7)):
                    writer.put(one)
                writer.flush()
                unit.commit()
            with store.work() as unit:
                stored.rebuild(unit.connection)
                unit.commit()
        yield stores
        for store in stores:
            store.close()


def ids(store, query, audience):
    answer = search(store, query, audience=audience, on=TODAY)
    return frozenset(hit.service.service.id for hit in answer.hits)


def test_both_find_the_same_ten(both):
    asked = list(zip(queries(random.Random(11)), cycle(Audience), strict=False))
    told = [[ids(store, *each) for store in both] for each in asked]
    differ = [each for each, (one, other) in zip(asked, told, strict=True) if one != other]
    assert len(differ) <= (1 - SAME) * len(asked), differ
    assert sum(1 for one, _ in told if one) > 0.9 * len(asked)


def test_both_say_why_in_the_same_words(both):
    for each in LAY[:5]:
        said = [
            [
                (hit.service.service.name, hit.why)
                for hit in search(store, each, audience=Audience.INTERNAL, on=TODAY).hits
            ]
            for store in both
        ]
        assert said[0] == said[1], each
