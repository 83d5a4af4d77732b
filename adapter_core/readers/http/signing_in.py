"""How requests are signed: bearer, basic, and OAuth client credentials."""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Protocol
from urllib.parse import quote, urlencode, urlsplit

from adapter_core.masking import remember
from adapter_core.readers.http.exchange import Answer, Request

if TYPE_CHECKING:
    from adapter_core.readers.http.clock import Clock
    from adapter_core.readers.http.settings import Auth

Ask = Callable[[Request], Awaitable[Answer]]

LIFETIME = 300.0
"""Seconds that a token is taken to live where the server does not say."""

EARLY = 60.0
"""Seconds before its end that a token is replaced; a tenth of its life if that is less."""


class NoToken(Exception):
    """The server that gives out tokens gave none."""


class SignsIn(Protocol):
    """What signs requests."""

    async def headers(self) -> Mapping[str, str]:
        """Headers of the next request.

        Raises:
            NoToken: there is no token to be had.
        """
        ...

    async def renew(self, refused: Mapping[str, str]) -> bool:
        """What to do about headers that were refused: whether others are worth a try."""
        ...


class Unchanging:
    """The same headers for ever."""

    def __init__(self, headers: Mapping[str, str]) -> None:
        """Take the headers."""
        self._headers = headers

    async def headers(self) -> Mapping[str, str]:
        """See `SignsIn`."""
        return self._headers

    async def renew(self, refused: Mapping[str, str]) -> bool:
        """Nothing can be done: they would be refused again."""
        return refused is not self._headers


class ClientCredentials:
    """OAuth 2.0 client credentials: a token, kept until shortly before it ends."""

    def __init__(self, auth: Auth, ask: Ask, clock: Clock) -> None:
        """Fetch nothing yet.

        Args:
            auth: what to sign in with.
            ask: sends a request, with retries and without signing it.
            clock: tells when a token ends.
        """
        self._auth, self._ask, self._clock = auth, ask, clock
        self._lock = asyncio.Lock()
        self._headers: Mapping[str, str] | None = None
        self._ends = 0.0

    async def headers(self) -> Mapping[str, str]:
        """See `SignsIn`."""
        async with self._lock:
            if self._headers is None or self._clock.monotonic() >= self._ends:
                self._headers = await self._fetch()
            return self._headers

    async def renew(self, refused: Mapping[str, str]) -> bool:
        """Forget the token that was refused, unless another request has already replaced it."""
        async with self._lock:
            if self._headers is refused:
                self._headers = None
        return True

    async def _fetch(self) -> Mapping[str, str]:
        asked = self._clock.monotonic()
        answer = await self._ask(self._request())
        try:
            body = json.loads(answer.body)
            token, kind = body["access_token"], body.get("token_type", "Bearer")
            life = float(body.get("expires_in", LIFETIME))
        except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError):
            raise NoToken from None
        if not (
            isinstance(token, str) and token.isascii() and token.isprintable() and token.strip() == token
        ):
            raise NoToken
        if not (token and isinstance(kind, str) and kind.lower() == "bearer" and life > 0):
            raise NoToken
        remember(token)
        self._ends = asked + life - min(EARLY, life / 10)
        return {"Authorization": f"Bearer {token}"}

    def _request(self) -> Request:
        auth = self._auth
        secret = auth.client_secret.get_secret_value() if auth.client_secret else ""
        form = {"grant_type": "client_credentials"}
        if auth.scope:
            form["scope"] = auth.scope
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
        if auth.credentials_in == "body":
            form |= {"client_id": auth.client_id, "client_secret": secret}
        else:
            # RFC 6749, 2.3.1: both are encoded as in a form before they are joined.
            headers["Authorization"] = _basic(quote(auth.client_id, safe=""), quote(secret, safe=""))
        return Request(
            auth.token_url, urlsplit(auth.token_url).path or "/", {}, "POST", headers,
            urlencode(form).encode("ascii"),
        )  # fmt: skip


def _basic(user: str, password: str) -> str:
    word = base64.b64encode(f"{user}:{password}".encode()).decode("ascii")
    remember(word)
    return f"Basic {word}"


def signing_in(auth: Auth | None, ask: Ask, clock: Clock) -> SignsIn:
    """What a config's `auth` comes to; a client certificate alone needs none."""
    if auth is None:
        return Unchanging({})
    if auth.kind == "bearer" and auth.token:
        return Unchanging({"Authorization": f"Bearer {auth.token.get_secret_value()}"})
    if auth.kind == "basic" and auth.password:
        return Unchanging({"Authorization": _basic(auth.username, auth.password.get_secret_value())})
    return ClientCredentials(auth, ask, clock)
