"""What every feed tells, in one form, whatever the feed: the step between reading and storing."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from adapter_core.domain.directory import Audience, Contact
from adapter_core.domain.values import normalise_postcode, postcode_problem
from adapter_core.hooks.ports import Reject
from community_directory.importing.replacing import replaced
from community_directory.importing.tidy_contacts import tidy_contact
from community_directory.importing.tidy_services import tidy_event, tidy_service
from community_directory.normalising import (
    Personal,
    one_line,
    personal_reasons,
    phones_in,
    plain_text,
    storable,
    url_of,
)
from community_directory.normalising.emails import emails_in, is_for_nobody
from community_directory.normalising.nothing import is_nothing

if TYPE_CHECKING:
    from collections.abc import Callable

    from adapter_core.domain.directory import Address, Incoming, Location, Organisation, Service

    Shared = TypeVar("Shared", Organisation, Location)

_MOST_KEPT = 20_000
"""How many organisations, and how many places, are remembered as they were tidied: many share one."""

_MOST_NAMES = 200_000
"""How many organisations' names are remembered, to tell a desk's mailbox from a person's."""


@dataclass(slots=True)
class Found:
    """What tidying came upon.

    Attributes:
        rejects: what of the entry at hand could not be used; emptied by `Tidier.tidy`.
        internal: contacts that were made `internal`, by reason; a contact counts under each of its reasons.
        made_internal: how many contacts that were.
        moved: addresses and numbers of services and organisations that look personal, now internal contacts.
        held_back: those left out because somebody once asked for it.
    """

    rejects: list[Reject] = field(default_factory=list)
    internal: Counter[Personal] = field(default_factory=Counter)
    made_internal: int = 0
    moved: int = 0
    held_back: int = 0


class Tidier:
    """Tidies what one feed tells, entry by entry; the same entry always comes out the same.

    Attributes:
        found: what it came upon so far.
    """

    def __init__(self, feed: str, asked_to_go: Callable[[Contact], bool] | None = None) -> None:
        """Begin.

        Args:
            feed: the feed's name, of which the ids of schedules, areas and costs are made.
            asked_to_go: whether a contact is one who asked to be taken out: their number may not come back
                as the number of their service.
        """
        self.found = Found()
        self._feed = feed
        self._asked_to_go = asked_to_go
        self._names: dict[str, str] = {}
        self._organisations: dict[str, tuple[Organisation, Organisation]] = {}
        self._locations: dict[str, tuple[Location, Location]] = {}

    def tidy(self, incoming: Incoming) -> tuple[Incoming, list[Reject]]:
        """An entry in one form, and what of it could not be used."""
        self.found.rejects = []
        ref = incoming.ref
        organisation = self._organisation(incoming.organisation, ref) if incoming.organisation else None
        locations = tuple(self._location(each, ref) for each in incoming.locations)
        service = (
            tidy_service(incoming.service, self._feed, ref, self.found.rejects) if incoming.service else None
        )
        about = self._about(organisation, service, locations)
        addresses = tuple(each.address for each in locations)
        contacts: list[Contact] = []
        for each in incoming.contacts:
            tidy = tidy_contact(each, ref, self.found.rejects)
            if tidy is not None:
                contacts.append(self._guarded(tidy, about, addresses))
        if organisation is not None:
            organisation = self._desk_of_organisation(organisation, about, contacts)
        if service is not None and service.email:
            service = self._desk_of_service(service, about, contacts)
        tidied = replaced(
            incoming,
            organisation=organisation,
            service=service,
            locations=locations,
            contacts=tuple(contacts),
            events=tuple(tidy_event(each, ref, self.found.rejects) for each in incoming.events),
            terms=tuple(
                replaced(each, name=one_line(each.name), description=plain_text(each.description))
                for each in incoming.terms
            ),
        )
        return tidied, self.found.rejects

    # --- organisations and places -------------------------------------------------------------------

    def _organisation(self, one: Organisation, ref: str) -> Organisation:
        return self._kept(self._organisations, one, ref, self._tidy_organisation)

    def _location(self, one: Location, ref: str) -> Location:
        return self._kept(self._locations, one, ref, self._tidy_location)

    def _kept(
        self,
        kept: dict[str, tuple[Shared, Shared]],
        one: Shared,
        ref: str,
        tidy: Callable[[Shared, str], Shared],
    ) -> Shared:
        """What many services share, tidied once; but told of each time where something of it is no use."""
        before = kept.get(one.id)
        if before is not None and before[0] == one:
            return before[1]
        rejects = len(self.found.rejects)
        tidied = tidy(one, ref)
        if len(self.found.rejects) == rejects:
            if len(kept) >= _MOST_KEPT:
                kept.clear()
            kept[one.id] = one, tidied
        return tidied

    def _tidy_organisation(self, one: Organisation, ref: str) -> Organisation:
        phones = [phone.number for text in one.phones for phone in phones_in(text) if phone.number]
        name = one_line(one.name)
        if len(self._names) < _MOST_NAMES:
            self._names[one.id] = name
        return replaced(
            one,
            name=name,
            description=plain_text(one.description),
            url=self.url(one.url, ref, "organisation.url"),
            email=self._email(one.email, ref, "organisation.email"),
            phones=tuple(dict.fromkeys(phones)),
            identifiers={storable(scheme): storable(text) for scheme, text in one.identifiers.items()},
            alternate_names=tuple(filter(None, map(one_line, one.alternate_names))),
        )

    def _tidy_location(self, one: Location, ref: str) -> Location:
        nowhere = one.latitude is None or one.longitude is None
        return replaced(
            one,
            name=one_line(one.name),
            description=plain_text(one.description),
            address=self._address(one.address, ref) if one.address else None,
            latitude=None if nowhere else one.latitude,
            longitude=None if nowhere else one.longitude,
        )

    def _address(self, one: Address, ref: str) -> Address:
        given = one.original_postcode or one.postcode
        postcode = ""
        if not is_nothing(given):
            if postcode_problem(given) is None:
                postcode = normalise_postcode(given)
            else:
                self.found.rejects.append(Reject(ref, "FP-0860", "location.postcode"))

        def line(text: str) -> str:
            return "" if is_nothing(text) else one_line(text)

        return replaced(
            one,
            line_1=line(one.line_1),
            line_2=line(one.line_2),
            city=line(one.city),
            region=line(one.region),
            postcode=postcode,
            original_postcode=storable(given.strip()),
        )

    def url(self, text: str, ref: str, where: str) -> str:
        """A link that may be followed; else nothing, and a reject where it was meant as one."""
        if is_nothing(text):
            return ""
        found = url_of(text)
        if not found:
            self.found.rejects.append(Reject(ref, "FP-0856", where))
        return found

    def _email(self, text: str, ref: str, where: str) -> str:
        if is_nothing(text):
            return ""
        found = emails_in(text)
        if not found and not is_for_nobody(text):
            self.found.rejects.append(Reject(ref, "FP-0857", where))
        return found[0] if found else ""

    # --- who may see whom ---------------------------------------------------------------------------

    def _about(
        self, organisation: Organisation | None, service: Service | None, locations: tuple[Location, ...]
    ) -> str:
        """The names that a desk's mailbox may be called after."""
        words = [service.name, service.url, self._names.get(service.organisation_id, "")] if service else []
        if organisation is not None:
            words += [organisation.name, organisation.url]
        for each in locations:
            words.append(each.name)
            if each.address is not None:
                words += [each.address.line_1, each.address.line_2, each.address.city, each.address.region]
        return " ".join(words)

    def _guarded(self, contact: Contact, about: str, addresses: tuple[Address | None, ...]) -> Contact:
        """A contact, `internal` where it looks like a person's own."""
        if contact.audience is Audience.INTERNAL:
            return contact
        reasons = personal_reasons(
            name=contact.name, phones=contact.phones, emails=contact.emails, addresses=addresses, about=about
        )
        if not reasons:
            return contact
        self.found.internal.update(reasons)
        self.found.made_internal += 1
        return replaced(contact, audience=Audience.INTERNAL)

    def _desk_of_service(self, service: Service, about: str, contacts: list[Contact]) -> Service:
        """A service without an address that looks personal, or whose owner asked to be taken out."""
        desk = Contact(
            f"{service.id}#email",
            emails=(service.email,),
            audience=Audience.PUBLIC,
            service_id=service.id,
            original={"email": service.email},
        )
        return replaced(service, email="") if self._taken(desk, about, contacts) else service

    def _desk_of_organisation(self, one: Organisation, about: str, contacts: list[Contact]) -> Organisation:
        if one.email:
            desk = Contact(
                f"{one.id}#email",
                emails=(one.email,),
                audience=Audience.PUBLIC,
                organisation_id=one.id,
                original={"email": one.email},
            )
            if self._taken(desk, about, contacts):
                one = replaced(one, email="")
        kept = []
        for number, phone in enumerate(one.phones, 1):
            desk = Contact(
                f"{one.id}#phone{number}",
                phones=phones_in(phone),
                audience=Audience.PUBLIC,
                organisation_id=one.id,
                original={"phone": phone},
            )
            if not self._taken(desk, about, contacts):
                kept.append(phone)
        return one if len(kept) == len(one.phones) else replaced(one, phones=tuple(kept))

    def _taken(self, desk: Contact, about: str, contacts: list[Contact]) -> bool:
        """Whether an address or number may not stand openly; where it may be kept, it becomes a contact."""
        if self._asked_to_go is not None and self._asked_to_go(desk):
            self.found.held_back += 1
            return True
        reasons = personal_reasons(phones=desk.phones, emails=desk.emails, about=about)
        if not reasons:
            return False
        numbers = {phone.number for phone in desk.phones}
        known = any(
            set(desk.emails) & set(each.emails) or numbers & {phone.number for phone in each.phones}
            for each in contacts
        )
        if not known:
            self.found.internal.update(reasons)
            self.found.made_internal += 1
            self.found.moved += 1
            contacts.append(replaced(desk, audience=Audience.INTERNAL))
        return True
