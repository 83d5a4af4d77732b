"""A database that cannot be reached, written to or trusted: what is said, and what never is."""

from __future__ import annotations

import sqlite3

import pytest

from adapter_core.errors import ConfigurationError, MappingError, PersonNotFound, SourceUnavailable
from adapter_core.hooks.ports import PeopleQuery
from adapter_core.readers.sql import Limits
from tests.integration.sql.councils import SCHEMA, person


@pytest.mark.parametrize("ref", ["b", "\udcff", "9" * 5000])
def test_what_is_no_text_is_nobodys_reference(council, ref):
    council.run("DROP TABLE PEOPLE;" + SCHEMA.replace("ID bigint", "ID varchar(9)", 1).partition(";")[0])
    council.add("PEOPLE", person("a"))
    with council.open() as source:
        assert source.get_person("a").family_name == "Ash"
        with pytest.raises(PersonNotFound):
            source.get_person(ref)


def test_nothing_can_be_written_and_no_file_is_made(council):
    with (
        council.open() as source,
        source._connected() as connection,
        pytest.raises(Exception, match="readonly"),
    ):
        connection.exec_driver_sql("DELETE FROM PEOPLE")
    with council.open("sqlite:///gone.db") as source:
        with pytest.raises(SourceUnavailable) as caught:
            next(source.iter_people(PeopleQuery()))
        with pytest.raises(SourceUnavailable):
            source.inspect()
    assert caught.value.code == "FP-0402"
    assert not (council.folder / "gone.db").exists()


def test_a_file_that_is_no_database(council):
    (council.folder / "text.db").write_text("this is no database, whatever it is called " * 50)
    with council.open("sqlite:///text.db") as source, pytest.raises(SourceUnavailable) as caught:
        next(source.iter_people(PeopleQuery()))
    assert caught.value.code == "FP-0400"


def test_a_locked_database(council):
    council.add("PEOPLE", person(1))
    writer = sqlite3.connect(council.file, isolation_level=None)
    writer.execute("BEGIN EXCLUSIVE")
    try:
        with council.open(limits=Limits(wait=0.05)) as source, pytest.raises(SourceUnavailable) as caught:
            next(source.iter_people(PeopleQuery()))
    finally:
        writer.close()
    assert caught.value.code == "FP-0401"
    assert caught.value.where == "sources.case"


def test_a_column_that_went_yesterday(council):
    council.run("ALTER TABLE PEOPLE RENAME COLUMN SURNAME TO SURNAMES")
    with council.open() as source, pytest.raises(MappingError) as caught:
        next(source.iter_people(PeopleQuery()))
    assert caught.value.code == "FP-0301"
    assert "did you mean 'SURNAMES'?" in str(caught.value)
    lines = (council.folder / "ours.toml").read_text().splitlines()
    line = 1 + next(number for number, text in enumerate(lines) if text.startswith("family_name"))
    assert caught.value.where == f"./ours.toml:{line} person.family_name"


def test_a_column_that_goes_between_two_people(council):
    council.add("PEOPLE", person(1), person(2))
    with council.open() as source:
        before = [source.get_person(ref) for ref in ("1", "2")]
        council.run("ALTER TABLE PEOPLE RENAME COLUMN SURNAME TO SURNAMES")
        for _ in range(2):
            with pytest.raises(MappingError) as caught:
                source.get_person("2")
            assert caught.value.code == "FP-0301"
            assert "did you mean 'SURNAMES'?" in str(caught.value)
        council.run("ALTER TABLE PEOPLE RENAME COLUMN SURNAMES TO SURNAME")
        assert [source.get_person(ref) for ref in ("1", "2")] == before


def test_a_table_that_goes_between_two_pages(council):
    council.add("PEOPLE", *(person(number) for number in range(1, 5)))
    with council.open() as source:
        stream = source.iter_people(PeopleQuery(page_size=2))
        next(stream)
        council.run("DROP TABLE ADDRESSES")
        with pytest.raises(MappingError) as caught:
            next(stream)
    assert caught.value.code == "FP-0301"
    assert "ADDRESSES" in str(caught.value)


@pytest.mark.parametrize(
    "url",
    ["nonsense", "sqlite://", "sqlite:///:memory:", "mystery://host/db", "oracle+oracledb://u:hunter2@h/x"],
)
def test_urls_that_cannot_be_used(council, url):
    with pytest.raises(ConfigurationError) as caught, council.open(url):
        pass
    assert caught.value.code == "FP-0404"
    assert "hunter2" not in str(caught.value)


def test_errors_quote_no_parameter(council):
    council.add("PEOPLE", person(987654321), person(987654322))
    with council.open() as source:
        stream = source.iter_people(PeopleQuery(page_size=1))
        next(stream)
        council.file.write_bytes(b"\0" * 8192)
        with pytest.raises(SourceUnavailable) as caught:
            list(stream)
    assert "98765432" not in str(caught.value.as_json())
    assert caught.value.__cause__ is None
