"""One list of a server, page by page."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

from adapter_core.errors import SourceUnavailable
from adapter_core.readers.http.paging import Content, Walk
from adapter_core.readers.http.settings import Pages
from adapter_open_referral.asked import Come
from adapter_open_referral.envelopes import PageOf, page_of
from adapter_open_referral.feed import NO_LIST

if TYPE_CHECKING:
    from collections.abc import Generator

    from adapter_core.readers.http.exchange import Answer, Request
    from adapter_core.readers.http.paging import Pending
    from adapter_open_referral.asked import Asker
    from adapter_open_referral.backend import OpenReferralConfig


class Listing:
    """One list of a server, from a first page that is here already.

    Attributes:
        ended: whether the end was met: a page that says so, or an empty one behind the last.
    """

    def __init__(
        self, config: OpenReferralConfig, asker: Asker, path: str, answer: Answer, first: PageOf
    ) -> None:
        """Ask nothing yet.

        Args:
            config: the feed's part of the config.
            asker: asks its server.
            path: of the list.
            answer: the first page.
            first: the same, read.
        """
        self.path, self._asker, self._answer, self._first = path, asker, answer, first
        self._counts = first.total is not None
        self._page_read: PageOf | None = None
        self._content_read: Content | None = None
        self._taken = False
        self.ended = False
        self._walk = Walk(
            self.request(config, asker, path, None),
            Pages(
                by="number",
                parameter="page",
                first=config.first_page,
                size_parameter="per_page",
                size=config.per_page,
                total=("total",) if self._counts else None,
            ),
            fetch=self._fetch,
            read=self._content,
            ahead=asker.ahead if self._counts else 1,
            where=f"{asker.where} {path}",
        )

    @staticmethod
    def request(config: OpenReferralConfig, asker: Asker, path: str, page: int | None) -> Request:
        """What asks for a page, or for all of them before paging is added."""
        paged = {} if page is None else {"page": str(page), "per_page": str(config.per_page)}
        return replace(asker.request(path), parameters={**config.parameters, **paged})

    @property
    def totals(self) -> list[int]:
        """The totals that pages gave, each where it differed from the one before."""
        return self._walk.totals

    @property
    def gap(self) -> bool:
        """Whether a page without anything stood before one with services."""
        return self._walk.gap

    def pages(self) -> Generator[PageOf]:
        """The pages with records, in order.

        Raises:
            SourceUnavailable: one of them does not come.
        """
        with closing(self._walk.contents()) as contents:
            for content in contents:
                if content is self._content_read and self._page_read:
                    page = self._page_read
                    yield page
                    if not self._counts and _is_last(page):
                        self.ended = True
                        return
        if not self._counts and not self._first.bare:
            self.ended = True  # the walk went on until a page was empty or not there

    def _fetch(self, request: Request, *, may_end: bool = False) -> Pending:
        if not self._taken:
            self._taken = True  # the walk asks for the first page first
            return Come(self._answer)
        return self._asker.start(request, may_end=may_end)

    def _content(self, answer: Answer) -> Content:
        page = page_of(self._asker.document(answer, self.path))
        if page is None:
            raise SourceUnavailable(
                NO_LIST, "A page has no list of records.", where=f"{self._asker.where} {self.path}"
            )
        # The walk hands a page on before it reads the next one.
        self._page_read, self._content_read = page, Content(page.records, total=page.total)
        return self._content_read


def _is_last(page: PageOf) -> bool:
    return page.last is True or bool(page.pages and page.number and page.number >= page.pages)
