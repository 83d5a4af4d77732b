"""GP practices, as the national list of them says (Organisation Data Service)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class PracticeStatus(StrEnum):
    """Status codes of the national list."""

    ACTIVE = "A"
    CLOSED = "C"
    DORMANT = "D"
    PROPOSED = "P"


GP_PRACTICE_SETTING = "4"
"""Prescribing setting of a GP practice; walk-in centres and others share the code format."""


@dataclass(frozen=True, slots=True)
class Practice:
    """One row of the national list.

    Attributes:
        setting: prescribing setting; empty where the list does not say.
        successor: code of the practice that took over, where the list has one.
    """

    code: str
    name: str
    status: PracticeStatus
    opened: date | None = None
    closed: date | None = None
    setting: str = ""
    successor: str | None = None
    postcode: str | None = None

    def is_open(self, on: date) -> bool:
        """Whether patients can be registered there on a day."""
        if self.opened is not None and self.opened > on:
            return False
        if self.closed is not None:
            return self.closed >= on
        return self.status is PracticeStatus.ACTIVE

    @property
    def is_gp_practice(self) -> bool:
        """Whether it is a GP practice, as far as the list says."""
        return self.setting in ("", GP_PRACTICE_SETTING)


@dataclass(frozen=True, slots=True)
class PracticeList:
    """The practices known on a day.

    Attributes:
        as_of: the day up to which the list is known to be true.
        practices: by ODS code, upper case.
    """

    as_of: date
    practices: dict[str, Practice] = field(repr=False)

    def get(self, code: str) -> Practice | None:
        """The practice of a code, or None."""
        return self.practices.get(code.strip().upper())

    def open_gp_practices(self, on: date) -> frozenset[str]:
        """The codes of the GP practices where patients can be registered on a day."""
        return frozenset(
            code
            for code, practice in self.practices.items()
            if practice.is_gp_practice and practice.is_open(on)
        )

    def final_successor(self, code: str, on: date) -> Practice | None:
        """The open practice at the end of the chain of successors; None where the list has none."""
        seen = set()
        practice = self.get(code)
        while practice is not None and practice.successor and practice.code not in seen:
            seen.add(practice.code)
            practice = self.get(practice.successor)
            if practice is not None and practice.is_open(on):
                return practice
        return None
