"""Writing into a case system, and seeing again what was written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol, runtime_checkable

from adapter_core.domain.casework.deliveries import Delivery


@dataclass(frozen=True, slots=True)
class Sighting:
    """Where a marker stands in a case system's notes.

    Attributes:
        on: since when, where the system says.
        refs: references of the people in whose notes it stands.
    """

    on: date | None
    refs: tuple[str, ...]


@runtime_checkable
class SeesWritten(Protocol):
    """A source that shows what was written into people's notes; needs `notes.seen`."""

    def seen(self, markers: Sequence[str]) -> Mapping[str, Sighting]:
        """Those of the markers that stand in the system's notes; their texts are given to nobody.

        Raises:
            SourceUnavailable: when the source cannot be reached.
        """
        ...


@runtime_checkable
class Writes(Protocol):
    """A source that can be written to; needs `records.write`. One delivery is written once, or not at all.

    `key` says what is the same thing: a backend that already wrote a key writes nothing and gives its
    receipt again.
    """

    def write(self, delivery: Delivery) -> str:
        """Write one delivery into the person's record, and return only once it is there to stay.

        Returns:
            The backend's own word for what it wrote: a number, a reference.

        Raises:
            SourceUnavailable: nothing was written; it is tried again.
            InDoubt: nobody knows whether it was written (FP-1051). Any error that is none of
                Fingerpost's own counts as this one.
            UsageError: the backend refuses it for good (FP-1053); nothing was written.
        """
        ...

    def find(self, key: str) -> str | None:
        """The receipt of what was written under a key; None where nothing was.

        Raises:
            SourceUnavailable: when the source cannot be reached.
            InDoubt: when it cannot tell.
        """
        ...
