"""Finding, reading and checking the config."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from adapter_core.config.environment import overlay
from adapter_core.config.models import Config
from adapter_core.config.problems import keys_at, raise_problems, translate
from adapter_core.config.secrets import Secret, is_reference, literals_in, origin_of, resolve
from adapter_core.errors import ConfigurationError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Mapping

FILE = "fingerpost.toml"
VARIABLE = "FINGERPOST_CONFIG"
SCHEMA = 1
SOURCES = ("sources", "reference")
"""Tables whose secrets only somebody who opens a source wants."""


def find_config(given: Path | None = None, environment: Mapping[str, str] | None = None) -> Path:
    """Where the config is: the path given, else `FINGERPOST_CONFIG`, else the working directory.

    Raises:
        ConfigurationError: there is none (FP-0101).
    """
    environment = os.environ if environment is None else environment
    if given is not None:
        path, origin = given, "--config"
    elif environment.get(VARIABLE):
        path, origin = Path(environment[VARIABLE]), VARIABLE
    else:
        path, origin = Path(FILE), ""
    if path.is_dir():
        path /= FILE
    if path.is_file():
        return path.absolute()
    said = f"{origin} says {path}, which does not exist." if origin else f"This folder has no {FILE}."
    raise ConfigurationError("FP-0101", said, where=str(path))


def load_config(
    path: Path, environment: Mapping[str, str] | None = None, *, without_sources: bool = False
) -> Config:
    """Read a config, lay the environment over it, resolve its secrets, and check all of it.

    Args:
        path: the file.
        environment: the variables there are; those of this process if None.
        without_sources: whether a secret of a source that is not there is an error only once it is wanted.

    Raises:
        ConfigurationError: what is wrong; `ConfigProblems` where it is more than one thing.
    """
    environment = os.environ if environment is None else environment
    path = path.absolute()
    data = _parsed(path)
    return config_of(data, path, environment, without_sources=without_sources)


def config_of(
    data: dict[str, Any], path: Path, environment: Mapping[str, str], *, without_sources: bool = False
) -> Config:
    """The config of a parsed file; see `load_config`."""
    file = path.name
    problems = [
        ConfigurationError("FP-0105", "A secret is written out here.", where=f"{file}: {'.'.join(keys)}")
        for keys in literals_in(data)
    ]
    problems += overlay(data, environment, keys_at(Config, ()))
    if data.get("schema", SCHEMA) not in (SCHEMA, str(SCHEMA)):
        raise ConfigurationError(
            "FP-0112", f"The config says another schema than {SCHEMA}.", where=f"{file}: schema"
        )
    if data.get("schema") == str(SCHEMA):  # from the environment
        data["schema"] = SCHEMA
    lenient = SOURCES if without_sources else ()
    data = _resolved(data, (), path, environment, problems, lenient)
    config: Config | None = None
    try:
        config = Config.model_validate(data)
    except ValidationError as error:
        problems += translate(error, Config, file=file)
    if config is not None:
        config._file = path  # noqa: SLF001 - set once, here
        problems += cross_checks(config)
    raise_problems(problems, where=file)
    assert config is not None  # noqa: S101 - without one there were problems
    return config


def _parsed(path: Path) -> dict[str, Any]:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ConfigurationError("FP-0115", "The config is not UTF-8 text.", where=str(path)) from error
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise ConfigurationError(
            "FP-0115", f"The config cannot be read: {reason}.", where=str(path)
        ) from error
    try:
        return tomllib.loads(text.replace("\r\n", "\n"))
    except tomllib.TOMLDecodeError as error:
        raise ConfigurationError("FP-0102", f"The config is not TOML: {error}.", where=str(path)) from None


def _resolved(  # noqa: PLR0913, PLR0917 - it goes down a tree
    tree: Any,  # noqa: ANN401 - a config's values
    keys: tuple[str, ...],
    path: Path,
    environment: Mapping[str, str],
    problems: list[ConfigurationError],
    lenient: tuple[str, ...],
) -> Any:  # noqa: ANN401
    """The same tree with every reference to a secret resolved; what cannot be is noted."""
    if is_reference(tree):
        where = f"{path.name}: {'.'.join(keys)}"
        try:
            return resolve(tree, base=path.parent, environment=environment, where=where)
        except ConfigurationError as error:
            if keys[:1] and keys[0] in lenient:
                return Secret.not_there(origin_of(tree), error)
            problems.append(error)
            return "?"
    if isinstance(tree, dict):
        return {
            key: _resolved(value, (*keys, key), path, environment, problems, lenient)
            for key, value in tree.items()
        }
    if isinstance(tree, list):
        return [_resolved(value, keys, path, environment, problems, lenient) for value in tree]
    return tree


def cross_checks(config: Config) -> list[ConfigurationError]:
    """What no table can see by itself: names that must exist elsewhere, and thresholds in order."""
    file, problems = config.file.name, []
    master = config.people.master
    if master is not None and master not in config.sources:
        problems.append(
            ConfigurationError(
                "FP-0108",
                f'There is no source "{master}".{did_you_mean(master, config.sources)}',
                where=f"{file}: people.master",
            )
        )
    for rule, table in config.rules.items():
        warning, critical = table.warning_percent, table.critical_percent
        if warning is not None and critical is not None and warning > critical:
            problems.append(
                ConfigurationError(
                    "FP-0113",
                    f"The warning at {warning:g} per cent is above critical at {critical:g}.",
                    where=f"{file}: rules.{rule}.warning_percent",
                )
            )
    return problems
