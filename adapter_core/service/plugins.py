"""What plugins there are and what each brings; and the commands that they add."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from adapter_core.config import find_config, load_config
from adapter_core.errors import ConfigurationError, FingerpostError
from adapter_core.hooks.loading import installed
from adapter_core.hooks.manager import Plugins

if TYPE_CHECKING:
    from pathlib import Path

    import click

    from adapter_core.hooks.manager import PluginLine


@dataclass(frozen=True, slots=True)
class PluginReport:
    """Plugins in use, and those that are only installed.

    Attributes:
        config: the config that was read; None where there is none.
        in_use: what each plugin of the config brings, in the config's order.
        idle: installed plugins that the config does not list: name to entry point; they are not imported.
    """

    config: Path | None
    in_use: tuple[PluginLine, ...]
    idle: dict[str, str]

    def as_json(self) -> dict[str, Any]:
        """The report as plain JSON types."""
        return {
            "schema": 1,
            "plugins": [
                {
                    "name": line.name,
                    "version": line.version,
                    "entry_point": line.entry_point,
                    "hooks": list(line.hooks),
                    "backends": [
                        {
                            "name": backend.name,
                            "title": backend.title,
                            "port": backend.port.value,
                            "api_version": backend.api_version,
                            "capabilities": sorted(backend.capabilities),
                        }
                        for backend in line.backends
                    ],
                    "rules": list(line.rules),
                    "transforms": list(line.transforms),
                    "sample_writers": [
                        {"name": writer.name, "title": writer.title, "mapping": writer.mapping}
                        for writer in line.sample_writers
                    ],
                }
                for line in self.in_use
            ],
            "installed": self.idle,
        }


def plugin_report(config_path: Path | None) -> PluginReport:
    """The plugins; without a config, only what is installed.

    Raises:
        ConfigurationError: the config is wrong.
        PluginError: a plugin breaks the contract.
    """
    there = {name: entry.value for name, entry in sorted(installed().items())}
    try:
        path = find_config(config_path)
    except ConfigurationError:
        if config_path is not None:
            raise
        return PluginReport(None, (), there)
    config = load_config(path, without_sources=True)
    plugins = Plugins(config.plugins, base=config.base)
    return PluginReport(
        path,
        tuple(plugins.lines()),
        {name: value for name, value in there.items() if name not in plugins.names},
    )


def add_commands(cli: click.Group, config_path: Path | None) -> list[str]:
    """Let the config's plugins add their commands.

    Returns:
        Why commands may be missing, a sentence each: the help shows them. No config is no fault.
    """
    try:
        config = load_config(find_config(config_path), without_sources=True)
        failures = Plugins(config.plugins, base=config.base).adapter_commands(cli)
    except FingerpostError as error:
        if error.code == "FP-0101" and config_path is None:
            return []
        return [f"The commands of plugins are not shown: {error.code}: {error.message.splitlines()[0]}"]
    return [
        f"The commands of the plugin {each.plugin} are missing: FP-0208: a {each.reason} was raised."
        for each in failures
    ]
