"""PDS as a source beside traces: what it holds, and whom it reports dead or restricts."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from adapter_core.checks.rules._examples import OPEN_PRACTICE
from adapter_core.domain.states import State
from tests.integration.tracing.replies import FREE, OTHER, patient, tracer


@pytest.mark.requirement("P-03")
def test_pds_as_a_source_holds_what_is_missing_and_says_what_differs(make_council: Any) -> None:
    council = make_council(pds=True)
    folder: Path = council.folder / "pds"
    folder.mkdir()
    numbers = {ref: person.nhs_number for ref, person in council.people.items()}
    council.change("1001", gp=())
    born = council.people["1001"].date_of_birth.isoformat()
    practice = [{"identifier": {"value": OPEN_PRACTICE}}]
    answers = [
        patient(numbers["1001"], born, generalPractitioner=practice),
        patient(numbers["1002"], "1901-01-01"),
        patient(numbers["1003"], born, meta={"security": [{"code": "R"}]}),
    ]
    entries: list[dict[str, Any]] = [{"resource": each} for each in answers]
    # 1004's number was superseded: PDS was asked for it, and answered with another.
    entries.append(
        {"fullUrl": f"https://x.invalid/Patient/{numbers['1004']}", "resource": patient(FREE, born)}
    )
    (folder / "answers.json").write_text(json.dumps({"resourceType": "Bundle", "entry": entries}))
    report = council.check()
    found = {(each["person"]["ref"], each["rule"]): each for each in report["findings"]}
    assert found["1001", "gp_practice"]["state"] == "held_elsewhere"
    assert found["1004", "nhs_number"]["state"] == "conflict"
    assert found["1004", "nhs_number"]["evidence"][0]["source"] == "pds"
    assert report["excluded"]["restricted"] == 1
    (pds,) = [each for each in report["sources"] if each["name"] == "pds"]
    assert [(each["ref"], each["code"]) for each in pds["rejects"]] == [("1002 / file 1, entry 2", "FP-0502")]
    assert not any(ref == "1003" for ref, _ in found)
    assert numbers["1001"].encode() not in council.stored()


@pytest.mark.parametrize("code", ["1", "2"])
def test_a_death_notice_tells_the_owner_stops_letters_and_closes_nothing(
    make_council: Any, code: str
) -> None:
    council = make_council("1002", pds=True)
    council.change("1002", nhs_number=State.ABSENT)
    folder: Path = council.folder / "pds"
    folder.mkdir()
    number, born = council.people["1001"].nhs_number, council.people["1001"].date_of_birth.isoformat()
    url = "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-DeathNotificationStatus"
    concept = {"coding": [{"code": code}]}
    notice = {"url": url, "extension": [{"url": "deathNotificationStatus", "valueCodeableConcept": concept}]}
    dead = patient(number, born, deceasedDateTime="2026-10-22T00:00:00+00:00", extension=[notice])
    (folder / "dead.json").write_text(json.dumps(dead))
    before = make_council_findings(council, with_pds=False)
    council.check()
    report = council.run("report", "--format", "table")
    assert "Send no letters, and find out whether these people have died (PDS / " in report.out
    listed = council.run("findings", "list")
    assert "Reported dead by another source: send no letters, and find out" in listed.out
    (notice,) = council.run("findings", "list", "--json").json["death_notices"]
    assert notice["person"] == {"source": "mosaic", "ref": "1001"}
    _, team, worker = notice["about"].split(" / ")
    assert len(council.run("findings", "list", "--json", "--team", team).json["death_notices"]) == 1
    assert len(council.run("findings", "list", "--json", "--worker", worker).json["death_notices"]) == 1
    assert council.run("findings", "list", "--json", "--team", "").json["death_notices"] == []
    assert council.run("findings", "list", "--json", "--rule", "ethnicity").json["death_notices"] == []
    assert make_council_findings(council) == before
    page = council.folder / "report.html"
    council.run("report", "--output", str(page))
    assert "Reported dead by another source: letters stop" in page.read_text(encoding="utf-8")


def make_council_findings(council: Any, *, with_pds: bool = True) -> list[tuple[str, str]]:
    """What a check finds, with or without PDS among the sources."""
    config = council.folder / "fingerpost.toml"
    text = config.read_text()
    if not with_pds:
        config.write_text(text[: text.index("[sources.pds]")])
    report = council.check()
    config.write_text(text)
    assert report["excluded"]["deceased"] == 0
    return sorted((each["person"]["ref"], each["rule"]) for each in report["findings"])


def test_answers_saved_under_the_councils_own_reference_join_by_it(make_council: Any) -> None:
    council = make_council("1002", "1003", pds=True)
    config = council.folder / "fingerpost.toml"
    matching = 'master = "mosaic"\nmatch_on = ["master_ref", "date_of_birth"]'
    config.write_text(config.read_text().replace('master = "mosaic"', matching))
    folder: Path = council.folder / "pds"
    folder.mkdir()
    born = council.people["1002"].date_of_birth.isoformat()
    (folder / "1002.json").write_text(json.dumps(patient(FREE, born, deceasedDateTime="2026-10-22")))
    report = council.check()
    assert [each["person"]["ref"] for each in report["death_notices"]] == ["1002"]
    assert report["death_notices"][0]["about"].startswith("PDS")
    assert council.run("report", "--format", "json").json["death_notices"] == report["death_notices"]
    for ref, said in (("1002", ["PDS"]), ("1003", [])):
        assert council.run("missing", ref, "--json").json["reported_dead"] == said
    assert "Reported dead by PDS" in council.run("missing", "1002").out
    assert "Reported dead" not in council.run("missing", "1003").out
    states = {
        each["person"]["ref"]: each["state"] for each in report["findings"] if each["rule"] == "nhs_number"
    }
    assert states == {"1002": "held_elsewhere", "1003": "absent"}


def test_whom_another_source_restricts_loses_the_number_that_was_proposed(make_council: Any) -> None:
    council = make_council("1002", pds=True)
    config = council.folder / "fingerpost.toml"
    matching = 'master = "mosaic"\nmatch_on = ["master_ref", "date_of_birth"]'
    config.write_text(config.read_text().replace('master = "mosaic"', matching))
    folder: Path = council.folder / "pds"
    folder.mkdir()
    born = council.people["1002"].date_of_birth.isoformat()
    (folder / "1001.json").write_text(json.dumps(patient(OTHER, born)))
    council.check()
    council.answer(tracer(council.export(), [FREE]))
    assert council.import_().json["proposed"] == 1
    (folder / "1002.json").write_text(json.dumps(patient(FREE, born, meta={"security": [{"code": "R"}]})))
    council.check()
    assert council.waiting("--all") == {}
    assert FREE.encode() not in council.stored()


def test_whom_another_source_reports_dead_is_not_traced(make_council: Any) -> None:
    council = make_council("1002", "1003")
    council.check()
    with closing(sqlite3.connect(council.folder / "fingerpost.db")) as store:
        store.execute(
            "INSERT INTO run_notice (run, source, ref, rule, batch, key) "
            "VALUES (1, 'mosaic', '1002', '', 'death_notice', 'AIS: North')"
        )
        store.commit()
    assert len(council.export()) == 1
    assert set(council.waiting("--all")) == {"1003"}
