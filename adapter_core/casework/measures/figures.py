"""What measures are told in: shares with both their numbers, and numbers of a table."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import floor
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def half_up(value: Fraction | float) -> int:
    """The nearest whole number; a half goes up, as published figures do (C-47), and never to even."""
    return floor(Fraction(value) + Fraction(1, 2))


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    count: int
    of: int

    @property
    def percent(self) -> int | None:
        """Per cent, a whole number, a half going up; None of none."""
        return half_up(Fraction(100 * self.count, self.of)) if self.of else None


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a measure: an id, its words, and how many of how many."""

    id: str
    words: str
    share: Share


@dataclass(frozen=True, slots=True)
class Spread:
    """How long something takes.

    Attributes:
        days: how many cases it was known of.
        unknown: of how many it was not.
        middle: the median in days; None of none.
        mean: the mean in days; None of none.
        longest: the longest, in days; None of none.
    """

    days: int
    unknown: int
    middle: float | None
    mean: float | None
    longest: int | None


def spread(values: Iterable[int | None]) -> Spread:
    """How a number of days is spread; None is not known."""
    known, unknown = [], 0
    for value in values:
        if value is None:
            unknown += 1
        else:
            known.append(value)
    if not known:
        return Spread(0, unknown, None, None, None)
    return Spread(len(known), unknown, float(median(known)), sum(known) / len(known), max(known))
