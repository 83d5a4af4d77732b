"""The transport on httpx: the one file that knows the library.

It follows no redirect, uses no proxy but the config's, reads no environment, asks for nothing packed
unless that is allowed, and stops reading where a body grows too large.
"""

from __future__ import annotations

import asyncio
import logging
import socket
import ssl
import zlib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import httpx

from adapter_core import __version__
from adapter_core.errors import ConfigurationError
from adapter_core.readers.http.exchange import Answer, Fault, TransportFault

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from adapter_core.readers.http.exchange import Request
    from adapter_core.readers.http.settings import Server, Tls

THREAD = "fingerpost-http"
"""Name of the thread in which requests are made; see `runner`."""

_LOGGERS = ("httpx", "httpcore.connection", "httpcore.http11", "httpcore.http2", "httpcore.proxy")
_UNPACKED_AT_ONCE = 65_536
_BOTH_FORMS = zlib.MAX_WBITS | 32
"""gzip, and the zlib form of deflate."""


class _Unlogged(logging.Filter):
    """Leaves out what the library logs in our thread: whole addresses, and headers in debug mode."""

    def filter(self, record: logging.LogRecord) -> bool:
        return record.threadName != THREAD


_UNLOGGED = _Unlogged()


def _silence() -> None:
    for name in _LOGGERS:
        logging.getLogger(name).addFilter(_UNLOGGED)  # one that is there already is not added again


class HttpxTransport:
    """Sends requests with httpx."""

    def __init__(self, settings: Server, *, base: Path, where: str) -> None:
        """Make a client; nothing is connected yet.

        Args:
            settings: certificates, proxy, limits and headers of the config.
            base: the folder of the config.
            where: the source, for errors.

        Raises:
            ConfigurationError: a certificate cannot be read (FP-0464), or the proxy's address (FP-0465).
        """
        _silence()
        self._compression = settings.limits.allow_compression
        verify = _tls(settings.tls, base, where)
        most = settings.limits.connections
        try:
            self._client = httpx.AsyncClient(
                verify=verify,
                trust_env=False,
                follow_redirects=False,
                proxy=settings.proxy.get_secret_value() if settings.proxy else None,
                timeout=None,  # noqa: S113 - every attempt has a deadline on the wall's clock, see `client`
                limits=httpx.Limits(max_connections=most, max_keepalive_connections=most),
                headers={
                    "User-Agent": f"fingerpost/{__version__}",
                    "Accept-Encoding": "gzip, deflate" if self._compression else "identity",
                    **{name: secret.get_secret_value() for name, secret in settings.headers.items()},
                },
            )
        except (ValueError, TypeError, httpx.InvalidURL, ImportError):  # SOCKS wants one more library
            raise ConfigurationError(
                "FP-0465", "The proxy's address, or a header, cannot be used.", where=where
            ) from None

    async def send(self, request: Request, headers: Mapping[str, str], most: int) -> Answer:
        """See `HttpTransport`."""
        client = self._client
        try:
            prepared = client.build_request(
                request.method,
                request.address,
                params=request.parameters or None,
                headers={**request.headers, **headers},
                content=request.body,
                extensions={"trace": _Handshake().trace},
            )
            response = await client.send(prepared, stream=True)
            try:
                body = await self._read(response, most)
            finally:
                await response.aclose()
            links = _links(response) if "link" in response.headers else {}
            return Answer(response.status_code, response.headers, body, links)
        except httpx.HTTPError as error:
            raise TransportFault(_fault(error)) from None
        except (httpx.InvalidURL, UnicodeError, ValueError):
            raise TransportFault(Fault.UNSENDABLE) from None
        except OSError as error:
            raise TransportFault(_fault(error)) from None

    async def _read(self, response: httpx.Response, most: int) -> bytes:
        packing = response.headers.get("content-encoding", "identity").strip().lower()
        if packing in {"", "identity"}:
            return await _read_plain(response, most)
        if not self._compression or packing not in {"gzip", "x-gzip", "deflate"}:
            raise TransportFault(Fault.PACKED)
        return await _read_packed(response, most)

    async def close(self) -> None:
        """See `HttpTransport`."""
        await self._client.aclose()


class _Handshake:
    """Closes the connection whose TLS handshake came to nothing: broken off, httpcore would leave it open."""

    def __init__(self) -> None:
        self._connection: Any = None

    async def trace(self, event: str, told: Mapping[str, Any]) -> None:
        """What httpcore tells of one request (its `trace` extension)."""
        if event.endswith(".connect_tcp.complete"):
            self._connection = told["return_value"]
        elif event.endswith(".start_tls.failed") and self._connection is not None:
            await self._connection.aclose()


async def _read_plain(response: httpx.Response, most: int) -> bytes:
    chunks: list[bytes] = []
    size = 0
    async for chunk in response.aiter_raw():
        size += len(chunk)
        if size > most:
            raise TransportFault(Fault.TOO_LARGE)
        chunks.append(chunk)
    return b"".join(chunks)


async def _read_packed(response: httpx.Response, most: int) -> bytes:
    unpacker = zlib.decompressobj(_BOTH_FORMS)
    body = bytearray()
    try:
        async for chunk in response.aiter_raw():
            waiting = chunk
            while waiting:
                body += unpacker.decompress(waiting, _UNPACKED_AT_ONCE)
                if len(body) > most:
                    raise TransportFault(Fault.TOO_LARGE)
                waiting = unpacker.unconsumed_tail
                if unpacker.eof:
                    break
    except zlib.error:
        raise TransportFault(Fault.BROKEN) from None
    if not unpacker.eof:
        raise TransportFault(Fault.BROKEN)
    return bytes(body)


def _links(response: httpx.Response) -> dict[str, str]:
    """Relation to address. Several links may share a relation: the first counts, as for a browser."""
    found: dict[str, str] = {}
    for key, link in response.links.items():
        for relation in (link.get("rel") or key or "").lower().split():
            found.setdefault(relation, link.get("url", ""))
    return found


def _fault(error: BaseException) -> Fault:
    """What an error of the library, or one of those behind it, comes to."""
    for each in _causes(error):
        if isinstance(each, (ssl.SSLCertVerificationError, ssl.CertificateError)):
            return Fault.CERTIFICATE
        if isinstance(each, socket.gaierror):
            return Fault.UNKNOWN_NAME
    if isinstance(error, (httpx.ConnectError, httpx.ProxyError)):
        return Fault.UNREACHABLE
    if isinstance(error, (httpx.TimeoutException, asyncio.TimeoutError)):
        return Fault.TOO_LATE
    if isinstance(error, (httpx.LocalProtocolError, httpx.UnsupportedProtocol)):
        return Fault.UNSENDABLE
    return Fault.BROKEN


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    waiting = [error]
    while waiting:
        each = waiting.pop()
        if each is None or id(each) in seen:
            continue
        seen.add(id(each))
        yield each
        waiting += [each.__cause__, each.__context__]
        if isinstance(each, BaseExceptionGroup):
            waiting += each.exceptions


def _tls(tls: Tls, base: Path, where: str) -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    key = "root_certificate"
    try:
        if tls.root_certificate:
            context.load_verify_locations(base / tls.root_certificate)
        key = "client_certificate"
        if tls.client_certificate:
            password = tls.client_key_password
            context.load_cert_chain(
                base / tls.client_certificate,
                base / tls.client_key if tls.client_key else None,
                # Without a password of ours, a key that has one would be asked for on the terminal.
                password.get_secret_value() if password else "",
            )
    except (OSError, ValueError):
        raise ConfigurationError(
            "FP-0464", "A certificate or its key cannot be read.", where=f"{where}.tls.{key}"
        ) from None
    return context
