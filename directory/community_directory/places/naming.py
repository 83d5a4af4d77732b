"""Names of places, gathered from the directory's own locations and service areas: nothing else knows them.

A postcode file has codes of wards, and no names. But whoever runs a hall in Hoo wrote "Hoo" into its
address, and whoever visits the Hoo Peninsula said so: those are the names that people here use.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from community_directory.places.points import Place, PlaceKind, Point
from community_directory.searching.words import words

MOST_WORDS = 4
"""A name of more words is a description."""

_NOWHERE = frozenset(
    [
        "all", "any", "anywhere", "borough wide", "citywide", "countywide", "england", "everywhere", "gb",
        "great britain", "home", "local", "n a", "na", "national", "nationwide", "none", "northern ireland",
        "not known", "online", "phone", "remote", "scotland", "telephone", "uk", "united kingdom", "unknown",
        "various", "various locations", "virtual", "wales", "worldwide", "zoom",
    ]
)  # fmt: skip
_NOT_PLACES = frozenset(
    [
        "avenue",
        "building",
        "buildings",
        "business",
        "centre",
        "chambers",
        "church",
        "clinic",
        "close",
        "college",
        "court",
        "crescent",
        "drive",
        "estate",
        "farm",
        "floor",
        "flat",
        "gardens",
        "gate",
        "hall",
        "hospital",
        "hotel",
        "house",
        "industrial",
        "lane",
        "library",
        "lodge",
        "mews",
        "mill",
        "office",
        "offices",
        "parade",
        "park",
        "place",
        "quarter",
        "retail",
        "road",
        "room",
        "rooms",
        "row",
        "school",
        "square",
        "street",
        "studio",
        "suite",
        "surgery",
        "terrace",
        "trust",
        "unit",
        "university",
        "villas",
        "walk",
        "way",
        "wharf",
        "works",
        "yard",
    ]
)
_TRAILING = re.compile(r"\s+(?:area|borough|borough council|city|council|district|ward)$", re.IGNORECASE)
_DIGIT = re.compile(r"\d")


def key_of(text: str) -> str:
    """A name as the gazetteer looks it up: folded words, joined by a space."""
    return " ".join(words(text, most_characters=200))


@dataclass(slots=True)
class _Gathered:
    name: str
    districts: dict[str, int] = field(default_factory=dict)
    located: int = 0
    latitudes: float = 0.0
    longitudes: float = 0.0

    @property
    def middle(self) -> Point | None:
        """The mean of the places located there; so near to each other that the earth is flat."""
        if not self.located:
            return None
        return Point(self.latitudes / self.located, self.longitudes / self.located)


@dataclass(slots=True)
class PlaceNames:
    """Names while they are gathered: first the locations and areas, then `also_in`, then `places`."""

    _found: dict[str, _Gathered] = field(default_factory=dict)
    _both: set[str] = field(default_factory=set)

    def add_location(
        self, *, city: str, line_2: str = "", region: str = "", district: str = "", point: Point | None = None
    ) -> None:
        """Take the town, the neighbourhood and the county of an address, where they can be names of places.

        Args:
            city: of the address.
            line_2: likewise.
            region: likewise.
            district: outward code of its postcode; empty where there is none.
            point: where it is, if the directory knows.
        """
        for text in dict.fromkeys((city, line_2 if _may_be_place(line_2) else "", region)):
            for name in _names(text):
                self._add(name, (district,) if district else (), point)

    def add_area(self, name: str, districts: Iterable[str] = ()) -> None:
        """Take the name of a service area; several may stand in one, with commas between."""
        for each in _names(name):
            self._add(each, tuple(districts), None)

    def also_in(self, names: Iterable[str]) -> None:
        """Note which places are part of the name of an organisation or a service."""
        for name in names:
            each = list(words(name, most_characters=200))
            for start in range(len(each)):
                for end in range(start + 1, min(start + MOST_WORDS, len(each)) + 1):
                    key = " ".join(each[start:end])
                    if key in self._found:
                        self._both.add(key)

    def places(self) -> Mapping[str, tuple[Place, bool]]:
        """Key to the place, and whether it is part of a name too. Districts: the most used first."""
        return {
            key: (
                Place(
                    PlaceKind.NAME,
                    found.name,
                    tuple(sorted(found.districts, key=lambda code: (-found.districts[code], code))),
                    found.middle,
                ),
                key in self._both,
            )
            for key, found in sorted(self._found.items())
        }

    def _add(self, name: str, districts: tuple[str, ...], point: Point | None) -> None:
        key = key_of(name)
        if not key or key in _NOWHERE or len(key.split()) > MOST_WORDS or _DIGIT.search(key):
            return
        found = self._found.setdefault(key, _Gathered(name))
        if found.name.isupper() and not name.isupper():
            found.name = name
        for code in districts:
            found.districts[code] = found.districts.get(code, 0) + 1
        if point is not None:
            found.located += 1
            found.latitudes += point.latitude
            found.longitudes += point.longitude


def _names(text: str) -> Iterable[str]:
    """The names in a text: `Hoo, Allhallows and Grain` has three, `Ward of Abbey` none that is safe."""
    for part in re.split(r"[,;/|]|\band\b", text[:500]):
        name = _TRAILING.sub("", part.strip(" .\t\n"))
        if name and not re.search(
            r"\b(?:within|miles|only|surrounding|areas|residents|people)\b", name.casefold()
        ):
            yield " ".join(name.split())


def _may_be_place(line: str) -> bool:
    """Whether the second line of an address can be a neighbourhood: no number, no word for a building."""
    each = key_of(line).split()
    return 0 < len(each) <= MOST_WORDS and not _DIGIT.search(line) and _NOT_PLACES.isdisjoint(each)
