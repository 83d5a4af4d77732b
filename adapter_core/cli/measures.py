"""`fingerpost measures`: what came of conversations and signposts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from adapter_core.cli.common import (
    Day,
    Options,
    as_of_option,
    check_output,
    common_options,
    console,
    emit_json,
    output_option,
    pass_options,
)
from adapter_core.errors import UsageError

if TYPE_CHECKING:
    from datetime import date

    from adapter_core.report.measures.model import MeasuresReport

ENDINGS = {".html": "html", ".csv": "csv", ".json": "json"}
EXIT_PARTIAL = 3


@click.command()
@click.option(
    "--site", default="", metavar="NAME", help="A site of the config; the whole council if not given."
)
@click.option(
    "--from", "start", type=Day(), help="The first day; the site's own, or 1 January, if not given."
)
@click.option("--to", "end", type=Day(), help="The last day; the day that is spoken of if not given.")
@click.option("--publish", is_flag=True, help="Leave out small numbers and what people wrote.")
@output_option("A file that ends in .html, .csv or .json; a table on the terminal if not given.")
@as_of_option
@common_options
@pass_options
def measures(  # noqa: PLR0913 - one argument an option
    options: Options,
    *,
    site: str,
    start: date | None,
    end: date | None,
    publish: bool,
    output: Path | None,
    overwrite: bool,
) -> int:
    """Show what came of conversations and signposts, led by how many are confirmed to have helped."""
    from adapter_core.service.bootstrap import open_application  # noqa: PLC0415 - heavy, only when run
    from adapter_core.service.casework.measures import measure  # noqa: PLC0415

    form = _form(output)
    with open_application(options.config_path, as_of=options.as_of, without_sources=True) as application:
        check_output(output, application.config, overwrite=overwrite)
        report = measure(application, site=site, start=start, end=end)
    if output is not None:
        from adapter_core.report.measures.plain import rejects_as_json  # noqa: PLC0415 - only where it is wanted

        _write(report, form, output, publish=publish)
        if options.json:
            emit_json({"schema": 1, "report": str(output.absolute()), "rejects": rejects_as_json(report)})
        else:
            click.echo(f"Wrote {output}.", err=True)
            for each in report.refused:
                where = f"{each.file} row {each.row}, {each.column}"
                click.echo(f"{where}: {each.why} ({each.code})", err=True)
    elif options.json:
        from adapter_core.report.measures.plain import as_json  # noqa: PLC0415 - only where it is wanted

        emit_json(as_json(report, publish=publish))
    else:
        from adapter_core.report.measures.terminal import render  # noqa: PLC0415

        render(report, console(), publish=publish)
    return EXIT_PARTIAL if report.refused else 0


def _form(output: Path | None) -> str:
    if output is None:
        return ""
    ending = output.suffix.lower()
    if ending not in ENDINGS:
        message = f"The file's name has to end in one of: {', '.join(ENDINGS)}."
        raise UsageError("FP-0920", message, where="measures --output")
    return ENDINGS[ending]


def _write(report: MeasuresReport, form: str, path: Path, *, publish: bool) -> None:
    import json  # noqa: PLC0415 - as its neighbours

    from adapter_core.report.measures import html, plain  # noqa: PLC0415 - heavy, only when run
    from adapter_core.service.report_files import write_whole  # noqa: PLC0415

    if form == "html":
        text = html.render(report, publish=publish)
    elif form == "csv":
        text = plain.as_csv(report, publish=publish)
    else:
        text = json.dumps(plain.as_json(report, publish=publish), indent=2, ensure_ascii=False) + "\n"
    write_whole(path, lambda stream: stream.write(text.encode("utf-8")))
