"""Which gaps may stand in a list, and of which run: what the commands about findings begin with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapter_core.errors import UsageError, did_you_mean

if TYPE_CHECKING:
    from adapter_core.checks.rule import Rule
    from adapter_core.service.bootstrap import Application


def listed_rules(application: Application, only: str | None = None) -> dict[str, Rule]:
    """Rules whose gaps may stand in a list: neither experimental nor confidential.

    Args:
        application: the application.
        only: the id of one of them; all if None.

    Raises:
        UsageError: there is no such rule, or its gaps are in no list (FP-0901).
    """
    rules = {
        rule.id: rule for rule in application.rules.values() if not (rule.experimental or rule.confidential)
    }
    if only is None:
        return rules
    if only not in rules:
        message = f'There is no rule "{only}" whose gaps are listed.{did_you_mean(only, rules)}'
        raise UsageError("FP-0901", message, where="findings")
    return {only: rules[only]}


def series(application: Application, profile: str | None, cohort: str | None) -> tuple[str, str]:
    """The profile and cohort that are meant: those given, else the config's own."""
    return profile or application.config.check.profile, cohort or application.config.cohort.default
