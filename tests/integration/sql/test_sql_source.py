"""A database as a source: paging, values, bad rows, one person; and another database."""

# ruff: noqa: DTZ001 - databases give times without a zone

from __future__ import annotations

import tracemalloc
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapter_core.domain.states import State
from adapter_core.errors import ConfigurationError, PersonNotFound, SourceUnavailable
from adapter_core.hooks.ports import PeopleQuery
from adapter_core.readers.sql.keys import read_cursor, write_cursor
from tests.integration.sql.councils import SCHEMA, Council, person

# --- paging ---


@pytest.mark.parametrize("size", [1, 2, 3, 7, 1000])
def test_pages_hold_everybody_once_in_key_order(council, size):
    council.add("PEOPLE", *(person(number) for number in (30, 4, 11, 2, 100, 7, 8)))
    pages = council.pages(size=size)
    assert [each.ref for page in pages for each in page.people] == ["2", "4", "7", "8", "11", "30", "100"]
    assert all(len(page.people) <= size for page in pages)
    assert [page.cursor is None for page in pages] == [False] * (len(pages) - 1) + [True]


def test_a_cursor_resumes_after_its_page(council):
    council.add("PEOPLE", *(person(number) for number in range(1, 8)))
    first = council.pages(size=3)[0]
    assert [each.ref for page in council.pages(after=first.cursor, size=3) for each in page.people] == list(
        "4567"
    )


def test_an_empty_source_is_one_empty_page(council):
    (page,) = council.pages()
    assert not page.people
    assert page.cursor is None


def test_pages_are_lazy(council):
    council.add("PEOPLE", *(person(number) for number in range(1, 5)))
    with council.open() as source:
        stream = source.iter_people(PeopleQuery(page_size=2))
        assert [each.ref for each in next(stream).people] == ["1", "2"]
        council.run("UPDATE PEOPLE SET SURNAME = 'Later' WHERE ID = 3")
        assert next(stream).people[0].family_name == "Later"
        stream.close()


@pytest.mark.parametrize("size", [1, 2, 3, 10])
def test_a_repeated_key_is_kept_once_and_rejected_wherever_pages_end(council, size):
    council.add("PEOPLE", person(1), person(2, surname="First"), person(2), person(2), person(3), person(4))
    pages = council.pages(size=size)
    assert [each.ref for page in pages for each in page.people] == ["1", "2", "3", "4"]
    assert [(r.ref, r.code) for page in pages for r in page.rejects] == [("2", "FP-0501")] * 2


def test_strange_keys_are_rejected_and_nothing_is_dropped_in_silence(council):
    council.run(
        "CREATE TABLE NEW (ID, SURNAME, NHS, BORN, SEX); DROP TABLE PEOPLE; ALTER TABLE NEW RENAME TO PEOPLE;"
    )
    council.add("PEOPLE", person(None), person(1), person(2.5), person(b"x"), person("P7"), person(""))
    for size in (1, 2, 10):
        pages = council.pages(size=size)
        assert [each.ref for page in pages for each in page.people] == ["1", "P7"]
        rejects = sorted((r.ref, r.code) for page in pages for r in page.rejects)
        assert rejects == sorted(
            [("", "FP-0500"), ("(bytes)", "FP-0504"), ("2.5", "FP-0504"), ("without reference 1", "FP-0500")]
        )


@given(st.integers() | st.text() | st.binary() | st.floats(allow_nan=False) | st.decimals(allow_nan=False))
def test_a_cursor_gives_its_key_back(key):
    back = read_cursor(write_cursor(key), "case")
    assert (type(back), back) == (type(key), key)


@pytest.mark.parametrize("cursor", ["", "7", "i:", "i:x", "q:7"])
def test_what_is_no_cursor_is_an_error(cursor):
    with pytest.raises(ConfigurationError) as caught:
        read_cursor(cursor, "case")
    assert caught.value.code == "FP-0406"


def test_memory_is_flat(council):
    council.add("PEOPLE", *(person(number, surname=f"Name {number % 50}") for number in range(20_000)))

    def peak(pages_wanted):
        with council.open() as source:
            tracemalloc.start()
            for number, _ in enumerate(source.iter_people(PeopleQuery(page_size=500)), 1):
                if number == pages_wanted:
                    break
            try:
                return tracemalloc.get_traced_memory()[1]
            finally:
                tracemalloc.stop()

    peak(2)
    assert peak(40) < 1.2 * peak(4)


# --- values ---


def test_unreadable_values_are_states_never_exceptions(council):
    council.add(
        "PEOPLE",
        person(1, nhs="not a number", born="31/02/1950"),
        person(2, nhs=0, born="1900-01-01 00:00:00", surname="-"),
        person(3, nhs=9990001, born="1950-03-05 00:00:00", sex="Q"),
        person(4, nhs="", born=" ", surname=b"\xff"),
        person(5, born=20.5, sex=None),
    )
    (page,) = council.pages()
    one, two, three, four, five = page.people
    assert (one.nhs_number, one.date_of_birth) == (State.INVALID, State.INVALID)
    assert (two.nhs_number, two.date_of_birth, two.family_name) == (State.PLACEHOLDER,) * 3
    assert (three.nhs_number, three.date_of_birth) == ("0009990001", date(1950, 3, 5))
    assert three.gender is State.NOT_SUPPORTED
    assert page.unmapped == {("gender", "Q"): 1}
    assert (four.nhs_number, four.date_of_birth, four.family_name) == (
        State.ABSENT,
        State.ABSENT,
        State.INVALID,
    )
    assert (five.date_of_birth, five.gender) == (State.INVALID, State.ABSENT)


def test_text_that_is_not_utf8_makes_one_field_invalid(council):
    council.add("PEOPLE", person(1), person(2), person(3))
    council.run("UPDATE PEOPLE SET SURNAME = CAST(x'4AFF' AS TEXT) WHERE ID = 2")
    assert [each.family_name for each in council.people()] == ["Ash", State.INVALID, "Ash"]


def test_the_address_is_the_one_in_force_that_is_shown(council):
    council.add("PEOPLE", *(person(number) for number in range(1, 7)))
    day = "{}-01-01 00:00:00".format
    council.add(
        "ADDRESSES",
        (1, "AA1 1AA", day(2020), None, "N"),
        (1, "BB1 1BB", day(2010), None, "Y"),
        (1, "CC1 1CC", day(2015), None, "Y"),
        (2, "AA1 1AA", day(2020), day(2021), "Y"),
        (2, "", day(2001), day(2002), "N"),
        (3, "AA1 1AA", day(2020), "2026-11-23 00:00:00", "N"),
        (4, "AA1 1AA", day(2030), None, "Y"),
        (5, None, day(2020), day(2021), "Y"),
    )
    found = [each.postcode for each in council.people(size=2)]
    assert found == ["CC1 1CC", State.EXPIRED, "AA1 1AA", State.ABSENT, State.ABSENT, State.ABSENT]


def test_children_meet_their_conditions_and_joins(council):
    council.add("PEOPLE", person(1), person(2))
    council.add("SURGERIES", ("A1", "Elm", "Y"), ("B2", "Oak", "N"))
    council.add(
        "CONTACTS",
        (2, 1, "GP", "B2"),
        (1, 1, "GP", "A1"),
        (3, 1, "WORKER", "A1"),
        (4, 1, "GP", None),
        (5, 9, "GP", "A1"),
    )
    one, two = council.people()
    assert [(each.code, each.name) for each in one.gp] == [("A1", "Elm"), ("B2", State.ABSENT)]
    assert one.gp[0].start is State.NOT_SUPPORTED
    assert two.gp == ()


def test_what_depends_on_an_unset_setting_is_not_supported(council):
    mapping = (council.folder / "ours.toml").read_text().replace('default = ["GP"]', "")
    (council.folder / "ours.toml").write_text(mapping)
    council.add("PEOPLE", person(1))
    (found,) = council.people()
    assert found.gp is State.NOT_SUPPORTED


def test_settings_select(council):
    council.add("PEOPLE", person(1))
    council.add("CONTACTS", (1, 1, "GP", "A1"), (2, 1, "WORKER", "B2"))
    with council.open(settings={"gp_kind": "WORKER"}) as source:
        assert source.get_person("1").gp[0].code == "B2"


# --- one person ---


def test_one_person_by_reference(council):
    council.add("PEOPLE", person(1), person(22, surname="Birch"))
    council.add("CONTACTS", (1, 22, "GP", "A1"))
    with council.open() as source:
        found = source.get_person("22")
        assert (found.family_name, found.gp[0].code) == ("Birch", "A1")
        for ref in ("3", "2", "22x", "", "1 OR 1=1", "٢", "9" * 19, "9" * 30, "1" * 5000):
            with pytest.raises(PersonNotFound) as caught:
                source.get_person(ref)
            assert ref == "" or ref not in str(caught.value) or len(ref) == 1


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 12), st.integers(1, 5)), max_size=12))
def test_any_page_size_reads_the_same(rows):
    import tempfile  # noqa: PLC0415 - a folder for each example

    with tempfile.TemporaryDirectory() as folder:
        council = Council(Path(folder))
        if rows:
            council.add("PEOPLE", *(person(number) for number in sorted({number for number, _ in rows})))
            council.add("CONTACTS", *((n, number, "GP", f"A{code}") for n, (number, code) in enumerate(rows)))
        expected = council.people()
        for size in (1, 2, 5):
            assert council.people(size=size) == expected


# --- another database ---


def test_postgresql_reads_natural_types_and_refuses_to_write(council, postgres_url):
    import psycopg  # noqa: PLC0415 - only here

    with psycopg.connect(postgres_url.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute(SCHEMA.replace("bigint", "numeric(16)"))
        rows = [
            (1, "Ash", 0, datetime(1900, 1, 1), "W"),
            (2, "Birch", 9990001, datetime(1950, 3, 5, 1, 2), "Q"),
            (3, "Oak", None, None, " "),
        ]
        connection.cursor().executemany("INSERT INTO people VALUES (%s, %s, %s, %s, %s)", rows)
        connection.execute("INSERT INTO contacts VALUES (1, 2, 'GP', 'A1')")
        connection.execute("INSERT INTO addresses VALUES (2, 'AA1 1AA', '2020-01-01', '2026-11-23', 'Y')")
        connection.execute("INSERT INTO surgeries VALUES ('A1', 'Elm', 'Y')")
    with council.open(postgres_url) as source:
        pages = list(source.iter_people(PeopleQuery(page_size=2)))
        one, two, three = [each for page in pages for each in page.people]
        assert (one.ref, one.nhs_number, one.date_of_birth) == ("1", State.PLACEHOLDER, State.PLACEHOLDER)
        assert (two.nhs_number, two.date_of_birth, two.gp[0].name) == ("0009990001", date(1950, 3, 5), "Elm")
        assert two.postcode == "AA1 1AA"
        assert three.gender is State.ABSENT
        assert [each.ref for p in source.iter_people(PeopleQuery(pages[0].cursor)) for each in p.people] == [
            "3"
        ]
        assert source.get_person("2").family_name == "Birch"
        assert [each.code for each in source.inspect().problems] == ["FP-0303"]
        with source._connected() as connection, pytest.raises(Exception, match="read-only"):
            connection.exec_driver_sql("DELETE FROM people")
    with (
        council.open(postgres_url.rpartition("/")[0] + "/nowhere") as source,
        pytest.raises(SourceUnavailable) as caught,
    ):
        source.inspect()
    assert caught.value.code == "FP-0400"


def test_a_row_without_a_key_may_be_anybodys(council):
    council.add("PEOPLE", person(None), person(1), person(1))
    rejects = [each for page in council.pages() for each in page.rejects]
    assert {each.ref: each.anonymous for each in rejects} == {"without reference 1": True, "1": False}


@pytest.mark.parametrize(
    ("raw", "read"),
    [("A\0sh", "Ash"), ("A\x1b[1msh\x7f", "A[1msh\x7f"), ("A\r\nsh\t.", "A sh ."), ("\0", State.ABSENT)],
)
def test_control_characters_are_no_text(council, raw, read):
    council.add("PEOPLE", person(1, surname=raw))
    assert [each.family_name for each in council.people()] == [read]


def test_a_cursor_of_a_key_with_a_nul_can_be_stored_and_read():
    cursor = write_cursor("A\0B")
    assert cursor is not None
    assert "\0" not in cursor
    assert read_cursor(cursor, "case") == "A\0B"
