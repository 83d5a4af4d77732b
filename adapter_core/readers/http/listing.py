"""The list of everybody on a server, read page by page; what was lost on the way is said at its end."""

from __future__ import annotations

import hashlib
from contextlib import closing
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from adapter_core.errors import ConfigurationError, SourceUnavailable
from adapter_core.hooks.ports import Page, PeopleQuery, Reject
from adapter_core.readers.http.exchange import Request
from adapter_core.readers.http.paging import REPEATED_PAGE, Walk
from adapter_core.readers.trees import RecordPages

if TYPE_CHECKING:
    from collections.abc import Iterator
    from concurrent.futures import Future

    from adapter_core.readers.http.asking import Asking
    from adapter_core.readers.http.bodies import Bodies
    from adapter_core.readers.http.exchange import Answer
    from adapter_core.readers.http.paging import Content
    from adapter_core.readers.http.settings import HttpSettings
    from adapter_core.readers.mapping import Reader
    from adapter_core.readers.trees import Flattener

REPEATED_REFERENCE = "FP-0511"
PEOPLE_LOST, LIST_CHANGED, LIST_MAY_GO_ON = "FP-0530", "FP-0531", "FP-0532"
THE_LIST = "the list"
"""What a reject names that is about no record, but about who is not there."""


class Listing:
    """One list, read from its beginning as often as it is asked for."""

    def __init__(  # noqa: PLR0913 - what it is made of
        self,
        settings: HttpSettings,
        reader: Reader,
        flatten: Flattener,
        *,
        bodies: Bodies,
        asking: Asking,
        where: str,
    ) -> None:
        """Ask nothing yet.

        Args:
            settings: where the list is and how it is divided.
            reader: the compiled mapping.
            flatten: makes rows of records.
            bodies: reads answers.
            asking: asks the server.
            where: the source, for errors.
        """
        self._settings, self._reader, self._flatten = settings, reader, flatten
        self._bodies, self._asking = bodies, asking
        self._source, self._where = where, f"{where} {settings.people}"

    def may_go_on(self) -> bool:
        """Ask for the first page: whether it is full, and yet nothing leads on.

        Raises:
            SourceUnavailable: the server does not answer with a page.
        """
        walk = self._walk(float("inf"), ahead=1)
        with closing(walk.contents()) as contents:
            next(contents, None)
        return walk.may_go_on

    def pages(self, query: PeopleQuery) -> Iterator[Page]:
        """Stream the list; see `HttpSource.iter_people`."""
        walk = self._walk(self._asking.clock.monotonic() + self._settings.limits.run_seconds)
        # What is under way is broken off when the caller stops, and not when garbage is collected.
        with closing(walk.contents()) as contents:
            yield from self._pages(walk, contents, query)

    def _pages(self, walk: Walk, contents: Iterator[Content], query: PeopleQuery) -> Iterator[Page]:
        resume = _Resume(query.after, self._source, self._where)
        pages = RecordPages(self._reader, self._flatten)
        read = _Read()
        largest = repeats = 0
        for content in contents:
            records, before = content.records, read.repeated
            wanted = []
            for chunk in _divided(records, query.page_size, resume.wanted - read.count):
                page = self._page(pages, chunk, read)
                # What lies before the place to resume at is read as well: a later record may repeat it.
                if resume.is_behind(read):
                    wanted.append(page)
            again = read.repeated - before == len(records)
            repeats = repeats + 1 if again else 0
            # One or two at the end have most likely moved there; a whole page, or page after page, has not.
            if again and (len(records) >= largest or repeats > 1):
                message = "A page holds nobody but people of the pages before it."
                raise SourceUnavailable(REPEATED_PAGE, message, where=self._where)
            largest = max(largest, len(records))
            yield from wanted
        if not read.count:
            raise SourceUnavailable("FP-0468", "The list has nobody.", where=self._where)
        resume.check_end(read)
        yield Page([], None, _what_was_lost(walk, read))

    def _page(self, pages: RecordPages, records: list[Any], read: _Read) -> Page:
        first, following = read.count, read.count + len(records)
        page = pages.page(records, range(first + 1, following + 1), None)
        # Python's own hashes differ from one process to the next: where to resume is told by the references.
        read.digest.update(
            "".join([f"{person.ref}\0" for person in page.people]).encode("utf-8", "surrogatepass")
        )
        read.count = following
        read.repeated += sum(each.code == REPEATED_REFERENCE for each in page.rejects)
        page.cursor = read.cursor
        return page

    def _walk(self, ends: float, *, ahead: int | None = None) -> Walk:
        settings = self._settings

        def fetch(request: Request, *, may_end: bool = False) -> Future[Answer | None]:
            return self._asking.start(request, may_end=may_end, ends=ends)

        return Walk(
            Request(
                f"{settings.url.rstrip('/')}{settings.people}",
                settings.people,
                settings.parameters,
                headers={"Accept": self._bodies.accept},
            ),
            settings.pages,
            fetch=fetch,
            read=lambda answer: self._bodies.content(answer, self._where),
            ahead=ahead or self._asking.ahead,
            where=self._where,
        )


class _Read:
    """What one pass has read so far."""

    def __init__(self) -> None:
        self.count = 0
        self.repeated = 0
        self.digest = hashlib.blake2b(digest_size=8)

    @property
    def cursor(self) -> str:
        """Where to go on, and whom that is behind."""
        return f"{self.count}.{self.digest.copy().hexdigest()}"


class _Resume:
    """Where a pass goes on that was broken off."""

    def __init__(self, cursor: str | None, source: str, where: str) -> None:
        self._cursor, self._where = cursor, where
        count = (cursor or "0").partition(".")[0]
        if not (count.isascii() and count.isdigit() and len(count) < 16):  # noqa: PLR2004 - digits of any list's length
            message = "The place to resume from cannot be read."
            raise ConfigurationError("FP-0406", message, where=source)
        self.wanted = int(count)

    def is_behind(self, read: _Read) -> bool:
        """Whether the page just read is for the caller; at the very place, the people before are compared."""
        if read.count == self.wanted and read.cursor != self._cursor:
            raise self._changed()
        return read.count > self.wanted

    def check_end(self, read: _Read) -> None:
        """The list has to reach as far as it did."""
        if read.count < self.wanted:
            raise self._changed()

    def _changed(self) -> SourceUnavailable:
        message = "The list has changed since the run that is to go on."
        return SourceUnavailable("FP-0469", message, where=self._where)


def _divided(records: list[Any], size: int, until: int) -> Iterator[list[Any]]:
    """Parts of at most a size, one of which ends at a place if that lies among them."""
    start = 0
    while start < len(records):
        end = start + size
        if start < until < end:
            end = until
        yield records[start:end]
        start = end


def _what_was_lost(walk: Walk, read: _Read) -> list[Reject]:
    """A list as a whole has at most one reject: nobody of it is then known to be gone."""
    different = read.count - read.repeated
    totals = walk.totals
    code = ""
    if totals and any(later < earlier for earlier, later in pairwise(totals)):
        code = LIST_CHANGED
    elif walk.gap or (totals and different < totals[-1]):
        code = PEOPLE_LOST
    elif totals and different > totals[-1]:
        code = LIST_CHANGED
    elif walk.may_go_on:
        code = LIST_MAY_GO_ON
    return [Reject(THE_LIST, code, anonymous=True)] if code else []
