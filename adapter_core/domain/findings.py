"""What a check says: assessments, findings, owners, and who mends what where."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from adapter_core.domain.states import State


class Severity(StrEnum):
    """How much a gap matters; `critical` first."""

    CRITICAL = "critical"
    ERROR = "error"
    WARNING = "warning"


class Mender(StrEnum):
    """Who can mend a gap: a worker cannot create a practice, and the desk cannot ask a person."""

    WORKER = "worker"
    HELP_DESK = "help desk"
    DATA_QUALITY = "data-quality desk"

    # Enum defines a Python-level __hash__; menders are looked up once a finding.
    __hash__ = str.__hash__


class Batch(StrEnum):
    """Work that is done once for many people, not person by person."""

    CLOSED_PRACTICE = "closed_practice"
    UNKNOWN_PRACTICE = "unknown_practice"
    HELP_TO_REGISTER = "help_to_register"
    READY_TO_TRACE = "ready_to_trace"
    UNTRACEABLE = "untraceable"
    DEATH_NOTICE = "death_notice"


@dataclass(frozen=True, slots=True)
class Fix:
    """Who mends a gap, and where."""

    who: Mender
    where: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a state was seen: never the value itself."""

    source: str
    field: str
    as_of: datetime | None


@dataclass(frozen=True, slots=True)
class Assessment:
    """A rule's answer where a bare `State` does not say enough.

    Attributes:
        state: the answer.
        field: path of the canonical field that decided it; the rule's first field if empty.
        severity: where it differs from the rule's.
        who: who mends it, where that differs from the rule's.
        batch: the batch it belongs to.
        batch_key: what the batch is about, such as a practice code; never about a person.
    """

    state: State
    field: str = ""
    severity: Severity | None = None
    who: Mender | None = None
    batch: Batch | None = None
    batch_key: str = ""


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose a gap is: a worker, or where there is none a team, or a desk."""

    worker: str | None = None
    team: str | None = None


class Decision(StrEnum):
    """What someone decided about a finding (contract: "Findings across nights")."""

    ASKED_NONE = "asked_none"
    DECLINED = "declined"
    DONE = "done"
    SNOOZED = "snoozed"

    @property
    def changes_state(self) -> bool:
        """Whether the decision is an answer that counts, and not only hides the item."""
        return self in (Decision.ASKED_NONE, Decision.DECLINED)


@dataclass(frozen=True, slots=True)
class Review:
    """A decision about one finding, bound to its rule and the state that was seen."""

    source: str
    ref: str
    rule: str
    state: State
    decision: Decision
    who: str
    at: datetime
    why: str = ""
    until: date | None = None


@dataclass(slots=True)
class Finding:
    """A gap of one person under one rule.

    The key across nights is `source`, `ref` and `rule`.

    Attributes:
        checked: whether the run that lists it could assess it; else it is as an earlier run saw it.
    """

    source: str
    ref: str
    rule: str
    state: State
    severity: Severity
    owner: Owner
    evidence: tuple[Evidence, ...]
    fix: Fix
    batch: Batch | None = None
    batch_key: str = ""
    first_seen: date | None = None
    review: Review | None = None
    checked: bool = True
