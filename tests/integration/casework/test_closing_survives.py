"""A process that dies while closing, a full disk and a locked store: nothing that was typed is lost."""

from __future__ import annotations

import sqlite3
import stat
import sys

import pytest
from sqlalchemy import event, func, select

from adapter_core.casework.conversations import writing
from adapter_core.domain.casework import ConversationKind, RecordUpdate
from adapter_core.errors import StoreError
from adapter_core.service.casework import conversations
from adapter_core.service.casework.desk import keep_text
from adapter_core.store import engine
from adapter_core.store.casework import bodies, drafts
from adapter_core.store.casework.tables import (
    action,
    conversation_draft,
    conversation_result,
    conversation_version,
    delivery,
    signpost,
)
from tests.integration.casework.desks import a_record

ONE = ConversationKind.ONE
COUNTED = (conversation_version, conversation_result, action, signpost, delivery, conversation_draft)
NOTHING, EVERYTHING = (0, 0, 0, 0, 0, 1), (1, 1, 2, 1, 2, 0)


class Killed(BaseException):
    """The process dies here."""


class Fuse:
    """Counts what reaches the database and dies at one of them."""

    def __init__(self, store):
        self.burnt, self.at = 0, None
        for name in ("before_cursor_execute", "commit"):
            event.listen(store._engine, name, lambda *_: self.step())

    def light(self, at):
        self.burnt, self.at = 0, at

    def step(self):
        self.burnt += 1
        if self.burnt == self.at:
            self.at = None
            raise Killed


def held(desk):
    with desk.store.reading() as unit:
        return tuple(
            unit.connection.execute(select(func.count()).select_from(table)).scalar_one() for table in COUNTED
        )


def whole():
    return a_record(updates=(RecordUpdate("gp_practice", "Y00001"),))


def test_killed_at_every_step_of_closing_everything_is_there_or_nothing(council) -> None:
    with council.desk() as desk:
        draft = conversations.start(desk, "1001", kind=ONE, record=whole())
        fuse = Fuse(desk.store)
        at = 0
        while True:
            at += 1
            fuse.light(at)
            try:
                closed = conversations.close(desk, draft.id, revision=1)
            except Killed:
                fuse.at = None
                assert held(desk) == NOTHING, f"killed at step {at}"
                with desk.store.reading() as unit:
                    kept = drafts.get(unit.connection, draft.id)
                assert kept is not None
                assert bodies.record_of(kept.body, where="") == whole()
                continue
            fuse.at = None
            break
        assert at > 15
        assert held(desk) == EVERYTHING
        assert not closed.again
        assert conversations.close(desk, draft.id, revision=1).actions == closed.actions


def test_killed_after_it_was_committed_the_next_try_gives_the_same_answer(small_council, monkeypatch) -> None:
    with small_council.desk() as desk:
        draft = conversations.start(desk, "1001", kind=ONE, record=whole())

        def die(*_):
            raise Killed

        monkeypatch.setattr(type(desk), "tell", die)
        with pytest.raises(Killed):
            conversations.close(desk, draft.id)
        assert held(desk) == EVERYTHING
        again = conversations.close(desk, draft.id)
        assert (again.again, again.version, len(again.deliveries)) == (True, 1, 2)


def test_killed_at_every_step_of_saving_the_text_is_the_old_or_the_new(small_council) -> None:
    with small_council.desk() as desk:
        draft = conversations.start(desk, "1001", kind=ONE, record=whole())
        newer = a_record(matters="Her cat.")
        fuse = Fuse(desk.store)
        for at in range(1, 100):
            fuse.light(at)
            try:
                conversations.save(desk, draft.id, newer, revision=1, look=False)
            except Killed:
                fuse.at = None
                with desk.store.reading() as unit:
                    kept = drafts.get(unit.connection, draft.id)
                assert kept is not None
                assert kept.revision == 1
            else:
                fuse.at = None
                break
        assert at > 4
        assert conversations.edit(desk, draft.id).record == newer


def test_a_full_disk_is_told_and_the_draft_stays(small_council) -> None:
    with small_council.desk() as desk:
        draft = conversations.start(desk, "1001", kind=ONE, record=whole())

        @event.listens_for(desk.store._engine, "begin")
        def keep_small(connection):
            cursor = connection.connection.cursor()
            cursor.execute(
                "PRAGMA max_page_count = 1"
            )  # SQLite takes the file's own size then: not a page more
            cursor.close()

        with pytest.raises(StoreError) as raised:
            conversations.save(desk, draft.id, a_record(happened="a" * 900_000), revision=1)
        assert raised.value.code == "FP-0605"
        with desk.store.reading() as unit:
            kept = drafts.get(unit.connection, draft.id)
        assert kept is not None
        assert kept.revision == 1


def test_a_locked_store_is_told_and_what_was_typed_goes_into_a_private_file(
    small_council, monkeypatch
) -> None:
    with small_council.desk() as desk:
        draft = conversations.start(desk, "1001", kind=ONE, record=whole())
    monkeypatch.setattr(engine, "BUSY_SECONDS", 0.05)
    newer = a_record(matters="Her cat.")
    other = sqlite3.connect(small_council.folder / "fingerpost.db", isolation_level=None)
    with small_council.desk() as desk:
        assert held(desk) == NOTHING
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError) as raised:
            conversations.save(desk, draft.id, newer, revision=1)
        assert raised.value.code == "FP-0606"
        path = conversations.keep(desk.config, newer, f"C{draft.id}")
        other.execute("ROLLBACK")
        other.close()
        assert path.parent == small_council.folder
        assert path.name == f"not-saved-C{draft.id}-1.md"
        opened = conversations.edit(desk, draft.id)
        again = writing.read(path.read_text(encoding="utf-8"), "markdown", opened.record)
        assert again.matters == "Her cat."
        assert conversations.save(desk, draft.id, again, revision=1).revision == 2


def test_a_private_file_is_private_says_nothing_in_its_name_and_replaces_none(small_council) -> None:
    with small_council.desk() as desk:
        first = keep_text(desk.config, "Her \ud800cat.", "Zoë's text/../x")
        second = keep_text(desk.config, "Her dog.", "Zoë's text/../x")
    assert first != second
    assert first.parent == second.parent == small_council.folder
    assert "\\ud800" in first.read_text(encoding="utf-8")
    if sys.platform != "win32":
        assert stat.S_IMODE(first.stat().st_mode) == 0o600


def test_what_is_too_long_is_refused_and_a_megabyte_is_not(small_council) -> None:
    with small_council.desk() as desk:
        draft = conversations.start(desk, "1001", kind=ONE)
        long = a_record(happened="word " * 210_000)
        assert conversations.save(desk, draft.id, long, revision=1, look=False).revision == 2
        with pytest.raises(Exception, match="FP-1008"):
            conversations.save(desk, draft.id, a_record(happened="a" * 4_000_001), revision=2)
        assert conversations.edit(desk, draft.id).record == long


def test_half_a_character_is_refused_and_named_nowhere(small_council) -> None:
    with small_council.desk() as desk:
        draft = conversations.start(desk, "1001", kind=ONE)
        with pytest.raises(Exception, match="FP-1016") as raised:
            conversations.save(desk, draft.id, a_record(happened="Zebedee \ud800"), revision=1)
        assert "Zebedee" not in str(raised.value)
