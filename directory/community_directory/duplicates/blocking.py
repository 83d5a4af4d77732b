"""Which two entries are worth comparing: those that share a number, a site, a postcode or rare words.

All pairs of 100,000 services would be five thousand million. Entries are put into blocks by what they share,
and compared within each. A block that too many share is divided by name and by postcode; what is too large
even so is left out, and counted.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from community_directory.duplicates.entries import Entry
from community_directory.duplicates.shared import Shared

MOST_IN_BLOCK = 50
"""Entries of a block of which every two are compared."""
_RAREST = 4
"""Words of a name that make blocks."""
_RAREST_OF_ADDRESS = 3

Key = tuple[str, ...]


@dataclass(slots=True)
class Blocks:
    """Blocks of entries.

    Attributes:
        members: of each block the positions of its entries, rising.
        of_entry: of each entry its blocks.
        capped: what was shared by too many to be compared, to how many such blocks there were.
    """

    members: list[list[int]] = field(default_factory=list)
    of_entry: list[list[int]] = field(default_factory=list)
    capped: Counter[str] = field(default_factory=Counter)

    def pairs(self) -> Iterator[tuple[int, int]]:
        """Every two positions that share a block, once, the smaller first."""
        for position, blocks in enumerate(self.of_entry):
            later = {other for block in blocks for other in self.members[block] if other > position}
            for other in sorted(later):
                yield position, other


def blocks(entries: Sequence[Entry], shared: Shared, *, most: int = MOST_IN_BLOCK) -> Blocks:
    """Put entries into blocks.

    Args:
        entries: of one kind.
        shared: how rare the words of their names are.
        most: entries that a block may have.
    """
    found: defaultdict[Key, list[int]] = defaultdict(list)
    for position, entry in enumerate(entries):
        for key in set(_keys(entry, shared)):
            found[key].append(position)
    made = Blocks(of_entry=[[] for _ in entries])
    for key in sorted(found):
        members = found[key]
        if len(members) <= most:
            _add(made, members)
            continue
        finer: defaultdict[Key, list[int]] = defaultdict(list)
        for position in members:
            for extra in _finer(entries[position]):
                finer[extra].append(position)
        for extra in sorted(finer):
            if len(finer[extra]) <= most:
                _add(made, finer[extra])
            else:
                made.capped[key[0]] += 1
    return made


def _add(made: Blocks, members: list[int]) -> None:
    if len(members) > 1:
        for position in members:
            made.of_entry[position].append(len(made.members))
        made.members.append(members)


def _keys(entry: Entry, shared: Shared) -> Iterator[Key]:
    for of, values in (
        ("telephone", entry.phones),
        ("e-mail", entry.emails),
        ("site", entry.hosts),
        ("page", entry.urls),
        ("identifier", entry.identifiers),
        ("postcode", entry.postcodes),
    ):
        yield from ((of, value) for value in values)
    for name in entry.names:
        rarest = sorted(name, key=lambda word: (shared.names.holders(word), word))[:_RAREST]
        yield ("name", *sorted(name))
        yield from (("word", word) for word in rarest)
        yield from (("words", *sorted(two)) for two in combinations(rarest, 2))
        yield from (
            ("word of the name and postcode", word, postcode)
            for word in rarest
            for postcode in entry.postcodes
        )
    rarest = sorted(entry.address, key=lambda word: (shared.addresses.holders(word), word))
    yield from (("address", *sorted(two)) for two in combinations(rarest[:_RAREST_OF_ADDRESS], 2))


def _finer(entry: Entry) -> Iterator[Key]:
    for name in entry.names:
        yield ("name", *sorted(name))
        yield from (("name", *sorted(name), postcode) for postcode in entry.postcodes)
        yield from (("words", *sorted(two)) for two in combinations(sorted(name)[:_RAREST], 2))
    yield from (("postcode", each) for each in entry.postcodes)
    yield from (("telephone", each) for each in entry.phones)
