"""A view that is slow, log-ins that only read, and what each database is told when it is connected to."""

from __future__ import annotations

import time
from datetime import date
from types import SimpleNamespace

import pytest
import sqlalchemy as sa

from adapter_core.errors import SourceUnavailable
from adapter_core.hooks.ports import OpenContext, PeopleQuery
from adapter_core.readers.sql import Limits, open_sql
from adapter_core.readers.sql.sessions import connect_arguments, prepare, statements

MAPPING = """
schema = 1
format = "sql"
[tables.person]
name = "PEOPLE"
key = "ID"
[tables.note]
name = "SLOW_NOTES"
person = "PERSON_ID"
[person]
ref = { column = "person.ID" }
gender = { column = "person.SEX" }
[each.health_conditions]
table = "note"
condition = { column = "note.NOTE" }
"""
PEOPLE = "CREATE TABLE PEOPLE (ID integer, SEX varchar(1)); INSERT INTO PEOPLE VALUES (1, 'F');"
NEVER_ENDING = """
WITH RECURSIVE counted (N) AS (SELECT 1 UNION ALL SELECT N + 1 FROM counted WHERE N < 2000000000)
SELECT {columns} FROM counted
"""
SLOW_NOTES = f"CREATE VIEW SLOW_NOTES AS {NEVER_ENDING.format(columns='N AS PERSON_ID, N AS NOTE')};"
SLOW_PEOPLE = f"CREATE VIEW PEOPLE AS {NEVER_ENDING.format(columns='''N AS ID, 'F' AS SEX''')};"
NOTES = "CREATE TABLE SLOW_NOTES (PERSON_ID integer, NOTE integer);"
ALLOWED = 0.4


@pytest.fixture
def opened(tmp_path, database):
    """Open a database of this script with a short patience."""
    (tmp_path / "ours.toml").write_text(MAPPING, encoding="utf-8")

    def open_it(script: str):
        context = OpenContext("case", date(2026, 11, 23), tmp_path, {}, {})
        url = database(script, "")
        return open_sql(url=url, mapping="./ours.toml", context=context, limits=Limits(slow=ALLOWED))

    return open_it


def ends_in_time(call) -> SourceUnavailable:
    began = time.monotonic()
    with pytest.raises(SourceUnavailable) as caught:
        call()
    assert time.monotonic() - began < ALLOWED + 1
    assert caught.value.where == "sources.case"
    return caught.value


def test_a_slow_view_ends_in_an_error_that_names_it(opened) -> None:
    with opened(PEOPLE + SLOW_NOTES) as source:
        error = ends_in_time(lambda: list(source.iter_people(PeopleQuery())))
    assert (error.code, error.message) == ("FP-0407", "SLOW_NOTES took longer than 0.4 seconds to answer.")


def test_one_person_of_a_slow_view(opened) -> None:
    with opened(PEOPLE + SLOW_NOTES) as source:
        assert ends_in_time(lambda: source.get_person("1")).code == "FP-0407"


def test_config_check_of_a_slow_view(opened) -> None:
    with opened(SLOW_PEOPLE + NOTES) as source:
        error = ends_in_time(source.inspect)
    assert (error.code, error.message) == ("FP-0407", "PEOPLE took longer than 0.4 seconds to answer.")


def test_the_clock_starts_anew_with_each_statement(opened) -> None:
    with opened(PEOPLE + NOTES) as source:
        stream = source.iter_people(PeopleQuery(page_size=1))
        time.sleep(ALLOWED + 0.1)
        assert [each.ref for each in next(stream).people] == ["1"]
        stream.close()


def test_a_slow_view_does_not_spoil_the_next_question(opened) -> None:
    with opened(PEOPLE + SLOW_NOTES) as source:
        for _ in range(2):
            with pytest.raises(SourceUnavailable, match="SLOW_NOTES"):
                source.people_at([2])


def test_postgresql_waits_no_longer_than_it_may_for_a_lock(tmp_path, postgres_url) -> None:
    import psycopg  # noqa: PLC0415 - not every machine has it

    (tmp_path / "ours.toml").write_text(MAPPING, encoding="utf-8")
    plain = postgres_url.replace("+psycopg", "")
    with psycopg.connect(plain, autocommit=True) as connection:
        connection.execute(PEOPLE + NOTES)
    context = OpenContext("case", date(2026, 11, 23), tmp_path, {}, {})
    with (
        psycopg.connect(plain) as writer,
        open_sql(url=postgres_url, mapping="./ours.toml", context=context, limits=Limits(wait=0.2)) as source,
    ):
        writer.execute("LOCK TABLE PEOPLE IN ACCESS EXCLUSIVE MODE")
        with pytest.raises(SourceUnavailable) as caught:
            list(source.iter_people(PeopleQuery()))
    assert caught.value.code == "FP-0401"


def test_reading_holds_nobody_up(opened) -> None:
    with opened(PEOPLE + NOTES) as source:
        stream = source.iter_people(PeopleQuery(page_size=1))
        next(stream)
        with source._engine.connect() as other:
            # Nothing is open between two pages: no transaction, and so no lock.
            if other.dialect.name == "postgresql":
                idle = "SELECT count(*) FROM pg_stat_activity WHERE state = 'idle in transaction'"
                assert other.exec_driver_sql(idle).scalar() == 0
        stream.close()


# --- what is said to databases that the tests cannot start ---


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("mssql+pyodbc://server/db?driver=ODBC+Driver+18+for+SQL+Server", {"timeout": 7}),
        ("oracle+oracledb://u:p@server:1521/?service_name=S", {"tcp_connect_timeout": 7}),
        ("sqlite:///x.db", {}),
        ("mysql://server/db", {}),
    ],
)
def test_what_a_driver_is_given(url, found) -> None:
    assert connect_arguments(sa.make_url(url), Limits(wait=6.2)) == found


def test_what_the_url_says_is_left_alone() -> None:
    given = connect_arguments(sa.make_url("postgresql+psycopg://s/d?connect_timeout=3"), Limits(wait=9))
    assert "connect_timeout" not in given
    assert given["keepalives_idle"] == 60


class Recording:
    """A driver's connection that writes down what it is told."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self.timeout = self.call_timeout = 0

    def cursor(self):
        return SimpleNamespace(execute=self.said.append, close=lambda: None)


@pytest.mark.parametrize(
    ("dialect", "limits", "said", "kept"),
    [
        ("mssql", Limits(30, 60), ["SET LOCK_TIMEOUT 30000"], {"timeout": 60}),
        (
            "mssql",
            Limits(1, 60, "snapshot"),
            ["SET LOCK_TIMEOUT 1000", "SET TRANSACTION ISOLATION LEVEL SNAPSHOT"],
            {"timeout": 60},
        ),
        (
            "mssql",
            Limits(1, 60, "read_uncommitted"),
            ["SET LOCK_TIMEOUT 1000", "SET TRANSACTION ISOLATION LEVEL READ UNCOMMITTED"],
            {"timeout": 60},
        ),
        ("oracle", Limits(30, 60), [], {"call_timeout": 60_000}),
        (
            "postgresql",
            Limits(2, 60),
            [
                "SET default_transaction_read_only = on",
                "SET lock_timeout = 2000",
                "SET statement_timeout = 60000",
            ],
            {},
        ),
    ],
)
def test_what_a_connection_is_told(monkeypatch, dialect, limits, said, kept) -> None:
    told = []
    monkeypatch.setattr(sa.event, "listen", lambda _engine, _name, tell: told.append(tell))
    prepare(SimpleNamespace(dialect=SimpleNamespace(name=dialect)), limits, "case")  # type: ignore[arg-type]
    connection = Recording()
    told[0](connection, None)
    assert connection.said == said == statements(dialect, limits)
    assert {name: getattr(connection, name) for name in kept} == kept
