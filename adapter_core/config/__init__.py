"""The config: `fingerpost.toml`, the environment over it, and secrets from elsewhere."""

from __future__ import annotations

from adapter_core.config.loading import find_config, load_config
from adapter_core.config.models import (
    CheckTable,
    CohortTable,
    Config,
    CouncilTable,
    OwnersTable,
    PeopleTable,
    ProfileTable,
    ReferenceTable,
    RuleTable,
    SourceTable,
    StoreTable,
)
from adapter_core.config.problems import ConfigProblems
from adapter_core.config.secrets import Secret

__all__ = [
    "CheckTable",
    "CohortTable",
    "Config",
    "ConfigProblems",
    "CouncilTable",
    "OwnersTable",
    "PeopleTable",
    "ProfileTable",
    "ReferenceTable",
    "RuleTable",
    "Secret",
    "SourceTable",
    "StoreTable",
    "find_config",
    "load_config",
]
