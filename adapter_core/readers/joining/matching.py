"""By what records of two sources are known to be of one person, and what joining them found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from adapter_core.domain.people import Person, is_restricted
from adapter_core.domain.values import nhs_number_problem, normalise_nhs_number
from adapter_core.hooks.ports import Identity, Reject

IDENTITY_CONFLICT = "FP-0502"
AMBIGUOUS_MATCH = "FP-0503"
SOMEBODY_ELSE = "FP-0541"

MASTER_REF = "master_ref"


@dataclass(frozen=True, slots=True)
class ExactMatcher:
    """The default matcher: one identifier, which must be the same, as must the date of birth.

    Attributes:
        field: `nhs_number`, or `master_ref` where the other source holds the master's reference.
        allow_synthetic: whether NHS numbers of the test range identify anyone.
    """

    field: str = "nhs_number"
    allow_synthetic: bool = False

    def of_master(self, person: Person) -> Identity | None:
        """The identity of a master's record, or None where it identifies nobody."""
        number = person.ref if self.field == MASTER_REF else self._nhs_number(person)
        return None if number is None else Identity(number, _born(person))

    def of_other(self, person: Person) -> Identity | None:
        """The identity of another source's record, or None where it identifies nobody."""
        if self.field == MASTER_REF:
            held = person.master_ref
            number = held if held.__class__ is str else None
        else:
            number = self._nhs_number(person)
        return None if number is None else Identity(number, _born(person))

    def _nhs_number(self, person: Person) -> str | None:
        number = person.nhs_number
        if number.__class__ is not str or nhs_number_problem(number, allow_synthetic=self.allow_synthetic):
            return None
        return normalise_nhs_number(number)


def _born(person: Person) -> date | None:
    born = person.date_of_birth
    return born if isinstance(born, date) else None


@dataclass(slots=True)
class Matches:
    """What joining a page found.

    Attributes:
        people: place in the page to the other source's record.
        rejects: conflicts and ambiguities, each naming both references; nobody who is restricted in
            the other source is named.
        places: for each of `rejects`, the place in the page of the person it is about.
        restricted: places of people whom the other source restricts, joined or ambiguous.
    """

    people: dict[int, Person] = field(default_factory=dict)
    rejects: list[Reject] = field(default_factory=list)
    places: list[int] = field(default_factory=list)
    restricted: set[int] = field(default_factory=set)

    def join(self, place: int, person: Person) -> None:
        """Note the one record that is of the same person."""
        self.people[place] = person
        if is_restricted(person):
            self.restricted.add(place)

    def reject(self, place: int, ref: str, others: Sequence[Person], code: str, path: str) -> bool:
        """Note a reject that names whoever is not restricted; says whether somebody is."""
        named = [person.ref for person in others if not is_restricted(person)]
        if named:
            refs = (ref, *named)
            self.rejects.append(Reject(" / ".join(refs), code, path, refs))
            self.places.append(place)
        return len(named) < len(others)


class Joins(Protocol):
    """One source beside the master, ready to be asked who of a page of the master it knows.

    Attributes:
        people: people of that source that are known of so far.
        rejects: its records that could not be read, as far as the caller has not taken them.
        unmapped: `(field path, raw code)` to how many of its people carry a code that nobody mapped;
            likewise.
    """

    people: int
    rejects: list[Reject]
    unmapped: Counter[tuple[str, str]]

    def load(self) -> None:
        """Read what has to be read before the first page.

        Raises:
            SourceUnavailable: as the source raises it.
        """
        ...

    @property
    def unmatched(self) -> int:
        """People of the source who were matched with nobody that `match` was asked for so far."""
        ...

    def match(self, people: Sequence[Person]) -> Matches:
        """Find the same people: identifier and date of birth agree, in exactly one record.

        Raises:
            SourceUnavailable: as the source raises it.
        """
        ...

    def claim(self, people: Sequence[Person]) -> None:
        """Take the records of people whom an earlier process joined, before the first `match`.

        Nobody is read or asked about: a run that is taken up again only has to know who came before.
        """
        ...

    def unclaim(self) -> None:
        """Take back every claim."""
        ...

    def records_of(self, people: Sequence[Person]) -> list[Person]:
        """Every record that agrees with one of these people; it claims none, and rejects none.

        Raises:
            SourceUnavailable: as the source raises it.
        """
        ...
