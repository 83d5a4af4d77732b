"""What was seen where it belongs is deleted here, codes stay, and what nobody has seen never expires."""

from __future__ import annotations

import pytest
from sqlalchemy import insert, select, update

from adapter_core.domain.casework import DeliveryKind
from adapter_core.domain.casework import DeliveryState as D
from adapter_core.store.casework import deliveries as rows
from adapter_core.store.casework import tables
from adapter_core.store.casework.purging import purge_seen

SECRET = "Zebedee fell on the stairs"


@pytest.fixture
def closed(outbox, clock):
    """A conversation with an action and a signpost, a text and a detail on their way; what is there of it."""
    return Closed(outbox, clock)


class Closed:
    def __init__(self, outbox, clock):
        self.outbox, self.clock, self.store = outbox, clock, outbox.store
        self.number = outbox.conversation(body=SECRET)
        common = {"conversation": self.number, "source": "reference", "ref": "17", "made": clock.now}
        with self.store.work() as unit:
            unit.connection.execute(
                insert(tables.action).values(owner="Sam", state="open", text=SECRET, **common)
            )
            self.signpost = unit.connection.execute(
                insert(tables.signpost)
                .values(
                    worker="Sam", resource_kind="service", handed_over="gave_details", text=SECRET,
                    given_on=clock.now.date(), state="requested", **common,
                )
                .returning(tables.signpost.c.id)
            ).scalar_one()  # fmt: skip
            unit.connection.execute(
                insert(tables.signpost_claim).values(
                    signpost=self.signpost, state="completed", by="person", on=clock.now.date(), note=SECRET,
                    recorded=clock.now,
                )
            )  # fmt: skip
            unit.commit()
        self.text = outbox.put(conversation=self.number, text=SECRET)
        self.field = outbox.put(
            kind=DeliveryKind.FIELD, conversation=self.number, text=SECRET, field="accommodation"
        )

    def finish(self, number, *, seen=True):
        on = self.clock.now.date() if seen else None
        with self.store.work() as unit:
            rows.move(unit.connection, number, D.QUEUED, D.DONE, seen_on=on)
            unit.commit()
        return self.purge()

    def purge(self):
        with self.store.work() as unit:
            number = purge_seen(unit.connection, self.clock.now)
            unit.commit()
        return number

    def end(self, table, state):
        with self.store.work() as unit:
            unit.connection.execute(update(table).values(state=state))
            unit.commit()
        self.purge()

    @property
    def kept(self):
        columns = {
            "body": tables.conversation_version.c.body, "action": tables.action.c.text,
            "signpost": tables.signpost.c.text, "note": tables.signpost_claim.c.note,
        }  # fmt: skip
        with self.store.reading() as unit:
            kept = {name for name, column in columns.items() if unit.connection.scalar(select(column))}
            return kept | {each.kind.value for each in rows.listed(unit.connection) if each.text}


ALL = {"body", "action", "signpost", "note", "text", "field"}


def test_what_was_not_delivered_never_expires(closed):
    closed.clock.pass_(days=36_500)
    assert closed.purge() == 0
    assert closed.kept == ALL


def test_a_conversation_goes_once_all_of_it_was_seen(closed):
    assert closed.finish(closed.text) == 0
    assert closed.kept == ALL - {"text"}
    assert closed.finish(closed.field) == 1
    # The action and the signpost are open: whoever follows them up has to know what they were for.
    assert closed.kept == {"action", "signpost", "note"}
    assert closed.purge() == 0


def test_what_is_open_goes_once_it_is_over(closed):
    closed.finish(closed.text)
    closed.finish(closed.field)
    closed.end(tables.action, "done")
    assert closed.kept == {"signpost", "note"}
    closed.end(tables.signpost, "completed")
    assert closed.kept == {"note"}


def test_what_was_said_at_a_follow_up_stays_until_that_was_seen(closed):
    closed.finish(closed.text)
    closed.finish(closed.field)
    note = closed.outbox.put(signpost=closed.signpost, text=SECRET, about=f"S{closed.signpost}.1")
    closed.end(tables.signpost, "completed")
    assert closed.kept == {"action", "signpost", "note", "text"}
    closed.finish(note)
    assert closed.kept == {"action"}


def test_a_word_alone_deletes_nothing_and_a_detail_that_was_seen_vouches_for_it(closed):
    closed.finish(closed.text, seen=False)
    assert closed.kept == ALL
    closed.finish(closed.field)
    assert "body" not in closed.kept
    assert "text" not in closed.kept


def test_an_action_by_itself_goes_once_it_was_seen_and_is_over(outbox, clock):
    with outbox.store.work() as unit:
        number = unit.connection.execute(
            insert(tables.action)
            .values(owner="Sam", state="done", text=SECRET, source="reference", ref="17", made=clock.now)
            .returning(tables.action.c.id)
        ).scalar_one()
        unit.commit()
    told = outbox.put(about=f"A{number}")
    for state in (D.QUEUED, D.DONE):
        with outbox.store.work() as unit:
            rows.move(unit.connection, told, D.QUEUED, state, seen_on=clock.now.date())
            purge_seen(unit.connection, clock.now)
            kept = unit.connection.scalar(select(tables.action.c.text))
            unit.commit()
        assert kept == (SECRET if state is D.QUEUED else None)


def test_codes_stay(closed):
    closed.finish(closed.text)
    closed.finish(closed.field)
    closed.end(tables.action, "done")
    closed.end(tables.signpost, "completed")
    with closed.store.reading() as unit:
        (one,) = unit.connection.execute(select(tables.conversation_version))
        assert (one.digest, one.by, one.purged is not None) == ("d", "sam", True)
        assert unit.connection.scalar(select(tables.signpost.c.state)) == "completed"


def test_nothing_of_it_stays_in_the_file(closed, store_url):
    if not store_url.startswith("sqlite"):
        pytest.skip("PostgreSQL takes away old rows by VACUUM")
    closed.finish(closed.text)
    closed.finish(closed.field)
    closed.end(tables.action, "done")
    note = closed.outbox.put(signpost=closed.signpost, text=SECRET, about="S1.1")
    closed.end(tables.signpost, "completed")
    closed.finish(note)
    closed.store.close()
    path = store_url.removeprefix("sqlite:///")
    with open(path, "rb") as file:  # noqa: PTH123 - a plain path
        assert SECRET.encode() not in file.read()
