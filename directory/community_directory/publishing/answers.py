"""What the API answers with: bodies, their tags, problems (RFC 9457); any page may read them."""

from __future__ import annotations

import hashlib
import json
import logging
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from starlette.datastructures import MutableHeaders
from starlette.responses import Response, StreamingResponse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from starlette.requests import Request
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

NDJSON = "application/x-ndjson"

UNANSWERED = "FP-0898"
_logger = logging.getLogger(__name__)
_UNCHANGED = 304
_PREFLIGHT_SECONDS = "86400"


def dumped(value: object) -> bytes:
    """JSON as bytes: the same value, the same bytes."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()


def whole(request: Request, value: object) -> Response:
    """A JSON answer with its tag, or that nothing has changed (RFC 9110, 13.1.2)."""
    body = dumped(value)
    tag = f'"{hashlib.blake2b(body, digest_size=16).hexdigest()}"'
    headers = {"ETag": tag, "Cache-Control": "public, max-age=0, must-revalidate"}
    if _names(request.headers.get("if-none-match", ""), tag):
        return Response(status_code=_UNCHANGED, headers=headers)
    return Response(body, media_type="application/json", headers=headers)


def _names(header: str, tag: str) -> bool:
    given = [one.strip().removeprefix("W/") for one in header.split(",")]
    return tag in given or given == ["*"]


def lines(values: Iterable[object]) -> Response:
    """A JSON value a line, streamed: nothing but the line under way is held.

    The first is made before the answer begins, so that what cannot be answered is still told by its status.
    """
    given = iter(values)
    first = list(islice(given, 1))

    def each() -> Iterator[bytes]:
        for value in chain(first, given):
            yield dumped(value) + b"\n"

    return StreamingResponse(each(), media_type=NDJSON)


def problem(status: int, title: str, detail: str = "") -> Response:
    """An error in words. No word of the request is in it."""
    body: dict[str, Any] = {"type": "about:blank", "title": title, "status": status}
    if detail:
        body["detail"] = detail
    return Response(dumped(body), status_code=status, media_type="application/problem+json")


class ForEverybody:
    """Lets every page of every site read the answers, and says nothing of what broke inside."""

    def __init__(self, app: ASGIApp) -> None:
        """Keep what answers."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun = ended = False

        async def sending(message: Message) -> None:
            nonlocal begun, ended
            if message["type"] == "http.response.start":
                begun = True
                _open_to_all(MutableHeaders(scope=message))
            elif message["type"] == "http.response.body":
                ended = not message.get("more_body", False)
            await send(message)

        if scope["method"] == "OPTIONS":
            await Response(status_code=204, headers={"Allow": "GET, HEAD, OPTIONS"})(scope, receive, sending)
            return
        try:
            await self._app(scope, receive, sending)
        except Exception as error:  # noqa: BLE001 - whatever it is, the asker gets an answer
            # The words of an error may hold what was searched for.
            _logger.error("%s: %s while answering a request", UNANSWERED, type(error).__name__)  # noqa: TRY400
            if begun and not ended:
                raise _Broken from None
            if not begun:
                await problem(500, "The server could not answer.")(scope, receive, sending)


class _Broken(Exception):
    """An answer that had begun cannot be ended well: the connection is cut, so that it is seen."""


def _open_to_all(headers: MutableHeaders) -> None:
    headers["Access-Control-Allow-Origin"] = "*"
    headers["Access-Control-Allow-Methods"] = "GET, HEAD, OPTIONS"
    headers["Access-Control-Allow-Headers"] = "*"
    headers["Access-Control-Expose-Headers"] = "ETag"
    headers["Access-Control-Max-Age"] = _PREFLIGHT_SECONDS
    headers["X-Content-Type-Options"] = "nosniff"
