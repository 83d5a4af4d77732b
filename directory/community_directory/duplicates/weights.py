"""What speaks for two entries being one, and what against: weights of evidence, in bits, that add up.

After Fellegi and Sunter (Journal of the American Statistical Association 64, 1969): what two records have
in common weighs the logarithm (base 2) of how much more often duplicates have it in common than others do.
One bit more is odds twice as good. The figures are set by hand: no council has labelled its pairs.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

LIKELY = 12.0
"""Bits from which two entries are likely one."""
POSSIBLE = 6.0
"""Bits from which somebody should look."""


class Band(StrEnum):
    """How sure it is that two are one."""

    LIKELY = "likely"
    POSSIBLE = "possible"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Weight:
    """One thing that was compared.

    Attributes:
        of: what it is: `name`, `telephone`.
        bits: for two being one where above nought, against where below.
        says: why, in words.
    """

    of: str
    bits: float
    says: str


@dataclass(frozen=True, slots=True)
class Score:
    """Everything that was compared of two entries."""

    weights: tuple[Weight, ...]

    @property
    def bits(self) -> float:
        """The sum, in bits."""
        return round(math.fsum(one.bits for one in self.weights), 1)

    @property
    def band(self) -> Band:
        """How sure it is."""
        if self.bits >= LIKELY:
            return Band.LIKELY
        return Band.POSSIBLE if self.bits >= POSSIBLE else Band.NONE


def weight(of: str, bits: float, says: str) -> Weight:
    """A weight, to a tenth of a bit, so that what is shown adds up."""
    return Weight(of, round(bits, 1) + 0.0, says)


def discounted(bits: float, holders: int, slope: float = 1.5) -> float:
    """What something in common weighs where more than these two have it.

    Args:
        bits: what it weighs where these two alone have it.
        holders: how many entries of the kind have it, these two among them.
        slope: bits lost each time the number of others doubles.
    """
    return max(0.0, bits - slope * math.log2(max(1, holders - 1)))


def others(holders: int) -> str:
    """In words, how many entries besides the two have something; empty where there is none."""
    number = holders - 2
    if number < 1:
        return ""
    return f"; {number:,} {'other has' if number == 1 else 'others have'} it too"
