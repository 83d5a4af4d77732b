"""Pages of people from the records of a tree, wherever they came from."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, Any, Protocol

from adapter_core.domain.people import is_restricted
from adapter_core.hooks.ports import Page, Reject
from adapter_core.readers.mapping.reader import without_collections

if TYPE_CHECKING:
    from collections.abc import Sequence

    from adapter_core.readers.mapping import Reader
    from adapter_core.readers.trees.flattening import Flattener

REPEATED_REFERENCE = "FP-0511"

_SMALLEST = 4096
_WORD = (1 << 64) - 1


class References(Protocol):
    """Remembers which references a source has had."""

    def is_repeated(self, reference: str, place: int) -> bool:
        """Whether a reference was met before; if not, it is remembered, with where it stands."""
        ...


class SeenReferences:
    """Remembers references as 64-bit hashes, twelve bytes a person, where no place can be read again.

    The hash is Python's own, keyed anew for each process: that two of a million people share one, so
    that the second would be rejected, has a chance of one in thirty million.
    """

    def __init__(self) -> None:
        """Start empty."""
        self._table = array("Q", [0]) * _SMALLEST
        self.count = 0

    def is_repeated(self, reference: str, place: int = 0) -> bool:  # noqa: ARG002 - places are not needed here
        """Whether a reference was met before; if not, it is remembered."""
        wanted = hash(reference) & _WORD or 1
        table = self._table
        slot = wanted % len(table)
        while entry := table[slot]:
            if entry == wanted:
                return True
            slot = slot + 1 if slot + 1 < len(table) else 0
        table[slot] = wanted
        self.count += 1
        if 3 * self.count > 2 * len(table):
            self._grow()
        return False

    def _grow(self) -> None:
        old = self._table
        # An odd size, so that every bit of a hash has a say in its slot.
        size = 2 * len(old) + 1
        self._table = table = array("Q", [0]) * size
        for entry in filter(None, old):
            slot = entry % size
            while table[slot]:
                slot = slot + 1 if slot + 1 < size else 0
            table[slot] = entry


class RecordPages:
    """Reads the records of one source, page by page, in one pass over it."""

    def __init__(self, reader: Reader, flatten: Flattener, *, references: References | None = None) -> None:
        """Start a pass.

        Args:
            reader: the compiled mapping.
            flatten: makes its rows of the records.
            references: what remembers references; `SeenReferences` if None.
        """
        self._reader = reader
        self._flatten = flatten
        self._references: References = references or SeenReferences()

    def page(
        self,
        records: Sequence[Any],
        places: Sequence[int],
        cursor: str | None,
        *,
        positions: Sequence[int] = (),
        rejects: Sequence[Reject] = (),
    ) -> Page:
        """Read the records of a page.

        A record without a reference is rejected as `record N` (FP-0500), one whose reference was met
        before by it (FP-0511), or as `record N` where it is restricted.

        Args:
            records: elements or JSON values.
            places: number of each record in the source, from 1.
            cursor: where to resume after the page.
            positions: where each record stands, for `PeopleAt`, if it can be read again.
            rejects: of records that never became one; they come first.
        """
        with without_collections():
            rows, children = self._flatten.rows(records)
            batch = self._reader.read(rows, children)
        people, refused = batch.people, list(rejects)
        kept, numbers = positions or places, places
        if batch.rejects:
            left_out = {place for place, _, _ in batch.rejects}
            refused += [
                Reject(f"record {places[place]}", code, field, anonymous=True)
                for place, code, field in batch.rejects
            ]
            kept = [each for place, each in enumerate(kept) if place not in left_out]
            numbers = [each for place, each in enumerate(places) if place not in left_out]
        is_repeated = self._references.is_repeated
        repeated = [place for place, person in enumerate(people) if is_repeated(person.ref, kept[place])]
        if repeated:
            for place in repeated:
                hidden = is_restricted(people[place])
                named = f"record {numbers[place]}" if hidden else people[place].ref
                refused.append(Reject(named, REPEATED_REFERENCE, "ref"))
            again = set(repeated)
            people = [each for place, each in enumerate(people) if place not in again]
            kept = [each for place, each in enumerate(kept) if place not in again]
        return Page(people, cursor, refused, batch.unmapped, kept if positions else ())
