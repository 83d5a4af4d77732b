"""FHIR R4 as far as signposts use it, written down by hand: elements, cardinalities, codes, two invariants.

From http://hl7.org/fhir/R4/: servicerequest.html, task.html, healthcareservice.html, organization.html,
practitionerrole.html, patient.html, bundle.html, datatypes.html. Only elements that the export may write
are known: another one is a fault, so that nothing goes out by accident.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
DATE_TIME = re.compile(r"\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2}))?")
INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})")
URI, STRING, CODE = re.compile(r"\S+"), re.compile(r"(?s)\s*\S.*"), re.compile(r"\S+( \S+)*")
URN = re.compile(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def codes(text: str) -> re.Pattern[str]:
    return re.compile("|".join(text.split()))


@dataclass(frozen=True)
class Of:
    """An element: what it is, how often at least, and whether it is a list."""

    kind: Any
    least: int = 0
    many: bool = False


def one(kind: Any, least: int = 0) -> Of:
    return Of(kind, least)


def many(kind: Any, least: int = 0) -> Of:
    return Of(kind, least, many=True)


CODING = {"system": one(URI), "code": one(CODE), "display": one(STRING)}
CONCEPT = {"coding": many(CODING), "text": one(STRING)}
IDENTIFIER = {"system": one(URI), "value": one(STRING)}
REFERENCE = {
    "reference": one(STRING),
    "type": one(URI),
    "identifier": one(IDENTIFIER),
    "display": one(STRING),
}
PERIOD = {"start": one(DATE_TIME), "end": one(DATE_TIME)}
ANNOTATION = {"authorString": one(STRING), "time": one(DATE_TIME), "text": one(STRING, 1)}
POINT = {"system": one(codes("phone fax email pager url sms other")), "value": one(STRING)}
NAME = {"text": one(STRING), "family": one(STRING), "given": many(STRING)}
INTENT = "proposal plan order original-order reflex-order filler-order instance-order option"

RESOURCES: dict[str, dict[str, Of]] = {
    "ServiceRequest": {
        "identifier": many(IDENTIFIER),
        "status": one(codes("draft active on-hold revoked completed entered-in-error unknown"), 1),
        "intent": one(codes(f"directive {INTENT}"), 1),
        "category": many(CONCEPT),
        "code": one(CONCEPT),
        "orderDetail": many(CONCEPT),
        "subject": one(REFERENCE, 1),
        "authoredOn": one(DATE_TIME),
        "requester": one(REFERENCE),
        "performer": many(REFERENCE),
    },
    "Task": {
        "identifier": many(IDENTIFIER),
        "basedOn": many(REFERENCE),
        "status": one(
            codes(
                "draft requested received accepted rejected ready cancelled in-progress on-hold failed "
                "completed entered-in-error"
            ),
            1,
        ),
        "statusReason": one(CONCEPT),
        "businessStatus": one(CONCEPT),
        "intent": one(codes(f"unknown {INTENT}"), 1),
        "code": one(CONCEPT),
        "focus": one(REFERENCE),
        "for": one(REFERENCE),
        "executionPeriod": one(PERIOD),
        "authoredOn": one(DATE_TIME),
        "lastModified": one(DATE_TIME),
        "requester": one(REFERENCE),
        "owner": one(REFERENCE),
        "note": many(ANNOTATION),
        "restriction": one({"period": one(PERIOD)}),
    },
    "HealthcareService": {
        "identifier": many(IDENTIFIER),
        "active": one(bool),
        "name": one(STRING),
        "providedBy": one(REFERENCE),
        "telecom": many(POINT),
    },
    "Organization": {"identifier": many(IDENTIFIER), "name": one(STRING), "telecom": many(POINT)},
    "PractitionerRole": {
        "identifier": many(IDENTIFIER),
        "practitioner": one(REFERENCE),
        "healthcareService": many(REFERENCE),
        "code": many(CONCEPT),
        "telecom": many(POINT),
    },
    "Patient": {"identifier": many(IDENTIFIER), "name": many(NAME)},
}


def problems(bundle: dict[str, Any]) -> list[str]:
    """What is wrong with a bundle; empty where nothing is."""
    return list(_of_bundle(bundle))


def _of_bundle(bundle: dict[str, Any]) -> Iterator[str]:
    if bundle.get("resourceType") != "Bundle" or bundle.get("type") != "collection":
        yield "no Bundle of type collection"
    if not INSTANT.fullmatch(bundle.get("timestamp", "")):
        yield "Bundle.timestamp is no instant"
    if set(bundle) - {"resourceType", "type", "timestamp", "entry"} or bundle.get("entry") == []:
        yield "Bundle has an unknown element, or an empty list"
    urls = [entry.get("fullUrl", "") for entry in bundle.get("entry", [])]
    if len(set(urls)) != len(urls):
        yield "bdl-7: fullUrl is not unique"
    for number, entry in enumerate(bundle.get("entry", [])):
        where = f"entry {number}"
        if set(entry) != {"fullUrl", "resource"} or not URN.fullmatch(entry["fullUrl"]):
            yield f"{where}: not just a fullUrl and a resource"
        yield from _of_resource(where, entry["resource"])
        for told in _references(entry["resource"]):
            if told not in urls:
                yield f"{where}: a reference leads nowhere"


def _of_resource(where: str, resource: dict[str, Any]) -> Iterator[str]:
    kind = resource.get("resourceType", "")
    if kind not in RESOURCES:
        yield f"{where}: no such resource"
        return
    rest = {name: value for name, value in resource.items() if name != "resourceType"}
    yield from _of(f"{where} {kind}", rest, RESOURCES[kind])
    if kind == "ServiceRequest" and "orderDetail" in resource and "code" not in resource:
        yield f"{where}: prr-1: orderDetail without code"
    if kind == "Task" and resource["lastModified"] < resource["authoredOn"]:
        yield f"{where}: inv-1: modified before it was authored"
    if kind == "Organization" and not (resource.get("identifier") or resource.get("name")):
        yield f"{where}: org-1: neither a name nor an identifier"


def _of(where: str, value: Any, kind: Any) -> Iterator[str]:
    if isinstance(kind, dict):
        if not isinstance(value, dict) or not value:
            yield f"{where}: empty, or no object"
            return
        for name in value.keys() - kind.keys():
            yield f"{where}.{name}: unknown"
        for name, element in kind.items():
            yield from _of_element(f"{where}.{name}", value, name, element)
    elif isinstance(kind, re.Pattern):
        if not isinstance(value, str) or not kind.fullmatch(value):
            yield f"{where}: not as it should be"
    elif not isinstance(value, kind):
        yield f"{where}: not {kind.__name__}"


def _of_element(where: str, value: dict[str, Any], name: str, element: Of) -> Iterator[str]:
    if name not in value:
        if element.least:
            yield f"{where}: missing"
        return
    found = value[name]
    if element.many != isinstance(found, list) or found == []:
        yield f"{where}: a list where none should be, none where one should, or an empty one"
        return
    for each in found if element.many else [found]:
        yield from _of(where, each, element.kind)


def _references(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("reference"), str):
            yield value["reference"]
        for each in value.values():
            yield from _references(each)
    elif isinstance(value, list):
        for each in value:
            yield from _references(each)
