"""Every rule there is, and the settings that the config may give them."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from adapter_core.checks.rule import Rule
from adapter_core.config import RuleTable
from adapter_core.domain.people import FIELDS, LISTS
from adapter_core.errors import ConfigurationError, FingerpostError, PluginError, a_kind, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Mapping

    from adapter_core.config import Config
    from adapter_core.hooks.manager import Plugins

ID = re.compile(r"[a-z][a-z0-9_]*")
"""What a plugin's rule may be called: a bare key of the config's `[rules.<id>]`."""


def built_in() -> dict[str, Rule]:
    """The rules of `checks.rules`, in their order."""
    from adapter_core.checks.rules import ALL  # noqa: PLC0415 - two dozen modules, wanted by few commands

    return {rule.id: rule for rule in ALL}


def every_rule(plugins: Plugins) -> dict[str, Rule]:
    """Built-in rules first, then those of plugins in the config's order.

    Raises:
        PluginError: a plugin gave something else (FP-0207), or an id that is taken (FP-0204).
    """
    rules = built_in()
    for plugin, rule in plugins.rules:
        if not isinstance(rule, Rule):
            raise PluginError(
                "FP-0207",
                f"The hook adapter_checks gave {a_kind(rule)} where a Rule belongs.",
                where=f"plugin {plugin}",
            )
        if rule.id in rules:
            raise PluginError("FP-0204", f'There is a rule "{rule.id}" already.', where=f"plugin {plugin}")
        _look_at(rule, plugin)
        rules[rule.id] = replace(rule, plugin=plugin)
    return rules


def _look_at(rule: Rule, plugin: str) -> None:
    """Refuse a plugin's rule that could not run, or that no config could name.

    Raises:
        PluginError: FP-0207.
    """
    unknown = next((path for path in rule.fields if path not in FIELDS and path not in LISTS), None)
    if not ID.fullmatch(rule.id):
        wrong = f'The id "{rule.id}" of a rule wants small letters, digits and underscores.'
    elif unknown is not None:
        near = did_you_mean(unknown, {*FIELDS, *LISTS})
        wrong = f'The rule {rule.id} reads "{unknown}", which is no field.{near}'
    elif not rule.fields:
        wrong = f"The rule {rule.id} names no field."
    elif not rule.states:
        wrong = f"The rule {rule.id} declares no states."
    else:
        return
    raise PluginError("FP-0207", wrong, where=f"plugin {plugin}")


def check_settings(config: Config, rules: Mapping[str, Rule]) -> list[FingerpostError]:
    """What is wrong with the `[rules.<id>]` tables: unknown rules, unknown settings, wrong values."""
    problems: list[FingerpostError] = []
    for rule, table in config.rules.items():
        where = f"{config.file.name}: rules.{rule}"
        if rule not in rules:
            message = f'There is no rule "{rule}".{did_you_mean(rule, rules)}'
            problems.append(ConfigurationError("FP-0901", message, where=where))
            continue
        for name, value in table.settings.items():
            found = problem_with(rules[rule], name, value)
            if found is not None:
                code, message = found
                problems.append(ConfigurationError(code, message, where=f"{where}.{name}"))
    return problems


def problem_with(rule: Rule, name: str, value: object) -> tuple[str, str] | None:
    """What is wrong with one setting of a rule, as code and message; None if nothing is."""
    settings = {each.name: each for each in rule.settings}
    if name not in settings:
        known = {*settings, *RuleTable.model_fields}
        return "FP-0103", f'There is no key "{name}" here.{did_you_mean(name, known)}'
    setting = settings[name]
    if setting.choices:
        if value not in setting.choices:
            return "FP-0104", f"It should be one of: {', '.join(setting.choices)}."
    elif isinstance(setting.default, int):
        if not isinstance(value, int) or isinstance(value, bool) or value < 1:
            return "FP-0104", "It wants a whole number of one or more."
    elif not isinstance(value, str):
        return "FP-0104", "It wants a text in quotes."
    return None
