"""Remembers the people of a source that can be streamed, and not be read again by position.

They are held in this process alone, packed, and never on a disk: an extract of XML or a list over
HTTP cannot be opened in the middle, and asking for everybody again for each page would cost hours.
"""

from __future__ import annotations

import pickle
import zlib
from collections.abc import Iterator, Sequence
from typing import Protocol

from adapter_core.domain.people import Person
from adapter_core.hooks.ports import Page, PeopleQuery


class Streamed(Protocol):
    """A source that streams everybody."""

    def iter_people(self, query: PeopleQuery) -> Iterator[Page]:
        """See `hooks.ports.CaseRecords`."""
        ...


class Remembered:
    """A source with the positions that it has not: each person's place in its order."""

    def __init__(self, source: Streamed) -> None:
        """Take a source that is open."""
        self._source = source
        self._packed: list[bytes] = []
        self._common = b""

    def iter_people(self, query: PeopleQuery) -> Iterator[Page]:
        """Stream everybody once, with positions.

        Raises:
            SourceUnavailable: as the source raises it.
        """
        for page in self._source.iter_people(query):
            first = len(self._packed)
            self._packed.extend(map(self._pack, page.people))
            page.positions = range(first, len(self._packed))
            yield page

    def people_at(self, positions: Sequence[int]) -> list[Person]:
        """The people at these positions, in the order asked for."""
        return [self._unpack(self._packed[position]) for position in positions]

    def _pack(self, person: Person) -> bytes:
        whole = pickle.dumps(person, pickle.HIGHEST_PROTOCOL)
        # Records of one source are much alike: what the first one holds need not be kept for the others.
        self._common = self._common or whole
        packing = zlib.compressobj(1, zdict=self._common)
        return packing.compress(whole) + packing.flush()

    def _unpack(self, packed: bytes) -> Person:
        # What is read was written by this process, a moment ago, and was never outside it.
        person: Person = pickle.loads(zlib.decompressobj(zdict=self._common).decompress(packed))  # noqa: S301
        return person
