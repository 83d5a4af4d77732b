"""A signpost as the request that it is (ServiceRequest), and as what becomes of it (Task)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapter_core.casework.signposting import claims, states
from adapter_core.domain.casework.signposts import (
    ClaimBy,
    HandedOver,
    Reason,
    ResourceKind,
    SignpostState,
)
from adapter_core.report.fhir.model import (
    DIRECTORY,
    HANDED_OVER,
    PERSON,
    REASON,
    SIGNPOST,
    STANDING,
    WORKER,
    Resource,
    address,
    concept,
    day,
    logical,
)

if TYPE_CHECKING:
    from adapter_core.domain.casework.signposts import Claim, Signpost
    from adapter_core.report.fhir.model import Exported

REQUEST_STATUS = {
    SignpostState.REQUESTED: "active",
    SignpostState.ACCEPTED: "active",
    SignpostState.ON_HOLD: "on-hold",
    SignpostState.IN_PROGRESS: "active",
    SignpostState.COMPLETED: "completed",
    SignpostState.FAILED: "revoked",
    SignpostState.REJECTED: "revoked",
    SignpostState.CANCELLED: "revoked",
    SignpostState.ENTERED_IN_ERROR: "entered-in-error",
}
"""`ServiceRequest.status`: only got help completes a request; every other end ends it before."""

INTENT = "plan"
"""A signpost is meant to happen, and authorises nobody: `request-intent`."""
TASK_CODE = "http://hl7.org/fhir/CodeSystem/task-code"

_HANDED_OVER = {
    HandedOver.INTRODUCED: "Introduced",
    HandedOver.RANG_TOGETHER: "Rang together",
    HandedOver.GAVE_DETAILS: "Gave the person the details",
}
_SAYS = {
    ClaimBy.PERSON: "the person",
    ClaimBy.CONTACT: "the contact",
    ClaimBy.SUPPORTER: "somebody who supports the person",
    ClaimBy.WORKER: "a worker",
}
_KINDS = {
    ResourceKind.SERVICE: "Signposted to a service",
    ResourceKind.EVENT: "Signposted to an event",
    ResourceKind.EQUIPMENT: "Signposted to an item of equipment",
    ResourceKind.NETWORK: "Connected within the person's own network",
    ResourceKind.INFORMATION: "Information and advice",
}


def service_request(owner: str, one: Exported) -> Resource:
    """What the person was pointed to, by whom and when."""
    signpost = one.signpost
    found: Resource = {
        "resourceType": "ServiceRequest",
        "identifier": [_identifier(signpost)],
        "status": REQUEST_STATUS[signpost.state],
        "intent": INTENT,
        "category": [concept("Signposting")],
        "code": concept(_what(signpost)),
        "orderDetail": [concept(_HANDED_OVER[signpost.handed_over], HANDED_OVER, signpost.handed_over.value)],
        "subject": subject(owner, one),
        "authoredOn": day(signpost.given_on),
        "requester": logical("Practitioner", WORKER, signpost.worker),
    }
    if (whom := performer(owner, one)) is not None:
        found["performer"] = [whom]
    return found


def task(owner: str, one: Exported) -> Resource:
    """Where it stands, why, and who says so."""
    signpost = one.signpost
    request = {"reference": address(owner, "ServiceRequest", key_of(signpost))}
    ending = claims.ending(signpost)
    found: Resource = {
        "resourceType": "Task",
        "identifier": [_identifier(signpost)],
        "basedOn": [request],
        "status": signpost.state.value,
        "businessStatus": concept(ending.words, STANDING, _standing(signpost)),
        "intent": INTENT,
        "code": concept("Follow up a signpost", TASK_CODE, "fulfill", "Fulfill the focal request"),
        "focus": request,
        "for": subject(owner, one),
        "executionPeriod": _period(signpost),
        "authoredOn": day(signpost.given_on),
        "lastModified": day(max((signpost.given_on, *(each.on for each in signpost.claims)))),
        "requester": logical("Practitioner", WORKER, signpost.worker),
    }
    if signpost.reason is not Reason.NONE:
        found["statusReason"] = concept(states.REASON_WORDS[signpost.reason], REASON, signpost.reason.value)
    if (whom := performer(owner, one)) is not None:
        found["owner"] = whom
    if signpost.claims:
        found["note"] = [_annotation(each) for each in signpost.claims]
    if signpost.due is not None:
        found["restriction"] = {"period": {"end": day(signpost.due)}}
    return found


def key_of(signpost: Signpost) -> str:
    """What its resources are known by in one installation."""
    return f"S{signpost.id}"


def subject(owner: str, one: Exported) -> Resource:
    """Who it is about: a source's own reference, unless who they are may be told."""
    person = one.signpost.person
    if one.identity is not None:
        return {"reference": address(owner, "Patient", f"{person.source}/{person.ref}")}
    return logical("Patient", f"{PERSON}:{person.source}", person.ref)


def performer(owner: str, one: Exported) -> Resource | None:
    """Whom the person was pointed to; nobody for advice, and nobody of the person's own network."""
    resource = one.signpost.resource
    if one.service is not None:
        return {"reference": address(owner, "HealthcareService", one.service.service.id)}
    if resource.service_id:
        return logical("HealthcareService", DIRECTORY, resource.service_id)
    if resource.kind in {ResourceKind.SERVICE, ResourceKind.EVENT} and resource.name:
        return {"type": "HealthcareService", "display": resource.name}
    return None


def _identifier(signpost: Signpost) -> Resource:
    return {"system": SIGNPOST, "value": key_of(signpost)}


def _what(signpost: Signpost) -> str:
    """What it is to. A name of the person's own network is somebody's name, and stays here."""
    resource = signpost.resource
    if resource.kind is ResourceKind.NETWORK or not resource.name:
        return _KINDS[resource.kind]
    return f"{_KINDS[resource.kind]}: {resource.name}"


def _period(signpost: Signpost) -> Resource:
    period = {"start": day(signpost.given_on)}
    ended = not states.is_open(signpost.state) and not claims.ending(signpost).disputed
    if ended and signpost.claims:
        period["end"] = day(max(each.on for each in signpost.claims))
    return period


def _standing(signpost: Signpost) -> str:
    """Beside the status: whether it ended, and by whose word."""
    ending = claims.ending(signpost)
    if ending.disputed:
        return "disputed"
    if states.is_open(signpost.state):
        return "open"
    return "confirmed" if ending.confirmed else "not-confirmed"


def _annotation(claim: Claim) -> Resource:
    """Who said what, in the words of the codes; what else was said is not told."""
    return {
        "authorString": _SAYS[claim.by],
        "time": day(claim.on),
        "text": states.said(claim.state, claim.reason),
    }
