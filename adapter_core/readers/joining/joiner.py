"""Joins pages of the master source with one other source."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Protocol

from adapter_core.domain.people import Person
from adapter_core.hooks.ports import Matcher, Page, PeopleQuery, Reject
from adapter_core.readers.joining.index import Entry, IdentityIndex
from adapter_core.readers.joining.matching import AMBIGUOUS_MATCH, IDENTITY_CONFLICT, MASTER_REF, Matches
from adapter_core.readers.joining.merged import MergedReferences


class ComparedSource(Protocol):
    """What a joiner needs of a source: streaming with positions, and reading by position."""

    def iter_people(self, query: PeopleQuery) -> Iterator[Page]:
        """See `hooks.ports.Demographics`."""
        ...

    def people_at(self, positions: Sequence[int]) -> list[Person]:
        """See `hooks.ports.Demographics`."""
        ...


class Joiner:
    """One source, indexed, to be matched with pages of the master."""

    def __init__(
        self,
        source: ComparedSource,
        matcher: Matcher,
        index: IdentityIndex,
        merged: MergedReferences | None = None,
    ) -> None:
        """Take a source that is open; call `load` before `match`.

        Args:
            source: the source to index.
            matcher: what joins two records.
            index: an empty index, which the caller closes.
            merged: what the master has merged: where the source holds a reference of the master that
                is a former one, its record is indexed under the one that it has become.
        """
        self._source, self._matcher, self._index = source, matcher, index
        self._merged = merged if matcher.field == MASTER_REF and merged else None
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
        of_other, merged = self._matcher.of_other, self._merged
        for page in self._source.iter_people(PeopleQuery()):
            self.people += len(page.people)
            self.rejects.extend(page.rejects)
            self.unmapped.update(page.unmapped)
            known: list[tuple[str, date | None, int]] = []
            for person, position in zip(page.people, page.positions, strict=True):
                identity = of_other(person)
                if identity is not None:
                    identifier = identity.identifier
                    if merged is not None:
                        identifier = merged.survivor(identifier)
                    known.append((identifier, identity.born, position))
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
        matches = Matches()
        chosen: dict[int, Entry] = {}
        for place, birth, candidates in self._candidates(people):
            self._choose(place, people[place].ref, birth, candidates, chosen, matches)
        for place, person in zip(
            chosen, self._source.people_at([entry.position for entry in chosen.values()]), strict=True
        ):
            matches.join(place, person)
        return matches

    def claim(self, people: Sequence[Person]) -> None:
        """Take the records of people whom an earlier process joined; see `Joins.claim`."""
        for _, birth, candidates in self._candidates(people):
            for entry in candidates:
                if entry.birth == birth:
                    self._matched[entry.row] = 1

    def unclaim(self) -> None:
        """Take back every claim."""
        self._matched = bytearray(self.entries + 1)

    def _candidates(self, people: Sequence[Person]) -> Iterator[tuple[int, int, Sequence[Entry]]]:
        """Each of the people who can be told apart: the place, the hash, and what carries the identifier."""
        identified = {
            place: identity
            for place, person in enumerate(people)
            if (identity := self._matcher.of_master(person)) is not None
        }
        wanted = list(dict.fromkeys(identity.identifier for identity in identified.values()))
        entries = self._index.find(wanted) if wanted else {}
        for place, identity in identified.items():
            candidates = entries.get(identity.identifier)
            if candidates and identity.born is not None:
                yield place, self._index.hash_of(identity.identifier, identity.born), candidates

    def records_of(self, people: Sequence[Person]) -> list[Person]:
        """Every record that agrees with one of these people; it claims none, and rejects none."""
        found: dict[int, None] = {}
        for person in people:
            identity = self._matcher.of_master(person)
            if identity is not None and identity.born is not None:
                birth = self._index.hash_of(identity.identifier, identity.born)
                entries = self._index.find([identity.identifier]).get(identity.identifier, ())
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
            if self._reject(place, ref, agreeing, matches, AMBIGUOUS_MATCH, self._matcher.field):
                matches.restricted.add(place)
            for entry in agreeing:
                self._matched[entry.row] = 1
        if differing:
            self._reject(place, ref, differing, matches, IDENTITY_CONFLICT, "date_of_birth")

    def _reject(  # noqa: PLR0913, PLR0917 - what a reject says
        self, place: int, ref: str, entries: Sequence[Entry], matches: Matches, code: str, path: str
    ) -> bool:
        others = self._source.people_at([entry.position for entry in entries])
        return matches.reject(place, ref, others, code, path)
