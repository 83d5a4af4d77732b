"""What is told of a signpost to nobody any more: a permission withdrawn, and a mark as never shared."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from adapter_core.cli.casework.common import SIGNPOST, desk_of, desk_options
from adapter_core.cli.common import Day, Options, emit_json

if TYPE_CHECKING:
    from datetime import date


def never_share(options: Options, number: int, by: str | None, *, alone: bool) -> None:
    """Mark it first: what is said of it now is not for others either."""
    from adapter_core.service.casework import signposts  # noqa: PLC0415 - heavy, only when run

    with desk_of(options, by, without_sources=True) as desk:
        signposts.never_share(desk, number)
    if not options.json:
        click.echo(f"Marked: S{number} is never shared from now on.")
    elif alone:
        emit_json({"schema": 1, "signpost": {"id": f"S{number}", "never_shared": True}})


@click.command("withdraw-permission")
@click.argument("number", metavar="S3", type=SIGNPOST)
@click.option("--on", type=Day(), help="The day; today if not given.")
@desk_options
def withdraw_permission(options: Options, number: int, *, on: date | None, by: str | None) -> None:
    """Note that the person has withdrawn the permission to pass anything on."""
    from adapter_core.service.casework import signposts  # noqa: PLC0415 - heavy, only when run

    with desk_of(options, by, without_sources=True) as desk:
        signposts.withdraw_permission(desk, number, on=on)
    if options.json:
        emit_json({"schema": 1, "signpost": {"id": f"S{number}"}})
    else:
        click.echo(f"Noted: nothing more may be passed on about S{number}.")
