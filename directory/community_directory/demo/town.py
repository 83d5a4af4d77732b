"""Where things are in the demo's town: venues with the postcodes of the people's own wards."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from adapter_core.demo.chance import Dice
from adapter_core.domain.directory import Address, Location, LocationKind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from adapter_core.hooks.ports import SampleTown

CITY = "Millbrook"

_AT_SEA = (54.6, 1.0)
"""Where the town would lie, in degrees: in the North Sea, so that no real street gets its services."""

_GRID = ((0, 0), (-1, 1), (1, 1), (2, 0), (1, -1), (0, -2), (-2, 0), (-1, -1))
_STEP_NORTH, _STEP_EAST = 0.009, 0.0155  # one kilometre each, at that latitude
_NEAR = 0.35

_SAINTS = (
    "St Aldhelm's", "St Brannock's", "Holy Cross", "St Cuthburga's", "All Hallows", "St Dunstan's",
    "St Ebba's", "St Frideswide's",
)  # fmt: skip

_VENUES: dict[str, tuple[str, tuple[str, ...]]] = {
    "hall": ("{ward} Community Centre", ("Step-free entrance", "Accessible toilet")),
    "church": ("{saint} Church Hall", ("Ramp at the side door",)),
    "library": ("{ward} Library", ("Step-free entrance", "Hearing loop", "Accessible toilet")),
    "park": ("{ward} Park, main gate", ()),
    "allotment": ("{ward} Allotments", ("Level paths",)),
    "green": ("{ward} Bowling Green pavilion", ("Step-free entrance",)),
    "office": ("Guild House", ("Lift", "Hearing loop", "Accessible toilet")),
    "leisure": ("Millbrook Leisure Centre", ("Step-free entrance", "Changing Places toilet", "Hoist")),
}
"""What a venue is called, and what is said of getting in."""

_IN_ONE_WARD = {"office": "Abbey", "leisure": "Parklands"}
"""Venues of the whole town, with their ward."""

NOWHERE = frozenset({"visits", "phone"})
"""Services that come to people, or are on the telephone."""


class Town:
    """Wards, venues and their postcodes.

    Args:
        places: the fictional council.
    """

    def __init__(self, places: SampleTown) -> None:
        self.places = places
        self._venues: dict[tuple[str, str], Location] = {}

    @cached_property
    def districts(self) -> Mapping[str, str]:
        """Ward to postcode district."""
        return dict(self.places.wards)

    @cached_property
    def wards(self) -> tuple[str, ...]:
        """Their names."""
        return tuple(self.districts)

    def saint(self, ward: str) -> str:
        """What the parish church of a ward is called after."""
        return _SAINTS[self.wards.index(ward) % len(_SAINTS)]

    def venue(self, at: str, ward: str) -> Location | None:
        """A venue of a ward, or of the town; None for services that are nowhere.

        Args:
            at: what kind of venue, as in `services.toml`.
            ward: the ward; empty for the town.
        """
        if at in NOWHERE:
            return None
        ward = _IN_ONE_WARD.get(at, ward or self.wards[0])
        ward = ward if ward in self.districts else self.wards[0]
        if (at, ward) not in self._venues:
            self._venues[at, ward] = self._made(at, ward)
        return self._venues[at, ward]

    def _made(self, at: str, ward: str) -> Location:
        # Not by the seed: the town is the same town, whoever lives in it.
        dice = Dice(f"venue/{at}/{ward}")
        number = self.wards.index(ward)
        words, access = _VENUES[at]
        name = words.format(ward=ward, saint=self.saint(ward))
        north, east = _GRID[number % len(_GRID)]
        postcode = self.places.postcode(number, dice.below(3600))
        street = f"{dice.between(2, 120)} {dice.pick(self.places.streets)}"
        return Location(
            id=f"{at}-{ward}".lower().replace(" ", "-"),
            name=name,
            kind=LocationKind.PHYSICAL,
            # The venue first: a line that begins with a house number reads as somebody's home.
            address=Address(name, street, CITY, ward, postcode, postcode),
            latitude=round(_AT_SEA[0] + (north + _NEAR * (2 * dice.random() - 1)) * _STEP_NORTH * 1.6, 6),
            longitude=round(_AT_SEA[1] + (east + _NEAR * (2 * dice.random() - 1)) * _STEP_EAST * 1.6, 6),
            accessibility=access,
        )
