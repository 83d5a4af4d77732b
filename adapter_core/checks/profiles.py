"""Profiles: which rules a run asks. A council changes one by `extends`, `add`, `remove` and `replace`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from adapter_core.checks.rule import Rule
from adapter_core.errors import ConfigurationError, did_you_mean

BUILT_IN: dict[str, str] = {
    "pre_meeting": "Before meeting someone (P-02)",
    "post_conversation": "After a conversation, and every night (P-03)",
    "cld": "What the Client Level Data return wants",
    "camden": "Equality questions of the carers forms (D-02 to D-05): counts only",
}
"""The built-in profiles and what each is for."""


@dataclass(frozen=True, slots=True)
class ProfileChange:
    """A council's own profile, as a difference from another (`[profiles.<name>]`).

    Attributes:
        replace: id of a rule to the id of the rule that takes its place.
    """

    extends: str
    add: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()
    replace: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Profile:
    """The rules of a run, in order.

    Attributes:
        base: the built-in profile it comes from: what rules see as `Given.profile`.
    """

    id: str
    base: str
    rules: tuple[Rule, ...]

    @property
    def ids(self) -> tuple[str, ...]:
        """Ids of the rules, in order."""
        return tuple(rule.id for rule in self.rules)


def resolve_profile(name: str, rules: Mapping[str, Rule], changes: Mapping[str, ProfileChange]) -> Profile:
    """The profile of a name.

    Args:
        name: built in, or the council's own.
        rules: every rule there is, by id, in order.
        changes: the council's own profiles.

    Raises:
        ConfigurationError: an unknown profile or rule (FP-0900, FP-0901), or profiles that
            extend each other in a circle (FP-0902).
    """
    return _resolve(name, rules, changes, ())


def _resolve(
    name: str, rules: Mapping[str, Rule], changes: Mapping[str, ProfileChange], chain: tuple[str, ...]
) -> Profile:
    if name in chain:
        circle = " → ".join((*chain, name))
        raise ConfigurationError(
            "FP-0902",
            f"The profiles extend each other in a circle: {circle}.",
            where=f"profiles.{name}.extends",
        )
    change = changes.get(name)
    if change is None:
        if name not in BUILT_IN:
            known = [*BUILT_IN, *changes]
            raise ConfigurationError(
                "FP-0900",
                f'There is no profile "{name}".{did_you_mean(name, known)}',
                where=f"profiles.{chain[-1]}.extends" if chain else "check.profile",
                remedy=f"Use one of: {', '.join(known)}.",
            )
        return Profile(name, name, tuple(rule for rule in rules.values() if name in rule.profiles))

    parent = _resolve(change.extends, rules, changes, (*chain, name))
    ids = list(parent.ids)
    for key, wanted in (("remove", change.remove), ("replace", tuple(change.replace))):
        for rule in wanted:
            if rule not in ids:
                raise ConfigurationError(
                    "FP-0901",
                    f'The profile "{change.extends}" has no rule "{rule}".{did_you_mean(rule, ids)}',
                    where=f"profiles.{name}.{key}",
                )
    for rule in (*change.add, *change.replace.values()):
        if rule not in rules:
            raise ConfigurationError(
                "FP-0901", f'There is no rule "{rule}".{did_you_mean(rule, rules)}', where=f"profiles.{name}"
            )
    ids = [change.replace.get(rule, rule) for rule in ids if rule not in change.remove]
    ids += [rule for rule in change.add if rule not in ids]
    return Profile(name, parent.base, tuple(rules[rule] for rule in ids))
