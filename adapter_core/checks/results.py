"""What assessing a page of people yields, and how pages add up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from adapter_core.domain.findings import Batch, Finding
from adapter_core.domain.states import Counts, State

EXCLUSIONS = ("deceased", "duplicate", "closed", "under_18", "restricted")
"""Why someone is outside the cohort; each person counts once, under the first that holds."""


@dataclass(slots=True)
class Tally:
    """Counts of a page, or of a run so far: pages add up.

    Attributes:
        people: people assessed, by team: those of the master source.
        team_states: (team, rule, state) to records, for every state but `recorded`, which is derived.
        excluded: reason to people outside the cohort.
        again: records of the same people that were assessed in other systems of record, by team.
        kept: (team, rule, state) to gaps of earlier nights that are still listed, though this run could
            not assess them again; they are in no other count.
    """

    people: Counter[str] = field(default_factory=Counter)
    team_states: Counter[tuple[str, str, State]] = field(default_factory=Counter)
    excluded: Counter[str] = field(default_factory=Counter)
    again: Counter[str] = field(default_factory=Counter)
    kept: Counter[tuple[str, str, State]] = field(default_factory=Counter)

    @property
    def assessed(self) -> int:
        """People assessed so far; each counts once, in however many systems of record they are."""
        return self.people.total()

    @property
    def records(self) -> Counter[str]:
        """Records assessed so far, by team: the master's, and those of other systems of record."""
        return self.people + self.again

    def as_records(self) -> Tally:
        """The same counts for another system of record: its people were counted in the master."""
        return Tally(team_states=self.team_states, again=self.people)

    def states(self, rule: str) -> Counter[State]:
        """Records by state under one rule; the states add up to all `records`."""
        found: Counter[State] = Counter()
        for (_, of_rule, state), people in self.team_states.items():
            if of_rule == rule:
                found[state] += people
        found[State.RECORDED] = self.people.total() + self.again.total() - found.total()
        return +found

    def add(self, other: Tally) -> None:
        """Add another page's counts to these."""
        self.people.update(other.people)
        self.team_states.update(other.team_states)
        self.excluded.update(other.excluded)
        self.again.update(other.again)
        self.kept.update(other.kept)

    def kept_of(self, rule: str) -> int:
        """Gaps of earlier nights under one rule that this run could not assess again."""
        return sum(gaps for (_, of_rule, _), gaps in self.kept.items() if of_rule == rule)


@dataclass(frozen=True, slots=True)
class RuleCounts:
    """One rule's figures: `applicable = passed + gaps + not_assessable` (contract)."""

    passed: int
    gaps: int
    not_assessable: int
    not_applicable: int

    @property
    def applicable(self) -> int:
        """People to whom the rule applies."""
        return self.passed + self.gaps + self.not_assessable

    @property
    def assessable(self) -> int:
        """People about whom the rule could say something: the denominator of every per cent."""
        return self.passed + self.gaps

    @classmethod
    def of(cls, states: Counter[State]) -> RuleCounts:
        """The figures of a rule from its people by state."""
        found: Counter[Counts] = Counter()
        for state, people in states.items():
            found[state.counts_as] += people
        return cls(
            found[Counts.PASS], found[Counts.GAP], found[Counts.NOT_ASSESSABLE], found[Counts.NOT_COUNTED]
        )


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to do for a person that is no gap: help to register with a practice.

    Attributes:
        rule: the rule that gave it; empty for what no rule asks, such as a death notice.
        key: what it is about, or whose it is; never about the person.
    """

    source: str
    ref: str
    rule: str
    batch: Batch
    key: str = ""


@dataclass(slots=True)
class PageResult:
    """One page, assessed.

    Attributes:
        source: the source that was assessed.
        assessed: references of the people inside the cohort, in page order.
        excluded: references of the people outside it; their open findings close as `left`.
        findings: every gap.
        not_assessable: (ref, rule) that could not be judged; they resolve nothing.
        notices: work that is no gap.
        tally: the page's counts.
        merged: reference to the reference of the record that replaced it; reviews follow.
        answered: (ref, rule) of gaps that a review turned into a pass.
        state_of: the state of (ref, rule), asked only for the few open findings that are gone.
        unheard: reference to the sources that may have a record of the person which they could not give
            tonight: a gap that only such a record could close stays as it was.
        others: the same people in other systems of record, each assessed by itself, with counts of
            records and not of people; stored in the same transaction as this page.
    """

    source: str
    assessed: list[str] = field(default_factory=list)
    excluded: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    not_assessable: set[tuple[str, str]] = field(default_factory=set)
    notices: list[Notice] = field(default_factory=list)
    tally: Tally = field(default_factory=Tally)
    merged: dict[str, str] = field(default_factory=dict)
    answered: set[tuple[str, str]] = field(default_factory=set)
    state_of: Callable[[str, str], State] | None = None
    unheard: dict[str, set[str]] = field(default_factory=dict)
    others: list[PageResult] = field(default_factory=list)
