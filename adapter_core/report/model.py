"""What a report says, whatever it looks like: filled from the store, rendered by the other modules."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from adapter_core.checks.results import Notice, RuleCounts
from adapter_core.domain.findings import Batch, Finding
from adapter_core.domain.states import State


@dataclass(frozen=True, slots=True)
class RunLine:
    """Which run a report is of."""

    id: str
    as_of: date
    started: datetime
    finished: datetime | None
    status: str  # complete, partial, failed
    profile: str
    cohort: str


@dataclass(frozen=True, slots=True)
class RejectLine:
    """A record that could not be read."""

    ref: str
    code: str
    field: str


@dataclass(frozen=True, slots=True)
class SourceLine:
    """How a source answered.

    Attributes:
        status: ok, partial or down.
        unmatched: people of a compared source who were not matched with anybody in the cohort.
        unmapped: (field, raw code, people) of codes that the mapping does not know; no raw code where
            a field has so many that they may be anything, names included.
        problem: code and sentence of what went wrong, where the source is down.
    """

    name: str
    title: str
    status: str
    as_of: datetime | None
    people: int
    rejects: tuple[RejectLine, ...] = ()
    reject_count: int = 0
    unmatched: int = 0
    unmapped: tuple[tuple[str, str, int], ...] = ()
    problem: str = ""


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One rule's figures.

    Attributes:
        level: ok, warning or critical, by the council's thresholds; unknown where most people could not
            be read.
        target: the least per cent complete that the council accepts, where it says so.
        states: people by state.
        kept: gaps of earlier nights that are listed as they were, since nothing could be said about
            them now; they are not among `counts`.
    """

    id: str
    version: int
    title: str
    words: str
    remedy: str
    counts: RuleCounts
    level: str
    target: float | None
    states: Mapping[State, int]
    experimental: bool = False
    confidential: bool = False
    kept: int = 0

    @property
    def complete(self) -> float | None:
        """Per cent complete, over those who could be assessed; None where there are none."""
        return 100 * self.counts.passed / self.counts.assessable if self.counts.assessable else None


@dataclass(frozen=True, slots=True)
class TeamLine:
    """One team's figures over all rules that are in lists (neither experimental nor confidential).

    Attributes:
        people: people of the team in the cohort.
        counts: checks passed, gaps and so on, summed over rules.
        rules: the same by rule.
    """

    team: str
    people: int
    counts: RuleCounts
    rules: Mapping[str, RuleCounts]

    @property
    def complete(self) -> float | None:
        """Per cent complete, over the checks that could be made."""
        return 100 * self.counts.passed / self.counts.assessable if self.counts.assessable else None


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """One night of the same profile and cohort."""

    run: str
    as_of: date
    people: int
    complete: float | None
    gaps: int
    rules: Mapping[str, float | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class BatchLine:
    """Work that is done once for many people.

    Attributes:
        key: what it is about, such as a practice code; empty for batches about people alone.
        title: what to do, as one plain sentence.
        detail: what helps to do it, such as the successor of a closed practice.
        remedy: what to do for one of the people, where that differs from the rule's own.
        people: how many people it concerns.
        refs: their references, in order.
    """

    batch: Batch
    key: str
    title: str
    detail: str
    people: int
    refs: tuple[str, ...]
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class Movement:
    """What changed since the run before, of the same profile and cohort.

    Attributes:
        resolved: gaps that were assessed again and passed.
        left: gaps of people who left the cohort.
        not_applicable: gaps whose rule no longer applies to the person.
        answered: gaps that somebody's answer closed.
    """

    new: int = 0
    resolved: int = 0
    left: int = 0
    reopened: int = 0
    not_applicable: int = 0
    answered: int = 0


@dataclass(frozen=True, slots=True)
class RunReport:
    """Everything that a report shows.

    Attributes:
        findings: streams the gaps that belong in lists, by owner (team, worker), person, severity;
            `hidden` ones (snoozed, done) are not among them.
        every_finding: streams every gap with its review, hidden ones included (for JSON and CSV).
        hidden: gaps hidden from work lists by a review.
        names: (source, reference) to name, only where names were asked for.
        titles: source name to the system's title ("mosaic" to "Mosaic").
        config_changed: whether the run before had another config.
        death_notices: whom another source reports dead, as the contract's notices; letters to them stop.
        failed_since: when a later run of the same kind began that failed, and why; None if none did.
    """

    council: str
    run: RunLine
    sources: tuple[SourceLine, ...]
    excluded: Mapping[str, int]
    people: int
    rules: tuple[RuleLine, ...]
    teams: tuple[TeamLine, ...]
    trend: tuple[TrendPoint, ...]
    batches: tuple[BatchLine, ...]
    movement: Movement | None
    findings: Callable[[], Iterator[Finding]]
    every_finding: Callable[[], Iterator[Finding]]
    hidden: int = 0
    names: Mapping[tuple[str, str], str] | None = None
    titles: Mapping[str, str] = field(default_factory=dict)
    config_changed: bool = False
    death_notices: tuple[Notice, ...] = ()
    failed_since: tuple[datetime, str] | None = None

    @property
    def complete(self) -> float | None:
        """Per cent complete over all checks in lists: the headline."""
        listed = [line.counts for line in self.rules if not (line.experimental or line.confidential)]
        assessable = sum(counts.assessable for counts in listed)
        return 100 * sum(counts.passed for counts in listed) / assessable if assessable else None
