"""Reading people: everybody, a page at a time, or one of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol, runtime_checkable

from adapter_core.domain.people import Person
from adapter_core.hooks.ports.reports import Reject, SourceReport

PAGE_SIZE = 1000
"""The most people that a page may hold."""


@dataclass(slots=True)
class Page:
    """Part of what a source holds, in the source's own order.

    Attributes:
        people: at most `PAGE_SIZE` of them.
        cursor: where to resume after this page; None after the last.
        rejects: records that could not be read.
        unmapped: `(field path, raw code)` to how many people carry a code that the mapping does not know.
        positions: where each person stands, for `Demographics.people_at`; parallel to `people`, or empty.
    """

    people: Sequence[Person]
    cursor: str | None = None
    rejects: Sequence[Reject] = ()
    unmapped: Mapping[tuple[str, str], int] = field(default_factory=dict)
    positions: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class PeopleQuery:
    """What to stream: everything after `after`, at most `page_size` people a page."""

    after: str | None = None
    page_size: int = PAGE_SIZE


@runtime_checkable
class CaseRecords(Protocol):
    """People as a case system holds them."""

    @property
    def as_of(self) -> datetime | None:
        """When the data was true (a file's date); None for a live system. It costs next to nothing."""
        ...

    def inspect(self) -> SourceReport:
        """Compare the mapping with the source as it is now; reads catalogue and code lists, no people."""
        ...

    def iter_people(self, query: PeopleQuery) -> Iterator[Page]:
        """Stream everybody, lazily: page 2 is not fetched before it is asked for.

        Raises:
            SourceUnavailable: when the source cannot be reached or answers no more.
        """
        ...

    def get_person(self, ref: str) -> Person:
        """Fetch one person, live (needs `people.get`).

        Raises:
            PersonNotFound: when the source has no such reference.
        """
        ...


@runtime_checkable
class Demographics(Protocol):
    """Demographics as another system holds them, to be compared with the master's."""

    @property
    def as_of(self) -> datetime | None:
        """See `CaseRecords.as_of`."""
        ...

    def inspect(self) -> SourceReport:
        """See `CaseRecords.inspect`."""
        ...

    def iter_people(self, query: PeopleQuery) -> Iterator[Page]:
        """See `CaseRecords.iter_people`; pages carry `positions` where `people.at` is claimed."""
        ...

    def people_at(self, positions: Sequence[int]) -> list[Person]:
        """Read people again by position, in the order asked for."""
        ...
