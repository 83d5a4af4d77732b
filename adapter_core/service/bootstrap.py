"""The composition root: the one place where config, plugins, sources, rules and store meet."""

from __future__ import annotations

import os
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from adapter_core.checks.profiles import ProfileChange, resolve_profile
from adapter_core.checks.rule import Given, ReferenceStatus
from adapter_core.config import find_config, load_config
from adapter_core.config.models import PORTS
from adapter_core.config.problems import raise_problems
from adapter_core.config.secrets import not_there
from adapter_core.errors import (
    ConfigurationError,
    FingerpostError,
    PluginError,
    SourceUnavailable,
    UsageError,
    a_kind,
    did_you_mean,
)
from adapter_core.hooks.capabilities import Port
from adapter_core.hooks.manager import Plugins
from adapter_core.hooks.ports import OpenContext
from adapter_core.service.backends import backend_config, mapping_folders
from adapter_core.service.deciding import digest
from adapter_core.service.precedence import check_precedence
from adapter_core.service.rulebook import check_settings, every_rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from pydantic import BaseModel

    from adapter_core.checks.profiles import Profile
    from adapter_core.checks.rule import Rule
    from adapter_core.config import Config, ReferenceTable, SourceTable
    from adapter_core.domain.practices import PracticeList
    from adapter_core.hooks.ports import BackendSpec, Reject, SourceReport
    from adapter_core.store import Store


T = TypeVar("T")

BackendConfig: TypeAlias = "BaseModel | ConfigurationError"
"""A backend's part of the config; or why it cannot be known, where nobody has wanted it so far."""


def today() -> date:
    """The day it is here."""
    return datetime.now(tz=UTC).astimezone().date()


@dataclass(frozen=True, slots=True)
class Source:
    """A source of the config, opened.

    Attributes:
        title: the system's name on reports.
        port: what it is read for.
        adapter: the opened backend: a `CaseRecords` or `Demographics`.
        as_of: the config's word on when its data was true; None where the source itself is to say.
    """

    name: str
    title: str
    port: Port
    backend: BackendSpec
    adapter: Any
    as_of: datetime | None
    system_of_record: bool

    @property
    def places(self) -> Mapping[str, str]:
        """Canonical field or list to where a worker finds it on that system's screens."""
        return self.backend.places

    def inspect(self) -> SourceReport:
        """What the source says about itself; see `ports.SourceReport`."""
        report: SourceReport = self.adapter.inspect()
        return report


@dataclass(frozen=True, slots=True)
class Practices:
    """The practice list, or why there is none.

    Attributes:
        problem: why the list could not be read, where its status is `down`.
        rejects: rows of the list that could not be used, or not in full.
        report: what the list says about itself, where its backend can tell.
    """

    status: ReferenceStatus
    list: PracticeList | None = None
    problem: FingerpostError | None = None
    rejects: tuple[Reject, ...] = ()
    report: SourceReport | None = None


@dataclass
class Application:
    """Everything a use case may want, made from one config. Sources open when first asked for.

    Attributes:
        as_of: the day that everything speaks of.
        rules: every rule there is, by id: built-in ones first, then those of plugins.
        configs: source name to its backend and that backend's part of the config, checked; or the secret
            of it that is not there, where sources are left closed.
    """

    config: Config
    plugins: Plugins
    as_of: date
    rules: Mapping[str, Rule]
    configs: Mapping[str, tuple[BackendSpec, BackendConfig]]
    reference_configs: Mapping[str, tuple[BackendSpec, BackendConfig]]
    _stack: ExitStack
    _opened: dict[str, Source] = field(default_factory=dict)

    # --- sources ------------------------------------------------------------------------------------

    @property
    def master(self) -> str:
        """Name of the source whose reference names a person.

        Raises:
            UsageError: the config names none (FP-0926).
        """
        if self.config.people.master is None:
            raise UsageError(
                "FP-0926", "The config does not say which source is the master.", where="people.master"
            )
        return self.config.people.master

    @property
    def compared(self) -> tuple[str, ...]:
        """Names of all other sources, in the config's order."""
        return tuple(name for name in self.config.sources if name != self.config.people.master)

    def title(self, name: str) -> str:
        """A source's title for reports; known without opening it."""
        backend, _ = self.configs[name]
        return self.config.sources[name].title or backend.title or name

    @property
    def titles(self) -> dict[str, str]:
        """Source name to title, for all sources."""
        return {name: self.title(name) for name in self.configs}

    def source(self, name: str) -> Source:
        """A source, opened at most once and closed with the application.

        Raises:
            UsageError: no source has this name (FP-0108).
            SourceUnavailable: it cannot be opened now.
            ConfigurationError: its mapping or settings are wrong.
        """
        if name not in self.configs:
            raise UsageError(
                "FP-0108", f'There is no source "{name}".{did_you_mean(name, self.configs)}', where=name
            )
        if name not in self._opened:
            backend, settings = self.configs[name]
            table = self.config.sources[name]
            adapter = self._enter(backend, settings, name, f"source {name}")
            as_of = datetime.combine(table.as_of, time(), tzinfo=UTC) if table.as_of else None
            self._opened[name] = Source(
                name, self.title(name), backend.port, backend, adapter, as_of, table.system_of_record
            )
        return self._opened[name]

    def _enter(self, backend: BackendSpec, settings: BackendConfig, name: str, where: str) -> Any:  # noqa: ANN401 - a port
        if isinstance(settings, ConfigurationError):
            raise settings
        context = OpenContext(name, self.as_of, self.config.base, self.plugins.transforms, mapping_folders())
        try:
            return self._stack.enter_context(backend.open(settings, context))
        except FingerpostError:
            raise
        except Exception as error:
            raise PluginError(
                "FP-0211", f'The backend "{backend.name}" failed with {a_kind(error)}.', where=where
            ) from error

    def keep_open(self, opened: AbstractContextManager[T]) -> T:
        """Enter something, and leave it when the application is closed."""
        return self._stack.enter_context(opened)

    # --- what is kept ---------------------------------------------------------------------------------

    @cached_property
    def store(self) -> Store:
        """Fingerpost's own store, opened when first asked for and closed with the application.

        Raises:
            StoreError: it cannot be opened, or belongs to a newer Fingerpost.
        """
        from adapter_core.store import Store  # noqa: PLC0415 - SQLAlchemy and Alembic: not for every command

        return self._stack.enter_context(Store.open(self.config.store_url))

    @property
    def config_digest(self) -> str:
        """Digest of what decides a run's outcome besides the records; see `deciding.digest`."""
        return digest(self.config, [f"{line.name} {line.version}" for line in self.plugins.lines()])

    # --- what rules want ----------------------------------------------------------------------------

    @cached_property
    def practices(self) -> Practices:
        """The practice list; a list that cannot be read is noted and stops nothing."""
        if "practices" not in self.reference_configs:
            return Practices(ReferenceStatus.NOT_CONFIGURED)
        backend, settings = self.reference_configs["practices"]
        try:
            adapter = self._enter(backend, settings, "practices", "reference practices")
            return Practices(
                ReferenceStatus.LOADED,
                adapter.practices(),
                rejects=tuple(getattr(adapter, "rejects", ())),
                report=adapter.inspect() if hasattr(adapter, "inspect") else None,
            )
        except SourceUnavailable as error:
            return Practices(ReferenceStatus.DOWN, problem=error)

    @property
    def council_settings(self) -> dict[str, tuple[str, ...]]:
        """What the master's case system leaves to the council (`[sources.<master>.settings]`)."""
        if self.config.people.master is None:
            return {}
        table: SourceTable = self.config.sources[self.config.people.master]
        own = table.own.get("settings", {})
        return {
            key: tuple(str(each) for each in value) if isinstance(value, (list, tuple)) else (str(value),)
            for key, value in own.items()
        }

    @property
    def profile_changes(self) -> dict[str, ProfileChange]:
        """The council's own profiles."""
        return {
            name: ProfileChange(table.extends, table.add, table.remove, table.replace)
            for name, table in self.config.profiles.items()
        }

    def profile(self, name: str | None = None) -> Profile:
        """A profile by name; the config's own choice if None.

        Raises:
            ConfigurationError: there is no such profile, or it names a rule that is not there.
        """
        return resolve_profile(name or self.config.check.profile, self.rules, self.profile_changes)

    def given(self, profile: Profile) -> Given:
        """What rules may know besides the person."""
        return Given(
            as_of=self.as_of,
            profile=profile.base,
            practices=self.practices.list,
            practices_status=self.practices.status,
            allow_synthetic=self.config.check.allow_synthetic,
            settings={rule: table.settings for rule, table in self.config.rules.items()},
            council=self.council_settings,
        )


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
