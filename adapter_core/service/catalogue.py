"""`check --list`: every rule, profile and cohort that a check can be asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from adapter_core.checks.catalogue import catalogue as entries
from adapter_core.checks.cohort import COHORTS
from adapter_core.checks.profiles import BUILT_IN, resolve_profile
from adapter_core.errors import ConfigurationError
from adapter_core.service.bootstrap import open_application
from adapter_core.service.rulebook import built_in

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from adapter_core.checks.rule import Rule


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What a check can be asked for.

    Attributes:
        rules: every rule by id, in order.
        profiles: profile to the ids of its rules; built-in ones first.
        words: profile to what it is for.
    """

    rules: Mapping[str, Rule]
    profiles: Mapping[str, tuple[str, ...]]
    words: Mapping[str, str]

    def as_json(self) -> dict[str, Any]:
        """The catalogue as plain JSON types."""
        return {
            "schema": 1,
            "rules": entries(self.rules.values()),
            "profiles": [
                {"id": name, "words": self.words[name], "rules": list(rules)}
                for name, rules in self.profiles.items()
            ],
            "cohorts": [{"id": cohort.id, "words": cohort.words} for cohort in COHORTS.values()],
        }


def catalogue(config_path: Path | None) -> Catalogue:
    """The catalogue of a config; without a config, that of what is built in.

    Raises:
        ConfigurationError: the config is wrong.
        PluginError: a plugin breaks the contract.
    """
    try:
        with open_application(config_path, without_sources=True) as application:
            own = {
                name: f"Your own, from {table.extends}" for name, table in application.config.profiles.items()
            }
            words = BUILT_IN | own
            profiles = {name: application.profile(name).ids for name in words}
            return Catalogue(application.rules, profiles, words)
    except ConfigurationError as error:
        if error.code != "FP-0101" or config_path is not None:
            raise
    rules = built_in()
    return Catalogue(rules, {name: resolve_profile(name, rules, {}).ids for name in BUILT_IN}, BUILT_IN)
