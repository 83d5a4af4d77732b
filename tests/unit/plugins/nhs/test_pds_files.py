"""Answers of PDS in files: what is taken from them, what never is, and what becomes of broken ones."""

from __future__ import annotations

import json
import os
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapter_core.domain.people import GpRegistration, Person, Relationship, is_restricted
from adapter_core.domain.states import State
from adapter_core.domain.values import nhs_check_digit
from adapter_core.errors import CATALOGUE, SourceUnavailable
from adapter_core.hooks.ports import Demographics, OpenContext, Page, PeopleQuery, Reject
from adapter_nhs import pds_answers, pds_source
from adapter_nhs.pds_patient import Reading, Unusable
from adapter_nhs.pds_source import PdsConfig, PdsFiles

ON = date(2026, 11, 23)
FIRST, SECOND, OLD, THIRD = "9990000018", "9990000026", "9990000034", "9990000042"
NEW_URL = "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-"
OLD_URL = "https://fhir.nhs.uk/R4/StructureDefinition/Extension-UKCore-"
NHS_SYSTEM, ODS_SYSTEM = "https://fhir.nhs.uk/Id/nhs-number", "https://fhir.nhs.uk/Id/ods-organization-code"
ABSENT, INVALID, NOT_VISIBLE = State.ABSENT, State.INVALID, State.NOT_VISIBLE


def concept(code: str, display: str = "") -> dict[str, Any]:
    return {"coding": [{"code": code} | ({"display": display} if display else {})]}


def patient(
    number: str = FIRST, *, prefix: str = NEW_URL, status: str = "01", **changes: Any
) -> dict[str, Any]:
    """A patient as PDS would answer; `None` takes a key away."""
    made: dict[str, Any] = {
        "resourceType": "Patient",
        "id": number,
        "identifier": [
            {
                "system": NHS_SYSTEM,
                "value": number,
                "extension": [
                    {
                        "url": f"{prefix}NHSNumberVerificationStatus",
                        "valueCodeableConcept": concept(status),
                    }
                ],
            }
        ],
        "meta": {"versionId": "2", "security": [{"code": "U", "display": "unrestricted"}]},
        "name": [
            {"use": "nickname", "given": ["Zed"], "family": "Quill"},
            {
                "use": "usual",
                "given": ["Zebedee", "Ann"],
                "family": "Quillfeather",
                "prefix": ["Mx"],
                "period": {"start": "2001-01-01"},
            },
        ],
        "gender": "female",
        "birthDate": "1956-06-01",
        "address": [
            {
                "use": "home",
                "line": ["1 Hidden Lane", "", "Millbrook"],
                "postalCode": "MB1 2AB",
                "period": {"start": "2020-01-01"},
            },
            {"use": "home", "line": ["9 Old Road"], "postalCode": "MB9 9ZZ", "period": {"end": "2019-12-31"}},
            {"use": "temp", "line": ["A ward"], "postalCode": "MB5 5BB"},
        ],
        "generalPractitioner": [
            {
                "type": "Organization",
                "identifier": {"system": ODS_SYSTEM, "value": "c81010", "period": {"start": "2020-02-01"}},
            }
        ],
    }
    made |= changes
    return {key: value for key, value in made.items() if value is not None}


def death(code: str, prefix: str = NEW_URL) -> list[dict[str, Any]]:
    return [
        {
            "url": f"{prefix}DeathNotificationStatus",
            "extension": [
                {"url": "deathNotificationStatus", "valueCodeableConcept": concept(code)},
                {"url": "systemEffectiveDate", "valueDateTime": "2026-10-22T00:00:00+00:00"},
            ],
        }
    ]


def tie(number: str = FIRST, rank: int | None = 1, *codes: tuple[str, str], **changes: Any) -> dict[str, Any]:
    made = {
        "resourceType": "RelatedPerson",
        "active": True,
        "patient": {"identifier": {"system": NHS_SYSTEM, "value": number}},
        "name": [{"use": "usual", "family": "Secretkin"}],
        "address": [{"line": ["7 Kin Street"]}],
        "relationship": [{"coding": [{"code": code, "display": display} for code, display in codes]}],
        "extension": [{"url": f"{OLD_URL}ContactRank", "valuePositiveInt": rank}] if rank else [],
    }
    return made | changes


def bundle(*resources: dict[str, Any], urls: dict[int, str] | None = None, **changes: Any) -> dict[str, Any]:
    entries = [
        {"resource": resource} | ({"fullUrl": urls[place]} if urls and place in urls else {})
        for place, resource in enumerate(resources)
    ]
    return {"resourceType": "Bundle", "type": "searchset", "entry": entries} | changes


def opened(path: Path, **config: Any) -> PdsFiles:
    context = OpenContext("pds", ON, path.parent, {}, {})
    return PdsFiles(path, PdsConfig(path=path.name, **config), context)


def read(path: Path) -> tuple[list[Person], list[tuple[str, str]]]:
    pages = list(opened(path).iter_people(PeopleQuery()))
    rejects = [(each.ref, each.code) for page in pages for each in page.rejects]
    assert all(each in CATALOGUE for _, each in rejects)
    return [person for page in pages for person in page.people], rejects


def written(folder: Path, document: Any, name: str = "answers.json") -> Path:
    path = folder / name
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


def only(folder: Path, document: Any) -> Person:
    people, rejects = read(written(folder, document))
    assert rejects == []
    assert len(people) == 1
    return people[0]


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


# --- bad input --------------------------------------------------------------------------------------

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
