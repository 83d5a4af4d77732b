"""The council's teams and its invented workers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapter_core.demo.names import STAFF

if TYPE_CHECKING:
    from adapter_core.demo.chance import Dice

TEAMS: tuple[str, ...] = (
    "North Locality Team",
    "East Locality Team",
    "South Locality Team",
    "West Locality Team",
    "Learning Disability Team",
    "Mental Health Team",
    "Hospital and Reablement Team",
    "Carers Team",
    "Transitions Team",
)
"""Every team, the locality teams first."""

_CASELOAD = 45
_FEWEST, _MOST = 2, 40  # workers a team


class Staff:
    """Workers by team.

    Args:
        dice: chance.
        people: how many people the council has; more people, more workers.
    """

    def __init__(self, dice: Dice, people: int) -> None:
        each = max(_FEWEST, min(_MOST, people // (_CASELOAD * len(TEAMS))))
        taken: set[str] = set()
        self._teams: dict[str, tuple[str, ...]] = {}
        for team in TEAMS:
            workers: list[str] = []
            while len(workers) < each:
                given = dice.pick(STAFF.female) if dice.below(3) else dice.pick(STAFF.male)
                name = f"{given} {dice.pick(STAFF.family)}"
                if name not in taken:
                    taken.add(name)
                    workers.append(name)
            self._teams[team] = tuple(workers)

    def member(self, team: str, chance: float) -> tuple[str, str]:
        """Pick a worker of a team by a number from 0 to just below 1."""
        workers = self._teams[team]
        return workers[int(chance * len(workers))], team
