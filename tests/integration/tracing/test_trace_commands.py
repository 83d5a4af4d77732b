"""Traces: out, back, decided, entered."""

from __future__ import annotations

import json
import os
import stat
from typing import Any

import pytest

from adapter_core.domain.states import State
from tests.integration.tracing.replies import FREE, OTHER, patient, tracer

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
