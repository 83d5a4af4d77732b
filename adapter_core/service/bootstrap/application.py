"""Everything a use case may want, made from one config."""

from __future__ import annotations

from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from adapter_core.checks.profiles import ProfileChange, resolve_profile
from adapter_core.checks.rule import Given, ReferenceStatus
from adapter_core.errors import (
    ConfigurationError,
    FingerpostError,
    PluginError,
    SourceUnavailable,
    UsageError,
    a_kind,
    did_you_mean,
)
from adapter_core.hooks.manager import Plugins
from adapter_core.hooks.ports import OpenContext
from adapter_core.service.backends import mapping_folders
from adapter_core.service.bootstrap.opened import BackendConfig, Practices, Source
from adapter_core.service.deciding import digest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from adapter_core.checks.profiles import Profile
    from adapter_core.checks.rule import Rule
    from adapter_core.config import Config, SourceTable
    from adapter_core.hooks.ports import BackendSpec
    from adapter_core.store import Store

T = TypeVar("T")


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
