"""The backend `sql`: what it registers, its config, and a whole source by a mapping alone."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date

import pytest
from pydantic import SecretStr, ValidationError

from adapter_core.errors import ConfigurationError, PersonNotFound, SourceUnavailable
from adapter_core.hooks.capabilities import Capability, Port
from adapter_core.hooks.manager import Plugins
from adapter_core.hooks.ports import CaseRecords, Demographics, OpenContext, PeopleQuery
from adapter_sql.backend import SqlConfig
from adapter_sql.plugin import adapter_case_records, adapter_demographics

MAPPING = """
schema = 1
format = "sql"
[tables.client]
name = "CLIENTS"
key = "REF"
[person]
ref = { column = "client.REF" }
family_name = { column = "client.SURNAME" }
"""


@pytest.fixture
def opened(tmp_path):
    """Open a database of people with these references, as one of the ports."""

    def open_as(port: Port, *refs: object, kind: str = "varchar(20)", **keys: object):
        (tmp_path / "ours.toml").write_text(MAPPING, encoding="utf-8")
        with closing(sqlite3.connect(tmp_path / "ours.db")) as database, database:
            database.execute(f"CREATE TABLE CLIENTS (REF {kind}, SURNAME varchar(30))")
            database.executemany("INSERT INTO CLIENTS VALUES (?, ?)", [(ref, f"Of {ref}") for ref in refs])
        (backend,) = adapter_case_records() if port is Port.CASE_RECORDS else adapter_demographics()
        config = SqlConfig(url=SecretStr("sqlite:///ours.db"), mapping="./ours.toml", **keys)
        return backend.open(config, OpenContext("ours", date(2026, 11, 23), tmp_path, {}, {}))

    return open_as


def run(tmp_path, statement: str) -> None:
    with closing(sqlite3.connect(tmp_path / "ours.db")) as database, database:
        database.execute(statement)


def test_it_serves_both_ports() -> None:
    plugins = Plugins(["sql"])
    records = plugins.backends[Port.CASE_RECORDS, "sql"]
    compared = plugins.backends[Port.DEMOGRAPHICS, "sql"]
    assert records.config_model is compared.config_model is SqlConfig
    assert Capability.COHORT in records.capabilities
    assert Capability.PEOPLE_AT in compared.capabilities
    assert Capability.PEOPLE_AT not in records.capabilities


@pytest.mark.parametrize("port", [Port.CASE_RECORDS, Port.DEMOGRAPHICS])
def test_a_source_does_what_its_port_asks_and_no_more(opened, port) -> None:
    with opened(port, "B", "A") as source:
        assert isinstance(source, CaseRecords)
        assert isinstance(source, Demographics)
        (page,) = source.iter_people(PeopleQuery())
        assert [each.ref for each in page.people] == ["A", "B"]
        assert len(page.positions) == (2 if port is Port.DEMOGRAPHICS else 0)
        report = source.inspect()
        assert (Capability.PEOPLE_AT in report.capabilities) is (port is Port.DEMOGRAPHICS)
        assert source.get_person("B").family_name == "Of B"
        with pytest.raises(PersonNotFound):
            source.get_person("C")


@pytest.mark.parametrize("kind", ["varchar(20)", "bigint"])
def test_people_are_read_again_live_in_the_order_asked_for(opened, tmp_path, kind) -> None:
    with opened(Port.DEMOGRAPHICS, *range(1, 251), kind=kind) as source:
        pages = list(source.iter_people(PeopleQuery(page_size=100)))
        people = [person for page in pages for person in page.people]
        positions = [place for page in pages for place in page.positions]
        places = {person.ref: place for person, place in zip(people, positions, strict=True)}
        assert len(places) == 250
        run(tmp_path, "UPDATE CLIENTS SET SURNAME = 'Later' WHERE REF = '7'")
        wanted = ["250", "7", "7", "1", *map(str, range(20, 240))]
        found = source.people_at([places[ref] for ref in wanted])
        assert [each.ref for each in found] == wanted
        assert found[1].family_name == "Later"
        assert source.people_at([]) == []


@pytest.mark.parametrize("kind", ["varchar(20)", "bigint"])
def test_somebody_who_is_gone_meanwhile_is_said(opened, tmp_path, kind) -> None:
    with opened(Port.DEMOGRAPHICS, 1, 2, 3, kind=kind) as source:
        (page,) = source.iter_people(PeopleQuery())
        run(tmp_path, "DELETE FROM CLIENTS WHERE REF = '2'")
        with pytest.raises(SourceUnavailable) as caught:
            source.people_at(page.positions)
        assert (caught.value.code, caught.value.where) == ("FP-0408", "sources.ours")
        assert [each.ref for each in source.people_at([page.positions[0]])] == ["1"]


def test_a_resumed_stream_says_where_people_stand_as_well(opened) -> None:
    with opened(Port.DEMOGRAPHICS, "A", "B", "C") as source:
        first = next(iter(source.iter_people(PeopleQuery(page_size=2))))
        (rest,) = source.iter_people(PeopleQuery(first.cursor, 2))
        assert [each.ref for each in source.people_at([*rest.positions, *first.positions])] == ["C", "A", "B"]


def test_rejected_rows_take_no_place(opened) -> None:
    with opened(Port.DEMOGRAPHICS, "A", "", "B", "B", " ", "C") as source:
        (page,) = source.iter_people(PeopleQuery())
        assert len(page.positions) == len(page.people) == 3
        assert source.people_at(page.positions) == list(page.people)


# --- config ---


@pytest.mark.parametrize(
    "keys",
    [
        {"maping": "x"},
        {"query_seconds": 0},
        {"timeout_seconds": -1},
        {"isolation": "serializable"},
        {"mapping": None},
    ],
)
def test_wrong_keys_are_errors(keys) -> None:
    with pytest.raises(ValidationError):
        SqlConfig.model_validate({"url": "sqlite:///x.db", "mapping": "./ours.toml", **keys})


def test_a_mapping_has_to_be_named() -> None:
    with pytest.raises(ValidationError, match="mapping"):
        SqlConfig.model_validate({"url": "sqlite:///x.db"})


def test_isolation_is_for_sql_server_alone(opened) -> None:
    with pytest.raises(ConfigurationError) as caught, opened(Port.CASE_RECORDS, "A", isolation="snapshot"):
        pass
    assert (caught.value.code, caught.value.where) == ("FP-0335", "sources.ours.isolation")
