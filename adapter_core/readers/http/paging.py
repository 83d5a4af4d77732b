"""Walks through the pages of a list, in order: some are fetched ahead, none is met twice unseen.

Nothing here waits by itself or knows a library: `fetch` starts a request and gives what its answer will be.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import urljoin, urlsplit

from adapter_core.errors import SourceUnavailable
from adapter_core.readers.http.exchange import Answer, Request

if TYPE_CHECKING:
    from adapter_core.readers.http.settings import Pages

REPEATED_PAGE = "FP-0461"
FOREIGN_LINK = "FP-0462"

MOST_EMPTY = 100
"""Pages without anybody, one after another, that still lead on: more of them lead nowhere."""

_PORTS = {"http": 80, "https": 443}


@dataclass(slots=True)
class Content:
    """What one answer holds.

    Attributes:
        records: elements or JSON values, one a person.
        following: the token or link of the next page, from the body; empty if there is none.
        total: how many people the whole list has, where the server says so.
    """

    records: list[Any] = field(repr=False)
    following: str = field(default="", repr=False)
    total: int | None = None


class Pending(Protocol):
    """An answer that is on its way."""

    def result(self) -> Answer | None:
        """Wait for it; None where a list ends before this page (404 behind the first)."""
        ...

    def cancel(self) -> bool:
        """Break it off."""
        ...


class Fetch(Protocol):
    """Starts requests."""

    def __call__(self, request: Request, *, may_end: bool = False) -> Pending:
        """Start one; `may_end` says that the list may end before it, so that 404 is no error."""
        ...


Read = Callable[[Answer], Content]


class Walk:
    """One way through a list.

    Attributes:
        gap: whether a page without anybody stood before one with people, or a page is not there that the
            one before leads on to.
        may_go_on: whether the last page was full, and nothing says that it is the last: there is no total,
            and no next page, or pages by number end with 404.
        totals: the totals that the server gave, each where it differed from the one before.
    """

    def __init__(  # noqa: PLR0913 - what a list is, and what reads it
        self,
        first: Request,
        pages: Pages | None,
        *,
        fetch: Fetch,
        read: Read,
        ahead: int,
        where: str,
    ) -> None:
        """Fetch nothing yet.

        Args:
            first: asks for the list, before paging is added.
            pages: how the list is divided; one page if None.
            fetch: starts a request.
            read: what an answer holds.
            ahead: how many requests may be under way.
            where: source and path, for errors.
        """
        self._first, self._pages = first, pages
        self._fetch, self._read, self._ahead, self._where = fetch, read, ahead, where
        self.gap = self.may_go_on = False
        self.totals: list[int] = []

    def contents(self) -> Generator[Content]:
        """The pages, in order; those without anybody are left out.

        Raises:
            SourceUnavailable: FP-0461, the list leads back to where it was; FP-0462, a link leads to
                another server; and whatever fetching and reading raise.
        """
        if self._pages is None:
            return self._single()
        return self._numbered(self._pages) if self._pages.by == "number" else self._chained(self._pages)

    # --- pages by number ---

    def _numbered(self, pages: Pages) -> Generator[Content]:
        under_way: deque[Pending] = deque()
        number, read = pages.first, 0
        last = number if pages.total else None  # the first page's total says how many there are
        hole = ended = once_more = leads_on = False
        length = largest = 0
        try:
            while True:
                while len(under_way) < self._ahead and not ended and (last is None or number <= last):
                    request = self._with(pages, {pages.name: str(number)})
                    may_end = number > pages.first and (last is None or once_more)
                    under_way.append(self._fetch(request, may_end=may_end))
                    number += 1
                if not under_way:
                    # A page may hold fewer people than the first: once more, while some are missing.
                    if ended or not self.totals or read >= self.totals[-1]:
                        return
                    last, once_more = number, True
                    continue
                answer = under_way.popleft().result()
                content = self._content(answer)
                if answer is None and not ended and not self.totals:
                    # 404 ends a list, or loses a page of it: which of them, the page before it says.
                    full = pages.size if pages.size_parameter else largest if read > length else 0
                    self.gap, self.may_go_on = self.gap or leads_on, bool(full) and length >= full
                if not content.records:
                    # What was fetched ahead is still looked at: people behind it would have been lost.
                    hole, ended = True, last is None or (not under_way and number > last)
                    continue
                self.gap, ended = self.gap or hole, False
                if last is not None and not read and content.total:
                    last = pages.first + -(-content.total // len(content.records)) - 1
                length = len(content.records)
                read, largest = read + length, max(largest, length)
                leads_on = answer is not None and "next" in answer.links
                yield content
        finally:
            for pending in under_way:
                pending.cancel()

    # --- pages that lead on ---

    def _chained(self, pages: Pages) -> Generator[Content]:
        request = self._with(pages, {})
        seen: set[int] = set()
        empty = 0
        while True:
            answer = self._fetch(request).result()
            content = self._content(answer)
            following = self._following(pages, answer, content)
            full = bool(pages.size_parameter) and len(content.records) >= pages.size
            self.may_go_on = not (seen or following or self.totals) and full
            empty = 0 if content.records else empty + 1
            if content.records:
                yield content
            if not following:
                return
            if hash(following) in seen or empty > MOST_EMPTY:
                raise SourceUnavailable(
                    REPEATED_PAGE, "The list leads back to a page that was read before.", where=self._where
                )
            seen.add(hash(following))
            if pages.by == "link":
                request = self._followed(request, following)
            else:
                request = self._with(pages, {pages.name: following})

    def _following(self, pages: Pages, answer: Answer | None, content: Content) -> str:
        if answer is None:
            return ""
        if pages.next_header:
            return answer.headers.get(pages.next_header.lower(), "").strip()
        if pages.next:
            return content.following
        return answer.links.get("next", "")

    def _followed(self, request: Request, link: str) -> Request:
        """The request that a link stands for: credentials go to no other server than the config's."""
        address = urljoin(request.address, link)
        if _origin(address) is None or _origin(address) != _origin(self._first.address):
            raise SourceUnavailable(
                FOREIGN_LINK, "The link to the next page leads to another server.", where=self._where
            )
        return Request(address, self._first.path, headers=self._first.headers)

    # --- both ---

    def _single(self) -> Generator[Content]:
        content = self._content(self._fetch(self._first).result())
        if content.records:
            yield content

    def _with(self, pages: Pages, parameters: Mapping[str, str]) -> Request:
        first = self._first
        size = {pages.size_parameter: str(pages.size)} if pages.size_parameter else {}
        return Request(
            first.address, first.path, {**first.parameters, **size, **parameters}, headers=first.headers
        )

    def _content(self, answer: Answer | None) -> Content:
        if answer is None:
            return Content([])
        content = self._read(answer)
        if content.total is not None and content.total not in self.totals[-1:]:
            self.totals.append(content.total)
        return content


def _origin(address: str) -> tuple[str, str, int] | None:
    """Scheme, host and port; None for what is no plain address of a server."""
    try:
        parts = urlsplit(address)
        port = parts.port or _PORTS[parts.scheme]
    except (ValueError, KeyError):
        return None
    if not parts.hostname or parts.username is not None or parts.password is not None:
        return None
    return parts.scheme, parts.hostname, port
