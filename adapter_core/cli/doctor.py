"""`fingerpost doctor`: is everything there that Fingerpost needs?"""

from __future__ import annotations

import click

from adapter_core.cli.common import Options, common_options, console, emit_json, pass_options

EXIT_WRONG = 5


@click.command()
@common_options
@pass_options
@click.pass_context
def doctor(ctx: click.Context, options: Options) -> None:
    """Look at everything that Fingerpost needs, and say what to mend."""
    from adapter_core.service.health import examine  # noqa: PLC0415 - heavy, only when run

    answers = examine(options.config_path)
    if options.json:
        emit_json({"schema": 1, "answers": [each.as_json() for each in answers]})
    else:
        out = console()
        words = {True: ("well ", "green"), False: ("mend ", "red"), None: ("skip ", "yellow")}
        for each in answers:
            word, style = words[each.well]
            out.print(word, style=style, end="")
            out.print(f"{each.name}: {each.says}")
    ctx.exit(EXIT_WRONG if any(each.well is False for each in answers) else 0)
