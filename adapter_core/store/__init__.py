"""The store: runs, findings across nights, reviews and the audit, in SQLite or PostgreSQL."""

from __future__ import annotations

from adapter_core.store.finding_reading import ListedFinding
from adapter_core.store.model import (
    BatchGroup,
    Change,
    Finished,
    ImportBatch,
    Movement,
    RunInfo,
    RunStart,
    SavedReview,
    SourceState,
    Undone,
)
from adapter_core.store.run_handle import RunHandle
from adapter_core.store.store import Store

__all__ = [
    "BatchGroup",
    "Change",
    "Finished",
    "ImportBatch",
    "ListedFinding",
    "Movement",
    "RunHandle",
    "RunInfo",
    "RunStart",
    "SavedReview",
    "SourceState",
    "Store",
    "Undone",
]
