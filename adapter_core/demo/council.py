"""Millbrook Council: everybody in it, one household at a time, on any of its nights."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from adapter_core.demo import elsewhere, places
from adapter_core.demo.chance import Calendar, Dice
from adapter_core.demo.households import Households
from adapter_core.demo.people import MOST_PEOPLE, Register
from adapter_core.demo.planter import Planted, Planter
from adapter_core.demo.staff import Staff
from adapter_core.demo.subject import World

if TYPE_CHECKING:
    from collections.abc import Iterator

    from adapter_core.domain.people import Person
    from adapter_core.domain.practices import PracticeList

MOST_NIGHTS = 30
"""Nights after the first; nobody has a birthday, and nothing runs out, before they are over."""

_SHARE_ELSEWHERE = 0.7
_FIRST_YEAR, _LAST_YEAR = 2000, 9000
_PEOPLE_A_BROKEN_ROW = 2000
_FEWEST_FOR_BROKEN_ROWS = 60


class Council:
    """A fictional council: the same seed, day and number of people give the same council.

    It holds nobody in memory: every method that yields people draws them anew.

    Args:
        people: how many people the case system's person table holds on the first night.
        seed: any whole number.
        as_of: the day of the first night's run.
        night: 0 for the first night, 1 for the next.
        without: names of plants to leave out (`planting.FACETS`).

    Raises:
        ValueError: if `people`, `as_of`, `night` or `without` cannot be.
    """

    def __init__(
        self, *, people: int, seed: int, as_of: date, night: int = 0, without: frozenset[str] = frozenset()
    ) -> None:
        if not 1 <= people <= MOST_PEOPLE:
            raise ValueError(f"a demo council has from 1 to {MOST_PEOPLE} people")
        if not 0 <= night <= MOST_NIGHTS:
            raise ValueError(f"a demo council has nights 0 to {MOST_NIGHTS}")
        if not _FIRST_YEAR <= as_of.year <= _LAST_YEAR:
            raise ValueError(f"a demo council has days of the years {_FIRST_YEAR} to {_LAST_YEAR}")
        self.name = places.COUNCIL
        self.people = people
        self.seed = seed
        self.as_of = as_of + timedelta(days=night)
        self.night = night
        self.practices: PracticeList = places.practice_list(as_of)
        self._without = without
        self._world = World(Calendar(as_of), self.practices, night, self.as_of)

    @property
    def broken_rows(self) -> tuple[int, ...]:
        """Lines of the AIS extract that are broken; the header is line 1."""
        if self.people < _FEWEST_FOR_BROKEN_ROWS:
            return ()
        dice = Dice(f"{self.seed}/broken rows")
        wanted = 2 + self.people // _PEOPLE_A_BROKEN_ROW
        return tuple(sorted({2 + dice.below(self.people // 5) for _ in range(wanted)}))

    def planted(self) -> Iterator[Planted]:
        """Draw everybody, in the order of their references; those who are gone tonight included."""
        dice = Dice(f"{self.seed}/council")
        calendar = self._world.calendar
        staff = Staff(Dice(f"{self.seed}/staff"), self.people)
        register = Register(dice, calendar, staff, self.seed, _SHARE_ELSEWHERE)
        households = Households(dice, calendar, register)
        planter = Planter(self.seed, self._world, self._without)
        while register.count < self.people:
            household = planter.plant(households.draw(self.people - register.count))
            yield from household
            for one in household:
                # Those who know each other would keep each other in memory until a sweep finds them.
                one.subject.kin = ()

    def mosaic(self) -> Iterator[Person]:
        """Everybody as Mosaic holds them tonight."""
        return (one.subject.person for one in self.planted() if not one.subject.gone)

    def northgate_ais(self) -> Iterator[Person]:
        """Everybody as Northgate AIS holds them tonight, repeated references included."""
        for one in self.planted():
            yield from elsewhere.records(one.subject)
