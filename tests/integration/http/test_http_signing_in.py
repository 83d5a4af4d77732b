"""Signing in: what is sent, what is kept, and a token that is withdrawn in the middle of a run."""

from __future__ import annotations

import base64
import json
from typing import Any
from urllib.parse import parse_qs

import pytest

from adapter_core.errors import ConfigurationError, SourceUnavailable
from adapter_core.hooks.ports import PeopleQuery

PAGES = {"by": "number", "total": "total"}


def oauth(url: str, **more: Any) -> dict[str, Any]:
    given = {"token_url": f"{url}/token", "client_id": "finger post", "client_secret": "s3cret/+"}
    return {"kind": "oauth", **given, **more}


def refs(source: Any) -> list[str]:
    return [person.ref for page in source.iter_people(PeopleQuery()) for person in page.people]


class Guarded:
    """A list of six people, one a page, for whoever has the token of the day."""

    def __init__(self, server: Any, *, life: Any = 3600) -> None:
        self.server, self.life = server, life
        self.given = 0
        self.withdraw_before: set[str] = set()
        self.refuse = False
        server.scripts |= {"/token": self.token, "/people": self.people}

    async def token(self, wire: Any) -> None:
        self.given += 1
        body = {"access_token": f"token-{self.given}", "token_type": "bearer", "expires_in": self.life}
        await wire.answer(json.dumps(body))

    async def people(self, wire: Any) -> None:
        page = wire.asked.parameters["page"]
        if page in self.withdraw_before:
            self.withdraw_before.discard(page)
            self.given += 1  # what was given out so far is good no more
        if self.refuse or wire.asked.headers.get("authorization") != f"Bearer token-{self.given}":
            await wire.answer(b"", 401)
            return
        await wire.answer(json.dumps({"people": [{"id": f"P{page}"}], "total": 6}))


EVERYBODY = [f"P{number}" for number in range(1, 7)]


@pytest.mark.parametrize("connections", [1, 4])
def test_a_token_is_fetched_once_and_kept(connect, server, connections: int) -> None:
    guarded = Guarded(server)
    source = connect(server.url, auth=oauth(server.url), pages=PAGES, limits={"connections": connections})
    assert refs(source) == refs(source) == EVERYBODY
    assert guarded.given == 1


@pytest.mark.parametrize("where", ["header", "body"])
def test_how_a_token_is_asked_for(connect, server, where: str) -> None:
    Guarded(server)
    auth = oauth(server.url, scope="people.read", credentials_in=where)
    refs(connect(server.url, auth=auth, pages=PAGES))
    asked = server.asked[0]
    form = parse_qs(asked.body.decode())
    assert (asked.method, form["grant_type"], form["scope"]) == (
        "POST",
        ["client_credentials"],
        ["people.read"],
    )
    if where == "body":
        assert (form["client_id"], form["client_secret"]) == (["finger post"], ["s3cret/+"])
        assert "authorization" not in asked.headers
    else:
        word = base64.b64decode(asked.headers["authorization"].removeprefix("Basic ")).decode()
        assert word == "finger%20post:s3cret%2F%2B"
        assert "client_secret" not in form


@pytest.mark.parametrize("connections", [1, 4])
def test_a_token_withdrawn_in_the_middle_is_renewed_once(connect, server, connections: int) -> None:
    guarded = Guarded(server)
    guarded.withdraw_before = {"4"}
    source = connect(server.url, auth=oauth(server.url), pages=PAGES, limits={"connections": connections})
    assert refs(source) == EVERYBODY
    assert server.counts["/token"] == 2


def test_a_fresh_token_that_is_refused_ends_it(connect, server) -> None:
    Guarded(server).refuse = True
    with pytest.raises(SourceUnavailable, match="FP-0453"):
        refs(connect(server.url, auth=oauth(server.url), pages=PAGES))
    assert server.counts == {"/token": 2, "/people": 2}


def test_one_page_gets_one_fresh_token_however_often_it_is_asked_for(connect, server) -> None:
    guarded = Guarded(server)
    statuses = [401, 503, 401]

    @server.on("/people")
    async def script(wire: Any) -> None:
        await wire.answer(b"", statuses.pop(0))

    with pytest.raises(SourceUnavailable, match="FP-0453"):
        refs(connect(server.url, auth=oauth(server.url), pages=PAGES))
    assert (guarded.given, statuses) == (2, [])


def test_a_token_is_renewed_before_it_ends(connect, server) -> None:
    guarded = Guarded(server, life=0.001)
    source = connect(server.url, auth=oauth(server.url), pages=PAGES, limits={"connections": 1})
    assert refs(source) == EVERYBODY
    assert guarded.given > 1


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("{}", 200), ("[]", 200), ("no", 200), ('{"access_token": ""}', 200), ('{"access_token": 7}', 200),
        ('{"access_token": "a b\\n"}', 200), ('{"access_token": "a", "token_type": "mac"}', 200),
        ('{"access_token": "a", "expires_in": "soon"}', 200),
        ('{"access_token": "a", "expires_in": 1' + "0" * 400 + "}", 200),
        ('{"access_token": "a", "expires_in": NaN}', 200), ('{"error": "invalid_client"}', 401),
        ('{"error": "invalid_scope"}', 400), ("{}", 404),
    ],
)  # fmt: skip
def test_no_token(connect, server, body: str, status: int) -> None:
    @server.on("/token")
    async def script(wire: Any) -> None:
        await wire.answer(body, status)

    with pytest.raises(SourceUnavailable, match="FP-0454") as raised:
        refs(connect(server.url, auth=oauth(server.url)))
    assert server.counts["/people"] == 0
    assert "invalid" not in f"{raised.value} {raised.value.where}"


def test_a_token_server_that_is_down_is_named(connect, server) -> None:
    @server.on("/token")
    async def script(wire: Any) -> None:
        await wire.answer(b"", 503)

    with pytest.raises(SourceUnavailable, match="FP-0459") as raised:
        refs(connect(server.url, auth=oauth(server.url)))
    assert raised.value.where == "sources.registry /token"
    assert len(server.asked) == 2


@pytest.mark.parametrize(
    ("auth", "header"),
    [
        ({"kind": "bearer", "token": "t0ken"}, "Bearer t0ken"),
        ({"kind": "basic", "username": "José", "password": "p:w"}, "Basic Sm9zw6k6cDp3"),
        (None, None),
    ],
)
def test_unchanging_ways(connect, server, auth: Any, header: str | None) -> None:
    @server.on("/people")
    async def script(wire: Any) -> None:
        await wire.answer(json.dumps({"people": [{"id": "P1"}]}))

    refs(connect(server.url, auth=auth))
    assert server.asked[0].headers.get("authorization") == header


def test_an_unchanging_way_is_not_tried_twice(connect, server) -> None:
    Guarded(server)
    with pytest.raises(SourceUnavailable, match="FP-0453"):
        refs(connect(server.url, auth={"kind": "bearer", "token": "stale"}, pages=PAGES))
    assert len(server.asked) == 1


def test_a_secret_with_a_line_break_is_not_sent_and_not_quoted(connect, server) -> None:
    with pytest.raises(ConfigurationError, match="FP-0466") as raised:
        refs(connect(server.url, auth={"kind": "bearer", "token": "hunter2\r\nX-Admin: 1"}))
    assert (server.asked, "hunter2" in repr(raised.value)) == ([], False)


def test_the_machines_own_proxy_is_not_used(connect, server, monkeypatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")

    @server.on("/people")
    async def script(wire: Any) -> None:
        await wire.answer(json.dumps({"people": [{"id": "P1"}]}))

    assert refs(connect(server.url)) == ["P1"]


def test_the_configs_proxy_is(connect, server) -> None:
    @server.on("http://registry.invalid/api/people")
    async def script(wire: Any) -> None:
        await wire.answer(json.dumps({"people": [{"id": "P1"}]}))

    proxy = server.url.replace("//", "//fingerpost:s3cret@")
    source = connect("http://registry.invalid/api", allow_plain_http=True, proxy=proxy)
    assert refs(source) == ["P1"]
    assert server.asked[0].headers["proxy-authorization"].startswith("Basic ")
    with pytest.raises(ConfigurationError, match="FP-0465"):
        connect(server.url, proxy="carrier pigeon")


def test_a_proxy_of_a_kind_that_is_not_spoken(connect, server) -> None:
    with pytest.raises(ConfigurationError, match="FP-0465") as raised:
        connect(server.url, proxy="socks5://user:hunter2@127.0.0.1:1080")
    assert "hunter2" not in str(raised.value)
