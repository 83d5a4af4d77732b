"""Serves the directory with uvicorn, until it is stopped."""

from __future__ import annotations

import socket
from functools import partial
from typing import TYPE_CHECKING

from adapter_core.errors import ConfigurationError
from community_directory.store import DirectoryStore

if TYPE_CHECKING:
    from collections.abc import Callable

    from community_directory.searching.concepts import Concepts

MOST_AT_ONCE = 64
"""Requests that are answered side by side; who comes on top is told to come again (503)."""

MOST_WAITING = 128
GOODBYE_SECONDS = 5


def serve(  # noqa: PLR0913 - what is served, and where
    store_url: str,
    host: str,
    port: int,
    *,
    address: str = "",
    concepts: Concepts | None = None,
    ready: Callable[[str], None] | None = None,
) -> None:
    """Serve the directory as Open Referral UK 3.0 until a signal ends it.

    No request is written into a log: what somebody searches for stands in its address.

    Args:
        store_url: of the directory.
        host: the address to listen at; `127.0.0.1` for this machine alone.
        port: 0 for any that is free.
        address: where the world finds the API, where a proxy stands in front of it.
        concepts: what lay words mean; the packaged ones where none are given.
        ready: told the address once requests can come.

    Raises:
        ConfigurationError: FP-0897, a library is missing, or the port cannot be had.
        StoreError: the directory cannot be opened.
    """
    try:
        import uvicorn  # noqa: PLC0415 - an extra

        from community_directory.publishing.api import application  # noqa: PLC0415 - likewise
        from community_directory.publishing.searched import numbers_found  # noqa: PLC0415 - heavy
    except ImportError as error:
        message = f"The library {error.name!r} is not installed."
        raise ConfigurationError("FP-0897", message, where="directory serve") from None
    with DirectoryStore.open(store_url) as store, _listening(host, port) as listening:
        settings = uvicorn.Config(
            application(store, search=partial(numbers_found, concepts=concepts), address=address),
            access_log=False,
            log_level="warning",
            limit_concurrency=MOST_AT_ONCE,
            backlog=MOST_WAITING,
            timeout_graceful_shutdown=GOODBYE_SECONDS,
            server_header=False,
            ws="none",
            lifespan="off",
        )
        if ready is not None:
            ready(f"http://{_shown(host)}:{listening.getsockname()[1]}")
        uvicorn.Server(settings).run(sockets=[listening])


def _listening(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    made = socket.socket(family, socket.SOCK_STREAM)
    try:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind((host, port))
        made.listen(MOST_WAITING)
    except OSError:
        made.close()
        raise ConfigurationError(
            "FP-0897", f"Nothing can listen at {host}, port {port}.", where="directory serve"
        ) from None
    return made


def _shown(host: str) -> str:
    return f"[{host}]" if ":" in host else host
