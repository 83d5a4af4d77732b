"""What the plugin registers: the directory behind its port, and its commands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapter_core.hooks import hookimpl
from adapter_core.hooks.capabilities import Capability, Port
from adapter_core.hooks.ports import BackendSpec
from community_directory.port import DirectorySettings, open_port

if TYPE_CHECKING:
    from collections.abc import Iterable

    import click


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
def adapter_commands(cli: click.Group) -> None:
    """`fingerpost search` and `fingerpost directory`."""
    from community_directory.cli.directory import directory  # noqa: PLC0415 - wanted by the command line alone
    from community_directory.cli.search import search  # noqa: PLC0415 - as above

    cli.add_command(search)
    cli.add_command(directory)
