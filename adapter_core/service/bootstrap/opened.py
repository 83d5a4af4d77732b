"""What has been opened: a source, the practice list; and the day it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, TypeAlias

from adapter_core.checks.rule import ReferenceStatus
from adapter_core.errors import ConfigurationError, FingerpostError
from adapter_core.hooks.capabilities import Port

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic import BaseModel

    from adapter_core.domain.practices import PracticeList
    from adapter_core.hooks.ports import BackendSpec, Reject, SourceReport

BackendConfig: TypeAlias = "BaseModel | ConfigurationError"
"""A backend's part of the config; or why it cannot be known, where nobody has wanted it so far."""


def today() -> date:
    """The day it is here."""
    return datetime.now(tz=UTC).astimezone().date()


@dataclass(frozen=True, slots=True)
class Source:
    """A source of the config, opened.

    Attributes:
        title: the system's name on reports.
        port: what it is read for.
        adapter: the opened backend: a `CaseRecords` or `Demographics`.
        as_of: the config's word on when its data was true; None where the source itself is to say.
    """

    name: str
    title: str
    port: Port
    backend: BackendSpec
    adapter: Any
    as_of: datetime | None
    system_of_record: bool

    @property
    def places(self) -> Mapping[str, str]:
        """Canonical field or list to where a worker finds it on that system's screens."""
        return self.backend.places

    def inspect(self) -> SourceReport:
        """What the source says about itself; see `ports.SourceReport`."""
        report: SourceReport = self.adapter.inspect()
        return report


@dataclass(frozen=True, slots=True)
class Practices:
    """The practice list, or why there is none.

    Attributes:
        problem: why the list could not be read, where its status is `down`.
        rejects: rows of the list that could not be used, or not in full.
        report: what the list says about itself, where its backend can tell.
    """

    status: ReferenceStatus
    list: PracticeList | None = None
    problem: FingerpostError | None = None
    rejects: tuple[Reject, ...] = ()
    report: SourceReport | None = None
