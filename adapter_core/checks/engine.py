"""The engine: assesses a page of people under a profile. One call a page, never a hook a record.

The passing road is what a night consists of: a rule that answers `State.RECORDED` costs one call
and one comparison. Everything else is counted by team, and a gap becomes a `Finding`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from adapter_core.checks.compare import settle
from adapter_core.checks.failing import broken
from adapter_core.checks.profiles import Profile
from adapter_core.checks.results import Notice, PageResult
from adapter_core.checks.rule import Given, Rule, Verdict
from adapter_core.domain.findings import Assessment, Evidence, Finding, Fix, Mender, Owner
from adapter_core.domain.people import Case, Person
from adapter_core.domain.states import COUNTS, Counts, State

RECORDED = State.RECORDED
NOT_APPLICABLE = State.NOT_APPLICABLE
GAP = Counts.GAP
NOT_ASSESSABLE = Counts.NOT_ASSESSABLE

Said = tuple[int, Verdict, str]
"""What a rule says of somebody who is not simply `recorded`: place on the page, verdict, source."""


@dataclass(frozen=True, slots=True)
class Checker:
    """A profile, ready to assess the people of one source.

    Attributes:
        source: the source whose records are assessed.
        why_excluded: says why a person is outside the cohort, or None (`cohort.exclusion_of`).
        owner_of: says whose a person's gaps are (`owners.owner_of`).
        as_of: source name to when its data was true, for evidence.
        places: canonical field or list to where it stands on the source's screens.
        precedence: rule to the sources that it is compared with, the most trusted first; a rule that
            is not in it is compared with all, in the order in which a case holds them.

    Findings of one kind share their evidence and fix, and those of one person their owner: a night
    makes hundreds of thousands.
    """

    source: str
    profile: Profile
    given: Given
    why_excluded: Callable[[Person], str | None]
    owner_of: Callable[[Person], Owner]
    as_of: Mapping[str, datetime | None] = field(default_factory=dict)
    places: Mapping[str, str] = field(default_factory=dict)
    precedence: Mapping[str, Sequence[str]] = field(default_factory=dict)
    _made: dict[tuple[str, str, Mender, str], tuple[tuple[Evidence], Fix]] = field(
        default_factory=dict, repr=False
    )

    def check_page(self, cases: Sequence[Case]) -> PageResult:
        """Assess one page.

        Args:
            cases: people of `source`, with their records elsewhere.
        """
        result = PageResult(self.source)
        inside = self._those_inside(cases, result)
        people = [case.person for case, _ in inside]
        teams = [owner.team or "" for _, owner in inside]
        result.tally.people.update(teams)
        compared = any(case.elsewhere for case, _ in inside)
        for rule in self.profile.rules:
            try:
                if compared and rule.compare is not None:
                    said = self._said_compared(rule, inside)
                else:
                    said = self._said(rule, people)
                self._tell(rule, said, inside, teams, result)
            except (
                Exception
            ) as error:  # costs a page's rule nothing: which person it was, is asked afterwards
                raise broken(rule, error, people, self.given) from error
        result.state_of = self._asked_again(inside)
        return result

    def _asked_again(self, inside: Sequence[tuple[Case, Owner]]) -> Callable[[str, str], State]:
        """A look-up of single states, for the few findings of a page that are gone."""
        cases: dict[str, Case] = {}
        rules = {rule.id: rule for rule in self.profile.rules}

        def state_of(ref: str, rule_id: str) -> State:
            if not cases:
                cases.update((case.person.ref, case) for case, _ in inside)
            rule, case = rules[rule_id], cases[ref]
            verdict = rule.assess(case.person, self.given)
            if case.elsewhere and rule.compare is not None:
                verdict, _ = self._settled(rule, verdict, case)
            return verdict if isinstance(verdict, State) else verdict.state

        return state_of

    def _those_inside(self, cases: Sequence[Case], result: PageResult) -> list[tuple[Case, Owner]]:
        why_excluded, owner_of = self.why_excluded, self.owner_of
        inside: list[tuple[Case, Owner]] = []
        reasons: list[str] = []
        for case in cases:
            person = case.person
            reason = why_excluded(person)
            if reason is None and case.restricted_elsewhere:
                reason = "restricted"
            if reason is None:
                inside.append((case, owner_of(person)))
                continue
            reasons.append(reason)
            result.excluded.append(person.ref)
            if reason == "duplicate":
                result.merged[person.ref] = str(person.duplicate_of)
        result.assessed += [case.person.ref for case, _ in inside]
        result.tally.excluded.update(reasons)
        return inside

    def _said(self, rule: Rule, people: Sequence[Person]) -> list[Said]:
        assess, given, source = rule.assess, self.given, self.source
        return [
            (place, verdict, source)
            for place, person in enumerate(people)
            if (verdict := assess(person, given)) is not RECORDED
        ]

    def _said_compared(self, rule: Rule, inside: Sequence[tuple[Case, Owner]]) -> list[Said]:
        """The same, after comparison with what other sources say."""
        said: list[Said] = []
        for place, (case, _) in enumerate(inside):
            verdict, held_by = rule.assess(case.person, self.given), self.source
            if case.elsewhere:
                verdict, held_by = self._settled(rule, verdict, case)
            if verdict is not RECORDED:
                said.append((place, verdict, held_by))
        return said

    def _tell(
        self,
        rule: Rule,
        said: Sequence[Said],
        inside: Sequence[tuple[Case, Owner]],
        teams: Sequence[str],
        result: PageResult,
    ) -> None:
        """Count what a rule said by team, and note what is more than a number."""
        teams_of: defaultdict[State, list[str]] = defaultdict(list)
        # Of what is counted only, nothing is kept by reference: not even who could not be asked.
        counted_only = rule.experimental or rule.confidential
        for place, verdict, held_by in said:
            state = verdict if isinstance(verdict, State) else verdict.state
            teams_of[state].append(teams[place])
            if counted_only or state is NOT_APPLICABLE:
                continue
            case, owner = inside[place]
            counts = COUNTS[state]
            if counts is GAP:
                result.findings.append(self._finding(rule, verdict, case.person.ref, owner, held_by))
            elif counts is NOT_ASSESSABLE:
                result.not_assessable.add((case.person.ref, rule.id))
            elif isinstance(verdict, Assessment) and verdict.batch is not None:
                result.notices.append(Notice(self.source, case.person.ref, rule.id, verdict.batch))
        for state, found in teams_of.items():
            for team, number in Counter(found).items():
                result.tally.team_states[team, rule.id, state] += number

    def _settled(self, rule: Rule, verdict: Verdict, case: Case) -> tuple[Verdict, str]:
        elsewhere, believed = case.elsewhere, self.precedence.get(rule.id)
        if believed is not None:
            elsewhere = {name: elsewhere[name] for name in believed if name in elsewhere}
        settled = settle(rule, verdict, case.person, elsewhere, self.given)
        return settled.verdict, settled.source or self.source

    def _finding(self, rule: Rule, verdict: Verdict, ref: str, owner: Owner, held_by: str) -> Finding:
        if isinstance(verdict, State):
            evidence, fix = self._shared(rule, rule.fields[0], rule.fix.who, held_by)
            return Finding(self.source, ref, rule.id, verdict, rule.severity, owner, evidence, fix)
        evidence, fix = self._shared(
            rule, verdict.field or rule.fields[0], verdict.who or rule.fix.who, held_by
        )
        return Finding(
            self.source,
            ref,
            rule.id,
            verdict.state,
            verdict.severity or rule.severity,
            owner,
            evidence,
            fix,
            verdict.batch,
            verdict.batch_key,
        )

    def _shared(self, rule: Rule, path: str, who: Mender, held_by: str) -> tuple[tuple[Evidence], Fix]:
        kind = (rule.id, path, who, held_by)
        made = self._made.get(kind)
        if made is None:
            made = self._made[kind] = self._evidence_and_fix(rule, path, who, held_by)
        return made

    def _evidence_and_fix(
        self, rule: Rule, path: str, who: Mender, held_by: str
    ) -> tuple[tuple[Evidence], Fix]:
        place = self.places.get(path) or self.places.get(path.partition(".")[0]) or rule.fix.where
        return (Evidence(held_by, path, self.as_of.get(held_by)),), Fix(who, place)
