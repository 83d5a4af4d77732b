"""A run on the terminal: what to know before opening the report, and where that is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.box import SIMPLE_HEAD
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from adapter_core.domain.findings import Batch
from adapter_core.hooks.ports import TOO_MANY_UNMAPPED
from adapter_core.report import view, words

if TYPE_CHECKING:
    from pathlib import Path

    from rich.console import Console, RenderableType

    from adapter_core.report.model import RuleLine, RunReport, SourceLine

BAR = 10
WIDE = 76
STYLES = {"ok": "green", "warning": "yellow", "critical": "bold red"}
SOURCE_STYLES = {"ok": "green", "partial": "yellow", "down": "bold red"}


def render(
    report: RunReport, console: Console, *, places: tuple[Path | str, ...] = (), full: bool | None = None
) -> None:
    """Print the summary.

    Args:
        report: what to say.
        console: where; its width decides what fits.
        places: where the full report lies, one line each.
        full: tables and all; as the console is a terminal or not if None, so that a scheduled
            run leaves a few lines in its log.
    """
    whole = console.is_terminal if full is None else full
    console.print(_line(view.headline(report), "bold"), soft_wrap=not whole)
    if problem := view.status_sentence(report):
        console.print(_line(problem, "yellow"), soft_wrap=not whole)
    if whole:
        for part in _tables(report, console.width):
            console.print(part)
    else:
        for line in _breaches(report):
            console.print(_line(line), soft_wrap=True)
    for place in places:
        # soft_wrap: a path that is broken over two lines cannot be copied
        console.print(_line(f"Report: {place}"), soft_wrap=True)


def _line(text: str, style: str = "") -> Text:
    """Text as it is: no mark-up, no control characters, whatever a source put there."""
    return Text(words.one_line(text), style=style)


def _tables(report: RunReport, width: int) -> list[RenderableType]:
    parts: list[RenderableType] = []
    if report.movement:
        moved = report.movement
        said = f"{moved.new:,} new, {moved.resolved:,} mended, {moved.reopened:,} back"
        said += f", {moved.left:,} left the list"
        for count, how in ((moved.not_applicable, "no longer apply"), (moved.answered, "answered")):
            said += f", {count:,} {how}" if count else ""
        parts.append(_line(f"{words.upfirst(view.since(report))}: {said}."))
        if changed := view.config_sentence(report):
            parts.append(_line(changed, "yellow"))
    parts.append(_rules(report, width))
    states = _states(report)
    if states:
        parts.append(_heading("What we found"))
        parts.append(_pairs(states))
    if report.batches:
        # Whoever has died comes first, however few they are.
        first = sorted(report.batches, key=lambda line: line.batch is not Batch.DEATH_NOTICE)
        parts.append(_heading("Do first"))
        parts.append(_pairs([(line.people, line.title) for line in first[:5]]))
        if len(report.batches) > 5:  # noqa: PLR2004
            parts.append(_line(f"  and {len(report.batches) - 5:,} more in the report"))
    cannot = _cannot(report)
    if cannot:
        parts.append(_heading("Could not be checked"))
        parts.append(_pairs(cannot))
    if excluded := [
        (count, words.EXCLUDED.get(reason, reason)) for reason, count in report.excluded.items() if count
    ]:
        parts.append(_heading("Not in this list"))
        parts.append(_pairs(excluded))
    parts.append(_heading("Sources"))
    parts.extend(Padding(_source(line), (0, 0, 0, 2)) for line in report.sources)
    parts.append(Text())
    return parts


def _heading(text: str) -> Text:
    return Text(f"\n{text}", style="bold")


def _pairs(rows: list[tuple[int, str]]) -> Table:
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(justify="right", min_width=9)
    table.add_column()
    for count, text in rows:
        table.add_row(f"{count:,}", _line(text))
    return table


def _rules(report: RunReport, width: int) -> Table:
    wide = width >= WIDE
    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column("Rule", overflow="fold", min_width=12)
    if wide:
        table.add_column("", no_wrap=True, width=BAR)
    table.add_column("Complete", justify="right", no_wrap=True)
    if wide:
        table.add_column("Of", justify="right", no_wrap=True)
    table.add_column("Gaps", justify="right", no_wrap=True)
    table.add_column("Level", no_wrap=wide)
    for line in report.rules:
        cells: list[Text] = [_line(line.title + (" *" if line.experimental or line.confidential else ""))]
        if wide:
            cells.append(_bar(line))
        cells.append(Text(words.percent(line.complete)))
        if wide:
            cells.append(Text(f"{line.counts.assessable:,}", style="dim"))
        cells.append(Text(f"{line.counts.gaps:,}"))
        cells.append(_line(view.standing(line), STYLES.get(view.tone(line), "dim")))
        table.add_row(*cells)
    if any(line.experimental or line.confidential for line in report.rules):
        table.caption = Text("* counted only, in no list", style="dim")
        table.caption_justify = "left"
    return table


def _bar(line: RuleLine) -> Text:
    if line.complete is None:
        return Text("")
    # Rounded down: only what is whole looks whole.
    full = int(line.complete * BAR / 100)
    return Text("█" * full, style=STYLES.get(view.tone(line), "")).append("░" * (BAR - full), style="dim")


def _states(report: RunReport) -> list[tuple[int, str]]:
    found: dict[str, int] = {}
    for line in view.listed_rules(report):
        for state, count in line.states.items():
            if state.is_gap and count:
                found[words.STATES[state]] = found.get(words.STATES[state], 0) + count
    return [(count, text) for text, count in sorted(found.items(), key=lambda each: -each[1])]


def _cannot(report: RunReport) -> list[tuple[int, str]]:
    rows = []
    for line in report.rules:
        for state, count in view.not_assessable(line):
            rows.append((count, f"{line.title}: {words.STATES[state]}"))
    for source in report.sources:
        if source.reject_count:
            noun = "record" if source.reject_count == 1 else "records"
            codes = words.listing(sorted({each.code for each in source.rejects}))
            said = f"{noun} of {source.title} that could not be read: {codes}"
            rows.append((source.reject_count, f"{said}. The report files say which."))
        if known := [line for line in source.unmapped if line[1]]:
            codes = words.plural(len(known), "code")
            rows.append((sum(people for _, _, people in known), f"{source.title}: {codes} not mapped"))
        rows += [
            (people, f"{source.title}, {path}: {TOO_MANY_UNMAPPED}")
            for path, raw, people in source.unmapped
            if not raw
        ]
    return rows


def _source(line: SourceLine) -> Text:
    as_of = f", as of {words.moment(line.as_of)}" if line.as_of else ""
    text = Text(words.one_line(line.title), style="bold")
    status = words.STATUSES.get(line.status, line.status).lower()
    text.append(f" {words.one_line(status)}", style=SOURCE_STYLES.get(line.status, ""))
    text.append(f"{as_of}: {words.people(line.people)}", style="not bold")
    if line.problem:
        text.append(f". {words.one_line(line.problem)}", style="not bold")
    return text


def _breaches(report: RunReport) -> list[str]:
    found = [changed] if (changed := view.config_sentence(report)) else []
    for line in report.rules:
        if line.level == "unknown" or view.tone(line) in {"warning", "critical"}:
            done = f"{line.counts.passed:,} of {line.counts.assessable:,}"
            found.append(f"{view.standing(line)}: {line.title}, {words.percent(line.complete)} ({done})")
    cannot = sum(line.counts.not_assessable for line in report.rules)
    if cannot:
        found.append(f"{words.plural(cannot, 'check')} could not be made.")
    return found
