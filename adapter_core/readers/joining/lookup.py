"""Joins pages of the master by asking another source for just these people: no list, no index."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from adapter_core.domain.people import Person
from adapter_core.hooks.ports import PAGE_SIZE, Identity, LooksUp, Matcher, Reject
from adapter_core.readers.joining.matching import (
    AMBIGUOUS_MATCH,
    IDENTITY_CONFLICT,
    MASTER_REF,
    SOMEBODY_ELSE,
    Matches,
)
from adapter_core.readers.joining.merged import MergedReferences


class LookUpJoiner:
    """One source that is asked about a page of people at a time (`people.lookup`).

    Only somebody with an identifier and a date of birth is asked about. What comes back is believed no
    more than a row of an extract: it has to carry the same two.
    """

    def __init__(self, source: LooksUp, matcher: Matcher, merged: MergedReferences | None = None) -> None:
        """Take a source that is open.

        Args:
            source: the source to ask.
            matcher: what joins two records.
            merged: what the master has merged.
        """
        self._source, self._matcher = source, matcher
        self._merged = merged if matcher.field == MASTER_REF and merged else MergedReferences()
        self._claimed: set[str] = set()
        self._before: set[int] = set()  # hashes of identities: whom an earlier process asked about
        self._heard = 0
        self._counted: Counter[tuple[str, str]] = Counter()
        self.people = 0
        self.rejects: list[Reject] = []
        self.unmapped: Counter[tuple[str, str]] = Counter()

    def load(self) -> None:
        """Nothing is read before somebody is asked about."""

    @property
    def unmatched(self) -> int:
        """Nobody: of whom it was not asked about, nothing is known."""
        return 0

    def match(self, people: Sequence[Person]) -> Matches:
        """Find the same people; see `Joins.match`."""
        matches = Matches()
        asked = {place: each for place, person in enumerate(people) if (each := self._identities(person))}
        answers = self._ask(asked.values())
        for place, identities in asked.items():
            found = {
                person.ref: (identity, person)
                for identity in identities
                if (person := answers.get(identity)) is not None
            }
            if found:
                self._choose(place, people[place].ref, list(found.values()), matches)
        return matches

    def claim(self, people: Sequence[Person]) -> None:
        """Take the records of people whom an earlier process joined; see `Joins.claim`."""
        self._before.update(hash(each) for person in people for each in self._identities(person))

    def unclaim(self) -> None:
        """Take back every claim."""
        self._before.clear()

    def records_of(self, people: Sequence[Person]) -> list[Person]:
        """Every record that agrees with one of these people; see `Joins.records_of`."""
        asked = [each for person in people if (each := self._identities(person))]
        found = {
            person.ref: person
            for identity, person in self._ask(asked).items()
            if self._matcher.of_other(person) == identity
        }
        return list(found.values())

    def _identities(self, person: Person) -> list[Identity]:
        """Whom to ask about: as the master knows the person, and by references it had before."""
        identity = self._matcher.of_master(person)
        if identity is None or identity.born is None:
            return []
        earlier = self._merged.earlier(identity.identifier)
        return [identity, *(replace(identity, identifier=each) for each in earlier)]

    def _ask(self, asked: Iterable[list[Identity]]) -> dict[Identity, Person]:
        wanted = list(dict.fromkeys(each for identities in asked for each in identities))
        found: dict[Identity, Person] = {}
        for at in range(0, len(wanted), PAGE_SIZE):
            batch = wanted[at : at + PAGE_SIZE]
            answers = self._source.look_up(batch)
            self._hear()
            found.update(
                (identity, person)
                for identity, person in zip(batch, answers, strict=True)
                if person is not None
            )
        return found

    def _hear(self) -> None:
        """Take what the source has noted since the last time, where it notes anything."""
        rejects: Sequence[Reject] = getattr(self._source, "rejects", ())
        self.rejects.extend(rejects[self._heard :])
        self._heard = len(rejects)
        unmapped: Mapping[tuple[str, str], int] = getattr(self._source, "unmapped", {})
        self.unmapped += Counter(unmapped) - self._counted
        self._counted = Counter(unmapped)

    def _choose(
        self, place: int, ref: str, found: Sequence[tuple[Identity, Person]], matches: Matches
    ) -> None:
        agreeing, differing, strangers = [], [], []
        for asked, person in found:
            theirs = self._matcher.of_other(person)
            if theirs is None or theirs.identifier != asked.identifier:
                strangers.append(person)
            elif theirs.born == asked.born:
                agreeing.append(person)
            elif theirs.born is not None:
                differing.append(person)
        if len(agreeing) == 1 and not self._is_claimed(agreeing[0]):
            matches.join(place, agreeing[0])
        elif agreeing and matches.reject(place, ref, agreeing, AMBIGUOUS_MATCH, self._matcher.field):
            matches.restricted.add(place)
        self._claimed.update(person.ref for person in agreeing)
        self.people = len(self._claimed)
        if differing:
            matches.reject(place, ref, differing, IDENTITY_CONFLICT, "date_of_birth")
        if strangers:
            matches.reject(place, ref, strangers, SOMEBODY_ELSE, self._matcher.field)

    def _is_claimed(self, person: Person) -> bool:
        return person.ref in self._claimed or hash(self._matcher.of_other(person)) in self._before
