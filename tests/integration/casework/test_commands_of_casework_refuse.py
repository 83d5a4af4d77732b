"""Bad input at the command line: each has its own clear answer, and nothing that was typed is lost."""

from __future__ import annotations

import sqlite3
import stat
import sys
from contextlib import closing
from datetime import date

import pytest

from adapter_core.cli.casework.typed import Typed
from adapter_core.store import engine
from tests.integration.casework.played import WRITTEN, Played

UNREADABLE = ["## Action\n- x\n", "## About this conversation\n- ended on: someday\n"]


@pytest.fixture
def play(small_council, capsys, monkeypatch):
    return Played(small_council, capsys, monkeypatch)


@pytest.fixture
def begun(play):
    play("conversation start 1001 --by Ada --file", str(play.file(WRITTEN)))
    return play


@pytest.fixture
def locked(begun, monkeypatch):
    """The store, which somebody else does not let go of."""
    monkeypatch.setattr(engine, "BUSY_SECONDS", 0.02)
    with closing(sqlite3.connect(begun.folder / "fingerpost.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield begun


def refused_to_close(play, changed, line):
    play.file(changed)
    play("conversation edit C1 --file record.md")
    play("conversation close C1", code=2)
    assert play.err.startswith("FP-1021: 1 thing is to be put right first:\n")
    assert line in play.err
    problems = play.json("conversation close C1", code=2)["error"]["problems"]
    assert len(problems) == 1
    assert "revision" in str(play.json("conversation show C1"))  # the draft is as it was


def test_an_action_without_an_owner(begun):
    changed = WRITTEN.replace("  owner: Ada Kit\n", "")
    refused_to_close(begun, changed, '  Actions, entry 1, "owner": ')
    begun("action add 1001", "Fit a rail", code=2)
    assert begun.err.startswith("FP-1002")


def test_a_due_date_in_the_past(begun):
    refused_to_close(begun, WRITTEN.replace("30/11/2026", "30/10/2026"), '  Actions, entry 1, "by": ')
    begun("action add 1001", "Fit a rail", "--owner", "Son", "--due", "2026-10-30", code=2)
    assert begun.err.startswith("FP-1003")
    begun("signpost add 1001 --to Choir --due 2026-10-30", code=2)
    assert begun.err.startswith("FP-1003")


def test_a_signpost_to_a_withdrawn_service(begun, ids):
    gone = f"- Ark lunch club\n  service id: {ids['Gone club']}\n"
    refused_to_close(begun, WRITTEN.replace("- Ark lunch club\n", gone), "withdrawn from the directory")
    begun("signpost add 1001 --service", ids["Gone club"], code=2)
    assert begun.err.startswith("FP-1027")


def test_a_signpost_to_a_contact_that_the_worker_may_not_see(begun, small_council, ids):
    small_council.configure('[casework]\naudience = "partner"\n')
    service, contact = ids["Ark lunch club"], ids["Jo Wells 1"]
    hidden = f"- Ark lunch club\n  service id: {service}\n  contact id: {contact}\n"
    refused_to_close(begun, WRITTEN.replace("- Ark lunch club\n", hidden), "no such contact")
    begun("signpost add 1001 --service", service, "--contact", contact, code=2)
    assert begun.err.startswith("FP-1028")
    assert "Jo Wells" not in begun.err


@pytest.mark.requirement("G-09")
def test_a_signpost_without_permission(begun):
    warm = "- Ark lunch club\n  handed over: rang together\n"
    refused_to_close(begun, WRITTEN.replace("- Ark lunch club\n", warm), "(FP-1030)")
    begun("signpost add 1001 --to Choir --how introduced", code=2)
    assert begun.err.startswith("FP-1030")


def test_a_second_outcome_by_somebody_else_that_contradicts_the_first(begun):
    begun("signpost add 1001 --to Choir --resource service --by Ada")
    begun("signpost outcome S1 got-help --said-by person --by Ada", on="2026-12-07")
    said = begun("signpost outcome S1 no-help --said-by contact --by Bea", on="2026-12-08")
    assert "Two people say different things." in said
    shown = begun("signpost show S1", on="2026-12-08")
    assert "Got help, says the person." in shown
    assert "could not get help, says the contact." in shown


def test_two_open_drafts_for_one_person(begun):
    begun.typing(WRITTEN)
    begun("conversation start 1001 --file -", code=2)
    assert begun.err.splitlines()[1].startswith("FP-1019")
    assert "C1" in begun.err
    assert [path.read_text(encoding="utf-8") for path in begun.kept] == [WRITTEN]
    assert "Open besides: C1." in begun("conversation start 1001 --another")


def test_a_text_of_a_megabyte(begun):
    begun.typing("word " * 210_000)
    begun("conversation edit C1 --file -")
    begun.typing("word " * 800_001)
    begun("conversation edit C1 --file -", code=2)
    assert "FP-1008" in begun.err
    (path,) = begun.kept
    assert path.stat().st_size == 5 * 800_001


def test_a_person_merged_into_another_since_the_draft(begun, small_council):
    small_council.change("1001", duplicate_of="1003")
    begun("conversation close C1", code=2)
    assert begun.err.startswith("FP-1023")
    assert "--follow" in begun.err
    assert "C1 is closed" in begun("conversation close C1 --follow")


def test_a_follow_up_on_someone_who_has_died(begun, small_council):
    begun("signpost add 1002 --to Choir --resource service")
    small_council.change("1002", date_of_death=date(2026, 11, 30))
    said = begun("follow-ups", on="2026-12-07")
    assert "  ! The person has died. Ring nobody.\n  Ring nobody." in said
    assert "fingerpost signpost outcome S1 died" in said
    begun("signpost outcome S1 died --said-by supporter", on="2026-12-07")
    assert begun("follow-ups", on="2026-12-08") == "Nothing is due.\n"


def test_a_case_system_that_is_down_while_saving(begun, small_council):
    (small_council.folder / "mosaic.db").unlink()
    begun.file("## What matters\nHer cat.\n")
    assert "could not be checked" in begun("conversation edit C1 --file record.md")
    assert "could not be checked" in begun("conversation close C1")
    begun.typing(WRITTEN)
    begun("conversation start 1002 --file -", code=4)
    assert [path.read_text(encoding="utf-8") for path in begun.kept] == [WRITTEN]
    begun("conversation start 1002 --unchecked --file", begun.kept[0].name)


def test_a_locked_store_keeps_what_was_typed_in_a_private_file(locked):
    locked.typing("## What matters\nHer cat.\n")
    locked("conversation edit C1 --file -", code=70)
    assert "FP-0606" in locked.err
    (path,) = locked.kept
    assert str(path) in locked.err
    assert path.read_text(encoding="utf-8") == "## What matters\nHer cat.\n"
    if sys.platform != "win32":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_store_that_is_locked_while_saving_keeps_the_whole_record_in_a_private_file(
    begun, monkeypatch
) -> None:
    monkeypatch.setattr(engine, "BUSY_SECONDS", 0.02)
    with closing(sqlite3.connect(begun.folder / "fingerpost.db", isolation_level=None)) as other:
        read = Typed.read

        def then_locked(typed, desk, start):
            record = read(typed, desk, start)
            other.execute("BEGIN IMMEDIATE")
            return record

        monkeypatch.setattr(Typed, "read", then_locked)
        begun.typing("## What matters\nHer cat.\n")
        begun("conversation edit C1 --file -", code=70)
        other.execute("ROLLBACK")
        monkeypatch.setattr(Typed, "read", read)
    (path,) = begun.kept
    assert str(path) in begun.err
    assert "Fell on the stairs." in path.read_text(encoding="utf-8")
    begun("conversation edit C1 --file", path.name)
    assert "Her cat." in begun("conversation show C1")


@pytest.mark.parametrize("text", [*UNREADABLE, b"Caf\xe9.\n"])
def test_standard_input_that_cannot_be_read_is_kept_byte_for_byte(begun, text):
    begun.typing(text)
    begun("conversation edit C1 --file -", code=2)
    assert "What you typed is kept in" in begun.err
    assert "standard input, line 1" in begun.err or "standard input, line 2" in begun.err
    (path,) = begun.kept
    assert path.read_bytes() == (text.encode() if isinstance(text, str) else text)


@pytest.mark.parametrize("text", UNREADABLE)
def test_a_file_that_cannot_be_read_begins_nothing(play, text):
    play.file(text)
    play("conversation start 1001 --file record.md", code=2)
    assert play("conversation list 1001") == "There is no conversation with this person yet.\n"
    assert play.kept == []  # it is in its own file


def test_a_config_that_is_gone_loses_nothing_either(play):
    (play.folder / "fingerpost.toml").unlink()
    play.typing(WRITTEN)
    play("conversation start 1001 --file -", code=5)
    assert [path.read_text(encoding="utf-8") for path in play.kept] == [WRITTEN]


@pytest.mark.parametrize(
    ("slip", "meant"), [("service", "service id"), ("service ID's", "service id"), ("ask for", "")]
)
def test_a_slip_in_a_signpost_is_told_and_never_taken_for_a_part_of_its_name(begun, slip, meant):
    begun.file(f"## Signposts\n- Choir\n  {slip}: 96b4f10d\n  for: company\n")
    begun("conversation edit C1 --file record.md", code=2)
    assert begun.err.startswith("FP-1012: Line 3: ")
    assert "record.md, line 3" in begun.err
    assert (f'Did you mean "{meant}"?' in begun.err) is bool(meant)
    assert "96b4f10d" not in begun.err


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("conversation edit C1", "FP-1091"),
        ("action add 1001", "FP-1091"),
        ("action change A1", "FP-1091"),
        ("signpost add 1001", "FP-1091"),
        ("signpost outcome S1", "FP-1091"),
        ("conversation edit C1 --file nothing.md", "FP-1090"),
        ("conversation show C9", "FP-1018"),
        ("conversation close C9", "FP-1018"),
        ("conversation kept C9", "FP-1018"),
        ("conversation take R9", "FP-1018"),
        ("signpost show S9", "FP-1018"),
        ("signpost outcome S9 got-help", "FP-1018"),
        ("action done A9", "FP-1026"),
        ("conversation start 4040", "FP-0903"),
        ("action list 4040", "FP-0903"),
        ("conversation show S1", "FP-0920"),
        ("signpost show C1", "FP-0920"),
        ("action add 1001 x --owner y --cost lots", "FP-0920"),
        ("signpost outcome S1 helped", "FP-0920"),
        ("signpost add 1001 --service nobody", "FP-0832"),
        ("signpost add 1001 --to Choir --follows S9", "FP-1018"),
    ],
)
def test_what_cannot_be_is_told_with_its_code(begun, ids, line, code):
    begun(line, code=2)
    assert begun.err.startswith(code)
    assert begun.json(line, code=2)["error"]["code"] == code


def test_without_a_directory_a_service_has_no_id(begun, small_council):
    small_council.configure(without=', "community_directory"')
    begun("signpost add 1001 --service 96b4f10d-b07b-5aef-8723-5d46fa271d55", code=2)
    assert begun.err.startswith("FP-1092")


@pytest.mark.parametrize(("on", "code"), [("2026-11-22", "FP-1033"), ("2026-12-09", "FP-1033")])
def test_an_outcome_of_a_day_before_it_was_given_or_still_to_come(begun, on, code):
    begun("signpost add 1001 --to Choir --resource service")
    begun("signpost outcome S1 got-help --on", on, on="2026-12-08", code=2)
    assert begun.err.startswith(code)
