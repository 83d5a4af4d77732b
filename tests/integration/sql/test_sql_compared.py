"""A database as the master and another one that is compared with it: the whole road, from the config."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from adapter_core.cli.main import run

MAPPING = """
schema = 1
format = "sql"
[tables.client]
name = "CLIENTS"
key = "REF"
[tables.worker]
name = "CLIENT_WORKERS"
person = "REF"
[person]
ref = { column = "client.REF" }
nhs_number = { column = "client.NHS" }
date_of_birth = { column = "client.BORN", transform = "date" }
ethnicity = { column = "client.ETHNICITY" }
[each.allocations]
table = "worker"
worker = { column = "worker.WORKER_NAME" }
start = { column = "worker.SINCE", transform = "date" }
"""
CONFIG = """
schema = 1
plugins = ["sql"]
[council]
name = "Millbrook Council"
[sources.ours]
backend = "sql"
mapping = "./clients.toml"
url = "sqlite:///ours.db"
[sources.other]
backend = "sql"
port = "demographics"
title = "The other database"
mapping = "./clients.toml"
url = "sqlite:///other.db"
[people]
master = "ours"
[check]
allow_synthetic = true
"""


@pytest.mark.parametrize(
    ("kind", "other_refs"),
    [("varchar(9)", ("X-1", "X-2", "X-3")), ("varchar(9)", ("7", "8", "9")), ("bigint", ("7", "8", "9"))],
)
def test_what_the_other_database_holds_is_said(tmp_path, monkeypatch, capsys, kind, other_refs) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "clients.toml").write_text(MAPPING, encoding="utf-8")
    (tmp_path / "fingerpost.toml").write_text(CONFIG, encoding="utf-8")
    born = "1950-03-05"
    people: dict[str, list[tuple[str | int | None, ...]]] = {
        "ours.db": [(1, "9990001006", born, None), (2, "9990001375", born, None), (3, None, born, None)],
        "other.db": [
            (
                other_refs[0],
                "9990001375",
                "1951-01-01",
                "Irish",
            ),  # born on another day: somebody else
            (other_refs[1], "9990001006", born, "Irish"),
            (other_refs[2], "9990002118", born, "Irish"),
        ],
    }
    for name, rows in people.items():
        with closing(sqlite3.connect(tmp_path / name)) as database, database:
            key = "bigint" if name == "ours.db" else kind
            database.execute(
                f"CREATE TABLE CLIENTS (REF {key}, NHS varchar(10), BORN date, ETHNICITY varchar(20))"
            )
            database.execute(f"CREATE TABLE CLIENT_WORKERS (REF {key}, WORKER_NAME varchar(20), SINCE date)")
            database.executemany("INSERT INTO CLIENTS VALUES (?, ?, ?, ?)", rows)
            database.execute("INSERT INTO CLIENT_WORKERS SELECT REF, 'Ros Teal', '2024-01-01' FROM CLIENTS")
    assert run(["check"]) == 3  # one record is an identity conflict
    capsys.readouterr()
    assert run(["findings", "list", "--rule", "ethnicity"]) == 0
    listed = capsys.readouterr().out.split("ours ")
    assert "held in The other database" in next(each for each in listed if each.startswith("1\n"))
    for ref in ("2", "3"):
        assert "held in" not in next(each for each in listed if each.startswith(f"{ref}\n"))
