"""A directory with duplicates and look-alikes that are known, made up. One seed, one directory.

Two feeds tell of it. The first tells of every organisation, service and place once. The second tells of some
of them again, as another directory would have written them down: that are the duplicates, and no others. The
look-alikes stand in the first feed: the same helpline at two sites, branches of one national charity, a group
on two days or for two ages, neighbouring units of one building, neighbours who share a hall.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random
from string import ascii_lowercase

from adapter_core.domain.directory import (
    Address,
    Audience,
    Contact,
    Eligibility,
    EntityKind,
    Incoming,
    Location,
    Organisation,
    Phone,
    Schedule,
    Service,
    ServiceAtLocation,
)

HERE = Path(__file__).parent
NAMES: dict[str, list[str]] = tomllib.loads((HERE / "search_names.toml").read_text(encoding="utf-8"))
TOPICS = tomllib.loads((HERE / "search_topics.toml").read_text(encoding="utf-8"))
FIRST, SECOND = "first", "second"
DAYS = {"Monday": "MO", "Tuesday": "TU", "Wednesday": "WE", "Thursday": "TH", "Friday": "FR"}
AGES = (("5-10", 5, 10), ("11-16", 11, 16), ("17-25", 17, 25))
STREETS = "Church High Mill Station Victoria Albert Queen King Park Chapel Bridge Market North West".split()  # noqa: SIM905 - one line
ENDS = ("Street", "Road", "Lane", "Avenue")
HALLS = (
    "Library",
    "Community Centre",
    "Methodist Church Hall",
    "Village Hall",
    "Leisure Centre",
    "Civic Hall",
)
SAINTS = "Anne Bede Chad Cuthbert Hilda James John Mary Oswald Peter Wilfrid".split()  # noqa: SIM905 - likewise
SHORT = {
    "Association": "Assoc",
    "Community": "Comm",
    "Centre": "Ctr",
    "Group": "Grp",
    "and": "&",
    "Saint": "St",
    "Road": "Rd",
    "Street": "St",
    "Avenue": "Ave",
}
SHARE_TOLD_AGAIN, SHARE_NATIONAL, SHARE_TWO_SITES = 0.08, 0.2, 0.15
_LONG = 5


@dataclass(slots=True)
class Truth:
    """What is known of the directory, by the sources' ids.

    Attributes:
        same: of each kind, ids of the first feed to those of the second that tell of the same thing.
        look_alikes: of each kind and class, pairs of ids of the first feed that are two things.
    """

    same: dict[EntityKind, dict[str, str]] = field(default_factory=dict)
    look_alikes: dict[tuple[EntityKind, str], list[tuple[str, str]]] = field(default_factory=dict)


class Twice:
    """The directory: `first` and `second` are the feeds, `truth` is what is known of them."""

    def __init__(self, services: int, seed: int) -> None:
        """Make it up.

        Args:
            services: about how many the first feed tells of.
            seed: one seed, one directory.
        """
        self._random = Random(seed)
        self.truth = Truth({kind: {} for kind in EntityKind})
        self.first: list[Incoming] = []
        self._venues: dict[str, list[Location]] = {}
        self._made = 0
        self._names: set[str] = set()
        self._branches: set[tuple[str, str]] = set()
        self._most_branches = len(NAMES["nationals"]) * len(NAMES["towns"]) // 2
        while len(self.first) < services:
            self.first.extend(self._organisation())
        self.second = list(self._told_again())

    # --- the first feed ---

    def _organisation(self) -> Iterator[Incoming]:
        pick, number = self._random, self._next("o")
        town, district = pick.choice(NAMES["towns"]).rsplit(" ", 1)
        national = pick.random() < SHARE_NATIONAL and len(self._branches) < self._most_branches
        if national:
            brand = pick.choice(NAMES["nationals"])
            while (brand, town) in self._branches:
                brand = pick.choice(NAMES["nationals"])
                town, district = pick.choice(NAMES["towns"]).rsplit(" ", 1)
            self._branches.add((brand, town))
            name = brand if pick.random() < 0.4 else f"{brand} {town}"  # noqa: PLR2004 - a share
            host = f"{_slug(brand)}.example"
        else:
            name = self._local_name(town)
            while name in self._names:
                name = self._local_name(town)
            self._names.add(name)
            host = f"{_slug(name)}.example"
        helpline = self._phone(_slug(brand)) if national and pick.random() < 0.5 else self._phone(number)  # noqa: PLR2004 - a share
        organisation = Organisation(
            number,
            name,
            f"{name} was founded by people of {town}. {self._text()}",
            f"https://{host}" if not national else f"https://www.{host}/{_slug(town)}",
            f"info@{host}" if not national else f"{_slug(town)}@{host}",
            identifiers={"charity": str(self._made + 100_000)} if pick.random() < 0.3 else {},  # noqa: PLR2004 - a share
        )
        if national:
            self._branch(brand, number)
        every = [self._site(town, district) for _ in range(pick.choice((1, 1, 1, 2, 3)))]
        sites = list({each.address.postcode: each for each in every if each.address}.values())
        for topic in pick.sample(list(TOPICS.values()), pick.choice((1, 2, 3, 4, 6))):
            yield from self._services(organisation, helpline, sites, topic)

    def _services(
        self, organisation: Organisation, helpline: Phone, sites: list[Location], topic: dict[str, list[str]]
    ) -> Iterator[Incoming]:
        pick = self._random
        name, text = pick.choice(topic["names"]), " ".join(pick.sample(topic["says"], k=len(topic["says"])))
        text = f"{text} {self._text()}"
        base = Service("", name, organisation.id, text, f"{organisation.url}/{_slug(name)}")
        variant = pick.random()
        if variant < SHARE_TWO_SITES and len(sites) > 1:
            offers = [("two sites", base, one) for one in sites]
        elif variant < SHARE_TWO_SITES + 0.08:
            offers = [
                ("two days", replace(base, name=f"{name} ({day})", schedules=(_weekly(day),)), sites[0])
                for day in pick.sample(list(DAYS), 2)
            ]
        elif variant < SHARE_TWO_SITES + 0.14:
            offers = [
                (
                    "two ages",
                    replace(base, name=f"{name} {words}", eligibility=Eligibility(low, high)),
                    sites[0],
                )
                for words, low, high in pick.sample(AGES, 2)
            ]
        else:
            offers = [("", replace(base, schedules=(_weekly(pick.choice(list(DAYS))),)), pick.choice(sites))]
        ids = []
        for _, service, site in offers:
            number = self._next("s")
            ids.append(number)
            contact = Contact(
                f"c{number}",
                phones=(helpline,),
                emails=(organisation.email,),
                audience=Audience.PUBLIC,
                service_id=number,
            )
            yield Incoming(
                number,
                organisation,
                replace(service, id=number),
                (site,),
                (ServiceAtLocation(f"a{number}", number, site.id),),
                (contact,),
            )
        if offers[0][0]:
            pairs = self.truth.look_alikes.setdefault((EntityKind.SERVICE, offers[0][0]), [])
            pairs.extend((one, other) for at, one in enumerate(ids) for other in ids[at + 1 :])

    def _local_name(self, town: str) -> str:
        pick = self._random
        first, second = pick.choice(NAMES["first_words"]), pick.choice(NAMES["second_words"])
        kind, where = pick.choice(NAMES["kinds"]), pick.choice(("", "", town))
        surname = pick.choice(NAMES["surname_starts"]) + pick.choice(NAMES["surname_ends"])
        styles = (
            f"{first} {second} {kind}",
            f"{where} {surname} {kind}",
            f"The {surname.capitalize()} {second} {kind}",
            f"{town} {second} {kind}",
        )
        return " ".join(pick.choice(styles).split())

    def _branch(self, brand: str, number: str) -> None:
        pairs = self.truth.look_alikes.setdefault((EntityKind.ORGANISATION, "branches"), [])
        last = self._venues.setdefault(f"brand {brand}", [])
        if last:
            pairs.append((last[-1].id, number))
        last.append(Location(number))

    def _site(self, town: str, district: str) -> Location:
        """A venue of the town, used before or new; sometimes with a neighbour in the next unit."""
        pick, known = self._random, self._venues.setdefault(town, [])
        if known and pick.random() < 0.3:  # noqa: PLR2004 - a share
            return pick.choice(known)
        letters = "".join(pick.choice("ABDEFGHJLNPQRSTUWXYZ") for _ in range(2))
        postcode = f"{district} {pick.randrange(1, 10)}{letters}"
        street = f"{pick.choice(STREETS)} {pick.choice(ENDS)}"
        house = pick.randrange(1, 200)
        if pick.random() < 0.15:  # noqa: PLR2004 - a share
            units = [
                Location(
                    self._next("l"), "", address=_address(f"Unit {unit}, {street} Estate", town, postcode)
                )
                for unit in pick.sample(range(1, 30), 2)
            ]
            pairs = self.truth.look_alikes.setdefault((EntityKind.LOCATION, "units of one estate"), [])
            pairs.append((units[0].id, units[1].id))
            known.extend(units)
            return units[0]
        name = f"St {pick.choice(SAINTS)}'s Church" if pick.random() < 0.3 else f"{town} {pick.choice(HALLS)}"  # noqa: PLR2004 - a share
        if pick.random() < 0.3:  # noqa: PLR2004 - a share
            name = ""
        found = Location(self._next("l"), name, address=_address(f"{house} {street}", town, postcode))
        for other in known:
            if name and other.name == name:
                pairs = self.truth.look_alikes.setdefault((EntityKind.LOCATION, "one name, two places"), [])
                pairs.append((other.id, found.id))
        known.append(found)
        return found

    # --- the second feed ---

    def _told_again(self) -> Iterator[Incoming]:
        owners: dict[str, Organisation] = {}
        places: dict[str, Location] = {}
        for one in self.first:
            if self._random.random() >= SHARE_TOLD_AGAIN or one.organisation is None or one.service is None:
                continue
            if one.organisation.id not in owners:
                owners[one.organisation.id] = self._organisation_again(one.organisation)
            owner, (site,) = owners[one.organisation.id], one.locations
            if site.id not in places:
                places[site.id] = self._site_again(site)
            yield self._service_again(one, owner, places[site.id])

    def _organisation_again(self, one: Organisation) -> Organisation:
        number = self._again(EntityKind.ORGANISATION, one.id)
        return replace(
            one,
            id=number,
            name=self._renamed(one.name),
            description=self._rewritten(one.description),
            url=self._maybe(one.url, f"https://{_slug(one.name)}-{number}.example", 0.6, 0.1),
            email=self._maybe(one.email, f"hello@{number}.example", 0.5, 0.15),
            identifiers=one.identifiers if self._random.random() < 0.6 else {},  # noqa: PLR2004 - a share
        )

    def _site_again(self, one: Location) -> Location:
        pick, address = self._random, one.address or Address()
        line = address.line_1
        if pick.random() < 0.4:  # noqa: PLR2004 - a share
            line = " ".join(SHORT.get(word, word) for word in line.split())
        if one.name and pick.random() < 0.2:  # noqa: PLR2004 - a share
            line = f"{one.name}, {line}"
        postcode = address.postcode
        chance = pick.random()
        if chance < 0.06:  # noqa: PLR2004 - a share
            postcode = ""
        elif chance < 0.09:  # noqa: PLR2004 - a share
            postcode = postcode[:-1] + pick.choice("ABDEFGH")
        name = self._renamed(one.name) if one.name and pick.random() < 0.8 else ""  # noqa: PLR2004 - a share
        return Location(
            self._again(EntityKind.LOCATION, one.id),
            name,
            address=replace(address, line_1=line, postcode=postcode),
        )

    def _service_again(self, one: Incoming, owner: Organisation, site: Location) -> Incoming:
        service, (contact,) = one.service, one.contacts
        if service is None:
            raise ValueError(one.ref)
        number = self._again(EntityKind.SERVICE, service.id)
        phone = self._maybe("same", "other", 0.65, 0.15)
        phones = {"same": contact.phones, "other": (self._phone(number),), "": ()}[phone]
        email = self._maybe(contact.emails[0], f"team@{number}.example", 0.5, 0.15)
        again = replace(
            service,
            id=number,
            organisation_id=owner.id,
            name=self._renamed(service.name),
            description=self._rewritten(service.description),
            url=self._maybe(service.url, owner.url, 0.5, 0.2),
            schedules=service.schedules if self._random.random() < 0.6 else (),  # noqa: PLR2004 - a share
        )
        told = replace(
            contact, id=f"c{number}", phones=phones, emails=(email,) if email else (), service_id=number
        )
        at = ServiceAtLocation(f"a{number}", number, site.id)
        return Incoming(number, owner, again, (site,), (at,), (told,))

    def _renamed(self, name: str) -> str:  # noqa: PLR0911 - a way to write it each
        pick, every = self._random, name.split()
        chance = pick.random()
        if chance < 0.45:  # noqa: PLR2004 - a share
            return name
        if chance < 0.55:  # noqa: PLR2004 - a share
            return f"{name} {pick.choice(('Ltd', 'CIC', 'Limited'))}"
        if chance < 0.67:  # noqa: PLR2004 - a share
            return " ".join(SHORT.get(word, word) for word in every).upper()
        if chance < 0.80:  # noqa: PLR2004 - a share
            at = pick.randrange(len(every))
            every[at] = self._mistyped(every[at])
            return " ".join(every)
        if chance < 0.88 and len(every) > 2:  # noqa: PLR2004 - a share
            return " ".join(every[1:] + every[:1])
        if chance < 0.94 and len(every) > 2:  # noqa: PLR2004 - a share
            del every[pick.randrange(len(every))]
            return " ".join(every)
        return f"The {name} Project"

    def _mistyped(self, word: str) -> str:
        if len(word) < _LONG:
            return word
        at = self._random.randrange(1, len(word) - 1)
        letter = self._random.choice(ascii_lowercase)
        ways = (
            word[:at] + word[at + 1 :],
            word[:at] + letter + word[at:],
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        )
        return self._random.choice(ways)

    def _rewritten(self, text: str) -> str:
        chance, every = self._random.random(), text.split()
        if chance < 0.4:  # noqa: PLR2004 - a share
            return text
        if chance < 0.7:  # noqa: PLR2004 - a share
            return " ".join(every[len(every) // 3 :])
        return ""

    # --- parts of it ---

    def _maybe(self, same: str, other: str, share_same: float, share_other: float) -> str:
        chance = self._random.random()
        if chance < share_same:
            return same
        return other if chance < share_same + share_other else ""

    def _text(self) -> str:
        return " ".join(self._random.sample(NAMES["general"], 2))

    def _next(self, letter: str) -> str:
        self._made += 1
        return f"{letter}{self._made}"

    def _again(self, kind: EntityKind, number: str) -> str:
        again = f"again-{number}"
        self.truth.same[kind][number] = again
        return again

    def _phone(self, of: str) -> Phone:
        """A number of the range for drama (Ofcom), longer than any that can be dialled: nobody has it."""
        figure = Random(of).randrange(10_000_000)
        return Phone(f"+441632960{figure:07}", f"01632 960{figure:07}")


def _weekly(day: str) -> Schedule:
    return Schedule(day, "WEEKLY", (DAYS[day],), text=f"{day}s")


def _address(line: str, town: str, postcode: str) -> Address:
    return Address(line, city=town, postcode=postcode, original_postcode=postcode)


def _slug(text: str) -> str:
    return "".join(one for one in text.lower() if one in ascii_lowercase or one.isdigit())
