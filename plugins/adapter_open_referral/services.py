"""One service of a feed, with everything that belongs to it, as the domain has it."""

from __future__ import annotations

import re
from dataclasses import replace

from adapter_core.domain.directory import Contact, Incoming, Location, Schedule, Service, ServiceAtLocation
from adapter_core.hooks.ports import Reject
from adapter_open_referral.dialects import Dialect
from adapter_open_referral.hours import read_schedules
from adapter_open_referral.people import read_contacts, read_desk, read_organisation
from adapter_open_referral.places import read_location
from adapter_open_referral.tally import NO_ID, NO_NAME, TEMPLATE_ROW, Parts, Tally
from adapter_open_referral.values import Node, child, children, day, text
from adapter_open_referral.words import (
    read_areas,
    read_costs,
    read_eligibility,
    read_languages,
    read_status,
    read_terms,
)

_SHARED = frozenset(
    {
        "id", "name", "alternate_name", "description", "url", "email", "status", "fees",
        "fees_description", "accreditations", "assured_date", "assurer_email", "last_modified",
        "phones", "phone", "contacts", "languages", "cost_options", "service_areas",
        "service_at_locations", "locations", "organization_id", "metadata", "reviews", "minimum_age",
        "maximum_age", "eligibility_description",
    }
)  # fmt: skip
"""Keys that are the standard's, whether read or not: an assurer's address is somebody's, and stays out."""

_KNOWN: dict[Dialect, frozenset[str]] = {
    Dialect.ORUK_3: _SHARED | {
        "organization", "schedules", "attributes", "funding", "alert", "interpretation_services",
        "application_process", "wait_time", "licenses", "program_id", "program", "required_documents",
        "capacities", "additional_urls",
    },
    Dialect.ORUK_1: _SHARED | {
        "organization", "eligibilitys", "service_taxonomys", "regular_schedules", "regular_schedule",
        "holiday_schedules", "fundings", "deliverable_type", "attending_type", "attending_access",
    },
    Dialect.OUTPOST: _SHARED | {
        "organisation", "min_age", "max_age", "taxonomies", "regular_schedules", "updated_at",
        "created_at", "free", "links", "send_needs", "suitabilities", "local_offer", "needs_referral",
        "score", "distance_away", "meta", "directories", "visible_from", "visible_to",
        "age_band_under_2", "age_band_2", "age_band_3_4", "age_band_5_7", "age_band_8_plus",
        "age_band_all",
    },
}  # fmt: skip

_TEMPLATE = re.compile(r"\*\s*required\s*\*|\{\{.*\}\}|\blorem ipsum\b", re.IGNORECASE)
_OF_A_TOOL = frozenset({"3fa85f64-5717-4562-b3fc-2c963f66afa6", "00000000-0000-0000-0000-000000000000"})
"""Ids that tools write into their examples."""


def id_of(node: Node) -> str:
    """The service's id in the source; empty if it has none."""
    return text(node, "id")


def refusal(node: Node, place: str) -> Reject | None:
    """Why a record is no service; None if it is one.

    Args:
        node: the record.
        place: where it stands, for one that has no id.
    """
    found = id_of(node)
    if not found:
        return Reject(place, NO_ID, "id", anonymous=True)
    name = text(node, "name")
    if found.lower() in _OF_A_TOOL or name == "string" or _TEMPLATE.search(name):
        return Reject(found, TEMPLATE_ROW)
    return None if name else Reject(found, NO_NAME, "name")


def read_service(node: Node, dialect: Dialect, tally: Tally) -> tuple[Incoming, list[Reject]]:
    """A service, and what of it was left out.

    Args:
        node: a record that `refusal` has nothing against, keys tidied.
        dialect: what it is written in.
        tally: counts.
    """
    own = id_of(node)
    parts = Parts(own, tally)
    tally.count_extensions(node, _KNOWN[dialect])
    offered_by = child(node, "organization", "organisation")
    organisation = read_organisation(offered_by, parts)
    stand_in = dialect is Dialect.OUTPOST and organisation is None
    organisation_id = "" if stand_in else text(node, "organization_id") or text(offered_by, "id")
    locations, at_locations, of_places, contacts = _places(node, parts, own)
    links = {each.id: each.location_id for each in at_locations}
    links |= {
        text(each, "id"): text(each, "location_id") or text(child(each, "location"), "id")
        for each in _at(node)
    }
    schedules = read_schedules(
        [*children(node, "schedules"), *children(node, "regular_schedules", "regular_schedule")],
        parts,
        places=links,
    )
    term_ids, terms, taxonomies = read_terms(node)
    service = Service(
        id=own,
        name=text(node, "name"),
        organisation_id=organisation_id,
        description=text(node, "description"),
        url=text(node, "url"),
        email=text(node, "email"),
        status=read_status(node, parts),
        alternate_name=text(node, "alternate_name"),
        eligibility=read_eligibility(node, parts),
        schedules=_each_once((*of_places, *schedules)),
        areas=read_areas(node, parts),
        costs=read_costs(node, parts),
        language_codes=read_languages(node),
        term_ids=term_ids,
        assured_on=parts.read(day, node, "assured_date"),
        modified=parts.moment(node, "last_modified", "updated_at"),
    )
    contacts = (
        *read_contacts(children(node, "contacts"), parts, service=own),
        *read_desk(node, parts, service=own),
        *contacts,
    )
    if organisation:
        contacts += read_contacts(children(offered_by, "contacts"), parts, organisation=organisation.id)
    return (
        Incoming(own, organisation, service, locations, at_locations, contacts, (), taxonomies, terms),
        parts.rejects,
    )


def _each_once(schedules: tuple[Schedule, ...]) -> tuple[Schedule, ...]:
    """Outpost tells the same hours below the service and below its location."""
    found: dict[Schedule, Schedule] = {}
    for each in schedules:
        found.setdefault(replace(each, id=""), each)
    return tuple(found.values())


def _at(node: Node) -> list[Node]:
    return children(node, "service_at_locations", "service_at_location")


def _places(
    node: Node, parts: Parts, own: str
) -> tuple[tuple[Location, ...], tuple[ServiceAtLocation, ...], tuple[Schedule, ...], tuple[Contact, ...]]:
    """Locations, what links them to the service, and the hours and contacts that stand below them."""
    locations: dict[str, Location] = {}
    links: dict[str, ServiceAtLocation] = {}
    schedules: list[Schedule] = []
    contacts: list[Contact] = []
    for each in _at(node):
        place = child(each, "location")
        location = read_location(place, parts) if place else None
        at = location.id if location else text(each, "location_id")
        if not at:
            parts.left_out("service_at_locations.location_id")
            continue
        if location:
            locations.setdefault(at, location)
        if at not in links:
            links[at] = ServiceAtLocation(parts.own_id(each, "at", at), own, at, text(each, "description"))
        hours = [*children(each, "schedules"), *children(each, "regular_schedules", "regular_schedule")]
        schedules += read_schedules(hours, parts, places={}, at=at)
        for holder in (each, place):
            contacts += read_contacts(children(holder, "contacts"), parts, service=own, location=at)
            contacts += read_desk(holder, parts, service=own, location=at)
    for place in children(node, "locations"):
        location = read_location(place, parts)
        locations.setdefault(location.id, location)
        if location.id not in links:
            links[location.id] = ServiceAtLocation(parts.own_id({}, "at", location.id), own, location.id)
    return tuple(locations.values()), tuple(links.values()), tuple(schedules), tuple(contacts)
