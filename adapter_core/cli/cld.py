"""`fingerpost export cld`: completed conversations as events of Client Level Data."""

from __future__ import annotations

import csv
import io
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

if TYPE_CHECKING:
    from datetime import date

    from adapter_core.service.casework.client_level_data import CldExport

EXIT_BREACHED = 1
NAMED = 5
"""References that a line shows; --json has all."""


@click.command()
@click.option("--from", "start", type=Day(), required=True, help="The first day of the reporting period.")
@click.option("--to", "end", type=Day(), required=True, help="Its last day.")
@click.option("--source", help="Whose people; the master if not given.")
@click.option("--check", is_flag=True, help="Say what is wrong and who can mend it; write no events.")
@output_option("The CSV to write; standard output if not given. Only you may read it.")
@as_of_option
@common_options
@pass_options
def cld(  # noqa: PLR0913 - one argument an option
    options: Options,
    *,
    start: date,
    end: date,
    source: str | None,
    check: bool,
    output: Path | None,
    overwrite: bool,
) -> int:
    """Write completed conversations as events of the national return, Client Level Data, as CSV."""
    from adapter_core.service.bootstrap import open_application  # noqa: PLC0415 - heavy, only when run
    from adapter_core.service.casework.client_level_data import export  # noqa: PLC0415

    with open_application(options.config_path, as_of=options.as_of) as application:
        check_output(output, application.config, overwrite=overwrite)
        made = export(application, start=start, end=end, source=source, check=check)
    if not check:
        _write(made, output)
        if output is not None and not options.json:
            click.echo(f"Wrote {output}.", err=True)
    if options.json and (check or output is not None):
        emit_json(_as_json(made))
    elif check:
        _show(made)
    else:
        click.echo(_summary(made), err=True)
    return EXIT_BREACHED if made.mandatory else 0


def _write(made: CldExport, output: Path | None) -> None:
    from adapter_core.casework.client_level_data.columns import COLUMNS  # noqa: PLC0415 - heavy, only when run
    from adapter_core.report.csv import safe  # noqa: PLC0415
    from adapter_core.service.report_files import write_whole  # noqa: PLC0415

    held = io.StringIO(newline="")
    writer = csv.writer(held, lineterminator="\r\n")
    headings = [column.heading for column in COLUMNS]
    writer.writerow(headings)
    for one in made.events:
        writer.writerow([safe(one.cells[heading]) for heading in headings])
    if output is None:
        click.echo(held.getvalue().replace("\r\n", "\n"), nl=False)
    else:
        # NHS numbers stand in it.
        write_whole(output, lambda stream: stream.write(held.getvalue().encode("utf-8")), private=True)


def _summary(made: CldExport) -> str:
    from adapter_core.report.words import plural  # noqa: PLC0415 - only when run

    lacking = (
        f"{made.mandatory:,} of them {'lacks' if made.mandatory == 1 else 'lack'} what the return wants."
    )
    lines = [f"{plural(len(made.events), 'event')}; {lacking}"]
    if made.by_association:
        lines.append(
            f"{made.by_association} with carers who are known by association alone, who have no events, are "
            f"left out: put the client type right in {made.title} if that is wrong."
        )
    if made.withheld:
        lines.append(f"{made.withheld} with people whose records are restricted are left out.")
    if made.not_found:
        lines.append(f"{made.not_found} with people whom {made.title} shows no more are left out.")
    if made.mandatory:
        lines.append("What is wrong, and who can mend it: fingerpost export cld --check, with the same days.")
    return "\n".join(lines)


def _show(made: CldExport) -> None:
    out = console()
    out.print(_summary(made).partition("\nWhat is wrong")[0])
    for each in made.to_mend:
        code = f' "{each.problem.code}"' if each.problem.code else ""
        more = len(each.refs) - NAMED
        people = ", ".join(each.refs[:NAMED]) + (f" and {more} more" if more > 0 else "")
        out.print(f"{each.problem.column}{code} ({int(each.problem.result)}): {each.problem.why}")
        out.print(f"  {each.who}. People: {people}")


def _as_json(made: CldExport) -> dict[str, object]:
    return {
        "schema": 1,
        "source": made.source,
        "from": made.period.start.isoformat(),
        "to": made.period.end.isoformat(),
        "events": len(made.events),
        "incomplete": made.mandatory,
        "by_association": made.by_association,
        "withheld": made.withheld,
        "not_found": made.not_found,
        "problems": [
            {
                "column": each.problem.column,
                "result": int(each.problem.result),
                "code": each.problem.code,
                "why": each.problem.why,
                "who": each.who,
                "people": list(each.refs),
            }
            for each in made.to_mend
        ],
    }
