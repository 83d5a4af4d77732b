"""`fingerpost plugins` and `fingerpost sources`: what is connected, and what could be."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from adapter_core.cli.common import Options, common_options, console, emit_json, pass_options

if TYPE_CHECKING:
    from adapter_core.hooks.manager import PluginLine


@click.command()
@common_options
@pass_options
def plugins(options: Options) -> None:
    """Show each plugin of the config: version, hooks, backends, capabilities."""
    from adapter_core.service.plugins import plugin_report  # noqa: PLC0415 - heavy, only when run

    report = plugin_report(options.config_path)
    if options.json:
        emit_json(report.as_json())
        return
    out = console()
    for line in report.in_use:
        out.print(f"{line.name} {line.version}".strip(), style="bold")
        for words in _described(line):
            out.print(f"  {words}")
    if report.config is None:
        out.print("There is no config here, so that no plugin is in use.")
    if report.idle:
        out.print(f"Installed and not in use: {', '.join(report.idle)}.")


def _described(line: PluginLine) -> list[str]:
    words = [f"from {line.entry_point}", f"hooks: {', '.join(line.hooks) or 'none'}"]
    for backend in line.backends:
        title = f" ({backend.title})" if backend.title else ""
        words.append(
            f"backend {backend.name}{title} for {backend.port.value}, ports version {backend.api_version}"
        )
        if backend.capabilities:
            words.append(f"  can do at best: {', '.join(sorted(backend.capabilities))}")
    if line.rules:
        words.append(f"rules: {', '.join(line.rules)}")
    if line.transforms:
        words.append(f"transforms: {', '.join(line.transforms)}")
    for writer in line.sample_writers:
        title = f" ({writer.title})" if writer.title else ""
        read_by = f", read by the mapping {writer.mapping}" if writer.mapping else ""
        words.append(f"sample writer {writer.name}{title}{read_by}")
    return words


@click.command()
@common_options
@pass_options
def sources(options: Options) -> None:
    """Show each source of the config, without opening it."""
    from adapter_core.service.bootstrap import open_application  # noqa: PLC0415 - heavy, only when run
    from adapter_core.service.inspection import source_lines  # noqa: PLC0415

    with open_application(options.config_path, without_sources=True) as application:
        lines = source_lines(application)
    if options.json:
        emit_json({"schema": 1, "sources": [each.as_json() for each in lines]})
        return
    out = console()
    for each in lines:
        out.print(f"{each.name}: {each.title}", style="bold")
        out.print(f"  {each.role}; backend {each.backend} for {each.port}; mapping {each.mapping or 'none'}")
    if not lines:
        out.print("The config has no source yet.")
