"""Servers that give people as XML or JSON: the one room that imports httpx and tenacity.

What a caller sees is synchronous. Inside, requests run on an event loop in a thread of its own, because
only there can a deadline cut headers and bodies that drip in byte by byte.

Importing this package needs neither library; opening a server does.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from adapter_core.errors import ConfigurationError
from adapter_core.readers.http.settings import HttpSettings, Server

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from adapter_core.hooks.ports import OpenContext
    from adapter_core.readers.http.asking import Asking
    from adapter_core.readers.http.source import HttpSource

__all__ = ["HttpSettings", "Server", "open_http", "open_server_for"]


@contextmanager
def open_http(settings: HttpSettings, context: OpenContext) -> Iterator[HttpSource]:
    """Open a server with a mapping; leaving closes every connection.

    The server itself is first asked when something is asked of the source.

    Raises:
        MappingError: the mapping is wrong in itself, or of a format that no server speaks.
        ConfigurationError: a certificate, the proxy or a header cannot be used; FP-0471, a library that
            it takes is not installed.
    """
    try:
        from adapter_core.readers.http.opening import open_server  # noqa: PLC0415 - needs the extra
    except ImportError as error:
        raise ConfigurationError(
            "FP-0471", f"The library {error.name!r} is not installed.", where=f"sources.{context.source}"
        ) from None
    with open_server(settings, context) as source:
        yield source


@contextmanager
def open_server_for(settings: Server, base: Path, *, where: str) -> Iterator[Asking]:
    """Open a server about which no mapping says anything; leaving closes every connection.

    Args:
        settings: where the server is, and how it is asked.
        base: the folder of the config.
        where: the config's key, for errors.

    Raises:
        ConfigurationError: a certificate, the proxy or a header cannot be used; FP-0471, a library that
            it takes is not installed.
    """
    try:
        from adapter_core.readers.http.opening import open_asking  # noqa: PLC0415 - needs the extra
    except ImportError as error:
        raise ConfigurationError(
            "FP-0471", f"The library {error.name!r} is not installed.", where=where
        ) from None
    with open_asking(settings, base, where=where) as asking:
        yield asking
