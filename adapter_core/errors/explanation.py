"""What an explanation of a code consists of."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a code means.

    Attributes:
        title: the fault in a few words.
        meaning: what happened and what Fingerpost did about it.
        remedy: what to do, as a plain imperative sentence.
    """

    title: str
    meaning: str
    remedy: str
