"""`export cld` on a small council: a CSV source, a store, the file, and what is wrong with it."""

from __future__ import annotations

import csv
import io
import json
import os
import stat
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import insert

from adapter_core.cli.main import run
from adapter_core.store import Store
from adapter_core.store.casework.tables import conversation

CONFIG = """
schema = 1
plugins = ["csv"]
[check]
allow_synthetic = true
[cld]
la_code = "999"
[cld.codes.gender]
female = "Female"
[sources.extract]
backend = "csv"
path = "people.csv"
mapping = "./people.toml"
[people]
master = "extract"
"""
MAPPING = """
schema = 1
format = "csv"
[person]
ref = { column = "ID" }
nhs_number = { column = "NHS" }
gender = { column = "SEX", codes = "gender" }
date_of_birth = { column = "BORN", transform = "date" }
restricted = { column = "LOCKED", transform = "flag_yn" }
postcode = { column = "POSTCODE" }
client_type = { column = "TYPE", codes = "client_type" }
[codes.gender]
F = "female"
M = "male"
[codes.client_type]
S = "service_user"
A = "carer_known_by_association"
"""
PEOPLE = """ID,NHS,SEX,BORN,LOCKED,POSTCODE,TYPE
1,9990000018,F,1950-03-05,N,ZZ99 3VZ,S
2,9990000026,M,1951-03-05,N,ZZ99 3VZ,S
3,9990000034,M,1952-03-05,Y,ZZ99 3VZ,S
5,9990000042,F,1952-03-05,N,ZZ99 3VZ,A
"""


def talk(number: int, ref: str, **more):
    row = {
        "id": number,
        "source": "extract",
        "ref": ref,
        "kind": "1",
        "record": "conversation_record",
        "context": "new",
        "state": "closed",
        "worker": "w",
        "started": date(2026, 8, 3),
        "ended_on": date(2026, 8, 3),
        "ended_how": "connected",
        "version": 1,
        "opened": datetime(2026, 8, 3, tzinfo=UTC),
    }
    return {**row, **more}


@pytest.fixture
def council(tmp_path, monkeypatch):
    (tmp_path / "fingerpost.toml").write_text(CONFIG)
    (tmp_path / "people.toml").write_text(MAPPING)
    (tmp_path / "people.csv").write_text(PEOPLE)
    with Store.open(f"sqlite:///{tmp_path / 'fingerpost.db'}") as store, store.work() as unit:
        rows = [talk(1, "1"), talk(2, "2"), talk(3, "3"), talk(4, "4")]
        rows += [talk(5, "1", ended_on=date(2026, 10, 1)), talk(6, "1", state="entered_in_error")]
        rows += [talk(7, "1", record="case_note"), talk(8, "1", ended_on=None), talk(9, "5")]
        unit.connection.execute(insert(conversation), rows)
        unit.commit()
    monkeypatch.chdir(tmp_path)
    return tmp_path


PERIOD = ("--from", "2026-07-01", "--to", "2026-09-30")


def test_events_of_a_period_and_what_is_wrong_with_them(council, capsys):
    assert run(["export", "cld", *PERIOD, "-o", "cld.csv"]) == 1
    said = capsys.readouterr()
    assert "2 events; 2 of them lack what the return wants." in said.err
    assert "1 with people whose records are restricted" in said.err
    assert "1 with people whom" in said.err
    assert "1 with carers who are known by association alone" in said.err
    if hasattr(os, "fchmod"):
        assert stat.S_IMODE((council / "cld.csv").stat().st_mode) == 0o600
    rows = list(csv.DictReader(io.StringIO((council / "cld.csv").read_text(encoding="utf-8"))))
    assert [(row["Event Reference"], row["NHS Number"], row["Gender"]) for row in rows] == [
        ("C1", "9990000018", "Female"),
        ("C2", "9990000026", ""),
    ]
    assert run(["export", "cld", *PERIOD, "--check", "--json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert (found["events"], found["incomplete"], found["withheld"], found["not_found"]) == (2, 2, 1, 1)
    assert found["by_association"] == 1
    gender = next(each for each in found["problems"] if each["column"] == "Gender")
    assert (gender["code"], gender["people"]) == ("male", ["2"])
    assert gender["who"] == "Whoever keeps the config: fingerpost.toml, [cld]"
    ethnicity = next(each for each in found["problems"] if each["column"] == "Ethnicity")
    assert (ethnicity["result"], ethnicity["people"]) == (-1, ["1", "2"])
    assert ethnicity["who"].startswith("Worker: ")
    assert run(["export", "cld", *PERIOD, "--check"]) == 1
    assert 'Gender "male" (-1)' in capsys.readouterr().out


def test_that_it_was_done_is_in_the_audit(council, capsys):
    run(["export", "cld", *PERIOD, "--check"])
    run(["export", "cld", *PERIOD])
    capsys.readouterr()
    run(["audit", "list", "--json"])
    entries = json.loads(capsys.readouterr().out)["entries"]
    assert [each["action"] for each in entries] == ["cld.exported", "cld.checked"]


def test_a_period_that_is_none(council, capsys):
    assert run(["export", "cld", "--from", "2026-09-30", "--to", "2026-07-01", "--json"]) == 2
    assert json.loads(capsys.readouterr().out)["error"]["code"] == "FP-1075"


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ('[cld.outcomes]\nconected = "x"', "cld.outcomes"),
        ('[cld.codes.gendre]\nfemale = "x"', "cld.codes"),
        ('[cld.event_types]\n1 = "Chat"\n2 = "Assessment"\n3 = "Assessment"', "cld.event_types"),
    ],
)
def test_a_config_that_names_what_is_not_there(council, capsys, line, place):
    (council / "fingerpost.toml").write_text(CONFIG.replace('[cld.codes.gender]\nfemale = "Female"', line))
    assert run(["export", "cld", *PERIOD, "--json"]) == 5
    assert place in capsys.readouterr().out
