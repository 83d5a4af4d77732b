"""The index keeps step with the store on both databases, and tells nobody what they may not see."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, event, insert, select, update

from adapter_core.domain.directory import Audience, Contact, Organisation, Service
from adapter_core.errors import UsageError
from community_directory.searching import checking, index, tables
from community_directory.searching.documents import LEVELS
from community_directory.searching.service import search
from community_directory.store import DirectoryStore
from community_directory.store.contacts import set_contact

TODAY = date(2026, 11, 23)
AS_THEY_COME = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture
def indexed(town):
    town.store.on_commit_work.append(index.update)
    return town


def sound(town):
    with town.store.reading() as unit:
        return checking.check(unit.connection)


def names(town, query, audience=Audience.PUBLIC, **given):
    answer = search(town.store, query, audience=audience, on=TODAY, **given)
    return [hit.service.service.name for hit in answer.hits]


def grange(a_service):
    return (
        a_service(
            "1",
            service={"name": "Calligraphy class", "description": "Italic hands for beginners."},
            owner=Organisation("o1", "MS Society"),
            contact={"name": "Kathryn Ashbourne", "audience": Audience.PUBLIC},
        ),
        a_service(
            "2",
            service={"name": "Gardening", "description": "Hedges and lawns."},
            organisation="o2",
            owner=Organisation("o2", "O'Brien & Sons Multi-Agent Trust"),
            contact={"name": "Quintus Zyzzyva", "role": "Xylophonist", "audience": Audience.INTERNAL},
        ),
    )


# --- finding ---


@pytest.mark.requirement("G-01", "G-05")
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("calligraphy", "Calligraphy class"),
        ("calligrapy", "Calligraphy class"),
        ("someone at MS society", "Calligraphy class"),
        ("Cathryn Ashborne", "Calligraphy class"),
        ("o'brien", "Gardening"),
        ("multi-agent", "Gardening"),
        ("the obrien and sons multi agent trust", "Gardening"),
        ("gardning", "Gardening"),
    ],
)
def test_a_service_is_found_by_what_people_type_and_says_whom_to_ask(indexed, a_service, query, found):
    indexed.read(*grange(a_service))
    answer = search(indexed.store, query, audience=Audience.INTERNAL, on=TODAY)
    assert answer.hits[0].service.service.name == found
    assert answer.hits[0].why
    assert answer.hits[0].contact is not None
    assert answer.hits[0].contact.name in {"Kathryn Ashbourne", "Quintus Zyzzyva"}


def test_what_was_corrected_is_said(indexed, a_service):
    indexed.read(*grange(a_service))
    answer = search(indexed.store, "calligrapy", audience=Audience.PUBLIC, on=TODAY)
    assert "“calligrapy” read as “calligraphy”" in answer.understood
    assert any("calligraphy" in reason for reason in answer.hits[0].why)


@pytest.mark.parametrize(
    "query",
    [
        '"',
        "''",
        "*",
        "name:x",
        "NEAR(a b)",
        "AND OR NOT",
        "🙂🙂",
        "",
        " ",
        "\u202eקפה שלום",
        "a" * 10_000,
        "a " * 5_000,
        "%_\\",
        "\x00",
        "'; DROP TABLE directory_service; --",
        "x" * 39 + "é",
    ],
)
def test_whatever_is_typed_there_is_an_answer(indexed, a_service, query):
    indexed.read(*grange(a_service))
    answer = search(indexed.store, query, audience=Audience.PUBLIC, on=TODAY)
    assert answer.hits == () or answer.hits[0].why
    assert answer.understood or answer.hits


def test_a_query_of_emoji_is_told_that_it_has_no_words(indexed, a_service):
    indexed.read(*grange(a_service))
    answer = search(indexed.store, "🙂 *", audience=Audience.PUBLIC, on=TODAY)
    assert "there are no words to look for" in answer.understood


def test_names_in_any_script_are_found(indexed, a_service):
    indexed.read(a_service("1", service={"name": "מועדון קפה"}), a_service("2", service={"name": "Café Zoë"}))
    assert names(indexed, "קפה") == ["מועדון קפה"]
    assert names(indexed, "cafe zoe") == ["Café Zoë"]


@pytest.mark.parametrize("limit", [0, -1, 101])
def test_a_limit_that_cannot_be_is_refused(indexed, limit):
    with pytest.raises(UsageError, match="FP-0865"):
        search(indexed.store, "a", audience=Audience.PUBLIC, on=TODAY, limit=limit)


# --- the wall ---


@pytest.mark.requirement("G-05")
def test_a_contact_is_found_by_those_alone_who_may_see_them(indexed, a_service):
    indexed.read(*grange(a_service))
    for query in ("Quintus Zyzzyva", "quintus zyzyva", "xylophonist"):
        assert names(indexed, query, Audience.INTERNAL) == ["Gardening"]
        assert names(indexed, query, Audience.PARTNER) == []
        assert names(indexed, query) == []


def everything_said(answer):
    return repr(answer).casefold()


def untimed(text):
    return re.sub(r"datetime\.datetime\([^)]*\)", "", text)


@AS_THEY_COME
@given(
    hidden=st.sampled_from([Audience.PARTNER, Audience.INTERNAL]),
    mark=st.text("qxzjkv", min_size=7, max_size=12),
    typo=st.integers(1, 6),
)
def test_a_hidden_contact_changes_no_public_answer(indexed, a_service, hidden, mark, typo):
    indexed.read(*grange(a_service))
    mistyped = mark[: typo - 1] + mark[typo:]
    queries = [mark, mistyped, f"calligraphy {mark}", f"gardening {mistyped} trust", f"{mark} ashborne"]

    def answers():
        return [
            everything_said(search(indexed.store, each, audience=Audience.PUBLIC, on=TODAY))
            for each in queries
        ]

    before = answers()
    service = indexed.view("Gardening").service.id
    planted = Contact("", f"{mark} Ashbourne", mark, audience=hidden, service_id=service)
    indexed.do(set_contact, planted, by="an editor")
    assert "Gardening" in names(indexed, mark, hidden)
    assert [untimed(each) for each in answers()] == [untimed(each) for each in before]


def test_what_was_public_once_leaves_no_term_behind(indexed, a_service):
    one, two = grange(a_service)
    indexed.read(one, two)
    assert names(indexed, "ashbourne") == ["Calligraphy class"]
    with indexed.store.work() as unit:
        from community_directory.store import own_tables  # noqa: PLC0415 - here alone the table is changed by hand

        unit.connection.execute(update(own_tables.contact).values(audience="internal"))
        index.update(unit.connection, unit.connection.scalars(select(tables.doc.c.service)).all())
        unit.commit()
    assert names(indexed, "ashbourne") == []
    assert names(indexed, "ashborne") == []
    with indexed.store.reading() as unit:
        public = unit.connection.scalars(select(tables.term.c.text).where(tables.term.c.level == 0)).all()
    assert not [text for text in public if "ashbourne" in text]
    assert sound(indexed).sound


def test_nothing_above_the_audience_is_read(indexed, a_service):
    indexed.read(*grange(a_service))
    with indexed.store.reading() as unit:
        levels = dict(unit.connection.execute(select(tables.term.c.id, tables.term.c.level)).all())
    engine = indexed.store._engine
    asked = []

    def remember(connection, cursor, statement, parameters, *rest):
        asked.append((statement, parameters))

    event.listen(engine, "before_cursor_execute", remember)
    try:
        names(indexed, "quintus zyzzyva xylophonist calligraphy")
    finally:
        event.remove(engine, "before_cursor_execute", remember)
    read = {
        int(number)
        for statement, _ in asked
        if "search_posting" in statement
        for inside in re.findall(r"term IN \(([\d,]+)\)", statement)
        for number in inside.split(",")
    }
    assert read
    assert {levels[number] for number in read} == {LEVELS[Audience.PUBLIC]}


# --- the index ---


def test_the_index_follows_every_unit_of_work(indexed, a_service):
    one, two = grange(a_service)
    indexed.read(one, two)
    assert sound(indexed) == checking.Checked(2)
    changed = a_service("1", service={"name": "Pottery"}, owner=Organisation("o1", "MS Society"))
    indexed.read(changed)
    assert names(indexed, "pottery", Audience.INTERNAL) == ["Pottery"]
    assert names(indexed, "calligraphy", Audience.INTERNAL) == []
    assert names(indexed, "gardening", Audience.INTERNAL) == []
    assert sound(indexed) == checking.Checked(1)


def test_what_is_rolled_back_is_not_indexed(indexed, a_service):
    indexed.read(*grange(a_service), commit=False)
    assert names(indexed, "calligraphy") == []
    assert sound(indexed).sound


def test_a_new_name_of_an_organisation_is_found_with_all_its_services(indexed, a_service):
    owner = Organisation("o1", "Rideability")
    indexed.read(*(a_service(str(n), service={"name": f"Group {n}"}, owner=owner) for n in range(1, 4)))
    assert sorted(names(indexed, "rideabilty")) == ["Group 1", "Group 2", "Group 3"]
    owner = Organisation("o1", "Horseshoes")
    indexed.read(*(a_service(str(n), service={"name": f"Group {n}"}, owner=owner) for n in range(1, 4)))
    assert names(indexed, "rideability") == []
    assert len(names(indexed, "horseshoes")) == 3
    assert sound(indexed).sound


@pytest.mark.parametrize(
    "damage",
    [
        delete(tables.posting).where(tables.posting.c.term == 1),
        delete(tables.deleted).where(tables.deleted.c.term > 3),
        delete(tables.doc).where(tables.doc.c.service == 1),
        delete(tables.term).where(tables.term.c.id == 2),
        update(tables.term).where(tables.term.c.id == 2).values(head=tables.term.c.head + 1),
        update(tables.posting).where(tables.posting.c.term == 3).values(block=b"\x02\x01\x00"),
        update(tables.doc).values(name_words=9),
        insert(tables.deleted).values(key=1, term=1),
        insert(tables.doc).values(
            service=99, name_words=1, organisation_words=1, terms=index.packed_ids([1])
        ),
    ],
)
def test_a_check_sees_damage_and_a_rebuild_mends_it(indexed, a_service, damage):
    indexed.read(*grange(a_service))
    assert sound(indexed).sound
    with indexed.store.work() as unit:
        assert unit.connection.execute(damage).rowcount
        unit.commit()
    assert not sound(indexed).sound
    with indexed.store.work() as unit:
        assert index.rebuild(unit.connection) == 2
        unit.commit()
    assert sound(indexed) == checking.Checked(2)
    assert names(indexed, "calligrapy") == ["Calligraphy class"]


def test_many_services_over_many_readings_stay_sound(indexed, a_service):
    def told(n, text):
        return a_service(
            str(n), service={"name": f"Group {n}", "description": text}, owner=Organisation("o1", "One")
        )

    indexed.read(*(told(n, "common words alpha") for n in range(1, 40)))
    indexed.read(*(told(n, "common words beta" if n % 3 else "common alpha") for n in range(5, 60)))
    indexed.read(*(told(n, "gamma") for n in range(1, 20, 2)), complete=False)
    assert sound(indexed).sound


def test_both_databases_give_the_same_services(tmp_path, postgres_url, a_service):
    answers = []
    for url in (f"sqlite:///{tmp_path / 'd.db'}", postgres_url):
        with DirectoryStore.open(url) as store:
            store.on_commit_work.append(index.update)
            from community_directory.store import FeedWriter  # noqa: PLC0415 - beside the store it writes

            with store.work() as unit:
                writer = FeedWriter(unit, "council", on=TODAY)
                for n in range(60):
                    topic = ("gardening", "befriending", "calligraphy", "lunch club")[n % 4]
                    writer.put(
                        a_service(
                            str(n),
                            service={
                                "name": f"{topic} {n}",
                                "description": "for people who are lonely" * (n % 2),
                            },
                            organisation=f"o{n % 7}",
                            owner=Organisation(f"o{n % 7}", f"Society {n % 7}"),
                        )
                    )
                writer.flush()
                unit.commit()
            answers.append(
                [
                    [
                        hit.service.service.id
                        for hit in search(store, q, audience=Audience.INTERNAL, on=TODAY).hits
                    ]
                    for q in (
                        "gardning",
                        "lunch club",
                        "society 3",
                        "befrending 5",
                        "person 12",
                        "lonely",
                        "calligrapy",
                    )
                ]
            )
    assert answers[0] == answers[1]
    assert all(answers[0])


def test_a_service_without_anything_is_indexed(indexed):
    from adapter_core.domain.directory import Incoming  # noqa: PLC0415 - the barest of all

    indexed.read(Incoming("1", service=Service("1", "Bare")))
    assert names(indexed, "bare") == ["Bare"]


@pytest.mark.requirement("G-01")
def test_an_ordinary_word_is_no_slip_of_another(indexed, a_service):
    """`wife` stands nowhere here: that makes it no mistyped `life`."""
    indexed.read(
        a_service("1", service={"name": "Life drawing", "description": "Bring your own pencils."}),
        a_service("2", service={"name": "Bereavement friends", "description": "For whoever lost somebody."}),
    )
    answer = search(indexed.store, "since my wife died", audience=Audience.PUBLIC, on=TODAY)
    assert not [each for each in answer.understood if "life" in each]
    assert answer.hits[0].service.service.name == "Bereavement friends"
    assert names(indexed, "lfie drawing") == ["Life drawing"], "what is mistyped is still found"


@pytest.mark.requirement("G-01")
def test_an_ordinary_word_beside_words_of_a_name_may_be_a_slip(indexed, a_service):
    """`heats` stands nowhere here, and concepts know `heat`; beside `foundation` it means none of them."""
    indexed.read(
        a_service("1", service={"name": "Southern Hearts Foundation", "description": "Walks."}),
        a_service("2", service={"name": "Foundation", "description": "Talks."}),
    )
    assert names(indexed, "heats foundation")[0] == "Southern Hearts Foundation"
    assert names(indexed, "heats") == [], "alone it is no name"
