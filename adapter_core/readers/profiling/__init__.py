"""A source's profile without its rows: what may be sent to a supplier, and what a mapping is proposed from.

Nothing is told that fewer than `LEAST` people or rows share; of texts only their shapes, but for codes.
"""

from __future__ import annotations

from adapter_core.readers.profiling.model import (
    LEAST,
    ColumnScan,
    Reference,
    Scan,
    Share,
    TableScan,
    read_scan,
    rounded,
)
from adapter_core.readers.profiling.tables import TableProfiler

__all__ = [
    "LEAST",
    "ColumnScan",
    "Reference",
    "Scan",
    "Share",
    "TableProfiler",
    "TableScan",
    "read_scan",
    "rounded",
]
