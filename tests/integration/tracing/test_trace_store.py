"""The table of traces, in both databases: what is kept, how it moves, and what is gone afterwards."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import event
from sqlalchemy.engine import Engine

from adapter_core.domain.findings import Batch
from adapter_core.store import Store, engine, migrate, traces
from adapter_core.store.traces import UNDECIDED, Trace, TraceState

NOW = datetime(2026, 11, 23, 5, 30, tzinfo=UTC)
NUMBER = "9990000018"


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    monkeypatch.setattr(engine, "JOURNAL_SYNC", "OFF")
    monkeypatch.setattr(engine, "WAL_SYNC", "OFF")
    url = f"sqlite:///{tmp_path / 'store.db'}"
    if request.param == "postgresql":
        url = request.getfixturevalue("postgres_url")
    with Store.open(url, clock=lambda: NOW) as opened:
        yield opened


def one(token: str, ref: str = "1002", source: str = "mosaic", at: datetime = NOW) -> Trace:
    return Trace(token, source, ref, "seal", "proof", "1", at)


def send(store: Store, *sent: Trace) -> None:
    with store.work() as unit:
        traces.send(unit.connection, sent, at=NOW)
        unit.commit()


def move(store: Store, token: str, before: TraceState, after: TraceState, **values: object) -> bool:
    with store.work() as unit:
        moved = traces.move(unit.connection, token, before, after, **values)
        unit.commit()
    return moved


def states(store: Store) -> dict[str, TraceState]:
    with store.reading() as unit:
        return {each.token: each.state for each in traces.listed(unit.connection)}


def test_what_goes_in_comes_out(store: Store) -> None:
    send(store, one("A"), one("B", "1003"))
    with store.reading() as unit:
        assert traces.by_token(unit.connection, ["A", "C"]) == {"A": one("A")}
        assert [each.token for each in traces.listed(unit.connection, source="mosaic")] == ["A", "B"]
        assert traces.listed(unit.connection, UNDECIDED) == []
        assert traces.listed(unit.connection, source="ais") == []


def test_a_later_one_of_the_same_person_replaces_what_waits(store: Store) -> None:
    send(store, one("A"), one("B", source="ais"))
    assert move(store, "B", TraceState.SENT, TraceState.PROPOSED, number=NUMBER)
    send(store, one("C", at=NOW + timedelta(days=1)), one("D", source="ais"))
    assert states(store) == {
        "A": TraceState.REPLACED, "B": TraceState.PROPOSED, "C": TraceState.SENT, "D": TraceState.SENT,
    }  # fmt: skip


def test_it_moves_from_where_it_is_alone(store: Store) -> None:
    send(store, one("A"))
    assert not move(store, "A", TraceState.PROPOSED, TraceState.ACCEPTED)
    assert not move(store, "Z", TraceState.SENT, TraceState.PROPOSED)
    assert move(store, "A", TraceState.SENT, TraceState.PROPOSED, number=NUMBER, answered=NOW)
    assert not move(store, "A", TraceState.SENT, TraceState.PROPOSED, number="9990000026")


@pytest.mark.parametrize("after", [state for state in TraceState if state not in UNDECIDED])
def test_a_number_is_gone_with_the_state_that_needs_it(store: Store, after: TraceState) -> None:
    send(store, one("A"))
    move(store, "A", TraceState.SENT, TraceState.PROPOSED, number=NUMBER)
    move(store, "A", TraceState.PROPOSED, TraceState.ACCEPTED)
    with store.reading() as unit:
        (held,) = traces.listed(unit.connection, UNDECIDED)
    assert held.number == NUMBER
    assert NUMBER not in repr(held)
    move(store, "A", TraceState.ACCEPTED, after, closed=NOW)
    with store.reading() as unit:
        assert traces.by_token(unit.connection, ["A"])["A"].number is None


def test_a_number_leaves_no_bytes_in_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    monkeypatch.setattr(engine, "WAL_SYNC", "OFF")

    @event.listens_for(Engine, "connect")
    def as_most_builds_are(connection: sqlite3.Connection, _: object) -> None:
        connection.execute("PRAGMA secure_delete = OFF")

    request.addfinalizer(lambda: event.remove(Engine, "connect", as_most_builds_are))
    with Store.open(f"sqlite:///{tmp_path / 'store.db'}", clock=lambda: NOW) as store:
        tokens = [f"T{place:03}" for place in range(60)]
        send(store, *(one(token, token) for token in tokens))
        for token in tokens:
            move(store, token, TraceState.SENT, TraceState.PROPOSED, number=NUMBER)
        assert NUMBER.encode() in b"".join(path.read_bytes() for path in tmp_path.iterdir())
        for token in tokens:
            move(store, token, TraceState.PROPOSED, TraceState.ACCEPTED, decided_by="Sam Field of the desk")
        for token in tokens:
            move(store, token, TraceState.ACCEPTED, TraceState.RECORDED, closed=NOW)
    assert NUMBER.encode() not in b"".join(path.read_bytes() for path in tmp_path.iterdir())


def test_a_store_of_before_gets_the_table_and_keeps_its_notices(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    with Store.open(f"sqlite:///{path}") as store, store.work() as unit:
        command.downgrade(migrate.configured(unit.connection), "0001")
        unit.commit()
    with closing(sqlite3.connect(path)) as database:
        assert ("trace",) not in database.execute("SELECT name FROM sqlite_master").fetchall()
        database.execute("INSERT INTO series (id, profile, cohort) VALUES (1, 'p', 'c')")
        database.execute(
            "INSERT INTO run (id, series, as_of, started, status, rules, config_digest, master, error, "
            "pages) VALUES (1, 1, '2026-11-22', '2026-11-22 05:30:00', 'complete', "
            "'{\"gp_practice\": 1}', '', 'mosaic', '', 1)"
        )
        database.execute(
            "INSERT INTO run_notice (run, source, ref, rule, batch) "
            "VALUES (1, 'mosaic', '1002', 'gp_practice', 'help_to_register')"
        )
        database.commit()
    with Store.open(f"sqlite:///{path}") as store:
        (notice,) = store.notices("1")
        assert (notice.ref, notice.batch, notice.key) == ("1002", Batch.HELP_TO_REGISTER, "")
        assert [group.refs for group in store.batches("1")] == [("1002",)]
        send(store, one("A"))
