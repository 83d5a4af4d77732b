"""The parts of tracing: references that prove themselves, replies of any bytes, and who is reported dead."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapter_core.checks.deaths import death_notices, is_owned_by, reported_dead
from adapter_core.checks.results import Notice, PageResult
from adapter_core.domain.findings import Batch, Owner
from adapter_core.domain.people import Case, Person
from adapter_core.domain.states import State
from adapter_core.errors import CATALOGUE, UsageError
from adapter_core.report.csv import identifier
from adapter_core.service import tracing
from adapter_core.service.tracing_replies import Reply, _of_csv, _of_row

ON = date(2026, 11, 23)
HEADING = b"reference,nhs_number,date_of_birth,outcome,confidence,status\r\n"
told = st.lists(st.text(max_size=20), min_size=6, max_size=6)


# --- references -------------------------------------------------------------------------------------


def test_a_reference_is_letters_that_no_spreadsheet_changes() -> None:
    made = {tracing._reference() for _ in range(500)}
    assert len(made) == 500
    for reference in made:
        assert identifier(reference) == reference
        assert len(tracing.token_and_seal(reference)[0]) == tracing.TOKEN
        assert not set("AEIOU0123456789") & set(reference)


def test_a_reference_may_come_back_in_small_letters_and_with_blanks() -> None:
    reference = tracing._reference()
    assert tracing.token_and_seal(f" {reference.lower()} ") == tracing.token_and_seal(reference)
    assert tracing.proof_of(f" {reference.lower()} ", ["a"]) == tracing.proof_of(reference, ["a"])


@given(told, told)
def test_the_proof_tells_what_was_sent_from_anything_else(one: list[str], other: list[str]) -> None:
    reference, second = tracing._reference(), tracing._reference()
    assert tracing.proof_of(reference, one) == tracing.proof_of(reference, list(one))
    assert tracing.proof_of(reference, one) != tracing.proof_of(second, one)
    if "\x1f".join(one).encode(errors="replace") != "\x1f".join(other).encode(errors="replace"):
        assert tracing.proof_of(reference, one) != tracing.proof_of(reference, other)


def test_states_are_no_details() -> None:
    person = Person("1", family_name=State.ABSENT, full_name="Alex Example", date_of_birth=date(1966, 6, 1))
    assert tracing.details(person) == ("", "", "Alex Example", "1966-06-01", "", "")
    person.family_name = "Example"
    assert tracing.details(person)[:3] == ("Example", "", "")


# --- replies ----------------------------------------------------------------------------------------


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=200), st.booleans())
def test_any_bytes_are_a_reply_or_refused(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, headed: bool
) -> None:
    path = tmp_path_factory.mktemp("reply") / "reply.csv"
    path.write_bytes(HEADING + content if headed else content)
    try:
        rows = list(_of_csv(path))
    except UsageError as refused:
        rows = []
        code = refused.code
    else:
        code = ""
    assert code in {"", "FP-0822"}
    assert all(row.fault in {"", *CATALOGUE} for row in rows)


@settings(max_examples=300)
@given(st.dictionaries(st.sampled_from(["reference", "nhs_number", "date_of_birth", "outcome", "confidence",
                                        "status"]), st.text(max_size=12)))  # fmt: skip
def test_any_row_is_an_answer_or_at_fault(cells: dict[str, str]) -> None:
    reply = _of_row("row 2", cells)
    assert reply.fault or reply.no_match != bool(reply.number)
    assert len(reply.confidence) <= 6


def test_a_reply_shows_nothing_of_the_person() -> None:
    reply = Reply("row 2", "REFERENCE", "9990000018", date(1966, 6, 1), confidence="0.98")
    for secret in ("REFERENCE", "999", "1966", "0.98"):
        assert secret not in repr(reply)


@pytest.mark.parametrize("day", ["1966-06-01", "01/06/1966", "19660601"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_days_and_delimiters(tmp_path: Path, day: str, delimiter: str) -> None:
    path = tmp_path / "reply.csv"
    rows = [["Date of birth", "NHS number", "Reference", "more"], [day, "'999 000 0018", "ABC-DEF", "x"]]
    path.write_text("\n".join(delimiter.join(row) for row in rows), encoding="utf-8-sig")
    assert list(_of_csv(path)) == [Reply("row 2", "ABC-DEF", "9990000018", date(1966, 6, 1))]


# --- death notices ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("died", "dead"),
    [
        (date(2026, 11, 23), True),
        (date(2026, 11, 24), False),
        (State.UNKNOWN_RECORDED, True),
        (State.ABSENT, False),
        (State.NOT_SUPPORTED, False),
        (State.PLACEHOLDER, False),
        (State.NOT_VISIBLE, False),
    ],
)
def test_who_is_reported_dead(died: date | State, dead: bool) -> None:
    assert reported_dead(Person("1", date_of_death=died), ON) is dead


def test_notices_are_of_people_in_the_cohort_and_name_who_says_so_and_whose_they_are() -> None:
    dead, alive = Person("x", date_of_death=date(2026, 1, 1)), Person("y")
    cases = [
        Case(Person("1"), {"pds": dead, "ais": alive}),
        Case(Person("2"), {"pds": dead}),
        Case(Person("3"), {"pds": alive}),
        Case(Person("4"), {"ais": dead, "pds": dead}),
        Case(Person("5")),
    ]
    result = PageResult("mosaic", assessed=["1", "3", "4", "5"], excluded=["2"])
    owners = {"1": Owner("Sam Field", "North"), "4": Owner()}
    found = death_notices(cases, result, lambda person: owners[person.ref], on=ON, titles={"pds": "PDS"})
    assert found == [
        Notice("mosaic", "1", "", Batch.DEATH_NOTICE, "PDS / North / Sam Field"),
        Notice("mosaic", "4", "", Batch.DEATH_NOTICE, "ais and PDS / nobody's"),
    ]
    assert is_owned_by(found[0], team="North", worker=None)
    assert is_owned_by(found[0], team="North", worker="Sam Field")
    assert not is_owned_by(found[0], team="South", worker=None)
    assert not is_owned_by(found[0], team="PDS", worker=None)
    assert not is_owned_by(found[1], team=None, worker="Sam Field")
    assert is_owned_by(Notice("mosaic", "1", "", Batch.DEATH_NOTICE, "PDS / Adults / North / Jo"),
                       team="Adults / North", worker="Jo")  # fmt: skip
    assert is_owned_by(Notice("mosaic", "1", "", Batch.DEATH_NOTICE, "PDS / nobody's"), team="", worker=None)
