"""The work list of the page: by owner, then person, and no longer than a browser can bear."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING

from adapter_core.domain.findings import Severity
from adapter_core.report import view, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from adapter_core.domain.findings import Finding, Owner
    from adapter_core.report.model import RunReport

MAX_PEOPLE = 300
"""People in one owner's list."""

MAX_GAPS = 20_000
"""Gaps in all lists together: about 7 MB of page."""


@dataclass(frozen=True, slots=True)
class Gap:
    """One line of a list.

    Attributes:
        remedy: what to do, where the rule's own remedy does not fit.
    """

    rule: str
    title: str
    found: str
    severity: Severity
    mender: str
    where: str
    first_seen: str
    new: bool
    remedy: str = ""

    @property
    def critical(self) -> bool:
        """Whether it comes before the others."""
        return self.severity is Severity.CRITICAL


@dataclass(frozen=True, slots=True)
class Someone:
    """A person of a list, with what is missing."""

    source: str
    ref: str
    name: str
    gaps: tuple[Gap, ...]

    @property
    def critical(self) -> bool:
        """Whether any gap is critical."""
        return any(gap.critical for gap in self.gaps)


@dataclass(slots=True)
class Load:
    """What one owner has to do; gap counts of the first people only, whom a list may show."""

    people: int = 0
    gaps: int = 0
    critical: list[int] = field(default_factory=list)
    others: list[int] = field(default_factory=list)
    critical_people: int = 0

    def shown(self, people: int) -> tuple[int, int]:
        """How many people with and without a critical gap a list of so many shows."""
        critical = min(people, self.critical_people)
        return critical, min(people - critical, self.people - self.critical_people)


@dataclass(frozen=True, slots=True)
class Part:
    """One owner's list.

    Attributes:
        load: all of it, shown or not.
        people: those who are shown, one after the other; to be read once, and before the next part.
        cut: how many people are not shown.
    """

    owner: str
    load: Load
    people: Iterator[Someone]
    cut: int


class WorkList:
    """Reads a report's findings once to count them, and once more to show them."""

    def __init__(self, report: RunReport, *, max_people: int, max_gaps: int) -> None:
        self._report = report
        self._titles = {line.id: line.title for line in report.rules}
        self._remedies = view.remedies(report)
        self.loads: dict[Owner, Load] = {}
        self._sources: set[str] = set()
        self.severities: Counter[Severity] = Counter()
        self.critical_rules: Counter[str] = Counter()
        for owner, group in groupby(self._findings(), key=lambda each: each.owner):
            load = self.loads.setdefault(owner, Load())
            for _, findings in groupby(group, key=_person):
                self._count(load, list(findings), max_people)
        self.people = sum(load.people for load in self.loads.values())
        self.gaps = sum(load.gaps for load in self.loads.values())
        self.limit = self._fitting(max_people, max_gaps)
        self.cut = sum(load.people - sum(load.shown(self.limit)) for load in self.loads.values())

    @property
    def sources(self) -> int:
        """How many sources the people come from: with one, its title need not stand beside each."""
        return len(self._sources)

    def _findings(self) -> Iterator[Finding]:
        return view.listed(self._report, self._report.findings())

    def _count(self, load: Load, findings: list[Finding], max_people: int) -> None:
        load.people += 1
        load.gaps += len(findings)
        critical = False
        self._sources.add(findings[0].source)
        for finding in findings:
            self.severities[finding.severity] += 1
            if finding.severity is Severity.CRITICAL:
                self.critical_rules[finding.rule] += 1
                critical = True
        load.critical_people += critical
        counts = load.critical if critical else load.others
        if len(counts) < max_people:
            counts.append(len(findings))

    def _fitting(self, max_people: int, max_gaps: int) -> int:
        """The longest list, the same for every owner, with which all of them fit."""
        low, high = 0, max_people
        while low < high:
            middle = (low + high + 1) // 2
            if self._length(middle) <= max_gaps:
                low = middle
            else:
                high = middle - 1
        return low

    def _length(self, people: int) -> int:
        total = 0
        for load in self.loads.values():
            critical, others = load.shown(people)
            total += sum(load.critical[:critical]) + sum(load.others[:others])
        return total

    def teams(self) -> Iterator[tuple[str, Iterator[Part]]]:
        """Each team with its owners' lists, in the report's order; read every list before the next."""
        for team, group in groupby(self._findings(), key=lambda each: each.owner.team):
            yield _team(team), self._parts(group)

    def team_sizes(self) -> dict[str, tuple[int, int]]:
        """People and gaps by team."""
        sizes: dict[str, tuple[int, int]] = {}
        for owner, load in self.loads.items():
            people, gaps = sizes.get(_team(owner.team), (0, 0))
            sizes[_team(owner.team)] = (people + load.people, gaps + load.gaps)
        return sizes

    def _parts(self, findings: Iterator[Finding]) -> Iterator[Part]:
        for owner, group in groupby(findings, key=lambda each: each.owner):
            load = self.loads[owner]
            shown = load.shown(self.limit)
            yield Part(
                owner.worker or "No worker allocated",
                load,
                self._shown(group, *shown),
                load.people - sum(shown),
            )

    def _shown(self, findings: Iterator[Finding], critical: int, others: int) -> Iterator[Someone]:
        for (source, ref), group in groupby(findings, key=_person):
            someone = Someone(
                view.title(self._report, source),
                ref,
                (self._report.names or {}).get((source, ref), ""),
                tuple(self._gap(finding) for finding in group),
            )
            if someone.critical and critical:
                critical -= 1
                yield someone
            elif not someone.critical and others:
                others -= 1
                yield someone

    def _gap(self, finding: Finding) -> Gap:
        return Gap(
            finding.rule,
            self._titles.get(finding.rule, finding.rule),
            view.found(self._report, finding),
            finding.severity,
            words.MENDERS[finding.fix.who],
            finding.fix.where,
            words.day(finding.first_seen),
            finding.first_seen == self._report.run.as_of,
            self._remedies.get((finding.batch, finding.batch_key), ""),
        )


def _person(finding: Finding) -> tuple[str, str]:
    return finding.source, finding.ref


def _team(team: str | None) -> str:
    return words.upfirst(team) if team else words.DESK
