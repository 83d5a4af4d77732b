"""The eleven things to consider (R-20 to R-31)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapter_core.domain.casework import Consideration, Considered, ConversationRecord
from adapter_core.domain.codes.conversations import CONSIDERATION, NEEDS_TEXT, NEVER_SHARED

if TYPE_CHECKING:
    from collections.abc import Iterable

TEXT_NEEDED = frozenset(code.id for code in CONSIDERATION.in_group(NEEDS_TEXT))
"""Items that need text once considered: R-21, R-23, R-24."""

KEPT_BACK = frozenset(code.id for code in CONSIDERATION.in_group(NEVER_SHARED))
"""Items that never leave in a copy for others: R-25."""


def everything(record: ConversationRecord) -> tuple[Consideration, ...]:
    """All eleven, in their order; what the record does not speak of is still to do.

    An item that stands twice is given twice: nothing that was typed is lost.
    """
    held = list(record.considerations)
    spoken = {each.item for each in held}
    order = {code.id: number for number, code in enumerate(CONSIDERATION.codes)}
    missing = [Consideration(item, Considered.TO_DO) for item in order if item not in spoken]
    return tuple(sorted(held + missing, key=lambda each: order.get(each.item, len(order))))


def to_do(record: ConversationRecord) -> tuple[str, ...]:
    """Ids of the items that are still to do."""
    return tuple(each.item for each in everything(record) if each.status is Considered.TO_DO)


def lacks_text(consideration: Consideration) -> bool:
    """Whether an item is called considered, and does not say what was found although R-31 asks for it."""
    return (
        consideration.status is Considered.CONSIDERED
        and consideration.item in TEXT_NEEDED
        and not consideration.text.strip()
    )


def for_others(considerations: Iterable[Consideration]) -> tuple[Consideration, ...]:
    """What may stand in a copy for others: without domestic abuse, whatever its status, text and all.

    An item that the code list does not know stays back as well: nobody can say what it is.
    """
    return tuple(
        each for each in considerations if CONSIDERATION.get(each.item) and each.item not in KEPT_BACK
    )
