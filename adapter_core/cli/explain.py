"""`fingerpost explain FP-0123`: what a code means."""

from __future__ import annotations

import click

from adapter_core.cli.common import Options, common_options, emit_json, pass_options
from adapter_core.errors import CATALOGUE, Explanation, UsageError, did_you_mean


@click.command()
@click.argument("codes", metavar="CODE...", nargs=-1, required=True)
@common_options
@pass_options
def explain(options: Options, codes: tuple[str, ...]) -> None:
    """Say what an error's CODE means, and what to do."""
    found = [_found(code) for code in dict.fromkeys(code.strip().upper() for code in codes)]
    if not options.json:
        click.echo(
            "\n\n".join(
                f"{code}: {each.title}\n\n{each.meaning}\n\nWhat to do: {each.remedy}" for code, each in found
            )
        )
        return
    rows = [
        {"code": code, "title": each.title, "meaning": each.meaning, "remedy": each.remedy}
        for code, each in found
    ]
    emit_json({"schema": 1, **rows[0]} if len(rows) == 1 else {"schema": 1, "codes": rows})


def _found(code: str) -> tuple[str, Explanation]:
    if code not in CATALOGUE:
        message = f'There is no code "{code}".{did_you_mean(code, CATALOGUE)}'
        raise UsageError("FP-0922", message, where="explain")
    return code, CATALOGUE[code]
