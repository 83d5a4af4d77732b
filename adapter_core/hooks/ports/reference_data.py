"""Lists that belong to nobody's record."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from adapter_core.domain.practices import PracticeList


@runtime_checkable
class ReferenceData(Protocol):
    """Lists that belong to nobody's record.

    A backend may also have `rejects`, a sequence of `Reject` for the rows that it could not use, and
    `inspect`, which says in a `SourceReport` what is wrong with the list; core asks where they are there.
    """

    def practices(self) -> PracticeList:
        """The list of GP practices.

        Raises:
            SourceUnavailable: when the list is gone, empty or unreadable.
        """
        ...
