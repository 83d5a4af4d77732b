"""Proves the index against the tables: what it should hold, made anew, and what it does hold."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from community_directory.searching import tables
from community_directory.searching.documents import Document, Key, documents, key_of
from community_directory.searching.index import every_service, unpacked_ids
from community_directory.searching.postings import HEAD, REST, part_of, unpacked
from community_directory.searching.spelling import keys_of_term

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

_PRIME = (1 << 61) - 1
_STREAMED = 1_000
_MOST_SERVICES_SAID = 20


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check of the index found.

    Attributes:
        services: how many the store lists.
        problems: what is wrong, in words, without any word of what is indexed; empty where all is well.
        numbers: some of the services that are missing, or are indexed otherwise than they should be.
    """

    services: int
    problems: tuple[str, ...] = ()
    numbers: tuple[int, ...] = ()

    @property
    def sound(self) -> bool:
        """Whether the index says just what the tables say."""
        return not self.problems


def check(connection: Connection) -> Checked:
    """Compare the index with the store: every service, every term, every posting, every count.

    It holds a sum for each term in memory, not the postings. `index.rebuild` mends whatever it finds.
    """
    texts: dict[int, str] = {}
    known: dict[Key, int] = {}
    counts: dict[int, tuple[int, int]] = {}
    term = tables.term.c
    for row in connection.execute(select(term.id, term.level, term.text, term.head, term.body)):
        texts[row.id] = row.text
        known[key_of(row.level, row.text)] = row.id
        counts[row.id] = (row.head, row.body)
    wanted = _Wanted(known)
    services = 0
    for batch in every_service(connection):
        services += len(batch)
        wanted.compare(documents(connection, batch), _held(connection, batch))
    problems: list[str] = []
    if wanted.strange:
        problems.append(f"{wanted.strange:,} words of services are in no term")
    if wanted.wrong:
        problems.append(f"{len(wanted.wrong):,} services are not indexed as they are")
    indexed = connection.scalar(select(func.count()).select_from(tables.doc)) or 0
    if indexed != services:
        problems.append(f"{indexed:,} services are indexed, {services:,} are listed")
    problems += _postings(connection, wanted.sums)
    sizes = wanted.sizes
    off = sum(1 for number, both in counts.items() if (sizes[number, HEAD], sizes[number, REST]) != both)
    if off:
        problems.append(f"{off:,} terms are counted wrongly, or stand nowhere")
    problems += _deletes(connection, texts)
    return Checked(services, tuple(problems), tuple(islice(wanted.wrong, _MOST_SERVICES_SAID)))


Row = tuple[int, int, frozenset[int]]
"""The words of the name, those of the organisation, and the ids of the terms of a service."""


@dataclass(slots=True)
class _Wanted:
    """What the index should hold, as far as it was made anew.

    Attributes:
        known: the ids of the terms that there are.
        sums: (term, part) to the sum of its postings' marks; `sizes`: how many they are.
        wrong: services that are indexed otherwise.
        strange: words that are in no term.
    """

    known: dict[Key, int]
    sums: defaultdict[tuple[int, int], int] = field(default_factory=lambda: defaultdict(int))
    sizes: Counter[tuple[int, int]] = field(default_factory=Counter)
    wrong: list[int] = field(default_factory=list)
    strange: int = 0

    def compare(self, wanted: Iterable[Document], held: Mapping[int, Row]) -> None:
        """Add services up, and compare each with how it is indexed."""
        for one in wanted:
            terms = set()
            for key, fields in one.terms.items():
                number = self.known.get(key)
                if number is None:
                    self.strange += 1
                    continue
                terms.add(number)
                place = (number, part_of(fields))
                self.sums[place] = (self.sums[place] + _mark(one.number, fields)) % _PRIME
                self.sizes[place] += 1
            if held.get(one.number) != (one.name_words, one.organisation_words, frozenset(terms)):
                self.wrong.append(one.number)


def _mark(number: int, fields: int) -> int:
    """A number that a posting adds to its term's sum, whatever the order."""
    return pow(number * 256 + fields + 1, 3, _PRIME)


def _held(connection: Connection, numbers: list[int]) -> dict[int, Row]:
    doc = tables.doc.c
    rows = connection.execute(select(tables.doc).where(doc.service.between(numbers[0], numbers[-1])))
    return {
        row.service: (row.name_words, row.organisation_words, frozenset(unpacked_ids(row.terms)))
        for row in rows
    }


def _postings(connection: Connection, expected: dict[tuple[int, int], int]) -> list[str]:
    posting = tables.posting.c
    found: defaultdict[tuple[int, int], int] = defaultdict(int)
    damaged = 0
    order = (posting.term, posting.part, posting.first)
    rows = connection.execute(
        select(*order, posting.block).order_by(*order), execution_options={"yield_per": _STREAMED}
    )
    for row in rows:
        try:
            block = unpacked(row.first, row.block)
        except ValueError:
            damaged += 1
            continue
        key = (row.term, row.part)
        for number, fields in block.entries():
            found[key] = (found[key] + _mark(number, fields)) % _PRIME
    problems = [f"{damaged:,} blocks of postings cannot be read"] if damaged else []
    differing = sum(1 for key in expected.keys() | found.keys() if expected.get(key, 0) != found.get(key, 0))
    if differing:
        problems.append(f"the postings of {differing:,} terms differ from the services")
    return problems


def _deletes(connection: Connection, texts: dict[int, str]) -> list[str]:
    """Every delete belongs to a term, and every term has its own."""
    deleted = tables.deleted.c
    number = total = 0
    for number_of_term, text in texts.items():
        for key in keys_of_term(text):
            number += 1
            total = (total + _mark(key, number_of_term & 0xFF) * (number_of_term + 1)) % _PRIME
    held = held_total = 0
    rows = connection.execute(select(deleted.key, deleted.term), execution_options={"yield_per": _STREAMED})
    for row in rows:
        held += 1
        held_total = (held_total + _mark(row.key, row.term & 0xFF) * (row.term + 1)) % _PRIME
    if (number, total) != (held, held_total):
        return [f"the table of mistyped words has {held:,} entries where {number:,} are wanted, or others"]
    return []
