"""What a feed is to the importer, whether it is served or saved."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import Any

from adapter_core.domain.directory import Incoming
from adapter_core.errors import ConfigurationError
from adapter_core.hooks.ports import Reject
from adapter_open_referral.dialects import Dialect, Found
from adapter_open_referral.services import id_of, read_service, refusal
from adapter_open_referral.tally import TEMPLATE_ROW, TWO_SERVICES, Tally
from adapter_open_referral.values import Node, child, text

UNKNOWN_DIALECT, NOTHING_THERE, NO_LIST, COMES_AGAIN, NO_DETAILS_AT_ALL = (
    "FP-0885", "FP-0886", "FP-0887", "FP-0888", "FP-0889",
)  # fmt: skip
THE_LIST = "the list"
"""What a reject names that is about no service, but about what is not there."""


class OpenReferralFeed(ABC):
    """Serves the port `DirectoryFeed`; `incoming` may be asked for again, and reads everything anew.

    Attributes:
        where: the config's key, for errors.
        found: the dialect, and what it was told by; None before the first page.
        tally: what was counted.
        complete: see the port.
        unchanged: whether nothing differs from what was kept of the last complete reading.
    """

    def __init__(self, where: str, version: str) -> None:
        """Read nothing yet.

        Args:
            where: the config's key, for errors.
            version: the dialect that the config names, or `auto`.
        """
        self.where, self.version = where, version
        self._start()

    def _start(self) -> None:
        self.found: Found | None = None
        self.tally = Tally()
        self.complete = self.unchanged = False
        self.lost = False
        self._seen: dict[str, int] = {}

    def incoming(self) -> Iterator[Incoming | Reject]:
        """See `ports.DirectoryFeed`."""
        self._start()
        yield from self._read()
        self.complete = not self.lost

    @abstractmethod
    def _read(self) -> Iterator[Incoming | Reject]: ...

    @property
    def notes(self) -> tuple[str, ...]:
        """What a report says of this feed, in sentences."""
        tally = self.tally
        said = [f"The feed is {self.found.why}."] if self.found else []
        counted = (
            (tally.listed_only, "services are as the list has them: their own pages are not there"),
            (tally.repeated, "records of services stood on more than one page"),
            (tally.zoneless, "times have no zone; they are taken to be in Europe/London"),
            (tally.unnamed_organisations, "services have an organisation without a name or id"),
            (tally.masked, "locations are to be kept back: only their town is read"),
        )
        said += [f"{count:,} {words}." for count, words in counted if count]
        if tally.extensions:
            most = ", ".join(f"{name} ({count:,})" for name, count in tally.extensions.most_common(10))
            said.append(
                f"{len(tally.extensions)} keys are no part of the standard and were not read: {most}."
            )
        return (*said, *tally.notes)

    # --- for the two kinds of feeds ---

    def _unknown(self) -> ConfigurationError:
        message = "Neither the pages nor the version say in which dialect the feed is."
        return ConfigurationError(UNKNOWN_DIALECT, message, where=f"{self.where}.version")

    def _new(self, node: Node, place: str) -> Reject | bool:
        """Whether a record of the list is to be read: False for one that was met before."""
        refused = refusal(node, place)
        if refused:
            self.lost |= refused.code != TEMPLATE_ROW
            if not refused.anonymous:
                self._seen.setdefault(refused.ref, 0)
            return refused
        own, mark = id_of(node), _mark(node)
        if own not in self._seen:
            self._seen[own] = mark
            return True
        if self._seen[own] != mark:
            self.lost = True
            return Reject(own, TWO_SERVICES, "id")
        self.tally.repeated += 1
        return False

    def _tell(self, node: Node, dialect: Dialect) -> Iterator[Incoming | Reject]:
        incoming, rejects = read_service(node, dialect, self.tally)
        self.tally.services += 1
        yield incoming
        yield from rejects

    @property
    def _different(self) -> int:
        return len(self._seen)


def _mark(node: Node) -> int:
    """What tells two services with one id from one service that is met twice."""
    by: Any = child(node, "organization", "organisation")
    return hash((text(node, "name").casefold(), text(node, "organization_id") or text(by, "id")))
