"""Rules that break their contract: found out after the fact, so that the good ones pay nothing for it."""

from __future__ import annotations

from collections.abc import Iterable

from adapter_core.checks.rule import Given, Rule
from adapter_core.domain.findings import Assessment
from adapter_core.domain.people import Person
from adapter_core.domain.states import State
from adapter_core.errors import PluginError, a_kind


def broken(rule: Rule, error: Exception, people: Iterable[Person], given: Given) -> PluginError:
    """What to say of a rule that stopped a page: that it raised, or what it gave instead of a verdict.

    Args:
        rule: the rule.
        error: what was raised on the way.
        people: those that it was asked about; it is asked again.
        given: the run.
    """
    where = f"plugin {rule.plugin}" if rule.plugin else f"rule {rule.id}"
    for person in people:
        try:
            verdict: object = rule.assess(person, given)
        except Exception as again:  # noqa: BLE001 - whatever it is, it is what has to be said
            error = again
            break
        said = verdict.state if isinstance(verdict, Assessment) else verdict
        if not isinstance(said, State):
            message = f"The rule {rule.id} gave {a_kind(said)} where a State or an Assessment belongs."
            return PluginError("FP-0212", message, where=where)
    return PluginError("FP-0212", f"The rule {rule.id} failed with {a_kind(error)}.", where=where)
