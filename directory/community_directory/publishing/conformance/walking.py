"""Walks through a feed once: what it says of itself, its lists page by page, some of its entries by id."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from community_directory.publishing.conformance.result import Level

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from community_directory.publishing.conformance.asking import Asker, Got


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A list, and its entries by id.

    Attributes:
        list_schema: the schema's file of a page; `schema` that of an entry by id.
    """

    path: str
    level: Level
    list_schema: str
    schema: str

    @property
    def by_id(self) -> str:
        """The path of an entry, for people."""
        return f"{self.path}/{{id}}"


SERVICES = Endpoint("/services", Level.REQUIRED, "service_list.json", "service.json")
AT_LOCATIONS = Endpoint(
    "/service_at_locations", Level.RECOMMENDED, "service_at_location_list.json", "service_at_location.json"
)
TAXONOMIES = Endpoint("/taxonomies", Level.RECOMMENDED, "taxonomy_list.json", "taxonomy.json")
TERMS = Endpoint("/taxonomy_terms", Level.RECOMMENDED, "taxonomy_term_list.json", "taxonomy_term.json")
ENDPOINTS = (SERVICES, TAXONOMIES, TERMS, AT_LOCATIONS)


@dataclass(slots=True)
class Listed:
    """A list as it was read.

    Attributes:
        pages: each page that was read, the first first.
        whole: whether all of them were.
        entries: of all pages, that are objects.
    """

    pages: list[Got] = field(default_factory=list)
    whole: bool = True

    @property
    def entries(self) -> list[dict[str, Any]]:
        """Every entry that is an object."""
        return [one for page in self.pages for one in page.contents if isinstance(one, dict)]

    @property
    def there(self) -> bool:
        """Whether there is a list at all."""
        return bool(self.pages) and isinstance(self.pages[0].value, dict)


class Walk:
    """What was read of a feed; everything is asked for once."""

    def __init__(self, asker: Asker, *, per_page: int, most_pages: int, details: int) -> None:
        """Take how much is read.

        Args:
            asker: asks the feed.
            per_page: entries a page; the feed may give others.
            most_pages: of a list, that are read.
            details: of each list, how many entries are asked for by id.
        """
        self.asker = asker
        self.per_page, self._most_pages, self._details = per_page, most_pages, details
        self._lists: dict[str, Listed] = {}
        self._single: dict[str, dict[str, Got]] = {}

    @cached_property
    def about(self) -> Got:
        """What `/` says."""
        return self.asker.get("/")

    @property
    def whole(self) -> bool:
        """Whether every page of every list was read."""
        return all(listed.whole for listed in self._lists.values())

    def page(self, endpoint: Endpoint, number: int = 1, **parameters: str) -> Got:
        """A page of a list."""
        given = {"page": str(number), "per_page": str(self.per_page)}
        return self.asker.get(endpoint.path, given | parameters)

    def listed(self, endpoint: Endpoint) -> Listed:
        """A list, page by page."""
        if endpoint.path not in self._lists:
            self._lists[endpoint.path] = self.pages(endpoint)
        return self._lists[endpoint.path]

    def pages(self, endpoint: Endpoint, parameters: Mapping[str, str] | None = None) -> Listed:
        """The pages of a list, as many as the first one says, narrowed by parameters."""
        found = Listed()
        number, last = 1, 1
        while number <= last:
            if number > self._most_pages:
                found.whole = False
                break
            page = self.page(endpoint, number, **(parameters or {}))
            found.pages.append(page)
            if not isinstance(page.value, dict):
                found.whole = found.whole and number == 1
                break
            told = page.value.get("total_pages")
            last = told if number == 1 and told.__class__ is int else last
            number += 1
        return found

    def single(self, endpoint: Endpoint) -> dict[str, Got]:
        """Some entries by id: the first ones, and others spread over the list."""
        if endpoint.path not in self._single:
            ids = list(dict.fromkeys(ids_of(self.listed(endpoint).entries)))
            step = max(1, len(ids) // self._details)
            self._single[endpoint.path] = {
                one: self.asker.get(f"{endpoint.path}/{one}") for one in ids[::step][: self._details]
            }
        return self._single[endpoint.path]

    def everything(self) -> Iterator[tuple[str, str, dict[str, Any]]]:
        """Every object that was read: its endpoint, its id, itself."""
        for endpoint in ENDPOINTS:
            for entry in self.listed(endpoint).entries:
                yield endpoint.path, str(entry.get("id", "")), entry
            for one, got in self.single(endpoint).items():
                if isinstance(got.value, dict):
                    yield endpoint.by_id, one, got.value


def ids_of(entries: list[dict[str, Any]]) -> list[str]:
    """The ids of entries, that may stand in an address."""
    found = [entry.get("id") for entry in entries]
    return [one for one in found if isinstance(one, str) and one.isascii() and one.replace("-", "").isalnum()]


def inside(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:  # noqa: ANN401 - JSON's own types
    """Each value within a JSON value, with its path, such as `organization/name`."""
    if isinstance(value, dict):
        for name, one in value.items():
            at = f"{path}/{name}" if path else name
            yield at, one
            yield from inside(one, at)
    elif isinstance(value, list):
        for one in value:
            yield path, one
            yield from inside(one, path)
