"""Which other source is believed about what: `[people.precedence]`, checked and worked out by rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapter_core.errors import ConfigurationError, FingerpostError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from adapter_core.checks.rule import Rule
    from adapter_core.config import Config

DEFAULT = "default"
"""The key that holds for every field that has none of its own."""


def fields_of(rule: Rule) -> tuple[str, ...]:
    """By what a rule's compared field may be called, the most precise first: `gp.code`, then `gp`."""
    if rule.compare is None:
        return ()
    path = rule.fields[0]
    return tuple(dict.fromkeys((path, path.partition(".")[0])))


def compared_fields(rules: Iterable[Rule]) -> tuple[str, ...]:
    """Every field that some rule compares between sources, by its shorter name, in the rules' order."""
    return tuple(dict.fromkeys(fields_of(rule)[-1] for rule in rules if rule.compare is not None))


def precedence_of(config: Config, rules: Iterable[Rule]) -> dict[str, tuple[str, ...]]:
    """Rule to the sources that are asked, the most trusted first; rules that ask all are left out."""
    table = config.people.precedence
    found = {}
    for rule in rules:
        if rule.compare is None:
            continue
        order = next((table[key] for key in (*fields_of(rule), DEFAULT) if key in table), None)
        if order is not None:
            found[rule.id] = order
    return found


def check_precedence(config: Config, rules: Mapping[str, Rule]) -> list[FingerpostError]:
    """What is wrong with `[people.precedence]`: fields that nothing compares, and sources that are none."""
    problems: list[FingerpostError] = []
    known = {DEFAULT, *(name for rule in rules.values() for name in fields_of(rule))}
    for field, names in config.people.precedence.items():
        where = f"{config.file.name}: people.precedence.{field}"
        if field not in known:
            near = did_you_mean(field, known)
            message = f'No rule compares a field "{field}" between sources.{near}'
            problems.append(ConfigurationError("FP-0121", message, where=where))
        problems += [
            ConfigurationError(
                "FP-0120", f'There is no source "{name}".{did_you_mean(name, config.sources)}', where=where
            )
            for name in names
            if name not in config.sources
        ]
    return problems
