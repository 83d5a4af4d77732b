"""The directory as Open Referral UK 3.0: a service a line, or a folder of pages that can be imported again.

For the public it is what the API gives, with the list of terms beside each term. For others each contact has
its numbers, addresses and what the council knows, `visible` says which of them are for everybody, and under
`fingerpost` stands what the standard has no field for.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from adapter_core.domain.directory import Audience
from community_directory.publishing import oruk

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from adapter_core.domain.directory import Contact, Event, ServiceView
    from community_directory.exporting.reading import Exported

PER_PAGE = 100
OURS = "fingerpost"
"""The key of what the standard has no field for."""

ABOUT = "about.json"
"""The file of a folder of pages that says which version they are, and that this wrote them."""


def service_json(one: Exported, audience: Audience) -> oruk.Json:
    """A service with everything that an audience may see.

    Args:
        one: read for that audience.
        audience: whose eyes it is for.
    """
    view = one.view
    if audience is Audience.PUBLIC:
        return _with_taxonomies(oruk.service_json(view, one.modified), one)
    shown = _with_taxonomies(oruk.service_json(replace(view, contacts=()), one.modified), one)
    shown["contacts"] = [contact_json(each) for each in view.contacts]
    shown[OURS] = _ours(view)
    return oruk.kept(shown)


def _with_taxonomies(shown: oruk.Json, one: Exported) -> oruk.Json:
    """Terms with the list that they belong to, which the API gives at an address of its own."""
    for attribute in shown.get("attributes", ()):
        term = attribute["taxonomy_term"]
        found = one.taxonomies.get(term.get("taxonomy_id", ""))
        if found is not None:
            term["taxonomy_detail"] = oruk.taxonomy_json(found)
    return shown


def contact_json(contact: Contact) -> oruk.Json:
    """A contact in full, for others than the public (HSDS 3.0, contact and phone)."""
    return oruk.kept(
        {
            "id": contact.id,
            "organization_id": "" if contact.service_id else contact.organisation_id,
            "service_id": contact.service_id,
            "name": contact.name,
            "title": contact.role,
            "email": "; ".join(contact.emails),
            "phones": [
                oruk.kept(
                    {
                        "number": each.number or each.original,
                        "extension": each.extension,
                        "description": each.description,
                    }
                )
                for each in contact.phones
            ],
            "visible": contact.audience is Audience.PUBLIC,
            OURS: oruk.kept(
                {
                    "audience": contact.audience.value,
                    "channel": contact.channel.value if contact.channel else "",
                    "hours": contact.hours,
                    "backup_id": contact.backup_id,
                    "verified_on": _iso(contact.verified_on),
                    "verified_by": contact.verified_by,
                    "basis": contact.basis,
                    "told": contact.told,
                }
            ),
        }
    )


def lines(services: Iterable[Exported], audience: Audience) -> Iterator[bytes]:
    """A service a line (ndjson)."""
    for one in services:
        yield _dumped(service_json(one, audience)) + b"\n"


def pages(services: Iterable[Exported], audience: Audience, *, total: int) -> Iterator[tuple[str, bytes]]:
    """Pages as the API gives them, each with the name of its file; services whole.

    Args:
        services: all of them.
        audience: whose eyes it is for.
        total: how many they are.
    """
    held: list[oruk.Json] = []
    number = 0
    for one in services:
        held.append(service_json(one, audience))
        if len(held) == PER_PAGE:
            number += 1
            yield _page(held, number, total)
            held = []
    if held or not number:
        yield _page(held, number + 1, total)


def about(audience: Audience, on: date) -> bytes:
    """What stands beside the pages."""
    return _dumped(
        {
            "version": oruk.VERSION,
            "profile": oruk.PROFILE,
            "made_by": "Fingerpost",
            "audience": audience.value,
            "as_of": on.isoformat(),
        }
    )


def _page(contents: list[oruk.Json], number: int, total: int) -> tuple[str, bytes]:
    page = oruk.page_json(contents, total=total, page=number, per_page=PER_PAGE)
    return f"services-{number:05d}.json", _dumped(page)


def _ours(view: ServiceView) -> dict[str, Any]:
    service, organisation = view.service, view.organisation
    capacity = service.capacity
    return oruk.kept(
        {
            "capacity": capacity
            and oruk.kept(
                {"state": capacity.state.value, "as_of": capacity.as_of.isoformat(), "note": capacity.note}
            ),
            "relationship": service.relationship.value if service.relationship else "",
            "notes": service.notes,
            "accessibility": list(service.accessibility),
            "events": [_event(each) for each in view.events],
            "organisation_phones": list(organisation.phones) if organisation else [],
            "organisation_other_names": list(organisation.alternate_names) if organisation else [],
        }
    )


def _event(event: Event) -> dict[str, Any]:
    return oruk.kept(
        {
            "id": event.id,
            "name": event.name,
            "starts": event.starts.isoformat(),
            "ends": event.ends.isoformat() if event.ends else "",
            "location_id": event.location_id,
            "description": event.description,
            "url": event.url,
            "status": event.status.value,
        }
    )


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _dumped(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, allow_nan=False).encode()
