"""What somebody says while a conversation is withdrawn, or superseded, is not overwritten by it."""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager
from dataclasses import replace

import pytest
from sqlalchemy import text

from adapter_core.casework.signposting import claims
from adapter_core.domain.casework import ActionState, ConversationKind, SignpostState
from adapter_core.service.casework import actions, conversations, signposts
from adapter_core.store.casework import actions as kept_actions
from adapter_core.store.casework import deliveries
from adapter_core.store.casework import signposts as kept
from tests.integration.casework.desks import TODAY, a_claim, a_record


@pytest.fixture
def casework_url(request):
    """PostgreSQL alone: SQLite has one writer, who waits before it reads."""
    return request.getfixturevalue("postgres_url")


@contextmanager
def meanwhile(desk, other, work):
    """A transaction of one desk, in which another's work has to wait for it before it is committed."""
    working = threading.Thread(target=work)
    with desk.store.work() as unit:
        yield unit
        working.start()
        waits_for_a_lock(other.store)
        unit.commit()
        working.join()


def waits_for_a_lock(store) -> None:
    """Return once some transaction waits for another's lock; at the latest after five seconds."""
    for _ in range(100):
        with store.reading() as unit:
            waiting = unit.connection.execute(text("SELECT count(*) FROM pg_locks WHERE NOT granted"))
            if waiting.scalar_one():
                return
        time.sleep(0.05)


def closed(desk):
    """A conversation that is closed."""
    begun = conversations.start(desk, "1001", kind=ConversationKind.ONE, record=a_record())
    return conversations.close(desk, begun.id)


def test_a_signpost_of_which_somebody_speaks_meanwhile_goes_on(council) -> None:
    with council.desk() as desk, council.desk("Ben Low") as other:
        done = closed(desk)
        (number,) = done.signposts
        said = replace(a_claim(), on=TODAY)
        with meanwhile(desk, other, lambda: conversations.withdraw(other, done.id)) as unit:
            before = kept.get(unit.connection, number, lock=True)
            assert before is not None
            kept.add_claim(unit.connection, claims.apply(before, said, on=TODAY), at=desk.now())
        assert signposts.show(desk, number).signpost.state is SignpostState.COMPLETED


def test_an_action_that_is_done_meanwhile_stays_done(council) -> None:
    with council.desk() as desk, council.desk("Ben Low") as other:
        done = closed(desk)
        number = done.actions[0]
        opened = conversations.edit(desk, done.id)
        first = replace(opened.record.actions[0], improved_when="She goes there by herself.")
        changed = replace(opened.record, actions=(first, *opened.record.actions[1:]))
        conversations.save(desk, done.id, changed, revision=opened.revision)
        with meanwhile(desk, other, lambda: conversations.close(other, done.id)) as unit:
            kept_actions.set_state(unit.connection, number, ActionState.OPEN, ActionState.DONE, on=TODAY)
        assert actions.show(desk, number).action.state is ActionState.DONE


def test_what_is_being_sent_meanwhile_is_not_taken_back(council) -> None:
    with council.desk() as desk, council.desk("Ben Low") as other:
        done = closed(desk)
        (number,) = done.deliveries
        withdrawn = []
        with meanwhile(desk, other, lambda: withdrawn.append(conversations.withdraw(other, done.id))) as unit:
            assert deliveries.lease(unit.connection, "mosaic", desk.now()) is not None
        assert withdrawn[0].deliveries == (number,)
        with desk.store.reading() as unit:
            assert deliveries.get(unit.connection, number) is not None
