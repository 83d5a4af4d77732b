"""Reading a config, loading its plugins, and checking that they fit together."""

from __future__ import annotations

import os
from contextlib import ExitStack, contextmanager
from datetime import date
from typing import TYPE_CHECKING

from adapter_core.config import find_config, load_config
from adapter_core.config.models import PORTS
from adapter_core.config.problems import raise_problems
from adapter_core.config.secrets import not_there
from adapter_core.errors import FingerpostError
from adapter_core.hooks.capabilities import Port
from adapter_core.hooks.manager import Plugins
from adapter_core.service.backends import backend_config
from adapter_core.service.bootstrap.application import Application
from adapter_core.service.bootstrap.opened import BackendConfig, today
from adapter_core.service.precedence import check_precedence
from adapter_core.service.rulebook import check_settings, every_rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from adapter_core.config import Config, ReferenceTable, SourceTable
    from adapter_core.hooks.ports import BackendSpec


@contextmanager
def open_application(
    config_path: Path | None = None,
    *,
    as_of: date | None = None,
    environment: Mapping[str, str] | None = None,
    without_sources: bool = False,
) -> Iterator[Application]:
    """Read the config, load its plugins, and check all that can be checked without opening a source.

    Args:
        config_path: where the config is; see `config.find_config` if None.
        as_of: the day to speak of; today if None.
        environment: the variables there are; those of this process if None.
        without_sources: whether sources are left closed, so that their secrets need not be there.

    Raises:
        ConfigurationError: the config is wrong; every problem is named.
        PluginError: a plugin breaks the contract.
    """
    environment = os.environ if environment is None else environment
    file = find_config(config_path, environment)
    config = load_config(file, environment, without_sources=without_sources)
    with ExitStack() as stack:
        yield compose(config, Plugins(config.plugins, base=config.base), as_of or today(), stack)


def compose(config: Config, plugins: Plugins, as_of: date, stack: ExitStack) -> Application:
    """Put a config and its plugins together.

    Raises:
        FingerpostError: what does not fit; `ConfigProblems` where it is more than one thing.
    """
    problems: list[FingerpostError] = []
    file = config.file.name
    configs: dict[str, tuple[BackendSpec, BackendConfig]] = {}
    for name, table in config.sources.items():
        ports = (Port(table.port),) if table.port else PORTS
        _add(configs, name, ("sources", name), table, ports, config, plugins, problems)
    reference: dict[str, tuple[BackendSpec, BackendConfig]] = {}
    if config.reference.practices is not None:
        _add(
            reference,
            "practices",
            ("reference", "practices"),
            config.reference.practices,
            (Port.REFERENCE_DATA,),
            config,
            plugins,
            problems,
        )
    rules = every_rule(plugins)
    problems += check_settings(config, rules)
    problems += check_precedence(config, rules)
    application = Application(config, plugins, as_of, rules, configs, reference, stack)
    for name in (config.check.profile, *config.profiles):
        try:
            application.profile(name)
        except FingerpostError as error:
            if str(error) not in map(str, problems):
                problems.append(error)
    raise_problems(problems, where=file)
    return application


def _add(  # noqa: PLR0913, PLR0917 - one step of compose, twice
    into: dict[str, tuple[BackendSpec, BackendConfig]],
    name: str,
    path: tuple[str, ...],
    table: SourceTable | ReferenceTable,
    ports: tuple[Port, ...],
    config: Config,
    plugins: Plugins,
    problems: list[FingerpostError],
) -> None:
    """Find a source's backend and check its part of the config; what is wrong is noted."""
    file = config.file.name
    try:
        where = f"{file}: {'.'.join(path)}.backend"
        if name == config.people.master and path[0] == "sources":
            ports = tuple(port for port in ports if port is Port.CASE_RECORDS) or ports
        backend = plugins.backend(table.backend, ports, where=where)
        missing = next(not_there(table.own), None)
        into[name] = (backend, missing or backend_config(table, backend, config, path))
    except FingerpostError as error:
        problems += getattr(error, "problems", (error,))
