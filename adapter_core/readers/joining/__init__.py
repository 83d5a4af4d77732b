"""Finding the same people in another source: an identifier *and* the date of birth must agree.

An identifier alone never joins two records: typed on the wrong record, it would give one person
another's details. Nothing here merges records; a `Case` holds them side by side.
"""

from __future__ import annotations

from adapter_core.readers.joining.joiner import Joiner, JoinRule, Matches

__all__ = ["JoinRule", "Joiner", "Matches"]
