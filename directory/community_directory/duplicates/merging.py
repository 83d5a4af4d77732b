"""Merging what somebody decided is one, and taking it out of the queue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from community_directory.duplicates.queue import forget
from community_directory.store.merging import merge

if TYPE_CHECKING:
    from adapter_core.domain.directory import EntityKind
    from community_directory.store.unit_of_work import Work


def merge_two(  # noqa: PLR0913 - as `merge` takes it
    unit: Work, kind: EntityKind, kept_id: str, gone_id: str, *, by: str, why: str
) -> int:
    """Merge one entry into another; see `store.merging.merge`. Nothing waits about the one that goes.

    Raises:
        UsageError: FP-0832 (no such entry), FP-0835 (cannot be merged).
    """
    number = merge(unit, kind, kept_id, gone_id, by=by, why=why)
    forget(unit, kind, gone_id)
    return number
