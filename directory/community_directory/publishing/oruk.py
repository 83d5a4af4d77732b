"""The directory's entities as Open Referral UK 3.0 has them in JSON.

What has no value is left out. A few fields are required by the standard where a council often has nothing:
there it says `Not known`, which this directory's own import reads as nothing again. What the profile has no
field for (events, room, notes, the council's relationship, phones and e-mails of contacts) is not published.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from adapter_core.domain.directory import Audience

if TYPE_CHECKING:
    from adapter_core.domain.directory import (
        Address,
        Contact,
        CostOption,
        Location,
        Organisation,
        Schedule,
        Service,
        ServiceArea,
        ServiceAtLocation,
        ServiceView,
        Taxonomy,
        TaxonomyTerm,
    )

Json = dict[str, Any]

NOT_KNOWN = "Not known"
VERSION = "HSDS-UK-3.0"
PROFILE = "https://docs.openreferraluk.org/en/latest/"

_PARTS = uuid.UUID("5b0c1d5e-0e0a-5f3c-8f0e-6f0a3a4f7c21")


def service_json(view: ServiceView, modified: datetime | None = None) -> Json:
    """A service with everything nested, as `/services/{id}` gives it.

    Args:
        view: read for the public; a contact that is for others is refused.
        modified: when what is published of it last changed, with its zone.

    Raises:
        ValueError: the view was read for somebody else.
    """
    service = view.service
    at_of_place = {one.location_id: one.id for one in view.at_locations}
    places = {one.id: one for one in view.locations}
    return kept(
        basic_service_json(view, modified)
        | {
            "schedules": [schedule_json(one, service.id, at_of_place) for one in service.schedules],
            "service_areas": [_area(one, service.id) for one in service.areas],
            "service_at_locations": [
                at_location_json(one, places.get(one.location_id)) for one in view.at_locations
            ],
            "languages": [
                {"id": part_id(service.id, "language", code), "service_id": service.id, "code": code}
                for code in service.language_codes
            ],
            "cost_options": [_cost(one, service.id) for one in service.costs],
            "contacts": [contact_json(one, service.id) for one in view.contacts],
            "attributes": [
                {
                    "id": part_id(service.id, "attribute", one.id),
                    "link_id": service.id,
                    "link_type": "service",
                    "taxonomy_term_id": one.id,
                    "taxonomy_term": term_json(one),
                }
                for one in view.terms
            ],
        }
    )


def basic_service_json(view: ServiceView, modified: datetime | None = None) -> Json:
    """A service with its organisation alone, as the list of services gives it."""
    service: Service = view.service
    ages = service.eligibility
    return kept(
        {
            "id": service.id,
            "organization_id": view.organisation.id if view.organisation else "",
            "name": service.name,
            "alternate_name": service.alternate_name,
            "description": service.description,
            "url": service.url,
            "email": service.email,
            "status": service.status.value,
            "minimum_age": ages.minimum_age,
            "maximum_age": ages.maximum_age,
            "eligibility_description": ages.text,
            "assured_date": service.assured_on.isoformat() if service.assured_on else "",
            "last_modified": moment(modified) if modified else "",
            "organization": organisation_json(view.organisation) if view.organisation else {},
        }
    )


def minimal_json(service_id: str, modified: datetime) -> Json:
    """What `minimal=true` gives of a service."""
    return {"id": service_id, "modified_date": moment(modified), "last_modified": moment(modified)}


def organisation_json(entity: Organisation) -> Json:
    """An organisation. The standard wants a description: one without gets its name."""
    return kept(
        {
            "id": entity.id,
            "name": entity.name,
            "description": entity.description or entity.name,
            "email": entity.email,
            "website": entity.url,
            "organization_identifiers": [
                {
                    "id": part_id(entity.id, "identifier", scheme),
                    "organization_id": entity.id,
                    "identifier_type": scheme,
                    "identifier": number,
                }
                for scheme, number in sorted(entity.identifiers.items())
            ],
        }
    )


def contact_json(entity: Contact, service_id: str) -> Json:
    """A contact as the UK profile has it: id, service, name, title.

    Raises:
        ValueError: it is not for the public. What it says names nobody.
    """
    if entity.audience is not Audience.PUBLIC:
        raise ValueError("a contact that is not for the public was about to be published")
    return kept({"id": entity.id, "service_id": service_id, "name": entity.name, "title": entity.role})


def at_location_json(
    entity: ServiceAtLocation, location: Location | None, service: Mapping[str, Any] | None = None
) -> Json:
    """A service at a location; with the service in it, where there is one given."""
    return kept(
        {
            "id": entity.id,
            "service_id": entity.service_id,
            "location_id": entity.location_id,
            "description": entity.description,
            "location": location_json(location) if location else {},
            "service": dict(service or {}),
        }
    )


def location_json(entity: Location) -> Json:
    """A location with its address."""
    address = entity.address
    return kept(
        {
            "id": entity.id,
            "location_type": entity.kind.value,
            "name": entity.name,
            "description": entity.description,
            "latitude": entity.latitude,
            "longitude": entity.longitude,
            "addresses": [_address(address, entity)] if address and _says_anything(address) else [],
            "accessibility": [
                {
                    "id": part_id(entity.id, "accessibility", text),
                    "location_id": entity.id,
                    "description": text,
                }
                for text in dict.fromkeys(entity.accessibility)
            ],
        }
    )


def schedule_json(entity: Schedule, service_id: str, at_of_place: Mapping[str, str] | None = None) -> Json:
    """Opening hours, in the manner of iCalendar (RFC 5545)."""
    return kept(
        {
            "id": entity.id,
            "service_id": service_id,
            "service_at_location_id": (at_of_place or {}).get(entity.location_id, ""),
            "valid_from": entity.valid_from.isoformat() if entity.valid_from else "",
            "valid_to": entity.valid_to.isoformat() if entity.valid_to else "",
            "freq": entity.freq,
            "byday": ",".join(entity.byday),
            "bymonthday": ",".join(str(day) for day in entity.bymonthday),
            "opens_at": entity.opens_at.isoformat("minutes") if entity.opens_at else "",
            "closes_at": entity.closes_at.isoformat("minutes") if entity.closes_at else "",
            "description": entity.text,
        }
    )


def taxonomy_json(entity: Taxonomy) -> Json:
    """A list of terms."""
    return kept(
        {
            "id": entity.id,
            "name": entity.name,
            "description": entity.description or entity.name,
            "uri": entity.uri,
            "version": entity.version,
        }
    )


def term_json(entity: TaxonomyTerm) -> Json:
    """A term."""
    return kept(
        {
            "id": entity.id,
            "name": entity.name,
            "description": entity.description or entity.name,
            "parent_id": entity.parent_id,
            "taxonomy_id": entity.taxonomy_id,
            "code": entity.code,
        }
    )


def page_json(contents: list[Json], *, total: int, page: int, per_page: int) -> Json:
    """The envelope of a page; pages count from 1."""
    pages = -(-total // per_page)
    return {
        "total_items": total,
        "total_pages": pages,
        "page_number": page,
        "size": len(contents),
        "first_page": page == 1,
        "last_page": page >= pages,
        "empty": not contents,
        "contents": contents,
    }


def about_json(openapi_url: str) -> Json:
    """What `/` says of the API."""
    return {"version": VERSION, "profile": PROFILE, "openapi_url": openapi_url}


def moment(when: datetime) -> str:
    """A moment as RFC 3339 writes it, in UTC."""
    return when.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def part_id(*parts: str) -> str:
    """The id of what has none of its own here: a UUID by name (RFC 9562), the same at every asking."""
    return str(uuid.uuid5(_PARTS, "\n".join(parts)))


def kept(fields: Mapping[str, Any]) -> Json:
    """Fields that have a value: no null, no empty text, list or object."""
    return {name: value for name, value in fields.items() if value is not None and value not in ("", [], {})}


def _area(entity: ServiceArea, service_id: str) -> Json:
    districts = ", ".join(entity.districts)
    return kept(
        {
            "id": entity.id,
            "service_id": service_id,
            "name": entity.name or districts,
            "extent": districts,
            "extent_type": "text" if districts else "",
        }
    )


def _cost(entity: CostOption, service_id: str) -> Json:
    return kept(
        {
            "id": entity.id,
            "service_id": service_id,
            "amount": entity.amount,
            "amount_description": entity.text,
        }
    )


def _says_anything(address: Address) -> bool:
    return any((address.line_1, address.line_2, address.city, address.region, address.postcode))


def _address(entity: Address, location: Location) -> Json:
    lines = ", ".join(filter(None, (entity.line_1, entity.line_2)))
    return {
        "id": part_id(location.id, "address"),
        "location_id": location.id,
        "address_1": lines or location.name or NOT_KNOWN,
        "city": entity.city or NOT_KNOWN,
        "state_province": entity.region or NOT_KNOWN,
        "postal_code": entity.postcode or NOT_KNOWN,
        "country": entity.country or "GB",
        "address_type": "postal" if location.kind.value == "postal" else "physical",
    }
