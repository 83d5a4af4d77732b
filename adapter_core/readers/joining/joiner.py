"""Joins pages of the master source with one other source."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from adapter_core.domain.people import Person, is_restricted
from adapter_core.domain.values import nhs_number_problem, normalise_nhs_number
from adapter_core.hooks.ports import Page, PeopleQuery, Reject
from adapter_core.readers.joining.index import Entry, IdentityIndex

IDENTITY_CONFLICT = "FP-0502"
AMBIGUOUS_MATCH = "FP-0503"


class ComparedSource(Protocol):
    """What a joiner needs of a source: streaming with positions, and reading by position."""

    def iter_people(self, query: PeopleQuery) -> Iterator[Page]:
        """See `hooks.ports.Demographics`."""
        ...

    def people_at(self, positions: Sequence[int]) -> list[Person]:
        """See `hooks.ports.Demographics`."""
        ...


@dataclass(frozen=True, slots=True)
class JoinRule:
    """Which identifier joins records, always together with the date of birth.

    Attributes:
        identifier: `nhs_number`, or `master_ref` where the other source holds the master's reference.
        allow_synthetic: whether NHS numbers of the test range identify anyone.
    """

    identifier: str = "nhs_number"
    allow_synthetic: bool = False

    def of_master(self, person: Person) -> str | None:
        """The identifier of a master's record, or None where it identifies nobody."""
        return person.ref if self.identifier == "master_ref" else self._nhs_number(person)

    def of_other(self, person: Person) -> str | None:
        """The identifier of another source's record, or None where it identifies nobody."""
        if self.identifier == "master_ref":
            return person.master_ref if person.master_ref.__class__ is str else None
        return self._nhs_number(person)

    def _nhs_number(self, person: Person) -> str | None:
        number = person.nhs_number
        if number.__class__ is not str or nhs_number_problem(number, allow_synthetic=self.allow_synthetic):
            return None
        return normalise_nhs_number(number)


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


class Joiner:
    """One source, indexed, to be matched with pages of the master."""

    def __init__(self, source: ComparedSource, rule: JoinRule, index: IdentityIndex) -> None:
        """Take a source that is open; call `load` before `match`.

        Args:
            source: the source to index.
            rule: what joins two records.
            index: an empty index, which the caller closes.
        """
        self._source, self._rule, self._index = source, rule, index
        self._matched = bytearray()
        self.entries = 0
        self.people = 0
        self.rejects: list[Reject] = []
        self.unmapped: Counter[tuple[str, str]] = Counter()

    def load(self) -> None:
        """Read the source once and index it; its rejects and unmapped codes are kept.

        Raises:
            SourceUnavailable: as the source raises it.
        """
        of_other = self._rule.of_other
        for page in self._source.iter_people(PeopleQuery()):
            self.people += len(page.people)
            self.rejects.extend(page.rejects)
            self.unmapped.update(page.unmapped)
            known: list[tuple[str, date | None, int]] = []
            for person, position in zip(page.people, page.positions, strict=True):
                identifier = of_other(person)
                if identifier is not None:
                    born = person.date_of_birth
                    known.append((identifier, born if isinstance(born, date) else None, position))
            self._index.add(known)
        self.entries = self._index.seal()
        self._matched = bytearray(self.entries + 1)

    @property
    def unmatched(self) -> int:
        """People of the source who were matched with nobody that `match` was asked for so far."""
        return self.people - sum(self._matched)

    def match(self, people: Sequence[Person]) -> Matches:
        """Find the same people: identifier and date of birth agree, in exactly one record.

        The same identifier with another date of birth is an identity conflict, more than one match
        an error; both become rejects that name the references, and those are not joined. A record that
        a person of an earlier page, or an earlier one of this page, was joined with is not joined again:
        the second claim is such an error.
        """
        identified = {
            place: identifier
            for place, person in enumerate(people)
            if (identifier := self._rule.of_master(person)) is not None
        }
        entries = self._index.find(list(dict.fromkeys(identified.values()))) if identified else {}
        matches = Matches()
        chosen: dict[int, Entry] = {}
        for place, identifier in identified.items():
            candidates = entries.get(identifier)
            born = people[place].date_of_birth
            if candidates and isinstance(born, date):
                self._choose(
                    place,
                    people[place].ref,
                    self._index.hash_of(identifier, born),
                    candidates,
                    chosen,
                    matches,
                )
        for place, person in zip(
            chosen, self._source.people_at([entry.position for entry in chosen.values()]), strict=True
        ):
            matches.people[place] = person
            if is_restricted(person):
                matches.restricted.add(place)
        return matches

    def records_of(self, people: Sequence[Person]) -> list[Person]:
        """Every record that agrees with one of these people; it claims none, and rejects none."""
        found: dict[int, None] = {}
        for person in people:
            identifier, born = self._rule.of_master(person), person.date_of_birth
            if identifier is not None and isinstance(born, date):
                birth = self._index.hash_of(identifier, born)
                entries = self._index.find([identifier]).get(identifier, ())
                found.update((entry.position, None) for entry in entries if entry.birth == birth)
        return self._source.people_at(list(found)) if found else []

    def _choose(  # noqa: PLR0913, PLR0917 - one place where the four ways to match meet
        self,
        place: int,
        ref: str,
        birth: int,
        candidates: Sequence[Entry],
        chosen: dict[int, Entry],
        matches: Matches,
    ) -> None:
        agreeing = [entry for entry in candidates if entry.birth == birth]
        # Somebody has to look at it even where another record of the same identifier agrees.
        differing = [entry for entry in candidates if entry.birth not in (0, birth)]
        if len(agreeing) == 1 and not self._matched[agreeing[0].row]:
            self._matched[agreeing[0].row] = 1
            chosen[place] = agreeing[0]
        elif agreeing:
            if self._reject(place, ref, agreeing, matches, AMBIGUOUS_MATCH, self._rule.identifier):
                matches.restricted.add(place)
            for entry in agreeing:
                self._matched[entry.row] = 1
        if differing:
            self._reject(place, ref, differing, matches, IDENTITY_CONFLICT, "date_of_birth")

    def _reject(  # noqa: PLR0913, PLR0917 - what a reject says
        self, place: int, ref: str, entries: Sequence[Entry], matches: Matches, code: str, path: str
    ) -> bool:
        """Note a reject that names whoever is not restricted; says whether somebody is."""
        others = self._source.people_at([entry.position for entry in entries])
        named = [person.ref for person in others if not is_restricted(person)]
        if named:
            refs = (ref, *named)
            matches.rejects.append(Reject(" / ".join(refs), code, path, refs))
            matches.places.append(place)
        return len(named) < len(others)
