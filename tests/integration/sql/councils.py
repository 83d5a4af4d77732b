"""A small database that people, their addresses and their surgeries are read from."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path
from textwrap import dedent

from adapter_core.hooks.ports import OpenContext, PeopleQuery
from adapter_core.readers.sql import open_sql

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


def person(number, **values):
    return (
        number,
        values.get("surname", "Ash"),
        values.get("nhs"),
        values.get("born"),
        values.get("sex", "W"),
    )
