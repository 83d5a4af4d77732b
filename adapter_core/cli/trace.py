"""`fingerpost trace`: NHS numbers that are missing, out to be traced and back for a person to decide."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from adapter_core.cli.common import (
    Options,
    Subcommands,
    common_options,
    console,
    emit_json,
    overwrite_option,
    pass_options,
)
from adapter_core.cli.findings import series_options

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from adapter_core.store.traces import Trace

EXIT_PARTIAL = 3
HELD_BACK = "*** *** ****"


@click.group(cls=Subcommands)
@common_options
def trace() -> None:
    """Trace missing NHS numbers: a file out, its reply in, and a person decides."""


@trace.command()
@click.option(
    "--out",
    "-o",
    metavar="FILE",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="The CSV file to write. It holds personal data; only you may read it.",
)
@overwrite_option
@series_options
@common_options
@pass_options
def export(options: Options, *, out: Path, overwrite: bool, profile: str | None, cohort: str | None) -> None:
    """Write a file of the people who are ready to trace.

    It holds names, birth dates, genders, postcodes and a reference of our own; that it was made is noted in
    the audit.
    """
    from adapter_core.report.words import plural  # noqa: PLC0415 - heavy, only when run
    from adapter_core.service import tracing  # noqa: PLC0415
    from adapter_core.service.bootstrap import open_application  # noqa: PLC0415

    with open_application(options.config_path, as_of=options.as_of) as application:
        done = tracing.export(application, out, profile=profile, cohort=cohort, overwrite=overwrite)
    if options.json:
        emit_json(
            {
                "schema": 1,
                "file": str(out.absolute()),
                "run": done.run,
                "people": done.people,
                "waiting": done.waiting,
                "left_out": done.left_out,
            }
        )
        return
    click.echo(f"Wrote {out}: {plural(done.people, 'person', 'people')}. It holds personal data.")
    if done.waiting:
        click.echo(f"{done.waiting:,} left out: an answer about them waits (fingerpost trace list).")
    if done.left_out:
        click.echo(f"{done.left_out:,} left out: their records are not as the last run saw them.")
    click.echo("When the reply comes, run: fingerpost trace import FILE. Then delete both files.")


@trace.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@common_options
@pass_options
@click.pass_context
def import_(ctx: click.Context, options: Options, *, file: Path) -> None:
    """Read a reply: CSV, or answers of PDS in JSON.

    Its numbers are proposals: nothing is accepted until somebody does so.
    """
    from adapter_core.errors import CATALOGUE  # noqa: PLC0415 - heavy, only when run
    from adapter_core.report.words import plural  # noqa: PLC0415
    from adapter_core.service.bootstrap import open_application  # noqa: PLC0415
    from adapter_core.service.tracing_replies import import_reply  # noqa: PLC0415

    with open_application(options.config_path, as_of=options.as_of) as application:
        done = import_reply(application, file)
    if options.json:
        emit_json(
            {
                "schema": 1,
                "proposed": done.proposed,
                "no_match": done.no_match,
                "not_taken": [{"where": each.where, "code": each.code} for each in done.not_taken],
            }
        )
    else:
        click.echo(
            f"{plural(done.proposed, 'number')} to decide about, {done.no_match:,} without a match, "
            f"{len(done.not_taken):,} not taken."
        )
        for each in done.not_taken:
            click.echo(f"  {each.where}: {each.code}: {CATALOGUE[each.code].title}")
        if done.proposed:
            click.echo("See them with: fingerpost trace list")
    ctx.exit(EXIT_PARTIAL if done.not_taken else 0)


@trace.command("list")
@click.option("--all", "everything", is_flag=True, help="Show those that wait for a reply or are over, too.")
@click.option("--show", is_flag=True, help="Show the numbers. This is noted in the audit.")
@common_options
@pass_options
def list_(options: Options, *, everything: bool, show: bool) -> None:
    """Show what is to be decided about or entered."""
    from adapter_core.service import tracing  # noqa: PLC0415 - heavy, only when run
    from adapter_core.service.bootstrap import open_application  # noqa: PLC0415
    from adapter_core.store.traces import UNDECIDED  # noqa: PLC0415

    with open_application(options.config_path, as_of=options.as_of, without_sources=not show) as application:
        found = tracing.listed(application, None if everything else UNDECIDED)
        numbers = tracing.with_numbers(application, found) if show else {}
        titles = application.titles
    if options.json:
        emit_json({"schema": 1, "traces": [_as_json(each, numbers, show=show) for each in found]})
        return
    _show(found, numbers, titles)


def _show(found: Sequence[Trace], numbers: Mapping[str, str], titles: Mapping[str, str]) -> None:
    from adapter_core.domain.values import format_nhs_number  # noqa: PLC0415 - only when run
    from adapter_core.report.words import one_line  # noqa: PLC0415
    from adapter_core.store.traces import TraceState  # noqa: PLC0415

    out = console()
    for state in TraceState:
        of_state = [each for each in found if each.state is state]
        if not of_state:
            continue
        title = titles.get(of_state[0].source, of_state[0].source)
        words = {
            TraceState.SENT: "Out to be traced",
            TraceState.PROPOSED: "To decide about",
            TraceState.ACCEPTED: f"To enter in {title}",
        }
        out.print(words.get(state, state.value.replace("_", " ").capitalize()), style="bold")
        for each in of_state:
            number = format_nhs_number(numbers[each.token]) if each.token in numbers else HELD_BACK
            parts = [f"{each.source} {each.ref}"]
            parts += [f"NHS number {number}"] if each.number is not None else []
            parts += [f"status {each.status.replace('_', ' ')}"] if each.status else []
            parts += [f"confidence {each.confidence}"] if each.confidence else []
            parts += ["the reply reports a death: find out, and send no letters"] if each.dead else []
            parts += [f"decided by {each.decided_by} on {each.decided:%Y-%m-%d}"] if each.decided else []
            out.print(one_line(f"  {each.token}: {', '.join(parts)}"))
    if not found:
        out.print("Nothing waits.")


def _as_json(each: Trace, numbers: Mapping[str, str], *, show: bool) -> dict[str, object]:
    answer: dict[str, object] = {
        "token": each.token,
        "person": {"source": each.source, "ref": each.ref},
        "state": each.state.value,
        "status": each.status,
        "confidence": each.confidence,
        "reported_dead": each.dead,
        "sent": each.exported.isoformat(),
        "answered": each.answered.isoformat() if each.answered else None,
        "decided": each.decided.isoformat() if each.decided else None,
        "decided_by": each.decided_by,
    }
    return answer | {"nhs_number": numbers.get(each.token)} if show else answer


@trace.command()
@click.argument("tokens", nargs=-1, required=True, metavar="TOKEN…")
@click.option("--by", required=True, metavar="NAME", help="Who accepts.")
@common_options
@pass_options
def accept(options: Options, *, tokens: tuple[str, ...], by: str) -> None:
    """Take proposed numbers as right.

    They are then to be entered in the case system; once it shows them, they are deleted here.
    """
    from adapter_core.service import tracing  # noqa: PLC0415 - heavy, only when run
    from adapter_core.service.bootstrap import open_application  # noqa: PLC0415

    with open_application(options.config_path, as_of=options.as_of) as application:
        done = tracing.accept(application, tokens, by=by)
        titles = application.titles
    if options.json:
        emit_json({"schema": 1, "accepted": [_as_json(each, {}, show=False) for each in done]})
        return
    for each in done:
        title = titles.get(each.source, each.source)
        click.echo(f"To enter in {title}: {each.ref}, NHS number (see it with: fingerpost trace list --show)")


@trace.command()
@click.argument("tokens", nargs=-1, required=True, metavar="TOKEN…")
@click.option("--by", required=True, metavar="NAME", help="Who refuses.")
@click.option("--why", required=True, help="A note, without names or numbers of a person.")
@common_options
@pass_options
def refuse(options: Options, *, tokens: tuple[str, ...], by: str, why: str) -> None:
    """Take proposed numbers as wrong, and delete them."""
    from adapter_core.service import tracing  # noqa: PLC0415 - heavy, only when run
    from adapter_core.service.bootstrap import open_application  # noqa: PLC0415

    with open_application(options.config_path, as_of=options.as_of, without_sources=True) as application:
        done = tracing.refuse(application, tokens, by=by, why=why)
    if options.json:
        emit_json({"schema": 1, "refused": [_as_json(each, {}, show=False) for each in done]})
        return
    click.echo(f"Refused and deleted: {', '.join(each.token for each in done)}.")
