"""Records that were cut out of an extract, parsed: many at once, and one by one where one is broken."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import quoteattr

from adapter_core.readers.xml.parsing import BROKEN, TOO_LARGE, Unparsable, is_deep, is_too_busy, parse

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lxml.etree import _Element as Element

    from adapter_core.readers.trees.limits import Limits

MOST_AT_ONCE = 1 << 18
"""Bytes that are parsed at once."""

SMALL = 1 << 15
"""Bytes of a record that is not looked at for its depth: what fits in is harmless at libxml2's own limit."""


def parse_records(
    bodies: Sequence[bytes], encoding: str, prefixes: Mapping[str, str], limits: Limits
) -> list[Element | str]:
    """Parse records.

    Args:
        bodies: the bytes of each.
        encoding: Python's name of their encoding.
        prefixes: prefixes of namespaces that were declared around them.
        limits: how much one may hold.

    Returns:
        For each the element, or the reject code that says why there is none.
    """
    declared = "".join(f" xmlns:{prefix}={quoteattr(uri)}" for prefix, uri in prefixes.items())
    head = f"<r{declared}>".encode(encoding, "xmlcharrefreplace")
    found: list[Element | str] = []
    start = size = 0
    for place, body in enumerate(bodies):
        size += len(body)
        if size > MOST_AT_ONCE:
            found += _batch(bodies[start : place + 1], head, encoding, limits)
            start, size = place + 1, 0
    return found + _batch(bodies[start:], head, encoding, limits)


def _batch(bodies: Sequence[bytes], head: bytes, encoding: str, limits: Limits) -> list[Element | str]:
    if not bodies:
        return []
    largest = max(map(len, bodies))
    if largest <= SMALL:
        try:
            return [*_elements(bodies, head, encoding)]
        except Unparsable:
            pass
    return [_one(body, head, encoding, limits) for body in bodies]


def _one(body: bytes, head: bytes, encoding: str, limits: Limits) -> Element | str:
    if is_too_busy(body, limits):
        return TOO_LARGE
    try:
        (element,) = _elements([body], head, encoding)
    except Unparsable as error:
        return error.code
    return TOO_LARGE if len(body) > SMALL and is_deep(element, limits.depth) else element


def _elements(bodies: Sequence[bytes], head: bytes, encoding: str) -> list[Element]:
    """The elements of records, each of which has to be one element and nothing else."""
    root = parse(b"".join((head, *bodies, b"</r>")), encoding)
    elements = list(root)
    if len(elements) != len(bodies) or root.text or any(each.tail for each in elements):
        raise Unparsable(BROKEN)
    return elements
