"""What the workbook's sheets hold: their columns and rows, without a word on how they are written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from adapter_core.errors import CATALOGUE
from adapter_core.hooks.ports import TOO_MANY_UNMAPPED
from adapter_core.report import view, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from adapter_core.checks.results import RuleCounts
    from adapter_core.domain.findings import Finding
    from adapter_core.report.model import RunReport, SourceLine

Cell = str | int | float | date | None


@dataclass(frozen=True, slots=True)
class Column:
    """One column: what its header says, how wide it is, and what its cells are."""

    header: str
    width: int
    kind: str = "text"  # text, count, percent, date


def facts(report: RunReport) -> Iterator[tuple[str, Cell, str]]:
    """The summary: label, value, kind; a label without a value is a heading."""
    run = report.run
    yield "As of", run.as_of, "date"
    yield "Checked", words.PROFILES.get(run.profile, run.profile), "text"
    yield "For", words.COHORTS.get(run.cohort, run.cohort), "text"
    yield "People checked", report.people, "count"
    yield "Gaps", view.gaps(report), "count"
    yield "Of these, hidden by a review", report.hidden, "count"
    if problem := view.status_sentence(report):
        yield "Not complete", problem, "text"
    if report.names is None:
        yield "Names", "References only. Names are in a report only where they were asked for.", "text"
    else:
        yield "Names", "This workbook holds names. Keep it where personal data belongs.", "text"
    if report.movement:
        yield f"What changed {view.since(report)}", None, "text"
        for name, count in view.moves(report):
            yield name, count, "count"
        if changed := view.config_sentence(report):
            yield "Config", changed, "text"
    yield "Sources", None, "text"
    for source in report.sources:
        as_of = f", as of {words.moment(source.as_of)}" if source.as_of else ""
        status = words.STATUSES.get(source.status, source.status)
        yield source.title, f"{status}{as_of}: {words.people(source.people)}", "text"
    yield "Not in this list", None, "text"
    for reason, count in report.excluded.items():
        yield words.upfirst(words.EXCLUDED.get(reason, reason)), count, "count"


RULES = (
    Column("Rule", 30),
    Column("Complete", 11, "percent"),
    Column("Target", 10, "percent"),
    Column("Level", 18),
    Column("Against target", 14),
    Column("Passed", 10, "count"),
    Column("Gaps", 10, "count"),
    Column("Could be checked", 10, "count"),
    Column("Could not be checked", 10, "count"),
    Column("Applies to", 10, "count"),
    Column("Does not apply to", 10, "count"),
    Column("What to do", 60),
    Column("Note", 22),
    Column("Rule id", 22),
)


def rules(report: RunReport) -> Iterator[tuple[Cell, ...]]:
    """One row a rule."""
    for line in report.rules:
        counts = line.counts
        note = (
            "Counts only: confidential"
            if line.confidential
            else "Counts only: on trial"
            if line.experimental
            else ""
        )
        yield (
            line.title,
            _share(counts),
            line.target / 100 if line.target is not None else None,
            view.level(line),
            view.against_target(line),
            counts.passed,
            counts.gaps,
            counts.assessable,
            counts.not_assessable,
            counts.applicable,
            counts.not_applicable,
            line.remedy,
            note,
            line.id,
        )


TEAMS = (
    Column("Team", 40),
    Column("Rule", 30),
    Column("Complete", 11, "percent"),
    Column("Target", 10, "percent"),
    Column("Below target", 12),
    Column("Passed", 10, "count"),
    Column("Gaps", 10, "count"),
    Column("Could be checked", 10, "count"),
    Column("People", 10, "count"),
)


def teams(report: RunReport) -> Iterator[tuple[Cell, ...]]:
    """One row a team, and one for each of its rules."""
    for line in report.teams:
        counts = line.counts
        yield (
            line.team,
            "All rules",
            _share(counts),
            None,
            "",
            counts.passed,
            counts.gaps,
            counts.assessable,
            line.people,
        )
        below = {rule.id for rule in view.below_target(report, line.team)}
        for rule in view.listed_rules(report):
            if (each := line.rules.get(rule.id)) is None:
                continue
            yield (
                line.team,
                rule.title,
                _share(each),
                rule.target / 100 if rule.target is not None else None,
                "Below target" if rule.id in below else "",
                each.passed,
                each.gaps,
                each.assessable,
                line.people,
            )


WORK = (
    Column("Team", 30),
    Column("Worker", 24),
    Column("Person", 16),
    Column("Name", 24),
    Column("What is missing", 26),
    Column("What we found", 40),
    Column("How much it matters", 12),
    Column("Who mends it", 18),
    Column("Where", 44),
    Column("What to do", 50),
    Column("First seen", 18, "date"),
    Column("Source", 16),
    Column("Rule id", 22),
    Column("State", 18),
)


def work_columns(report: RunReport) -> list[Column]:
    """The work list's columns: a name only where names were asked for."""
    return [each for each in WORK if each.header != "Name" or report.names is not None]


def work(report: RunReport) -> Iterator[tuple[Cell, ...]]:
    """One row a gap of the work lists; all of them, however many."""
    rules, remedies = {line.id: line for line in report.rules}, view.remedies(report)
    for finding in view.listed(report, report.findings()):
        rule = rules.get(finding.rule)
        remedy = remedies.get((finding.batch, finding.batch_key)) or (rule.remedy if rule else "")
        yield tuple(_work_row(report, finding, rule.title if rule else "", remedy))


def _work_row(report: RunReport, finding: Finding, title: str, remedy: str) -> Iterator[Cell]:
    yield finding.owner.team
    yield finding.owner.worker
    yield finding.ref
    if report.names is not None:
        yield report.names.get((finding.source, finding.ref))
    yield title or finding.rule
    yield view.found(report, finding)
    yield words.SEVERITIES[finding.severity]
    yield words.MENDERS[finding.fix.who]
    yield finding.fix.where
    yield remedy
    yield finding.first_seen
    yield view.title(report, finding.source)
    yield finding.rule
    yield finding.state.value


BATCHES = (
    Column("Batch", 34),
    Column("What to do", 60),
    Column("What helps", 50),
    Column("About", 14),
    Column("People in the batch", 10, "count"),
    Column("Person", 16),
)


def batches(report: RunReport) -> Iterator[tuple[Cell, ...]]:
    """One row a person of a batch."""
    for line in report.batches:
        for ref in line.refs or (None,):
            yield words.BATCHES[line.batch], line.title, line.detail, line.key, line.people, ref


NOT_ASSESSABLE = (
    Column("What", 30),
    Column("Source or rule", 30),
    Column("Person", 16),
    Column("Field or code", 40),
    Column("People", 10, "count"),
    Column("Why", 60),
    Column("What to do", 60),
)


def not_assessable(report: RunReport) -> Iterator[tuple[Cell, ...]]:
    """One row for each reason that something could not be assessed."""
    for source in report.sources:
        if source.status == "down":
            yield "Source down", source.title, None, None, None, source.problem, "Try again once it answers."
    for line in report.rules:
        for state, count in view.not_assessable(line):
            yield "Could not be checked", line.title, None, None, count, words.STATES[state], None
    for source in report.sources:
        yield from _unknown_codes(source)
        for reject in source.rejects:
            known = CATALOGUE.get(reject.code)
            why = f"{reject.code}: {known.title}" if known else reject.code
            remedy = known.remedy if known else f"Run fingerpost explain {reject.code}."
            yield "Record not read", source.title, reject.ref, reject.field, 1, why, remedy
        if source.reject_count > len(source.rejects):
            rest = source.reject_count - len(source.rejects)
            yield "Record not read", source.title, None, None, rest, "More records, not listed here.", None
        if source.unmatched:
            why = "People of this source who were not matched with anybody in the cohort."
            yield "Not matched", source.title, None, None, source.unmatched, why, None


def _unknown_codes(source: SourceLine) -> Iterator[tuple[Cell, ...]]:
    """One row a code, or one for all codes of a field that has too many to name."""
    for path, raw, count in source.unmapped:
        about, why = f"{path}: {raw}", "The mapping has no such code."
        remedy = "Add the code to the mapping, or correct it in the source."
        if not raw:
            about, why = path, words.upfirst(TOO_MANY_UNMAPPED)
            remedy = "Correct the column in the mapping."
        yield "Unknown code", source.title, None, about, count, why, remedy


def _share(counts: RuleCounts) -> float | None:
    return counts.passed / counts.assessable if counts.assessable else None
