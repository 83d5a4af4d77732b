"""A server on loopback that plays feeds of each dialect, well-behaved and otherwise."""

from __future__ import annotations

import json
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import pytest

from adapter_core.domain.directory import Incoming
from adapter_core.errors import ConfigurationError, FingerpostError, SourceUnavailable
from adapter_core.hooks.ports import OpenContext, Reject
from adapter_open_referral.backend import OpenReferralConfig, open_open_referral
from adapter_open_referral.dialects import Dialect
from adapter_open_referral.feed import OpenReferralFeed

Answer = tuple[int, bytes | None, dict[str, str]]
"""Status, body (None: hang up in the middle) and headers."""


def as_json(document: Any, status: int = 200, **headers: str) -> Answer:
    return status, json.dumps(document).encode(), {"Content-Type": "application/json", **headers}


class FeedServer:
    """Services of a dialect, and whatever is to go wrong with them."""

    def __init__(self, services: list[dict[str, Any]], dialect: str = "3.0") -> None:
        self.services, self.dialect = services, dialect
        self.root = "/openreferral" if dialect == "1.0" else ""
        self.details = {str(each.get("id")): each for each in services}
        self.about: Any = (
            {"version": "HSDS-UK-3.0", "profile": "x", "openapi_url": "y"} if dialect == "3.0" else None
        )
        self.etags = False
        self.asked: Counter[str] = Counter()
        self.statuses: Counter[int] = Counter()
        self.instead: dict[str, Callable[[dict[str, str]], Answer]] = {}

    def page(self, number: int, size: int, services: list[dict[str, Any]] | None = None, **other: Any) -> Any:
        listed = self.services if services is None else services
        pages = -(-len(listed) // size)
        part = listed[(number - 1) * size : number * size]
        first, last = number == 1, number >= pages
        if self.dialect == "3.0":
            shallow = [{key: each[key] for key in each if key in SHALLOW} for each in part]
            return {
                "total_items": len(listed),
                "total_pages": pages,
                "page_number": number,
                "size": size,
                "first_page": first,
                "last_page": last,
                "empty": not part,
                "contents": shallow,
                **other,
            }
        shallow = (
            part
            if self.dialect == "outpost"
            else [{k: each[k] for k in each if k in SHALLOW} for each in part]
        )
        return {
            "totalElements": len(listed),
            "totalPages": pages,
            "number": number,
            "size": size,
            "first": first,
            "last": last,
            "empty": not part,
            "content": shallow,
            **other,
        }

    def answer(self, path: str, parameters: dict[str, str], headers: dict[str, str]) -> Answer:
        self.asked[path] += 1
        made = self._made(path, parameters)
        if self.etags and made[0] == 200 and made[1] is not None:
            etag = f'"{sha256(made[1]).hexdigest()[:16]}"'
            if headers.get("if-none-match") == etag:
                made = 304, b"", {}
            made[2]["ETag"] = etag
        self.statuses[made[0]] += 1
        return made

    def _made(self, path: str, parameters: dict[str, str]) -> Answer:
        if path in self.instead:
            return self.instead[path](parameters)
        if path == f"{self.root}/" and self.about:
            return as_json(self.about)
        if path == f"{self.root}/services":
            return as_json(self.page(int(parameters["page"]), int(parameters["per_page"])))
        own = unquote(path.removeprefix(f"{self.root}/services/"))
        return as_json(self.details[own]) if own in self.details else as_json({"message": "no"}, 404)


SHALLOW = {
    "id",
    "name",
    "description",
    "status",
    "organization",
    "organization_id",
    "last_modified",
    "minimum_age",
}


@pytest.fixture
def serve() -> Iterator[Callable[[FeedServer], str]]:
    """Serves feeds; gives their addresses."""
    with ExitStack() as stack:

        def start(feed: FeedServer) -> str:
            class Handler(BaseHTTPRequestHandler):
                protocol_version = "HTTP/1.1"

                def do_GET(self) -> None:
                    parts = urlsplit(self.path)
                    headers = {name.lower(): value for name, value in self.headers.items()}
                    status, body, more = feed.answer(parts.path, dict(parse_qsl(parts.query)), headers)
                    self.send_response(status)
                    for name, value in more.items():
                        self.send_header(name, value)
                    self.send_header("Content-Length", str(1000 if body is None else len(body)))
                    self.end_headers()
                    self.wfile.write(b'{"contents": [' if body is None else body)
                    self.close_connection = body is None

                def log_message(self, *_: object) -> None:
                    pass

            server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
            server.daemon_threads = True
            thread = threading.Thread(
                target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True
            )
            thread.start()
            stack.callback(thread.join, 5)
            stack.callback(server.server_close)
            stack.callback(server.shutdown)
            return f"http://127.0.0.1:{server.server_port}"

        yield start


@pytest.fixture
def connect(serve: Callable[[FeedServer], str], tmp_path: Path) -> Iterator[Callable[..., OpenReferralFeed]]:
    """Opens a feed with short limits."""
    with ExitStack() as stack:

        def opened(feed: FeedServer | str, **given: Any) -> OpenReferralFeed:
            limits = {
                "attempt_seconds": 2,
                "operation_seconds": 3,
                "run_seconds": 30,
                "attempts": 2,
                **given.pop("limits", {}),
            }
            url = feed if isinstance(feed, str) else serve(feed)
            config = OpenReferralConfig.model_validate({"url": url, "per_page": 4, "limits": limits, **given})
            context = OpenContext("town", date(2026, 11, 23), tmp_path, {}, {})
            return stack.enter_context(open_open_referral(config, context))

        yield opened


def uid(number: int) -> str:
    return f"00000000-0000-4000-8000-{number:012d}"


def oruk3(number: int, **more: Any) -> dict[str, Any]:
    by = {"id": uid(9000 + number % 3), "name": f"Organisation {number % 3}", "description": "d"}
    place = {
        "id": uid(7000 + number),
        "location_type": "physical",
        "latitude": 51.38,
        "longitude": 0.53,
        "addresses": [
            {
                "id": uid(1),
                "address_1": "1 High Street",
                "city": "Chatham",
                "postal_code": "ME4 4AA",
                "state_province": "Kent",
                "country": "GB",
                "address_type": "physical",
            }
        ],
    }
    return {
        "id": uid(number),
        "name": f"Service {number}",
        "description": "<p>Tea &amp; cake</p>",
        "status": "active",
        "organization_id": by["id"],
        "organization": by,
        "last_modified": "2025-09-02T12:06:15.654",
        "minimum_age": -1,
        "service_at_locations": [{"id": uid(6000 + number), "location": place}],
        "contacts": [
            {"id": uid(5000 + number), "name": "Reception", "phones": [{"number": "01634 000000 Ext 303"}]}
        ],
        "pc_targetAudience": [{"id": "x"}],
        **more,
    }


def oruk1(number: int, **more: Any) -> dict[str, Any]:
    return {
        "id": str(number),
        "name": f"Service {number}",
        "organization": {"id": "o1", "name": "Org", "description": ""},
        "status": "active",
        "eligibilitys": [{"id": "1", "minimum_age": 18, "maximum_age": None, "eligibility": "Adults"}],
        "regular_schedules": [
            {"id": "1", "byday": "MO", "opens_at": "10:00", "closes_at": "12:00", "freq": "WEEKLY"}
        ],
        "service_taxonomys": [
            {"id": "1", "taxonomy": {"id": "t9", "name": "Befriending", "vocabulary": "esd"}}
        ],
        "service_at_locations": [
            {
                "id": "1",
                "location": {
                    "id": "l1",
                    "name": "Hall",
                    "physical_addresses": [
                        {"id": "1", "address_1": "The Hall", "city": "Chatham", "postal_code": "ME4 4AA"}
                    ],
                },
            }
        ],
        "contacts": [
            {"id": "1", "name": "Pat Example", "title": "Outreach manager", "phones": [{"number": "1"}]}
        ],
        **more,
    }


def outpost(number: int, **more: Any) -> dict[str, Any]:
    return {
        "id": number,
        "name": f"Club {number}",
        "description": "Fun",
        "url": None,
        "min_age": 5,
        "max_age": 11,
        "free": True,
        "updated_at": "2021-01-13T12:48:54.730Z",
        "contacts": [
            {
                "name": "Sam Example",
                "title": "Leader",
                "visible": True,
                "email": "club@example.org",
                "phone": "0203 289 6420 Ext 303",
            }
        ],
        "organisation": {"id": 7, "name": "Scouts", "description": None, "email": None, "url": None},
        "locations": [
            {
                "id": number,
                "name": "Hut",
                "address_1": " Hare Lane",
                "city": "Chatham",
                "postal_code": "ME4 4AA",
                "geometry": {"type": "Point", "coordinates": [0.53, 51.38]},
                "accessibilities": [{"name": "Ramp", "slug": "r"}],
            }
        ],
        "taxonomies": [{"id": 2, "name": "Clubs", "slug": "clubs", "parent_id": 1}],
        "send_needs": [],
        "regular_schedules": [{"weekday": "Monday", "opens_at": "10:00", "closes_at": "17:00"}],
        **more,
    }


def read(feed: OpenReferralFeed) -> tuple[list[Incoming], list[Reject]]:
    everything = list(feed.incoming())
    services = [each for each in everything if isinstance(each, Incoming) and each.service]
    return services, [each for each in everything if isinstance(each, Reject)]


def until_it_stops(feed: OpenReferralFeed) -> tuple[list[Incoming], FingerpostError | None]:
    found: list[Incoming] = []
    try:
        found.extend(each for each in feed.incoming() if isinstance(each, Incoming) and each.service)
    except FingerpostError as error:
        return found, error
    return found, None


MAKES = {"3.0": oruk3, "1.0": oruk1, "outpost": outpost}


@pytest.mark.requirement("G-05")
@pytest.mark.parametrize("dialect", MAKES)
def test_each_dialect_is_told_by_what_comes_and_read_whole(connect, dialect):
    feed = connect(FeedServer([MAKES[dialect](number) for number in range(1, 12)], dialect))
    services, rejects = read(feed)
    assert rejects == []
    assert feed.complete
    assert len(services) == 11
    assert feed.found.dialect is Dialect(dialect)
    assert all(each.locations and each.at_locations and each.contacts for each in services)
    for each in services:
        assert each.locations[0].address
        assert each.locations[0].address.original_postcode == "ME4 4AA"


def test_services_are_asked_for_by_id_because_the_list_is_a_short_form(connect):
    server = FeedServer([oruk3(number) for number in range(1, 6)])
    services, _ = read(connect(server))
    assert all(server.asked[f"/services/{uid(number)}"] == 1 for number in range(1, 6))
    assert services[0].contacts[0].phones[0].original == "01634 000000 Ext 303"
    feed = connect(FeedServer([oruk3(1)]), details=False)
    assert read(feed)[0][0].contacts == ()
    assert feed.complete


def test_outpost_is_not_asked_twice(connect):
    server = FeedServer([outpost(number) for number in range(1, 6)], "outpost")
    services, _ = read(connect(server))
    assert not any(path.startswith("/services/") for path in server.asked)
    assert services[0].service
    assert services[0].service.schedules[0].byday == ("MO",)
    assert services[0].service.costs[0].amount == 0
    assert services[0].contacts[0].role == "Leader"


def test_optional_endpoints_that_are_missing_are_noted_and_nothing_more(connect):
    feed = connect(FeedServer([oruk3(1)]))
    _, rejects = read(feed)
    assert feed.complete
    assert rejects == []
    assert any("no taxonomy terms that can be read (FP-0456)" in note for note in feed.notes)


def test_terms_of_their_own_endpoint_are_told_before_the_services(connect):
    server = FeedServer([oruk3(1)])
    term = {"id": uid(1), "name": "Befriending", "description": "d", "taxonomy_id": uid(2), "taxonomy": "esd"}
    server.instead["/taxonomy_terms"] = lambda _: as_json({"total_items": 1, "contents": [term]})
    first = next(iter(connect(server).incoming()))
    assert isinstance(first, Incoming)
    assert first.terms[0].name == "Befriending"
    assert first.taxonomies[0].name == "esd"


def test_a_version_that_the_pages_contradict_is_said(connect):
    server = FeedServer([oruk1(1)], "1.0")
    server.about = {"version": "HSDS-UK-3.0"}
    feed = connect(server)
    read(feed)
    assert feed.found.dialect is Dialect.ORUK_1
    assert "and yet it says version 'HSDS-UK-3.0'" in feed.notes[0]


def test_a_feed_that_shows_no_dialect_is_not_guessed(connect):
    server = FeedServer([])
    server.about = None
    server.instead["/services"] = lambda _: as_json([{"id": 1, "name": "x"}])
    with pytest.raises(ConfigurationError) as caught:
        read(connect(server))
    assert caught.value.code == "FP-0885"


@pytest.mark.parametrize(
    ("document", "code"),
    [
        ({"total_items": 0, "contents": []}, "FP-0886"),
        ({"total_items": 0, "contents": None}, "FP-0886"),
        ({"error": "x"}, "FP-0887"),
        ("text", "FP-0887"),
    ],
)
def test_a_feed_without_services_says_so_and_is_never_complete(connect, document, code):
    server = FeedServer([])
    server.instead["/services"] = lambda _: as_json(document)
    feed = connect(server)
    _, error = until_it_stops(feed)
    assert error is not None
    assert error.code == code
    assert not feed.complete


def test_a_feed_that_stops_in_the_middle_keeps_what_came_and_is_incomplete(connect):
    server = FeedServer([oruk3(number) for number in range(1, 40)])
    server.instead["/services"] = lambda given: (
        as_json(server.page(int(given["page"]), 4)) if int(given["page"]) < 5 else (200, None, {})
    )
    feed = connect(server)
    services, error = until_it_stops(feed)
    assert error is not None
    assert error.code == "FP-0449"
    assert 0 < len(services) <= 16
    assert not feed.complete


@pytest.mark.parametrize(
    "bad", [(500, b"{}", {}), (404, b"{}", {}), (200, b"<html>sign in</html>", {}), (200, b"{", {})]
)
def test_one_service_whose_details_fail_is_a_reject_and_makes_it_incomplete(connect, bad):
    server = FeedServer([oruk3(number) for number in range(1, 6)])
    server.instead[f"/services/{uid(3)}"] = lambda _: bad
    feed = connect(server)
    services, rejects = read(feed)
    assert [each.ref for each in services] == [uid(number) for number in (1, 2, 4, 5)]
    assert [(each.ref, each.code) for each in rejects] == [(uid(3), "FP-0556")]
    assert not feed.complete


def test_details_about_another_service_are_not_taken_for_it(connect):
    server = FeedServer([oruk3(1), oruk3(2)])
    server.details[uid(2)] = oruk3(1)
    services, rejects = read(connect(server))
    assert [each.ref for each in services] == [uid(1)]
    assert rejects[0].code == "FP-0556"


def test_a_server_without_details_is_given_up_after_some(connect):
    server = FeedServer([oruk3(number) for number in range(1, 100)])
    server.details = {}
    feed = connect(server)
    _, error = until_it_stops(feed)
    assert error is not None
    assert error.code == "FP-0889"
    assert sum(path.startswith("/services/") for path in server.asked) < 60


def test_a_server_that_ignores_the_page_is_noticed(connect):
    server = FeedServer([oruk3(number) for number in range(1, 100)])
    server.instead["/services"] = lambda _: as_json(server.page(1, 4))
    feed = connect(server)
    services, error = until_it_stops(feed)
    assert error is not None
    assert error.code == "FP-0888"
    assert len(services) <= 4
    assert not feed.complete
    assert server.asked["/services"] < 20


def test_pages_that_shift_lose_somebody_and_that_is_said(connect):
    """A service is added at the top while the list is read: one comes twice, and the new one is missed."""
    server = FeedServer([oruk3(number) for number in range(1, 13)])
    after = [oruk3(99), *server.services]
    server.instead["/services"] = lambda given: as_json(
        server.page(int(given["page"]), 4, None if given["page"] == "1" else after)
    )
    feed = connect(server)
    services, rejects = read(feed)
    assert len(services) == 12
    assert feed.tally.repeated == 1
    assert [each.code for each in rejects] == ["FP-0558"]
    assert not feed.complete


def test_a_total_that_is_too_high_means_that_somebody_is_missing(connect):
    server = FeedServer([oruk3(number) for number in range(1, 7)])
    server.instead["/services"] = lambda given: as_json(server.page(int(given["page"]), 4, total_items=9))
    feed = connect(server)
    services, rejects = read(feed)
    assert len(services) == 6
    assert [each.code for each in rejects] == ["FP-0558"]
    assert not feed.complete


@pytest.mark.parametrize("flags", [True, False])
def test_a_list_without_totals_is_read_to_its_end(connect, flags):
    server = FeedServer([oruk3(number) for number in range(1, 11)])

    def bare(given: dict[str, str]) -> Answer:
        page = server.page(int(given["page"]), 4)
        kept = {"contents", "last_page"} if flags else {"contents"}
        return as_json({key: page[key] for key in kept})

    server.instead["/services"] = bare
    feed = connect(server)
    services, rejects = read(feed)
    assert len(services) == 10
    assert rejects == []
    assert feed.complete


def test_a_bare_list_is_never_taken_to_be_whole(connect):
    server = FeedServer([])
    server.about = None
    server.instead["/services"] = lambda given: as_json([oruk3(1), oruk3(2)] if given["page"] == "1" else [])
    server.details = {uid(number): oruk3(number) for number in (1, 2)}
    feed = connect(server)
    services, rejects = read(feed)
    assert len(services) == 2
    assert [each.code for each in rejects] == ["FP-0558"]
    assert not feed.complete


def test_bad_records_are_rejects_each_with_its_reason(connect):
    services = [
        oruk3(1),
        oruk3(1, name="Quite another"),
        oruk3(2, id=None),
        oruk3(3, name=None),
        oruk3(4, name="*required* text"),
        oruk3(5, id="../../etc/passwd"),
        oruk3(6, id=17),
        oruk3(7, id=""),
    ]
    server = FeedServer(services)
    server.details[uid(1)] = services[0]
    feed = connect(server)
    found, rejects = read(feed)
    assert [each.ref for each in found] == [uid(1), "../../etc/passwd", "17"]
    assert Counter(each.code for each in rejects if each.ref != "the list") == Counter(
        ["FP-0550", "FP-0552", "FP-0555", "FP-0551", "FP-0552"]
    )
    assert all(each.anonymous for each in rejects if each.code == "FP-0552")
    assert not feed.complete


def test_a_body_that_is_too_large_is_not_read(connect):
    server = FeedServer([oruk3(number, description="x" * 30_000) for number in range(1, 5)])
    feed = connect(server, limits={"page_megabytes": 0.05})
    with pytest.raises(SourceUnavailable) as caught:
        read(feed)
    assert caught.value.code == "FP-0450"


def test_no_call_outlives_its_deadline(connect):
    server = FeedServer([oruk3(1)])

    def slow(_: dict[str, str]) -> Answer:
        time.sleep(4)
        return as_json({})

    server.instead["/services"] = slow
    feed = connect(server, limits={"attempt_seconds": 0.4, "operation_seconds": 0.8})
    began = time.monotonic()
    with pytest.raises(SourceUnavailable):
        read(feed)
    assert time.monotonic() - began < 0.8 + 1


def test_stopping_early_breaks_off_what_is_under_way(connect):
    feed = connect(FeedServer([oruk3(number) for number in range(1, 60)]))
    reading = feed.incoming()
    next(reading)
    reading.close()
    assert not feed.complete
    assert len(read(feed)[0]) == 59
    assert feed.complete


# --- what is kept ---


def test_what_has_not_changed_is_not_sent_again(connect, tmp_path):
    server = FeedServer([oruk3(number) for number in range(1, 10)])
    server.etags = True
    feed = connect(server, keep="kept")
    first, _ = read(feed)
    assert feed.complete
    assert not feed.unchanged
    url = feed._config.url
    again = connect(url, keep="kept")
    server.statuses.clear()
    second, _ = read(again)
    assert second == first
    assert again.unchanged
    assert server.statuses[200] == 0
    server.details[uid(3)]["name"] = "A new name"
    third = connect(url, keep="kept")
    names = [each.service.name for each in read(third)[0] if each.service]
    assert "A new name" in names
    assert not third.unchanged


def test_a_reading_that_failed_leaves_the_last_good_one_which_can_itself_be_imported(connect, tmp_path):
    server = FeedServer([oruk3(number) for number in range(1, 10)])
    feed = connect(server, keep="kept")
    first, _ = read(feed)
    server.instead["/services"] = lambda given: (
        as_json(server.page(1, 4)) if given["page"] == "1" else (200, None, {})
    )
    failed = connect(feed._config.url, keep="kept")
    _, error = until_it_stops(failed)
    assert error is not None
    config = OpenReferralConfig(path="kept/good")
    with open_open_referral(config, OpenContext("saved", date(2026, 11, 23), tmp_path, {}, {})) as saved:
        assert sorted(read(saved)[0], key=lambda each: each.ref) == sorted(first, key=lambda each: each.ref)
        assert saved.complete


def test_a_folder_that_cannot_be_written_is_an_error(connect, tmp_path):
    (tmp_path / "kept").write_text("a file")
    with pytest.raises(ConfigurationError) as caught:
        connect("http://127.0.0.1:9", keep="kept")
    assert caught.value.code == "FP-0890"


def test_a_page_that_was_changed_on_the_disk_is_asked_for_afresh(connect, tmp_path):
    server = FeedServer([oruk3(1)])
    server.etags = True
    feed = connect(server, keep="kept")
    first, _ = read(feed)
    for page in (tmp_path / "kept" / "good").glob("services-*.json"):
        page.write_text('{"contents": [{"id": "x", "name": "Forged", "status": "active"}], "total_items": 1}')
    assert read(connect(feed._config.url, keep="kept"))[0] == first
