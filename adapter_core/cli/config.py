"""`fingerpost config`: check the config against what is really there, and show it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from adapter_core.cli.common import (
    Options,
    Subcommands,
    as_of_option,
    common_options,
    console,
    emit_json,
    pass_options,
)

if TYPE_CHECKING:
    from rich.console import Console

    from adapter_core.service.inspection import ConfigReport, Problem, SourceInspection


@click.group(cls=Subcommands)
@common_options
def config() -> None:
    """Check and show the config."""


@config.command()
@click.option(
    "--save-shape", is_flag=True, help="Keep what each source looks like, to be compared with from now on."
)
@common_options
@as_of_option
@pass_options
@click.pass_context
def check(ctx: click.Context, options: Options, *, save_shape: bool) -> None:
    """Open every source, and compare the mapping with what is there.

    Says what each source can do, which rules that allows, and what is wrong. Of files the first records
    are read, and nobody is shown. With
    --save-shape, what tables and columns each source has is kept beside the config; from then on it is
    said what has gone since.
    """
    from adapter_core.service.bootstrap import open_application  # noqa: PLC0415 - heavy, only when run
    from adapter_core.service.inspection import inspect_config  # noqa: PLC0415
    from adapter_core.service.mapping_tools.shapes import SHAPES, save_shapes  # noqa: PLC0415

    with open_application(options.config_path, as_of=options.as_of) as application:
        report = inspect_config(application)
        saved = save_shapes(application) if save_shape else None
    if options.json:
        emit_json(report.as_json() | ({} if saved is None else {"shapes_saved": saved}))
    else:
        _show(report, console())
        if saved is not None:
            click.echo(f"Kept what {', '.join(saved) or 'no source'} looks like, in {SHAPES}.", err=True)
    ctx.exit(report.exit_code)


@config.command()
@common_options
@pass_options
def show(options: Options) -> None:
    """Show the config as Fingerpost sees it, the environment included. Secrets are never shown."""
    from adapter_core.config import find_config, load_config  # noqa: PLC0415 - heavy, only when run

    loaded = load_config(find_config(options.config_path))
    if options.json:
        emit_json(loaded.shown())
        return
    out = console()
    out.print(f"{loaded.file}\n", style="bold")
    _print_table(out, loaded.shown(), "")


def _print_table(out: Console, table: dict[str, object], path: str) -> None:
    for key, value in table.items():
        where = f"{path}.{key}" if path else key
        if isinstance(value, dict):
            _print_table(out, value, where)
        elif value is not None and value != "":
            shown = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
            out.print(f"{where} = {shown}")


def _show(report: ConfigReport, out: Console) -> None:
    out.print(f"{report.council}: {report.file}", style="bold")
    out.print(f"Profile {report.profile} ({report.rules} rules), cohort {report.cohort}.")
    status, practices, true_on = report.practices
    if practices:
        out.print(f"Practice list: {practices:,} practices, true on {true_on}.")
    else:
        out.print(f"Practice list: {status.replace('_', ' ')}.")
    for source in report.sources:
        _show_source(source, out)
    if report.problems:
        out.print()
        _show_problems(report.problems, out)
    out.print()
    fatal = report.exit_code != 0
    out.print(
        "Something has to change before a check can run." if fatal else "A check can run.", style="bold"
    )


def _show_source(source: SourceInspection, out: Console) -> None:
    from adapter_core.report.words import listing  # noqa: PLC0415 - only when run

    out.print()
    out.print(f"{source.title} (source {source.name}, {source.port}): {_fits(source)}", style="bold")
    if source.records == 0:
        out.print("  No record of it could be read.")
    elif source.records is not None:
        out.print(f"  The first {source.records:,} records were read.")
    elif source.status == "ok":
        out.print("  What it holds was looked at; no record was read.")
    if source.as_of is not None:
        out.print(f"  Its data was true on {source.as_of:%Y-%m-%d}.")
    if source.capabilities:
        out.print(f"  It can do: {', '.join(source.capabilities)}.")
    able = [each.rule for each in source.rules if each.supported]
    if source.rules:
        out.print(f"  It allows {len(able)} of {len(source.rules)} rules.")
    for each in source.rules:
        if not each.supported:
            verb = "is" if len(each.missing) == 1 else "are"
            out.print(
                f"    not {each.rule}: the mapping does not say where {listing(list(each.missing))} {verb}."
            )
        elif each.missing:
            out.print(f"    {each.rule} says less without {listing(list(each.missing))}.")
    _show_problems(source.problems, out)


def _fits(source: SourceInspection) -> str:
    if source.status != "ok":
        return {"down": "cannot be reached", "wrong": "does not fit its mapping"}[source.status]
    notes = " but for [notes]" if any(each.code == "FP-1062" for each in source.problems) else ""
    return f"opens, and the mapping fits{notes}"


def _show_problems(problems: tuple[Problem, ...], out: Console) -> None:
    for each in problems:
        out.print(f"  {each.code} {each.where}: {each.what}", style="red" if each.fatal else "yellow")
