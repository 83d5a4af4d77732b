"""What stands between the records of an extract, read by libxml2 without building a tree."""

from __future__ import annotations

from typing import Any, NoReturn

from lxml import etree

from adapter_core.errors import SourceUnavailable
from adapter_core.readers.xml.parsing import HARDENED

PLACEHOLDER = "fingerpost-record"
"""The element that stands for records. Two stand for many: one might be the root."""

_ENOUGH = 2


class _Target:
    """Sees every element between records; keeps the prefixes of namespaces."""

    def __init__(self) -> None:
        self.prefixes: dict[str, str] = {}
        self.placeholders = 0
        self.has_doctype = False

    def start(self, tag: str, _attributes: object) -> None:
        if tag.endswith(PLACEHOLDER):
            self.placeholders += 1

    def start_ns(self, prefix: str, uri: str) -> None:
        if prefix:
            self.prefixes[prefix] = uri

    def end(self, tag: str) -> None:
        pass

    def doctype(self, *_what: object) -> None:
        self.has_doctype = True

    def close(self) -> None:
        pass


class Frame:
    """The document that is left when its records are taken out.

    Attributes:
        sound: how many records certainly stand where records may stand.
    """

    def __init__(self, encoding: str, where: str) -> None:
        """Begin a document in an encoding."""
        self._target = _Target()
        target: Any = self._target
        self._parser = etree.XMLParser(target=target, encoding=encoding, **HARDENED)
        self._where = where
        self._waiting = 0
        self._expected = 0
        self._seen = 0
        self.sound = 0

    @property
    def prefixes(self) -> dict[str, str]:
        """Prefixes of namespaces that were declared so far, with what they stand for."""
        return self._target.prefixes

    def record(self) -> None:
        """A record stood here."""
        self._seen += 1
        self._waiting = min(self._waiting + 1, _ENOUGH)

    def settle(self) -> None:
        """Make sure that records may stand where those so far stood.

        Raises:
            SourceUnavailable: FP-0431, they may not: inside a tag, after the end of the document.
        """
        if self._waiting:
            self._expected += self._waiting
            self._give(f"<{PLACEHOLDER}/>".encode() * self._waiting)
            self._waiting = 0
            if self._target.placeholders < self._expected:
                self._broken()
            self.sound = self._seen

    def feed(self, text: bytes) -> None:
        """Read what stands between two records.

        Raises:
            SourceUnavailable: FP-0431, it is not well formed; FP-0433, it has a document type.
        """
        self.settle()
        self._give(text)

    def close(self) -> None:
        """Finish the document.

        Raises:
            SourceUnavailable: FP-0432, it is not complete.
        """
        self.settle()
        try:
            self._parser.close()
        except (etree.XMLSyntaxError, AssertionError):
            message = "The file is cut short: its first element is never closed."
            raise SourceUnavailable("FP-0432", message, where=self._where) from None

    def _give(self, text: bytes) -> None:
        try:
            self._parser.feed(text)
        except (etree.XMLSyntaxError, ValueError):
            self._broken()
        if self._target.has_doctype:
            message = "The file has a document type (DOCTYPE), which is never read."
            raise SourceUnavailable("FP-0433", message, where=self._where)

    def _broken(self) -> NoReturn:
        message = "The file is not well-formed XML between two records, or before the first."
        raise SourceUnavailable("FP-0431", message, where=self._where) from None
