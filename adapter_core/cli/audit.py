"""`fingerpost audit`: who did what, when, and of how many people. It says of nobody who they were."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

import click

from adapter_core.cli.common import (
    Day,
    Options,
    Subcommands,
    common_options,
    console,
    emit_json,
    pass_options,
)

if TYPE_CHECKING:
    from datetime import date

    from adapter_core.store.audit import AuditLine


@click.group(cls=Subcommands)
@common_options
def audit() -> None:
    """Show who did what and when: never of whom."""


@audit.command("list")
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1, 10_000), help="How many.")
@click.option("--action", metavar="CODE", help="Of this kind alone: report.made, or all of report.")
@click.option("--who", metavar="USER", help="By this user alone.")
@click.option("--ref", metavar="REF", help="About the person of this reference alone.")
@click.option("--since", type=Day(), help="From this day on.")
@click.option("--until", type=Day(), help="Up to this day, itself included.")
@common_options
@pass_options
def list_(  # noqa: PLR0913 - one argument an option
    options: Options,
    *,
    limit: int,
    action: str | None,
    who: str | None,
    ref: str | None,
    since: date | None,
    until: date | None,
) -> None:
    """Show the newest entries, the latest first. That you looked becomes an entry too."""
    from adapter_core.oversight.audit import look  # noqa: PLC0415 - heavy, only when run
    from adapter_core.service.bootstrap import open_application  # noqa: PLC0415
    from adapter_core.store.audit import WantedEntries  # noqa: PLC0415

    wanted = WantedEntries(
        action=action,
        who=who,
        since=_begins(since) if since else None,
        until=_begins(until + timedelta(days=1)) if until else None,
        ref=ref,
    )
    with open_application(options.config_path, without_sources=True) as application:
        found = look(application.store, wanted, limit=limit)
    if options.json:
        emit_json({"schema": 1, "entries": [_as_json(each) for each in found]})
        return
    out = console()
    for each in found:
        out.print(_words(each))
    if not found:
        out.print("There is no such entry.")


@audit.command()
@click.argument("number")
@common_options
@pass_options
def show(options: Options, *, number: str) -> None:
    """Show the entry of a NUMBER."""
    from adapter_core.oversight.audit import look_at  # noqa: PLC0415 - heavy, only when run
    from adapter_core.service.bootstrap import open_application  # noqa: PLC0415

    with open_application(options.config_path, without_sources=True) as application:
        found = look_at(application.store, number)
    if options.json:
        emit_json({"schema": 1, "entry": _as_json(found)})
        return
    console().print(_words(found))


def _begins(day: date) -> datetime:
    """The moment at which a day begins here."""
    return datetime.combine(day, time()).astimezone()


def _words(each: AuditLine) -> str:
    from adapter_core.report.words import one_line, plural  # noqa: PLC0415 - only when run

    parts = [f"{each.id}: {each.at.astimezone():%Y-%m-%d %H:%M:%S}", each.who, each.action]
    parts += [f"run {each.run}"] if each.run else []
    parts += [f"{plural(count, 'person', 'people')} of {source}" for source, count in each.people.items()]
    return one_line(", ".join(parts))


def _as_json(each: AuditLine) -> dict[str, object]:
    return {
        "id": each.id,
        "at": each.at.isoformat(),
        "who": each.who,
        "action": each.action,
        "run": each.run,
        "people": dict(each.people),
    }
