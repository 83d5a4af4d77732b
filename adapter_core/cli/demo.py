"""`fingerpost demo`: a fictional council to try everything on."""

from __future__ import annotations

import contextlib
import os
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from adapter_core.cli.common import Options, as_of_option, common_options, console, emit_json, pass_options
from adapter_core.cli.progress import progress
from adapter_core.errors import UsageError

if TYPE_CHECKING:
    from adapter_core.cli.progress import Progress
    from adapter_core.hooks.ports import FilledDirectory
    from adapter_core.report.model import RunReport
    from adapter_core.service.demo import DemoOutcome


@click.command()
@click.option(
    "--people", type=click.IntRange(min=1), default=5000, show_default=True, help="How many people it has."
)
@click.option(
    "--seed", type=int, default=1, show_default=True, help="The same seed and day give the same council."
)
@click.option(
    "--dir",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("fingerpost-demo"),
    show_default=True,
    help="Where it all goes.",
)
@click.option("--next-night", is_flag=True, help="Go on: some gaps mended, some new, some people gone.")
@click.option(
    "--like",
    metavar="SCAN",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Make a council of a scan's shape instead: its tables and columns, with invented people.",
)
@click.option("--no-open", is_flag=True, help="Do not open the report in a browser.")
@as_of_option
@common_options
@pass_options
def demo(  # noqa: PLR0913 - one argument an option
    options: Options,
    *,
    people: int,
    seed: int,
    folder: Path,
    next_night: bool,
    like: Path | None,
    no_open: bool,
) -> None:
    """Make a fictional council, check it, and write its report.

    Everybody in it is invented. It writes config, sources, a community directory, truth.json and the report
    into one folder.
    """
    from adapter_core.service.demo import run_demo  # noqa: PLC0415 - heavy, only when run

    if like is not None:
        _make_like(options, folder, like, people, seed, on_next_night=next_night)
        return
    with progress("Making a council and checking it …") as told:
        outcome = run_demo(
            folder,
            people=people,
            seed=seed,
            as_of=options.as_of,
            on_next_night=next_night,
            progress=told,
            show=None if options.json else partial(_show, told),
        )
    if options.json:
        emit_json(_as_json(outcome))
        return
    if outcome.council.directory is not None:
        click.echo(_of_the_directory(outcome.council.directory))
    if not no_open:
        _open(outcome.report)


def _make_like(  # noqa: PLR0913 - the options of one command
    options: Options, folder: Path, like: Path, people: int, seed: int, *, on_next_night: bool
) -> None:
    """Write a council of a scan's shape: as large as the scan says, unless --people says otherwise."""
    from adapter_core.service.demo import write_like_scan  # noqa: PLC0415 - heavy, only when run

    if on_next_night:
        raise UsageError("FP-0920", "Either --like or --next-night, not both.", where="demo")
    source = click.get_current_context().get_parameter_source("people")
    wanted = None if source is click.core.ParameterSource.DEFAULT else people
    with progress("Inventing …"):
        made = write_like_scan(folder, like, people=wanted, seed=seed)
    if options.json:
        emit_json(
            {"schema": 1, "folder": str(folder.absolute()), "source": str(made.absolute()), "seed": seed}
        )
    else:
        click.echo(f"Wrote {made}: nobody in it is real. Look at it with: fingerpost mapping scan {made}")


def _show(told: Progress | None, report: RunReport, file: Path) -> None:
    from adapter_core.report import terminal  # noqa: PLC0415 - heavy, only when run

    if told is not None:
        told.stop()
    terminal.render(report, console(), places=(file.absolute(),))


def _of_the_directory(filled: FilledDirectory) -> str:
    return (
        f"Directory: {filled.services:,} services of {filled.organisations:,} organisations, "
        f"{filled.contacts:,} contacts. Find one with: fingerpost search WORDS"
    )


def _as_json(outcome: DemoOutcome) -> dict[str, object]:
    council, check = outcome.council, outcome.check
    filled = council.directory
    return {
        "schema": 1,
        "folder": str(council.folder.absolute()),
        "config": str(council.config.absolute()),
        "truth": str(council.truth.absolute()),
        "report": str(outcome.report.absolute()),
        "council": council.name,
        "seed": council.seed,
        "as_of": council.as_of.isoformat(),
        "night": council.night,
        "people": council.people,
        "directory": filled
        and {
            "services": filled.services,
            "organisations": filled.organisations,
            "contacts": filled.contacts,
        },
        "run": {"id": check.run, "status": check.status, "people": check.people, "gaps": check.gaps},
    }


def _open(report: Path) -> None:
    """Open the report where there is a screen; a browser that runs in the terminal would take it over."""
    screen = sys.platform in ("win32", "darwin") or any(
        os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER")
    )
    if not screen or not sys.stdout.isatty():
        return
    import webbrowser  # noqa: PLC0415 - only when run

    with contextlib.suppress(webbrowser.Error, OSError):
        webbrowser.open(report.absolute().as_uri())
