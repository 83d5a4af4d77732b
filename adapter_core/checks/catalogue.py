"""The rules as data: for `check --list`, for the docs, and for whoever wants to compare two releases."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from adapter_core.checks.rule import Rule
from adapter_core.checks.rules import ALL
from adapter_core.domain.states import State


def catalogue(rules: Iterable[Rule] = ALL) -> list[dict[str, Any]]:
    """Every rule as plain JSON types, in order; sets are sorted: the same rules give the same bytes."""
    return [_entry(rule) for rule in rules]


def _entry(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.id,
        "version": rule.version,
        "title": rule.title,
        "words": rule.words,
        "remedy": rule.remedy,
        "applies": rule.applies,
        "category": rule.category.value,
        "severity": rule.severity.value,
        "profiles": sorted(rule.profiles),
        "fields": list(rule.fields),
        "states": [state.value for state in State if state in rule.states],
        "requirements": list(rule.requirements),
        "compared": rule.compare is not None,
        "experimental": rule.experimental,
        "confidential": rule.confidential,
        "fix": {"who": rule.fix.who.value, "where": rule.fix.where},
        "settings": [
            {
                "name": each.name,
                "default": each.default,
                "says": each.says,
                "choices": list(each.choices),
            }
            for each in rule.settings
        ],
    }
