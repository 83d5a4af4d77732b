"""Asks a feed for JSON, within deadlines and limits of size; keeps nothing but how often it asked."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from adapter_core.errors import SourceUnavailable, UsageError
from adapter_core.readers.http import Server, open_server_for
from adapter_core.readers.http.exchange import Request
from adapter_core.readers.http.settings import Limits
from adapter_core.readers.trees import json_document

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from adapter_core.readers.http.asking import Asking

LARGEST = 20_000_000
LIMITS = Limits(
    attempt_seconds=30,
    operation_seconds=60,
    attempts=2,
    retry_after_seconds=20,
    page_megabytes=LARGEST / 1_000_000,
    connections=2,
)
ORIGIN = "https://directory.example"
"""The site that asks, as a browser would say; no such site exists (RFC 2606)."""


@dataclass(frozen=True, slots=True)
class Got:
    """What came back.

    Attributes:
        value: the JSON; None where there is none.
        trouble: why there is none: code and sentence; empty where there is some.
        missing: whether the server has nothing there (404).
        unchanged: whether the server says that nothing has changed (304).
    """

    value: Any = None
    trouble: str = ""
    missing: bool = False
    unchanged: bool = False
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def contents(self) -> list[Any]:
        """The entries of a page; none where it is no page."""
        found = self.value.get("contents") if isinstance(self.value, dict) else None
        return found if isinstance(found, list) else []

    @property
    def total(self) -> int | None:
        """How many entries the page says there are in all."""
        found = self.value.get("total_items") if isinstance(self.value, dict) else None
        return found if found.__class__ is int else None


class Asker:
    """Asks one feed."""

    def __init__(self, asking: Asking, url: str, seconds: float) -> None:
        """Ask nothing yet; everything has to be over in so many seconds."""
        self._asking, self._url = asking, url.rstrip("/")
        self._ends = asking.clock.monotonic() + seconds
        self.requests = 0

    def get(
        self, path: str, parameters: Mapping[str, str] | None = None, *, tag: str = "", lines: bool = False
    ) -> Got:
        """Ask once; whatever goes wrong is told, not raised.

        Args:
            path: below the feed's address.
            parameters: what stands behind the `?`.
            tag: what the answer was called the last time.
            lines: whether a JSON value a line is expected.
        """
        self.requests += 1
        headers = {"Accept": "application/json", "Origin": ORIGIN}
        if tag:
            headers["If-None-Match"] = tag
        request = Request(
            f"{self._url}{path}", path, parameters or {}, headers=headers, conditional=bool(tag)
        )
        try:
            answer = self._asking.start(request, may_end=True, ends=self._ends).result()
            if answer is None:
                return Got(trouble="404", missing=True)
            if answer.status == 304:  # noqa: PLR2004 - nothing has changed
                return Got(unchanged=True, headers=answer.headers)
            bodies = [body for body in answer.body.split(b"\n") if body.strip()] if lines else [answer.body]
            values = [json_document(body, largest=LARGEST, where=path) for body in bodies]
        except SourceUnavailable as error:
            return Got(trouble=f"{error.code} {error.message}")
        return Got(values if lines else values[0], headers=answer.headers)


@contextmanager
def open_asker(url: str, *, seconds: float, limits: Limits = LIMITS) -> Iterator[Asker]:
    """Open what asks a feed; leaving closes every connection.

    A feed is public, and nothing about anybody is sent to it: it may be asked unencrypted.

    Raises:
        UsageError: FP-0896, the address is none.
        ConfigurationError: FP-0471, the library for it is not installed.
    """
    try:
        server = Server(url=url, limits=limits, allow_plain_http=True)
    except ValidationError:
        raise UsageError("FP-0896", "This is no address of a feed.", where="URL") from None
    with open_server_for(server, Path(), where="URL") as asking:
        yield Asker(asking, url, seconds)
