"""Whom somebody was pointed to, as far as everybody may know: service, organisation, named contact."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapter_core.domain.directory import Audience, ServiceStatus
from adapter_core.report.fhir.model import DIRECTORY, NHS_NUMBER, PERSON, Resource, address

if TYPE_CHECKING:
    from adapter_core.domain.casework.refs import PersonRef
    from adapter_core.domain.directory import Contact, Organisation, ServiceView
    from adapter_core.report.fhir.model import Identity


def healthcare_service(owner: str, view: ServiceView) -> Resource:
    """A service of the directory; a community group is a HealthcareService to FHIR."""
    service = view.service
    found: Resource = {
        "resourceType": "HealthcareService",
        "identifier": [{"system": DIRECTORY, "value": service.id}],
        "active": view.withdrawn_on is None and service.status is ServiceStatus.ACTIVE,
        "name": service.name,
    }
    if view.organisation is not None:
        found["providedBy"] = {"reference": address(owner, "Organization", view.organisation.id)}
    telecom = _telecom((), (service.email,), service.url)
    return found | ({"telecom": telecom} if telecom else {})


def organisation(one: Organisation) -> Resource:
    """Who offers it."""
    found: Resource = {
        "resourceType": "Organization",
        "identifier": [{"system": DIRECTORY, "value": one.id}],
        "name": one.name,
    }
    telecom = _telecom(one.phones, (one.email,), one.url)
    return found | ({"telecom": telecom} if telecom else {})


def practitioner_role(owner: str, view: ServiceView, contact: Contact) -> Resource | None:
    """The named contact, where everybody may know of them; else None."""
    if contact.audience is not Audience.PUBLIC:
        return None
    found: Resource = {
        "resourceType": "PractitionerRole",
        "identifier": [{"system": DIRECTORY, "value": contact.id}],
        "healthcareService": [{"reference": address(owner, "HealthcareService", view.service.id)}],
    }
    if contact.name:
        found["practitioner"] = {"type": "Practitioner", "display": contact.name}
    if contact.role:
        found["code"] = [{"text": contact.role}]
    telecom = _telecom(tuple(each.number or each.original for each in contact.phones), contact.emails, "")
    return found | ({"telecom": telecom} if telecom else {})


def patient(person: PersonRef, identity: Identity) -> Resource:
    """Who the person is: only where that was asked for, and their permission holds."""
    identifiers = [{"system": f"{PERSON}:{person.source}", "value": person.ref}]
    if identity.nhs_number:
        identifiers.append({"system": NHS_NUMBER, "value": identity.nhs_number})
    name: Resource = {}
    if identity.text:
        name["text"] = identity.text
    if identity.family:
        name["family"] = identity.family
    if identity.given:
        name["given"] = identity.given.split()
    found: Resource = {"resourceType": "Patient", "identifier": identifiers}
    return found | ({"name": [name]} if name else {})


def _telecom(phones: tuple[str, ...], emails: tuple[str, ...], url: str) -> list[Resource]:
    found = [("phone", each) for each in phones] + [("email", each) for each in emails] + [("url", url)]
    return [{"system": system, "value": value} for system, value in found if value]
