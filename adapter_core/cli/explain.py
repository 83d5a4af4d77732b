"""`fingerpost explain FP-0123`: what a code means."""

from __future__ import annotations

import click

from adapter_core.cli.common import Options, common_options, emit_json, pass_options
from adapter_core.errors import CATALOGUE, UsageError, did_you_mean


@click.command()
@click.argument("code")
@common_options
@pass_options
def explain(options: Options, code: str) -> None:
    """Say what an error's CODE means, and what to do."""
    wanted = code.strip().upper()
    found = CATALOGUE.get(wanted)
    if found is None:
        message = f'There is no code "{code}".{did_you_mean(wanted, CATALOGUE)}'
        raise UsageError("FP-0922", message, where="explain")
    if options.json:
        emit_json(
            {
                "schema": 1,
                "code": wanted,
                "title": found.title,
                "meaning": found.meaning,
                "remedy": found.remedy,
            }
        )
        return
    click.echo(f"{wanted}: {found.title}\n\n{found.meaning}\n\nWhat to do: {found.remedy}")
