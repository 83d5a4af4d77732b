"""`export cld` of people whose records were merged into others since: under the reference of now."""

from __future__ import annotations

import csv
import io
import json
from types import SimpleNamespace

import pytest
from sqlalchemy import insert

from adapter_core.cli.main import run
from adapter_core.oversight.audit import entries
from adapter_core.service.casework import client_level_data
from adapter_core.store import Store
from adapter_core.store.casework.tables import conversation
from tests.integration.casework.test_cld_command import CONFIG, MAPPING, PERIOD, talk

MERGED = MAPPING.replace("[codes.gender]", 'duplicate_of = { column = "NOW" }\n[codes.gender]', 1)
PEOPLE = """ID,NHS,SEX,BORN,LOCKED,POSTCODE,TYPE,NOW
1,9990000018,F,1950-03-05,N,ZZ99 3VZ,S,7
2,9990000026,F,1951-03-05,N,ZZ99 3VZ,S,3
3,9990000026,F,1951-03-05,Y,ZZ99 3VZ,S,
4,9990000034,F,1951-03-05,N,ZZ99 3VZ,S,40
5,9990000042,F,1951-03-05,N,ZZ99 3VZ,S,6
6,9990000042,F,1951-03-05,N,ZZ99 3VZ,S,5
7,9990000018,F,1950-03-05,N,ZZ99 3VZ,S,8
8,9990000018,F,1950-03-05,N,ZZ99 3VZ,S,
9,9990000050,F,1950-03-05,Y,ZZ99 3VZ,S,8
"""
WHO = "LA Person Unique Identifier"


@pytest.fixture
def store(tmp_path, monkeypatch):
    (tmp_path / "fingerpost.toml").write_text(CONFIG)
    (tmp_path / "people.toml").write_text(MERGED)
    (tmp_path / "people.csv").write_text(PEOPLE)
    monkeypatch.chdir(tmp_path)
    with Store.open(f"sqlite:///{tmp_path / 'fingerpost.db'}") as opened:
        with opened.work() as unit:
            rows = [talk(number, str(number)) for number in (1, 2, 4, 5, 9)]
            unit.connection.execute(insert(conversation), rows)
            unit.commit()
        yield opened


@pytest.mark.parametrize("one_by_one", [True, False])
def test_the_current_reference_stands_there_and_what_leads_nowhere_stays(
    store, capsys, monkeypatch, one_by_one
):
    if not one_by_one:  # as a source that can only be read from its beginning
        monkeypatch.setattr(client_level_data, "Capability", SimpleNamespace(PEOPLE_GET="cannot"))
    run(["export", "cld", *PERIOD])
    said = capsys.readouterr()
    rows = list(csv.DictReader(io.StringIO(said.out)))
    assert [(row["Event Reference"], row[WHO]) for row in rows] == [
        ("C1", "8"),  # by way of 7
        ("C4", "4"),  # 40 is not there
        ("C5", "5"),  # round in a circle
    ]
    # 2 has become a restricted record, and 9 is one though it was merged into one that is not.
    assert "2 with people whose records are restricted" in said.err
    run(["export", "cld", *PERIOD, "--check", "--json"])
    problems = json.loads(capsys.readouterr().out)["problems"]
    assert {ref for each in problems for ref in each["people"]} == {"8", "4", "5"}


def test_both_references_are_in_the_audit(store, capsys):
    run(["export", "cld", *PERIOD])
    capsys.readouterr()
    (entry,) = entries(store)
    assert {ref for _, ref in entry.subjects} == {"1", "2", "4", "5", "8", "9"}


def test_where_a_source_gives_one_by_one_it_is_the_same(small_council, capsys, monkeypatch):
    small_council.change("1001", duplicate_of="1002")
    small_council.change("1002", duplicate_of="1003")
    with Store.open(small_council.url) as store, store.work() as unit:
        unit.connection.execute(insert(conversation), [talk(1, "1001", source="mosaic")])
        unit.commit()
    monkeypatch.chdir(small_council.folder)
    run(["export", "cld", *PERIOD])
    (row,) = csv.DictReader(io.StringIO(capsys.readouterr().out))
    assert row[WHO] == "1003"
