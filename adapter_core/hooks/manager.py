"""The plugins of a config, behind one typed method a hook (pluggy's own calls have no types).

Hooks are called one plugin after another, in the config's order, so that a fault has a name:
pluggy would let the first failing plugin stop all others without saying whose turn it was.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

import pluggy

from adapter_core.errors import PluginError, a_kind, did_you_mean
from adapter_core.hooks import PROJECT, hookimpl, spec
from adapter_core.hooks.capabilities import Port
from adapter_core.hooks.loading import find_plugin, why
from adapter_core.hooks.ports import BackendSpec, HealthCheck, SampleDirectory, SampleWriter
from adapter_core.hooks.refusing import check_backend, refuse_second

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    import click

    from adapter_core.domain.events import DomainEvent
    from adapter_core.hooks.loading import Found

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class HookFailure:
    """A hook that raised, where the caller goes on without it.

    Attributes:
        plugin: name of the plugin.
        hook: name of the hook.
        reason: the kind of error alone: its words might hold something of a record.
    """

    plugin: str
    hook: str
    reason: str


@dataclass(frozen=True, slots=True)
class PluginLine:
    """What a plugin brings (`fingerpost plugins`).

    Attributes:
        entry_point: what was imported: `module:attribute`, or the path of a one-file plugin.
        hooks: names of the hooks that it implements.
        rules: ids of its rules.
        transforms: names of its transforms.
    """

    name: str
    version: str
    entry_point: str
    hooks: tuple[str, ...]
    backends: tuple[BackendSpec, ...]
    rules: tuple[str, ...] = ()
    transforms: tuple[str, ...] = ()
    sample_writers: tuple[SampleWriter, ...] = ()


class Plugins:
    """The plugins that a config lists, loaded and checked.

    Attributes:
        backends: every backend, by port and name.
        transforms: every transform, by name.
        sample_writers: every sample writer, in the config's order.
        sample_directories: every sample directory, likewise.
        health_checks: every question for `doctor`, with the plugin that asks it.
        rules: what `adapter_checks` gave, with the plugin that gave it; the caller knows what a rule is.
    """

    def __init__(self, listed: Sequence[str] = (), *, base: Path | None = None) -> None:
        """Import the listed plugins, and no others.

        Args:
            listed: names in the entry-point group `adapter_core`, or paths that end in `.py`.
            base: the folder that such paths start from.

        Raises:
            PluginError: FP-0200 to FP-0208 and FP-0210.
        """
        self._pm = pluggy.PluginManager(PROJECT)
        self._pm.add_hookspecs(spec)
        self._found: dict[str, Found] = {}
        for name in dict.fromkeys(listed):
            self._register(find_plugin(name, base))
        self.backends: dict[tuple[Port, str], BackendSpec] = {}
        self._brought: dict[str, list[BackendSpec]] = {name: [] for name in self._found}
        self._collect_backends()
        self.transforms: dict[str, Callable[[Any], Any]] = {}
        self._transforms_by: dict[str, str] = {}
        self._collect_transforms()
        self._writers_by = tuple(self._collect_sample_writers())
        self.sample_writers: tuple[SampleWriter, ...] = tuple(writer for _, writer in self._writers_by)
        self.sample_directories = tuple(self._collect_sample_directories())
        self.health_checks = tuple(self._collect("adapter_health_checks", HealthCheck))
        self.rules: tuple[tuple[str, object], ...] = tuple(self._collect("adapter_checks", object))

    # --- what the plugins are -----------------------------------------------------------------------

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the plugins, in the config's order."""
        return tuple(self._found)

    def lines(self) -> list[PluginLine]:
        """What each plugin brings."""
        lines = []
        for name, found in self._found.items():
            hooks = sorted(caller.name for caller in self._pm.get_hookcallers(found.module) or ())
            lines.append(
                PluginLine(
                    name,
                    found.version,
                    found.origin,
                    tuple(hooks),
                    tuple(self._brought[name]),
                    tuple(
                        str(getattr(rule, "id", type(rule).__name__)) for by, rule in self.rules if by == name
                    ),
                    tuple(each for each, by in self._transforms_by.items() if by == name),
                    tuple(writer for by, writer in self._writers_by if by == name),
                )
            )
        return lines

    def backend(self, name: str, ports: Sequence[Port], *, where: str) -> BackendSpec:
        """The backend of a name.

        Args:
            name: what the config says in `backend = "…"`.
            ports: the ports that will do; the first that has such a backend is used.
            where: key path of the config that names it.

        Raises:
            PluginError: no listed plugin brings it (FP-0209).
        """
        for port in ports:
            if (port, name) in self.backends:
                return self.backends[port, name]
        known = sorted({backend for port, backend in self.backends if port in ports})
        wanted = " or ".join(port.value for port in ports)
        brought = f" They bring: {', '.join(known)}." if known else ""
        raise PluginError(
            "FP-0209",
            f'No listed plugin brings a backend "{name}" for {wanted}.{did_you_mean(name, known)}{brought}',
            where=where,
        )

    # --- one method a hook --------------------------------------------------------------------------

    def adapter_case_records(self) -> list[tuple[str, BackendSpec]]:
        """Backends for case records, with the plugin that brings each."""
        return self._collect_port("adapter_case_records", Port.CASE_RECORDS)

    def adapter_demographics(self) -> list[tuple[str, BackendSpec]]:
        """Backends for demographics, with the plugin that brings each."""
        return self._collect_port("adapter_demographics", Port.DEMOGRAPHICS)

    def adapter_directory(self) -> list[tuple[str, BackendSpec]]:
        """Backends for the community directory, with the plugin that brings each."""
        return self._collect_port("adapter_directory", Port.DIRECTORY)

    def adapter_directory_feeds(self) -> list[tuple[str, BackendSpec]]:
        """Backends that a directory takes services in from, with the plugin that brings each."""
        return self._collect_port("adapter_directory_feeds", Port.DIRECTORY_FEED)

    def adapter_reference_data(self) -> list[tuple[str, BackendSpec]]:
        """Backends for reference data, with the plugin that brings each."""
        return self._collect_port("adapter_reference_data", Port.REFERENCE_DATA)

    def adapter_commands(self, cli: click.Group) -> list[HookFailure]:
        """Let the plugins add their commands; the failures are what the help mentions."""
        return self._tell("adapter_commands", cli=cli)

    def adapter_before_batch(self, *, run: str, source: str, number: int, people: int) -> list[HookFailure]:
        """Tell the observers that a batch is about to be assessed; see `spec`."""
        return self._tell("adapter_before_batch", run=run, source=source, number=number, people=people)

    def adapter_after_batch(  # noqa: PLR0913 - the hook's own arguments
        self, *, run: str, source: str, number: int, people: int, gaps: int, rejects: int
    ) -> list[HookFailure]:
        """Tell the observers that a batch was stored; see `spec`."""
        return self._tell(
            "adapter_after_batch",
            run=run,
            source=source,
            number=number,
            people=people,
            gaps=gaps,
            rejects=rejects,
        )

    def adapter_domain_event(self, event: DomainEvent) -> list[HookFailure]:
        """Tell the observers what happened; see `spec`."""
        return self._tell("adapter_domain_event", event=event)

    # --- registering --------------------------------------------------------------------------------

    def _register(self, found: Found) -> None:
        hooks = set(spec.__all__)
        for name in vars(found.module):
            function = getattr(found.module, name)
            if (
                name in hooks
                and callable(function)
                and not hasattr(function, f"{hookimpl.project_name}_impl")
            ):
                raise PluginError(
                    "FP-0202",
                    f'"{name}" is called like a hook and is not marked as one, so it would never be called.',
                    where=f"plugin {found.name}",
                    remedy="Mark it with @hookimpl, which is imported from adapter_core.hooks.",
                )
        try:
            self._pm.register(found.module, found.name)
        except pluggy.PluginValidationError as error:
            hook = next(
                (name for name in sorted(hooks, key=len, reverse=True) if f"'{name}'" in str(error)), ""
            )
            raise PluginError(
                "FP-0203",
                f'The hook "{hook}" asks for an argument that is not there; it has: {self._arguments(hook)}.',
                where=f"plugin {found.name}",
            ) from error
        self._found[found.name] = found
        for caller in self._pm.get_hookcallers(found.module) or ():
            if not caller.has_spec():
                raise PluginError(
                    "FP-0202",
                    f'There is no hook "{caller.name}".{did_you_mean(caller.name, hooks)}',
                    where=f"plugin {found.name}",
                )

    def _arguments(self, hook: str) -> str:
        caller = getattr(self._pm.hook, hook, None)
        names = caller.spec.argnames if caller is not None and caller.spec is not None else ()
        return ", ".join(names) or "none"

    # --- collecting ---------------------------------------------------------------------------------

    def _each(self, hook: str) -> Iterator[tuple[str, pluggy.HookImpl]]:
        """Implementations of a hook, in the config's order."""
        found = {each.plugin_name: each for each in getattr(self._pm.hook, hook).get_hookimpls()}
        for name in self._found:
            if name in found:
                yield name, found[name]

    def _call(self, hook: str) -> Iterator[tuple[str, Any]]:
        for name, implementation in self._each(hook):
            try:
                given = implementation.function()
            except (Exception, SystemExit) as error:
                raise PluginError(
                    "FP-0208", f"The hook {hook} failed: {why(error)}", where=f"plugin {name}"
                ) from error
            yield name, given

    def _collect(self, hook: str, kind: type[T]) -> Iterator[tuple[str, T]]:
        for name, given in self._call(hook):
            try:
                things = list(given)
            except (Exception, SystemExit) as error:
                raise PluginError(
                    "FP-0207",
                    f"The hook {hook} gave nothing to go through: {why(error)}",
                    where=f"plugin {name}",
                ) from error
            for thing in things:
                if not isinstance(thing, kind):
                    raise PluginError(
                        "FP-0207",
                        f"The hook {hook} gave {a_kind(thing)} where a {kind.__name__} belongs.",
                        where=f"plugin {name}",
                    )
                yield name, thing

    def _collect_port(self, hook: str, port: Port) -> list[tuple[str, BackendSpec]]:
        found = []
        for name, backend in self._collect(hook, BackendSpec):
            check_backend(backend, port, hook=hook, plugin=name)
            found.append((name, backend))
        return found

    def _collect_backends(self) -> None:
        owner: dict[tuple[Port, str], str] = {}
        for name, backend in (
            *self.adapter_case_records(),
            *self.adapter_demographics(),
            *self.adapter_directory(),
            *self.adapter_directory_feeds(),
            *self.adapter_reference_data(),
        ):
            key = (backend.port, backend.name)
            refuse_second(f'the backend "{backend.name}" for {backend.port.value}', key, name, owner)
            self.backends[key] = backend
            self._brought[name].append(backend)

    def _collect_transforms(self) -> None:
        for name, given in self._call("adapter_transforms"):
            if not isinstance(given, dict) or not all(
                isinstance(k, str) and callable(v) for k, v in given.items()
            ):
                raise PluginError(
                    "FP-0207",
                    "The hook adapter_transforms gave something other than a dict of names to functions.",
                    where=f"plugin {name}",
                )
            for transform, function in given.items():
                refuse_second(f'the transform "{transform}"', transform, name, self._transforms_by)
                self.transforms[transform] = function

    def _collect_sample_writers(self) -> Iterator[tuple[str, SampleWriter]]:
        owner: dict[tuple[str, str], str] = {}
        for name, writer in self._collect("adapter_sample_writers", SampleWriter):
            key = (writer.name, writer.mapping)
            refuse_second(f'the sample writer "{writer.name}" for {writer.mapping}', key, name, owner)
            yield name, writer

    def _collect_sample_directories(self) -> Iterator[SampleDirectory]:
        owner: dict[str, str] = {}
        for name, directory in self._collect("adapter_sample_directories", SampleDirectory):
            refuse_second(f'the sample directory "{directory.name}"', directory.name, name, owner)
            yield directory

    def _tell(self, hook: str, **given: object) -> list[HookFailure]:
        """Call a hook of every plugin by itself; one that fails is skipped and named."""
        failures = []
        for name, implementation in self._each(hook):
            try:
                implementation.function(**{each: given[each] for each in implementation.argnames})
            except (Exception, SystemExit) as error:  # noqa: BLE001 - an observer never stops a run
                failures.append(HookFailure(name, hook, type(error).__name__))
        return failures
