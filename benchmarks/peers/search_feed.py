"""The made-up directory as a feed tells it: what an import is measured on.

Every service comes with its organisation, its place, its hours in words, its category and one or two
contacts, each with a telephone number and an address of its own that nobody has read yet. The numbers are
Ofcom's for drama, in a round that is longer than what an import remembers of numbers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from adapter_core.domain.directory import (
    Address,
    Audience,
    Contact,
    CostOption,
    Incoming,
    Location,
    Organisation,
    Phone,
    Schedule,
    Service,
    ServiceAtLocation,
    TaxonomyTerm,
)
from peers.search_store import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from adapter_core.hooks.ports import Reject
    from peers.search_council import Council, Offer

_DRAMA = (
    *(f"0{area} 496 0" for area in (113, 114, 116, 117, 118, 121, 131, 141, 151, 161)),
    "0191 498 0", "020 7946 0", "029 2018 0", "01632 960", "07700 900", "0306 999 0",
)  # fmt: skip
"""How Ofcom's numbers for drama begin; three digits follow."""
_HOURS = ("Monday to Friday 9am - 5pm", "Tuesdays 10am-12pm", "Wed and Fri 1pm to 4pm", "By appointment")
_COSTS = ("Free", "£3 per session", "")


@dataclass
class CouncilFeed:
    """A `DirectoryFeed` of a made-up council."""

    council: Council
    complete: bool = True

    def incoming(self) -> Iterator[Incoming | Reject]:
        """Every service, with what belongs to it."""
        for offer in self.council.offers():
            yield _incoming(self.council, offer)


def _phone(number: int) -> str:
    return f"{_DRAMA[number // 1000 % len(_DRAMA)]}{number % 1000:03d}"


def _incoming(council: Council, offer: Offer) -> Incoming:
    town, code = council.towns[offer.town]
    key, kind = f"s{offer.number}", offer.number % len(KINDS)
    organisation, place = f"o{offer.organisation}", f"l{offer.town}-{kind}"
    domain = f"o{offer.organisation}.example.org"
    return Incoming(
        key,
        organisation=Organisation(
            organisation,
            council.organisations[offer.organisation],
            url=f"https://www.{domain}/",
            email=f"info@{domain}",
        ),
        service=Service(
            key,
            offer.name,
            organisation,
            offer.description,
            url=f"https://www.{domain}/{offer.number}",
            email=f"enquiries@{domain}",
            schedules=(Schedule("", text=_HOURS[offer.number % len(_HOURS)]),),
            costs=(CostOption("", text=_COSTS[offer.number % len(_COSTS)]),),
            term_ids=(offer.topic,),
            assured_on=offer.assured,
        ),
        locations=(
            Location(
                place,
                f"{town} {KINDS[kind]}",
                address=Address(
                    line_1=f"{kind + 1} High Street", city=town, original_postcode=f"{code} {kind + 1}AA"
                ),
            ),
        ),
        at_locations=(ServiceAtLocation(f"{key}@{place}", key, place),),
        contacts=tuple(
            Contact(
                f"{key}c{at}",
                name,
                role,
                phones=(Phone("", _phone(offer.number * 2 + at)),),
                emails=(f"contact{offer.number * 2 + at}@{domain}",),
                audience=Audience(audience),
                service_id=key,
            )
            for at, (name, role, audience) in enumerate(offer.contacts)
        ),
        terms=(TaxonomyTerm(offer.topic, council.topics[offer.topic].term),),
    )
