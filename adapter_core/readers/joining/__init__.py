"""Finding the same people in another source: an identifier *and* the date of birth must agree.

An identifier alone never joins two records: typed on the wrong record, it would give one person
another's details. Nothing here merges records; a `Case` holds them side by side.
"""

from __future__ import annotations

from adapter_core.readers.joining.joiner import Joiner
from adapter_core.readers.joining.lookup import LookUpJoiner
from adapter_core.readers.joining.matching import ExactMatcher, Joins, Matches
from adapter_core.readers.joining.merged import MergedReferences, merged_into, read_merged
from adapter_core.readers.joining.remembered import Remembered

__all__ = [
    "ExactMatcher",
    "Joiner",
    "Joins",
    "LookUpJoiner",
    "Matches",
    "MergedReferences",
    "Remembered",
    "merged_into",
    "read_merged",
]
