"""Opens a server as a source: mapping, loop, transport and client, closed together."""

from __future__ import annotations

import asyncio
from contextlib import contextmanager, suppress
from importlib import import_module
from typing import TYPE_CHECKING

from adapter_core.errors import ConfigurationError
from adapter_core.readers.http.asking import Asking
from adapter_core.readers.http.bodies import Bodies
from adapter_core.readers.http.client import Client
from adapter_core.readers.http.clock import SystemClock
from adapter_core.readers.http.runner import Runner
from adapter_core.readers.http.source import HttpSource
from adapter_core.readers.http.transport import HttpxTransport
from adapter_core.readers.mapping import compile_mapping, load_mapping

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from adapter_core.hooks.ports import OpenContext
    from adapter_core.readers.http.clock import Clock
    from adapter_core.readers.http.exchange import HttpTransport
    from adapter_core.readers.http.settings import HttpSettings, Server

_CLOSING = 2.0
"""Seconds that saying goodbye may take."""


@contextmanager
def open_server(
    settings: HttpSettings,
    context: OpenContext,
    *,
    clock: Clock | None = None,
    transport: HttpTransport | None = None,
) -> Iterator[HttpSource]:
    """Open a server; leaving closes every connection. See `adapter_core.readers.http.open_http`.

    Args:
        settings: the source's part of the config.
        context: what core hands to a backend.
        clock: tells the time; the machine's own if None.
        transport: sends requests; httpx if None.
    """
    where = f"sources.{context.source}"
    loaded = load_mapping(settings.mapping, base=context.base, folders=context.mapping_folders)
    if loaded.file.format not in {"json", "xml"}:
        raise loaded.error("FP-0313", "A server needs a mapping of format 'json' or 'xml'.", "format")
    if loaded.file.format == "xml":
        _need_lxml(where)
    reader = compile_mapping(
        loaded, as_of=context.as_of, settings=settings.settings, transforms=context.transforms
    )
    bodies = Bodies(loaded, settings.pages, largest=settings.limits.page_bytes)
    with open_asking(settings, context.base, where=where, clock=clock, transport=transport) as asking:
        yield HttpSource(context.source, settings, reader, bodies=bodies, asking=asking)


@contextmanager
def open_asking(
    settings: Server,
    base: Path,
    *,
    where: str,
    clock: Clock | None = None,
    transport: HttpTransport | None = None,
) -> Iterator[Asking]:
    """Open what asks a server, whatever it is about; leaving closes every connection.

    Args:
        settings: where the server is, and how it is asked.
        base: the folder of the config.
        where: the config's key, for errors.
        clock: tells the time; the machine's own if None.
        transport: sends requests; httpx if None.

    Raises:
        ConfigurationError: a certificate, the proxy or a header cannot be used.
    """
    carrier = transport or HttpxTransport(settings, base=base, where=where)
    client = Client(carrier, settings, clock or SystemClock(), where=where)
    with Runner() as runner:
        try:
            yield Asking(client, runner, ahead=2 * settings.limits.connections)
        finally:
            runner.run(_close(carrier))


def _need_lxml(where: str) -> None:
    try:
        import_module("adapter_core.readers.xml")
    except ImportError as error:
        message = f"The library {error.name!r} is not installed."
        raise ConfigurationError("FP-0471", message, where=where) from None


async def _close(transport: HttpTransport) -> None:
    """End what is under way first: a request that is cancelled closes its own connection."""
    tasks = asyncio.all_tasks() - {asyncio.current_task()}
    for task in tasks:
        if not task.cancelling():  # a second time would break off the closing itself
            task.cancel()
    with suppress(TimeoutError):
        async with asyncio.timeout(_CLOSING):
            await asyncio.gather(*tasks, return_exceptions=True)
            await transport.close()
