"""The API on both databases: pages, entries, filters, formats, problems."""

from __future__ import annotations

import json
import logging
import uuid

import pytest

from community_directory.publishing.api import application
from tests.integration.directory.publishing_town import ask, open_town


@pytest.fixture
def api(directory_url):
    with open_town(directory_url) as store:
        yield application(store)


def names(api, path="/services", **query):
    status, _, body = ask(api, path, query)
    assert status == 200
    return [one.get("name") or one["service"]["name"] for one in json.loads(body)["contents"]]


def test_pages_hold_every_service_once(api):
    pages = [names(api, per_page="3", page=str(number)) for number in (1, 2, 3, 4)]
    assert [len(page) for page in pages] == [3, 3, 2, 0]
    assert len({one for page in pages for one in page}) == 8


def test_lines_hold_every_service_with_all_of_it(api):
    status, headers, body = ask(api, "/services", {"format": "ndjson", "full": "true"})
    found = [json.loads(line) for line in body.splitlines()]
    assert (status, headers["content-type"], len(found)) == (200, "application/x-ndjson", 8)
    one = found[0]
    assert json.loads(ask(api, f"/services/{one['id']}")[2]) == one


def test_filters_narrow(api):
    assert "Calligraphy for beginners" in names(api, search="caligraphy")[:1]
    assert names(api, day="MO") == names(api, day="monday")
    assert set(names(api, day="MO")) == {"Calligraphy for beginners", "Singing for beginners"}
    assert names(api, day="MO", start_time="12:00") == []
    assert len(names(api, minimum_age="65")) == 5
    assert names(api, modified_after="2026-11-11T00:00:00Z") == []
    late = names(api, modified_after="2026-11-09T00:00:00Z")
    assert "Swimming for beginners" in late
    assert len(names(api, "/taxonomy_terms")) == 2


def test_near_a_postcode(api):
    near = names(api, "/service_at_locations", postcode="FY1 1AA", proximity="1")
    far = names(api, "/service_at_locations", postcode="FY1 1AA", proximity="40000000")
    assert len(near) < len(far) == 8
    served = names(api, "/service_at_locations", postcode="FY1 1AA")
    assert set(served) == {
        f"{word} for beginners" for word in ("Calligraphy", "Chess", "Walking", "Knitting")
    }
    status, _, body = ask(api, "/service_at_locations", {"postcode": "ME4 4AA", "proximity": "5"})
    assert status == 400
    assert b"ME4" not in body


@pytest.mark.requirement("G-10")
@pytest.mark.parametrize("more", [{}, {"format": "ndjson"}, {"search": "beginners"}])
def test_services_are_near_a_postcode_too(api, more):
    def found(**given):
        status, _, body = ask(api, "/services", {**given, **more})
        assert status == 200
        lines = "format" in more
        told = [json.loads(line) for line in body.splitlines()] if lines else json.loads(body)["contents"]
        return {each["name"] for each in told}

    served = {f"{word} for beginners" for word in ("Calligraphy", "Chess", "Walking", "Knitting")}
    assert found(postcode="FY1 1AA") == served
    assert 0 < len(found(postcode="FY1 1AA", proximity="1")) < 8
    assert len(found(postcode="FY1 1AA", proximity="40000000")) == 8
    status, _, body = ask(api, "/services", {"postcode": "ME4 4AA", "proximity": "5", **more})
    assert (status, b"ME4" in body) == (400, False)
    assert ask(api, "/services", {"proximity": "5", **more})[0] == 400


def test_problems_repeat_nothing_and_everybody_may_read_them(api):
    for path, query in (
        ("/services", {"page": "zxwvtsrq"}),
        ("/services/zxwvtsrq", {}),
        (f"/services/{uuid.uuid4()}", {}),
        ("/zxwvtsrq", {}),
        ("/services/\x00", {}),
        ("/services", {"taxonomy_id": "zx\x00", "page": "zxwvtsrq"}),
    ):
        status, headers, body = ask(api, path, query)
        assert status in {400, 404}
        assert headers["content-type"] == "application/problem+json"
        assert headers["access-control-allow-origin"] == "*"
        assert b"zxwvtsrq" not in body
    assert ask(api, "/services", method="OPTIONS")[0] == 204
    assert ask(api, "/services", method="DELETE")[0] == 405


@pytest.mark.parametrize("words", ["o'brien", "name:x", '""', "*", "مرحبا 👋", "x" * 10_000, "\x00"])
def test_any_words_may_be_searched_for(api, words):
    assert ask(api, "/services", {"search": words})[0] == 200


def test_what_is_known_already_is_not_sent_again(api):
    tag = ask(api, "/services")[1]["etag"]
    assert ask(api, "/services", headers={"If-None-Match": f'"other", W/{tag}'})[0] == 304
    assert ask(api, "/services", {"page": "2"}, headers={"If-None-Match": tag})[0] == 200


def test_what_breaks_inside_is_told_to_nobody(directory_url, caplog):
    def broken(store, words, on):
        raise RuntimeError(words)

    with open_town(directory_url) as store, caplog.at_level(logging.DEBUG):
        status, _, body = ask(application(store, search=broken), "/services", {"search": "zxwvtsrq"})
    assert status == 500
    assert b"zxwvtsrq" not in body
    assert "zxwvtsrq" not in caplog.text
    assert "RuntimeError" in caplog.text
