"""`fingerpost check`: check everybody; list what can be checked; test a profile of one's own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from adapter_core.cli.common import Options, as_of_option, common_options, console, emit_json, pass_options
from adapter_core.cli.faults import worded, worst
from adapter_core.cli.progress import progress

if TYPE_CHECKING:
    from adapter_core.hooks.manager import HookFailure
    from adapter_core.service.catalogue import Catalogue
    from adapter_core.testing.profile_tests import ExampleResult

EXIT_FAILED = 1


@click.group(invoke_without_command=True)
@click.option("--profile", help="The rules to ask; the config's choice if not given.")
@click.option("--cohort", help="Whom to check; the config's choice if not given.")
@click.option(
    "--list", "listed", is_flag=True, help="Show every rule, profile and cohort, and check nothing."
)
@as_of_option
@common_options
@pass_options
@click.pass_context
def check(
    ctx: click.Context, options: Options, *, profile: str | None, cohort: str | None, listed: bool
) -> None:
    """Check everybody in the cohort, and store what is missing."""
    if ctx.invoked_subcommand is not None:
        return
    if listed:
        _list(options)
        return
    from adapter_core.report import json, terminal  # noqa: PLC0415 - heavy, only when run
    from adapter_core.service.bootstrap import open_application  # noqa: PLC0415
    from adapter_core.service.checking import run_check  # noqa: PLC0415
    from adapter_core.service.reports import build_report  # noqa: PLC0415

    with open_application(options.config_path, as_of=options.as_of) as application:
        with progress("Checking …") as told:
            outcome = run_check(application, profile=profile, cohort=cohort, progress=told)
        looked = outcome.looked
        _tell_failures((*outcome.failures, *(looked.failures if looked is not None else ())))
        for problem in outcome.problems:
            click.echo(worded(problem), err=True)
        if looked is not None and looked.anything:
            click.echo(f"Entered by hand: {looked.words()}", err=True)
        report = build_report(application, outcome.run)
        if options.json:
            for chunk in json.chunks(report):
                click.echo(chunk, nl=False)
        else:
            terminal.render(report, console())
    ctx.exit(worst(outcome.exit_code))


@check.command()
@click.argument("file", type=click.Path(path_type=Path))
@common_options
@pass_options
@click.pass_context
def test(ctx: click.Context, options: Options, file: Path) -> None:
    """Test your own profile: FILE holds example people and the states you expect."""
    from adapter_core.testing.profile_tests import run_examples  # noqa: PLC0415 - heavy, only when run

    results = run_examples(file, options.config_path)
    if options.json:
        emit_json({"schema": 1, "examples": [each.as_json() for each in results]})
    else:
        _show_results(results)
    ctx.exit(EXIT_FAILED if any(each.differences for each in results) else 0)


def _show_results(results: list[ExampleResult]) -> None:
    out = console()
    for each in results:
        out.print(
            "ok   " if not each.differences else "WRONG",
            style="red" if each.differences else "green",
            end=" ",
        )
        out.print(each.says)
        for line in each.differences:
            out.print(f"      {line.rule}: expected {line.expected}, is {line.actual}.")
    wrong = sum(bool(each.differences) for each in results)
    out.print(
        f"{len(results)} examples, {wrong} wrong." if wrong else f"{len(results)} examples, all as expected."
    )


def _tell_failures(failures: tuple[HookFailure, ...]) -> None:
    """Name the observers that failed, once each: a night has many batches."""
    for each in dict.fromkeys(failures):
        click.echo(
            f"The plugin {each.plugin} failed in {each.hook} with a {each.reason}; it was skipped.", err=True
        )


def _list(options: Options) -> None:
    from adapter_core.service.catalogue import catalogue  # noqa: PLC0415 - heavy, only when run

    found = catalogue(options.config_path)
    if options.json:
        emit_json(found.as_json())
    else:
        _show(found)


def _show(found: Catalogue) -> None:
    from rich.table import Table  # noqa: PLC0415 - heavy, only when run

    from adapter_core.checks.cohort import COHORTS  # noqa: PLC0415

    out = console()
    rows = []
    for rule in found.rules.values():
        inside = ", ".join(name for name, ids in found.profiles.items() if rule.id in ids)
        notes = " (experimental)" if rule.experimental else " (counts only)" if rule.confidential else ""
        rows.append((rule.id, f"{rule.title}{notes}", rule.applies, inside))
    table = Table(box=None, pad_edge=False)
    if out.is_terminal:
        # Side by side they need three times the width of a screen: what does not fit would be cut.
        table.add_column("Rule", no_wrap=True)
        table.add_column("What should be there, whom it is asked of, and profiles", overflow="fold")
        for rule_id, title, applies, inside in rows:
            table.add_row(rule_id, "\n".join(filter(None, (title, f"{applies}.", inside))))
    else:
        for heading in ("Rule", "What should be there", "Whom it is asked of", "Profiles"):
            table.add_column(heading)
        for row in rows:
            table.add_row(*row)
    out.print(table)
    out.print("\nProfiles", style="bold")
    for name, words in found.words.items():
        out.print(f"  {name}: {words} ({len(found.profiles[name])} rules)")
    out.print("\nCohorts", style="bold")
    for cohort in COHORTS.values():
        out.print(f"  {cohort.id}: {cohort.words}")
