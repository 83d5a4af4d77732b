"""Requests of a feed: made, sent ahead, answered from what was kept where nothing has changed."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from adapter_core.readers.http.bodies import refuse_others
from adapter_core.readers.http.exchange import Answer, Request
from adapter_core.readers.trees import json_document

if TYPE_CHECKING:
    from collections.abc import Mapping
    from concurrent.futures import Future

    from adapter_core.readers.http.asking import Asking
    from adapter_open_referral.kept import Kept

UNCHANGED = 304


class Asked:
    """An answer on its way."""

    def __init__(self, future: Future[Answer | None], key: str, kept: Kept | None) -> None:
        """Take what is to come.

        Args:
            future: the answer.
            key: of the page among those that are kept.
            kept: where pages are kept, if they are.
        """
        self._future, self._key, self._kept = future, key, kept

    def result(self) -> Answer | None:
        """Wait for it; see `paging.Pending`."""
        answer = self._future.result()
        if answer is None or self._kept is None:
            return answer
        headers: Mapping[str, str] = answer.headers
        if answer.status == UNCHANGED:
            headers = {**self._kept.tokens(self._key), **headers}
            answer = Answer(200, {"content-type": "application/json"}, self._kept.body(self._key) or b"")
        self._kept.keep(self._key, answer.body, headers)
        return answer

    def cancel(self) -> bool:
        """Break it off."""
        return self._future.cancel()


class Come:
    """An answer that is here already."""

    def __init__(self, answer: Answer) -> None:
        """Take it."""
        self._answer = answer

    def result(self) -> Answer:
        """See `paging.Pending`."""
        return self._answer

    def cancel(self) -> bool:
        """Nothing is left to break off."""
        return False


class Asker:
    """Asks one feed's server."""

    def __init__(self, asking: Asking, url: str, kept: Kept | None, *, largest: int, where: str) -> None:
        """Ask nothing yet.

        Args:
            asking: asks any server.
            url: where every path starts from.
            kept: where pages are kept, if they are.
            largest: bytes that a body may have.
            where: the config's key, for errors.
        """
        self._asking, self._url, self._kept, self._largest = asking, url.rstrip("/"), kept, largest
        self.where, self.ends = where, math.inf
        self.ahead = asking.ahead

    def limit(self, seconds: float) -> None:
        """Say how long everything may take from now on."""
        self.ends = self._asking.clock.monotonic() + seconds

    def request(self, path: str, shown: str = "") -> Request:
        """What asks for a path; errors name what is shown in its place."""
        return Request(f"{self._url}{path}", shown or path, headers={"Accept": "application/json"})

    def start(self, request: Request, *, may_end: bool = False) -> Asked:
        """Start a request; see `paging.Fetch`."""
        query = "&".join(f"{name}={value}" for name, value in sorted(request.parameters.items()))
        key = request.address.removeprefix(self._url) + (f"?{query}" if query else "")
        conditions = self._kept.conditions(key) if self._kept else {}
        if conditions:
            request = Request(
                request.address, request.path, request.parameters,
                headers={**request.headers, **conditions}, conditional=True,
            )  # fmt: skip
        return Asked(self._asking.start(request, may_end=may_end, ends=self.ends), key, self._kept)

    def document(self, answer: Answer, path: str) -> Any:  # noqa: ANN401 - JSON's own types
        """The JSON of an answer.

        Raises:
            SourceUnavailable: it is none.
        """
        where = f"{self.where} {path}"
        refuse_others(answer, where)
        return json_document(answer.body, largest=self._largest, where=where)
