"""How long ago somebody said that an entry is right: shown and ranked, never a reason to hide."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

FRESH_DAYS, AGEING_DAYS = 92, 366
"""Up to three months an entry is fresh, up to a year ageing, after that stale."""


class Freshness(StrEnum):
    """The bands."""

    FRESH = "fresh"
    AGEING = "ageing"
    STALE = "stale"
    UNKNOWN = "unknown"


def freshness_of(assured: date | None, on: date) -> Freshness:
    """The band of an entry.

    Args:
        assured: the day on which it was last said to be right; None where nobody ever did.
        on: the day to speak of.
    """
    if assured is None or assured > on:
        return Freshness.UNKNOWN
    age = (on - assured).days
    if age <= FRESH_DAYS:
        return Freshness.FRESH
    return Freshness.AGEING if age <= AGEING_DAYS else Freshness.STALE
