"""Runs every check against one feed."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from community_directory.publishing.conformance.asking import LIMITS, open_asker
from community_directory.publishing.conformance.checks import CHECKS
from community_directory.publishing.conformance.result import Conformance
from community_directory.publishing.conformance.saying import Given
from community_directory.publishing.conformance.walking import Walk

if TYPE_CHECKING:
    from adapter_core.readers.http.settings import Limits
    from community_directory.publishing.conformance.schemas import Schemas

PER_PAGE, MOST_PAGES, DETAILS, SECONDS = 50, 100, 20, 900.0


def check_feed(  # noqa: PLR0913 - how much is read, and for how long
    url: str,
    *,
    schemas: Schemas | None,
    per_page: int = PER_PAGE,
    most_pages: int = MOST_PAGES,
    details: int = DETAILS,
    seconds: float = SECONDS,
    limits: Limits = LIMITS,
    now: datetime | None = None,
) -> Conformance:
    """Check a feed. It is only read, and asked one thing after the other.

    Args:
        url: the address that `/services` stands below.
        schemas: the standard's own; without them their check is not made.
        per_page: entries a page that are asked for.
        most_pages: of each list, that are read.
        details: of each list, how many entries are asked for by id.
        seconds: how long everything may take; what is asked later counts as not answered.
        limits: of a single request.
        now: the moment it is, aware.

    Raises:
        UsageError: FP-0896, the address is none.
        ConfigurationError: FP-0471, the library for it is not installed.
    """
    with open_asker(url, seconds=seconds, limits=limits) as asker:
        walk = Walk(asker, per_page=per_page, most_pages=most_pages, details=details)
        given = Given(walk, schemas, now or datetime.now(UTC))
        results = tuple(result for check in CHECKS for result in check.results(given))
        return Conformance(results, asker.requests, walk.whole)
