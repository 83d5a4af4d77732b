"""What the directory knows of places: asked by the words of a query, from memory or from the store."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from community_directory.places.points import Place, PlaceKind, Point


class Gazetteer(Protocol):
    """The places, names and categories that words may mean. All keys are words folded and joined by a space.

    Implementations: `KnownPlaces` (in memory), `stored.StoredGazetteer` (asks the store).
    """

    @property
    def home(self) -> str:
        """The district, postcode or name for "near me"; empty where the config names none."""

    @property
    def has_postcodes(self) -> bool:
        """Whether a postcode list is loaded, so that a postcode that it lacks is likely mistyped."""

    def named(self, keys: Collection[str]) -> Mapping[str, Place]:
        """Those of some texts (`blackpool`, `hoo peninsula`) that are names of places."""

    def in_names(self, keys: Collection[str]) -> frozenset[str]:
        """Those of some names of places that stand in the name of an organisation or a service too."""

    def categories(self, keys: Collection[str]) -> Mapping[str, str]:
        """Those of some texts that are names of taxonomy terms, with the term's name as it is written."""

    def district(self, code: str) -> Place | None:
        """A district that the directory or the postcode list knows, such as `ME4`."""

    def postcode(self, code: str) -> Place | None:
        """A postcode of the list, normalised: `FY1 3AA`. None where it is not in it."""


@dataclass(frozen=True, slots=True)
class KnownPlaces:
    """A gazetteer in memory: of a small directory, or of a test.

    Attributes:
        places: key to place.
        both: keys of places that are part of a name too.
        terms: key to the term's name.
        districts: code to where its middle is, if anybody knows.
        postcodes: normalised postcode to where it is; one without coordinates has no point.
    """

    home: str = ""
    places: Mapping[str, Place] = field(default_factory=dict)
    both: Collection[str] = ()
    terms: Mapping[str, str] = field(default_factory=dict)
    districts: Mapping[str, Point | None] = field(default_factory=dict)
    postcodes: Mapping[str, Point | None] = field(default_factory=dict)

    @property
    def has_postcodes(self) -> bool:
        """As `Gazetteer`."""
        return bool(self.postcodes)

    def named(self, keys: Collection[str]) -> Mapping[str, Place]:
        """As `Gazetteer`."""
        return {key: self.places[key] for key in keys if key in self.places}

    def in_names(self, keys: Collection[str]) -> frozenset[str]:
        """As `Gazetteer`."""
        return frozenset(self.both).intersection(keys)

    def categories(self, keys: Collection[str]) -> Mapping[str, str]:
        """As `Gazetteer`."""
        return {key: self.terms[key] for key in keys if key in self.terms}

    def district(self, code: str) -> Place | None:
        """As `Gazetteer`."""
        if code not in self.districts:
            return None
        return Place(PlaceKind.DISTRICT, code, (code,), self.districts[code])

    def postcode(self, code: str) -> Place | None:
        """As `Gazetteer`."""
        if code not in self.postcodes:
            return None
        point = self.postcodes[code]
        return Place(PlaceKind.POSTCODE, code, (code.partition(" ")[0],), point, exact=point is not None)
