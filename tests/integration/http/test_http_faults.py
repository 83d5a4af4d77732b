"""Every way in which a server can fail has its end, in time, with nothing invented."""

from __future__ import annotations

import asyncio
import gc
import gzip
import json
import socket
import ssl
import time
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest
import trustme

from adapter_core.errors import ConfigurationError, FingerpostError, SourceUnavailable
from adapter_core.hooks.ports import PeopleQuery

NOBODY = json.dumps({"people": []})
ONE = json.dumps({"people": [{"id": "P1", "name": {"family": "Fern"}}]})
DEADLINE = 15.0
"""What `connect` allows one operation."""
SHORT = {"attempt_seconds": 0.8, "operation_seconds": 1.0}
"""For servers that never come to an end."""


@contextmanager
def in_time(deadline: float = DEADLINE):
    started = time.monotonic()
    yield
    assert time.monotonic() - started < deadline + 1


def refs(source: Any) -> list[str]:
    return [person.ref for page in source.iter_people(PeopleQuery()) for person in page.people]


def fails(source: Any, deadline: float = DEADLINE) -> FingerpostError:
    with in_time(deadline), pytest.raises(FingerpostError) as raised:
        refs(source)
    return raised.value


# --- no connection ---


def test_a_refused_connection(connect) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        error = fails(connect(f"http://127.0.0.1:{closed.getsockname()[1]}"))
    assert isinstance(error, SourceUnavailable)
    assert (error.code, error.where) == ("FP-0445", "sources.registry /people")


def test_a_name_that_nobody_knows(connect) -> None:
    source = connect("https://registry.invalid", limits=SHORT)
    assert fails(source, 1.0).code in {"FP-0446", "FP-0448"}


def test_reset_before_the_request(connect, serve) -> None:
    server = serve(reset_at_once=True)
    # Whether the reset comes while connecting or after is up to the machine.
    assert fails(connect(server.url)).code in {"FP-0445", "FP-0449"}
    assert server.connections == 2


def test_reset_after_the_request_is_asked_again(connect, server) -> None:
    @server.on("/people")
    async def script(wire: Any) -> None:
        if len(server.asked) == 1:
            wire.reset()
        else:
            await wire.answer(ONE)

    assert refs(connect(server.url)) == ["P1"]


def test_reset_in_the_middle_of_the_body(connect, server) -> None:
    @server.on("/people")
    async def script(wire: Any) -> None:
        await wire.raw(b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n" + ONE.encode())
        await asyncio.sleep(0.05)
        wire.reset()

    assert fails(connect(server.url)).code == "FP-0449"
    assert len(server.asked) == 2


# --- time ---


@pytest.mark.parametrize("dripped", ["headers", "body"])
def test_what_drips_is_cut_off(connect, server, dripped: str) -> None:
    @server.on("/people")
    async def script(wire: Any) -> None:
        start = b"HTTP/1.1 200 OK\r\nContent-Length: 4000\r\n"
        if dripped == "headers":
            await wire.drip(start + b"X-Wait: " + b"w" * 4000)
        await wire.raw(start + b"\r\n")
        await wire.drip(b"[" * 4000)

    assert fails(connect(server.url, limits=SHORT), 1.0).code == "FP-0448"


def test_a_server_that_never_answers(connect, server) -> None:
    @server.on("/people")
    async def script(wire: Any) -> None:
        await asyncio.sleep(60)

    assert fails(connect(server.url, limits=SHORT), 1.0).code == "FP-0448"


def test_the_run_has_a_deadline_of_its_own(connect, server) -> None:
    @server.on("/people")
    async def script(wire: Any) -> None:
        await asyncio.sleep(0.2)
        number = wire.asked.parameters["page"]
        await wire.answer(json.dumps({"people": [{"id": f"P{number}"}]}))

    source = connect(
        server.url, pages={"by": "number"},
        limits={"run_seconds": 1.0, "operation_seconds": 5, "connections": 1},
    )  # fmt: skip
    assert fails(source).code == "FP-0448"


def test_leaving_does_not_wait_for_what_is_under_way(connect, server) -> None:
    @server.on("/people")
    async def script(wire: Any) -> None:
        number = int(wire.asked.parameters["page"])
        if number > 1:
            await asyncio.sleep(60)
        await wire.answer(ONE)

    pages = connect(server.url, pages={"by": "number"}).iter_people(PeopleQuery())
    assert next(pages).people[0].ref == "P1"
    with in_time(0):
        pages.close()


# --- statuses ---


@pytest.mark.parametrize(
    ("status", "code", "asked"),
    [
        (401, "FP-0453", 1),
        (403, "FP-0455", 1),
        (404, "FP-0456", 1),
        (409, "FP-0457", 1),
        (500, "FP-0459", 2),
        (503, "FP-0459", 2),
        (302, "FP-0460", 1),
        (204, "FP-0460", 1),
    ],
)
def test_a_status_that_is_no_list(connect, server, status: int, code: str, asked: int) -> None:
    @server.on("/people")
    async def script(wire: Any) -> None:
        await wire.answer(b"", status, Location="http://127.0.0.1:1/elsewhere")

    error = fails(connect(server.url))
    assert (error.code, len(server.asked)) == (code, asked)


@pytest.mark.parametrize("form", ["seconds", "date"])
@pytest.mark.parametrize("status", [429, 503])
def test_a_server_that_wants_to_be_left_alone_is(connect, server, form: str, status: int) -> None:
    times: list[float] = []

    @server.on("/people")
    async def script(wire: Any) -> None:
        times.append(time.monotonic())
        if len(times) > 1:
            await wire.answer(ONE)
            return
        now = datetime.now(tz=UTC) + timedelta(hours=7)  # its clock is wrong, and that does not matter
        later = "1" if form == "seconds" else format_datetime(now + timedelta(seconds=1), usegmt=True)
        await wire.answer(b"", status, Retry_After=later, Date=format_datetime(now, usegmt=True))

    source = connect(server.url, limits={"operation_seconds": 4})
    assert refs(source) == ["P1"]
    assert times[1] - times[0] >= 1.0


@pytest.mark.parametrize("wait", ["3600", "9" * 40, "Fri, 31 Dec 9999 23:59:59 GMT"])
def test_who_asks_for_too_long_a_pause_is_down(connect, server, wait: str) -> None:
    @server.on("/people")
    async def script(wire: Any) -> None:
        await wire.answer(b"", 429, Retry_After=wait)

    error = fails(connect(server.url, limits={"operation_seconds": 7200}))
    assert (error.code, len(server.asked)) == ("FP-0458", 1)


def test_a_pause_goes_for_every_request(connect, server) -> None:
    """One request is told to wait: none of the others goes out before that time."""
    times: dict[str, list[float]] = {}

    @server.on("/people")
    async def script(wire: Any) -> None:
        number = wire.asked.parameters["page"]
        times.setdefault(number, []).append(time.monotonic())
        if number == "2" and len(times["2"]) == 1:
            await wire.answer(b"", 503, Retry_After="1")
        else:
            await asyncio.sleep(0.15)
            people = [{"id": f"P{number}"}] if int(number) < 8 else []
            await wire.answer(json.dumps({"people": people}))

    source = connect(server.url, pages={"by": "number"}, limits={"operation_seconds": 5, "connections": 2})
    assert refs(source) == [f"P{number}" for number in range(1, 8)]
    told = times["2"][0]
    assert not [at for each in times.values() for at in each if told + 0.1 < at < told + 1.0]


# --- what comes back is something else ---


def test_a_page_to_sign_in_on(connect, server) -> None:
    @server.on("/people")
    async def script(wire: Any) -> None:
        await wire.answer("<!DOCTYPE html><html><form>Sign in</form></html>", kind="text/html; charset=utf-8")

    for mapping in ("./json.toml", "./xml.toml"):
        error = fails(connect(server.url, mapping=mapping))
        assert (error.code, "web page" in error.message) == ("FP-0452", True)


@pytest.mark.parametrize(
    ("mapping", "body", "code"),
    [
        ("./json.toml", b"<people/>", "FP-0452"),
        ("./json.toml", b"", "FP-0452"),
        ("./json.toml", ONE.encode()[:-5], "FP-0438"),
        ("./json.toml", b'{"people": [{"id": "P\xff"}]}', "FP-0438"),
        ("./json.toml", b'{"clients": []}', "FP-0439"),
        ("./xml.toml", b'<People><Person id="P1"/></People', "FP-0431"),
        ("./xml.toml", b'<People><Person id="P\xff"/></People>', "FP-0431"),
        ("./xml.toml", b'<!DOCTYPE x [<!ENTITY e "e">]><People><Person id="&e;"/></People>', "FP-0433"),
        ("./xml.toml", b"<People>" + b"<a/>" * 1_000_000 + b"</People>", "FP-0436"),
        ("./xml.toml", b'{"people": []}', "FP-0452"),
    ],
)
def test_a_body_that_is_not_what_was_asked_for(connect, server, mapping: str, body: bytes, code: str) -> None:
    @server.on("/people")
    async def script(wire: Any) -> None:
        await wire.answer(body)

    assert fails(connect(server.url, mapping=mapping)).code == code


def test_a_body_cut_short_under_a_200(connect, server) -> None:
    @server.on("/people")
    async def script(wire: Any) -> None:
        await wire.raw(b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n" + ONE.encode())
        wire.hang_up()

    assert fails(connect(server.url)).code == "FP-0449"


@pytest.mark.parametrize(
    ("mapping", "body", "code"),
    [("./json.toml", ONE.encode(), "FP-0438"), ("./xml.toml", b'<P><Person id="P1"/></P>', "FP-0431")],
)
def test_a_body_that_ends_with_the_connection_is_cut(
    connect, server, mapping: str, body: bytes, code: str
) -> None:
    @server.on("/people")
    async def script(wire: Any) -> None:
        await wire.raw(b"HTTP/1.1 200 OK\r\n\r\n" + body[:-3])
        wire.hang_up()

    assert fails(connect(server.url, mapping=mapping)).code == code


def test_what_is_no_http(connect, server) -> None:
    @server.on("/people")
    async def script(wire: Any) -> None:
        await wire.raw(b"SSH-2.0-OpenSSH_9.9\r\n\r\n")

    assert fails(connect(server.url)).code == "FP-0449"


def test_a_list_with_nobody_is_no_list(connect, server) -> None:
    @server.on("/people")
    async def script(wire: Any) -> None:
        await wire.answer(NOBODY)

    assert fails(connect(server.url)).code == "FP-0468"


# --- size ---


def test_a_body_that_never_ends(connect, server) -> None:
    sent = 0

    @server.on("/people")
    async def script(wire: Any) -> None:
        nonlocal sent
        await wire.raw(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            await wire.raw(b"[" * 65_536)
            sent += 65_536

    assert fails(connect(server.url, limits={"page_megabytes": 1})).code == "FP-0450"
    assert sent < 8_000_000


@pytest.mark.parametrize("packing", ["gzip", "deflate", "br"])
def test_what_is_packed_unasked_is_refused(connect, server, packing: str) -> None:
    @server.on("/people")
    async def script(wire: Any) -> None:
        assert wire.asked.headers["accept-encoding"] == "identity"
        await wire.answer(gzip.compress(ONE.encode()), Content_Encoding=packing)

    assert fails(connect(server.url)).code == "FP-0451"


def test_a_gzip_bomb_ends_early(connect, server) -> None:
    bomb = gzip.compress(b"[" * 300_000_000, 1)

    @server.on("/people")
    async def script(wire: Any) -> None:
        await wire.answer(bomb, Content_Encoding="gzip")

    source = connect(server.url, limits={"allow_compression": True})
    assert fails(source).code == "FP-0450"
    assert len(server.asked) == 1


def test_a_packed_body_is_read_whole_or_not_at_all(connect, server) -> None:
    packed = gzip.compress(ONE.encode())
    cut = False

    @server.on("/people")
    async def script(wire: Any) -> None:
        await wire.answer(packed[:-9] if cut else packed, Content_Encoding="gzip")

    source = connect(server.url, limits={"allow_compression": True})
    assert refs(source) == ["P1"]
    cut = True
    assert fails(source).code == "FP-0449"


# --- certificates ---


@pytest.fixture
def authority(tmp_path) -> trustme.CA:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "root.pem")
    return authority


def tls_of(leaf: trustme.LeafCert) -> Any:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    leaf.configure_cert(context)
    return context


@pytest.mark.parametrize("fault", ["", "expired", "other host", "unknown authority"])
def test_certificates(connect, serve, authority, fault: str) -> None:
    names = ("elsewhere.example",) if fault == "other host" else ("127.0.0.1",)
    ends = datetime(2020, 1, 2, tzinfo=UTC) if fault == "expired" else None
    signs = trustme.CA() if fault == "unknown authority" else authority
    server = serve(tls_of(signs.issue_cert(*names, not_after=ends)))

    @server.on("/people")
    async def script(wire: Any) -> None:
        await wire.answer(ONE)

    source = connect(server.url, tls={"root_certificate": "root.pem"})
    if not fault:
        assert refs(source) == ["P1"]
        return
    error = fails(source)
    assert (error.code, server.asked) == ("FP-0447", [])


def test_a_handshake_that_is_broken_off_leaves_no_connection_open(connect) -> None:
    """A server that says nothing to the greeting: nobody else would close the connection to it."""
    gc.collect()
    gc.disable()
    try:
        with socket.create_server(("127.0.0.1", 0)) as silent:
            source = connect(f"https://127.0.0.1:{silent.getsockname()[1]}", limits={**SHORT, "attempts": 1})
            assert fails(source, 1.0).code == "FP-0448"
            accepted, _ = silent.accept()
            with accepted:
                accepted.settimeout(2)
                while accepted.recv(65_536):
                    pass
    finally:
        gc.enable()


def test_a_client_certificate(connect, serve, authority, tmp_path) -> None:
    context = tls_of(authority.issue_cert("127.0.0.1"))
    context.verify_mode = ssl.CERT_REQUIRED
    authority.configure_trust(context)
    mine = authority.issue_cert("fingerpost.council.example")
    mine.private_key_and_cert_chain_pem.write_to_path(tmp_path / "mine.pem")
    server = serve(context)

    @server.on("/people")
    async def script(wire: Any) -> None:
        await wire.answer(ONE)

    root = {"root_certificate": "root.pem"}
    assert refs(connect(server.url, tls={**root, "client_certificate": "mine.pem"})) == ["P1"]
    assert fails(connect(server.url, tls=root)).code in {"FP-0445", "FP-0449"}
    with pytest.raises(ConfigurationError, match="FP-0464") as raised:
        connect(server.url, tls={**root, "client_certificate": "gone.pem"})
    assert raised.value.where == "sources.registry.tls.client_certificate"
