"""Signposts as FHIR R4: whole, in the standard's own codes, and without a word about a person."""

from __future__ import annotations

import copy
import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapter_core.casework.signposting import claims, states
from adapter_core.domain.casework import (
    Claim,
    ClaimBy,
    HandedOver,
    PersonRef,
    Reason,
    Resource,
    ResourceKind,
    Signpost,
    SignpostState,
)
from adapter_core.domain.directory import Audience, Contact, Organisation, Phone, Service, ServiceView
from adapter_core.errors import UsageError
from adapter_core.report.fhir.bundle import chunks
from adapter_core.report.fhir.model import Exported, Identity
from adapter_core.report.fhir.resources import REQUEST_STATUS
from tests.unit.casework.fhir_structures import problems

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
GIVEN = date(2026, 11, 2)
SERVICE = "0b4f1f9c-3a55-5f63-9d0c-8f1a2b6d4c11"
CONTACT = "7d7c0a6a-6f0e-5f57-9d0c-8f1a2b6d4c11"
MARK = "Zzyzx-mark-of-a-person"
S = SignpostState
VIEW = ServiceView(
    Service(SERVICE, "Lunch club", "o", email="club@example.org"),
    Organisation("0b4f1f9c-3a55-5f63-9d0c-8f1a2b6d4c12", "Millbrook Friends", phones=("+441632960100",)),
    contacts=(
        Contact(
            CONTACT,
            "Dan Roe",
            "Coordinator",
            (Phone("+441632960101", "01632 960101"),),
            audience=Audience.PUBLIC,
        ),
    ),
)


def signpost(**given):
    club = Resource(ResourceKind.SERVICE, "Lunch club", SERVICE, contact_id=CONTACT, contact_name=MARK)
    fields: dict[str, Any] = {
        "resource": club,
        "what_for": MARK, "handed_over": HandedOver.GAVE_DETAILS, "given_on": GIVEN,
        "due": date(2026, 11, 16), "worker": "Ann", "id": 3,
    }  # fmt: skip
    return Signpost(PersonRef("mosaic", "1202187"), **(fields | given))


def after(*said):
    one = signpost()
    for each in said:
        one = claims.apply(one, each, on=date(2026, 12, 31))
    return one


def bundle(*rows, owner="Millbrook"):
    return json.loads("".join(chunks(owner, rows, at=NOW)))


def of_kind(found, kind):
    return [each["resource"] for each in found["entry"] if each["resource"]["resourceType"] == kind]


def task_of(one):
    found = bundle(Exported(one))
    assert problems(found) == []
    (task,) = of_kind(found, "Task")
    return task


def test_a_signpost_is_a_request_and_a_task_with_whom_it_points_to():
    found = bundle(Exported(signpost(), VIEW))
    assert problems(found) == []
    assert [each["resource"]["resourceType"] for each in found["entry"]] == [
        "ServiceRequest", "Task", "HealthcareService", "Organization", "PractitionerRole",
    ]  # fmt: skip
    request, task = found["entry"][0], found["entry"][1]["resource"]
    assert task["focus"]["reference"] == request["fullUrl"]
    assert task["for"] == request["resource"]["subject"]
    assert task["for"]["identifier"] == {"system": "urn:fingerpost:person:mosaic", "value": "1202187"}
    assert task["owner"]["reference"] == found["entry"][2]["fullUrl"]
    assert request["resource"]["code"]["text"] == "Signposted to a service: Lunch club"
    assert found["entry"][4]["resource"]["practitioner"]["display"] == "Dan Roe"


@pytest.mark.parametrize(
    ("said", "status", "reason", "standing"),
    [
        ((), "requested", None, "open"),
        ((Claim(S.ON_HOLD, ClaimBy.CONTACT, GIVEN, Reason.WAITLIST),), "on-hold", "waitlist", "open"),
        ((Claim(S.COMPLETED, ClaimBy.PERSON, GIVEN),), "completed", None, "confirmed"),
        ((Claim(S.COMPLETED, ClaimBy.WORKER, GIVEN),), "completed", None, "not-confirmed"),
        (
            (Claim(S.REJECTED, ClaimBy.CONTACT, GIVEN, Reason.NO_CAPACITY),),
            "rejected",
            "no-capacity",
            "confirmed",
        ),
        (
            (
                Claim(S.COMPLETED, ClaimBy.CONTACT, GIVEN),
                Claim(S.FAILED, ClaimBy.PERSON, GIVEN, Reason.NO_HELP),
            ),
            "completed",
            None,
            "disputed",
        ),
    ],
)
def test_where_it_stands_why_and_by_whose_word(said, status, reason, standing):
    task = task_of(after(*said))
    assert task["status"] == status
    assert task["businessStatus"]["coding"][0]["code"] == standing
    held = task.get("statusReason")
    assert (held["coding"][0]["code"] if held else None) == reason
    assert len(task.get("note", ())) == len(said)


def test_each_claim_says_who_said_what_and_when():
    task = task_of(
        after(Claim(S.REJECTED, ClaimBy.CONTACT, date(2026, 11, 9), Reason.NO_CAPACITY, note=MARK))
    )
    assert task["note"] == [
        {"authorString": "the contact", "time": "2026-11-09", "text": "Could not be taken: full"}
    ]
    assert task["executionPeriod"] == {"start": "2026-11-02", "end": "2026-11-09"}
    assert task["lastModified"] == "2026-11-09"


def test_every_state_has_a_status_of_a_request():
    assert set(REQUEST_STATUS) == set(SignpostState)
    assert [state for state, status in REQUEST_STATUS.items() if status == "completed"] == [S.COMPLETED]


def test_what_is_not_for_everybody_is_not_told():
    private = Contact(CONTACT, MARK, audience=Audience.PARTNER)
    view = ServiceView(VIEW.service, VIEW.organisation, contacts=(private,))
    found = bundle(Exported(signpost(), view))
    assert of_kind(found, "PractitionerRole") == []
    assert MARK not in json.dumps(found)


def test_somebody_of_the_persons_own_network_has_no_name():
    neighbour = signpost(resource=Resource(ResourceKind.NETWORK, MARK))
    found = bundle(Exported(neighbour))
    assert problems(found) == []
    assert MARK not in json.dumps(found)
    assert of_kind(found, "ServiceRequest")[0]["code"]["text"] == "Connected within the person's own network"
    assert "performer" not in of_kind(found, "ServiceRequest")[0]


def test_who_a_person_is_stands_in_a_patient_of_their_own():
    who = Identity("9990000018", "Grey", "Ada May")
    found = bundle(Exported(signpost(), identity=who), Exported(signpost(id=4), identity=who))
    assert problems(found) == []
    (patient,) = of_kind(found, "Patient")
    assert patient["name"] == [{"family": "Grey", "given": ["Ada", "May"]}]
    assert patient["identifier"][1] == {"system": "https://fhir.nhs.uk/Id/nhs-number", "value": "9990000018"}


def test_the_same_signpost_has_the_same_address_in_one_council_alone():
    here, again = bundle(Exported(signpost())), bundle(Exported(signpost()))
    assert [each["fullUrl"] for each in here["entry"]] == [each["fullUrl"] for each in again["entry"]]
    there = bundle(Exported(signpost()), owner="Elsewhere")
    assert not {each["fullUrl"] for each in here["entry"]} & {each["fullUrl"] for each in there["entry"]}


def test_nothing_to_tell_is_a_bundle_too():
    assert bundle() == {
        "resourceType": "Bundle",
        "type": "collection",
        "timestamp": "2026-11-23T09:00:00+00:00",
    }
    assert problems(bundle()) == []


@settings(max_examples=40)
@given(
    st.sampled_from(ResourceKind),
    st.sampled_from(HandedOver),
    st.lists(st.tuples(st.sampled_from(sorted(states.OUTCOMES)), st.sampled_from(ClaimBy)), max_size=4),
    st.booleans(),
)
def test_whatever_was_said_the_bundle_is_whole_and_without_text(kind, handed_over, said, listed):
    name = MARK if kind is ResourceKind.NETWORK else "Lunch club"
    one = signpost(resource=Resource(kind, name, SERVICE if listed else ""), handed_over=handed_over)
    for outcome, by in said:
        state, reason = states.OUTCOMES[outcome]
        claim = Claim(state or one.state, by, GIVEN + timedelta(1), reason, note=MARK, recorded_by="Ann")
        try:
            one = claims.apply(one, claim, on=GIVEN + timedelta(1))
        except UsageError:
            continue
    found = bundle(Exported(one, VIEW if listed else None))
    assert problems(found) == []
    assert MARK not in json.dumps(found)


@pytest.mark.parametrize(
    ("kind", "change"),
    [
        ("Task", {"status": "done"}),
        ("Task", {"status": None}),
        ("Task", {"intent": "directive"}),
        ("Task", {"lastModified": "2026-01-01"}),
        ("Task", {"note": []}),
        ("Task", {"note": [{"authorString": "x"}]}),
        ("Task", {"what_for": "x"}),
        ("Task", {"focus": {"reference": "urn:uuid:0b4f1f9c-3a55-5f63-9d0c-8f1a2b6d4c99"}}),
        ("ServiceRequest", {"subject": None}),
        ("ServiceRequest", {"code": None}),
        ("ServiceRequest", {"performer": {"display": "x"}}),
        ("ServiceRequest", {"status": "failed"}),
        ("HealthcareService", {"active": "yes"}),
    ],
)
def test_the_checks_see_what_is_wrong(kind, change):
    found = copy.deepcopy(bundle(Exported(after(Claim(S.ACCEPTED, ClaimBy.CONTACT, GIVEN)), VIEW)))
    assert problems(found) == []
    (resource,) = of_kind(found, kind)
    for name, value in change.items():
        if value is None:
            del resource[name]
        else:
            resource[name] = value
    assert len(problems(found)) >= 1
