"""What a site counts beside its conversations, as sections of the report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapter_core.casework.measures.small_numbers import is_small
from adapter_core.report import words
from adapter_core.report.measures.making import SUPPRESSED, Row, Section

if TYPE_CHECKING:
    from adapter_core.casework.measures.site_facts import Placements
    from adapter_core.report.measures.making import Making
    from adapter_core.report.measures.model import MeasuresReport

SMALL_SAMPLE = 30
"""A sample below this many gets a warning: one person moves it by more than 3 per cent."""


def site_sections(report: MeasuresReport, made: Making) -> list[Section]:
    """Waiting list, placements and ratings; a section without rows has nothing to say."""
    return [_waiting(report, made), _placements(report, made), _ratings(report, made)]


def _waiting(report: MeasuresReport, made: Making) -> Section:
    rows: tuple[Row, ...] = ()
    if report.waiting is None:
        pass
    elif made.is_small(report.waiting.first.people) or made.is_small(report.waiting.last.people):
        rows = (Row("waiting.change", "People waiting", SUPPRESSED, small=True),)
    else:
        first, last, change = report.waiting.first, report.waiting.last, report.waiting.change
        said = "as many as before" if not change else f"{abs(change)} {'more' if change > 0 else 'fewer'}"
        rows = (Row("waiting.change", "People waiting", f"{first.people} to {last.people}: {said}", change),)
    return Section("waiting", "Waiting list", rows)


def _placements(report: MeasuresReport, made: Making) -> Section:
    title = "Short-term placements"
    if any(made.is_small(arm.placements) for arm in report.placements):
        return Section("placements", title, (Row("placements.count", "Placements", SUPPRESSED, small=True),))
    rows = [row for arm in report.placements for row in _of_arm(arm, made)]
    notes = (f"Comparison: {report.comparison}.",) if report.comparison and rows else ()
    return Section("placements", title, tuple(rows), notes)


def _of_arm(arm: Placements, made: Making) -> list[Row]:
    name = "Site" if arm.arm == "site" else "Comparison"
    start = f"placements.{arm.arm}"
    stay = "none" if arm.average_stay is None else words.number(arm.average_stay)
    rows = [
        made.number(f"{start}.count", f"{name}: placements", arm.placements),
        Row(f"{start}.bednights", f"{name}: bednights", words.number(arm.bednights), arm.bednights),
        _money(f"{start}.cost", f"{name}: gross cost", arm.gross_pence),
        Row(f"{start}.stay", f"{name}: average commissioned stay, bednights", stay, arm.average_stay),
    ]
    if arm.pence_a_night is not None:
        rows.append(_money(f"{start}.night", f"{name}: cost of a bednight", arm.pence_a_night))
    return rows


def _money(row: str, label: str, pence: int) -> Row:
    return Row(row, label, f"£{pence // 100:,}.{pence % 100:02}", pence / 100)


def _ratings(report: MeasuresReport, made: Making) -> Section:
    title, told = "How the public rates us", report.ratings
    if told is None or not told.people:
        return Section("ratings", title, ())
    if made.is_small(told.people):
        return Section("ratings", title, (Row("ratings.people", "Sample", SUPPRESSED, small=True),))
    notes: tuple[str, ...] = ()
    if told.people < SMALL_SAMPLE:
        sample = words.people(told.people)
        notes = (f"A small sample: {sample}, so {told.one_person_percent}% is 1 person.",)
    rows = tuple(
        Row(f"ratings.{place}", each.question, SUPPRESSED, small=True)
        if made.is_small(each.people) or made.is_small(told.people - each.people)
        else Row(
            f"ratings.{place}",
            each.question,
            f"{each.average:g} of 5 ({words.people(each.people)})",
            each.average,
            small=is_small(each.people, made.least),
        )
        for place, each in enumerate(told.questions, start=1)
    )
    return Section("ratings", title, rows, notes)
