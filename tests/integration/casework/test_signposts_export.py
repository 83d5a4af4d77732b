"""`export signposts`: from a real store, a case system and a directory, as FHIR; who may be told of whom."""

from __future__ import annotations

import json
import stat
import sys
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from adapter_core.casework.signposting import claims
from adapter_core.cli.main import run
from adapter_core.domain.casework import (
    Claim,
    ClaimBy,
    HandedOver,
    Permission,
    PermissionBasis,
    PersonRef,
    Resource,
    ResourceKind,
    Signpost,
    SignpostState,
)
from adapter_core.domain.directory import EntityKind, Incoming, Organisation, Service
from adapter_core.oversight.audit import entries
from adapter_core.store import Store
from adapter_core.store.casework import signposts
from community_directory.store import DirectoryStore, FeedWriter, stable_id
from tests.unit.casework.fhir_structures import problems

ON, GIVEN = date(2026, 11, 23), date(2026, 11, 2)
NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
CLUB = stable_id("council", EntityKind.SERVICE, "1")
CONFIG = """
schema = 1
plugins = ["csv", "community_directory"]
[council]
name = "Millbrook Council"
[check]
allow_synthetic = true
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
given_name = { column = "GIVEN" }
family_name = { column = "FAMILY" }
date_of_birth = { column = "BORN", transform = "date" }
restricted = { column = "LOCKED", transform = "flag_yn" }
"""
PEOPLE = """ID,NHS,GIVEN,FAMILY,BORN,LOCKED
1,9990000018,Ada,Grey,1950-03-05,N
2,9990000026,Bea,Hall,1951-03-05,N
3,9990000034,Cy,Ives,1952-03-05,Y
"""
CONSENT = Permission("name", "the club", PermissionBasis.CONSENT, "spoken", "the person", GIVEN)


def signpost(ref, **given):
    fields: dict[str, Any] = {
        "resource": Resource(ResourceKind.SERVICE, "Lunch club", CLUB), "what_for": "Zzyzx company",
        "handed_over": HandedOver.GAVE_DETAILS, "given_on": GIVEN, "due": date(2026, 11, 16), "worker": "Ann",
    }  # fmt: skip
    return Signpost(PersonRef("extract", ref), **(fields | given))


@pytest.fixture
def council(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "fingerpost.toml").write_text(CONFIG, encoding="utf-8")
    (tmp_path / "people.toml").write_text(MAPPING, encoding="utf-8")
    (tmp_path / "people.csv").write_text(PEOPLE, encoding="utf-8")
    with DirectoryStore.open(f"sqlite:///{tmp_path / 'directory.db'}") as town, town.work() as unit:
        writer = FeedWriter(unit, "council", on=GIVEN)
        writer.put(Incoming("1", Organisation("o", "Friends"), Service("1", "Millbrook lunch club", "o")))
        writer.flush()
        unit.commit()
    with Store.open(f"sqlite:///{tmp_path / 'fingerpost.db'}") as store, store.work() as unit:
        news = [
            signpost("1"),
            signpost("2", permission=CONSENT),
            signpost("3", permission=CONSENT),
            signpost("9", permission=CONSENT),
            signpost(
                "2", permission=replace(CONSENT, withdrawn_on=date(2026, 11, 9)), given_on=date(2026, 11, 4)
            ),
        ]
        numbers = signposts.insert_many(unit.connection, news, at=NOW)
        first = signposts.get(unit.connection, numbers[0])
        assert first is not None
        helped = Claim(SignpostState.COMPLETED, ClaimBy.PERSON, ON, note="Zzyzx", recorded_by="Ann")
        signposts.add_claim(unit.connection, claims.apply(first, helped, on=ON), at=NOW)
        unit.commit()
    return tmp_path


def exported(capsys, *more):
    assert run(["export", "signposts", "--as-of", "2026-11-23", *more]) == 0
    told = capsys.readouterr()
    bundle = json.loads(told.out)
    assert problems(bundle) == []
    return bundle, told.err


def of_kind(bundle, kind):
    return [each["resource"] for each in bundle["entry"] if each["resource"]["resourceType"] == kind]


def actions(folder):
    with Store.open(f"sqlite:///{folder / 'fingerpost.db'}") as store:
        return [each.action for each in entries(store)]


def test_signposts_as_fhir_without_anybody_who_may_not_be_told_of(council, capsys):
    bundle, said = exported(capsys)
    tasks = of_kind(bundle, "Task")
    assert [each["for"]["identifier"]["value"] for each in tasks] == ["1", "2", "2"]
    assert [each["status"] for each in tasks] == ["completed", "requested", "requested"]
    assert [each["name"] for each in of_kind(bundle, "HealthcareService")] == ["Millbrook lunch club"]
    assert said == "3 signposts.\n2 left out: the case system does not show their records.\n"
    whole = json.dumps(bundle)
    for private in ("Zzyzx", "Grey", "Ada", "9990000018", "9990000026"):
        assert private not in whole
    assert "signposts.exported" in actions(council)


def test_names_come_where_they_are_asked_for_and_a_permission_holds(council, capsys):
    bundle, said = exported(capsys, "--identify")
    (patient,) = of_kind(bundle, "Patient")
    assert (patient["name"][0]["family"], patient["identifier"][1]["value"]) == ("Hall", "9990000026")
    named = [each["for"] for each in of_kind(bundle, "Task")]
    assert ["reference" in each for each in named] == [False, True, False]
    assert "1 say who the person is." in said
    assert "signposts.exported_with_names" in actions(council)


def test_a_file_is_its_owners_alone_and_some_days_are_chosen(council, capsys):
    out = council / "signposts.json"
    told = ["--from", "2026-11-03", "--to", "2026-11-30", "--output", str(out), "--json"]
    assert run(["export", "signposts", *told]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["signposts"], answer["withheld"], answer["identified"]) == (1, 0, 0)
    bundle = json.loads(out.read_text(encoding="utf-8"))
    assert problems(bundle) == []
    if sys.platform != "win32":
        assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert run(["export", "signposts", "--output", str(out)]) == 2
    assert "FP-0921" in capsys.readouterr().err


def test_days_the_wrong_way_round_and_a_case_system_that_is_down(council, capsys):
    assert run(["export", "signposts", "--from", "2026-12-01", "--to", "2026-11-01"]) == 2
    assert "FP-1040" in capsys.readouterr().err
    (council / "people.csv").unlink()
    assert run(["export", "signposts"]) == 4
    assert capsys.readouterr().out == ""
