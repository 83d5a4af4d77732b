"""Replies about people who were traced: what may be wrong with one, and answers of PDS as one."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.integration.tracing.replies import FREE, OTHER, patient, tracer

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
