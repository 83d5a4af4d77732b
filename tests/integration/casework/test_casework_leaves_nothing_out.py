"""What is told to the case system is whole, what is deleted leaves no bytes, and no look goes unaudited."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from adapter_core.casework.measures.rows import Period
from adapter_core.domain.casework import Action, ConversationKind, Permission, PermissionBasis
from adapter_core.errors import PersonNotFound
from adapter_core.oversight.audit import entries
from adapter_core.service.casework import actions, conversations, signposts
from adapter_core.store import engine
from adapter_core.store.casework import deliveries, drafts, measures
from tests.integration.casework.desks import TODAY, a_claim, a_record, a_signpost

if TYPE_CHECKING:
    from collections.abc import Iterator

ONE = ConversationKind.ONE


def texts(desk) -> list[str]:
    with desk.store.reading() as unit:
        return [each.text for each in deliveries.of_person(unit.connection, "mosaic", "1001")]


@pytest.mark.requirement("R-41")
def test_the_note_of_an_action_says_all_that_is_deleted_here(small_council):
    action = Action(
        "Fit a rail", "Son", aim="Safe on the stairs", involved=("Ada Kit",), due=TODAY + timedelta(7),
        cost_pence=4500, improved_when="She goes up alone",
    )  # fmt: skip
    with small_council.desk() as desk:
        actions.add(desk, "1001", action)
        (text,) = texts(desk)
    for part in ("Fit a rail", "Son", "Safe on the stairs", "Ada Kit", "£45", "She goes up alone"):
        assert part in text


@pytest.mark.requirement("G-05")
def test_the_note_of_a_signpost_says_what_may_be_passed_on(small_council):
    allowed = Permission(
        "name and telephone",
        "the club",
        PermissionBasis.BEST_INTERESTS,
        "at a meeting",
        "her daughter",
        TODAY,
    )
    with small_council.desk() as desk:
        signposts.add(desk, "1001", a_signpost(permission=allowed))
        (text,) = texts(desk)
    for part in ("name and telephone", "the club", "best interests", "at a meeting", "her daughter"):
        assert part in text


def test_what_ended_without_a_day_ended_when_it_was_closed(small_council):
    with small_council.desk() as desk:
        draft = conversations.start(desk, "1001", kind=ONE, record=a_record(ended_on=None))
        going_on = a_record(ended_on=None, ended_how="")
        other = conversations.start(desk, "1002", kind=ONE, record=going_on)
        conversations.close(desk, draft.id)
        conversations.close(desk, other.id)
        with desk.store.reading() as unit:
            found = measures.conversations(unit.connection, Period(TODAY, TODAY), site="")
        assert [(each.id, each.ended) for each in found] == [(draft.id, TODAY), (other.id, None)]
        shown = conversations.show(desk, draft.id).record
        assert shown is not None
        assert shown.ended_on == TODAY


def test_a_save_is_never_taken_for_one_of_the_version_before(small_council):
    with small_council.desk("Ada Kit") as ada, small_council.desk("Ben Low") as ben:
        draft = conversations.start(ada, "1001", kind=ONE, record=a_record())
        read = conversations.edit(ben, draft.id)
        conversations.close(ada, draft.id)
        conversations.edit(ada, draft.id)
        with pytest.raises(conversations.Stale):
            conversations.save(ben, draft.id, a_record(matters="Her cat."), revision=read.revision)


def test_a_save_is_never_taken_for_one_before_it_was_withdrawn(small_council):
    with small_council.desk("Ada Kit") as ada, small_council.desk("Ben Low") as ben:
        draft = conversations.start(ada, "1001", kind=ONE, record=a_record())
        for number in (1, 2, 3):
            conversations.save(ada, draft.id, a_record(), revision=number, look=False)
        read = conversations.edit(ben, draft.id)
        with pytest.raises(conversations.Stale) as raised:
            conversations.save(ada, draft.id, a_record(matters="Her dog."), revision=1)
        conversations.withdraw(ada, draft.id)
        taken = conversations.take(ada, raised.value.rival)
        for number in range(taken.revision, read.revision):
            conversations.save(ada, draft.id, a_record(), revision=number, look=False)
        with pytest.raises(conversations.Stale):
            conversations.save(ben, draft.id, a_record(matters="Her cat."), revision=read.revision)


@pytest.mark.requirement("C-13")
def test_a_conversation_2_that_goes_on_is_not_done_though_a_version_of_it_is_closed(small_council):
    def advice_of_three(desk) -> set[str]:
        record = a_record(kind=ConversationKind.THREE)
        three = ConversationKind.THREE
        draft = conversations.start(desk, "1001", kind=three, record=record, another=True)
        return {each.rule for each in conversations.close(desk, draft.id).advice}

    with small_council.desk() as desk:
        crisis = a_record(kind=ConversationKind.TWO, ended_how="", emergency_plan="Ada rings each day.")
        draft = conversations.start(desk, "1001", kind=ConversationKind.TWO, record=crisis)
        conversations.close(desk, draft.id)
        assert {"no_long_term_in_crisis", "earlier_conversations_first"} <= advice_of_three(desk)
        opened = conversations.edit(desk, draft.id)
        over = replace(opened.record, ended_how="stable")
        conversations.save(desk, draft.id, over, revision=opened.revision)
        conversations.close(desk, draft.id)
        assert "no_long_term_in_crisis" not in advice_of_three(desk)


def test_closing_again_is_audited_and_shows_nothing_of_a_record_that_may_not_be_seen(small_council):
    with small_council.desk() as desk:
        draft = conversations.start(desk, "1001", kind=ONE, record=a_record())
        conversations.close(desk, draft.id)
        conversations.close(desk, draft.id)
        assert entries(desk.store, limit=1)[0].action == "conversation.shown"
    small_council.change("1001", restricted=True)
    with small_council.desk() as desk, pytest.raises(PersonNotFound):
        conversations.close(desk, draft.id)


def test_a_list_is_audited_though_the_case_system_is_down(small_council):
    with small_council.desk() as desk:
        conversations.start(desk, "1001", kind=ONE, record=a_record())
    (small_council.folder / "mosaic.db").unlink()
    with small_council.desk() as desk:
        assert len(conversations.listed(desk, "1001")) == 1
        newest = entries(desk.store, limit=1)[0]
    assert (newest.action, newest.subjects) == ("conversation.listed", (("mosaic", "1001"),))


def test_saying_the_same_again_is_audited(small_council):
    with small_council.desk(on=TODAY + timedelta(14)) as desk:
        given = signposts.add(desk, "1001", a_signpost()).signpost
        said = replace(a_claim(), on=desk.on)
        signposts.claim(desk, given.id, said)
        signposts.claim(desk, given.id, said)
        assert [each.action for each in entries(desk.store, limit=4)] == [
            "person.looked_at",
            "signpost.shown",
            "person.looked_at",
            "signpost.claimed",
        ]


@pytest.fixture
def as_most_builds_are() -> Iterator[None]:
    """SQLite as most people have it: what is deleted stays in the file."""

    @event.listens_for(Engine, "connect")
    def listener(connection: object, _: object) -> None:
        if isinstance(connection, sqlite3.Connection):
            connection.execute("PRAGMA secure_delete = OFF")

    yield
    event.remove(Engine, "connect", listener)


@pytest.mark.usefixtures("as_most_builds_are")
def test_a_draft_leaves_no_bytes_in_the_file(small_council, monkeypatch):
    monkeypatch.setattr(engine, "WAL_SYNC", "OFF")
    long_one = a_record(happened="Slipped in the garden. " * 400)
    with small_council.desk() as desk:
        draft = conversations.start(desk, "1001", kind=ONE, record=long_one)
        conversations.save(desk, draft.id, a_record(), revision=1)
        with desk.store.work() as unit:
            drafts.drop(unit.connection, draft.id)
            unit.commit()
    for path in small_council.folder.glob("fingerpost.db*"):
        assert b"Slipped" not in path.read_bytes()
