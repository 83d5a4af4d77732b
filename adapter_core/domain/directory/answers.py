"""What the directory answers: a service with all that somebody may see of it, and what a search found."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from adapter_core.domain.directory.freshness import Freshness
from adapter_core.domain.directory.offers import Capacity, CapacityState

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from adapter_core.domain.directory.contacts import Contact
    from adapter_core.domain.directory.offers import Event, Organisation, Service, TaxonomyTerm
    from adapter_core.domain.directory.places import Location, ServiceAtLocation

CAPACITY_DAYS = 28
"""After so many days what was said of a service's room is not known any more, unless the config says so."""


def capacity_on(capacity: Capacity | None, on: date, days: int = CAPACITY_DAYS) -> CapacityState:
    """Whether a service can take somebody, as far as is still known: `unknown` once it is stale.

    Args:
        capacity: what was said, and when.
        on: the day to speak of.
        days: how long it holds.
    """
    if capacity is None or not 0 <= (on - capacity.as_of).days <= days:
        return CapacityState.UNKNOWN
    return capacity.state


@dataclass(frozen=True, slots=True)
class ServiceView:
    """A service as one audience may see it.

    Attributes:
        service: to the public without notes, relationship and the note on its capacity; to partners
            without notes and relationship.
        contacts: those that the audience may see: the service's own first, then its organisation's.
        terms: what `service.term_ids` stand for.
        freshness: how fresh the entry is.
        capacity_state: what `service.capacity` says while it holds; `unknown` once it is stale.
        withdrawn_on: the day on which its last feed stopped telling of it; None while it is listed.
        withdrawn_why: why.
        changed: when anything of it last changed in this store.
        number: the store's own number of it; never shown, and another one in another store.
    """

    service: Service
    organisation: Organisation | None = None
    locations: tuple[Location, ...] = ()
    at_locations: tuple[ServiceAtLocation, ...] = ()
    contacts: tuple[Contact, ...] = ()
    events: tuple[Event, ...] = ()
    terms: tuple[TaxonomyTerm, ...] = ()
    freshness: Freshness = Freshness.UNKNOWN
    capacity_state: CapacityState = CapacityState.UNKNOWN
    withdrawn_on: date | None = None
    withdrawn_why: str = ""
    changed: datetime | None = None
    number: int = 0


@dataclass(frozen=True, slots=True)
class Hit:
    """One result of a search.

    Attributes:
        why: in words, why it matched: `"calligrapy" read as "calligraphy"`.
        contact: whom to ask, as far as the audience may see; None where there is nobody.
        metres: how far away it is, where both places are known.
        score: the higher the better; comparable within one answer alone.
        parts: what the score is made of.
    """

    service: ServiceView
    why: tuple[str, ...] = ()
    contact: Contact | None = None
    metres: float | None = None
    score: float = 0.0
    parts: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SearchAnswer:
    """What a search found, the best first.

    Attributes:
        understood: how the words were read, one sentence a part: place, day, cost, corrected words.
        more: whether there are further results beyond the limit.
    """

    hits: tuple[Hit, ...] = ()
    understood: tuple[str, ...] = ()
    more: bool = False
