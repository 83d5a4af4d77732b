"""A feed on a server: the list page by page, and each of its services by id."""

from __future__ import annotations

from collections import deque
from contextlib import closing
from itertools import pairwise
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from adapter_core.domain.directory import Incoming
from adapter_core.errors import FingerpostError, SourceUnavailable
from adapter_core.hooks.ports import Reject
from adapter_open_referral.asked import Asked
from adapter_open_referral.dialects import Dialect, decide, shape_of, version_of
from adapter_open_referral.envelopes import PageOf, page_of
from adapter_open_referral.feed import (
    COMES_AGAIN,
    NO_DETAILS_AT_ALL,
    NO_LIST,
    NOTHING_THERE,
    THE_LIST,
    OpenReferralFeed,
)
from adapter_open_referral.listing import Listing
from adapter_open_referral.services import id_of, refusal
from adapter_open_referral.tally import NO_DETAILS, PAGE_MISSING
from adapter_open_referral.values import Node, tidy
from adapter_open_referral.words import read_taxonomy, read_term

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from adapter_core.readers.http.exchange import Answer
    from adapter_open_referral.asked import Asker
    from adapter_open_referral.backend import OpenReferralConfig
    from adapter_open_referral.kept import Kept

ROOTS = ("", "/openreferral")
"""Where the endpoints stand below the address: 1.0 had them in a folder of their own."""

MOST_FAILED = 20
"""Services, one after the other, whose own page fails: after that the server is down."""

_LIST_AND_DETAILS = frozenset({Dialect.ORUK_3, Dialect.ORUK_1})


class ServedFeed(OpenReferralFeed):
    """Reads from a server; see `OpenReferralFeed`."""

    def __init__(self, config: OpenReferralConfig, asker: Asker, kept: Kept | None) -> None:
        """Ask nothing yet.

        Args:
            config: the feed's part of the config.
            asker: asks its server.
            kept: what was kept of the last complete reading, if anything is.
        """
        super().__init__(asker.where, config.version)
        self._config, self._asker, self._kept = config, asker, kept

    def incoming(self) -> Iterator[Incoming | Reject]:
        """See `ports.DirectoryFeed`."""
        yield from super().incoming()
        if self.complete and self._kept:
            self.unchanged = self._kept.unchanged
            self._kept.promote()

    def _read(self) -> Iterator[Incoming | Reject]:
        asker = self._asker
        asker.limit(self._config.limits.run_seconds)
        version = self._version()
        root, answer, first = self._first_page()
        found = decide(self.version, version, shape_of(first.around, first.records))
        if found is None:
            raise self._unknown()
        self.found = found
        if found.dialect is Dialect.ORUK_3 and self._config.terms:
            yield from self._terms(root)
        listing = Listing(self._config, asker, f"{root}/services", answer, first)
        details = self._config.details
        hydrated = found.dialect in _LIST_AND_DETAILS if details is None else details
        with closing(self._records(listing)) as records:
            if hydrated:
                yield from self._hydrated(records, root, found.dialect)
            else:
                for each in records:
                    yield from [each] if isinstance(each, Reject) else self._tell(each, found.dialect)
        yield from self._missing(listing)

    # --- which feed it is ---

    def _version(self) -> str:
        """What `/` says; a feed without it is told by its pages."""
        for root in ROOTS:
            try:
                answer = self._asker.start(self._asker.request(f"{root}/"), may_end=True).result()
                found = self._asker.document(answer, f"{root}/") if answer else None
            except SourceUnavailable as error:
                self.tally.note(f"What the feed says of itself could not be read ({error.code}).")
                continue
            if isinstance(found, dict) and (version := version_of(tidy(found))):
                return version
        return ""

    def _first_page(self) -> tuple[str, Answer, PageOf]:
        for root in ROOTS:
            path = f"{root}/services"
            request = Listing.request(self._config, self._asker, path, self._config.first_page)
            answer = self._asker.start(request, may_end=True).result()
            if answer is None:
                continue
            page = page_of(self._asker.document(answer, path))
            if page is None:
                message = "The answer is no page: it has neither contents (3.0) nor content (1.0, Outpost)."
                raise SourceUnavailable(NO_LIST, message, where=f"{self.where} {path}")
            if not page.records:
                # An outage often looks like this, and must not pass for a town without services.
                raise SourceUnavailable(
                    NOTHING_THERE, "The feed has no services.", where=f"{self.where} {path}"
                )
            return root, answer, page
        message = "There is no list of services at /services, nor at /openreferral/services."
        raise SourceUnavailable(NO_LIST, message, where=self.where)

    # --- the list ---

    def _records(self, listing: Listing) -> Generator[Node | Reject]:
        """Records to read, each service once."""
        largest = repeats = number = 0
        for page in listing.pages():
            fresh = 0
            for record in page.records:
                number += 1
                new = self._new(record, f"record {number}")
                if new is False:
                    continue
                fresh += 1
                yield record if new is True else new
            if page.strange:
                self.lost = True
                self.tally.note(f"{page.strange} entries of a page are no records.")
            repeats = 0 if fresh else repeats + 1
            if repeats and (repeats > 1 or len(page.records) >= largest):
                message = "A page holds nothing but services of the pages before it."
                raise SourceUnavailable(COMES_AGAIN, message, where=f"{self.where} {listing.path}")
            largest = max(largest, len(page.records))

    def _missing(self, listing: Listing) -> Iterator[Reject]:
        """What is missing from the list as a whole, once."""
        totals, different = listing.totals, self._different
        if totals and (different < totals[-1] or any(one != other for one, other in pairwise(totals))):
            said = " then ".join(f"{each:,}" for each in totals[:5])
            self.tally.note(
                f"The list says that it has {said} services, and {different:,} different ones were met."
            )
        elif listing.gap:
            self.tally.note("A page without services stood before one that has some.")
        elif listing.ended or totals:
            return
        else:
            self.tally.note("Nothing says that the list is whole: it has no total, and no page is its last.")
        self.lost = True
        yield Reject(THE_LIST, PAGE_MISSING, anonymous=True)

    # --- services by id ---

    def _hydrated(
        self, records: Iterator[Node | Reject], root: str, dialect: Dialect
    ) -> Iterator[Incoming | Reject]:
        under_way: deque[tuple[Node, Asked]] = deque()
        self._failed, self._answered = 0, 0
        try:
            for record in records:
                if isinstance(record, Reject):
                    yield record
                    continue
                path = f"{root}/services/{quote(id_of(record), safe='', errors='replace')}"
                request = self._asker.request(path, f"{root}/services/{{id}}")
                under_way.append((record, self._asker.start(request, may_end=True)))
                if len(under_way) >= self._asker.ahead:
                    yield from self._one(*under_way.popleft(), dialect)
            while under_way:
                yield from self._one(*under_way.popleft(), dialect)
        finally:
            for _, asked in under_way:
                asked.cancel()

    def _one(self, record: Node, asked: Asked, dialect: Dialect) -> Iterator[Incoming | Reject]:
        path = "/services/{id}"
        own = id_of(record)
        fault: FingerpostError | None = None
        whole: Any = None
        try:
            answer = asked.result()
            whole = tidy(self._asker.document(answer, path)) if answer else None
        except SourceUnavailable as error:
            fault = error
        if isinstance(whole, dict) and id_of(whole).casefold() == own.casefold():
            self._failed, self._answered = 0, self._answered + 1
            merged = {**record, **whole, "id": own}
            refused = refusal(merged, own)
            yield from [refused] if refused else self._tell(merged, dialect)
            return
        # The short form in its place would take away hours, places and contacts that are still there.
        self.lost = True
        self._failed += 1
        yield Reject(own, NO_DETAILS)
        if self._failed >= MOST_FAILED:
            if fault:
                raise fault
            message = "The server has no services by id, or answers with others."
            raise SourceUnavailable(NO_DETAILS_AT_ALL, message, where=f"{self.where} {path}")

    # --- what else there is ---

    def _terms(self, root: str) -> Iterator[Incoming]:
        """Lists of terms, where the feed has them: nothing else depends on it."""
        for name in ("taxonomies", "taxonomy_terms"):
            try:
                yield from self._optional(f"{root}/{name}", name)
            except SourceUnavailable as error:
                self.tally.note(f"The feed has no {name.replace('_', ' ')} that can be read ({error.code}).")

    def _optional(self, path: str, name: str) -> Iterator[Incoming]:
        request = Listing.request(self._config, self._asker, path, self._config.first_page)
        answer = self._asker.start(request).result()
        page = page_of(self._asker.document(answer, path)) if answer else None
        if answer is None or page is None or not page.records:
            return
        seen: set[str] = set()
        with closing(Listing(self._config, self._asker, path, answer, page).pages()) as pages:
            for each in pages:
                fresh = [node for node in each.records if id_of(node) not in seen]
                if not fresh:
                    return
                seen.update(map(id_of, fresh))
                if name == "taxonomies":
                    yield Incoming(
                        path.lstrip("/"), taxonomies=tuple(filter(None, map(read_taxonomy, fresh)))
                    )
                else:
                    told = [read_term(node) for node in fresh]
                    lists = {each.id: each for _, each in told if each}
                    yield Incoming(
                        path.lstrip("/"),
                        taxonomies=tuple(lists.values()),
                        terms=tuple(term for term, _ in told if term),
                    )
