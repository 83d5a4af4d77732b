"""Answers of PDS in files that are broken: each is a reject or an error, and says nothing of a person."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapter_core.domain.states import State
from adapter_core.errors import SourceUnavailable
from adapter_core.hooks.ports import Page, PeopleQuery, Reject
from adapter_nhs import pds_answers, pds_source
from adapter_nhs.pds_patient import Reading, Unusable
from tests.unit.plugins.nhs.pds_answered import (
    FIRST,
    NHS_SYSTEM,
    ON,
    SECOND,
    THIRD,
    bundle,
    opened,
    patient,
    read,
    written,
)

OUTCOME = {
    "resourceType": "OperationOutcome",
    "issue": [{"severity": "information", "code": "multiple-matches"}],
}
ATTACKS: dict[str, tuple[dict[str, Any], str]] = {
    "an error in place of a patient": (OUTCOME, "FP-0815"),
    "something else": ({"resourceType": "Consent"}, "FP-0814"),
    "nothing that says what it is": ({"id": FIRST}, "FP-0814"),
    "a bundle of no entries": ({"resourceType": "Bundle", "entry": 5}, "FP-0814"),
    "an entry that is none": ({"resourceType": "Bundle", "entry": [7]}, "FP-0814"),
    "an entry without a resource": ({"resourceType": "Bundle", "entry": [{}]}, "FP-0814"),
    "bundles without end": (bundle(bundle(bundle(bundle(patient())))), "FP-0813"),
    "no number": (patient(id=None, identifier=None), "FP-0816"),
    "two numbers": (patient(FIRST, id=SECOND), "FP-0816"),
    "a wrong check digit": (patient("9990000019"), "FP-0816"),
    "noughts": (patient("0000000000"), "FP-0816"),
    "a number that is a number": (
        patient(id=None, identifier=[{"system": NHS_SYSTEM, "value": 9990000018}]), "FP-0816",
    ),
    "no birth date": (patient(birthDate=None), "FP-0818"),
    "a birth date that is none": (patient(birthDate="1956-02-31"), "FP-0818"),
    "half a birth date": (patient(birthDate="1956-06"), "FP-0818"),
    "a birth date in other digits": (patient(birthDate="1956-06-\N{FULLWIDTH DIGIT ZERO}1"), "FP-0818"),
}  # fmt: skip


@pytest.mark.parametrize("name", ATTACKS)
def test_bad_records_are_rejects(tmp_path: Path, name: str) -> None:
    document, code = ATTACKS[name]
    if document.get("resourceType") == "Bundle":
        people, rejects = read(written(tmp_path, document))
    else:
        people, rejects = read(written(tmp_path, bundle(document, patient(THIRD))))
        assert [person.nhs_number for person in people] == [THIRD]
    assert [each for _, each in rejects] == [code]
    said = " ".join(ref for ref, _ in rejects)
    assert "999" not in said


def test_a_patient_who_comes_twice(tmp_path: Path) -> None:
    people, rejects = read(written(tmp_path, bundle(patient(), patient(gender="male"))))
    assert [person.gender for person in people] == ["female"]
    assert rejects == [("entry 2", "FP-0817")]


@pytest.mark.parametrize("order", [(2, 3), (3, 2)])
def test_of_two_versions_the_later_counts(tmp_path: Path, order: tuple[int, int]) -> None:
    made = [
        patient(meta={"versionId": str(each)}, gender="male" if each == 3 else "female") for each in order
    ]
    people, rejects = read(written(tmp_path, bundle(*made)))
    assert [person.gender for person in people] == ["male"]
    assert rejects == []


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "FP-0812"),
        (b"<html><body>Log in</body></html>", "FP-0812"),
        (b'{"resourceType": "Patient", "id": "99900', "FP-0812"),
        (b"\xff\xfe\x00broken", "FP-0812"),
        (b"[]", "FP-0812"),
        (b"12", "FP-0812"),
        (b"9" * 5000, "FP-0812"),
        (b"[" * 200_000, "FP-0813"),
        (b'{"resourceType": "Bundle", "entry": []}', "FP-0811"),
        (b"\0" * 40, "FP-0812"),
    ],
)
def test_a_file_that_is_no_answer_is_down(tmp_path: Path, content: bytes, code: str) -> None:
    path = tmp_path / "answers.json"
    path.write_bytes(content)
    with pytest.raises(SourceUnavailable) as raised:
        read(path)
    assert raised.value.code == code
    assert raised.value.where == "source pds"


def test_a_broken_file_in_a_folder_spoils_no_other(tmp_path: Path) -> None:
    written(tmp_path, patient(), "a.json")
    (tmp_path / "b.json").write_text("<html>")
    people, rejects = read(tmp_path)
    assert len(people) == 1
    assert rejects == [("file 2", "FP-0812")]


def test_a_line_that_is_cut_short(tmp_path: Path) -> None:
    path = tmp_path / "answers.ndjson"
    path.write_text(f"{json.dumps(patient())}\n7\n{json.dumps(patient(SECOND))[:200]}", encoding="utf-8")
    people, rejects = read(path)
    assert len(people) == 1
    assert rejects == [("line 2", "FP-0819"), ("line 3", "FP-0819")]


def test_what_is_too_big_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "answers.ndjson"
    big = json.dumps(patient(SECOND, text="x" * pds_answers.LONGEST_LINE * 2))
    path.write_text(f"{json.dumps(patient())}\n{big}\n{json.dumps(patient(THIRD))}\n", encoding="utf-8")
    people, rejects = read(path)
    assert [person.nhs_number for person in people] == [FIRST, THIRD]
    assert rejects == [("line 2", "FP-0813")]
    monkeypatch.setattr(pds_answers, "MOST_BYTES", 500)
    with pytest.raises(SourceUnavailable) as raised:
        read(written(tmp_path, patient()))
    assert raised.value.code == "FP-0813"
    monkeypatch.setattr(pds_source, "MOST_PEOPLE", 1)
    with pytest.raises(SourceUnavailable) as raised:
        read(path)
    assert raised.value.code == "FP-0813"


def test_nothing_there(tmp_path: Path) -> None:
    for path, code in ((tmp_path / "gone.json", "FP-0810"), (tmp_path, "FP-0811")):
        with pytest.raises(SourceUnavailable) as raised:
            read(path)
        assert raised.value.code == code
    with pytest.raises(SourceUnavailable) as raised:
        opened(tmp_path / "gone.json").inspect()
    assert raised.value.code == "FP-0810"


# --- properties -------------------------------------------------------------------------------------

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
PLACES = ("identifier", "meta", "name", "address", "generalPractitioner", "extension", "link", "gender",
          "birthDate", "deceasedDateTime", "deceasedBoolean", "id")  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(st.sampled_from(PLACES), anything | st.lists(anything, max_size=3), max_size=4))
def test_whatever_stands_in_a_patient_it_is_read_or_refused(changes: dict[str, Any]) -> None:
    try:
        person = Reading(ON).patient(patient(**changes), "entry 1")
    except Unusable:
        return
    assert person.date_of_birth == date.fromisoformat(changes.get("birthDate") or "1956-06-01")
    for value in (person.title, person.given_name, person.family_name, person.address, person.postcode):
        assert isinstance(value, State) or value.isprintable()


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300) | anything.map(lambda each: json.dumps(each).encode()))
def test_whatever_stands_in_a_file_it_is_read_or_refused(tmp_path_factory: Any, content: bytes) -> None:
    folder = tmp_path_factory.mktemp("any")
    for name in ("answers.json", "answers.ndjson"):
        path = folder / name
        path.write_bytes(content)
        try:
            people, _ = read(path)
        except SourceUnavailable:
            pass
        else:
            assert people == []


def test_a_reject_says_nothing_of_the_person(tmp_path: Path) -> None:
    (page,) = opened(written(tmp_path, bundle(patient(birthDate="soon")))).iter_people(PeopleQuery())
    assert page == Page([], None, [Reject("entry 1", "FP-0818", "date_of_birth")], {}, [])
