"""Pages: what stands around the records of a list."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from adapter_open_referral.values import Node, tidy


@dataclass(frozen=True, slots=True)
class PageOf:
    """One page of a list.

    Attributes:
        records: its objects, keys tidied.
        around: the page without them, keys tidied; empty for a bare list.
        strange: how many of its entries are no objects.
        total: of the whole list; None where it does not say.
        pages: how many pages the list has; likewise.
        number: which of them this is; likewise.
        last: whether it says that it is the last; likewise.
        bare: whether it is a list with nothing around it.
    """

    records: list[Node] = field(repr=False)
    around: Node = field(repr=False)
    strange: int = 0
    total: int | None = None
    pages: int | None = None
    number: int | None = None
    last: bool | None = None
    bare: bool = False


def page_of(document: Any) -> PageOf | None:  # noqa: ANN401 - JSON's own types
    """Read a page; None if the document is none."""
    if isinstance(document, list):
        records = [tidy(each) for each in document if isinstance(each, dict)]
        return PageOf(records, {}, len(document) - len(records), bare=True)
    if not isinstance(document, dict):
        return None
    listed = next(
        (document[key] for key in ("contents", "content") if isinstance(document.get(key), list)), None
    )
    around: dict[str, Any] = tidy(
        {key: value for key, value in document.items() if not isinstance(value, (list, dict))}
    )
    if listed is None:
        if not any(key in document for key in ("contents", "content")):
            return None
        listed = []  # null, where a list has nothing
    around |= {key: [] for key in ("contents", "content") if key in document}
    records = [tidy(each) for each in listed if isinstance(each, dict)]
    return PageOf(
        records,
        around,
        len(listed) - len(records),
        total=_whole(around, "total_items", "total_elements"),
        pages=_whole(around, "total_pages"),
        number=_whole(around, "page_number", "number", "page"),
        last=next((around[key] for key in ("last_page", "last") if isinstance(around.get(key), bool)), None),
    )


def _whole(around: Node, *names: str) -> int | None:
    for name in names:
        found = around.get(name)
        if isinstance(found, int) and not isinstance(found, bool) and found >= 0:
            return found
        if isinstance(found, str) and found.isascii() and found.isdigit() and len(found) < 10:  # noqa: PLR2004
            return int(found)
    return None
