"""Targets are compared with per cents, levels come from thresholds, and movement adds up: in every format."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import openpyxl
import pytest
from rich.console import Console

from adapter_core.checks.results import RuleCounts
from adapter_core.config.models import RuleTable
from adapter_core.report import html, terminal, view, xlsx
from adapter_core.report.model import Movement, TeamLine
from adapter_core.service.levels import target_of

CHANGED = "The config changed since the run before, so some of this may not be mending."


def page(report) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html.render(report)).split())


def shown(report, **options) -> str:
    stream = io.StringIO()
    terminal.render(report, Console(file=stream, width=120, color_system=None), **options)
    return stream.getvalue()


def summary(report) -> dict[object, object]:
    book = openpyxl.load_workbook(io.BytesIO(xlsx.render(report)))
    return {row[0]: row[1] for row in book["Summary"].iter_rows(values_only=True)}


def rows(report, sheet: str) -> list[dict[str, object]]:
    found = openpyxl.load_workbook(io.BytesIO(xlsx.render(report)))[sheet].iter_rows(values_only=True)
    header = [str(each) for each in next(found)]
    return [dict(zip(header, row, strict=True)) for row in found]


@pytest.mark.parametrize(
    ("level", "target", "said"),
    [
        ("ok", 95.0, "Below target"),
        ("ok", 80.0, "On target"),
        ("ok", None, "No target set"),
        ("warning", 95.0, "Warning, below target"),
        ("warning", 80.0, "Warning, on target"),
        ("warning", None, "Warning"),
        ("critical", 95.0, "Critical, below target"),
        ("critical", None, "Critical"),
    ],
)
def test_level_and_target_are_two_things(samples, level, target, said) -> None:
    line = samples.rule_line(passed=9, gaps=1, level=level, target=target)
    made = samples.report(rules=(line,))
    assert view.standing(line) == said
    assert said in page(made)
    assert said in shown(made, full=True)
    plain = shown(made, full=False)
    assert (f"{said}: GP practice, 90.0% (9 of 10)" in plain) == (said not in {"On target", "No target set"})
    (row,) = rows(made, "Rules")
    assert row["Level"] == {"ok": None, "warning": "Warning", "critical": "Critical"}[level]
    assert row["Against target"] == (None if target is None else said.rpartition(", ")[2].capitalize())


def test_what_is_below_its_target_is_not_green(samples) -> None:
    text = html.render(samples.report(rules=(samples.rule_line(passed=9, gaps=1, target=95.0),)))
    assert '<span class="level ok">' not in text
    assert 'class="fill ok"' not in text


def test_a_rule_and_its_only_team_agree(samples) -> None:
    line = samples.rule_line(passed=9, gaps=1, level="ok", target=95.0)
    counts = RuleCounts(9, 1, 0, 0)
    made = samples.report(rules=(line,), teams=(TeamLine("East", 10, counts, {line.id: counts}),))
    assert view.against_target(line) == "Below target"
    assert view.below_target(made, "East") == [line]
    assert "On target" not in page(made)
    assert [row["Below target"] for row in rows(made, "Teams")] == [None, "Below target"]


def test_those_furthest_below_target_come_first(samples) -> None:
    near = samples.rule_line("lpa", passed=88, gaps=12, level="critical", target=90.0)
    far = samples.rule_line("nhs_number", passed=60, gaps=40, level="ok", target=99.0)
    none = samples.rule_line("ethnicity", passed=1, gaps=99, level="critical", target=None)
    text = page(samples.report(rules=(none, near, far))).partition("those furthest below target first")[2]
    assert [text.index(name) for name in ("NHS number", "Lasting power", "Ethnicity")] == sorted(
        text.index(name) for name in ("NHS number", "Lasting power", "Ethnicity")
    )


def test_a_warning_is_no_target() -> None:
    assert target_of(RuleTable(warning_percent=5)) is None
    assert target_of(RuleTable(warning_percent=5, target=97)) == 97


def test_who_left_is_not_what_remains(samples) -> None:
    made = replace(samples.big(), movement=Movement(new=57, resolved=84, left=12, reopened=1))
    text = shown(made, full=True)
    assert "Since Friday: 57 new, 84 mended, 1 back, 12 left the list." in text
    assert "longer" not in text
    assert "answered" not in text


def test_everything_that_closes_a_gap_is_counted(samples) -> None:
    moved = Movement(new=57, resolved=84, left=12, reopened=1, not_applicable=3, answered=2)
    made = replace(samples.big(), movement=moved)
    assert "12 left the list, 3 no longer apply, 2 answered." in shown(made, full=True)
    text = page(made)
    assert "No longer apply 3" in text
    assert "Answered 2" in text
    facts = summary(made)
    assert (facts["Left the list"], facts["No longer apply"], facts["Answered"]) == (12, 3, 2)


@pytest.mark.parametrize("changed", [True, False])
def test_a_config_that_changed_is_said(samples, changed) -> None:
    made = replace(samples.big(), config_changed=changed)
    assert (CHANGED in page(made)) == changed
    assert (CHANGED in shown(made, full=True)) == changed
    assert (CHANGED in shown(made, full=False)) == changed
    assert (CHANGED in summary(made).values()) == changed
