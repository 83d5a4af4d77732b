"""What the plugin registers: the directory behind its port, and its commands."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from adapter_core.hooks import hookimpl
from adapter_core.hooks.capabilities import Capability, Port
from adapter_core.hooks.ports import BackendSpec, FilledDirectory, HealthCheck, SampleDirectory, SampleTown
from community_directory.port import DirectorySettings, open_port

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    import click

    from adapter_core.config import Config


@hookimpl
def adapter_directory() -> Iterable[BackendSpec]:
    """The directory that comes with Fingerpost."""
    return [
        BackendSpec(
            name="community_directory",
            port=Port.DIRECTORY,
            capabilities=frozenset({Capability.DIRECTORY_SEARCH}),
            config_model=DirectorySettings,
            open=open_port,
            title="Community directory",
        )
    ]


@hookimpl
def adapter_directory_feeds() -> Iterable[BackendSpec]:
    """CSV files and workbooks as feeds, by mapping."""
    from community_directory.importing.tables.backend import TABLES  # noqa: PLC0415 - wanted by imports alone

    return [TABLES]


@hookimpl
def adapter_sample_directories() -> Iterable[SampleDirectory]:
    """The directory of the demo's town."""
    return [SampleDirectory("community_directory", _fill, "Community directory")]


def _fill(folder: Path, places: SampleTown) -> FilledDirectory:
    from community_directory.demo.filling import fill  # noqa: PLC0415 - wanted by the demo alone

    return fill(folder, places)


@hookimpl
def adapter_health_checks() -> Iterable[HealthCheck]:
    """What `doctor` asks of the directory."""
    return [
        HealthCheck(name, partial(_healthy, question), with_config=True)
        for name, question in (
            ("opens, and is at the newest shape", "is_open"),
            ("the search finds what there is", "index_agrees"),
            ("contacts are looked after", "contacts_are_fresh"),
        )
    ]


def _healthy(question: str, config: Config) -> str | None:
    from community_directory import health  # noqa: PLC0415 - wanted by `doctor` alone

    answer: str | None = getattr(health, question)(config)
    return answer


@hookimpl
def adapter_commands(cli: click.Group) -> None:
    """`fingerpost search` and `fingerpost directory`."""
    from community_directory.cli.directory import directory  # noqa: PLC0415 - wanted by the command line alone
    from community_directory.cli.search import search  # noqa: PLC0415 - as above

    cli.add_command(search)
    cli.add_command(directory)
