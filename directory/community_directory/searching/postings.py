"""The services of a term, packed: blocks of numbers in order, with the fields that the term stands in.

A block is one byte (2 or 4: the width of a number), how many there are (two bytes, little-endian), the
numbers as distances from the block's first, and one byte of fields for each. Both databases hold the same
bytes, and reading them costs no loop in Python.
"""

from __future__ import annotations

import sys
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from enum import IntEnum

MOST_IN_BLOCK = 1024
_HALF = MOST_IN_BLOCK // 2
_SHORT, _LONG = 2, 4
_SHORT_SPAN = 1 << 16
_HEADER = 3
_CODES = {_SHORT: "H", _LONG: "I"}
_SWAP = sys.byteorder == "big"


class Field(IntEnum):
    """Where in a service a term stands: bits, to be put together with `|`."""

    NAME = 1
    ORGANISATION = 2
    CONTACT = 4
    TERM = 8
    PLACE = 16
    BODY = 32
    WHOLE = 64
    """It is the whole name of the service, the organisation or the contact, as one key."""
    TOWN = 128
    """In the town, the postcode or the area, beside the `PLACE` of houses and streets."""


_DEARER = 16
"""So many times dearer it is to look for one service in a block than to go over one of it."""

HEAD, REST = 0, 1
"""Parts: services that have the term in a name, a contact, a category or a place; and in the body alone."""


def part_of(fields: int) -> int:
    """The part that a posting belongs to."""
    return REST if fields == Field.BODY else HEAD


def packed(entries: Sequence[tuple[int, int]]) -> bytes:
    """A block of (number, fields), in order of number; at least one and at most `MOST_IN_BLOCK`."""
    return _packed([number for number, _ in entries], bytes([fields for _, fields in entries]))


def _packed(numbers: Sequence[int], fields: bytes) -> bytes:
    first, size = numbers[0], len(numbers)
    width = _SHORT if numbers[-1] - first < _SHORT_SPAN else _LONG
    return _head(width, size) + _offsets(width, first, numbers) + fields


def _head(width: int, size: int) -> bytes:
    return bytes((width, size & 0xFF, size >> 8))


def _offsets(width: int, first: int, numbers: Sequence[int]) -> bytes:
    offsets = array(_CODES[width], [number - first for number in numbers])
    if _SWAP:
        offsets.byteswap()
    return offsets.tobytes()


@dataclass(frozen=True, slots=True)
class Block:
    """An unpacked block: `offsets` from `first`, and `fields` beside them."""

    first: int
    offsets: array[int]
    fields: bytes

    def numbers(self) -> Iterator[int]:
        """The services' numbers, in order."""
        return map(self.first.__add__, self.offsets)

    def entries(self) -> list[tuple[int, int]]:
        """What `packed` was given."""
        return list(zip(self.numbers(), self.fields, strict=True))


def unpacked(first: int, block: bytes) -> Block:
    """Read a block.

    Raises:
        ValueError: it is none that `packed` made.
    """
    width = block[0] if block else 0
    if width not in _CODES or len(block) < _HEADER:
        raise ValueError("no block of postings")
    size = block[1] | block[2] << 8
    end = _HEADER + size * width
    if not size or len(block) != end + size:
        raise ValueError("a block of postings that is cut short")
    offsets = array(_CODES[width])
    offsets.frombytes(block[_HEADER:end])
    if _SWAP:
        offsets.byteswap()
    return Block(first, offsets, block[end:])


@dataclass(slots=True)
class Postings:
    """All that was read of one term: its blocks, in order."""

    blocks: list[Block] = field(default_factory=list)
    firsts: list[int] = field(default_factory=list)
    size: int = 0

    def add(self, first: int, block: bytes) -> None:
        """The next block."""
        one = unpacked(first, block)
        self.blocks.append(one)
        self.firsts.append(first)
        self.size += len(one.offsets)

    def numbers(self, most: int) -> set[int]:
        """The first services, at most about `most` of them (whole blocks)."""
        found: set[int] = set()
        for block in self.blocks:
            found.update(block.numbers())
            if len(found) >= most:
                break
        return found

    def fields_of(self, number: int) -> int:
        """Where the term stands in a service; 0 where it does not."""
        at = bisect_right(self.firsts, number) - 1
        if at < 0:
            return 0
        block = self.blocks[at]
        offset = number - block.first
        offsets = block.offsets
        place = bisect_left(offsets, offset)
        if place < len(offsets) and offsets[place] == offset:
            return block.fields[place]
        return 0


def fields_of_some(lists: Sequence[Postings], numbers: Iterable[int]) -> dict[int, int]:
    """Those of some services that a term stands in, by any of its lists, and where.

    `Postings.fields_of` for many: what most of a search's time goes into.
    """
    found: dict[int, int] = {}
    for postings in lists:
        firsts, blocks = postings.firsts, postings.blocks
        for number in numbers:
            at = bisect_right(firsts, number) - 1
            if at >= 0:
                block = blocks[at]
                offsets, offset = block.offsets, number - block.first
                place = bisect_left(offsets, offset)
                if place < len(offsets) and offsets[place] == offset:
                    found[number] = found.get(number, 0) | block.fields[place]
    return found


def common(lists: Sequence[Postings], numbers: AbstractSet[int]) -> set[int]:
    """Those of some services that a term stands in, by any of its lists; without unpacking it."""
    ordered = sorted(numbers)
    found: set[int] = set()
    for postings in lists:
        start = 0
        for block in postings.blocks:
            first, offsets = block.first, block.offsets
            start = bisect_left(ordered, first, start)
            end = bisect_right(ordered, first + offsets[-1], start)
            some = ordered[start:end]
            if len(some) * _DEARER > len(offsets):
                within = {number - first for number in some}
                found.update(map(first.__add__, within.intersection(offsets)))
            else:
                for number in some:
                    place = bisect_left(offsets, number - first)
                    if offsets[place] == number - first:
                        found.add(number)
            start = end
    return found


def appended(first: int, block: bytes, numbers: Sequence[int], fields: bytes) -> dict[int, bytes] | None:
    """Put services behind those of a term's last block, without unpacking what is there.

    Args:
        first: of the block; not looked at where it is empty.
        block: the last one; empty for a term that is new.
        numbers: what to put in, in order; at least one.
        fields: theirs.

    Returns:
        What to write by first, the last block among it unless that is full; None where the numbers do not all
        come behind it, so that it takes `merged`.

    Raises:
        ValueError: the block is none that `packed` made.
    """
    write: dict[int, bytes] = {}
    start = 0
    if block:
        held = unpacked(first, block)
        size = len(held.offsets)
        if numbers[0] <= first + held.offsets[-1]:
            return None
        start = min(MOST_IN_BLOCK - size, len(numbers))
        if start:
            width = block[0]
            if width == _SHORT and numbers[start - 1] - first >= _SHORT_SPAN:
                write[first] = _packed([*held.numbers(), *numbers[:start]], held.fields + fields[:start])
            else:
                middle = _HEADER + size * width
                more = _offsets(width, first, numbers[:start])
                write[first] = (
                    _head(width, size + start) + block[_HEADER:middle] + more + held.fields + fields[:start]
                )
    for at in range(start, len(numbers), MOST_IN_BLOCK):
        some = numbers[at : at + MOST_IN_BLOCK]
        write[some[0]] = _packed(some, fields[at : at + MOST_IN_BLOCK])
    return write


def merged(
    blocks: Iterable[tuple[int, bytes]], gone: AbstractSet[int], new: Mapping[int, int]
) -> tuple[list[int], dict[int, bytes], int]:
    """Take services out of blocks that lie side by side, and put others in.

    Args:
        blocks: (first, block) of all that the services lie between, in order; none for a term that is new.
        gone: numbers to take out.
        new: number to fields to put in; a number already there gets these fields.

    Returns:
        The firsts of the blocks to delete, what to write by first, and by how many services there are more
        now. Blocks that stay as they are, are in neither.
    """
    old = list(blocks)
    firsts = [first for first, _ in old]
    additions: list[dict[int, int]] = [{} for _ in old] or [{}]
    for number, fields in new.items():
        additions[max(0, bisect_right(firsts, number) - 1)][number] = fields
    delete: list[int] = []
    write: dict[int, bytes] = {}
    more = 0
    for at, added in enumerate(additions):
        first, block = old[at] if old else (None, b"")
        entries = dict(unpacked(first, block).entries()) if first is not None else {}
        before = len(entries)
        if gone:
            entries = {number: fields for number, fields in entries.items() if number not in gone}
        if not added and len(entries) == before:
            continue
        entries.update(added)
        more += len(entries) - before
        chunks = _chunks(sorted(entries.items()), grows=_at_end(added, entries))
        kept = {chunk[0][0]: packed(chunk) for chunk in chunks}
        if first is not None and kept.get(first) == block:
            del kept[first]
        elif first is not None and first not in kept:
            delete.append(first)
        write.update(kept)
    return delete, write, more


def _at_end(added: Mapping[int, int], entries: Mapping[int, int]) -> bool:
    return bool(added) and max(added) == max(entries)


def _chunks(entries: list[tuple[int, int]], *, grows: bool) -> Iterator[list[tuple[int, int]]]:
    """Blocks that are full where the list grows at its end; else halves, so that there is room between."""
    size = MOST_IN_BLOCK if grows or len(entries) <= MOST_IN_BLOCK else _HALF
    for start in range(0, len(entries), size):
        yield entries[start : start + size]
