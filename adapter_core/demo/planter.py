"""Plants gaps in complete records, and says what must be found because of them.

Each plant declares the fields it touches and exactly what follows. Plants on one person never touch
the same field, so what must be found is what the plants say, one after the other; nothing is checked.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from adapter_core.demo.chance import Dice
from adapter_core.demo.planting import FACETS
from adapter_core.demo.planting.ties import drop_ties
from adapter_core.demo.subject import Exclusion, Subject
from adapter_core.domain.people import Allocation, Service, WorkflowStep

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from adapter_core.demo.planting.plant import Facet, Gap, Plant
    from adapter_core.demo.subject import World

_OWED_TIMES = 2
_OWED_SHARE = 0.25
_SPOILT = (None, Exclusion.RESTRICTED, Exclusion.UNDER_18)
_ELSEWHERE = "ais_record"

# What one night does: each the upper bound of its share.
_GONE, _DIED, _CLOSED = 0.006, 0.010, 0.016
_MENDED, _CHANGED, _NEW = 0.086, 0.106, 0.156
_TRIES = 4


@dataclass(frozen=True, slots=True)
class Planted:
    """A person as planted.

    Attributes:
        subject: the person, in all sources.
        plants: what was planted.
    """

    subject: Subject
    plants: tuple[Plant, ...]

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """What every check must find for this person: profile, rule, state."""
        if self.subject.exclusion is not None:
            return ()
        return tuple(gap for plant in self.plants for gap in plant.gaps)


class Planter:
    """Decides what is planted on whom, and what the nights do to it; then plants it.

    Args:
        seed: of the council.
        world: what everybody shares, the night included.
        without: names of plants to leave out.

    Raises:
        ValueError: if `without` names a plant that does not exist.
    """

    def __init__(self, seed: int, world: World, without: frozenset[str] = frozenset()) -> None:
        every = {plant.name for facet in FACETS for plant in facet.plants}
        if unknown := sorted(without - every):
            raise ValueError(f"no such plants: {', '.join(unknown)}")
        self._world = world
        self._dice = Dice(f"{seed}/plants")
        self._nights = [Dice(f"{seed}/night/{number}") for number in range(1, world.night + 1)]
        self._without = without
        # Each plant is owed a few times, so that a small council has every one of them as well.
        self._owed: dict[str, list[Plant]] = {
            facet.name: [plant for plant in facet.plants if plant.name not in without] * _OWED_TIMES
            for facet in FACETS
        }

    def plant(self, household: Iterable[Subject]) -> list[Planted]:
        """Spoil one household: first decide for each person, then do it, as relationships have two sides."""
        decided = [(subject, self._decide(subject)) for subject in household]
        planted = []
        for subject, plants in decided:
            for plant in plants:
                plant.apply(subject, self._world)
            planted.append(Planted(subject, plants))
        return planted

    def _decide(self, subject: Subject) -> tuple[Plant, ...]:
        if not subject.full or subject.exclusion not in _SPOILT:
            return ()
        plants: list[Plant] = []
        draw = self._dice.random
        listed = subject.exclusion is None
        for facet in FACETS:
            if not facet.fits(subject) or not (listed or facet.name != _ELSEWHERE):
                continue
            chance = draw()
            if listed and chance < _OWED_SHARE and self._owed[facet.name]:
                self._pay(facet, subject, plants)
            elif chance < facet.rate:
                self._add(subject, plants, facet.table[int(draw() * len(facet.table))])
        if listed:
            for number, dice in enumerate(self._nights, 1):
                if not subject.gone and subject.exclusion is None:
                    self._pass_night(subject, plants, dice, number)
        return tuple(plants)

    def _pay(self, facet: Facet, subject: Subject, plants: list[Plant]) -> None:
        """Plant the first that is still owed and can be planted here."""
        owed = self._owed[facet.name]
        for index, plant in enumerate(owed):
            if _may(plant, subject, plants):
                plants.append(owed.pop(index))
                return

    # --- Nights ---------------------------------------------------------------------------------------

    def _pass_night(self, subject: Subject, plants: list[Plant], dice: Dice, number: int) -> None:
        chance = dice.random()
        if chance >= _NEW:
            return
        settled = not any(plant.reject for plant in plants)
        if chance < _CLOSED:
            if settled:
                self._leave(subject, chance, number)
        elif chance < _MENDED:
            if plants:
                plants.pop(dice.below(len(plants)))
        elif chance < _CHANGED:
            self._change(subject, plants, dice)
        else:
            for _ in range(_TRIES):
                facet = dice.pick(FACETS)
                plant = dice.pick(facet.table)
                if facet.name != _ELSEWHERE and self._add(subject, plants, plant):
                    break

    def _leave(self, subject: Subject, chance: float, number: int) -> None:
        yesterday = self._world.calendar.as_of + timedelta(days=number - 1)
        if chance < _GONE:
            if subject.kin_outside:
                drop_ties(subject)
                subject.gone = True
        elif chance < _DIED:
            subject.exclusion = Exclusion.DECEASED
            subject.person.date_of_death = yesterday
        else:
            subject.exclusion = Exclusion.CLOSED
            _close(subject, yesterday)

    def _change(self, subject: Subject, plants: list[Plant], dice: Dice) -> None:
        """Turn one plant into another of the same facet, which the same rules see in another state."""
        if not plants:
            return
        index = dice.below(len(plants))
        before = plants[index]
        others = [
            plant
            for plant in _facet_of(before).plants
            if _rules(plant) == _rules(before) and plant is not before
        ]
        others = [plant for plant in others if plant.gaps != before.gaps]
        if others and before.gaps:
            del plants[index]
            if not self._add(subject, plants, dice.pick(others)):
                plants.insert(index, before)

    def _add(self, subject: Subject, plants: list[Plant], plant: Plant) -> bool:
        if plant.name in self._without or not _may(plant, subject, plants):
            return False
        plants.append(plant)
        return True


def _may(plant: Plant, subject: Subject, plants: Sequence[Plant]) -> bool:
    return plant.fits(subject) and all(plant.goes_with(other) for other in plants)


def _rules(plant: Plant) -> frozenset[tuple[str, str]]:
    return frozenset((profile, rule) for profile, rule, _ in plant.gaps)


_FACET_OF = {plant.name: facet for facet in FACETS for plant in facet.plants}


def _facet_of(plant: Plant) -> Facet:
    return _FACET_OF[plant.name]


def _close(subject: Subject, on: date) -> None:
    """End all work with somebody."""
    person = subject.person
    if isinstance(person.allocations, tuple):
        person.allocations = tuple(
            Allocation(one.worker, one.team, one.start, on) for one in person.allocations
        )
    if isinstance(person.services, tuple):
        person.services = tuple(Service(one.kind, one.start, on) for one in person.services)
    if isinstance(person.steps, tuple):
        person.steps = tuple(
            WorkflowStep("completed" if one.status != "cancelled" else "cancelled", one.team)
            for one in person.steps
        )
