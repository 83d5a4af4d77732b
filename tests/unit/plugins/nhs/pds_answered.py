"""Answers as PDS would give them, and what is read from files of them."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

from adapter_core.domain.people import Person
from adapter_core.domain.states import State
from adapter_core.errors import CATALOGUE
from adapter_core.hooks.ports import OpenContext, PeopleQuery
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
