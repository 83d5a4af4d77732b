"""What a feed brings: one service with everything that belongs to it, under the source's own ids."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from adapter_core.domain.directory.contacts import Contact
    from adapter_core.domain.directory.offers import Event, Organisation, Service, Taxonomy, TaxonomyTerm
    from adapter_core.domain.directory.places import Location, ServiceAtLocation


class EntityKind(StrEnum):
    """What an id is of. With the feed's name and the source's id it makes the id of the store."""

    ORGANISATION = "organisation"
    SERVICE = "service"
    LOCATION = "location"
    SERVICE_AT_LOCATION = "service_at_location"
    CONTACT = "contact"
    EVENT = "event"
    TAXONOMY = "taxonomy"
    TERM = "term"
    SCHEDULE = "schedule"
    AREA = "area"
    COST = "cost"


@dataclass(frozen=True, slots=True)
class Incoming:
    """One service as a feed has it, or an organisation, an event or a list of terms without one.

    Every id in it, and every reference between ids, is the source's own text (`"17"`, a UUID, a URL): the
    importer turns them into the store's. What many services share (their organisation, a location, a
    term) is told again with each of them, or once before the first; both are the same. A reference to
    something that no `Incoming` of the feed ever tells is dangling: it is reported, never invented.

    Attributes:
        ref: where a person finds it in the source: its id there, or such as `row 17`.
        organisation: who offers the service, or the organisation that this is about.
        service: what is offered; None where this tells only what stands beside services.
        locations: where, each with its address.
        at_locations: which of them the service is given at.
        contacts: of the organisation, the service, or the service at a location.
        events: dated ones.
        taxonomies: lists that the terms belong to.
        terms: what `service.term_ids` refer to.
    """

    ref: str
    organisation: Organisation | None = None
    service: Service | None = None
    locations: tuple[Location, ...] = ()
    at_locations: tuple[ServiceAtLocation, ...] = ()
    contacts: tuple[Contact, ...] = ()
    events: tuple[Event, ...] = ()
    taxonomies: tuple[Taxonomy, ...] = ()
    terms: tuple[TaxonomyTerm, ...] = ()
