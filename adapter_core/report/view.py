"""What the formats work out from a report in the same way: its headline, what is listed, what is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapter_core.domain.states import Counts, State
from adapter_core.report import words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from adapter_core.checks.results import RuleCounts
    from adapter_core.domain.findings import Batch, Finding
    from adapter_core.report.model import RejectLine, RuleLine, RunReport, SourceLine, TrendPoint


def listed_rules(report: RunReport) -> tuple[RuleLine, ...]:
    """The rules whose gaps are in lists: neither experimental nor confidential."""
    return tuple(line for line in report.rules if not (line.experimental or line.confidential))


def listed(report: RunReport, findings: Iterable[Finding]) -> Iterator[Finding]:
    """Findings without those of rules that are counts only, whoever asks (D-02 to D-05)."""
    counted_only = {line.id for line in report.rules if line.experimental or line.confidential}
    return (finding for finding in findings if finding.rule not in counted_only)


def gaps(report: RunReport) -> int:
    """Gaps of the rules that are in lists, hidden ones included."""
    return sum(line.counts.gaps for line in listed_rules(report))


def before(report: RunReport) -> TrendPoint | None:
    """The night that `movement` compares with: the last one of the trend that is not this run."""
    earlier = [point for point in report.trend if point.run != report.run.id]
    return earlier[-1] if earlier else None


def since(report: RunReport) -> str:
    """When the run before was, in words."""
    point = before(report)
    return words.since(point.as_of if point else None, report.run.as_of)


def kept(report: RunReport) -> int:
    """Gaps of earlier nights that are listed, though this run could not assess them again."""
    return sum(line.kept for line in listed_rules(report))


def complete_sentence(report: RunReport) -> str:
    """How much is there, as one sentence."""
    if not report.people:
        return "There is nobody to check."
    whose = "1 person's record" if report.people == 1 else f"{report.people:,} people's records"
    if report.complete is None:
        return f"Nothing on {whose} could be checked."
    return f"{words.percent(report.complete)} of what should be on {whose} is there."


def gaps_sentence(report: RunReport) -> str:
    """How much there is to mend, as one sentence."""
    found = gaps(report)
    if not found:
        return "There is nothing to mend." if report.complete is not None else ""
    news = f", {report.movement.new:,} new {since(report)}" if report.movement else ""
    return f"{words.plural(found, 'gap')} to mend{news}."


def headline(report: RunReport) -> str:
    """The report in one sentence: council, day, per cent, gaps."""
    where = f"{report.council}, {words.weekday(report.run.as_of)}"
    said = complete_sentence(report).removesuffix(".")
    rest = gaps_sentence(report)
    return f"{where}: {said}; {rest[0].lower() + rest[1:]}" if rest else f"{where}: {said}."


def level(line: RuleLine) -> str:
    """A rule's level in words, by the council's thresholds; empty where none is crossed."""
    if line.counts.assessable == 0:
        return "Nobody could be checked" if line.counts.applicable else "Nobody it applies to"
    if line.level == "unknown":
        return "Not known: most could not be read"
    return {"critical": "Critical", "warning": "Warning"}.get(line.level, "")


def is_below(counts: RuleCounts, target: float | None) -> bool:
    """Whether the per cent complete is less than the target; never where there is nothing to compare."""
    return target is not None and 100 * counts.passed < target * counts.assessable


def against_target(line: RuleLine) -> str:
    """How a rule's per cent complete compares with its target, in words; empty where it has none."""
    if line.target is None or not line.counts.assessable or line.level == "unknown":
        return ""
    return "Below target" if is_below(line.counts, line.target) else "On target"


def standing(line: RuleLine) -> str:
    """A rule's level and how it compares with its target, in words."""
    said = [each for each in (level(line), against_target(line)) if each]
    return words.upfirst(", ".join([*said[:1], *(each.lower() for each in said[1:])])) or "No target set"


def tone(line: RuleLine) -> str:
    """How that looks: critical, warning, ok; `none` where there is neither target nor warning."""
    if line.level == "unknown":
        return "none"
    if line.level != "ok":
        return line.level
    return {"Below target": "warning", "On target": "ok"}.get(against_target(line), "none")


def moves(report: RunReport) -> list[tuple[str, int]]:
    """What changed since the run before: how each kind of change is called, and gaps.

    Before, and new, and back, without all the others, is now. What is seldom is left out where it is nought.
    """
    moved = report.movement
    if moved is None:
        return []
    seldom = [("No longer apply", moved.not_applicable), ("Answered", moved.answered)]
    return [
        ("New gaps", moved.new),
        ("Mended", moved.resolved),
        ("Came back", moved.reopened),
        ("Left the list", moved.left),
        *((name, count) for name, count in seldom if count),
    ]


def config_sentence(report: RunReport) -> str:
    """That the config is not that of the run before, as one sentence; empty where it is."""
    if report.movement is None or not report.config_changed:
        return ""
    return "The config changed since the run before, so some of this may not be mending."


def below_target(report: RunReport, team: str) -> list[RuleLine]:
    """Rules under which a team is below the council's target."""
    line = next(line for line in report.teams if line.team == team)
    found = []
    for rule in listed_rules(report):
        counts = line.rules.get(rule.id)
        if counts is not None and is_below(counts, rule.target):
            found.append(rule)
    return found


def with_target(report: RunReport, team: str) -> int:
    """How many rules a team can be held against a target for."""
    line = next(line for line in report.teams if line.team == team)
    return sum(
        1
        for rule in listed_rules(report)
        if rule.target is not None and rule.id in line.rules and line.rules[rule.id].assessable
    )


def title(report: RunReport, source: str) -> str:
    """A source's title: "Mosaic" for `mosaic`."""
    return (
        report.titles.get(source) or next((s.title for s in report.sources if s.name == source), "") or source
    )


def found(report: RunReport, finding: Finding) -> str:
    """What was found instead of what should be there, in words; never a value."""
    return found_by(finding, lambda source: title(report, source))


def found_by(finding: Finding, named: Callable[[str], str]) -> str:
    """The same without a report.

    Args:
        finding: the gap.
        named: gives a source's title for its name.
    """
    said = _found_by(finding, named)
    return said if finding.checked else f"{said} (not checked this time)"


def _found_by(finding: Finding, named: Callable[[str], str]) -> str:
    others = [
        named(each.source) + (f", as of {words.day(each.as_of)}" if each.as_of else "")
        for each in finding.evidence
        if each.source != finding.source
    ]
    if finding.state is State.HELD_ELSEWHERE and others:
        return f"missing here, held in {words.listing(others)}"
    if finding.state is State.CONFLICT and others:
        return f"{named(finding.source)} differs from {words.listing(others)}"
    if finding.state is State.EXPIRED and finding.batch_key:
        return f"practice {finding.batch_key} has closed"
    return words.STATES[finding.state]


def remedies(report: RunReport) -> dict[tuple[Batch | None, str], str]:
    """What to do about a gap of a batch, by batch and key, where the rule's own remedy does not fit."""
    return {(line.batch, line.key): line.remedy for line in report.batches if line.remedy}


def not_assessable(line: RuleLine) -> list[tuple[State, int]]:
    """Why a rule could say nothing about some people: states and people, most first."""
    states = [(s, n) for s, n in line.states.items() if s.counts_as is Counts.NOT_ASSESSABLE and n]
    return sorted(states, key=lambda each: -each[1])


def status_sentence(report: RunReport) -> str:
    """What is not whole about this run, or has failed since; empty where nothing is."""
    if report.run.status == "failed":
        return "This run failed before it was finished. The figures cover only what it had read."
    down = [title(report, s.name) for s in report.sources if s.status == "down"]
    short = [title(report, s.name) for s in report.sources if whole_list(s)]
    rejects = sum(s.reject_count - len(whole_list(s)) for s in report.sources)
    parts = []
    if down:
        parts.append(f"{words.listing(down)} could not be read")
    if short:
        parts.append(f"the list of {words.listing(short)} was cut short or changed while it was read")
    if rejects:
        parts.append(f"{words.plural(rejects, 'record')} could not be read")
    if not parts:
        said = "This run is not complete." if report.run.status == "partial" else ""
    else:
        end = "People may be missing." if short else "Everyone else was checked."
        said = f"This run is not complete: {words.listing(parts)}. {end}"
    return " ".join(filter(None, (said, _still_listed(kept(report)), _failed_since(report))))


def whole_list(source: SourceLine) -> list[RejectLine]:
    """What is wrong with a source's list as a whole: about no record, but about who is not there."""
    return [each for each in source.rejects if each.code in words.WHOLE_LIST]


def _failed_since(report: RunReport) -> str:
    if report.failed_since is None:
        return ""
    began, why = report.failed_since
    return (
        f"A later run, of {words.moment(began)}, failed{f' ({why})' if why else ''}: this is the one before."
    )


def _still_listed(gaps: int) -> str:
    """That gaps of earlier nights stay in the lists, as one sentence; empty where none does."""
    if not gaps:
        return ""
    are = "is" if gaps == 1 else "are"
    return f"{words.plural(gaps, 'gap')} could not be checked again, and {are} listed as last seen."
