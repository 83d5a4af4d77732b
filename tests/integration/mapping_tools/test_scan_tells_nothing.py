"""A scan may be sent to a supplier: nothing that fewer than ten people share, no name, no free text."""

from __future__ import annotations

import csv
import gzip
import json
import sqlite3
import string
from collections.abc import Sequence
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapter_core.cli.mapping import mapping
from adapter_core.readers.sql.scanning import scan_database
from adapter_core.service.mapping_tools.scanning import scan_path

ON = date(2026, 11, 23)
TEXTS = [
    ("CLIENT_MASTER", "CL_SURNM"),
    ("CLIENT_MASTER", "CL_FORNM"),
    ("CLIENT_MASTER", "CL_TTL"),
    ("CLIENT_MASTER", "CL_SEX"),
    ("CLIENT_MASTER", "CL_ETHN_CD"),
    ("CLIENT_MASTER", "NHS_NBR"),
    ("CLIENT_MASTER", "GP_PRAC_CD"),
    ("CLIENT_MASTER", "NOTES"),
    ("CLIENT_ADDR", "ADDR_LN1"),
    ("CLIENT_ADDR", "WARD"),
    ("RELN", "RELN_TYP_CD"),
    ("WKRS", "TEAM_NM"),
    ("SYS_LOG", "MSG"),
]
MARKS = st.text(string.ascii_letters + string.digits + "éß' -", min_size=5, max_size=60).map(
    lambda text: f"Qz{text.strip()}xJ"
)


@pytest.fixture(scope="module")
def made(odd, tmp_path_factory) -> Path:
    return odd.make_odd(tmp_path_factory.mktemp("odd") / "odd.db")


@given(marks=st.lists(MARKS, min_size=len(TEXTS), max_size=len(TEXTS), unique=True), times=st.integers(1, 9))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_mark_that_was_planted_in_a_text_is_ever_told(made, tmp_path_factory, marks, times):
    path = tmp_path_factory.mktemp("planted") / "planted.db"
    with closing(sqlite3.connect(made)) as source, closing(sqlite3.connect(path)) as copy:
        source.backup(copy)
        for (table, column), mark in zip(TEXTS, marks, strict=True):
            copy.execute(
                f"UPDATE {table} SET {column} = ? WHERE rowid IN (SELECT rowid FROM {table} LIMIT {times})",
                (mark,),
            )
        copy.commit()
    told = json.dumps(scan_path(path, ON).as_json(), ensure_ascii=False)
    shown = CliRunner().invoke(mapping, ["scan", str(path)]).output
    for mark in marks:
        assert mark not in told
        assert mark not in shown


def test_what_is_told_of_people_is_shapes(odd, made):
    told = json.dumps(scan_path(made, ON).as_json(), ensure_ascii=False)
    for name in (*odd.SURNAMES, *odd.FORENAMES, "Mill Lane", "70000", "9990000001"):
        assert f'"{name}"' not in told
    assert '"WBRI"' in told
    assert '"9999999999"' in told
    assert '"AA9 9AA"' in told


def _table(path: Path, columns: str, rows: Sequence[tuple[object, ...]]) -> str:
    with closing(sqlite3.connect(path)) as database:
        database.execute(f"CREATE TABLE thing ({columns})")
        database.executemany(f"INSERT INTO thing VALUES ({', '.join('?' * len(rows[0]))})", rows)
        database.commit()
    return json.dumps(scan_path(path, ON).as_json())


def test_what_one_person_has_a_dozen_times_is_still_one_persons(tmp_path):
    told = _table(
        tmp_path / "a.db", "PERSON_ID, KIND_CODE", [(1, "GOUT")] * 12 + [(n, "COLD") for n in range(12)]
    )
    assert "GOUT" not in told
    assert "COLD" in told


@pytest.mark.parametrize("column", ["X7", "SURNM", "WORKER", "USER_NAME"])
def test_common_names_are_told_of_no_column(tmp_path, column):
    names = ["SMITH", "JONES", "ANN", "JOHN"]
    told = _table(
        tmp_path / "a.db", f"N INTEGER PRIMARY KEY, {column}", [(n, names[n % 4]) for n in range(200)]
    )
    assert not any(name in told for name in names)


def test_an_unknown_word_is_told_of_no_column(tmp_path):
    told = _table(tmp_path / "a.db", "N INTEGER PRIMARY KEY, X7", [(n, "Quackenbush") for n in range(200)])
    assert "Quackenbush" not in told


def test_numbers_of_people_are_told_in_two_figures(tmp_path):
    told = json.loads(_table(tmp_path / "a.db", "N INTEGER PRIMARY KEY", [(n,) for n in range(1234)]))
    assert told["tables"][0]["rows"] == 1200


def test_the_oldest_and_the_youngest_are_not_told(tmp_path):
    days = [("1911-05-05",), ("2019-05-05",), *[(f"{1940 + n % 40}-01-01",) for n in range(400)]]
    told = json.loads(_table(tmp_path / "a.db", "BORN TEXT", days))
    assert told["tables"][0]["columns"][0]["years"] == [1940, 1979]


def test_a_file_without_a_header_is_refused_and_not_told(tmp_path):
    path = tmp_path / "people.csv"
    path.write_text("70001,Quackenbush,1933-07-19\n70002,Wimple,1934-07-19\n", encoding="utf-8")
    done = CliRunner().invoke(mapping, ["scan", str(path)])
    assert getattr(done.exception, "code", "") == "FP-0324"
    assert "Quackenbush" not in str(done.exception)


def test_a_key_that_is_somebodys_name_is_no_path(tmp_path):
    people = [{"id": n, "contacts": {f"Quackenbush{n}": "yes"}} for n in range(40)]
    path = tmp_path / "people.json"
    path.write_text(json.dumps({"data": people}), encoding="utf-8")
    found = scan_path(path, ON)
    assert "Quackenbush" not in json.dumps(found.as_json())
    assert found.tables[0].left_out == 40
    assert found.records == ("data",)


@pytest.mark.parametrize("body", ["<!DOCTYPE x [<!ENTITY a 'b'>]><x><p/><p/></x>", "<x><p></x>", "<x/>"])
def test_xml_that_is_not_read(tmp_path, body):
    path = tmp_path / "people.xml"
    path.write_text(body, encoding="utf-8")
    done = CliRunner().invoke(mapping, ["scan", str(path)])
    assert getattr(done.exception, "code", "") in {"FP-0325", "FP-0326"}


def test_xml_paths_and_repeated_nodes(tmp_path):
    path = tmp_path / "people.xml"
    body = "".join(f'<P id="{n}"><N s="A"/><A><L>1 Mill Lane</L></A><A><L>x</L></A></P>' for n in range(20))
    path.write_text(f'<e xmlns="urn:x">{body}</e>', encoding="utf-8")
    found = scan_path(path, ON)
    assert (found.record, [table.name for table in found.tables]) == ("P", ["", "A"])
    assert [column.name for column in found.tables[0].columns] == ["@id", "N/@s"]
    assert [column.name for column in found.tables[1].columns] == ["L"]


def test_compressed_xml(tmp_path):
    path = tmp_path / "people.xml.gz"
    path.write_bytes(gzip.compress(b"<e>" + b"".join(b'<P id="%d"/>' % n for n in range(20)) + b"</e>"))
    assert scan_path(path, ON).tables[0].rows == 20


def test_a_folder_of_files(tmp_path):
    for name, header in (("people", ["REF", "SEX"]), ("homes", ["REF", "PCODE"])):
        with (tmp_path / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, delimiter=";").writerows([header, *[[f"A{n}", "M"] for n in range(20)]])
    found = scan_path(tmp_path, ON)
    assert ([table.name for table in found.tables], found.delimiter) == (["homes.csv", "people.csv"], ";")


def test_postgresql_is_scanned_as_sqlite_is(made, postgres_url, tmp_path):
    import psycopg  # noqa: PLC0415 - not every machine has it

    here = scan_path(made, ON).table("CLIENT_MASTER")
    with closing(sqlite3.connect(made)) as source:
        rows = source.execute("SELECT CL_NO, CL_SEX, NHS_NBR, CL_DOB FROM CLIENT_MASTER").fetchall()
    with psycopg.connect(postgres_url.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute(
            "CREATE TABLE client_master (cl_no integer PRIMARY KEY, cl_sex text, nhs_nbr text, cl_dob date)"
        )
        connection.cursor().executemany("INSERT INTO client_master VALUES (%s, %s, %s, %s)", rows)
    there = scan_database(postgres_url, base=tmp_path, source="x", on=ON).table("CLIENT_MASTER")
    assert here is not None
    assert there is not None
    assert there.rows == here.rows
    for name in ("CL_NO", "CL_SEX", "NHS_NBR", "CL_DOB"):
        one, other = here.column(name), there.column(name)
        assert one is not None
        assert other is not None
        same = ("filled", "distinct", "unique", "years", "codes", "shapes")
        assert {key: getattr(one, key) for key in same} == {key: getattr(other, key) for key in same}
