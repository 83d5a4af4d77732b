"""One operation: sign, send, judge the answer, wait and try again, within every deadline."""

from __future__ import annotations

import asyncio
import math
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from tenacity import AsyncRetrying, RetryCallState, retry_if_exception, wait_random_exponential

from adapter_core.readers.http.exchange import Fault, TransportFault
from adapter_core.readers.http.retry_after import parse_retry_after
from adapter_core.readers.http.signing_in import NoToken, SignsIn, Unchanging, signing_in
from adapter_core.readers.http.trouble import (
    NO_TOKEN,
    NOT_FOUND,
    OK,
    RUN_TOO_LATE,
    UNAUTHORISED,
    UNCHANGED,
    Trouble,
    explained,
)

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

    from adapter_core.errors import FingerpostError
    from adapter_core.readers.http.clock import Clock
    from adapter_core.readers.http.exchange import Answer, HttpTransport, Request
    from adapter_core.readers.http.settings import Server

FIRST_WAIT, LONGEST_WAIT = 0.5, 30.0
"""Seconds between attempts: up to the first, doubled each time, at most the second; drawn by lot."""

FREE_RETRIES, SHARE_OF_RETRIES = 10, 0.1
"""How often a source is asked again, and for what share of its requests: no outage is made worse."""

_NO_HEADERS = Unchanging({})
_backoff = wait_random_exponential(multiplier=FIRST_WAIT, max=LONGEST_WAIT)


class Client:
    """Asks a server, and gives a whole answer of status 200 (or 304, where asked for), or an error in words.

    It belongs to one event loop.
    """

    def __init__(self, transport: HttpTransport, settings: Server, clock: Clock, *, where: str) -> None:
        """Take what it works with.

        Args:
            transport: sends one request, once.
            settings: sign-in and limits.
            clock: tells the time and waits.
            where: the source, for errors.
        """
        self._transport, self._clock, self._where = transport, clock, where
        self._limits = settings.limits
        self._signs_in = signing_in(settings.auth, self._ask_unsigned, clock)
        self._left_alone_until, self._left_alone_by = -math.inf, 0
        self._asked = self._asked_again = 0
        # Waiting for one's turn is no part of an attempt: only what is sent has a deadline of its own.
        self._turns = asyncio.Semaphore(settings.limits.connections)

    async def ask(self, request: Request, ends: float = math.inf) -> Answer:
        """Ask until there is an answer, or no hope.

        Args:
            request: what to ask.
            ends: when the run ends, by the clock's `monotonic`.

        Raises:
            SourceUnavailable: there is no answer, or none of status 200.
            ConfigurationError: FP-0466, no request can be made of what the config says.
        """
        try:
            return await self._ask(request, self._signs_in, ends)
        except Trouble as trouble:
            raise self.explain(trouble, request) from None

    async def find(self, request: Request, ends: float = math.inf) -> Answer | None:
        """As `ask`, but None where the server has nothing there (404)."""
        try:
            return await self._ask(request, self._signs_in, ends)
        except Trouble as trouble:
            if trouble.status == NOT_FOUND:
                return None
            raise self.explain(trouble, request) from None

    def explain(self, trouble: Trouble, request: Request) -> FingerpostError:
        """The error in words, with the path and nothing else of the address."""
        return explained(
            trouble, f"{self._where} {trouble.path or request.path}", cap=self._limits.retry_after_seconds
        )

    async def _ask_unsigned(self, request: Request) -> Answer:
        try:
            return await self._ask(request, _NO_HEADERS, math.inf)
        except Trouble as trouble:
            # What a token server says is about the account: no list, and nobody, is not found there.
            mine = trouble if trouble.kind or trouble.passing else Trouble(NO_TOKEN)
            mine.path, mine.final = request.path, True
            raise mine from None

    async def _ask(self, request: Request, signs_in: SignsIn, run_ends: float) -> Answer:
        ends = min(self._clock.monotonic() + self._limits.operation_seconds, run_ends)
        kind = RUN_TOO_LATE if ends == run_ends else Fault.TOO_LATE
        operation = _Operation(self, request, signs_in, ends)
        async with _until(ends - self._clock.monotonic(), kind):
            return await operation.retrying()(operation.attempt)

    # --- what operations share ---

    async def _pause(self, ends: float) -> None:
        """Wait until the server wants to be asked again: what it told one request goes for all."""
        wait = self._left_alone_until - self._clock.monotonic()
        if wait <= 0:
            return
        if self._clock.monotonic() + wait > ends:
            raise Trouble(status=self._left_alone_by, wait=wait)
        await self._clock.sleep(wait)

    def note_pause(self, wait: float, status: int) -> None:
        """Keep how long the server wants to be left alone."""
        until = self._clock.monotonic() + wait
        if wait <= self._limits.retry_after_seconds and until > self._left_alone_until:
            self._left_alone_until, self._left_alone_by = until, status

    def may_ask_again(self) -> bool:
        """Whether asking again would not make an outage worse."""
        if self._asked_again >= FREE_RETRIES + SHARE_OF_RETRIES * self._asked:
            return False
        self._asked_again += 1
        return True

    async def send(self, request: Request, headers: Mapping[str, str], ends: float) -> Answer:
        """Send once, within the attempt's deadline.

        Raises:
            Trouble: no whole answer.
        """
        async with self._turns:
            await self._pause(ends)
            self._asked += 1
            seconds = min(self._limits.attempt_seconds, ends - self._clock.monotonic())
            try:
                async with _until(seconds, Fault.TOO_LATE):
                    return await self._transport.send(request, headers, self._limits.page_bytes)
            except TransportFault as fault:
                raise Trouble(fault.fault) from None

    @property
    def clock(self) -> Clock:
        """What tells the time."""
        return self._clock

    def gives_up(self, trouble: Trouble, attempts: int, wait: float, ends: float) -> bool:
        """Whether a failed attempt was the last."""
        limits = self._limits
        return (
            attempts >= limits.attempts
            or (trouble.wait or 0.0) > limits.retry_after_seconds
            or self._clock.monotonic() + wait >= ends
            or not self.may_ask_again()
        )


class _Operation:
    """One request with all its attempts."""

    def __init__(self, client: Client, request: Request, signs_in: SignsIn, ends: float) -> None:
        self._client, self._request, self._signs_in, self._ends = client, request, signs_in, ends
        self._renewed = False

    def retrying(self) -> AsyncRetrying:
        return AsyncRetrying(
            retry=retry_if_exception(self._may_pass),
            wait=_wait,
            stop=self._stop,
            sleep=self._client.clock.sleep,
            reraise=True,
        )

    def _may_pass(self, error: BaseException) -> bool:
        return isinstance(error, Trouble) and error.passing and self._request.safe

    def _stop(self, state: RetryCallState) -> bool:
        trouble = _trouble_of(state)
        return self._client.gives_up(trouble, state.attempt_number, state.upcoming_sleep, self._ends)

    async def attempt(self) -> Answer:
        client = self._client
        try:
            headers = await self._signs_in.headers()
            answer = await client.send(self._request, headers, self._ends)
            if answer.status == UNAUTHORISED and not self._renewed and await self._signs_in.renew(headers):
                # The token was withdrawn before its time: one fresh one, and whatever comes of that.
                self._renewed = True
                headers = await self._signs_in.headers()
                answer = await client.send(self._request, headers, self._ends)
        except NoToken:
            raise Trouble(NO_TOKEN) from None
        if answer.status == OK or (self._request.conditional and answer.status == UNCHANGED):
            return answer
        trouble = Trouble(status=answer.status)
        if trouble.passing:
            trouble.wait = parse_retry_after(
                answer.headers.get("retry-after"), answer.headers.get("date"), client.clock.now()
            )
            if trouble.wait is not None:
                client.note_pause(trouble.wait, trouble.status)
        raise trouble


def _trouble_of(state: RetryCallState) -> Trouble:
    error = state.outcome.exception() if state.outcome else None
    return error if isinstance(error, Trouble) else Trouble(Fault.BROKEN)


def _wait(state: RetryCallState) -> float:
    """As long as the server says, and never less; by lot where it does not say."""
    asked = _trouble_of(state).wait
    return _backoff(state) if asked is None else asked


@asynccontextmanager
async def _until(seconds: float, kind: str) -> AsyncIterator[None]:
    """Break off what takes longer."""
    try:
        async with asyncio.timeout(max(0.0, seconds) if seconds < math.inf else None):
            yield
    except TimeoutError:
        raise Trouble(kind) from None
