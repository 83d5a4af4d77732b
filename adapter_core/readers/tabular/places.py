"""Where the rows of each person stand in a file, in some 18 bytes a row."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_TAG_BITS = 28
_TAGS = (1 << _TAG_BITS) - 1
_SMALLEST = 1024


class RowPlaces:
    """A hash table of places in a file, many to a person: each keeps 28 bits of a hash of the person's key.

    It holds nothing that names anybody, and only finds candidates: whose row really stands at a place is
    asked of the file. The hash is Python's own, keyed anew for each process.
    """

    def __init__(self, expected: int) -> None:
        """Start empty.

        Args:
            expected: about how many rows there will be; with more of them, finding takes longer.
        """
        self._size = max(_SMALLEST, expected + expected // 4)
        self._heads = array("I", bytes(4 * self._size))
        # Numbers begin at 1: 0 ends a chain.
        self._next = array("I", [0])
        self._entries = array("Q", [0])
        self._claimed = bytearray(1)

    def add(self, key: str, place: int) -> None:
        """Remember that one of a person's rows stands at a place."""
        tag = hash(key) & _TAGS
        slot = tag % self._size
        self._next.append(self._heads[slot])
        self._heads[slot] = len(self._entries)
        self._entries.append(place << _TAG_BITS | tag)

    def find(self, keys: Iterable[str]) -> list[tuple[int, int]]:
        """Places where rows of these people may stand, in the file's order, each with its number."""
        found: set[tuple[int, int]] = set()
        entries, following = self._entries, self._next
        for key in keys:
            tag = hash(key) & _TAGS
            number = self._heads[tag % self._size]
            while number:
                entry = entries[number]
                if entry & _TAGS == tag:
                    found.add((entry >> _TAG_BITS, number))
                number = following[number]
        return sorted(found)

    def forget_claims(self) -> None:
        """Begin anew to tell which rows somebody claims."""
        self._claimed = bytearray(len(self._entries))

    def claim(self, number: int) -> None:
        """Say that a row belongs to somebody."""
        self._claimed[number] = 1

    def unclaimed(self) -> Iterator[int]:
        """Places of rows that nobody claimed, in the file's order."""
        number = self._claimed.find(0, 1)
        while number > 0:
            yield self._entries[number] >> _TAG_BITS
            number = self._claimed.find(0, number + 1)
