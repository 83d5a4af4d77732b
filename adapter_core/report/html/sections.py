"""What the page says beside its lists, worked out before the template lays it out."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from adapter_core.domain.findings import Batch
from adapter_core.errors import CATALOGUE
from adapter_core.report import view, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from adapter_core.checks.results import RuleCounts
    from adapter_core.report.html.worklist import WorkList
    from adapter_core.report.model import BatchLine, RuleLine, RunReport

REFS = 300
"""References of one batch on the page."""

SOME = 20
"""References or codes that stand for more of the same kind."""

MOVERS = 3
"""Rules that moved most, each way."""

ORDER = (
    Batch.DEATH_NOTICE,
    Batch.CLOSED_PRACTICE,
    Batch.UNKNOWN_PRACTICE,
    Batch.READY_TO_TRACE,
    Batch.UNTRACEABLE,
    Batch.HELP_TO_REGISTER,
)


@dataclass(frozen=True, slots=True)
class Batches:
    """Batches of one kind."""

    title: str
    lines: tuple[BatchLine, ...]


@dataclass(frozen=True, slots=True)
class TeamRow:
    """One team against the targets."""

    team: str
    people: int
    counts: RuleCounts
    complete: float | None
    below: list[str]
    targets: int


@dataclass(frozen=True, slots=True)
class Rejected:
    """Records that could not be read, for one reason."""

    source: str
    code: str
    title: str
    meaning: str
    remedy: str
    count: int
    refs: list[str]
    fields: list[str]


@dataclass(frozen=True, slots=True)
class Unmapped:
    """Codes of one field that the mapping does not know; `codes` is empty where they are too many to name."""

    source: str
    field: str
    codes: list[tuple[str, int]]
    more: int
    people: int


@dataclass(frozen=True, slots=True)
class Page:
    """Everything beside the work list."""

    title: str
    where: str
    complete: str
    gaps: str
    problem: str
    since: str
    better: list[str]
    worse: list[str]
    critical: list[tuple[str, int]]
    batches: list[Batches]
    most_refs: int
    rules: tuple[RuleLine, ...]
    counted_only: tuple[RuleLine, ...]
    any_target: bool
    teams: list[TeamRow]
    cannot: list[tuple[RuleLine, list[tuple[str, int]]]]
    down: list[tuple[str, str]]
    unmapped: list[Unmapped]
    rejected: list[Rejected]
    not_listed_rejects: int
    unmatched: list[tuple[str, int]]
    excluded: list[tuple[str, int]]
    glossary: list[tuple[str, str]]
    profile: str
    cohort: str


def page(report: RunReport, work: WorkList) -> Page:
    """Work everything out."""
    better, worse = _movers(report)
    rules = view.listed_rules(report)
    titles = {line.id: line.title for line in report.rules}
    return Page(
        title=f"{report.council}: what is missing, {words.day(report.run.as_of)}",
        where=f"{report.council}, {words.weekday(report.run.as_of)}",
        complete=view.complete_sentence(report),
        gaps=view.gaps_sentence(report),
        problem=view.status_sentence(report),
        since=view.since(report),
        better=better,
        worse=worse,
        critical=[(titles.get(rule, rule), people) for rule, people in work.critical_rules.most_common()],
        batches=_batches(report.batches),
        most_refs=REFS,
        rules=tuple(sorted(rules, key=_behind)),
        counted_only=tuple(line for line in report.rules if line not in rules),
        any_target=any(line.target is not None for line in rules),
        teams=_teams(report),
        cannot=_cannot(report),
        down=[(s.title, s.problem) for s in report.sources if s.status == "down"],
        unmapped=_unmapped(report),
        rejected=_rejected(report),
        not_listed_rejects=sum(max(0, s.reject_count - len(s.rejects)) for s in report.sources),
        unmatched=[(s.title, s.unmatched) for s in report.sources if s.unmatched],
        excluded=[(words.EXCLUDED.get(reason, reason), count) for reason, count in report.excluded.items()],
        glossary=[(words.STATES[state], text) for state, text in words.GLOSSARY.items()],
        profile=words.PROFILES.get(report.run.profile, report.run.profile),
        cohort=words.COHORTS.get(report.run.cohort, report.run.cohort),
    )


def _behind(line: RuleLine) -> tuple[int, float]:
    """Sorts the rules that are furthest behind their target first, those without one last."""
    if line.complete is None:
        return 2, 0
    return (1, line.complete) if line.target is None else (0, line.complete - line.target)


def _movers(report: RunReport) -> tuple[list[str], list[str]]:
    """The rules that got better and worse since the run before, those that moved most first."""
    earlier = view.before(report)
    if earlier is None or report.movement is None:
        return [], []
    moved = []
    for line in view.listed_rules(report):
        then = earlier.rules.get(line.id)
        if then is None or line.complete is None:
            continue
        if words.percent(then) != words.percent(line.complete):
            text = f"{line.title}, from {words.percent(then)} to {words.percent(line.complete)}"
            moved.append((line.complete - then, text))
    moved.sort(key=lambda each: each[0])
    worse = [text for change, text in moved if change < 0][:MOVERS]
    better = [text for change, text in reversed(moved) if change > 0][:MOVERS]
    return better, worse


def _batches(lines: Sequence[BatchLine]) -> list[Batches]:
    found: dict[Batch, list[BatchLine]] = defaultdict(list)
    for line in lines:
        found[line.batch].append(line)
    kinds = [kind for kind in (*ORDER, *Batch) if kind in found]
    return [
        Batches(words.BATCHES[kind], tuple(sorted(found[kind], key=lambda each: (-each.people, each.key))))
        for kind in dict.fromkeys(kinds)
    ]


def _teams(report: RunReport) -> list[TeamRow]:
    return [
        TeamRow(
            words.upfirst(line.team),
            line.people,
            line.counts,
            line.complete,
            [rule.title for rule in view.below_target(report, line.team)],
            view.with_target(report, line.team),
        )
        for line in report.teams
    ]


def _cannot(report: RunReport) -> list[tuple[RuleLine, list[tuple[str, int]]]]:
    return [
        (line, [(words.STATES[state], people) for state, people in states])
        for line in report.rules
        if (states := view.not_assessable(line))
    ]


def _unmapped(report: RunReport) -> list[Unmapped]:
    found = []
    for source in report.sources:
        fields: dict[str, list[tuple[str, int]]] = defaultdict(list)
        for path, raw, people in source.unmapped:
            fields[path].append((raw, people))
        for path, codes in fields.items():
            codes.sort(key=lambda each: (-each[1], each[0]))
            people = sum(n for _, n in codes)
            shown = [] if any(not raw for raw, _ in codes) else codes[:SOME]
            more = max(0, len(codes) - SOME) if shown else 0
            found.append(Unmapped(source.title, path, shown, more, people))
    return found


def _rejected(report: RunReport) -> list[Rejected]:
    found = []
    for source in report.sources:
        counts = Counter(reject.code for reject in source.rejects)
        for code, count in counts.most_common():
            known = CATALOGUE.get(code)
            rejects = [reject for reject in source.rejects if reject.code == code]
            found.append(
                Rejected(
                    source.title,
                    code,
                    known.title if known else "Could not be read",
                    known.meaning if known else "",
                    known.remedy if known else f"Run: fingerpost explain {code}",
                    count,
                    [reject.ref for reject in rejects[:SOME]],
                    sorted({reject.field for reject in rejects if reject.field})[:SOME],
                )
            )
    return found
