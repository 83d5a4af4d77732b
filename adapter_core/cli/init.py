"""`fingerpost init`: a starter config."""

from __future__ import annotations

from pathlib import Path

import click

from adapter_core.cli.common import Options, common_options, emit_json, pass_options


@click.command()
@click.option(
    "--dir",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path(),
    help="The folder to write into; this one if not given.",
)
@common_options
@pass_options
def init(options: Options, folder: Path) -> None:
    """Write a starter config with comments into this folder."""
    from adapter_core.service.starter import write_starter  # noqa: PLC0415 - only when run

    path = write_starter(folder)
    if options.json:
        emit_json({"schema": 1, "config": str(path)})
        return
    click.echo(f"Wrote {path}.\nNext: open it, name your sources, then run: fingerpost config check")
