"""Small numbers: told with care within the council, and taken out of what is published."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

LEAST = 5
"""Counts below this are small, unless the config says otherwise."""


def suppressed(counts: Sequence[int], least: int = LEAST) -> tuple[int | None, ...]:
    """The counts that add up to a published total, with the small ones taken out.

    Where one alone would be missing it could be told from the total: the smallest of the others goes
    with it. A nought is kept; it tells of nobody.

    Args:
        counts: the parts of one total.
        least: the smallest count that may be told.

    Returns:
        The counts, None where one may not be told.
    """
    hidden = {place for place, count in enumerate(counts) if 0 < count < least}
    if len(hidden) == 1:
        others = [place for place, count in enumerate(counts) if count and place not in hidden]
        if others:
            hidden.add(min(others, key=lambda place: counts[place]))
    return tuple(None if place in hidden else count for place, count in enumerate(counts))


def is_small(count: int, least: int = LEAST) -> bool:
    """Whether a count is to be handled with care."""
    return 0 < count < least
