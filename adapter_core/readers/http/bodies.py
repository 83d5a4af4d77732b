"""What an answer's body holds: people, and what leads on to the next page."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from adapter_core.errors import SourceUnavailable
from adapter_core.readers.http.paging import Content
from adapter_core.readers.mapping.paths import xml_steps
from adapter_core.readers.trees import LIMITS, JsonFlattener, json_document, records_at

if TYPE_CHECKING:
    from collections.abc import Sequence

    from adapter_core.readers.http.exchange import Answer
    from adapter_core.readers.http.settings import BodyPath, Pages
    from adapter_core.readers.mapping import LoadedMapping
    from adapter_core.readers.mapping.plan import Plan
    from adapter_core.readers.trees import Flattener

NOT_WHAT_WAS_ASKED = "FP-0452"
NO_PAGING_VALUE = "FP-0463"

_LOOKED_AT = 512
_SPACE_AND_MARK = b" \t\r\n\xef\xbb\xbf\xff\xfe\x00"


class Bodies:
    """Reads bodies of one mapping's format."""

    def __init__(self, loaded: LoadedMapping, pages: Pages | None, *, largest: int) -> None:
        """Take what is looked for.

        Args:
            loaded: a mapping of format `json` or `xml`.
            pages: says where totals and what leads on stand.
            largest: bytes that a body may have.
        """
        self._xml = loaded.file.format == "xml"
        self._record = loaded.file.record or ""
        self._records = tuple(loaded.file.records)
        self._pages = pages
        self._largest = largest
        self._limits = replace(LIMITS, page_bytes=largest)
        self._answer = loaded.file.answer
        self._roots: set[str] = set()

    @property
    def accept(self) -> str:
        """What is asked for."""
        return "application/xml, text/xml;q=0.9" if self._xml else "application/json"

    def flattener(self, plan: Plan) -> Flattener:
        """Makes rows of the records that these bodies hold."""
        if not self._xml:
            return JsonFlattener(plan)
        from adapter_core.readers.xml import XmlFlattener  # noqa: PLC0415 - a JSON server needs no lxml

        return XmlFlattener(plan)

    def content(self, answer: Answer, where: str) -> Content:
        """The people of a page, and what leads on.

        Raises:
            SourceUnavailable: FP-0452, it is a web page, another format or another document than the pages
                before; FP-0463, what leads on is no
                number or text, or a total is missing; and what reading XML or JSON raises.
        """
        document = self._document(answer, where)
        records = self._people(document, where)
        if self._xml:
            self._refuse_another_document(_local(document.tag), where, anybody=bool(records), first=True)
        if self._pages is None:
            return Content(records)
        return Content(records, self._following(document, where), self._total(document, where))

    def people(self, answer: Answer, where: str) -> list[Any]:
        """The people of an answer about somebody: a list as in a page, or one record alone.

        Raises:
            SourceUnavailable: as for `content`.
        """
        document = self._document(answer, where)
        if (
            not self._xml
            and self._records
            and document.__class__ is dict
            and self._records[0] not in document
        ):
            return [document] if document else []
        records = self._people(document, where)
        if self._xml:
            self._refuse_another_document(_local(document.tag), where, anybody=bool(records), first=False)
        return records

    # --- the document ---

    def _document(self, answer: Answer, where: str) -> Any:  # noqa: ANN401 - an element, or JSON's own types
        refuse_others(answer, where, xml=self._xml)
        if not self._xml:
            return json_document(answer.body, largest=self._largest, where=where)
        from adapter_core.readers.xml.documents import whole_document  # noqa: PLC0415 - a JSON server needs no lxml

        return whole_document(answer.body, limits=self._limits, where=where)

    def _refuse_another_document(self, root: str, where: str, *, anybody: bool, first: bool) -> None:
        """An error in XML has no people either: it must not pass for the end of the list, or for nobody.

        Args:
            root: local name of the outermost element.
            where: source and path, for errors.
            anybody: whether it holds people.
            first: whether the first document may hold nobody: a list with nobody is an error of its own.
        """
        if self._answer is not None:
            if root not in {self._answer, self._record}:
                message = "The answer is another document than the mapping's answer, most often an error."
                raise SourceUnavailable(NOT_WHAT_WAS_ASKED, message, where=where)
        elif anybody:
            self._roots.add(root)
        elif self._roots and root not in self._roots:
            message = "The answer is another document than those before it, most often an error."
            raise SourceUnavailable(NOT_WHAT_WAS_ASKED, message, where=where)
        elif not self._roots and not first:
            message = (
                "The answer holds nobody, and may be an error: "
                "say with answer, in the mapping, how the outermost element of an answer is called."
            )
            raise SourceUnavailable(NOT_WHAT_WAS_ASKED, message, where=where)

    def _people(self, document: Any, where: str) -> list[Any]:  # noqa: ANN401 - likewise
        if not self._xml:
            return records_at(document, self._records, where=where)
        from adapter_core.readers.xml.documents import outermost  # noqa: PLC0415 - a JSON server needs no lxml

        return list(outermost(document, self._record))

    # --- what leads on ---

    def _following(self, document: Any, where: str) -> str:  # noqa: ANN401 - likewise
        if self._pages is None or self._pages.next is None:
            return ""
        found = self._at(document, self._pages.next)
        if found is None or (found.__class__ is str or (found.__class__ is int)):
            return "" if found is None else str(found).strip()
        raise SourceUnavailable(
            NO_PAGING_VALUE, "What leads to the next page is neither a text nor a number.", where=where
        )

    def _total(self, document: Any, where: str) -> int | None:  # noqa: ANN401 - likewise
        if self._pages is None or self._pages.total is None:
            return None
        found = self._at(document, self._pages.total)
        if found.__class__ is int and found >= 0:
            return int(found)
        text = found.strip() if found.__class__ is str else ""
        if text.isascii() and text.isdigit() and len(text) <= 12:  # noqa: PLR2004 - digits of any number of people
            return int(text)
        raise SourceUnavailable(
            NO_PAGING_VALUE, "The total of the list is not where the config says, or no number.", where=where
        )

    def _at(self, document: Any, path: BodyPath) -> Any:  # noqa: ANN401 - likewise
        return _text_at(document, path) if self._xml else _value_at(document, path)


def refuse_others(answer: Answer, where: str, *, xml: bool = False) -> None:
    """Refuse what is no document at all.

    Args:
        answer: what came.
        where: source and path, for errors.
        xml: whether XML was asked for, and not JSON.

    Raises:
        SourceUnavailable: FP-0452, it is empty, a web page or in the other format.
    """
    start = answer.body[:_LOOKED_AT].translate(None, b"\x00").lstrip(_SPACE_AND_MARK).lower()
    if not start:
        raise SourceUnavailable(NOT_WHAT_WAS_ASKED, "The answer has no body.", where=where)
    kind = answer.headers.get("content-type", "").lower()
    if "html" in kind or start.startswith((b"<!doctype html", b"<html")):
        raise SourceUnavailable(
            NOT_WHAT_WAS_ASKED, "The answer is a web page, most often one to sign in on.", where=where
        )
    if start.startswith(b"<") is not xml:
        message = f"The answer is no {'XML' if xml else 'JSON'}."
        raise SourceUnavailable(NOT_WHAT_WAS_ASKED, message, where=where)


def _value_at(document: Any, path: Sequence[str]) -> Any:  # noqa: ANN401 - JSON's own types
    for step in path:
        if document.__class__ is not dict:
            return None
        document = document.get(step)
    return document


def _text_at(root: Any, path: Sequence[str]) -> str | None:  # noqa: ANN401 - an element; lxml has no names here
    """The text or attribute at a path below the root; local names, the first in the document."""
    nodes = [root]
    for step in xml_steps("/".join(path)):
        if step.startswith("@"):
            values = (
                value for node in nodes for name, value in node.attrib.items() if _local(name) == step[1:]
            )
            return next(values, None)
        nodes = [child for node in nodes for child in node if _local(child.tag) == step]
    return (nodes[0].text or "").strip() or None if nodes else None


def _local(name: object) -> str:
    return name.rpartition("}")[2] if isinstance(name, str) else ""
