"""What the community offers: organisations, services, where and when they are, and whom to ask for.

The names are those of Open Referral UK (HSDS 3.0, UK profile), where it has them; what it leaves out is ours:
who may see a contact, when it was verified, how much room a service has, what the council knows about it.
"""

from __future__ import annotations

from adapter_core.domain.directory.answers import (
    CAPACITY_DAYS,
    Hit,
    SearchAnswer,
    ServiceView,
    capacity_on,
)
from adapter_core.domain.directory.contacts import Audience, Channel, Contact, Phone
from adapter_core.domain.directory.freshness import Freshness, freshness_of
from adapter_core.domain.directory.incoming import EntityKind, Incoming
from adapter_core.domain.directory.offers import (
    Capacity,
    CapacityState,
    CostOption,
    Eligibility,
    Event,
    Organisation,
    RelationshipStrength,
    Schedule,
    Service,
    ServiceArea,
    ServiceStatus,
    Taxonomy,
    TaxonomyTerm,
)
from adapter_core.domain.directory.places import Address, Location, LocationKind, ServiceAtLocation

__all__ = [
    "CAPACITY_DAYS",
    "Address",
    "Audience",
    "Capacity",
    "CapacityState",
    "Channel",
    "Contact",
    "CostOption",
    "Eligibility",
    "EntityKind",
    "Event",
    "Freshness",
    "Hit",
    "Incoming",
    "Location",
    "LocationKind",
    "Organisation",
    "Phone",
    "RelationshipStrength",
    "Schedule",
    "SearchAnswer",
    "Service",
    "ServiceArea",
    "ServiceAtLocation",
    "ServiceStatus",
    "ServiceView",
    "Taxonomy",
    "TaxonomyTerm",
    "capacity_on",
    "freshness_of",
]
