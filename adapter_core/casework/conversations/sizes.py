"""How long a record may be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any

from adapter_core.domain.casework import ConversationRecord
from adapter_core.errors import UsageError

LONGEST = 4_000_000
"""Characters that a record may have, all its texts together; a long novel has one million."""

DEAREST = 1_000_000_000
"""The highest cost of one thing, in pence: ten million pounds; what a column of the store can hold."""


def size(record: ConversationRecord) -> int:
    """How many characters a record's texts have together."""
    return _size(record)


def check_size(characters: int, where: str = "") -> None:
    """Refuse what is too long for a record, before anything is changed.

    Args:
        characters: how many there are.
        where: the file, or empty.

    Raises:
        UsageError: they are more than `LONGEST` (FP-1008). Nothing was kept, and nothing lost.
    """
    if characters > LONGEST:
        raise UsageError(
            "FP-1008",
            f"The text has {characters:,} characters; a record holds at most {LONGEST:,}.",
            where=where,
        )


def _size(thing: object) -> int:
    if isinstance(thing, str):
        return len(thing)
    if isinstance(thing, tuple):
        return sum(map(_size, thing))
    kind: Any = type(thing)
    names = _names(kind)
    if names:
        return sum(_size(getattr(thing, name)) for name in names)
    if isinstance(thing, Mapping):
        return sum(_size(key) + _size(value) for key, value in thing.items())
    return 0


@cache
def _names(kind: type) -> tuple[str, ...]:
    """The fields of a dataclass; none of anything else."""
    return tuple(each.name for each in fields(kind)) if is_dataclass(kind) else ()
