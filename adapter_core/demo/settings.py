"""The `fingerpost.toml` of a demo council."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

from adapter_core.demo.places import LOCALITY_TEAMS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

THRESHOLDS: dict[str, dict[str, int]] = {
    "gp_practice": {"warning_percent": 5, "critical_percent": 20, "target": 97},
    "nhs_number": {"warning_percent": 10, "critical_percent": 20, "target": 98},
    "ethnicity": {"warning_percent": 10, "critical_percent": 25, "target": 95},
    "accessible_information": {"warning_percent": 30, "critical_percent": 50, "target": 90},
}
"""So that one rule is a little over its threshold, and the others are not."""


def config_text(
    name: str, master: str, plugins: Sequence[str], tables: Mapping[str, Mapping[str, Any]]
) -> str:
    """Write the config.

    Args:
        name: the council's name.
        master: the source whose references name people.
        plugins: names of the plugins to import.
        tables: further tables by dotted name; a table given here replaces ours of that name.

    Returns:
        TOML.
    """
    ours: dict[str, Mapping[str, Any]] = {
        "council": {"name": name},
        "store": {"url": "sqlite:///fingerpost.db"},
        "people": {"master": master, "match_on": ["nhs_number", "date_of_birth"]},
        "cohort": {"default": "open_adults"},
        "check": {"profile": "post_conversation", "allow_synthetic": True},
        "owners": {"fallback": ["allocated_worker", "open_step_team", "locality_team", "data-quality desk"]},
        "owners.localities": LOCALITY_TEAMS,
        **{f"rules.{rule}": limits for rule, limits in THRESHOLDS.items()},
    }
    lines = [
        "# A fictional council, made by `fingerpost demo`. Everybody in it is invented.",
        "schema = 1",
        f"plugins = {_value(list(plugins))}",
    ]
    for table, keys in (ours | dict(tables)).items():
        lines += _table(table, keys)
    return "\n".join(lines) + "\n"


def _table(name: str, keys: Mapping[str, Any]) -> list[str]:
    plain = {key: value for key, value in keys.items() if not isinstance(value, dict)}
    lines = ["", f"[{name}]", *(f"{_key(key)} = {_value(value)}" for key, value in plain.items())]
    for key, value in keys.items():
        if isinstance(value, dict):
            lines += _table(f"{name}.{_key(key)}", value)
    return lines


def _key(key: str) -> str:
    return key if key.replace("_", "").replace("-", "").isalnum() and key.isascii() else _value(key)


def _value(value: object) -> str:
    """One TOML value; a JSON string is a TOML basic string as well."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(map(_value, value))}]"
    if isinstance(value, (str, bool, int, float)):
        return json.dumps(value, ensure_ascii=False)
    raise TypeError(f"a config cannot hold {type(value).__name__}")
