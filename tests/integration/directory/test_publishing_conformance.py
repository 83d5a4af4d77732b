"""Each check of a feed catches a feed that is broken in its way, and says nothing of one that is not."""

# ruff: noqa: ARG002, ARG005, E501 - a mutant takes what every mutant takes

from __future__ import annotations

import json
import os
import uuid
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from click.testing import CliRunner

from community_directory.cli.serving import conformance
from community_directory.publishing.api import application
from community_directory.publishing.conformance import CHECKS, Level, Verdict, check_feed
from community_directory.publishing.conformance.schemas import FILES, Schemas
from tests.integration.directory import publishing_town
from tests.integration.directory.publishing_town import BEGIN, open_town, served

NOW = BEGIN.replace(month=12)
SHARED = Path(os.environ.get("FINGERPOST_SHARED", Path(__file__).parents[3].parent / "shared"))
BESIDE = SHARED / "data" / "oruk_v3_schemas"
OFFICIAL = os.environ.get("ORUK_SCHEMA_DIR", str(BESIDE) if BESIDE.is_dir() else "")


class Broken:
    """Our API with an answer or a question changed on its way; answers are kept, for they do not change."""

    def __init__(self, app):
        self._app = app
        self._kept = {}
        self.mutant = None
        self.url = ""

    def ask(self, path, query, tag=""):
        key = (path, tuple(sorted(query.items())), tag)
        if key not in self._kept:
            headers = {"If-None-Match": tag} if tag else {}
            self._kept[key] = publishing_town.ask(self._app, path, query, headers=headers)
        return self._kept[key]

    async def __call__(self, scope, receive, send):
        query = {name: values[0] for name, values in parse_qs(scope["query_string"].decode()).items()}
        tag = dict(scope["headers"]).get(b"if-none-match", b"").decode()
        status, headers, body = (self.mutant or ask)(self, scope["path"], query, tag)
        kept = [
            (name.encode(), value.encode()) for name, value in headers.items() if name != "content-length"
        ]
        await send({"type": "http.response.start", "status": status, "headers": kept})
        await send({"type": "http.response.body", "body": body if status != 304 else b""})


def ask(feed, path, query, tag):
    return feed.ask(path, query, tag)


def changed(change, only=lambda path: True):
    """A mutant that changes each answer's JSON."""

    def mutant(feed, path, query, tag):
        status, headers, body = feed.ask(path, query, tag)
        if status != 200 or not only(path):
            return status, headers, body
        many = headers["content-type"] == "application/x-ndjson"
        values = [json.loads(line) for line in body.splitlines()] if many else [json.loads(body)]
        for value in values:
            change(value, path, query)
        return status, headers, b"\n".join(json.dumps(value).encode() for value in values)

    return mutant


def entries(change, kind="/services"):
    """A mutant that changes each entry of a list, and each entry by id."""

    def everywhere(value, path, query):
        if path.startswith(kind + "/") or path == kind:
            for one in value.get("contents", [value]):
                change(one)

    return changed(everywhere)


def asked(change):
    """A mutant that hears another question."""

    def mutant(feed, path, query, tag):
        return feed.ask(path, change(path, dict(query)), tag)

    return mutant


def deaf_to(*names):
    """A mutant that ignores some parameters."""
    return asked(lambda path, query: {name: value for name, value in query.items() if name not in names})


def set_to(name, value):
    return entries(lambda one: one.__setitem__(name, value))


def no_services_by_id(feed, path, query, tag):
    if path.startswith("/services/") and not path.endswith("4000-8000-000000000000"):
        return 500, {}, b""
    return feed.ask(path, query, tag)


def another(feed, path, query, tag):
    """Every service by id is the same one."""
    if path.startswith("/services/") and feed.ask(path, query)[0] == 200:
        first = json.loads(feed.ask("/services", {})[2])["contents"][0]["id"]
        return feed.ask(f"/services/{first}", {})
    return feed.ask(path, query, tag)


def repeated(value, path, query):
    if path == "/services" and value.get("contents"):
        value["contents"].append(value["contents"][0])
        value["size"] += 1


def one_lost(value, path, query):
    if path == "/services" and query.get("page") == "2" and len(query) == 2:
        value["contents"].pop()


def overlapping(feed, path, query, tag):
    """The last entry of page 1 opens page 2 instead of that page's own first."""
    status, headers, body = feed.ask(path, query, tag)
    if path != "/services" or query.get("page") != "2" or len(query) != 2:
        return status, headers, body
    value, first = json.loads(body), json.loads(feed.ask(path, query | {"page": "1"})[2])
    value["contents"][0] = first["contents"][-1]
    return status, headers, json.dumps(value).encode()


def unstable():
    times = {"count": 0}

    def mutant(feed, path, query, tag):
        status, headers, body = feed.ask(path, query, tag)
        if path == "/services" and len(query) == 2 and query["page"] == "1" and not tag:
            times["count"] += 1
            if times["count"] % 2 == 0:
                value = json.loads(body)
                value["contents"].reverse()
                body = json.dumps(value).encode()
        return status, headers, body

    return mutant


def strict(feed, path, query, tag):
    if "fingerpost_unknown" in query:
        return 400, {"content-type": "application/json"}, b"{}"
    return feed.ask(path, query, tag)


def anything_goes(feed, path, query, tag):
    """An id that nothing has is answered with some entry."""
    if feed.ask(path, query, tag)[0] == 404:
        kind = "/" + path.split("/")[1]
        return 200, *feed.ask(kind, {})[1:]
    return feed.ask(path, query, tag)


def closed(feed, path, query, tag):
    status, headers, body = feed.ask(path, query, tag)
    return status, {k: v for k, v in headers.items() if k != "access-control-allow-origin"}, body


def untagged(feed, path, query, tag):
    status, headers, body = feed.ask(path, query)
    return status, {k: v for k, v in headers.items() if k != "etag"}, body


def without_lines(feed, path, query, tag):
    return feed.ask(path, {k: v for k, v in query.items() if k != "format"}, tag)


def nowhere(feed, path, query, tag):
    if "search" in query:
        query = query | {"search": "zxqvkjwzxqvkjw"}
    return feed.ask(path, query, tag)


def far_contact(one):
    for contact in one.get("contacts", []):
        contact["email"] = "ann@charity.example"


MUTANTS = {
    "answers": [(no_services_by_id, {"answers"})],
    "schema": [(set_to("email", "nobody at nowhere"), {"schema"}), (set_to("status", "open"), {"schema"})],
    "envelope": [
        (changed(lambda value, path, query: value.pop("total_pages", None), lambda path: path == "/taxonomies"), {"envelope"}),
        (changed(lambda value, path, query: value.update(last_page=False), lambda path: path == "/services"), {"envelope"}),
    ],
    "details": [(another, {"details"})],
    "ids": [(entries(lambda one: one.update(organization_id="17"), "/services"), {"ids", "schema", "organization_id"})],
    "duplicates": [(changed(repeated), {"duplicates", "per_page"})],
    "complete": [(changed(one_lost), {"complete"})],
    "overlap": [(overlapping, {"overlap", "complete"})],
    "order": [(unstable, {"order"})],
    "unknown parameters": [(strict, {"unknown parameters"})],
    "missing": [(anything_goes, {"missing"})],
    "zones": [(set_to("last_modified", "2026-10-01T09:00:00"), {"zones", "schema"})],
    "cors": [(closed, {"cors"})],
    "empties": [(set_to("alert", ""), {"empties"}), (set_to("funding", []), {"empties"})],
    "html": [(set_to("alert", "<p>Closed &amp; shut</p>"), {"html"})],
    "future": [(set_to("assured_date", "2199-01-01"), {"future"})],
    "contacts": [(entries(far_contact), {"contacts"})],
    "per_page": [
        (asked(lambda path, query: query | ({"per_page": "3"} if "per_page" in query else {})), {"per_page"})
    ],
    "etag": [(untagged, {"etag"})],
    "ndjson": [(without_lines, {"ndjson"})],
    "search": [(deaf_to("search"), {"search"}), (nowhere, {"search"})],
    "modified_after": [(deaf_to("modified_after"), {"modified_after"})],
    "taxonomy_term_id": [(deaf_to("taxonomy_term_id"), {"taxonomy_term_id"})],
    "taxonomy_id": [
        (asked(lambda path, query: {k: v for k, v in query.items() if (path, k) != ("/services", "taxonomy_id")}), {"taxonomy_id"})
    ],
    "taxonomy_id of terms": [
        (asked(lambda path, query: {k: v for k, v in query.items() if (path, k) != ("/taxonomy_terms", "taxonomy_id")}), {"taxonomy_id of terms"})
    ],
    "organization_id": [(deaf_to("organization_id"), {"organization_id"})],
    "ages": [(deaf_to("minimum_age"), {"ages"}), (deaf_to("maximum_age"), {"ages"})],
    "day": [(deaf_to("day"), {"day"}), (asked(lambda path, query: query | ({"day": "SU"} if "day" in query else {})), {"day"})],
    "times": [(deaf_to("start_time"), {"times"}), (deaf_to("end_time"), {"times"})],
    "proximity": [(deaf_to("proximity", "postcode"), {"proximity"})],
}  # fmt: skip
"""For each check feeds that are broken in its way, and the checks that say so."""


@pytest.fixture(scope="module")
def feed(tmp_path_factory):
    folder = tmp_path_factory.mktemp("feed")
    with open_town(f"sqlite:///{folder / 'directory.db'}") as store:
        broken = Broken(application(store, address="https://feed.example"))
        with served(broken) as url:
            broken.url = url
            yield broken


@pytest.fixture(scope="module")
def schemas(tmp_path_factory):
    """The official ones where they are; otherwise as much of them as the mutants break."""
    if OFFICIAL:
        return Schemas(Path(OFFICIAL))
    folder = tmp_path_factory.mktemp("schemas")
    entry = {
        "type": "object",
        "required": ["id"],
        "properties": {
            "id": {"type": "string", "format": "uuid"},
            "organization_id": {"type": "string", "format": "uuid"},
            "status": {"enum": ["active", "inactive", "defunct", "temporarily closed"]},
            "email": {"type": "string", "format": "email"},
            "last_modified": {"type": "string", "format": "date-time"},
        },
    }
    for name in FILES:
        page = {"type": "object", "properties": {"contents": {"type": "array", "items": entry}}}
        shape = {"type": "object"} if name == "api_details.json" else page if "list" in name else entry
        (folder / name).write_text(json.dumps(shape))
    return Schemas(folder)


def checked(feed, schemas, mutant=None):
    feed.mutant = mutant
    try:
        return check_feed(feed.url, schemas=schemas, per_page=4, details=8, now=NOW)
    finally:
        feed.mutant = None


def failing(found):
    return {one.check for one in found.results if one.verdict is Verdict.FAILS}


def test_our_own_feed_passes_every_check(feed, schemas):
    found = checked(feed, schemas)
    assert failing(found) == set()
    assert found.conforms
    assert found.whole
    of_services = {
        one.check for one in found.results if one.verdict is Verdict.PASSES and "service" in one.endpoint
    }
    assert of_services | {"taxonomy_id of terms"} == {check.name for check in CHECKS}


@pytest.mark.skipif(not OFFICIAL, reason="the official schemas are not here: set ORUK_SCHEMA_DIR")
def test_our_own_feed_fits_the_official_schemas(feed):
    found = checked(feed, Schemas(Path(OFFICIAL)))
    of_schema = [one for one in found.results if one.check == "schema"]
    assert len(of_schema) == 9
    assert {one.verdict for one in of_schema} == {Verdict.PASSES}


def test_every_check_has_a_mutant():
    assert set(MUTANTS) == {check.name for check in CHECKS}
    assert all(name in caught for name, mutants in MUTANTS.items() for _, caught in mutants)


@pytest.mark.parametrize(
    ("mutant", "caught"),
    [
        pytest.param(mutant, caught, id=f"{name}-{number}")
        for name, mutants in MUTANTS.items()
        for number, (mutant, caught) in enumerate(mutants)
    ],
)
def test_a_broken_feed_is_caught_by_the_checks_that_are_about_it(feed, schemas, mutant, caught):
    found = checked(feed, schemas, mutant() if mutant is unstable else mutant)
    assert failing(found) == caught
    required = any(one.verdict is Verdict.FAILS and one.level is Level.REQUIRED for one in found.results)
    assert found.conforms is not required


def test_without_schemas_it_says_so(feed):
    found = checked(feed, None)
    assert [one.verdict for one in found.results if one.check == "schema"] == [Verdict.NOT_CHECKED]
    assert found.conforms


def test_the_command_ends_with_1_where_a_required_check_fails(feed, monkeypatch):
    monkeypatch.delenv("ORUK_SCHEMA_DIR", raising=False)
    well = CliRunner().invoke(conformance, [feed.url, "--json", "--per-page", "4"])
    assert well.exit_code == 0
    assert json.loads(well.stdout)["conforms"] is True
    feed.mutant = closed
    try:
        ill = CliRunner().invoke(conformance, [feed.url])
    finally:
        feed.mutant = None
    assert ill.exit_code == 1
    assert "does not conform" in ill.stdout


def test_a_feed_that_is_not_there_fails_and_ends(schemas):
    found = check_feed("http://127.0.0.1:9", schemas=schemas, seconds=3)
    assert not found.conforms
    assert failing(found) == {"answers"}


def test_a_strange_feed_says_nothing_to_the_terminal(feed, schemas):
    found = checked(feed, schemas, entries(lambda one: one.update(id="\x1b[31m" + str(uuid.uuid4()))))
    assert not found.conforms
    assert not any("\x1b" in one.example for one in found.results)
