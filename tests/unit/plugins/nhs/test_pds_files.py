"""Answers of PDS in files: what is taken from them, and what never is."""

from __future__ import annotations

import json
import os
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from adapter_core.domain.people import GpRegistration, Relationship, is_restricted
from adapter_core.domain.states import State
from adapter_core.domain.values import nhs_check_digit
from adapter_core.hooks.ports import Demographics, PeopleQuery
from tests.unit.plugins.nhs.pds_answered import (
    ABSENT,
    FIRST,
    INVALID,
    NEW_URL,
    NHS_SYSTEM,
    NOT_VISIBLE,
    OLD,
    OLD_URL,
    SECOND,
    THIRD,
    bundle,
    death,
    only,
    opened,
    patient,
    read,
    tie,
    written,
)

# --- a patient --------------------------------------------------------------------------------------


@pytest.mark.requirement("P-03")
@pytest.mark.parametrize("prefix", [NEW_URL, OLD_URL])
def test_a_patient_is_read(tmp_path: Path, prefix: str) -> None:
    person = only(tmp_path, patient(prefix=prefix))
    assert (person.nhs_number, person.nhs_number_status) == (FIRST, "verified")
    assert (person.title, person.given_name, person.family_name) == ("Mx", "Zebedee Ann", "Quillfeather")
    assert (person.date_of_birth, person.gender) == (date(1956, 6, 1), "female")
    assert (person.address, person.postcode) == ("1 Hidden Lane, Millbrook", "MB1 2AB")
    assert person.gp == (GpRegistration("C81010", start=date(2020, 2, 1), end=ABSENT),)
    assert (person.restricted, person.date_of_death) == (False, ABSENT)
    assert person.representatives is State.NOT_SUPPORTED
    assert person.relationships is State.NOT_SUPPORTED


def test_the_reference_is_a_place_and_never_the_number(tmp_path: Path) -> None:
    folder = tmp_path / "answers"
    folder.mkdir()
    written(folder, patient(), f"{FIRST}.json")
    written(folder, bundle(patient(SECOND)), "b-quillfeather.json")
    people, _ = read(folder)
    assert [person.ref for person in people] == ["file 1", "file 2, entry 1"]


@pytest.mark.parametrize(
    ("said", "state"),
    [
        ("male", "male"),
        ("other", "indeterminate"),
        ("unknown", State.UNKNOWN_RECORDED),
        (None, ABSENT),
        (3, INVALID),
    ],
)
def test_gender(tmp_path: Path, said: Any, state: str) -> None:
    assert only(tmp_path, patient(gender=said)).gender == state


def test_a_status_that_no_list_knows_is_counted_and_not_guessed(tmp_path: Path) -> None:
    source = opened(written(tmp_path, patient(status="99")))
    (page,) = source.iter_people(PeopleQuery())
    assert page.people[0].nhs_number_status is State.NOT_SUPPORTED
    assert page.unmapped == {("nhs_number_status", "99"): 1}


def test_the_name_in_force_is_taken(tmp_path: Path) -> None:
    names = [
        {"use": "usual", "family": "Before", "period": {"end": "2020-01-01"}},
        {"use": "usual", "family": "Now", "period": {"start": "2020-01-02"}},
        {"use": "usual", "family": "Later", "period": {"start": "2027-01-02"}},
    ]
    assert only(tmp_path, patient(name=names)).family_name == "Now"
    assert only(tmp_path, patient(name=names[:1])).family_name == "Before"
    assert only(tmp_path, patient(name=None)).family_name is ABSENT


def test_a_practice_that_was_left_keeps_its_last_day(tmp_path: Path) -> None:
    practice = {"identifier": {"value": "Y12345", "period": {"start": "2001-02-03", "end": "2020-01-31"}}}
    found = only(tmp_path, patient(generalPractitioner=[practice])).gp
    assert found == (GpRegistration("Y12345", start=date(2001, 2, 3), end=date(2020, 1, 31)),)
    assert only(tmp_path, patient(generalPractitioner=None)).gp == ()


# --- restricted -------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", ["R", "V", "REDACTED", None])
def test_of_a_restricted_patient_no_place_goes_further(tmp_path: Path, code: str | None) -> None:
    labels = {"versionId": "2", "security": [{"code": "U"}, {"code": code}]}
    people, _ = read(written(tmp_path, bundle(patient(meta=labels), tie(FIRST, 1, ("SPS", "Spouse")))))
    (person,) = people
    assert is_restricted(person)
    assert person.address is person.postcode is person.gp is person.relationships is NOT_VISIBLE
    said = repr(person)
    for word in ("Hidden", "MB1", "C81010", "c81010", "Kin Street"):
        assert word not in said


def test_no_label_says_nothing(tmp_path: Path) -> None:
    assert not is_restricted(only(tmp_path, patient(meta=None)))


# --- death ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("prefix", [NEW_URL, OLD_URL])
@pytest.mark.parametrize(("code", "notice"), [("1", "informal"), ("2", "formal")])
def test_a_death_notice(tmp_path: Path, code: str, notice: str, prefix: str) -> None:
    made = patient(deceasedDateTime="2026-10-22T00:00:00+00:00", extension=death(code, prefix))
    person = only(tmp_path, made)
    assert person.date_of_death == date(2026, 10, 22)
    assert person.extra == {"pds": {"death_notification": notice}}


@pytest.mark.parametrize(
    "changes",
    [
        {"extension": death("1")},
        {"deceasedBoolean": True},
        {"deceasedDateTime": "the other day"},
        {"deceasedDateTime": "2026"},
    ],
)
def test_dead_on_a_day_that_is_not_said(tmp_path: Path, changes: dict[str, Any]) -> None:
    assert only(tmp_path, patient(**changes)).date_of_death is State.UNKNOWN_RECORDED


def test_a_notice_that_was_taken_back(tmp_path: Path) -> None:
    person = only(tmp_path, patient(deceasedDateTime="2026-10-22", extension=death("U")))
    assert person.date_of_death is ABSENT


# --- related people ---------------------------------------------------------------------------------


def test_related_people_by_rank_with_next_of_kin(tmp_path: Path) -> None:
    document = bundle(
        patient(),
        tie(FIRST, 2, ("Personal", "Personal relationship"), ("SPS", "Spouse")),
        tie(
            FIRST,
            1,
            ("N", "Next of kin"),
            ("Guardian", "Guardian of patient"),
            period={"start": "2020-01-01"},
        ),
        tie(FIRST, None, ("CHILD", "Child"), active=False),
    )
    assert only(tmp_path, document).relationships == (
        Relationship(other_role="Guardian of patient, next of kin", start=date(2020, 1, 1), end=ABSENT),
        Relationship(other_role="Personal relationship, Spouse", start=ABSENT, end=ABSENT),
        Relationship(other_role="Child", start=ABSENT, end=INVALID),
    )


def test_who_the_related_person_is_is_not_kept(tmp_path: Path) -> None:
    person = only(tmp_path, bundle(patient(), tie(FIRST, 1, ("SPS", "Spouse"))))
    assert "Secretkin" not in repr(person)
    assert "Kin Street" not in repr(person)


def test_a_related_person_is_known_by_the_address_that_was_asked(tmp_path: Path) -> None:
    url = f"https://api.example.invalid/FHIR/R4/Patient/{FIRST}/RelatedPerson/507B7621"
    document = bundle(patient(), tie(patient=None), urls={1: url})
    assert len(only(tmp_path, document).relationships) == 1


def test_a_related_person_of_nobody_is_a_reject(tmp_path: Path) -> None:
    _, rejects = read(written(tmp_path, bundle(patient(), tie(THIRD), tie(patient=None))))
    assert rejects == [("entry 2", "FP-0820"), ("entry 3", "FP-0820")]


# --- merged numbers ---------------------------------------------------------------------------------


@pytest.mark.parametrize("how", ["address", "file name", "link"])
def test_a_superseded_number_is_followed_through_pds_own_answer(tmp_path: Path, how: str) -> None:
    path = tmp_path / ("answers.json" if how != "file name" else f"{OLD}.json")
    links = [{"type": "replaces", "other": {"identifier": {"system": NHS_SYSTEM, "value": OLD}}}]
    made = patient(FIRST, link=links) if how == "link" else patient(FIRST)
    urls = {0: f"https://api.example.invalid/Patient/{OLD}"} if how == "address" else {}
    path.write_text(json.dumps(bundle(made, urls=urls)), encoding="utf-8")
    source = opened(path)
    (page,) = source.iter_people(PeopleQuery())
    assert [person.nhs_number for person in page.people] == [FIRST, OLD]
    assert page.people[1].duplicate_of == page.people[0].ref
    now, same = source.people_at(page.positions)
    assert now is same
    assert now.nhs_number == FIRST


def test_a_number_that_is_somebodys_own_is_no_former_one(tmp_path: Path) -> None:
    document = bundle(patient(FIRST), patient(OLD), urls={0: f"https://x.invalid/Patient/{OLD}"})
    people, _ = read(written(tmp_path, document))
    assert [person.nhs_number for person in people] == [FIRST, OLD]


# --- files ------------------------------------------------------------------------------------------


def test_lines_a_bundle_and_a_single_resource_say_the_same(tmp_path: Path) -> None:
    made = [patient(FIRST), patient(SECOND)]
    lines = tmp_path / "answers.ndjson"
    lines.write_text("".join(f"{json.dumps(each)}\n\n" for each in made), encoding="utf-8")
    disguised = tmp_path / "answers.json"
    disguised.write_bytes(lines.read_bytes())
    folder = tmp_path / "folder"
    folder.mkdir()
    for each in made:
        written(folder, each, f"{each['id']}.json")
    (folder / "notes.txt").write_text("not read")
    (folder / ".hidden.json").write_text("not read")
    found = [read(path)[0] for path in (lines, disguised, folder, written(tmp_path, bundle(*made), "b.json"))]
    numbers = [[person.nhs_number for person in people] for people in found]
    assert numbers == [[FIRST, SECOND]] * 4
    assert [person.ref for person in found[0]] == ["line 1", "line 3"]


def test_bundles_in_a_bundle(tmp_path: Path) -> None:
    document = bundle(bundle(patient(FIRST)), bundle(), bundle(patient(SECOND)))
    people, rejects = read(written(tmp_path, document))
    assert [person.ref for person in people] == ["entry 1, entry 1", "entry 3, entry 1"]
    assert rejects == []


def test_bytes_of_other_encodings(tmp_path: Path) -> None:
    for encoding in ("utf-8-sig", "utf-16"):
        path = tmp_path / f"{encoding}.json"
        path.write_text(json.dumps(patient()), encoding=encoding)
        assert len(read(path)[0]) == 1


def test_pages_and_positions(tmp_path: Path) -> None:
    numbers = [f"{nine}{nhs_check_digit(nine)}" for nine in map(str, range(999000100, 999000160))]
    made = [patient(number) for number in numbers if len(number) == 10]
    source = opened(written(tmp_path, bundle(*made)))
    assert isinstance(source, Demographics)
    pages = list(source.iter_people(PeopleQuery(page_size=7)))
    assert [len(page.people) for page in pages[:-1]] == [7] * (len(pages) - 1)
    assert pages[-1].cursor is None
    for page in pages:
        assert source.people_at(page.positions) == page.people
    rest = [
        person
        for page in source.iter_people(PeopleQuery(after=pages[2].cursor, page_size=7))
        for person in page.people
    ]
    assert rest == [person for page in pages[3:] for person in page.people]


def test_as_of(tmp_path: Path) -> None:
    path = written(tmp_path, patient())
    os.utime(path, (1_790_000_000, 1_790_000_000))
    assert opened(path).as_of.timestamp() == 1_790_000_000  # type: ignore[union-attr]
    assert opened(tmp_path).as_of.timestamp() == 1_790_000_000  # type: ignore[union-attr]
    assert opened(path, as_of=date(2026, 1, 2)).as_of.date() == date(2026, 1, 2)  # type: ignore[union-attr]
    assert opened(tmp_path / "gone.json").as_of is None
