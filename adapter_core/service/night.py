"""One run of a check, from the first page of the master to the last."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING

from adapter_core.checks.cohort import COHORTS, exclusion_of, record_exclusion_of
from adapter_core.checks.deaths import death_notices
from adapter_core.checks.engine import Checker
from adapter_core.checks.owners import owner_of
from adapter_core.checks.results import PageResult, RuleCounts
from adapter_core.checks.reviewing import apply_reviews, of_survivors
from adapter_core.domain.people import Case, Person, is_restricted
from adapter_core.errors import FingerpostError
from adapter_core.hooks.ports import Page, PeopleQuery, Reject
from adapter_core.readers.joining import MergedReferences
from adapter_core.service.compared import PRACTICES, all_down, true_on, turned_to
from adapter_core.service.levels import LEVELS, UNKNOWN, level_of
from adapter_core.service.precedence import precedence_of
from adapter_core.service.resuming import claim_again
from adapter_core.service.tracing_night import WaitingTraces
from adapter_core.store import SourceState

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from adapter_core.checks.profiles import Profile
    from adapter_core.hooks.manager import HookFailure
    from adapter_core.service.bootstrap import Application
    from adapter_core.service.casework.seen import Looked
    from adapter_core.service.compared import Compared
    from adapter_core.store import RunHandle

EXIT_BREACHED, EXIT_PARTIAL = 1, 3
PRACTICES_TITLE = "Practice list"


@dataclass(frozen=True, slots=True)
class CheckOutcome:
    """What a check came to.

    Attributes:
        run: id of the run; `report` shows it.
        status: `complete`, or `partial` when a record or a source could not be read.
        people: people assessed; somebody who is in two systems of record counts once.
        gaps: gaps found, those of experimental and confidential rules left out.
        level: the worst level that any rule reached: ok, warning or critical.
        resumed: whether an earlier, broken run was taken up again.
        failures: observers that failed and were passed over.
        problems: why each source or list that is down could not be read.
        looked: what became of what workers ticked as entered; None where nobody looked.
    """

    run: str
    status: str
    people: int
    gaps: int
    level: str
    resumed: bool
    failures: tuple[HookFailure, ...] = ()
    problems: tuple[FingerpostError, ...] = ()
    looked: Looked | None = None

    @property
    def exit_code(self) -> int:
        """The command's exit code, by the contract's precedence."""
        if self.status == "partial":
            return EXIT_PARTIAL
        return 0 if self.level == LEVELS[0] else EXIT_BREACHED


@dataclass
class Night:
    """One run, from the first page to the last.

    Attributes:
        others: sources beside the master that answer; one that stops answering moves to `down`.
        merged: what the master has merged, as far as it is known before the first page.
        waiting: traced NHS numbers of the master's people that the records may show by now.
    """

    app: Application
    profile: Profile
    cohort: str
    handle: RunHandle
    others: list[Compared]
    down: dict[str, FingerpostError]
    merged: MergedReferences
    failures: list[HookFailure] = field(default_factory=list)
    waiting: WaitingTraces = field(init=False)

    def __post_init__(self) -> None:
        """Read which traces wait."""
        synthetic = self.app.config.check.allow_synthetic
        self.waiting = WaitingTraces(
            self.app.store, self.app.master, on=self.app.as_of, allow_synthetic=synthetic
        )

    def tell_others(self) -> None:
        """Keep how everything beside the master answers; what is down makes the run partial."""
        for other in self.others:
            self._tell(other)
        for name, error in self.down.items():
            title = PRACTICES_TITLE if name == PRACTICES else self.app.title(name)
            self.handle.source(SourceState(name, title, status="down", problem=_problem(error)))
        practices = self.app.practices
        if practices.list is not None and practices.rejects:
            self.handle.record_rejects(PRACTICES, practices.rejects)
            as_of = datetime.combine(practices.list.as_of, time(), tzinfo=UTC)
            self.handle.source(SourceState(PRACTICES, PRACTICES_TITLE, "partial", as_of))

    def check(self, progress: Callable[[int], None] | None) -> None:
        """Go through the master, page by page."""
        source = self.app.source(self.app.master)
        as_of = true_on(source)
        self.handle.source(SourceState(source.name, source.title, as_of=as_of))
        known = {source.name: as_of} | {other.source.name: other.as_of for other in self.others}
        given = self.app.given(self.profile)
        owners = self.app.config.owners
        checker = Checker(
            source.name,
            self.profile,
            given,
            exclusion_of(COHORTS[self.cohort], self.app.as_of),
            owner_of(owners.fallback, owners.localities, self.app.as_of),
            known,
            source.places,
            precedence_of(self.app.config, self.profile.rules),
        )
        claim_again(
            self.app, self.others, self.handle.cursor, lambda person: checker.why_excluded(person) is None
        )
        read = self.handle.tally.assessed + self.handle.tally.excluded.total()
        for number, page in enumerate(source.adapter.iter_people(PeopleQuery(after=self.handle.cursor)), 1):
            self.failures += self.app.plugins.adapter_before_batch(
                run=self.handle.run_id, source=source.name, number=number, people=len(page.people)
            )
            result = self._check_page(checker, page)
            self.handle.write_page(result, cursor=page.cursor)
            self.failures += self.app.plugins.adapter_after_batch(
                run=self.handle.run_id,
                source=source.name,
                number=number,
                people=len(page.people),
                gaps=len(result.findings),
                rejects=len(page.rejects),
            )
            read += len(page.people)
            if progress is not None:
                progress(read)
        status = "partial" if self.handle.reject_count(source.name) else "ok"
        self.handle.source(SourceState(source.name, source.title, status, as_of, read))

    def _check_page(self, checker: Checker, page: Page) -> PageResult:
        self.handle.record_rejects(checker.source, page.rejects)
        self.handle.record_unmapped(checker.source, page.unmapped)
        cases = [Case(person) for person in page.people]
        unheard: dict[str, set[str]] = {}
        if self.others:
            unheard = self._join([case for case in cases if checker.why_excluded(case.person) is None])
        result = checker.check_page(cases)
        result.unheard = unheard
        chains = self.merged or MergedReferences(result.merged)
        result.merged = {old: chains.survivor(old) for old in result.merged}
        self._review(result, {case.person.ref: case.person for case in cases})
        self.waiting.see(cases, result)
        result.notices += death_notices(
            cases, result, checker.owner_of, on=self.app.as_of, titles=self.app.titles
        )
        self._check_other_records(checker, cases, result)
        return result

    def _join(self, inside: Sequence[Case]) -> dict[str, set[str]]:
        """Find the people of the cohort elsewhere: nobody else is looked for, or named in a reject.

        Returns:
            See `PageResult.unheard`.
        """
        unheard: dict[str, set[str]] = {}
        people = [case.person for case in inside]
        rejects: list[tuple[str, Case, Reject]] = []
        for other in list(self.others):
            name, noted = other.source.name, len(other.joiner.rejects)
            try:
                matches = other.joiner.match(people)
            except FingerpostError as error:
                self._lose(other, error)
                continue
            for place, person in matches.people.items():
                inside[place].elsewhere[name] = person
            for place in matches.restricted:
                inside[place].restricted_elsewhere = True
            for place, reject in zip(matches.places, matches.rejects, strict=True):
                rejects.append((name, inside[place], reject))
            lost = other.lost or len(other.joiner.rejects) > noted
            self._take_notes(other)  # stored with the page: they are not asked for again
            for place in range(len(inside)) if lost else matches.places:
                if place not in matches.people:
                    unheard.setdefault(people[place].ref, set()).add(name)
        # Whoever any source restricts is named nowhere: known only when all have been asked.
        for name, case, reject in rejects:
            if not case.restricted_elsewhere:
                self.handle.record_rejects(name, [reject])
        return unheard

    def _lose(self, other: Compared, error: FingerpostError) -> None:
        """Go on without a source that stopped answering: what only it can tell stays as it was."""
        name = other.source.name
        self._take_notes(other)
        self.others.remove(other)
        self.down[name] = error
        self.handle.source(
            SourceState(
                name, other.source.title, "down", other.as_of, other.joiner.people, problem=_problem(error)
            )
        )

    def _review(self, result: PageResult, people: dict[str, Person]) -> None:
        refs = list(people)
        if self.merged and result.source == self.app.master:
            refs += [old for ref in people for old in self.merged.earlier(ref) if old not in people]
        reviews = self.handle.reviews(result.source, refs)
        if reviews:
            # The store lets reviews follow merged people when the page is written: too late for this page.
            reviews = of_survivors(reviews, result.merged, self.merged.survivor)
            apply_reviews(result, reviews, people, self.app.as_of)

    def _check_other_records(self, master: Checker, cases: Sequence[Case], mastered: PageResult) -> None:
        """Assess the same people in every other system of record, by itself, under the master's cohort.

        Whom that system itself holds as dead, merged or restricted is not assessed there.
        """
        inside = set(mastered.assessed)
        restricted = [
            case.person for case in cases if case.restricted_elsewhere or is_restricted(case.person)
        ]
        down = all_down(mastered.tally, self.profile)
        for name in self.app.compared:
            if not self.app.config.sources[name].system_of_record:
                continue
            if name in self.down:
                mastered.tally.add(down)
                continue
            other = next(each for each in self.others if each.source.name == name)
            try:
                hidden = [record.ref for record in other.joiner.records_of(restricted)]
            except FingerpostError as error:
                self._lose(other, error)
                mastered.tally.add(down)
                continue
            turned, owners = turned_to(
                name, master.source, [case for case in cases if case.person.ref in inside], master
            )
            checker = Checker(
                name,
                self.profile,
                master.given,
                record_exclusion_of(self.app.as_of),
                lambda person, owners=owners: owners[person.ref],  # type: ignore[misc]
                master.as_of,
                other.source.places,
                master.precedence,
            )
            result = checker.check_page(turned)
            result.unheard = {
                case.elsewhere[name].ref: mastered.unheard[case.person.ref]
                for case in cases
                if name in case.elsewhere and case.person.ref in mastered.unheard
            }
            self._review(result, {case.person.ref: case.person for case in turned})
            result.tally = result.tally.as_records()
            # What was listed of them leaves now, whatever else may hold people back at the end.
            turned_refs = {case.person.ref for case in turned}
            result.excluded += [ref for ref in hidden if ref not in turned_refs]
            mastered.others.append(result)

    def finish(self) -> CheckOutcome:
        """Close the run and say what it came to."""
        for other in self.others:
            self._tell(other)
        partial = bool(self.down) or self.handle.reject_count() > 0
        status = "partial" if partial else "complete"
        if not partial and not self.handle.resumed:
            self.waiting.gone()
        self.handle.finish(
            status, read_to_end=[self.app.master, *(other.source.name for other in self.others)]
        )
        tally = self.handle.tally
        gaps, levels = 0, {LEVELS[0]}
        for rule in self.profile.rules:
            states = tally.states(rule.id)
            counts = RuleCounts.of(states)
            levels.add(level_of(rule, states, self.app.config.rules.get(rule.id)))
            if not (rule.experimental or rule.confidential):
                gaps += counts.gaps
        worst = max(levels - {UNKNOWN}, key=LEVELS.index)
        return CheckOutcome(
            self.handle.run_id,
            status,
            tally.assessed,
            gaps,
            worst,
            self.handle.resumed,
            tuple(self.failures),
            tuple(self.down.values()),
        )

    def _take_notes(self, other: Compared) -> None:
        """Keep what a source could not read or map: one that is asked tells it page by page."""
        joiner = other.joiner
        self.handle.record_rejects(other.source.name, joiner.rejects)
        self.handle.record_unmapped(other.source.name, joiner.unmapped)
        joiner.rejects, joiner.unmapped = [], Counter()

    def _tell(self, other: Compared) -> None:
        self._take_notes(other)
        name, joiner = other.source.name, other.joiner
        # Pages of a run that was broken off were joined by another process: who matched there is not known.
        unmatched = 0 if self.handle.resumed else joiner.unmatched
        status = "partial" if self.handle.reject_count(name) else "ok"
        self.handle.source(
            SourceState(name, other.source.title, status, other.as_of, joiner.people, unmatched)
        )


def _problem(error: FingerpostError) -> str:
    return f"{error.code}: {error.message} {error.remedy}"
