"""Builds what a report says from what the store holds; renderers are in `adapter_core.report`."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from adapter_core.checks.results import EXCLUSIONS, RuleCounts, Tally
from adapter_core.domain.findings import Batch
from adapter_core.domain.states import State
from adapter_core.errors import UsageError
from adapter_core.hooks.ports import PeopleQuery
from adapter_core.oversight.audit import record
from adapter_core.report.model import (
    BatchLine,
    Movement,
    RejectLine,
    RuleLine,
    RunLine,
    RunReport,
    SourceLine,
    TeamLine,
    TrendPoint,
)
from adapter_core.service import worklist
from adapter_core.service.closed_practices import closed_practice
from adapter_core.service.levels import level_of, target_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from datetime import datetime

    from adapter_core.checks.rule import Rule
    from adapter_core.domain.findings import Finding
    from adapter_core.domain.people import Person
    from adapter_core.service.bootstrap import Application
    from adapter_core.store import BatchGroup, RunInfo, Store

REJECTS_KEPT = 10_000
"""The most rejects of one source that a report names; it always says how many there are."""

NO_TEAM = "No team"


def build_report(
    app: Application,
    run: str | None = None,
    *,
    profile: str | None = None,
    cohort: str | None = None,
    names: bool = False,
) -> RunReport:
    """The report of a run: the latest finished one of the profile and cohort, if none is named.

    An audit row is written before anything is read. Names come from the master source, live.

    Raises:
        UsageError: there is no such run, or none yet.
        SourceUnavailable: names were asked for, and the master cannot be read.
    """
    store = app.store
    info = store.run(run) if run is not None else _latest(app, store, profile, cohort)
    record(store, "report.with_names" if names else "report.made", run=info.id)
    rules = {rule: app.rules[rule] for rule in info.rules if rule in app.rules}
    listed = list(worklist.listed(rules.values()))
    tally = store.tally(info.id)
    movement, config_changed = _movement(store, info, listed)
    return RunReport(
        council=app.config.council.name,
        run=RunLine(info.id, info.as_of, info.started, info.finished, info.status, info.profile, info.cohort),
        sources=_sources(store, info.id),
        excluded={reason: tally.excluded[reason] for reason in EXCLUSIONS},
        people=tally.assessed,
        rules=tuple(_rule_line(app, rule, tally) for rule in rules.values()),
        teams=_team_lines(tally, listed),
        trend=_trend(store, info.id, listed),
        batches=tuple(_batch_line(app, group) for group in store.batches(info.id, rules=listed)),
        movement=movement,
        findings=lambda: _findings(store, info.id, listed, hidden=False),
        every_finding=lambda: _findings(store, info.id, listed, hidden=None),
        hidden=store.hidden_count(info.id, rules=listed),
        names=_names(app, info.master, store, info.id, listed) if names else None,
        titles=app.titles,
        config_changed=config_changed,
        death_notices=tuple(worklist.death_notices(app, info, team=None, worker=None)),
        failed_since=None if run is not None else _failed_since(store, info),
    )


def _failed_since(store: Store, shown: RunInfo) -> tuple[datetime, str] | None:
    """The newest run of the same kind, where it is newer than what is shown and failed."""
    newest = store.runs(profile=shown.profile, cohort=shown.cohort, limit=1)[0]
    return (newest.started, newest.error) if newest.status == "failed" else None


def _latest(app: Application, store: Store, profile: str | None, cohort: str | None) -> RunInfo:
    wanted = profile or app.config.check.profile, cohort or app.config.cohort.default
    found = store.latest_run(profile=wanted[0], cohort=wanted[1])
    if found is None:
        raise UsageError(
            "FP-0611",
            f"There is no finished run of the profile {wanted[0]} and the cohort {wanted[1]} yet.",
            where="report",
        )
    return found


def _findings(store: Store, run: str, rules: Collection[str], *, hidden: bool | None) -> Iterator[Finding]:
    for listed in store.findings(run, rules=rules, hidden=hidden):
        yield listed.finding


def _sources(store: Store, run: str) -> tuple[SourceLine, ...]:
    rejects: dict[str, list[RejectLine]] = defaultdict(list)
    counts = store.reject_counts(run)
    for source, reject in store.rejects(run):
        if len(rejects[source]) < REJECTS_KEPT:
            rejects[source].append(RejectLine(reject.ref, reject.code, reject.field))
    unmapped = store.unmapped(run)
    return tuple(
        SourceLine(
            state.name,
            state.title,
            state.status,
            state.as_of,
            state.people,
            tuple(rejects[state.name]),
            counts.get(state.name, 0),
            state.unmatched,
            tuple(unmapped.get(state.name, ())),
            state.problem,
        )
        for state in store.sources(run)
    )


def _rule_line(app: Application, rule: Rule, tally: Tally) -> RuleLine:
    states = tally.states(rule.id)
    counts = RuleCounts.of(states)
    table = app.config.rules.get(rule.id)
    return RuleLine(
        rule.id,
        rule.version,
        rule.title,
        rule.words,
        rule.remedy,
        counts,
        level_of(rule, states, table),
        target_of(table),
        states,
        rule.experimental,
        rule.confidential,
        tally.kept_of(rule.id),
    )


def _team_lines(tally: Tally, rules: Sequence[str]) -> tuple[TeamLine, ...]:
    """Teams by name; what was not counted for a team and rule is `recorded`."""
    others: dict[tuple[str, str], Counter[State]] = defaultdict(Counter)
    for (team, rule, state), people in tally.team_states.items():
        others[team, rule][state] += people
    lines = []
    records = tally.records
    for team, people in sorted(tally.people.items()):
        by_rule = {}
        for rule in rules:
            states = Counter(others[team, rule])
            states[State.RECORDED] += records[team] - states.total()
            by_rule[rule] = RuleCounts.of(states)
        lines.append(TeamLine(team or NO_TEAM, people, _sum(by_rule.values()), by_rule))
    return tuple(lines)


def _sum(counts: Collection[RuleCounts]) -> RuleCounts:
    return RuleCounts(
        sum(each.passed for each in counts),
        sum(each.gaps for each in counts),
        sum(each.not_assessable for each in counts),
        sum(each.not_applicable for each in counts),
    )


def _trend(store: Store, run: str, rules: Sequence[str]) -> tuple[TrendPoint, ...]:
    points = []
    for info, tally in store.trend(run):
        by_rule = {rule: RuleCounts.of(tally.states(rule)) for rule in rules if rule in info.rules}
        whole = _sum(by_rule.values())
        points.append(
            TrendPoint(
                info.id,
                info.as_of,
                tally.assessed,
                _percent(whole),
                whole.gaps,
                {rule: _percent(counts) for rule, counts in by_rule.items()},
            )
        )
    return tuple(points)


def _percent(counts: RuleCounts) -> float | None:
    return 100 * counts.passed / counts.assessable if counts.assessable else None


def _movement(store: Store, info: RunInfo, rules: Sequence[str]) -> tuple[Movement | None, bool]:
    """What changed in the lists since the finished run before, and whether that had another config."""
    moved = store.movement(info.id, rules=rules)
    if moved is None:
        return None, False
    told = Movement(
        moved.new, moved.resolved, moved.left, moved.reopened, moved.not_applicable, moved.reviewed
    )
    return told, store.run(moved.before).config_digest != info.config_digest


_BATCH_TITLES: Mapping[Batch, str] = {
    Batch.UNKNOWN_PRACTICE: "Ask the help desk to correct the practice code {key}, which is in no list",
    Batch.HELP_TO_REGISTER: "Help people who have no GP to register with a practice",
    Batch.READY_TO_TRACE: "Trace NHS numbers: name, date of birth and gender are all there",
    Batch.UNTRACEABLE: "Complete name, date of birth or gender first: these NHS numbers cannot be traced yet",
    Batch.DEATH_NOTICE: "Send no letters, and find out whether these people have died ({key})",
}


def _batch_line(app: Application, group: BatchGroup) -> BatchLine:
    if group.batch is Batch.CLOSED_PRACTICE:
        title, detail, remedy = closed_practice(group.key, app.practices.list, app.as_of)
    else:
        title, detail, remedy = _BATCH_TITLES[group.batch].format(key=group.key), "", ""
    return BatchLine(group.batch, group.key, title, detail, group.people, group.refs, remedy)


def _names(
    app: Application, master: str, store: Store, run: str, rules: Collection[str]
) -> dict[tuple[str, str], str]:
    wanted = {
        listed.finding.ref for listed in store.findings(run, rules=rules) if listed.finding.source == master
    }
    found: dict[tuple[str, str], str] = {}
    for page in app.source(master).adapter.iter_people(PeopleQuery()):
        found.update(
            ((master, person.ref), name_of(person)) for person in page.people if person.ref in wanted
        )
    return found


def name_of(person: Person) -> str:
    """A person's name as one text; empty where none is recorded."""
    parts = [part for part in (person.given_name, person.family_name) if part.__class__ is str]
    return " ".join(map(str, parts)) or (person.full_name if person.full_name.__class__ is str else "")
