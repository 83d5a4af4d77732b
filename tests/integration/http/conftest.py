"""A server on loopback that fails in chosen ways: one script a path, byte by byte where it matters."""

from __future__ import annotations

import asyncio
import socket
import ssl
import struct
import threading
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Self

import pytest

from adapter_core.hooks.ports import OpenContext
from adapter_core.readers.http import HttpSettings
from adapter_core.readers.http.opening import open_server
from adapter_core.readers.http.source import HttpSource

AS_OF = date(2026, 11, 23)
JSON_MAPPING = """\
schema = 1
format = "json"
records = ["people"]
[person]
ref = { path = "id" }
nhs_number = { path = "nhs", transform = "digits" }
family_name = { path = ["name", "family"] }
date_of_birth = { path = "born", transform = "date" }
restricted = { path = "restricted" }
"""
XML_MAPPING = """\
schema = 1
format = "xml"
record = "Person"
[person]
ref = { path = "@id" }
family_name = { path = "Name/@family" }
"""
REASONS = {200: "OK", 302: "Found", 401: "Unauthorized", 404: "Not Found", 429: "Too Many Requests"}


@dataclass
class Asked:
    """A request as it came."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes

    @property
    def path(self) -> str:
        return self.target.partition("?")[0]

    @property
    def parameters(self) -> dict[str, str]:
        query = self.target.partition("?")[2]
        return dict(each.split("=", 1) for each in query.split("&") if "=" in each)


@dataclass
class Wire:
    """The connection, as a script sees it."""

    asked: Asked
    writer: asyncio.StreamWriter
    closed: bool = False

    async def raw(self, data: bytes) -> None:
        self.writer.write(data)
        await self.writer.drain()

    async def drip(self, data: bytes, *, every: float = 0.05) -> None:
        for place in range(len(data)):
            await self.raw(data[place : place + 1])
            await asyncio.sleep(every)

    async def answer(
        self, body: bytes | str = b"", status: int = 200, *, kind: str = "application/json", **headers: str
    ) -> None:
        body = body.encode() if isinstance(body, str) else body
        await self.raw(head(status, kind, len(body), **headers) + body)

    def hang_up(self) -> None:
        self.closed = True

    def reset(self) -> None:
        """Close with RST in place of FIN."""
        self.closed = True
        plain = self.writer.get_extra_info("socket")
        plain.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.writer.transport.abort()


Script = Callable[[Wire], Awaitable[Any]]


def head(
    status: int = 200, kind: str = "application/json", length: int | None = None, **headers: str
) -> bytes:
    lines = [f"HTTP/1.1 {status} {REASONS.get(status, 'Whatever')}", f"Content-Type: {kind}"]
    if length is not None:
        lines.append(f"Content-Length: {length}")
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


class FaultServer:
    """Serves scripts by path; every request is kept."""

    def __init__(self, tls: ssl.SSLContext | None = None, *, reset_at_once: bool = False) -> None:
        self.scripts: dict[str, Script] = {}
        self.asked: list[Asked] = []
        self.connections = 0
        self._writers: set[asyncio.StreamWriter] = set()
        self.under_way = self.most_under_way = 0
        self._tls, self._reset_at_once = tls, reset_at_once
        self._loop = asyncio.new_event_loop()
        self._started = threading.Event()
        self._thread = threading.Thread(target=self._work, daemon=True)
        self.port = 0

    def __enter__(self) -> Self:
        self._thread.start()
        assert self._started.wait(5)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)

    @property
    def url(self) -> str:
        return f"http{'s' if self._tls else ''}://127.0.0.1:{self.port}"

    @property
    def counts(self) -> Counter[str]:
        return Counter(each.path for each in self.asked)

    def on(self, path: str) -> Callable[[Script], Script]:
        def keep(script: Script) -> Script:
            self.scripts[path] = script
            return script

        return keep

    def _work(self) -> None:
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(
            asyncio.start_server(self._serve, "127.0.0.1", 0, ssl=self._tls, limit=1 << 20)
        )
        self.port = server.sockets[0].getsockname()[1]
        self._started.set()
        self._loop.run_forever()
        server.close()
        tasks = asyncio.all_tasks(self._loop)
        for task in tasks:
            task.cancel()
        self._loop.run_until_complete(asyncio.gather(*tasks, return_exceptions=True))
        for writer in self._writers:
            writer.transport.abort()
        self._loop.run_until_complete(asyncio.sleep(0.05))  # what was aborted is closed a turn later
        self._loop.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        self._writers.add(writer)
        try:
            if self._reset_at_once:
                Wire(Asked("", "", {}, b""), writer).reset()
                return
            while (asked := await self._read(reader)) is not None:
                self.asked.append(asked)
                self.under_way += 1
                self.most_under_way = max(self.most_under_way, self.under_way)
                wire = Wire(asked, writer)
                try:
                    await self.scripts.get(asked.path, _nothing)(wire)
                finally:
                    self.under_way -= 1
                if wire.closed:
                    return
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            writer.close()

    @staticmethod
    async def _read(reader: asyncio.StreamReader) -> Asked | None:
        try:
            top = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        except asyncio.IncompleteReadError:
            return None
        method, target, _ = top[0].split(" ")
        headers = dict(_header(line) for line in top[1:] if line)
        body = await reader.readexactly(int(headers.get("content-length", "0")))
        return Asked(method, target, headers, body)


def _header(line: str) -> tuple[str, str]:
    name, _, value = line.partition(":")
    return name.lower(), value.strip()


async def _nothing(wire: Wire) -> None:
    await wire.answer("{}", 404)


# --- fixtures ---


@pytest.fixture
def serve() -> Iterator[Callable[..., FaultServer]]:
    """Starts servers, and stops them."""
    with ExitStack() as stack:
        yield lambda *given, **named: stack.enter_context(FaultServer(*given, **named))


@pytest.fixture
def server(serve: Callable[..., FaultServer]) -> FaultServer:
    return serve()


@pytest.fixture
def connect(tmp_path: Path, serve: Callable[..., FaultServer]) -> Iterator[Callable[..., HttpSource]]:
    """Opens sources with a mapping of a few fields, and limits that a busy machine keeps, but for `given`.

    It asks for `serve`, so that sources are closed before the servers that they are connected to.
    """
    (tmp_path / "json.toml").write_text(JSON_MAPPING)
    (tmp_path / "xml.toml").write_text(XML_MAPPING)
    with ExitStack() as stack:

        def opened(url: str, *, base: Path = tmp_path, **given: Any) -> HttpSource:
            limits: Mapping[str, Any] = {
                "attempt_seconds": 10, "operation_seconds": 15, "run_seconds": 60, "attempts": 2,
                **given.pop("limits", {}),
            }  # fmt: skip
            mapping = given.pop("mapping", "./json.toml")
            whole = {"url": url, "people": "/people", "mapping": mapping, "limits": limits, **given}
            settings = HttpSettings.model_validate(whole)
            context = OpenContext("registry", AS_OF, base, {}, {})
            return stack.enter_context(open_server(settings, context))

        yield opened
