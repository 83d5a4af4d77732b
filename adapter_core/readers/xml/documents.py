"""Whole XML documents: one page of an interface, held in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapter_core.errors import SourceUnavailable
from adapter_core.readers.tabular.encoding import TextEncoding, WrongEncodingWatch
from adapter_core.readers.trees.limits import LIMITS
from adapter_core.readers.xml.parsing import HAS_DOCTYPE, TOO_LARGE, Unparsable, is_deep, is_too_busy, parse
from adapter_core.readers.xml.streams import HEAD, narrow_encoding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element as Element

    from adapter_core.readers.trees.limits import Limits


def document_records(
    body: bytes, record: str, *, limits: Limits = LIMITS, where: str = "", encoding: str | None = None
) -> list[Element]:
    """The people of one document.

    Args:
        body: the whole document.
        record: local name of the element that holds one person. Inside one, it is an element like others.
        limits: how much the document may hold.
        where: names the document in errors.
        encoding: what the document is in; what it says itself if None.

    Raises:
        SourceUnavailable: FP-0431, it is no well-formed XML, or cut short; FP-0433, it has a document
            type; FP-0434, it is in an encoding that is not read, or in another than it says; FP-0436,
            it is too large, or has too many elements or attributes, or too deep ones.
    """
    return list(outermost(whole_document(body, limits=limits, where=where, encoding=encoding), record))


def whole_document(
    body: bytes, *, limits: Limits = LIMITS, where: str = "", encoding: str | None = None
) -> Element:
    """The root of one document; see `document_records`.

    Raises:
        SourceUnavailable: likewise.
    """
    if len(body) > limits.page_bytes:
        message = f"The XML has more than {limits.page_bytes:,} bytes."
        raise SourceUnavailable("FP-0436", message, where=where)
    if is_too_busy(body, limits):
        message = "The XML has more elements or attributes than people's records need."
        raise SourceUnavailable("FP-0436", message, where=where)
    encoding = encoding or narrow_encoding(body[:HEAD], where)
    _refuse_another_encoding(body, encoding, where)
    try:
        root = parse(body, encoding)
    except Unparsable as error:
        if error.code == HAS_DOCTYPE or b"<!DOCTYPE" in body:
            message = "The XML has a document type (DOCTYPE), which is never read."
            raise SourceUnavailable("FP-0433", message, where=where) from None
        if error.code == TOO_LARGE:
            message = "The XML has an element, text or depth beyond what is read."
            raise SourceUnavailable("FP-0436", message, where=where) from None
        message = "The XML is not well formed, or was cut short."
        raise SourceUnavailable("FP-0431", message, where=where) from None
    if is_deep(root, limits.depth):
        message = f"The XML has elements more than {limits.depth} deep."
        raise SourceUnavailable("FP-0436", message, where=where)
    return root


def _refuse_another_encoding(body: bytes, encoding: str | None, where: str) -> None:
    watch = WrongEncodingWatch(TextEncoding(encoding or "utf-8"))
    if watch.active and not body.isascii() and (wrong := watch.is_wrong(body, 0)) is not None:
        message = f"Byte {wrong} begins a letter in UTF-8; the XML says it is in another encoding."
        raise SourceUnavailable("FP-0434", message, where=where)


def outermost(root: Element, record: str) -> Iterator[Element]:
    """The records below an element, or itself, in order; what stands inside a record is part of it."""
    inside: Element | None = None
    for each in root.iter(f"{{*}}{record}"):
        if inside is None or not any(above is inside for above in each.iterancestors(f"{{*}}{record}")):
            inside = each
            yield each
