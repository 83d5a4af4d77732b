"""`fingerpost findings`: work the list down, one by one or as a file that goes to a team and comes back."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from adapter_core.cli.common import (
    Day,
    Options,
    Subcommands,
    common_options,
    emit_json,
    output_option,
    pass_options,
)
from adapter_core.cli.findings_shown import (
    preview_as_json,
    show_dead,
    show_findings,
    show_imports,
    show_preview,
)
from adapter_core.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date


F = TypeVar("F", bound="Callable[..., Any]")
EXIT_PARTIAL = 3
DECISIONS = ("asked_none", "declined", "done", "snoozed")


def series_options(command: F) -> F:
    """Let a command say of which profile and cohort."""
    command = click.option("--cohort", help="Of which cohort; the config's choice if not given.")(command)
    return click.option("--profile", help="Of which profile; the config's choice if not given.")(command)


def owner_options(command: F) -> F:
    """Let a command say whose."""
    command = click.option("--worker", help="Of this worker alone.")(command)
    return click.option("--team", help="Of this team alone.")(command)


@click.group(cls=Subcommands)
@common_options
def findings() -> None:
    """Work the list of what is missing down."""


@findings.command("list")
@series_options
@click.option("--rule", help="Of this rule alone.")
@owner_options
@click.option("--all", "hidden", is_flag=True, help="Show what reviews hide from work lists as well.")
@common_options
@pass_options
def list_(  # noqa: PLR0913 - one argument an option
    options: Options,
    *,
    profile: str | None,
    cohort: str | None,
    rule: str | None,
    team: str | None,
    worker: str | None,
    hidden: bool,
) -> None:
    """Show the gaps of the latest run, by owner and person."""
    from adapter_core.domain.findings import Batch  # noqa: PLC0415 - heavy, only when run
    from adapter_core.service.bootstrap import open_application  # noqa: PLC0415
    from adapter_core.service.closed_practices import remedy_of  # noqa: PLC0415
    from adapter_core.service.reviews import latest, list_findings  # noqa: PLC0415
    from adapter_core.service.worklist import (  # noqa: PLC0415
        death_notices,
        listed_rules,
        owner_named,
        series,
    )

    with open_application(options.config_path, without_sources=True) as application:
        rules = listed_rules(application, rule)
        profile, cohort = series(application, profile, cohort)
        run = latest(application.store, profile, cohort)
        team, worker = owner_named(application, run, team=team, worker=worker)
        found = list(
            list_findings(
                application.store,
                profile=profile,
                cohort=cohort,
                hidden=None if hidden else False,
                rules=list(rules),
                team=team,
                worker=worker,
            )
        )
        dead = [] if rule else death_notices(application, run, team=team, worker=worker)
        remedies = {
            each.finding.batch_key: remedy_of(application, rules[each.finding.rule], each.finding)
            for each in found
            if each.finding.batch is Batch.CLOSED_PRACTICE
        }
        titles = application.titles
    if options.json:
        from adapter_core.report.json import finding_as_json, notice_as_json  # noqa: PLC0415 - only when run

        rows = [finding_as_json(each.finding) | {"hidden": each.hidden} for each in found]
        notices = [notice_as_json(each) for each in dead]
        emit_json({"schema": 1, "findings": rows, "death_notices": notices})
        return
    show_dead(dead)
    show_findings(found, rules, titles, remedies)


@findings.command()
@click.argument("ref")
@click.argument("rule")
@click.argument("decision", type=click.Choice(DECISIONS))
@click.option("--until", type=Day(), help="When a snoozed gap comes back.")
@click.option("--why", default="", help="A note, without names or numbers of a person.")
@click.option("--source", help="Whose reference it is; the master's if not given.")
@series_options
@common_options
@pass_options
def review(  # noqa: PLR0913 - one argument an option
    options: Options,
    *,
    ref: str,
    rule: str,
    decision: str,
    until: date | None,
    why: str,
    source: str | None,
    profile: str | None,
    cohort: str | None,
) -> None:
    """Say what became of one gap: of the person REF, under RULE.

    "asked_none" and "declined" are answers and count as complete; "done" and "snoozed" only hide the gap.
    """
    from adapter_core.domain.findings import Decision  # noqa: PLC0415 - heavy, only when run
    from adapter_core.service.bootstrap import open_application  # noqa: PLC0415
    from adapter_core.service.missing import gap_now  # noqa: PLC0415
    from adapter_core.service.reviews import review as keep  # noqa: PLC0415
    from adapter_core.service.worklist import listed_rules, series  # noqa: PLC0415

    with open_application(options.config_path) as application:
        listed_rules(application, rule)
        profile, cohort = series(application, profile, cohort)
        saved = keep(
            application.store,
            source=source or application.master,
            ref=ref,
            rule=rule,
            decision=Decision(decision),
            why=why,
            until=until,
            profile=profile,
            cohort=cohort,
            live=lambda: gap_now(application, ref, rule, source=source, profile=profile),
        )
    kept = saved.review
    if options.json:
        emit_json(
            {
                "schema": 1,
                "person": {"source": kept.source, "ref": kept.ref},
                "rule": kept.rule,
                "state": kept.state.value,
                "decision": kept.decision.value,
                "who": kept.who,
                "until": kept.until.isoformat() if kept.until else None,
            }
        )
        return
    click.echo(f"Kept: {kept.source} {kept.ref}, {kept.rule}: {kept.decision.value.replace('_', ' ')}.")


@findings.command()
@click.argument("ref")
@click.argument("rule")
@click.option("--source", help="Whose reference it is; the master's if not given.")
@common_options
@pass_options
def withdraw(options: Options, *, ref: str, rule: str, source: str | None) -> None:
    """Take back what was decided about the person REF, under RULE."""
    from adapter_core.service import reviews  # noqa: PLC0415 - heavy, only when run
    from adapter_core.service.bootstrap import open_application  # noqa: PLC0415
    from adapter_core.service.worklist import listed_rules  # noqa: PLC0415

    with open_application(options.config_path, without_sources=True) as application:
        listed_rules(application, rule)
        name = source or application.master
        taken = reviews.withdraw(application.store, source=name, ref=ref, rule=rule).review
    if options.json:
        person = {"source": taken.source, "ref": taken.ref}
        emit_json({"schema": 1, "person": person, "rule": taken.rule, "withdrawn": taken.decision.value})
        return
    click.echo(
        f"Withdrawn: {taken.source} {taken.ref}, {taken.rule}: {taken.decision.value.replace('_', ' ')}."
    )


@findings.command()
@output_option("The file to write: .xlsx or .csv.", required=True)
@owner_options
@click.option("--all", "hidden", is_flag=True, help="Write what reviews hide from work lists as well.")
@series_options
@common_options
@pass_options
def export(  # noqa: PLR0913 - one argument an option
    options: Options,
    *,
    output: Path,
    overwrite: bool,
    team: str | None,
    worker: str | None,
    hidden: bool,
    profile: str | None,
    cohort: str | None,
) -> None:
    """Write the list into a file for a team to fill in; "findings import" takes it back."""
    from adapter_core.service import reviews  # noqa: PLC0415 - heavy, only when run
    from adapter_core.service.bootstrap import open_application  # noqa: PLC0415
    from adapter_core.service.report_files import check_place, write_whole  # noqa: PLC0415
    from adapter_core.service.worklist import owner_named, series  # noqa: PLC0415

    kind = output.suffix.lower()
    if kind not in (".xlsx", ".csv"):
        raise UsageError("FP-0920", "The file's name has to end in .xlsx or .csv.", where="findings export")
    make = reviews.export_xlsx if kind == ".xlsx" else reviews.export_csv
    with open_application(options.config_path, without_sources=True) as application:
        check_place(output, application.config, overwrite=overwrite)
        run = reviews.latest(application.store, *series(application, profile, cohort))
        team, worker = owner_named(application, run, team=team, worker=worker)
        content = make(
            application.store,
            run_id=run.id,
            rules=application.rules,
            team=team,
            worker=worker,
            hidden=None if hidden else False,
        )
    write_whole(output, lambda stream: stream.write(content))
    if options.json:
        emit_json({"schema": 1, "file": str(output.absolute()), "run": run.id})
        return
    click.echo(f"Wrote {output}. Fill in Decision, then run: fingerpost findings import {output}")


@findings.command("import")
@click.argument("file", required=False, type=click.Path(dir_okay=False, path_type=Path))
@click.option("--yes", is_flag=True, help="Take the decisions without asking.")
@click.option("--list", "listed", is_flag=True, help="Show the imports so far.")
@click.option("--undo", metavar="ID", help="Take an import back.")
@series_options
@common_options
@pass_options
@click.pass_context
def import_(  # noqa: PLR0913 - one argument an option
    ctx: click.Context,
    options: Options,
    *,
    file: Path | None,
    yes: bool,
    listed: bool,
    undo: str | None,
    profile: str | None,
    cohort: str | None,
) -> None:
    """Take a filled-in FILE back: a preview first, then the decisions, all or none.

    Without --yes it asks on a terminal, and elsewhere it only shows the preview.
    """
    from adapter_core.service import reviews  # noqa: PLC0415 - heavy, only when run
    from adapter_core.service.bootstrap import open_application  # noqa: PLC0415
    from adapter_core.service.worklist import series  # noqa: PLC0415

    if (file is not None) + listed + (undo is not None) != 1:
        raise UsageError("FP-0920", "Give one of: a file, --list, --undo ID.", where="findings import")
    with open_application(options.config_path) as application:
        store = application.store
        if listed:
            show_imports(reviews.imports(store), options)
            return
        if undo is not None:
            done = reviews.undo(store, undo)
            kept = [{"source": source, "ref": ref, "rule": rule} for source, ref, rule in done.kept]
            if options.json:
                emit_json({"schema": 1, "removed": done.removed, "restored": done.restored, "kept": kept})
            else:
                since = f", {len(kept):,} kept, because somebody decided about them since" if kept else ""
                click.echo(f"Taken back: {done.removed:,} removed, {done.restored:,} as before{since}.")
            return
        assert file is not None  # noqa: S101 - one of the three is given
        run = reviews.latest(store, *series(application, profile, cohort))
        planned = reviews.preview(store, _content(file), name=file.name, run_id=run.id)
        if not options.json:
            show_preview(planned)
        wanted = bool(planned.rows) and (yes or (not options.json and _agreed()))
        batch = reviews.apply(store, planned) if wanted else None
    if options.json:
        emit_json(preview_as_json(planned, batch))
    elif batch is not None:
        click.echo(
            f"Taken as import {batch.id}. To take it back: fingerpost findings import --undo {batch.id}"
        )
    else:
        click.echo("Nothing was changed.")
    ctx.exit(EXIT_PARTIAL if planned.rejects else 0)


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise UsageError("FP-0705", f"The file cannot be read: {reason}.", where=str(file)) from error


def _agreed() -> bool:
    return sys.stdin.isatty() and click.confirm("Take these decisions?", err=True)
