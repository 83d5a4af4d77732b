"""Seeded chance and a calendar, both made cheap: they are asked some fifty times a person."""

from __future__ import annotations

import random
from datetime import date
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

T = TypeVar("T")

_DAYS = 46_000  # some 125 years


class Dice:
    """Seeded chance: the same seed gives the same council on every machine.

    Args:
        seed: text; Python hashes it with SHA-512, never with the interpreter's own hash.
    """

    __slots__ = ("random",)

    def __init__(self, seed: str) -> None:
        self.random = random.Random(seed).random  # noqa: S311 - repeatable on purpose; guards nothing

    def pick(self, things: Sequence[T]) -> T:
        """Pick one, each as likely."""
        return things[int(self.random() * len(things))]

    def below(self, stop: int) -> int:
        """Pick a whole number from 0 to `stop` - 1."""
        return int(self.random() * stop)

    def between(self, first: int, last: int) -> int:
        """Pick a whole number, both ends included."""
        return first + int(self.random() * (last - first + 1))


class Calendar:
    """Days counted back from the day that the council is drawn for.

    Args:
        as_of: that day.
    """

    __slots__ = ("ago", "as_of")

    def __init__(self, as_of: date) -> None:
        self.as_of = as_of
        first = as_of.toordinal()
        self.ago = [date.fromordinal(first - days) for days in range(min(_DAYS, first - 1))]
        """`ago[n]` is the day n days before."""


def table(weights: Mapping[T, int]) -> tuple[T, ...]:
    """Write weights out as a table to pick from, each thing as many times as it weighs."""
    return tuple(thing for thing, weight in weights.items() for _ in range(weight))
