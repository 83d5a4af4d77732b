"""The environment over the config: `FINGERPOST_STORE__URL` sets `url` in `[store]`.

An overlay of our own: the keys of `sources`, `rules` and `owners.localities` are the council's, so they
are matched with what the file has (`FINGERPOST_SOURCES__MOSAIC__URL`), and a value from here is a secret
by origin, which a settings library does not know.
"""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any

from adapter_core.config.secrets import SECRET_KEY, Secret, literal_secrets
from adapter_core.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Mapping

PREFIX = "FINGERPOST_"
BETWEEN = "__"
TYPED = ("rules",)
"""Tables with keys of no fixed type: a number there is a number, not a text."""


def overlay(
    data: dict[str, Any], environment: Mapping[str, str], known: set[str]
) -> list[ConfigurationError]:
    """Set what the environment sets, in place.

    Args:
        data: the config as parsed.
        environment: the variables there are.
        known: top-level keys; a variable without `__` that is none of these is somebody else's.

    Returns:
        Variables that cannot be set: they contradict each other or the file (FP-0117).
    """
    problems = []
    for variable in sorted(environment):
        if not variable.startswith(PREFIX):
            continue
        parts = variable.removeprefix(PREFIX).split(BETWEEN)
        if len(parts) == 1 and parts[0].lower() not in known:
            continue
        if not all(parts):
            problems.append(
                ConfigurationError(
                    "FP-0117", "The variable has an empty level between its __.", where=variable
                )
            )
            continue
        if not _set(data, parts, variable, environment[variable]):
            problems.append(
                ConfigurationError(
                    "FP-0117",
                    "The variable sets something inside a value that has no inside.",
                    where=variable,
                )
            )
    return problems


def _set(data: dict[str, Any], parts: list[str], variable: str, text: str) -> bool:
    path: list[str] = []
    here: Any = data
    for part in parts[:-1]:
        key = _key(here, part)
        path.append(key)
        here = here.setdefault(key, {})
        if not isinstance(here, dict):
            return False
    key = _key(here, parts[-1])
    here[key] = _value(text, [*path, key], variable)
    return True


def _key(table: dict[str, Any], part: str) -> str:
    """The key that a part of a variable means: environment variables know no case."""
    return next((key for key in table if key.casefold() == part.casefold()), part.lower())


def _value(text: str, path: list[str], variable: str) -> Any:  # noqa: ANN401 - a config's value
    """Lists, tables and quoted texts are TOML; the models turn any other text into what they want."""
    if SECRET_KEY.search(path[-1]) or literal_secrets(text):
        return Secret(text, f'{{ env = "{variable}" }}')
    if text[:1] in ("[", "{", '"', "'") or path[0] in TYPED:
        try:
            return tomllib.loads(f"value = {text}")["value"]
        except tomllib.TOMLDecodeError:
            return text
    return text
