"""A database as a source: paging, bad rows, faults, and what `inspect` says about it."""

# ruff: noqa: DTZ001 - databases give times without a zone

from __future__ import annotations

import sqlite3
import tracemalloc
from contextlib import closing
from datetime import date, datetime
from pathlib import Path
from textwrap import dedent

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapter_core.domain.states import State
from adapter_core.errors import CATALOGUE, ConfigurationError, MappingError, PersonNotFound, SourceUnavailable
from adapter_core.hooks.capabilities import Capability
from adapter_core.hooks.ports import OpenContext, PeopleQuery
from adapter_core.readers.sql import Limits, open_sql
from adapter_core.readers.sql.keys import read_cursor, write_cursor

AS_OF = date(2026, 11, 23)
MAPPING = """
schema = 1
format = "sql"
[settings.gp_kind]
table = "KINDS"
column = "KIND"
default = ["GP"]
[tables.person]
name = "PEOPLE"
key = "ID"
[tables.address]
name = "ADDRESSES"
person = "PERSON_ID"
current = { start = "SINCE", end = "UNTIL" }
pick = [{ prefer = { SHOWN = "Y" } }, { latest = "SINCE" }]
[tables.gp]
name = "CONTACTS"
key = "ID"
person = "PERSON_ID"
where = { KIND = { setting = "gp_kind" } }
[tables.surgery]
name = "SURGERIES"
join = { "gp.SURGERY" = "CODE" }
where = { OPEN = "Y" }
[person]
ref = { column = "person.ID" }
family_name = { column = "person.SURNAME" }
nhs_number = { column = "person.NHS", transform = "zero_pad_10", missing = ["0"] }
date_of_birth = { column = "person.BORN", transform = "date" }
gender = { column = "person.SEX", codes = "gender" }
postcode = { column = "address.POSTCODE" }
[each.gp]
table = "gp"
code = { column = "gp.SURGERY" }
name = { column = "surgery.NAME" }
[codes.gender]
W = "female"
"""
SCHEMA = """
CREATE TABLE PEOPLE (ID bigint, SURNAME varchar(30), NHS numeric(10), BORN timestamp, SEX varchar(1));
CREATE TABLE ADDRESSES
    (PERSON_ID bigint, POSTCODE varchar(8), SINCE timestamp, UNTIL timestamp, SHOWN varchar(1));
CREATE TABLE CONTACTS (ID bigint, PERSON_ID bigint, KIND varchar(10), SURGERY varchar(10));
CREATE TABLE SURGERIES (CODE varchar(10), NAME varchar(30), OPEN varchar(1));
CREATE TABLE KINDS (KIND varchar(10));
INSERT INTO KINDS VALUES ('GP'), ('WORKER');
"""


class Council:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.file = folder / "case.db"
        (folder / "ours.toml").write_text(dedent(MAPPING))
        self.run(SCHEMA)

    def run(self, script: str) -> None:
        with closing(sqlite3.connect(self.file)) as database, database:
            database.executescript(script)
        database.close()

    def add(self, table: str, *rows: tuple[object, ...]) -> None:
        with closing(sqlite3.connect(self.file)) as database, database:
            database.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(rows[0]))})", rows)
        database.close()

    def open(self, url: str = "sqlite:///case.db", mapping: str = "./ours.toml", **more):
        context = OpenContext("case", AS_OF, self.folder, {}, {})
        return open_sql(url=url, mapping=mapping, context=context, **more)

    def pages(self, after=None, size=1000):
        with self.open() as source:
            return list(source.iter_people(PeopleQuery(after, size)))

    def people(self, size=1000):
        return [person for page in self.pages(size=size) for person in page.people]


@pytest.fixture
def council(tmp_path):
    return Council(tmp_path)


def person(number, **values):
    return (
        number,
        values.get("surname", "Ash"),
        values.get("nhs"),
        values.get("born"),
        values.get("sex", "W"),
    )


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


# --- faults ---


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


# --- inspect ---


def inspected(council, **more):
    with council.open(**more) as source:
        return source.inspect()


def test_a_source_that_fits_has_no_problems(council):
    council.add("PEOPLE", person(1), person(2, sex="-"), person(3, sex=""))
    report = inspected(council)
    assert report.problems == ()
    assert "gp.code" in report.fields
    assert report.capabilities == {Capability.PEOPLE_READ, Capability.PEOPLE_GET, Capability.PEOPLE_RESUME}


def test_each_difference_is_named(council):
    council.run("""
        DROP TABLE ADDRESSES; CREATE TABLE ADRESSES (PERSON_ID bigint);
        ALTER TABLE CONTACTS DROP COLUMN KIND;
        DROP TABLE PEOPLE;
        CREATE TABLE PEOPLE (ID bigint, SURNAME varchar, NHS float, BORN integer, SEX date);
    """)
    problems = {each.where: each for each in inspected(council).problems}
    assert "no table 'ADDRESSES', did you mean 'ADRESSES'?" in problems["tables.address"].what
    assert "no column 'KIND'" in problems["tables.gp"].what
    assert {
        where: problems[where].code
        for where in ("person.date_of_birth", "person.gender", "person.nhs_number")
    } == {
        "person.date_of_birth": "FP-0302",
        "person.gender": "FP-0302",
        "person.nhs_number": "FP-0302",
    }
    assert all(each.code in CATALOGUE and each.fatal for each in problems.values())


def test_fields_that_only_one_system_has_are_read_and_inspected(council):
    with (council.folder / "ours.toml").open("a") as mapping:
        mapping.write("""
[extra.elm]
old_id = { column = "person.OLD_ID", missing = ["0"] }
moved_on = { column = "address.SINCE", transform = "date" }
surgery = { column = "gp.SURGERY" }
""")
    where = "extra.elm.old_id"
    (problem,) = inspected(council).problems
    assert (problem.where, problem.code, problem.fatal) == (where, "FP-0301", True)
    council.run("ALTER TABLE PEOPLE ADD COLUMN OLD_ID blob; DROP TABLE ADDRESSES;")
    council.run("CREATE TABLE ADDRESSES (PERSON_ID bigint, POSTCODE varchar, SINCE integer, UNTIL, SHOWN)")
    problems = {each.where: each for each in inspected(council).problems}
    assert {(each.where, each.code) for each in problems.values()} == {
        (where, "FP-0302"),
        ("extra.elm.moved_on", "FP-0302"),
    }
    assert problems["extra.elm.moved_on"].what.endswith("is a number, and extra.elm.moved_on is a date.")
    council.run("ALTER TABLE PEOPLE DROP COLUMN OLD_ID; ALTER TABLE PEOPLE ADD COLUMN OLD_ID varchar")
    council.run(
        "DROP TABLE ADDRESSES; CREATE TABLE ADDRESSES (PERSON_ID, POSTCODE, SINCE date, UNTIL, SHOWN)"
    )
    assert inspected(council).problems == ()
    council.add("PEOPLE", (*person(1), "L1"), (*person(2), "0"), (*person(3), None))
    council.add("ADDRESSES", (1, "AA1 1AA", "2020-02-01", None, "Y"), (2, "AA1 1AA", "2020", None, "Y"))
    council.add("CONTACTS", (1, 1, "GP", "A1"), (2, 2, "WORKER", "B2"))
    nothing = State.ABSENT
    assert [each.extra for each in council.people()] == [
        {"elm": {"old_id": "L1", "moved_on": date(2020, 2, 1), "surgery": "A1"}},
        {"elm": {"old_id": State.PLACEHOLDER, "moved_on": State.INVALID, "surgery": nothing}},
        {"elm": {"old_id": nothing, "moved_on": nothing, "surgery": nothing}},
    ]
    with council.open() as source:
        assert source.get_person("1").extra == council.people()[0].extra


def test_a_child_key_of_another_type_is_named(council):
    council.run(
        "DROP TABLE CONTACTS;"
        "CREATE TABLE CONTACTS (ID bigint, PERSON_ID varchar, KIND varchar, SURGERY varchar)"
    )
    (problem,) = inspected(council).problems
    assert (problem.where, problem.code) == ("tables.gp.person", "FP-0302")


def test_each_unmapped_code_is_named_once_and_is_not_fatal(council):
    council.add("PEOPLE", person(1, sex="Q"), person(2, sex="Q"), person(3, sex="R" * 60))
    (found,) = inspected(council).problems
    assert (found.where, found.code, found.fatal) == ("person.gender", "FP-0303", False)
    assert found.what.count("'Q'") == 1
    assert "R" * 10 in found.what
    assert "R" * 41 not in found.what


def test_settings_are_checked_against_their_table(council):
    (problem,) = inspected(council, settings={"gp_kind": ["GP", "WORKERS"]}).problems
    assert (problem.where, problem.code, problem.fatal) == ("settings.gp_kind", "FP-0304", True)
    assert "did you mean 'WORKER'?" in problem.what
    council.run("DELETE FROM KINDS")
    assert [each.fatal for each in inspected(council).problems] == [False]
    council.run("DROP TABLE KINDS")
    assert [each.code for each in inspected(council).problems] == ["FP-0301"]


def test_names_are_found_whatever_their_case(council):
    council.run(
        "ALTER TABLE PEOPLE RENAME TO p2; ALTER TABLE p2 RENAME TO people;"
        "ALTER TABLE people RENAME COLUMN SURNAME TO surname;"
    )
    council.add("people", person(1))
    assert council.people()[0].family_name == "Ash"


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
