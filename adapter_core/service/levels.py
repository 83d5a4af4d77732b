"""Levels: how a rule's share of gaps compares with what the council accepts."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from adapter_core.checks.results import RuleCounts
    from adapter_core.checks.rule import Rule
    from adapter_core.config import RuleTable

LEVELS = ("ok", "warning", "critical")
"""From best to worst."""


def level_of(rule: Rule, counts: RuleCounts, table: RuleTable | None) -> str:
    """The level of a rule: per cent of gaps, over those who could be assessed, against its thresholds.

    A threshold that is not set is never breached, nor is one of a rule that is still experimental.
    """
    if table is None or rule.experimental or not counts.assessable:
        return LEVELS[0]
    percent = 100 * counts.gaps / counts.assessable
    if table.critical_percent is not None and percent >= table.critical_percent:
        return LEVELS[2]
    if table.warning_percent is not None and percent >= table.warning_percent:
        return LEVELS[1]
    return LEVELS[0]


def target_of(table: RuleTable | None) -> float | None:
    """The least per cent complete that the council accepts, where it says so; a threshold is no target."""
    return None if table is None else table.target
