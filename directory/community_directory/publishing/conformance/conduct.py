"""Checks of how a feed behaves: paging, order, unknown parameters, other sites, conditional requests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from community_directory.publishing.conformance.result import Level
from community_directory.publishing.conformance.saying import Given, Said, there
from community_directory.publishing.conformance.walking import ENDPOINTS, SERVICES, ids_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from community_directory.publishing.conformance.walking import Listed

ONE_PAGE = "there is only one page"
NOT_READ_WHOLE = "the list is longer than was read"
NOBODY = "00000000-0000-4000-8000-000000000000"
"""An id that no entry has."""


def complete(given: Given) -> Iterator[Said]:
    """All pages together have as many entries as the first one says there are."""
    for endpoint, listed in there(given, *ENDPOINTS):
        total, found = listed.pages[0].total, len(set(ids_of(listed.entries)))
        if not listed.whole:
            yield Said(endpoint.path, endpoint.level, unchecked=NOT_READ_WHOLE)
        elif total is None:
            yield Said(endpoint.path, endpoint.level, unchecked="no total_items")
        else:
            wrong = () if found == total else (f"{total} told, {found} different ones found",)
            yield Said(endpoint.path, endpoint.level, wrong)


def overlap(given: Given) -> Iterator[Said]:
    """No entry stands on two pages."""
    for endpoint, listed in there(given, *ENDPOINTS):
        if len(listed.pages) == 1:
            yield Said(endpoint.path, endpoint.level, unchecked=ONE_PAGE)
            continue
        seen: dict[str, int] = {}
        wrong = []
        for number, page in enumerate(listed.pages, 1):
            for one in set(ids_of([entry for entry in page.contents if isinstance(entry, dict)])):
                first = seen.setdefault(one, number)
                wrong += [f"{one}: pages {first} and {number}"] if first != number else []
        yield Said(endpoint.path, endpoint.level, tuple(sorted(wrong)))


def order(given: Given) -> Iterator[Said]:
    """A page that is asked for again has the same entries in the same order."""
    for endpoint, listed in there(given, *ENDPOINTS):
        wrong = []
        for number in sorted({1, len(listed.pages)}):
            before, again = listed.pages[number - 1], given.walk.page(endpoint, number)
            if _ids(before.contents) != _ids(again.contents):
                wrong.append(f"page {number}")
        yield Said(endpoint.path, endpoint.level, tuple(wrong))


def _ids(contents: list[object]) -> list[str]:
    return ids_of([one for one in contents if isinstance(one, dict)])


def per_page(given: Given) -> Iterator[Said]:
    """`per_page` is heeded."""
    for endpoint, listed in there(given, *ENDPOINTS):
        if len(listed.entries) < 2:  # noqa: PLR2004 - one is on one page
            yield Said(endpoint.path, Level.RECOMMENDED, unchecked="fewer than two entries")
            continue
        got = given.walk.page(endpoint, per_page="1")
        wrong = () if len(got.contents) == 1 else (f"per_page=1: {len(got.contents)} entries",)
        yield Said(endpoint.path, Level.RECOMMENDED, wrong)


def unknown_parameters(given: Given) -> Iterator[Said]:
    """A parameter that nobody knows changes nothing, and is no error."""
    for endpoint, listed in there(given, *ENDPOINTS):
        got = given.walk.page(endpoint, fingerpost_unknown="1")
        wrong: tuple[str, ...] = ()
        if got.trouble:
            wrong = (got.trouble,)
        elif got.total != listed.pages[0].total:
            wrong = ("another total_items",)
        yield Said(endpoint.path, endpoint.level, wrong)


def missing(given: Given) -> Iterator[Said]:
    """An id that nothing has gets 404."""
    for endpoint, _listed in there(given, *ENDPOINTS):
        got = given.walk.asker.get(f"{endpoint.path}/{NOBODY}")
        wrong = () if got.missing else (got.trouble or "there is something",)
        yield Said(endpoint.by_id, endpoint.level, wrong)


def cors(given: Given) -> Iterator[Said]:
    """Pages of every site may read it."""
    walk = given.walk
    asked = [("/", Level.REQUIRED, walk.about)]
    for endpoint, listed in there(given, *ENDPOINTS):
        asked.append((endpoint.path, endpoint.level, listed.pages[0]))
        asked += [(endpoint.by_id, endpoint.level, got) for got in list(walk.single(endpoint).values())[:1]]
    for path, level, got in asked:
        if not got.trouble:
            allowed = got.headers.get("access-control-allow-origin", "")
            yield Said(
                path, level, () if allowed.strip() == "*" else ("Access-Control-Allow-Origin is not *",)
            )


def etag(given: Given) -> Iterator[Said]:
    """Who has an answer already is told so (304)."""
    for endpoint, listed in there(given, SERVICES):
        tag = listed.pages[0].headers.get("etag", "")
        if not tag:
            yield Said(endpoint.path, Level.RECOMMENDED, ("no ETag",))
            continue
        parameters = {"page": "1", "per_page": str(given.walk.per_page)}
        got = given.walk.asker.get(endpoint.path, parameters, tag=tag)
        wrong = () if got.unchanged else ("If-None-Match is not heeded",)
        yield Said(endpoint.path, Level.RECOMMENDED, wrong)


def ndjson(given: Given) -> Iterator[Said]:
    """`format=ndjson` gives everything at once, an entry a line."""
    for endpoint, listed in there(given, SERVICES):
        got = given.walk.asker.get(endpoint.path, {"format": "ndjson"}, lines=True)
        yield Said(endpoint.path, Level.RECOMMENDED, tuple(_wrong_lines(got.value, got.trouble, listed)))


def _wrong_lines(value: object, trouble: str, listed: Listed) -> Iterator[str]:
    if trouble or not isinstance(value, list):
        yield trouble or "no lines"
        return
    lines = set(ids_of([one for one in value if isinstance(one, dict)]))
    total = listed.pages[0].total
    if len(lines) != len(value):
        yield "a line that is no entry, or the same entry again"
    if total is not None and len(lines) != total:
        yield f"{len(lines)} lines of {total} entries"
