"""Traces: out, back, decided, entered; and everything that may be wrong with a reply."""

from __future__ import annotations

import json
import os
import sqlite3
import stat
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from adapter_core.checks.rules._examples import OPEN_PRACTICE
from adapter_core.domain.states import State

FREE = "9990001006"  # nobody's
OTHER = "9990001014"


def tracer(rows: Any, given: Any) -> list[dict[str, str]]:
    return [
        {
            "reference": row["reference"],
            "nhs_number": number,
            "date_of_birth": row["date_of_birth"],
            "outcome": "match",
            "confidence": "0.98",
            "status": "01",
        }
        for row, number in zip(rows, given, strict=False)
    ]


@pytest.fixture
def sent(make_council: Any) -> tuple[Any, list[dict[str, str]]]:
    """A council that was checked, with two people out to be traced."""
    council = make_council("1002", "1003")
    council.check()
    return council, council.export()


# --- out --------------------------------------------------------------------------------------------


@pytest.mark.requirement("P-03")
def test_the_file_that_goes_out(sent: Any) -> None:
    council, rows = sent
    assert len(rows) == 2
    assert {row["surname"] for row in rows} == {"Quillfeather"}
    assert all(row["date_of_birth"] and row["gender"] and row["postcode"] for row in rows)
    # References are nobody's elsewhere, and of no shape that a spreadsheet changes.
    assert len({row["reference"] for row in rows}) == 2
    assert all(row["reference"].replace("-", "").isalpha() for row in rows)
    assert "100" not in council.out.read_text()
    if os.name == "posix":
        assert stat.S_IMODE(council.out.stat().st_mode) == 0o600
    assert "trace.exported" in council.actions()
    # The store has the first part of a reference alone, and nothing of anybody.
    stored = council.stored()
    for row in rows:
        assert row["reference"].encode() not in stored
        assert row["reference"].partition("-")[2].encode() not in stored


def test_a_file_that_is_there_stays(sent: Any) -> None:
    council, _ = sent
    before = council.out.read_bytes()
    done = council.run("trace", "export", "--out", str(council.out))
    assert (done.code, done.err[:7]) == (2, "FP-0921")
    assert council.out.read_bytes() == before
    done = council.run("trace", "export", "--out", str(council.folder / "mosaic.db"), "--overwrite")
    assert (done.code, done.err[:7]) == (2, "FP-0921")


def test_an_answer_of_pds_is_never_written_over(make_council: Any) -> None:
    council = make_council("1002", pds=True)
    (council.folder / "pds").mkdir()
    answer = council.folder / "pds" / "a.json"
    answer.write_text(json.dumps(patient(FREE)), encoding="utf-8")
    council.check()
    done = council.run("trace", "export", "--out", str(answer), "--overwrite")
    assert (done.code, done.err[:7]) == (2, "FP-0921")


def test_a_file_with_loose_rights_is_replaced_by_a_private_one(sent: Any) -> None:
    council, _ = sent
    council.out.chmod(0o666)
    council.export()
    if os.name == "posix":
        assert stat.S_IMODE(council.out.stat().st_mode) == 0o600
    assert [path.name for path in council.folder.iterdir() if path.name.endswith(".part")] == []


def test_what_cannot_be_written_leaves_nothing(sent: Any) -> None:
    council, _ = sent
    done = council.run("trace", "export", "--out", str(council.folder / "no" / "such" / "out.csv"))
    assert (done.code, done.err[:7]) == (2, "FP-0925")
    assert sorted(each["state"] for each in council.waiting("--all").values()) == ["sent", "sent"]


def test_nobody_who_is_restricted_dead_or_not_ready_is_in_it(make_council: Any) -> None:
    council = make_council("1001", "1002", "1003", "1004")
    council.change("1004", gender=State.ABSENT)
    council.check()
    council.change("1001", restricted=True)
    council.change("1002", date_of_birth=State.ABSENT)
    done = council.run("trace", "export", "--out", str(council.out), "--json")
    assert done.json | {"file": ""} == {
        "schema": 1, "file": "", "run": "1", "people": 1, "waiting": 0, "left_out": 2,
    }  # fmt: skip


def test_before_any_run_and_with_nobody_to_trace(make_council: Any) -> None:
    council = make_council()
    assert council.run("trace", "export", "--out", str(council.out)).err.startswith("FP-0611")
    council.check()
    assert council.run("trace", "export", "--out", str(council.out)).err.startswith("FP-0821")
    assert not council.out.exists()


def test_no_cell_is_a_formula(make_council: Any) -> None:
    council = make_council("1002")
    council.people["1002"].family_name = "=HYPERLINK(A1)"
    council.write()
    council.check()
    (row,) = council.export()
    assert row["surname"] == "'=HYPERLINK(A1)"
    council.answer(tracer([row], [FREE]))
    assert council.import_().json["proposed"] == 1


# --- back and decided -------------------------------------------------------------------------------


def test_a_whole_round_trip(sent: Any) -> None:
    council, rows = sent
    council.answer(tracer(rows, [FREE, OTHER]))
    done = council.import_()
    assert (done.code, done.json) == (0, {"schema": 1, "proposed": 2, "no_match": 0, "not_taken": []})
    waiting = council.waiting()
    assert {each["state"] for each in waiting.values()} == {"proposed"}
    assert {each["status"] for each in waiting.values()} == {"verified"}
    assert "nhs_number" not in waiting["1002"]
    shown = council.run("trace", "list", "--show", "--json").json["traces"]
    by_row = {row["reference"].partition("-")[0]: FREE if row is rows[0] else OTHER for row in rows}
    assert {each["token"]: each["nhs_number"] for each in shown} == by_row
    assert "To decide about" in council.run("trace", "list").out

    # Nothing changes before somebody accepts it.
    assert council.check()["run"]["status"] == "complete"
    token, other = waiting["1002"]["token"], waiting["1003"]["token"]
    number = by_row[token]
    done = council.run("trace", "accept", token, "--by", "Sam Field")
    assert "To enter in Mosaic: 1002" in done.out
    done = council.run("trace", "refuse", other, "--by", "Sam Field", "--why", "another address")
    assert done.code == 0
    assert by_row[other].encode() not in council.stored()
    findings = {
        each["person"]["ref"]: each for each in council.check()["findings"] if each["rule"] == "nhs_number"
    }
    assert "To enter: a traced NHS number was accepted" in findings["1002"]["fix"]["where"]
    assert "To enter" not in findings["1003"]["fix"]["where"]

    # Somebody enters it: the next check sees it, and the number goes.
    council.change("1002", nhs_number=number)
    report = council.check()
    assert "1002" not in {
        each["person"]["ref"] for each in report["findings"] if each["rule"] == "nhs_number"
    }
    everything = council.waiting("--all")
    assert {ref: each["state"] for ref, each in everything.items()} == {"1002": "recorded", "1003": "refused"}
    assert number.encode() not in council.stored()
    assert council.waiting() == {}
    wanted = ["trace.exported", "trace.imported", "trace.shown", "trace.accepted", "trace.refused"]
    assert [each for each in council.actions() if each.startswith("trace.")] == wanted


def test_one_more_export_replaces_what_waits_for_a_reply_and_leaves_what_is_answered(sent: Any) -> None:
    council, rows = sent
    council.answer(tracer(rows[:1], [FREE]))
    council.import_()
    done = council.run("trace", "export", "--out", str(council.out), "--overwrite", "--json")
    assert (done.json["people"], done.json["waiting"]) == (1, 1)
    council.answer(tracer(rows[1:], [OTHER]))
    assert [each["code"] for each in council.import_().json["not_taken"]] == ["FP-0824"]


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({"nhs_number": OTHER}, "differs"),
        ({"restricted": True}, ""),
        ({"duplicate_of": "1001"}, ""),
        (None, ""),
    ],
)
def test_what_the_case_system_shows_instead_ends_it_too(
    sent: Any, changes: dict[str, Any] | None, state: str
) -> None:
    council, rows = sent
    council.answer(tracer(rows, [FREE, FREE[:-1] + "x"]))
    council.import_()
    (ref,) = council.waiting()
    if changes is None:
        del council.people[ref]
        council.write()
    else:
        council.change(ref, **changes)
    council.check()
    # Of whoever has left, nothing is listed: they may be restricted.
    assert council.waiting("--all").get(ref, {"state": ""})["state"] == state
    assert FREE.encode() not in council.stored()


@pytest.mark.parametrize("what", ["nothing", "no match", "refused", "recorded"])
def test_whoever_is_restricted_now_is_in_no_list_whatever_became_of_the_trace(sent: Any, what: str) -> None:
    council, rows = sent
    council.answer(
        [row | {"outcome": "no match", "nhs_number": ""} for row in tracer(rows[:1], [""])]
        if what == "no match"
        else tracer(rows[:1], [FREE])
    )
    if what != "nothing":
        assert council.import_().code == 0
    (token,) = (row["reference"].partition("-")[0] for row in rows[:1])
    (ref,) = (ref for ref, each in council.waiting("--all").items() if each["token"] == token)
    if what == "refused":
        assert council.run("trace", "refuse", token, "--by", "Sam Field", "--why", "no").code == 0
    if what == "recorded":
        council.change(ref, nhs_number=FREE)
        council.check()
        assert council.waiting("--all")[ref]["state"] == "recorded"
    council.change(ref, restricted=True)
    council.check()
    assert ref not in council.waiting("--all")
    assert ref not in council.run("trace", "list", "--all").out
    assert len(council.waiting("--all")) == 1


def test_a_run_about_fewer_people_ends_nothing(sent: Any) -> None:
    council, rows = sent
    council.answer(tracer(rows, [FREE, OTHER]))
    council.import_()
    council.change("1002", allocations=(), steps=(), services=())
    report = council.check()
    assert report["excluded"]["closed"] == 1
    assert {each["state"] for each in council.waiting().values()} == {"proposed"}
    assert len(council.waiting()) == 2


def test_nobody_accepts_a_number_for_a_record_that_has_changed(sent: Any) -> None:
    council, rows = sent
    council.answer(tracer(rows, [FREE, OTHER]))
    council.import_()
    waiting = council.waiting()
    tokens = [each["token"] for each in waiting.values()]
    council.change("1003", restricted=True)
    done = council.run("trace", "accept", *tokens, "--by", "Sam Field")
    assert (done.code, done.err[:7]) == (2, "FP-0828")
    assert {each["state"] for each in council.waiting().values()} == {"proposed"}
    shown = council.run("trace", "list", "--show", "--json").json["traces"]
    assert {each["person"]["ref"]: each["nhs_number"] is None for each in shown} == {
        "1002": False, "1003": True,
    }  # fmt: skip


def test_decisions_that_cannot_be(sent: Any) -> None:
    council, rows = sent
    token = rows[0]["reference"].partition("-")[0]
    assert council.run("trace", "accept", "NOSUCH", "--by", "Sam").err.startswith("FP-0823")
    assert council.run("trace", "accept", token, "--by", "Sam").err.startswith("FP-0824")
    council.answer(tracer(rows[:1], [FREE]))
    council.import_()
    why = f"it is {OTHER}"
    assert council.run("trace", "refuse", token, "--by", "Sam", "--why", why).err.startswith("FP-0710")
    assert council.run("trace", "accept", token).code == 2  # by whom?
    assert council.run("trace", "accept", rows[0]["reference"], "--by", "Sam").code == 0
    assert council.run("trace", "accept", token, "--by", "Sam").err.startswith("FP-0824")


# --- replies that are wrong -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"reference": "BCDFGHJK-BCDFGHJKLMNPQRSTVW"}, "FP-0823"),
        ({"reference": ""}, "FP-0823"),
        ({"reference": "1002"}, "FP-0823"),
        ({"nhs_number": "9990001007"}, "FP-0825"),
        ({"nhs_number": "=1+1"}, "FP-0825"),
        ({"nhs_number": "5990001008"}, "FP-0825"),
        ({"nhs_number": ""}, "FP-0825"),
        ({"date_of_birth": ""}, "FP-0826"),
        ({"date_of_birth": "1956-06-02"}, "FP-0826"),
        ({"date_of_birth": "31/31/1956"}, "FP-0826"),
        ({"nhs_number": "9990000018"}, "FP-0827"),
        ({"outcome": "perhaps"}, "FP-0829"),
        ({"outcome": "no match"}, "FP-0829"),
        ({"status": "99"}, "FP-0829"),
        ({"confidence": "Zebedee"}, "FP-0829"),
        ({"confidence": "٣"}, "FP-0829"),
    ],
)
def test_a_row_that_is_wrong_is_not_taken_and_its_trace_still_waits(
    sent: Any, change: dict[str, str], code: str
) -> None:
    council, rows = sent
    first, second = tracer(rows, [FREE, OTHER])
    council.answer([first | change, second])
    done = council.import_()
    assert done.code == 3
    assert done.json["proposed"] == 1
    assert done.json["not_taken"] == [{"where": "row 2", "code": code}]
    council.answer([first])
    assert council.import_().json["proposed"] == 1


def test_the_first_part_of_a_reference_alone_proves_nothing(sent: Any) -> None:
    council, rows = sent
    (row,) = tracer(rows[:1], [FREE])
    council.answer([row | {"reference": row["reference"].partition("-")[0]}])
    assert council.import_().json["not_taken"] == [{"where": "row 2", "code": "FP-0823"}]


def test_no_match_spends_the_trace(sent: Any) -> None:
    council, rows = sent
    empty = {"nhs_number": "", "date_of_birth": "", "outcome": "No match"}
    council.answer([{"reference": row["reference"], **empty} for row in rows])
    assert council.import_().json["no_match"] == 2
    assert {each["state"] for each in council.waiting("--all").values()} == {"no_match"}
    assert len(council.export()) == 2


def test_rows_that_come_twice_and_numbers_of_two_people(sent: Any) -> None:
    council, rows = sent
    first, second = tracer(rows, [FREE, FREE])
    council.answer([first, second])
    assert [each["code"] for each in council.import_().json["not_taken"]] == ["FP-0827", "FP-0827"]
    council.answer([first, first | {"nhs_number": OTHER}])
    assert [each["code"] for each in council.import_().json["not_taken"]] == ["FP-0809", "FP-0809"]
    council.answer([first])
    assert council.import_().json["proposed"] == 1
    council.answer([second])
    assert [each["code"] for each in council.import_().json["not_taken"]] == ["FP-0827"]
    council.answer([first])
    assert [each["code"] for each in council.import_().json["not_taken"]] == ["FP-0824"]


@pytest.mark.parametrize(
    "changes",
    [{"family_name": "Plumdust"}, {"postcode": "MB3 4DE"}, {"nhs_number": OTHER}, {"restricted": True}],
)
def test_a_record_that_changed_since(sent: Any, changes: dict[str, Any]) -> None:
    council, rows = sent
    council.change("1002", **changes)
    council.answer(tracer(rows, [FREE, "9990001022"]))
    done = council.import_().json
    assert done["proposed"] == 1
    assert [each["code"] for each in done["not_taken"]] == ["FP-0828"]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<html>Log in</html>",
        b"reference,nhs_number\r\nA,B\r\n",
        b"reference,reference,nhs_number,date_of_birth\r\n",
        "réference".encode("latin-1"),
        b'reference,nhs_number,date_of_birth\r\n"never closed',
        b"reference,nhs_number,date_of_birth\r\n\0\r\n",
        b"PK\x03\x04\xff\xff",
    ],
)
def test_a_file_that_is_no_reply(sent: Any, content: bytes) -> None:
    council, _ = sent
    council.reply_file.write_bytes(content)
    done = council.run("trace", "import", str(council.reply_file))
    assert (done.code, done.err[:7]) == (2, "FP-0822")
    assert council.run("trace", "import", str(council.folder / "gone.csv")).err.startswith("FP-0822")


# --- PDS --------------------------------------------------------------------------------------------


def patient(number: str, born: str = "1966-06-01", **changes: Any) -> dict[str, Any]:
    identifier = {"system": "https://fhir.nhs.uk/Id/nhs-number", "value": number}
    made: dict[str, Any] = {
        "resourceType": "Patient", "id": number, "identifier": [identifier], "birthDate": born,
        "meta": {"security": [{"code": "U"}]}, "gender": "female",
    }  # fmt: skip
    return made | changes


def test_answers_of_pds_are_a_reply_too(sent: Any) -> None:
    council, rows = sent
    folder = council.folder / "answers"
    folder.mkdir()
    born = rows[0]["date_of_birth"]
    one, two = (row["reference"] for row in rows)
    (folder / f"{one}.json").write_text(
        json.dumps({"resourceType": "Bundle", "entry": [{"resource": patient(FREE, born)}]})
    )
    many = {"identifier": {"value": two}, "resourceType": "Bundle",
            "entry": [{"resource": patient(number, born)} for number in (OTHER, "9990001022")]}  # fmt: skip
    (folder / "b.json").write_text(json.dumps(many))
    (folder / "c.json").write_text(json.dumps({"resourceType": "OperationOutcome"}))
    done = council.import_(folder).json
    assert done["proposed"] == 1
    assert sorted(each["code"] for each in done["not_taken"]) == ["FP-0809", "FP-0809", "FP-0815"]
    assert council.import_(council.folder / "gone.json").json["error"]["code"] == "FP-0810"


def test_what_pds_says_of_a_death_is_shown_and_whom_it_restricts_is_not_taken(sent: Any) -> None:
    council, rows = sent
    folder = council.folder / "answers"
    folder.mkdir()
    born = rows[0]["date_of_birth"]
    one, two = (row["reference"] for row in rows)
    dead = patient(FREE, born, deceasedDateTime="2026-10-22")
    (folder / f"{one}.json").write_text(json.dumps(dead))
    (folder / f"{two}.json").write_text(json.dumps(patient(OTHER, born, meta={"security": [{"code": "R"}]})))
    done = council.import_(folder).json
    assert (done["proposed"], [each["code"] for each in done["not_taken"]]) == (1, ["FP-0828"])
    (waiting,) = council.waiting().values()
    assert waiting["token"] == one.partition("-")[0]
    assert waiting["reported_dead"] is True
    assert "the reply reports a death" in council.run("trace", "list").out
    assert OTHER.encode() not in council.stored()


def test_without_a_plugin_that_reads_json(sent: Any) -> None:
    council, _ = sent
    config = council.folder / "fingerpost.toml"
    text = config.read_text().replace(', "nhs"', "")
    start, end = text.index("[reference"), text.index("[people]")
    config.write_text(text[:start] + text[end:])
    done = council.run("trace", "import", "answers.json")
    assert (done.code, done.err[:7]) == (2, "FP-0822")


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
