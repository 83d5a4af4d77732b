"""`fingerpost export`: what others ask for, in their own formats."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from adapter_core.cli.cld import cld
from adapter_core.cli.common import (
    Day,
    Options,
    Subcommands,
    as_of_option,
    check_output,
    common_options,
    emit_json,
    output_option,
    pass_options,
)

if TYPE_CHECKING:
    from datetime import date

    from adapter_core.service.casework.fhir import Export


@click.group(cls=Subcommands)
@common_options
def export() -> None:
    """Write what others ask for, in their own formats."""


export.add_command(cld)


@export.command()
@click.option(
    "--format", "form", type=click.Choice(["fhir"]), default="fhir", show_default=True, help="The format."
)
@click.option("--from", "start", type=Day(), help="Those given on this day or later; all if not given.")
@click.option(
    "--to", "end", type=Day(), help="Those given up to this day; the day that is spoken of if not given."
)
@click.option(
    "--identify",
    is_flag=True,
    help="Say who the people are whose permission holds. This is noted in the audit.",
)
@output_option("The JSON file to write; standard output if not given. Only you may read it.")
@as_of_option
@common_options
@pass_options
def signposts(  # noqa: PLR0913 - one argument an option
    options: Options,
    *,
    form: str,  # noqa: ARG001 - there is one so far
    start: date | None,
    end: date | None,
    identify: bool,
    output: Path | None,
    overwrite: bool,
) -> None:
    """Write signposts and what came of them as FHIR R4: a Bundle of ServiceRequest and Task.

    People are the case system's own references. Nothing that anybody wrote is in it.
    """
    from adapter_core.service.casework.desk import open_desk  # noqa: PLC0415 - heavy, only when run
    from adapter_core.service.casework.fhir import export as export_fhir  # noqa: PLC0415

    with open_desk(options.config_path, options.as_of) as desk:
        check_output(output, desk.config, overwrite=overwrite)
        done = export_fhir(desk, start=start, end=end, identify=identify)
        if output is None:
            for piece in done.pieces:
                click.echo(piece, nl=False)
        else:
            _write(done, output)
    if output is not None and options.json:
        emit_json(
            {
                "schema": 1,
                "file": str(output.absolute()),
                "signposts": done.signposts,
                "withheld": done.withheld,
                "never_shared": done.never_shared,
                "identified": done.identified,
            }
        )
        return
    _tell(done, output)


def _tell(done: Export, output: Path | None) -> None:
    """What was done, on standard error, where the bundle itself may stand on standard output."""
    from adapter_core.report.words import plural  # noqa: PLC0415 - only when run

    where = f"Wrote {output}: " if output is not None else ""
    click.echo(f"{where}{plural(done.signposts, 'signpost')}.", err=True)
    if done.withheld:
        click.echo(f"{done.withheld:,} left out: the case system does not show their records.", err=True)
    if done.never_shared:
        click.echo(f"{done.never_shared:,} left out: marked never shared.", err=True)
    if done.identified:
        click.echo(f"{done.identified:,} say who the person is.", err=True)


def _write(done: Export, output: Path) -> None:
    from adapter_core.service.report_files import write_whole  # noqa: PLC0415 - only where it is wanted

    pieces = (piece.encode("utf-8") for piece in done.pieces)
    write_whole(output, lambda stream: stream.writelines(pieces), private=True)
