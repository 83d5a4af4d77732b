"""One invented person before and after the planter was there."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from adapter_core.demo.chance import Calendar
    from adapter_core.domain.people import Person
    from adapter_core.domain.practices import PracticeList


class Exclusion(StrEnum):
    """Why a person is in no list, in the contract's order."""

    DECEASED = "deceased"
    DUPLICATE = "duplicate"
    CLOSED = "closed"
    UNDER_18 = "under_18"
    RESTRICTED = "restricted"


class AisRecord(StrEnum):
    """How the other system holds somebody."""

    NONE = "none"
    ONE = "one"
    TWICE = "twice"  # two records with the same number and birth date
    OTHER_BIRTH_DATE = "other_birth_date"
    REPEATED = "repeated"  # the same reference on two rows


@dataclass(slots=True)
class Subject:
    """A person, and what the planter needs to know to spoil them in a known way.

    Attributes:
        person: what Mosaic will hold; complete until something is planted.
        salt: a number of their own; every choice within a plant derives from it, so that a plant looks
            the same each night.
        exclusion: why they are in no list; None for those that the truth speaks of.
        age: in whole years; nobody has a birthday within the nights of the demo.
        full: whether the record is kept in full; relatives on the person table are bare.
        learning_disability: an adult under 65 with a learning disability who is a service user: the
            national return wants their employment.
        is_carer: somebody's informal carer, and known as one.
        has_carer: has an informal carer.
        kin: those related to them; both records hold the relationship.
        kin_outside: whether none of those is in any list, so that the relationship may be spoilt.
        ais: how the other system holds them.
        ais_ref: their reference there.
        ais_changes: fields in which that record differs from `person`.
        gone: no longer in Mosaic at all.
    """

    person: Person
    salt: int
    exclusion: Exclusion | None
    age: int
    full: bool = True
    learning_disability: bool = False
    is_carer: bool = False
    has_carer: bool = False
    kin: tuple[Subject, ...] = ()
    kin_outside: bool = True
    ais: AisRecord = AisRecord.NONE
    ais_ref: str = ""
    ais_changes: dict[str, object] = field(default_factory=dict)
    gone: bool = False

    @property
    def joins(self) -> bool:
        """Whether the other system has a record that can be joined."""
        return self.ais is AisRecord.ONE

    def keep_elsewhere(self, *names: str) -> None:
        """Leave fields in the other system as they are now, whatever happens to them here."""
        for name in names:
            self.ais_changes.setdefault(name, getattr(self.person, name))

    def say_elsewhere(self, name: str, value: object) -> None:
        """Let the other system say something else."""
        self.ais_changes[name] = value


@dataclass(frozen=True, slots=True)
class World:
    """What everybody in the council shares.

    Attributes:
        calendar: days before the first night.
        practices: the list of GP practices.
        night: 0 for the first night.
        today: the day that this night's run speaks of.
    """

    calendar: Calendar
    practices: PracticeList
    night: int
    today: date
