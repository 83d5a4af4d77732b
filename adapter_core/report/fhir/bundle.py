"""The bundle: each resource once, under an address that other resources refer to it by."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from adapter_core.report.fhir import directory, resources
from adapter_core.report.fhir.model import Resource, address

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from adapter_core.report.fhir.model import Exported


def chunks(owner: str, rows: Iterable[Exported], *, at: datetime) -> Iterator[str]:
    """A Bundle of type `collection` in pieces, so that many signposts need no memory.

    Args:
        owner: what tells this installation from others, such as the council's name.
        rows: the signposts, each with what may be told beside it.
        at: the aware moment at which the bundle is made.
    """
    moment = at.isoformat(timespec="seconds")
    head = {"resourceType": "Bundle", "type": "collection", "timestamp": moment}
    yield json.dumps(head)[:-1]
    between = ', "entry": [\n'
    for entry in entries(owner, rows):
        yield between + json.dumps(entry, ensure_ascii=False)
        between = ",\n"
    # FHIR has no empty arrays.
    yield "]}\n" if between == ",\n" else "}\n"


def entries(owner: str, rows: Iterable[Exported]) -> Iterator[Resource]:
    """Every entry, in the order of the signposts; what several share comes with the first of them."""
    told: set[str] = set()
    for one in rows:
        for url, resource in _of(owner, one):
            if url not in told:
                told.add(url)
                yield {"fullUrl": url, "resource": resource}


def _of(owner: str, one: Exported) -> Iterator[tuple[str, Resource]]:
    signpost = one.signpost
    key = resources.key_of(signpost)
    yield address(owner, "ServiceRequest", key), resources.service_request(owner, one)
    yield address(owner, "Task", key), resources.task(owner, one)
    if one.identity is not None:
        person = signpost.person
        yield (
            address(owner, "Patient", f"{person.source}/{person.ref}"),
            directory.patient(person, one.identity),
        )
    view = one.service
    if view is None:
        return
    yield address(owner, "HealthcareService", view.service.id), directory.healthcare_service(owner, view)
    if view.organisation is not None:
        owns = view.organisation
        yield address(owner, "Organization", owns.id), directory.organisation(owns)
    for contact in view.contacts:
        if contact.id == signpost.resource.contact_id:
            role = directory.practitioner_role(owner, view, contact)
            if role is not None:
                yield address(owner, "PractitionerRole", f"{view.service.id}/{contact.id}"), role
