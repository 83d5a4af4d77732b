"""Checks that a filter filters: by what has to be so whatever the feed holds (metamorphic)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from community_directory.publishing.conformance.conduct import NOBODY
from community_directory.publishing.conformance.result import Level
from community_directory.publishing.conformance.saying import Given, Said, there
from community_directory.publishing.conformance.walking import (
    AT_LOCATIONS,
    SERVICES,
    TAXONOMIES,
    TERMS,
    ids_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from community_directory.publishing.conformance.walking import Endpoint, Listed

NOWHERE_ELSE = "zxqvkjwzxqvkjw"
"""A word that no service has in it."""

FAR_FUTURE = "2199-01-01T00:00:00Z"
WEEK = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
AROUND_THE_EARTH = "40000000"
"""Metres."""

_YES = Level.RECOMMENDED


def search(given: Given) -> Iterator[Said]:
    """`search` finds a service by its name, and nothing by a word that no service has."""
    for endpoint, listed in there(given, SERVICES):
        names = [(one["id"], one["name"]) for one in listed.entries if isinstance(one.get("name"), str)]
        if not names:
            yield Said(endpoint.path, _YES, unchecked="no service has a name")
            continue
        id_, name = max(names, key=lambda pair: len(set(pair[1].split())))
        wrong = [*_none(given, endpoint, search=NOWHERE_ELSE)]
        found = _with(given, endpoint, search=name)
        if id_ not in ids_of(found.entries):
            wrong.append(f"{id_}: not found by its name")
        yield Said(endpoint.path, _YES, tuple(wrong))


def modified_after(given: Given) -> Iterator[Said]:
    """`modified_after` leaves out what was changed before."""
    for endpoint, listed in there(given, SERVICES):
        wrong = [*_none(given, endpoint, modified_after=FAR_FUTURE)]
        moments = sorted(filter(None, (_moment(one.get("last_modified")) for one in listed.entries)))
        if moments:
            since = moments[len(moments) // 2]
            found = _with(given, endpoint, modified_after=since.isoformat().replace("+00:00", "Z"))
            wrong += [
                f"{one.get('id')}: changed before"
                for one in found.entries
                if (when := _moment(one.get("last_modified"))) is not None and when < since
            ]
        yield Said(endpoint.path, _YES, tuple(wrong))


def _moment(value: object) -> datetime | None:
    try:
        made = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return made.astimezone(UTC) if made is not None and made.tzinfo else None


def taxonomy_term_id(given: Given) -> Iterator[Said]:
    """`taxonomy_term_id` gives the services of a term, and none for a term that there is not."""
    yield from _by_id(given, "taxonomy_term_id", lambda service: _terms(service, "id"))


def taxonomy_id(given: Given) -> Iterator[Said]:
    """`taxonomy_id` gives the services of a taxonomy, and none for one that there is not."""
    yield from _by_id(given, "taxonomy_id", lambda service: _terms(service, "taxonomy_id"))


def organization_id(given: Given) -> Iterator[Said]:
    """`organization_id` gives the services of an organisation, and none for one that there is not."""
    yield from _by_id(given, "organization_id", lambda service: [service.get("organization_id")])


def taxonomy_of_terms(given: Given) -> Iterator[Said]:
    """`taxonomy_id` narrows the list of terms."""
    for endpoint, _listed in there(given, TERMS):
        wrong = [*_none(given, endpoint, taxonomy_id=NOBODY)]
        for one in ids_of(given.walk.listed(TAXONOMIES).entries)[:1]:
            found = _with(given, endpoint, taxonomy_id=one)
            wrong += [
                f"{term.get('id')}: of another taxonomy"
                for term in found.entries
                if term.get("taxonomy_id", one) != one
            ]
        yield Said(endpoint.path, _YES, tuple(wrong))


def _terms(service: dict[str, Any], name: str) -> list[Any]:
    attributes = service.get("attributes")
    found = [one.get("taxonomy_term") for one in attributes or () if isinstance(one, dict)]
    return [one.get(name) for one in found if isinstance(one, dict)]


def _by_id(given: Given, parameter: str, of: Callable[[dict[str, Any]], list[Any]]) -> Iterator[Said]:
    for endpoint, _listed in there(given, SERVICES):
        services = _services(given)
        known = [(one, id_) for one, service in services.items() for id_ in of(service) if _is_text(id_)]
        wrong = [*_none(given, endpoint, **{parameter: NOBODY})]
        if known:
            service_id, wanted = known[0]
            found = set(ids_of(_with(given, endpoint, **{parameter: wanted}).entries))
            if service_id not in found:
                wrong.append(f"{service_id}: not among those of its own {parameter}")
            wrong += [
                f"{one}: has another {parameter}"
                for one, service in services.items()
                if one in found and (others := of(service)) and wanted not in others
            ]
        yield Said(endpoint.path, _YES, tuple(wrong))


def ages(given: Given) -> Iterator[Said]:
    """`minimum_age` and `maximum_age` leave out services for people of other ages."""
    for endpoint, listed in there(given, SERVICES):
        upper = [(one["maximum_age"], one["id"]) for one in listed.entries if _is_age(one.get("maximum_age"))]
        lower = [(one["minimum_age"], one["id"]) for one in listed.entries if _is_age(one.get("minimum_age"))]
        wrong = []
        if upper:
            age, id_ = min(upper)
            wrong += _left_out(given, endpoint, id_, minimum_age=str(int(age) + 1))
        if lower and max(lower)[0] >= 1:
            age, id_ = max(lower)
            wrong += _left_out(given, endpoint, id_, maximum_age=str(int(age) - 1))
        if upper or lower:
            yield Said(endpoint.path, _YES, tuple(wrong))
        else:
            yield Said(endpoint.path, _YES, unchecked="no service has an age")


def day(given: Given) -> Iterator[Said]:
    """`day` leaves out services that are open on other days alone, and keeps those open on it."""
    for endpoint, _listed in there(given, SERVICES):
        open_on = {one: days for one, service in _services(given).items() if (days := _days(service))}
        some = next(((one, days) for one, days in open_on.items() if len(days) < len(WEEK)), None)
        if some is None:
            yield Said(endpoint.path, _YES, unchecked="no service has days on which it is shut")
            continue
        one, days = some
        closed = next(each for each in WEEK if each not in days)
        wrong = _left_out(given, endpoint, one, day=closed)
        opened = min(days, key=WEEK.index)
        if one not in ids_of(_with(given, endpoint, day=opened).entries):
            wrong.append(f"{one}: not among those open on {opened}")
        yield Said(endpoint.path, _YES, tuple(wrong))


def times(given: Given) -> Iterator[Said]:
    """`start_time` and `end_time` leave out services that are shut then."""
    for endpoint, _listed in there(given, SERVICES):
        for one, service in _services(given).items():
            hours = [each for each in service.get("schedules") or () if isinstance(each, dict)]
            ends: list[Any] = [each.get("closes_at") for each in hours]
            starts: list[Any] = [each.get("opens_at") for each in hours]
            if hours and all(map(_is_time, [*ends, *starts])):
                wrong = _left_out(given, endpoint, one, start_time=max(ends)[:5])
                wrong += _left_out(given, endpoint, one, end_time=min(starts)[:5])
                yield Said(endpoint.path, _YES, tuple(wrong))
                break
        else:
            yield Said(endpoint.path, _YES, unchecked="no service has hours")


def proximity(given: Given) -> Iterator[Said]:
    """`postcode` with `proximity`: the farther one looks, the more there is, and next door not everything."""
    for endpoint, listed in there(given, AT_LOCATIONS):
        postcode = next(filter(None, map(_postcode, listed.entries)), "")
        if not postcode:
            yield Said(endpoint.path, _YES, unchecked="no location has a postcode and coordinates")
            continue
        wrong, totals = [], []
        for metres in ("1", "20000", AROUND_THE_EARTH):
            got = given.walk.page(endpoint, postcode=postcode, proximity=metres)
            if got.trouble or got.total is None:
                wrong.append(f"proximity={metres}: {got.trouble or 'no total_items'}")
            else:
                totals.append(got.total)
        if totals != sorted(totals):
            wrong.append("fewer are found farther away")
        elif not wrong and totals[0] == totals[-1] and len(_points(listed)) > 1:
            wrong.append("proximity changes nothing")
        yield Said(endpoint.path, _YES, tuple(wrong))


def _postcode(entry: dict[str, Any]) -> str:
    place = entry.get("location")
    if not isinstance(place, dict) or place.get("latitude") is None:
        return ""
    for address in place.get("addresses") or ():
        code = address.get("postal_code") if isinstance(address, dict) else None
        if isinstance(code, str) and any(char.isdigit() for char in code):
            return code
    return ""


def _points(listed: Listed) -> set[tuple[Any, Any]]:
    places = [entry["location"] for entry in listed.entries if isinstance(entry.get("location"), dict)]
    return {
        (one["latitude"], one.get("longitude")) for one in places if _is_age(abs(one.get("latitude") or -1))
    }


def _none(given: Given, endpoint: Endpoint, **parameters: str) -> Iterator[str]:
    """What is wrong where nothing may be found."""
    got = given.walk.page(endpoint, 1, **parameters)
    (name,) = parameters
    if got.trouble:
        yield f"{name}: {got.trouble}"
    elif got.contents or got.total:
        yield f"{name}: finds what there cannot be"


def _left_out(given: Given, endpoint: Endpoint, one: str, **parameters: str) -> list[str]:
    """What is wrong where one entry may not be found."""
    found = _with(given, endpoint, **parameters)
    name, value = next(iter(parameters.items()))
    if not found.there:
        return [f"{name}: {found.pages[0].trouble}"]
    return [f"{one}: not left out by {name}={value}"] if one in ids_of(found.entries) else []


def _with(given: Given, endpoint: Endpoint, **parameters: str) -> Listed:
    return given.walk.pages(endpoint, parameters)


def _services(given: Given) -> dict[str, dict[str, Any]]:
    single = given.walk.single(SERVICES)
    return {one: got.value for one, got in single.items() if isinstance(got.value, dict)}


def _days(service: dict[str, Any]) -> frozenset[str]:
    """The days of a service whose hours are all by days of the week; none where they are not."""
    hours = [one for one in service.get("schedules") or () if isinstance(one, dict)]
    told: list[Any] = [one.get("byday") for one in hours]
    if not told or not all(_is_text(each) for each in told):
        return frozenset()
    return frozenset(found[-2:] for each in told for found in each.split(",") if found[-2:] in WEEK)


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value)


def _is_age(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and value >= 0


def _is_time(value: object) -> bool:
    return isinstance(value, str) and len(value) >= 5 and value[:2].isdigit() and value[2] == ":"  # noqa: PLR2004
