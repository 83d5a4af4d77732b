"""Levels: how a rule's share of gaps compares with what the council accepts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapter_core.checks.results import RuleCounts
from adapter_core.domain.states import State

if TYPE_CHECKING:
    from collections import Counter

    from adapter_core.checks.rule import Rule
    from adapter_core.config import RuleTable

LEVELS = ("ok", "warning", "critical")
"""From best to worst."""

UNKNOWN = "unknown"
"""The level that is withheld: most of what the rule is about could not be read this time."""


def level_of(rule: Rule, states: Counter[State], table: RuleTable | None) -> str:
    """The level of a rule: per cent of gaps, over those who could be assessed, against its thresholds.

    A threshold that is not set is never breached, nor is one of a rule that is still experimental.
    Where more people than not are `source_down` or `not_visible`, the rest stand for nobody but
    themselves, and the level is withheld. What a source never holds (`not_supported`) is another
    matter: that is so every night, and the thresholds were set knowing it.

    Args:
        rule: the rule.
        states: people by state under it.
        table: the rule's part of the config.
    """
    if rule.experimental:
        return LEVELS[0]
    counts = RuleCounts.of(states)
    unread = states[State.SOURCE_DOWN] + states[State.NOT_VISIBLE]
    if unread > counts.assessable:
        return UNKNOWN
    if table is None or not counts.assessable:
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
