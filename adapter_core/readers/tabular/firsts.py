"""Which references a file has had so far, in eight bytes each."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_TAG_BITS = 28
_TAGS = (1 << _TAG_BITS) - 1
_SMALLEST = 4096


class FirstPlaces:
    """A hash table of places in a file: each keeps 28 bits of a reference's hash beside the place.

    The hash only finds candidates: whether a reference really stands at a place is asked of the file,
    so that no two references are ever taken for one. The hash is Python's own, keyed anew for each
    process.
    """

    def __init__(self, reference_at: Callable[[int], str], size: int) -> None:
        """Start empty.

        Args:
            reference_at: reads the reference that stands at a place.
            size: where the last place may be: the file's size in bytes.
        """
        self._reference_at = reference_at
        self._file_size = size
        self._table = array("Q", [0]) * _SMALLEST
        self._room = _SMALLEST * 2 // 3
        self.count = 0

    def is_repeated(self, reference: str, place: int) -> bool:
        """Whether a reference stood at an earlier place; if not, it is remembered."""
        return bool(self.repeats([reference], [place]))

    def repeats(self, references: Sequence[str], places: Sequence[int]) -> list[int]:
        """Which of these references stood at an earlier place, by number; the others are remembered."""
        found = []
        table = self._table
        size = len(table)
        for number, reference in enumerate(references):
            tag = hash(reference) & _TAGS
            slot = tag * size >> _TAG_BITS
            while entry := table[slot]:
                if entry & _TAGS == tag and self._reference_at(entry >> _TAG_BITS) == reference:
                    found.append(number)
                    break
                slot += 1
                if slot == size:
                    slot = 0
            else:
                table[slot] = places[number] << _TAG_BITS | tag
                self.count += 1
                if self.count > self._room:
                    self._grow(places[number])
                    table = self._table
                    size = len(table)
        return found

    def _grow(self, place: int) -> None:
        """Make room for as many as the rest of the file is likely to hold."""
        expected = int(1.6 * self.count * self._file_size / place)
        old = self._table
        size = min(max(2 * len(old), expected), 8 * len(old))
        self._table = table = array("Q", [0]) * size
        self._room = size * 2 // 3
        for entry in old:
            if entry:
                slot = (entry & _TAGS) * size >> _TAG_BITS
                while table[slot]:
                    slot += 1
                    if slot == size:
                        slot = 0
                table[slot] = entry
