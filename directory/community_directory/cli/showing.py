"""Services, contacts and hits in words, and as plain JSON types."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from adapter_core.domain.directory import CapacityState, Freshness
from adapter_core.domain.values import day_in_words
from community_directory.places.nearness import in_miles

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from adapter_core.domain.directory import Contact, Event, Hit, Phone, SearchAnswer, ServiceView

_BRITISH = "+44"
_EVENTS_OF_A_HIT = 3

CAPACITIES = {
    CapacityState.CAPACITY: "has room",
    CapacityState.WAITING_LIST: "has a waiting list",
    CapacityState.FULL: "is full",
    CapacityState.NEEDS_ASSESSMENT: "needs an assessment first",
}
"""What a service's state of room is called; one that is not known is not mentioned."""


def freshness_words(view: ServiceView) -> str:
    """How fresh an entry is, with its day."""
    assured = view.service.assured_on
    if view.freshness is Freshness.UNKNOWN or assured is None:
        return "nobody has said when it was last checked"
    return f"{view.freshness.value}, checked on {day_in_words(assured)}"


def contact_words(contact: Contact) -> str:
    """Whom to ask and how, on one line."""
    who = " ".join(filter(None, (contact.name, f"({contact.role})" if contact.role else "")))
    ways = [*map(phone_words, contact.phones), *contact.emails]
    if not (who or ways):
        given = dict.fromkeys(filter(None, contact.original.values()))
        ways = [f"given as “{text}”" for text in given] or ["no name"]
    verified = f"verified on {day_in_words(contact.verified_on)}" if contact.verified_on else "never verified"
    parts = [who, *ways, contact.hours, verified, contact.audience.value]
    return ", ".join(filter(None, parts))


def phone_words(phone: Phone) -> str:
    """A number as people here dial it, and what it is for: `01632 960101 ext. 303 (office)`.

    As it was given, where that is the same number with spaces in it; a foreign one with its country's code.
    """
    number = phone.number
    if number.startswith(_BRITISH):
        number = f"0{number.removeprefix(_BRITISH)}"
    given = phone.original.strip()
    if not number or "".join(given.split()) == number:
        number = given
    extension = phone.extension and f"ext. {phone.extension}"
    description = phone.description and f"({phone.description})"
    return " ".join(filter(None, (number, extension, description)))


def title(service: str, organisation: str) -> str:
    """A service and who offers it; once where the two have one name."""
    return " - ".join(dict.fromkeys(filter(None, (service, organisation))))


def understood_lines(understood: Iterable[str]) -> Iterator[str]:
    """What was made of the words: in one line, and what is a sentence of its own in another."""
    said = list(understood)
    parts = [each for each in said if not each.endswith(".")]
    if parts:
        yield f"Understood: {'; '.join(parts)}."
    yield from (each for each in said if each.endswith("."))


def hit_lines(hit: Hit, *, events_from: date | None = None) -> Iterator[str]:
    """A result, its first line the name.

    Args:
        hit: the result.
        events_from: the day from which its first few events are named, with their ids; None for no events.
    """
    view = hit.service
    organisation = view.organisation.name if view.organisation else ""
    yield title(view.service.name, organisation)
    if hit.contact is not None:
        yield f"Ask: {contact_words(hit.contact)}"
    elif view.service.email or view.service.url:
        yield f"Ask: {view.service.email or view.service.url}"
    else:
        yield "Nobody is named to ask for."
    where = ", ".join(filter(None, (each.address.postcode for each in view.locations if each.address)))
    far = "" if hit.metres is None else f", {in_miles(hit.metres)} away"
    if where:
        yield f"Where: {where}{far}"
    if view.capacity_state in CAPACITIES:
        yield f"Room: {CAPACITIES[view.capacity_state]}"
    if hit.why:
        yield f"Why: {'; '.join(hit.why)}"
    yield f"Freshness: {freshness_words(view)}"
    yield f"Id: {view.service.id}"
    if events_from is not None:
        coming = [each for each in view.events if (each.ends or each.starts).date() >= events_from]
        for event in coming[:_EVENTS_OF_A_HIT]:
            yield from event_lines(event)
        if len(coming) > _EVENTS_OF_A_HIT:
            more = f"{len(coming) - _EVENTS_OF_A_HIT:,} more events"
            yield f"{more}: fingerpost directory show {view.service.id}"


def event_lines(event: Event) -> Iterator[str]:
    """A dated event, and the id by which somebody can be pointed to it (G-07)."""
    yield f"Event: {event.name}, {day_in_words(event.starts)} at {event.starts:%H:%M}"
    yield f"Event id: {event.id}"


def more_lines(view: ServiceView) -> Iterator[str]:
    """What a result leaves out, for whoever looks at one service: hours, cost, and what the council knows."""
    service = view.service
    if service.description:
        yield service.description
    hours = "; ".join(dict.fromkeys(each.text for each in service.schedules if each.text))
    if hours:
        yield f"When: {hours}"
    costs = "; ".join(dict.fromkeys(each.text for each in service.costs if each.text))
    if costs:
        yield f"Cost: {costs}"
    if service.capacity is not None and service.capacity.note:
        yield f"Said of room on {day_in_words(service.capacity.as_of)}: {service.capacity.note}"
    for event in view.events:
        yield from event_lines(event)
    if service.relationship is not None:
        yield f"How well we know them: {service.relationship.value}"
    if service.notes:
        yield f"Our note: {service.notes}"


def answer_as_json(answer: SearchAnswer) -> dict[str, Any]:
    """What a search found, as plain JSON types."""
    return {
        "schema": 1,
        "understood": list(answer.understood),
        "more": answer.more,
        "hits": [
            {
                **service_as_json(hit.service),
                "why": list(hit.why),
                "contact": contact_as_json(hit.contact) if hit.contact else None,
                "metres": None if hit.metres is None else round(hit.metres),
                "score": round(hit.score, 4),
            }
            for hit in answer.hits
        ],
    }


def service_as_json(view: ServiceView) -> dict[str, Any]:
    """A service as plain JSON types."""
    service = view.service
    return {
        "id": service.id,
        "name": service.name,
        "organisation": view.organisation.name if view.organisation else None,
        "description": service.description,
        "url": service.url or None,
        "email": service.email or None,
        "status": service.status.value,
        "postcodes": [each.address.postcode for each in view.locations if each.address],
        "capacity": view.capacity_state.value,
        "freshness": view.freshness.value,
        "assured_on": service.assured_on.isoformat() if service.assured_on else None,
        "withdrawn_on": view.withdrawn_on.isoformat() if view.withdrawn_on else None,
        "contacts": [contact_as_json(each) for each in view.contacts],
        "events": [
            {
                "id": event.id,
                "name": event.name,
                "starts": event.starts.isoformat(),
                "ends": event.ends.isoformat() if event.ends else None,
            }
            for event in view.events
        ],
    }


def contact_as_json(contact: Contact) -> dict[str, Any]:
    """A contact as plain JSON types."""
    return {
        "id": contact.id,
        "name": contact.name,
        "role": contact.role,
        "phones": [phone.number or phone.original for phone in contact.phones],
        "emails": list(contact.emails),
        "hours": contact.hours,
        "audience": contact.audience.value,
        "verified_on": contact.verified_on.isoformat() if contact.verified_on else None,
    }
