"""`fingerpost report`: a run, on the terminal or as a file."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from adapter_core.cli.common import (
    Options,
    check_output,
    common_options,
    console,
    emit_json,
    output_option,
    pass_options,
)
from adapter_core.errors import UsageError

if TYPE_CHECKING:
    from adapter_core.report.model import RunReport

TABLE_WIDTH = 110
ENDINGS = {".html": "html", ".xlsx": "xlsx", ".csv": "csv", ".json": "json", ".txt": "table"}
FORMATS = ("table", "html", "xlsx", "csv", "json")


@click.command()
@click.option(
    "--run", metavar="ID", help="The run to show; the latest of the profile and cohort if not given."
)
@click.option("--profile", help="Of which profile; the config's choice if not given.")
@click.option("--cohort", help="Of which cohort; the config's choice if not given.")
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    help="What it looks like; what the file's ending says, or a table, if not given.",
)
@output_option("The file to write; standard output if not given. An XLSX always needs one.")
@click.option("--names", is_flag=True, help="Show names beside references. This is noted in the audit.")
@common_options
@pass_options
def report(  # noqa: PLR0913 - one argument an option
    options: Options,
    *,
    run: str | None,
    profile: str | None,
    cohort: str | None,
    form: str | None,
    output: Path | None,
    overwrite: bool,
    names: bool,
) -> None:
    """Show a run, or write it into a file."""
    from adapter_core.service.bootstrap import open_application  # noqa: PLC0415 - heavy, only when run
    from adapter_core.service.reports import build_report  # noqa: PLC0415

    form = _form(form, output, wants_json=options.json)
    with open_application(options.config_path, without_sources=True) as application:
        check_output(output, application.config, overwrite=overwrite)
        found = build_report(application, run, profile=profile, cohort=cohort, names=names)
        if output is None:
            _print(found, form)
            return
        from adapter_core.service.report_files import write_report  # noqa: PLC0415 - heavy, only when run

        write_report(found, form, output)
    if options.json:
        emit_json({"schema": 1, "report": str(output.absolute()), "run": found.run.id})
    else:
        click.echo(f"Wrote {output}.", err=True)


def _form(form: str | None, output: Path | None, *, wants_json: bool) -> str:
    """The format that is meant; what contradicts itself is refused (FP-0920)."""
    if output is not None:
        ending = output.suffix.lower()
        if ending not in ENDINGS:
            message = f"The file's name has to end in one of: {', '.join(ENDINGS)}."
        elif form not in {None, ENDINGS[ending]}:
            message = f"A file that ends in {ending} is no {form}."
        else:
            return ENDINGS[ending]
    elif form == "xlsx":
        message = "An XLSX needs a file to go into: add --output FILE."
    elif wants_json and form not in {None, "json"}:
        message = f"Either --json or --format {form}, not both."
    else:
        return "json" if wants_json else form or "table"
    raise UsageError("FP-0920", message, where="report")


def _print(found: RunReport, form: str) -> None:
    if form == "table":
        from adapter_core.report import terminal  # noqa: PLC0415 - heavy, only when run

        terminal.render(found, console(plain_width=TABLE_WIDTH), full=True)
        return
    from adapter_core.service.report_files import text_of  # noqa: PLC0415 - heavy, only when run

    if form == "csv":  # its lines end in CR LF already
        sys.stdout.flush()
        sys.stdout.buffer.writelines(chunk.encode("utf-8") for chunk in text_of(found, form))
        return
    for chunk in text_of(found, form):
        click.echo(chunk, nl=False)
