"""One request and its answer, and the port that carries them: nothing here knows a library."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked. Its `repr` shows neither address nor body: they may be about somebody.

    Attributes:
        address: the whole address.
        path: what errors name: the address's path as the config has it, never with a reference in it.
        parameters: what stands behind the `?`.
        method: GET or POST.
        headers: beside those of every request.
        body: of a POST.
        safe: whether asking twice changes nothing, so that it may be repeated.
        conditional: whether "nothing has changed" (304) is an answer: what was read before is still there.
    """

    address: str = field(repr=False)
    path: str
    parameters: Mapping[str, str] = field(default_factory=dict, repr=False)
    method: str = "GET"
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    body: bytes | None = field(default=None, repr=False)
    safe: bool = True
    conditional: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, whole. Its `repr` shows the status alone.

    Attributes:
        headers: names in small letters.
        links: relation to address, of the Link header (RFC 8288).
    """

    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)
    links: Mapping[str, str] = field(default_factory=dict, repr=False)


class Fault(StrEnum):
    """Ways in which no whole answer comes back."""

    UNREACHABLE = "unreachable"
    UNKNOWN_NAME = "unknown_name"
    CERTIFICATE = "certificate"
    BROKEN = "broken"
    TOO_LATE = "too_late"
    TOO_LARGE = "too_large"
    PACKED = "packed"
    UNSENDABLE = "unsendable"


PASSING = frozenset({Fault.UNREACHABLE, Fault.UNKNOWN_NAME, Fault.BROKEN, Fault.TOO_LATE})
"""Faults that may be over at the next attempt."""


class TransportFault(Exception):
    """No whole answer came back. It carries no words: those of a library may quote an address.

    Attributes:
        fault: in which way.
    """

    def __init__(self, fault: Fault) -> None:
        """Take the way in which it failed."""
        super().__init__(fault.value)
        self.fault = fault


class HttpTransport(Protocol):
    """Sends one request, once."""

    async def send(self, request: Request, headers: Mapping[str, str], most: int) -> Answer:
        """Send, and read the answer whole; it is cancelled when its time is up.

        Args:
            request: what to ask.
            headers: further headers, such as the one that signs in.
            most: bytes that a body may have, unpacked.

        Raises:
            TransportFault: no whole answer came back.
        """
        ...

    async def close(self) -> None:
        """Close every connection."""
        ...
