"""What a check of a feed comes to."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Level(StrEnum):
    """Whether a feed has to pass."""

    REQUIRED = "required"
    RECOMMENDED = "recommended"


class Verdict(StrEnum):
    """What a check says of an endpoint."""

    PASSES = "passes"
    FAILS = "fails"
    NOT_CHECKED = "not checked"


@dataclass(frozen=True, slots=True)
class Result:
    """One line of the table.

    Attributes:
        endpoint: such as `/services/{id}`.
        check: the check's name.
        count: how often it was found wrong; 0 unless it fails.
        example: where it is wrong for the first time, or why it was not checked; ids and fields, no text.
    """

    endpoint: str
    level: Level
    check: str
    verdict: Verdict
    count: int = 0
    example: str = ""

    def as_json(self) -> dict[str, Any]:
        """The line for machines."""
        return {
            "endpoint": self.endpoint,
            "level": self.level.value,
            "check": self.check,
            "verdict": self.verdict.value,
            "count": self.count,
            "example": self.example,
        }


@dataclass(frozen=True, slots=True)
class Conformance:
    """What all checks say of a feed.

    Attributes:
        results: in the order of the checks.
        requests: how many requests it took.
        whole: whether every page was read; otherwise it speaks of the first ones.
    """

    results: tuple[Result, ...]
    requests: int
    whole: bool

    @property
    def conforms(self) -> bool:
        """Whether no required check fails."""
        return not any(one.verdict is Verdict.FAILS and one.level is Level.REQUIRED for one in self.results)

    def as_json(self) -> dict[str, Any]:
        """Everything, for machines."""
        return {
            "conforms": self.conforms,
            "requests": self.requests,
            "whole": self.whole,
            "results": [one.as_json() for one in self.results],
        }


_MOST_SHOWN = 80


def shown(value: object) -> str:
    """A strange server's text, cut short and without anything that a terminal would obey."""
    text = "".join(char if char.isprintable() else "?" for char in str(value))
    return text if len(text) <= _MOST_SHOWN else f"{text[: _MOST_SHOWN - 1]}…"
