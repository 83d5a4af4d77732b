"""Asks a server on behalf of callers that wait: one request, or many side by side, answered in order."""

from __future__ import annotations

import math
from collections import deque
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from concurrent.futures import Future

    from adapter_core.readers.http.client import Client
    from adapter_core.readers.http.clock import Clock
    from adapter_core.readers.http.exchange import Answer, Request
    from adapter_core.readers.http.runner import Runner


class Asking:
    """A client, and the loop that it belongs to."""

    def __init__(self, client: Client, runner: Runner, *, ahead: int) -> None:
        """Take what it works with.

        Args:
            client: asks.
            runner: runs it.
            ahead: how many requests are started before the first of them is taken: more than there are
                connections, so that none of these is idle while the caller works.
        """
        self._client, self._runner, self.ahead = client, runner, ahead

    @property
    def clock(self) -> Clock:
        """What tells the time."""
        return self._client.clock

    def start(
        self, request: Request, *, may_end: bool = False, ends: float = math.inf
    ) -> Future[Answer | None]:
        """Start a request.

        Args:
            request: what to ask.
            may_end: whether 404 is an answer: None.
            ends: when the run ends, by the clock's `monotonic`.
        """
        return self._runner.start(
            self._client.find(request, ends) if may_end else self._client.ask(request, ends)
        )

    def find(self, request: Request) -> Answer | None:
        """Ask, and wait; None for 404.

        Raises:
            SourceUnavailable: there is no answer.
        """
        return self._runner.run(self._client.find(request))

    def each(
        self, requests: Iterable[Request], *, may_end: bool = False, ends: float = math.inf
    ) -> Iterator[Answer | None]:
        """The answers, in order; a request is started when another has been answered. See `start`.

        Raises:
            SourceUnavailable: there is no answer to one of them.
        """
        under_way: deque[Future[Answer | None]] = deque()
        waiting = iter(requests)
        try:
            for request in waiting:
                under_way.append(self.start(request, may_end=may_end, ends=ends))
                if len(under_way) >= self.ahead:
                    yield under_way.popleft().result()
            while under_way:
                yield under_way.popleft().result()
        finally:
            for future in under_way:
                future.cancel()
