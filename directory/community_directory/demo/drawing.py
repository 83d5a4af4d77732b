"""Draws the demo's directory: what a feed of it tells, on any night; the same seed and day give the same."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from adapter_core.demo.chance import Dice
from adapter_core.domain.directory import (
    CostOption,
    Eligibility,
    Event,
    Incoming,
    Organisation,
    Schedule,
    Service,
    ServiceArea,
    ServiceAtLocation,
    Taxonomy,
    TaxonomyTerm,
)
from community_directory.demo.catalogue import ALL_WARDS, catalogue
from community_directory.demo.people import SWITCHED_OFF, Desk, Names, Numbers, contacts_of
from community_directory.demo.town import NOWHERE, Town

if TYPE_CHECKING:
    from collections.abc import Iterator

    from adapter_core.domain.directory import Contact, Location
    from adapter_core.hooks.ports import SampleTown
    from community_directory.demo.catalogue import Body, Kind

LONDON = ZoneInfo("Europe/London")
TAXONOMY = Taxonomy("millbrook-kinds", "What it is about", "The headings of Millbrook's directory.")

_ASSURED = (4, 12, 20, 35, 50, 70, 90, 120, 170, 230, 300, 360, 400, 700, 1300, None)
"""Days since somebody said that an entry is right, to pick from; None where nobody ever did."""

_EVENTS: tuple[tuple[str, str, str, int, int], ...] = (
    ("Carers' rights day", "carers_assessment", "office", -4, 11),
    ("Winter market and repair café special", "repair_cafe", "hall", 12, 11),
    ("Ageing well fair", "lunch_club", "hall", 1, 10),
    ("Benefits check-up day", "advice_line", "office", 3, 10),
    ("Memory walk", "dementia_advice", "park", -16, 11),
    ("Calligraphy taster: write your own cards", "calligraphy", "library", 8, 14),
    ("Lights of remembrance", "one_to_one_grief", "church", 16, 17),
    ("Christmas dinner for people on their own", "community_meal", "church", 32, 12),
    ("Warm homes roadshow", "warm_homes", "library", 6, 10),
    ("Choir: winter concert", "open_choir", "church", 23, 19),
    ("Try a trike", "cycling", "leisure", 19, 10),
    ("Hearing aid MOT", "hearing", "church", 13, 10),
    ("Volunteers' evening", "befriending", "hall", 27, 18),
    ("Falls awareness morning", "chair_exercise", "hall", 40, 10),
    ("Diwali dinner, for everybody", "mandir_day", "office", -14, 18),
    ("Seed swap", "gardening", "allotment", 58, 11),
)
"""Name, kind of the service, venue, days from the first night, hour."""

GOING = ("film_club/Moorend", "savings/", "tai_chi/Abbey")
"""Services that the feed no longer tells of from the first, second and third night after the first."""


class Drawing:
    """A fictional council's directory as its feed tells of it; it is a `DirectoryFeed`.

    Args:
        places: the fictional council, and the night.
    """

    complete = False
    all_or_nothing = True

    def __init__(self, places: SampleTown) -> None:
        self._town = Town(places)
        self._places = places
        self._gone = frozenset(GOING[: places.night])

    def incoming(self) -> Iterator[Incoming]:
        """Every service, in the files' order; see `ports.DirectoryFeed`."""
        self.complete = False
        for incoming in self._all():
            if incoming.ref not in self._gone:
                yield incoming
        self.complete = True

    def _all(self) -> Iterator[Incoming]:
        """Everything; what is gone by now is drawn too, so that nothing else moves."""
        books = catalogue()
        pinned = {one for kind in books.kinds for one in (kind.pinned.contact, kind.pinned.backup) if one}
        names = Names(Dice(f"{self._places.seed}/directory/names"), frozenset(pinned))
        numbers, dice = Numbers(), Dice(f"{self._places.seed}/directory")
        desks: dict[str, tuple[Organisation, Desk]] = {}
        for kind in books.kinds:
            for ward in self._wards_of(kind):
                body = books.bodies[kind.of]
                key = f"{body.key}/{ward if body.is_local else ''}"
                if key not in desks:
                    desks[key] = self._organisation(body, key, ward, desks, numbers)
                organisation, desk = desks[key]
                ref = f"{kind.key}/{ward}"
                people = contacts_of(kind, ref, desk, names, numbers, dice, self._places.as_of)
                yield self._incoming(kind, ref, ward, organisation, people, dice)

    def _wards_of(self, kind: Kind) -> tuple[str, ...]:
        if kind.wards == ALL_WARDS:
            return self._town.wards
        return kind.wards or ("",)

    def _organisation(
        self, body: Body, key: str, ward: str, known: dict[str, tuple[Organisation, Desk]], numbers: Numbers
    ) -> tuple[Organisation, Desk]:
        # One body under two names has one number: that is how people find out.
        others = (f"{body.same}/{ward}", f"{body.same}/")
        same = next((known[one][1] for one in others if body.same and one in known), None)
        name = body.name.format(ward=ward, saint=f"{self._town.saint(ward)} Church" if ward else "")
        slug = "".join(each for each in name.casefold() if each.isascii() and each.isalnum())[:40]
        desk = same or Desk(numbers.landline(), f"{slug}.example")
        made = Organisation(
            id=key,
            name=name,
            description=body.about.format(ward=ward),
            url=f"https://www.{desk.domain}",
            email=f"info@{desk.domain}",
            phones=(desk.phone.number,),
            alternate_names=body.also,
        )
        return made, desk

    def _incoming(  # noqa: PLR0913, PLR0917 - what a service is made of
        self,
        kind: Kind,
        ref: str,
        ward: str,
        organisation: Organisation,
        people: tuple[Contact, ...],
        dice: Dice,
    ) -> Incoming:
        place = self._town.venue(kind.at, ward)
        service = self._service(kind, ref, ward, organisation, place, dice)
        return Incoming(
            ref=ref,
            organisation=organisation,
            service=service,
            locations=(place,) if place else (),
            at_locations=(ServiceAtLocation(f"{ref}@{place.id}", ref, place.id),) if place else (),
            contacts=people,
            events=tuple(self._events(kind, ref, ward, organisation)),
            taxonomies=(TAXONOMY,),
            terms=(self._term(kind),),
        )

    def _service(  # noqa: PLR0913, PLR0917 - likewise
        self,
        kind: Kind,
        ref: str,
        ward: str,
        organisation: Organisation,
        place: Location | None,
        dice: Dice,
    ) -> Service:
        hours, cost, age = dice.pick(kind.hours), dice.pick(kind.cost), dice.pick(_ASSURED)
        if kind.pinned.assured is not None:
            age = kind.pinned.assured
        about = kind.about.format(ward=ward, place=place.name if place else ward)
        if kind.pinned.old_number:
            about += f" Please do not use {SWITCHED_OFF} any more: that line is switched off."
        return Service(
            id=ref,
            name=kind.name.format(ward=ward),
            organisation_id=organisation.id,
            description=about,
            url=f"{organisation.url}/{kind.key.replace('_', '-')}",
            email=organisation.email,
            alternate_name=kind.also,
            eligibility=Eligibility(
                kind.ages[0] or None, kind.ages[1] or None, kind.who.format(ward=ward or "Millbrook")
            ),
            schedules=(Schedule(f"{ref}#hours", text=hours, location_id=place.id if place else ""),),
            areas=self._areas(kind, ref, ward),
            costs=(CostOption(f"{ref}#cost", None, cost),) if cost else (),
            language_codes=kind.languages,
            accessibility=kind.access,
            term_ids=(kind.category,),
            assured_on=None if age is None else self._places.as_of - timedelta(days=age),
        )

    def _areas(self, kind: Kind, ref: str, ward: str) -> tuple[ServiceArea, ...]:
        """Where a service that comes to people comes to: its ward, or the whole town."""
        if kind.at not in NOWHERE:
            return ()
        districts = self._town.districts
        if ward in districts:
            return (ServiceArea(f"{ref}#area", ward, (districts[ward],)),)
        return (ServiceArea(f"{ref}#area", "Millbrook", tuple(districts.values())),)

    def _term(self, kind: Kind) -> TaxonomyTerm:
        name = catalogue().categories[kind.category]
        return TaxonomyTerm(kind.category, name, taxonomy_id=TAXONOMY.id)

    def _events(self, kind: Kind, ref: str, ward: str, organisation: Organisation) -> Iterator[Event]:
        first = self._wards_of(kind)[0]
        for number, (name, of, at, days, hour) in enumerate(_EVENTS):
            if of != kind.key or ward != first:
                continue
            place = self._town.venue(kind.at if kind.at == at else "", ward) if kind.at == at else None
            starts = datetime.combine(self._places.as_of + timedelta(days=days), time(hour), LONDON)
            yield Event(
                id=f"event-{number}",
                name=name,
                starts=starts,
                ends=starts + timedelta(hours=2),
                organisation_id=organisation.id,
                service_id=ref,
                location_id=place.id if place else "",
                description=f"{name}, put on by {organisation.name}. Come as you are; no booking.",
            )
