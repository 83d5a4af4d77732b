"""`fingerpost runs`: the runs so far."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from adapter_core.cli.common import Options, common_options, console, emit_json, pass_options

if TYPE_CHECKING:
    from adapter_core.store import RunInfo


@click.command()
@click.option("--limit", type=click.IntRange(min=1), default=30, show_default=True, help="How many to show.")
@common_options
@pass_options
def runs(options: Options, limit: int) -> None:
    """Show the runs so far, the latest first."""
    from adapter_core.service.bootstrap import open_application  # noqa: PLC0415 - heavy, only when run

    with open_application(options.config_path, without_sources=True) as application:
        found = list(application.store.runs(limit=limit))
    if options.json:
        emit_json({"schema": 1, "runs": [_as_json(each) for each in found]})
        return
    _show(found)


def _as_json(run: RunInfo) -> dict[str, object]:
    return {
        "id": run.id,
        "as_of": run.as_of.isoformat(),
        "started": run.started.isoformat(),
        "finished": run.finished.isoformat() if run.finished else None,
        "status": run.status,
        "profile": run.profile,
        "cohort": run.cohort,
        "error": run.error,
    }


def _show(found: list[RunInfo]) -> None:
    from rich.table import Table  # noqa: PLC0415 - heavy, only when run

    out = console()
    if not found:
        out.print("There is no run yet: start one with fingerpost check.")
        return
    table = Table(box=None, pad_edge=False)
    for heading in ("Run", "As of", "Started", "Status", "Profile", "Cohort"):
        table.add_column(heading)
    for run in found:
        status = f"{run.status} ({run.error})" if run.error else run.status
        started = f"{run.started.astimezone():%Y-%m-%d %H:%M}"
        table.add_row(run.id, run.as_of.isoformat(), started, status, run.profile, run.cohort)
    out.print(table)
