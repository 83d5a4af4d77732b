"""The work list from the command line: shown, pasted, ticked, seen at the next read, and come back if not."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import date

import pytest

from adapter_core.cli.main import run
from adapter_core.domain.casework import DeliveryKind
from adapter_core.domain.states import State
from adapter_core.oversight.audit import entries
from adapter_core.store import Store
from adapter_core.testing import example_person
from adapter_mosaic.writing import write_sample as write_mosaic
from adapter_northgate_ais.writing import write_sample as write_ais

CONFIG = """\
schema = 1
plugins = ["mosaic", "northgate_ais"]
[council]
name = "Millbrook Council"
[store]
url = "sqlite:///fingerpost.db"
[sources.mosaic]
backend = "mosaic"
mapping = "mosaic/demo"
url = "sqlite:///mosaic.db"
[sources.ais]
backend = "northgate_ais"
path = "ais.csv"
[people]
master = "mosaic"
[check]
allow_synthetic = true
"""


class MosaicCouncil:
    """A council that records in Mosaic, by hand."""

    def __init__(self, folder, capsys, outbox):
        self.folder, self.capsys, self.store = folder, capsys, outbox.store
        self.day = date(2026, 11, 23)
        (folder / "fingerpost.toml").write_text(CONFIG, encoding="utf-8")
        base = replace(example_person(), family_name="Quillfeather")
        self.people = {
            "101": replace(base, ref="101", accommodation=State.ABSENT),
            "102": replace(base, ref="102", date_of_birth=date(1951, 5, 6), nhs_number="9990000018"),
            "103": replace(base, ref="103", restricted=True, nhs_number="9990000026"),
        }
        self.write()
        self.outbox = outbox

    def write(self):
        write_mosaic(self.folder, self.people.values(), {})
        write_ais(self.folder, self.people.values(), {})

    def enter_note(self, ref, text):
        """What a worker does in Mosaic."""
        with closing(sqlite3.connect(self.folder / "mosaic.db")) as connection, connection:
            number = connection.execute("SELECT count(*) FROM CASE_NOTES").fetchone()[0] + 1
            connection.execute(
                "INSERT INTO CASE_NOTES (ID, PERSON_ID, NOTE, EFFECTIVE_DATE) VALUES (?, ?, ?, ?)",
                [number, int(ref), text, f"{self.day.isoformat()} 10:00:00"],
            )

    def run(self, *arguments):
        """A command; its code and what it said, which is nobody's name."""
        self.capsys.readouterr()
        code = run(
            ["--config", str(self.folder / "fingerpost.toml"), "--as-of", self.day.isoformat(), *arguments]
        )
        said = self.capsys.readouterr()
        assert "Traceback" not in said.err
        assert "Quillfeather" not in said.out + said.err
        return code, said.out, said.err

    def json(self, *arguments):
        code, out, err = self.run("deliveries", *arguments, "--json")
        assert code == 0, err
        return json.loads(out)

    def sections(self):
        return {each["delivery"]: each["section"] for each in self.json("list", "--all")["deliveries"]}

    def night(self, day):
        """The check of a night on which the database was filled anew."""
        self.day = date(2026, 11, day)
        filled = CONFIG.replace('mapping = "mosaic/demo"', f'mapping = "mosaic/demo"\nas_of = {self.day}')
        (self.folder / "fingerpost.toml").write_text(filled, encoding="utf-8")
        code, _, err = self.run("check")
        assert code in {0, 1, 3}, err
        return err

    @property
    def audited(self):
        return [each.action for each in reversed(entries(self.store)) if each.action.startswith("delivery.")]


@pytest.fixture
def mosaic(tmp_path, capsys, outbox_of):
    with Store.open(f"sqlite:///{tmp_path / 'fingerpost.db'}") as store:
        yield MosaicCouncil(tmp_path, capsys, outbox_of(store, "mosaic"))


def test_a_text_is_pasted_ticked_seen_and_deleted(mosaic):
    conversation = mosaic.outbox.conversation(body="What she said.", ref="101")
    number = mosaic.outbox.put("101", conversation=conversation, title="Conversation 1, C1.1")
    text = mosaic.outbox.get(number).text
    _, listed, _ = mosaic.run("deliveries", "list")
    assert listed.startswith(f"To enter in Mosaic\n  mosaic 101\n    D{number}: Conversation 1, C1.1, FP-")
    assert "What was said" not in listed
    code, shown, _ = mosaic.run("deliveries", "show", f"d{number}")
    assert (code, shown) == (0, text + "\n")
    mosaic.enter_note("101", shown)
    _, said, _ = mosaic.run("deliveries", "done", f"D{number}", "--by", "Sam Field")
    assert "At the next read it is looked for in Mosaic." in said
    assert mosaic.sections() == {f"D{number}": "ticked"}
    assert "Entered by hand: 1 entered." in mosaic.night(24)
    assert mosaic.sections() == {f"D{number}": "done"}
    code, _, err = mosaic.run("deliveries", "show", f"D{number}")
    assert (code, "FP-1057" in err) == (2, True)
    wanted = [
        "delivery.listed",
        "delivery.shown",
        "delivery.ticked",
        "delivery.listed",
        "delivery.looked_for",
    ]
    assert mosaic.audited[:5] == wanted


def test_a_text_that_was_pasted_and_not_ticked_is_seen_too(mosaic):
    number = mosaic.outbox.put("101")
    mosaic.enter_note("101", f"Pasted in small letters: {mosaic.outbox.get(number).marker.lower()}")
    assert mosaic.json("look")["entered"] == 1


def test_ticked_and_not_seen_comes_back_after_two_refreshes(mosaic):
    number = mosaic.outbox.put("101")
    mosaic.json("done", f"D{number}")
    assert mosaic.json("look") | {"waiting": 1, "to_check": 0} == mosaic.json("look")
    assert "1 ticked and not seen yet" in mosaic.night(24)
    assert mosaic.sections() == {f"D{number}": "ticked"}
    assert "1 to check" in mosaic.night(25)
    assert mosaic.sections() == {f"D{number}": "check"}
    _, listed, _ = mosaic.run("deliveries", "list")
    assert listed.startswith("Check in Mosaic\n")
    assert "FP-1056" in listed
    assert mosaic.outbox.get(number).text
    mosaic.json("done", f"D{number}")
    assert mosaic.sections() == {f"D{number}": "ticked"}
    mosaic.enter_note("101", mosaic.outbox.get(number).text)
    assert mosaic.json("look")["entered"] == 1


def test_three_checks_of_one_evening_are_one_refresh(mosaic):
    number = mosaic.outbox.put("101")
    mosaic.json("done", f"D{number}")
    for _ in range(3):
        mosaic.night(24)
    assert mosaic.sections() == {f"D{number}": "ticked"}


def test_what_nobody_entered_waits_for_ever(mosaic):
    number = mosaic.outbox.put("101")
    for day in (24, 25, 26):
        mosaic.night(day)
    assert mosaic.sections() == {f"D{number}": "to_enter"}
    assert mosaic.outbox.get(number).text


def test_a_text_in_somebody_else_s_record_is_said(mosaic):
    number = mosaic.outbox.put("101")
    mosaic.enter_note("102", mosaic.outbox.get(number).text)
    mosaic.json("done", f"D{number}")
    assert mosaic.json("look")["to_check"] == 1
    assert mosaic.outbox.get(number).problem == "FP-1055"
    mosaic.enter_note("101", mosaic.outbox.get(number).text)
    assert mosaic.json("look")["entered"] == 1


def test_a_detail_is_seen_once_its_rule_finds_no_gap(mosaic):
    number = mosaic.outbox.put("101", DeliveryKind.FIELD, field="accommodation", text="Tenant")
    mosaic.json("done", f"D{number}")
    assert mosaic.json("look")["waiting"] == 1
    mosaic.people["101"] = replace(mosaic.people["101"], accommodation="tenant")
    mosaic.write()
    assert mosaic.json("look")["entered"] == 1
    assert mosaic.sections() == {f"D{number}": "done"}
    assert not mosaic.outbox.get(number).text


def test_a_detail_that_nobody_ticked_is_not_taken_for_entered(mosaic):
    left = mosaic.outbox.put("102", DeliveryKind.FIELD, field="accommodation", text="Tenant")
    ticked = mosaic.outbox.put("102", DeliveryKind.FIELD, field="employment", text="Retired")
    mosaic.json("done", f"D{ticked}")
    assert mosaic.json("look")["entered"] == 1
    assert mosaic.sections() == {f"D{left}": "to_enter", f"D{ticked}": "done"}


def test_northgate_ais_shows_no_notes_so_a_word_is_taken_and_the_text_is_kept(mosaic):
    mosaic.outbox.target = "ais"
    conversation = mosaic.outbox.conversation(body="What she said.", ref="101")
    text = mosaic.outbox.put("101", conversation=conversation)
    _, said, _ = mosaic.run("deliveries", "done", f"D{text}")
    assert "Northgate AIS does not show its notes to Fingerpost, so this is taken by your word." in said
    assert mosaic.json("look") | {"entered": 0, "by_word": 1} == {
        "schema": 1, "entered": 0, "by_word": 1, "to_check": 0, "waiting": 0, "purged": 0, "problems": [],
    }  # fmt: skip
    assert mosaic.sections() == {f"D{text}": "done"}
    assert mosaic.outbox.get(text).text
    mosaic.run("deliveries", "resolve", f"D{text}", "--entered")
    assert not mosaic.outbox.get(text).text


def test_nobody_who_is_restricted_is_listed_or_shown(mosaic):
    number = mosaic.outbox.put("103")
    found = mosaic.json("list")
    assert (found["deliveries"], found["withheld"]) == ([], 1)
    code, out, err = mosaic.run("deliveries", "show", f"D{number}")
    assert (code, out, "FP-0903" in err) == (2, "", True)
    assert mosaic.outbox.get(number).text


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("show", "D99"), "FP-1050"),
        (("done", "D99"), "FP-1050"),
        (("show", "17"), "FP-1050"),
        (("show", "C9"), "FP-1061"),
        (("retry", "nine"), "FP-1061"),
        (("resolve", "D0", "--entered"), "FP-1061"),
    ],
)
def test_what_cannot_be_done_is_said_in_json(mosaic, arguments, code):
    exit_code, _, err = mosaic.run("deliveries", *arguments, "--json")
    assert exit_code == 2
    assert json.loads(err or _)["error"]["code"] == code


def test_what_is_done_is_not_done_again(mosaic):
    number = mosaic.outbox.put("101")
    mosaic.run("deliveries", "resolve", f"D{number}", "--entered")
    for arguments in (("done",), ("retry",), ("resolve", "--not-entered")):
        code, _, err = mosaic.run("deliveries", arguments[0], f"D{number}", *arguments[1:])
        assert (code, "FP-1054" in err) == (2, True), arguments


def test_sending_says_what_is_to_be_entered_by_hand(mosaic):
    mosaic.outbox.put("101")
    code, out, _ = mosaic.run("deliveries", "send")
    assert (code, out) == (0, "1 to enter by hand.\n")


def test_a_database_that_is_gone_is_said_and_nothing_is_lost(mosaic):
    number = mosaic.outbox.put("101")
    (mosaic.folder / "mosaic.db").unlink()
    code, _, err = mosaic.run("deliveries", "look")
    assert code == 4
    assert "FP-04" in err
    assert mosaic.outbox.get(number).text
