"""Descriptions: much the same words speak for two being one, unless many entries have them."""

from __future__ import annotations

from collections.abc import Iterator

from community_directory.duplicates.entries import SKETCH, Entry, resemblance
from community_directory.duplicates.shared import Shared
from community_directory.duplicates.weights import Weight, discounted, others, weight

_SAME, _SAME_IN_HOUSE, _MUCH, _LITTLE = 3.0, 1.5, 1.0, -1.0
_SAME_FROM, _MUCH_FROM, _LITTLE_TO = 0.7, 0.3, 0.05


def text_weight(one: Entry, other: Entry, shared: Shared, *, in_house: bool = False) -> Iterator[Weight]:
    """The weight of two descriptions, where both have one that is long enough to be compared.

    Args:
        one: an entry.
        other: another.
        shared: how many have each text.
        in_house: whether one organisation wrote both, and may have written the same of two things.
    """
    if not (one.text and other.text):
        return
    alike = resemblance(one.text, other.text)
    if alike >= _SAME_FROM:
        holders = max(shared.texts[one.text], shared.texts[other.text], 2)
        bits = _SAME_IN_HOUSE if in_house else _SAME
        yield weight("description", discounted(bits, holders), f"nearly the same words{others(holders)}")
    elif alike >= _MUCH_FROM:
        yield weight("description", _MUCH, "many words in common")
    elif alike <= _LITTLE_TO and min(len(one.text), len(other.text)) == SKETCH:
        yield weight("description", _LITTLE, "hardly a word in common")
