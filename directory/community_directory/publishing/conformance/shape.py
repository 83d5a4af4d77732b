"""Checks of what each answer looks like: schemas, envelope, ids, empties, zones, text."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from community_directory.publishing.conformance.result import Level
from community_directory.publishing.conformance.saying import Given, Said, there
from community_directory.publishing.conformance.schemas import is_moment, is_uuid
from community_directory.publishing.conformance.walking import ENDPOINTS, SERVICES, Endpoint, ids_of, inside

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

NO_SCHEMAS = "no folder of schemas: set ORUK_SCHEMA_DIR"
NO_ENTRIES = "no entries"

_PROFILE_OF_CONTACT = frozenset({"id", "service_id", "name", "title", "attributes"})
_MOMENTS = frozenset({"last_modified", "modified_date"})
_DAYS = _MOMENTS | {"assured_date"}
_HTML = re.compile(r"</?[A-Za-z][A-Za-z0-9]*(?:\s[^<>]*)?/?>|&(?:[A-Za-z]{2,8}|#\d{2,6}|#x[0-9A-Fa-f]{2,6});")
_TOMORROW = timedelta(days=1)


def answers(given: Given) -> Iterator[Said]:
    """The endpoint gives JSON."""
    walk = given.walk
    yield Said("/", Level.REQUIRED, _trouble(walk.about.trouble, isinstance(walk.about.value, dict)))
    for endpoint in ENDPOINTS:
        listed = walk.listed(endpoint)
        wrong = [
            f"page {number}: {page.trouble or 'no page'}"
            for number, page in enumerate(listed.pages, 1)
            if not (isinstance(page.value, dict) and isinstance(page.value.get("contents"), list))
        ]
        yield Said(endpoint.path, endpoint.level, tuple(wrong))
        if wrong:
            continue
        single = walk.single(endpoint)
        if not single:
            yield Said(endpoint.by_id, endpoint.level, unchecked=NO_ENTRIES)
            continue
        lost = [
            f"{one}: {got.trouble or 'no object'}"
            for one, got in single.items()
            if not isinstance(got.value, dict)
        ]
        yield Said(endpoint.by_id, endpoint.level, tuple(lost))


def _trouble(trouble: str, fine: bool) -> tuple[str, ...]:  # noqa: FBT001 - a fact
    return () if fine else (trouble or "no object",)


def schema(given: Given) -> Iterator[Said]:
    """Each answer fits its JSON schema."""
    walk, schemas = given.walk, given.schemas
    if schemas is None:
        yield Said("every endpoint", Level.REQUIRED, unchecked=NO_SCHEMAS)
        return
    if isinstance(walk.about.value, dict):
        yield Said("/", Level.REQUIRED, tuple(schemas.wrong("api_details.json", walk.about.value)))
    for endpoint, listed in there(given, *ENDPOINTS):
        wrong = [
            f"page {number}, {each}"
            for number, page in enumerate(listed.pages, 1)
            if isinstance(page.value, dict)
            for each in schemas.wrong(endpoint.list_schema, page.value)
        ]
        yield Said(endpoint.path, endpoint.level, tuple(wrong))
        each_wrong = [
            f"{one}, {each}"
            for one, got in walk.single(endpoint).items()
            if isinstance(got.value, dict)
            for each in schemas.wrong(endpoint.schema, got.value)
        ]
        yield Said(endpoint.by_id, endpoint.level, tuple(each_wrong))


def envelope(given: Given) -> Iterator[Said]:
    """A page says where it stands, and what it says is so; the schemas leave this out."""
    for endpoint, listed in there(given, *ENDPOINTS):
        wrong = [
            f"page {number}: {each}"
            for number, page in enumerate(listed.pages, 1)
            if isinstance(page.value, dict)
            for each in _wrong_envelope(page.value, number)
        ]
        yield Said(endpoint.path, endpoint.level, tuple(wrong))


def _wrong_envelope(page: dict[str, Any], number: int) -> Iterator[str]:
    contents = page.get("contents")
    if not isinstance(contents, list):
        yield "contents"
        return
    numbers = {name: page.get(name) for name in ("total_items", "total_pages", "page_number", "size")}
    for name, value in numbers.items():
        if value.__class__ is not int or value < 0:
            yield name
    pages = numbers["total_pages"]
    if numbers["page_number"].__class__ is int and numbers["page_number"] != number:
        yield f"page_number is not {number}"
    if numbers["size"].__class__ is int and numbers["size"] < len(contents):
        yield "size is less than what there is"
    if page.get("first_page") is not (number == 1):
        yield "first_page"
    if pages.__class__ is int and page.get("last_page") is not (number >= pages):
        yield "last_page"
    if page.get("empty") is not (not contents):
        yield "empty"


def details(given: Given) -> Iterator[Said]:
    """An entry asked for by id is that entry, as the list has it."""
    for endpoint, listed in there(given, *ENDPOINTS):
        by_id = {one.get("id"): one for one in listed.entries}
        wrong = []
        for one, got in given.walk.single(endpoint).items():
            if not isinstance(got.value, dict):
                continue
            if got.value.get("id") != one:
                wrong.append(f"{one}: another id")
            elif got.value.get("name") != by_id[one].get("name"):
                wrong.append(f"{one}: another name")
        yield Said(endpoint.by_id, endpoint.level, tuple(wrong))


def ids(given: Given) -> Iterator[Said]:
    """Every id is a UUID, also those that refer to another entry."""
    yield from _everywhere(given, lambda at, value: _last(at).endswith("id") and not _is_id(at, value))


def _is_id(at: str, value: Any) -> bool:  # noqa: ANN401 - JSON's own types
    if _last(at) != "id" and not at.endswith("_id"):
        return True
    return value is None or (isinstance(value, str) and is_uuid(value))


def zones(given: Given) -> Iterator[Said]:
    """Moments are written as RFC 3339 has them, each with its zone."""
    yield from _everywhere(
        given, lambda at, value: _last(at) in _MOMENTS and value is not None and not _is_moment(value)
    )


def _is_moment(value: object) -> bool:
    return isinstance(value, str) and is_moment(value)


def empties(given: Given) -> Iterator[Said]:
    """A field without a value is left out: no null, no empty text, list or object."""
    yield from _everywhere(
        given,
        lambda _, value: value is None or (isinstance(value, (str, list, dict)) and not value),
        Level.RECOMMENDED,
    )


def html(given: Given) -> Iterator[Said]:
    """Text is text: no markup and no entities."""
    yield from _everywhere(
        given,
        lambda _, value: isinstance(value, str) and _HTML.search(value) is not None,
        Level.RECOMMENDED,
    )


def future(given: Given) -> Iterator[Said]:
    """Nothing was changed or assured in the future."""
    latest = given.now + _TOMORROW

    def is_later(at: str, value: Any) -> bool:  # noqa: ANN401 - JSON's own types
        return _last(at) in _DAYS and isinstance(value, str) and _later(value, latest)

    yield from _everywhere(given, is_later, Level.RECOMMENDED)


def _later(text: str, latest: datetime) -> bool:
    try:
        when = datetime.fromisoformat(text)
    except ValueError:
        try:
            when = datetime.combine(date.fromisoformat(text[:10]), datetime.min.time())
        except ValueError:
            return False
    return (when if when.tzinfo else when.replace(tzinfo=UTC)) > latest


def contacts(given: Given) -> Iterator[Said]:
    """A contact has no more than the UK profile knows: id, service, name and title."""
    wrong = []
    for one, got in given.walk.single(SERVICES).items():
        found = got.value.get("contacts") if isinstance(got.value, dict) else None
        for contact in found if isinstance(found, list) else ():
            more = (
                sorted(contact.keys() - _PROFILE_OF_CONTACT) if isinstance(contact, dict) else ["no object"]
            )
            wrong += [f"{one}: {name}" for name in more]
    yield Said(SERVICES.by_id, Level.RECOMMENDED, tuple(wrong))


def duplicates(given: Given) -> Iterator[Said]:
    """No page has an entry twice."""
    for endpoint, listed in there(given, *ENDPOINTS):
        wrong = []
        for page in listed.pages:
            found = ids_of([one for one in page.contents if isinstance(one, dict)])
            wrong += sorted({one for one in found if found.count(one) > 1})
        yield Said(endpoint.path, endpoint.level, tuple(wrong))


def _last(at: str) -> str:
    return at.rpartition("/")[2]


def _everywhere(
    given: Given, is_wrong: Callable[[str, Any], bool], level: Level | None = None
) -> Iterator[Said]:
    """What is wrong with single values, wherever they stand; `contents` of a page is no value of an entry."""
    wrong: dict[str, list[str]] = defaultdict(list)
    for path, one, entry in given.walk.everything():
        wrong[path] += [f"{one}, {at}" for at, value in inside(entry) if is_wrong(at, value)]
    of_path: dict[str, Endpoint] = {
        path: endpoint for endpoint in ENDPOINTS for path in (endpoint.path, endpoint.by_id)
    }
    for path, found in wrong.items():
        yield Said(path, level or of_path[path].level, tuple(found))
