"""What a worker marks as never shared: parts of a record that no copy for others holds (R-25)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from adapter_core.domain.casework import ConversationRecord

LISTS = ("statements", "outcomes", "actions", "signposts", "decisions", "discussions")
"""The record's lists whose entries can be marked."""


def unmarked(record: ConversationRecord) -> ConversationRecord:
    """A record without what is marked, as if that had never been written."""
    return _only(record, marked=False)


def marked(record: ConversationRecord) -> ConversationRecord:
    """A record whose lists hold what is marked alone."""
    return _only(record, marked=True)


def marks(record: ConversationRecord) -> int:
    """How many entries are marked; the text that stands apart is one."""
    entries = sum(1 for name in LISTS for each in getattr(record, name) if each.never_shared)
    return entries + bool(record.never_shared.strip())


def _only(record: ConversationRecord, *, marked: bool) -> ConversationRecord:
    lists: dict[str, Any] = {
        name: tuple(each for each in getattr(record, name) if each.never_shared is marked) for name in LISTS
    }
    return replace(record, **lists, never_shared=record.never_shared if marked else "")
