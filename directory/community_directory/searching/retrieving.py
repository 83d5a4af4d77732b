"""Which services are worth ranking: read from the postings, unranked, and never more than a fixed number.

First those that match every group, then those that match all but one, and so on; among equals those that
have the rarest word in a name. What is read is packed and compared as sets, so that the work is bounded
however common the words are.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from community_directory.searching import tables
from community_directory.searching.postings import HEAD, REST, Field, Postings, common, fields_of_some
from community_directory.searching.terms import Alternative, Group, Term

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

MOST_RANKED = 150
"""Services that are ranked for one query without filters."""
MOST_JUDGED = 1_000
"""With filters, which leave some out only after they were ranked."""
MOST_COMPARED = 10_000
"""Services read of one word's postings, where others are as common."""
MOST_READ = 40_000
"""Services that have a word in a name, a category or a place, up to which it says something beside others."""
MOST_IN_TEXT = 60_000
"""Services of a word up to which it counts that it stands in a text."""
MOST_BLOCKS = 24
"""Blocks read of one word that is everywhere, where nothing else is asked for."""
MOST_OF_A_WORD = 1_200
"""Services that a word may bring in which few other words match."""
MOST_OF_A_PHRASE = 3_000
"""Services of a phrase's rarest word that are looked through for the others, likewise."""
MOST_LOOKED_AT = 600
"""Services of which those are chosen that are ranked."""

_TELLING = Field.NAME | Field.WHOLE | Field.TERM
_NAMED = Field.NAME | Field.ORGANISATION | Field.CONTACT


@dataclass(slots=True)
class Retrieved:
    """The postings of a query's terms, as far as they were read.

    Attributes:
        parts: (id of a term's row, part) to its postings.
        asked: the terms that were looked up, by the ids of their rows.
    """

    parts: dict[tuple[int, int], Postings] = field(default_factory=dict)
    asked: set[tuple[int, ...]] = field(default_factory=set)
    _lists: dict[tuple[int, ...], list[Postings]] = field(default_factory=dict)
    _tables: dict[tuple[int, ...], dict[int, int]] = field(default_factory=dict)
    _sets: dict[tuple[int, ...], set[int]] = field(default_factory=dict)

    def of(self, term: Term) -> list[Postings]:
        """Both parts of a term, of all its rows; names first."""
        found = self._lists.get(term.ids)
        if found is None:
            parts = (self.parts.get((each, part)) for part in (HEAD, REST) for each in term.ids)
            found = self._lists[term.ids] = [each for each in parts if each is not None]
        return found

    def size(self, term: Term) -> int:
        """How many postings of a term were read."""
        return sum(each.size for each in self.of(term))

    def first(self, term: Term) -> dict[int, int]:
        """The services of a term, and where it stands: all of a rare one, of a common one some."""
        found = self._tables.get(term.ids)
        if found is None:
            found = self._tables[term.ids] = {}
            for postings in self.of(term):
                for block in postings.blocks:
                    if len(found) >= MOST_OF_A_WORD:
                        return found
                    if len(term.ids) == 1:
                        found.update(zip(block.numbers(), block.fields, strict=True))
                    else:
                        for number, fields in block.entries():
                            found[number] = found.get(number, 0) | fields
        return found

    def fields_of(self, term: Term, number: int) -> int:
        """Where a term stands in a service; 0 where it does not."""
        fields = 0
        for postings in self.of(term):
            fields |= postings.fields_of(number)
        return fields

    def fields_in(self, term: Term, numbers: set[int]) -> dict[int, int]:
        """Those of some services that a term stands in, and where."""
        if self.size(term) <= MOST_OF_A_WORD:
            table = self.first(term)
            return {number: table[number] for number in table.keys() & numbers}
        return fields_of_some(self.of(term), numbers)

    def matching(self, alternative: Alternative, numbers: set[int] | None) -> set[int]:
        """The services that have all terms of an alternative, of some or of all that are compared."""
        found = numbers
        for term in sorted(alternative.terms, key=self.size):
            found = self._many(term) if found is None else self.among(term, found)
        return set() if found is None else found

    def among(self, term: Term, numbers: set[int]) -> set[int]:
        """Those of some services that a term stands in."""
        if self.size(term) <= MOST_OF_A_WORD:
            return self.first(term).keys() & numbers
        return common(self.of(term), numbers)

    def some(self, term: Term, most: int) -> set[int]:
        """The services of a term, of a common one the first of them; about so many at most."""
        found: set[int] = set()
        for postings in self.of(term):
            if len(found) < most:
                found |= postings.numbers(most - len(found))
        return found

    def _many(self, term: Term) -> set[int]:
        """The services of a term, of a common one the first `MOST_COMPARED` or so; not to be changed."""
        found = self._sets.get(term.ids)
        if found is not None:
            return found
        if self.size(term) <= MOST_OF_A_WORD:
            found = self._sets[term.ids] = set(self.first(term))
            return found
        found = self._sets[term.ids] = self.some(term, MOST_COMPARED)
        return found


def telling(groups: Sequence[Group]) -> list[Group]:
    """The groups that say something: without words that are everywhere, where there are others."""
    asked = [group for group in groups if group.alternatives]
    if len(asked) < 2:  # noqa: PLR2004 - the only one there is says whatever is said
        return asked
    rarest = min(asked, key=lambda group: group.services)
    return [group for group in asked if group is rarest or group.head <= MOST_READ]


def read(
    connection: Connection, groups: Sequence[Group], *, rarest: Group | None, before: Retrieved | None = None
) -> Retrieved:
    """Read the postings of the terms of some groups, beside what was read before.

    Of a word that stands in the text of very many services, only names and the like are read: that it stands
    in a text says next to nothing. Of the rarest group everything is read, up to `MOST_BLOCKS`.
    """
    retrieved = before or Retrieved()
    chosen: list[str] = []
    seen = retrieved.asked
    for group in groups:
        for term in (term for each in group.alternatives for term in each.terms):
            if term.ids in seen:
                continue
            seen.add(term.ids)
            ids = ",".join(map(str, term.ids))
            if term.services <= MOST_IN_TEXT:
                chosen.append(f"term IN ({ids})")
            elif term.head <= MOST_READ:
                chosen.append(f"(term IN ({ids}) AND part = {HEAD})")
                if group is rarest:
                    _read(connection, retrieved, f"term IN ({ids}) AND part = {REST}")
            else:
                _read(connection, retrieved, f"term IN ({ids})")
    if chosen:
        _read(connection, retrieved, " OR ".join(chosen), most=None)
    return retrieved


def _read(
    connection: Connection, retrieved: Retrieved, where: str, *, most: int | None = MOST_BLOCKS
) -> None:
    statement = (
        f"SELECT term, part, first, block FROM {tables.posting.name} "  # noqa: S608 - numbers of our own
        f"WHERE {where} ORDER BY term, part, first" + (f" LIMIT {most}" if most else "")
    )
    for term, part, first, block in connection.exec_driver_sql(statement):
        key = (term, part)
        postings = retrieved.parts.get(key)
        if postings is None:
            postings = retrieved.parts[key] = Postings()
        postings.add(first, block)


def candidates(  # noqa: PLR0913 - what a query comes to
    retrieved: Retrieved,
    groups: Sequence[Group],
    first: Group | None,
    near: Group | None,
    within: Group | None,
    *,
    most: int,
) -> list[int]:
    """The services to rank, in order of their numbers.

    Args:
        retrieved: what was read of them.
        groups: what each should match, as many as it can; those without alternatives match nothing. Those
            that are not needed only say which come first of the services that match as many others.
        first: what comes before anything else where it matches: a whole name.
        near: what comes first among those that match as many groups: a place.
        within: what each must match.
        most: how many, at most.
    """
    every = sorted((group for group in groups if group.alternatives), key=lambda group: group.services)
    asked = [group for group in every if group.needed]
    preferred = [each for each in (near, *(group for group in every if not group.needed)) if each is not None]
    only = None if within is None else _of(retrieved, within, None)
    chosen: set[int] = set()
    if first is not None:
        named = _of(retrieved, first, only)
        chosen |= set(sorted(named)[:most])
    if not asked:
        return sorted(chosen)
    for layer, favourite in _every_layer(retrieved, asked, only):
        kept = layer if only is None else layer & only
        for each in preferred if len(kept) > most - len(chosen) else ():
            _take(retrieved, favourite, _of(retrieved, each, kept), chosen, most)
        _take(retrieved, favourite, kept, chosen, most)
        if len(chosen) >= most:
            return sorted(chosen)
    for group in preferred:
        if not group.needed and len(chosen) < most:
            shares = (_first(retrieved, alternative) for alternative in group.alternatives)
            found = set().union(*shares)
            _take(retrieved, group, found if only is None else found & only, chosen, most)
    return sorted(chosen)


def _every_layer(
    retrieved: Retrieved, asked: Sequence[Group], only: set[int] | None
) -> Iterable[tuple[set[int], Group]]:
    """First what matches every word, then what matches fewer; concepts may match or not."""
    plain = [group for group in asked if not group.concept] or asked
    current = only
    steps: list[set[int]] = []
    for group in plain:
        further = _of(retrieved, group, current)
        if further:
            current = further
            steps.append(further)
    if current is not None and len(steps) == len(plain):
        for group in asked:
            if group.concept and group not in plain:
                yield _of(retrieved, group, current), plain[0]
    if len(plain) == len(asked):
        for step in reversed(steps[1:] or steps):
            yield step, plain[0]
    elif len(steps) == len(plain) > 1:  # else the words may be in passing, and the concepts what is meant
        yield steps[-1], plain[0]
    if len(asked) > 1:
        yield from _layers(retrieved, asked)


def _of(retrieved: Retrieved, group: Group, numbers: set[int] | None) -> set[int]:
    found: set[int] = set()
    for alternative in group.alternatives:
        found |= retrieved.matching(alternative, numbers)
    return found


def _layers(retrieved: Retrieved, asked: Sequence[Group]) -> Iterable[tuple[set[int], Group]]:
    """The services that match many groups before those that match few, with the group to order them by."""
    levels: list[set[int]] = []
    shares: list[set[int]] = []
    for group in asked:
        share: set[int] = set()
        for alternative in group.alternatives:
            share |= _first(retrieved, alternative)
        shares.append(share)
        carried = share
        for at, level in enumerate(levels):
            levels[at], carried = level | carried, level & carried
        levels.append(carried)
    for level in reversed(levels[1:]):
        yield level, asked[0]
    yield from zip(shares, asked, strict=True)


def _first(retrieved: Retrieved, alternative: Alternative) -> set[int]:
    """The services of an alternative, no more than `MOST_OF_A_WORD` or so; those with it in a name first."""
    rarest, *others = sorted(alternative.terms, key=retrieved.size)
    if not others:
        return set(retrieved.first(rarest))
    found = retrieved.some(rarest, MOST_OF_A_PHRASE)
    for term in others:
        found = retrieved.among(term, found)
    return found if len(found) <= MOST_OF_A_WORD else set(sorted(found)[:MOST_OF_A_WORD])


def _take(retrieved: Retrieved, group: Group, numbers: set[int], chosen: set[int], most: int) -> None:
    """Choose from equals: those that have a group's word in a name or category first, then in order."""
    room = most - len(chosen)
    new = numbers - chosen
    if len(new) <= room:
        chosen |= new
        return
    fields = dict.fromkeys(sorted(new)[:MOST_LOOKED_AT], 0)
    looked_at = set(fields)
    for alternative in group.alternatives:
        for term in alternative.terms:
            for number, where in retrieved.fields_in(term, looked_at).items():
                fields[number] |= where
    telling = [number for number, where in fields.items() if where & _TELLING]
    named = [number for number, where in fields.items() if where & _NAMED and not where & _TELLING]
    others = [number for number, where in fields.items() if not where & (_TELLING | _NAMED)]
    chosen.update((telling + named + others)[:room])
