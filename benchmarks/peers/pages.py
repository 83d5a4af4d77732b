"""(b): pages by number from a server at some distance, by our reader and by a bare loop of httpx."""

from __future__ import annotations

import asyncio
import json
import math
import multiprocessing
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from peers.measuring import Stopwatch

if TYPE_CHECKING:
    from collections.abc import Iterator
    from multiprocessing.connection import Connection

LATENCY: Final = 0.05
"""Seconds from a request to its answer."""

CONNECTIONS: Final = 16
PEOPLE_A_PAGE: Final = 20


@dataclass(frozen=True, slots=True)
class Paged:
    """What fetching pages used.

    Attributes:
        pages: how many there were.
        people: how many records stood on them.
    """

    cpu: float
    wall: float
    pages: int
    people: int

    @property
    def rate(self) -> float:
        """Pages a second."""
        return self.pages / self.wall


def fetched_by_us(number: int) -> Paged:
    """Fetch them as a source does: in order, each looked at for what repeats, shifts or is missing."""
    from adapter_core.hooks.ports import OpenContext  # noqa: PLC0415 - the other loop must not pay for it
    from adapter_core.readers.http.opening import open_server  # noqa: PLC0415
    from adapter_core.readers.http.settings import HttpSettings  # noqa: PLC0415
    from adapter_core.service.backends import mapping_folders  # noqa: PLC0415

    with _serving(number) as url:
        settings = HttpSettings.model_validate(
            {
                "url": url,
                "people": "/people",
                "mapping": "northgate_ais/lookup",
                "pages": {"by": "number", "parameter": "page", "total": ["total"]},
                "limits": {"connections": CONNECTIONS},
            }
        )
        context = OpenContext("bench", date(2026, 11, 23), Path(), {}, mapping_folders())
        watch = Stopwatch()
        pages = people = 0
        with open_server(settings, context) as source, watch:
            walk = source._listing._walk(math.inf)  # noqa: SLF001 - fetching and page handling, parsing apart
            for content in walk.contents():
                pages += 1
                people += len(content.records)
    return Paged(watch.cpu, watch.wall, pages, people)


def fetched_by_a_loop(number: int) -> Paged:
    """Fetch them with sixteen workers that share a counter, and nothing else."""
    import httpx  # noqa: PLC0415 - for one measurement alone

    async def fetch(url: str) -> int:
        people = 0
        numbers = iter(range(1, number + 1))
        limits = httpx.Limits(max_connections=CONNECTIONS, max_keepalive_connections=CONNECTIONS)

        async def work(client: httpx.AsyncClient) -> None:
            nonlocal people
            for page in numbers:
                answer = await client.get(f"{url}/people", params={"page": page})
                people += len(json.loads(answer.content)["people"])

        async with httpx.AsyncClient(limits=limits, trust_env=False, timeout=30) as client:
            await asyncio.gather(*(work(client) for _ in range(CONNECTIONS)))
        return people

    with _serving(number) as url:
        watch = Stopwatch()
        with watch:
            people = asyncio.run(fetch(url))
    return Paged(watch.cpu, watch.wall, number, people)


# --- the server -----------------------------------------------------------------------------------------


@contextmanager
def _serving(number: int) -> Iterator[str]:
    """Run the server in a process of its own."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=_serve, args=(there, number), daemon=True)
    process.start()
    try:
        yield f"http://127.0.0.1:{here.recv()}"
    finally:
        process.terminate()
        process.join()


def _serve(told: Connection, number: int) -> None:
    bodies = [_page(page, number) for page in range(1, number + 1)]

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while head := await _head(reader):
            page = int(head.split(b"page=", 1)[1].split(b" ", 1)[0].split(b"&", 1)[0])
            await asyncio.sleep(LATENCY)
            if page <= number:
                status, body = b"200 OK", bodies[page - 1]
            else:
                status, body = b"404 Not Found", b""
            writer.write(
                b"HTTP/1.1 %b\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%b"
                % (status, len(body), body)
            )
            await writer.drain()
        writer.close()

    async def run() -> None:
        server = await asyncio.start_server(answer, "127.0.0.1", 0)
        told.send(server.sockets[0].getsockname()[1])
        async with server:
            await server.serve_forever()

    asyncio.run(run())


async def _head(reader: asyncio.StreamReader) -> bytes:
    try:
        return await reader.readuntil(b"\r\n\r\n")
    except (asyncio.IncompleteReadError, ConnectionError):
        return b""


def _page(page: int, number: int) -> bytes:
    first = (page - 1) * PEOPLE_A_PAGE
    people = [{"person_ref": f"A{first + place}"} for place in range(PEOPLE_A_PAGE)]
    return json.dumps({"total": number * PEOPLE_A_PAGE, "people": people}).encode()
