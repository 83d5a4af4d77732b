"""What can go wrong with one request, and the error that a user sees for it."""

from __future__ import annotations

from adapter_core.errors import ConfigurationError, FingerpostError, SourceUnavailable
from adapter_core.readers.http.exchange import PASSING, Fault

NO_TOKEN = "no_token"  # noqa: S105 - the kind of a trouble
RUN_TOO_LATE = "run_too_late"

PASSING_STATUS = frozenset({408, 429, 500, 502, 503, 504})
"""Answers that may be another one at the next attempt."""

OK, UNCHANGED = 200, 304
UNAUTHORISED, FORBIDDEN, NOT_FOUND, CONFLICT, TOO_MANY = 401, 403, 404, 409, 429
SERVER_ERROR = 500

_OF_FAULT: dict[str, tuple[str, str]] = {
    Fault.UNREACHABLE: ("FP-0445", "The server cannot be reached."),
    Fault.UNKNOWN_NAME: ("FP-0446", "No machine of the server's name is known here."),
    Fault.CERTIFICATE: ("FP-0447", "The server's certificate cannot be trusted."),
    Fault.TOO_LATE: ("FP-0448", "The server did not answer in time."),
    RUN_TOO_LATE: ("FP-0448", "Reading everybody took longer than the run may."),
    Fault.BROKEN: ("FP-0449", "The connection broke before the answer was whole."),
    Fault.TOO_LARGE: ("FP-0450", "The answer is larger than it may be."),
    Fault.PACKED: ("FP-0451", "The answer is packed, and was not asked to be."),
    NO_TOKEN: ("FP-0454", "The server that gives out tokens gave none."),
}
_OF_STATUS: dict[int, tuple[str, str]] = {
    UNAUTHORISED: ("FP-0453", "The server does not accept the sign-in (401)."),
    FORBIDDEN: ("FP-0455", "The server does not let this account read here (403)."),
    NOT_FOUND: ("FP-0456", "The server has nothing at this address (404)."),
    CONFLICT: ("FP-0457", "The server says that something else is in the way (409)."),
    TOO_MANY: ("FP-0458", "The server has been asked too often (429)."),
}


class Trouble(Exception):
    """One request came to nothing.

    Attributes:
        kind: a `Fault`, `NO_TOKEN`, `RUN_TOO_LATE`, or empty where there was an answer.
        status: of the answer; 0 where there was none.
        wait: seconds that the server asks to be left alone, where it says.
        path: of the request, where it is another than the one that was asked for.
        final: whether there is no use in another attempt, whatever the kind.
    """

    def __init__(self, kind: str = "", status: int = 0, wait: float | None = None) -> None:
        """Take what is known; there are no words in it, and so nothing that could be somebody's."""
        super().__init__(kind or str(status))
        self.kind, self.status, self.wait = kind, status, wait
        self.path = ""
        self.final = False

    @property
    def passing(self) -> bool:
        """Whether another attempt may fare better."""
        return not self.final and (self.status in PASSING_STATUS or self.kind in PASSING)


def explained(trouble: Trouble, where: str, *, cap: float) -> FingerpostError:
    """The error that a user sees.

    Args:
        trouble: what happened.
        where: source and path.
        cap: the longest pause that the server may ask for.
    """
    if trouble.kind == Fault.UNSENDABLE:
        return ConfigurationError("FP-0466", "A request cannot be made of what the config says.", where=where)
    if trouble.kind:
        return SourceUnavailable(*_OF_FAULT[trouble.kind], where=where)
    if trouble.wait is not None and trouble.wait > cap:
        asked = f"{trouble.wait:.0f} seconds" if trouble.wait < 86_400 * 365 else "years"
        return SourceUnavailable(
            "FP-0458",
            f"The server asks to be left alone for {asked} ({trouble.status}), longer than is waited for.",
            where=where,
        )
    if trouble.status in _OF_STATUS:
        return SourceUnavailable(*_OF_STATUS[trouble.status], where=where)
    if trouble.status >= SERVER_ERROR:
        return SourceUnavailable(
            "FP-0459", f"The server cannot answer just now ({trouble.status}).", where=where
        )
    return SourceUnavailable(
        "FP-0460", f"The server answered with status {trouble.status}, which is no list.", where=where
    )
