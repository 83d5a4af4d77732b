"""What every command shares: options that may stand before or after the command's name, and output."""

from __future__ import annotations

import json
import re
import sys
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from adapter_core.errors import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable

    from rich.console import Console

    from adapter_core.config import Config

F = TypeVar("F", bound="Callable[..., Any]")
NEAR = 0.7
"""How much alike a word and a command have to be, for the one to be a slip of the other."""
SLASHED = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")
PLAIN_WIDTH = 1000
"""Columns of output that goes into a file or a pipe: whoever reads it breaks its lines."""


@dataclass
class Options:
    """The options that every command takes.

    Attributes:
        json: whether the answer is wanted as JSON.
        as_of: the day to speak of; today if None.
        debug_file: where the traceback of an internal error goes.
        of_plugins: commands of the config's plugins, once they were asked for.
    """

    config_path: Path | None = None
    json: bool = False
    as_of: date | None = None
    debug_file: Path | None = None
    of_plugins: click.Group | None = None


class Day(click.ParamType):  # type: ignore[type-arg]  # generic in newer clicks only
    """A date as `2026-11-23`, or as people here write it: `23/11/2026`."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:  # noqa: ANN401
        """The date of a text."""
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        text = str(value).strip()
        try:
            if found := SLASHED.fullmatch(text):
                return date(int(found[3]), int(found[2]), int(found[1]))
            return date.fromisoformat(text)
        except ValueError:
            self.fail("It wants a date such as 2026-11-23 or 23/11/2026.", param, ctx)


class Subcommands(click.Group):
    """Commands of a command; for a word that is nearly one of them it says which."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does, with the nearest command."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            raise no_such_command(self, ctx, args[0]) from error


def no_such_command(group: click.Group, ctx: click.Context, word: str, why: str = "") -> click.UsageError:
    """What to say of a word that is no command, and why it may be missing."""
    near = did_you_mean(word, group.list_commands(ctx), NEAR)
    return click.UsageError(f'There is no command "{word}".{near} {why}'.rstrip(), ctx)


def _keep(name: str) -> Callable[[click.Context, click.Parameter, Any], Any]:
    """Put an option where every command finds it; the last one given wins."""

    def callback(ctx: click.Context, _: click.Parameter, value: Any) -> Any:  # noqa: ANN401 - click's own signature
        options = ctx.ensure_object(Options)
        if value not in (None, False):
            setattr(options, name, value)
        return value

    return callback


def common_options(command: F) -> F:
    """Let a command take `--config`, `--json` and `--debug-file`, as the group itself does."""
    for option in (
        click.option(
            "--debug-file",
            type=click.Path(dir_okay=False, path_type=Path),
            callback=_keep("debug_file"),
            expose_value=False,
            help="Where the traceback of an internal error goes.",
        ),
        click.option(
            "--json",
            is_flag=True,
            callback=_keep("json"),
            expose_value=False,
            help="Answer as JSON, for programs.",
        ),
        click.option(
            "--config",
            metavar="FILE",
            type=click.Path(path_type=Path),
            callback=_keep("config_path"),
            expose_value=False,
            is_eager=True,
            help="The config; else FINGERPOST_CONFIG, else fingerpost.toml in this folder.",
        ),
    ):
        command = option(command)
    return command


def as_of_option(command: F) -> F:
    """Let a command take `--as-of DATE`."""
    return click.option(
        "--as-of",
        type=Day(),
        callback=_keep("as_of"),
        expose_value=False,
        help="The day to speak of; today if not given.",
    )(command)


def overwrite_option(command: F) -> F:
    """Let a command that writes a file take `--overwrite`."""
    return click.option("--overwrite", is_flag=True, help="Replace the file where there is one already.")(
        command
    )


def output_option(words: str, *, required: bool = False) -> Callable[[F], F]:
    """Let a command take `--output FILE` and `--overwrite`.

    Args:
        words: what the help says of the file.
        required: whether there has to be one.
    """

    def decorate(command: F) -> F:
        return click.option(
            "--output",
            "-o",
            metavar="FILE",
            required=required,
            type=click.Path(dir_okay=False, path_type=Path),
            help=words,
        )(overwrite_option(command))

    return decorate


def check_output(output: Path | None, config: Config, *, overwrite: bool) -> None:
    """Look at where a command is to write before it does anything else; None is standard output.

    Raises:
        UsageError: a file is in the way (FP-0921), or what is there is no file (FP-0925).
    """
    if output is not None:
        from adapter_core.service.report_files import check_place  # noqa: PLC0415 - only where it is wanted

        check_place(output, config, overwrite=overwrite)


def console(*, stderr: bool = False, plain_width: int = PLAIN_WIDTH) -> Console:
    """A console on standard output, or on standard error.

    Args:
        stderr: whether it is on standard error.
        plain_width: its width where that is no terminal.
    """
    from rich.console import Console  # noqa: PLC0415 - heavy, and not wanted for JSON or help

    stream = sys.stderr if stderr else sys.stdout
    return Console(
        file=stream,
        highlight=False,
        emoji=False,
        markup=False,
        width=None if stream.isatty() else plain_width,
    )


def emit_json(answer: object) -> None:
    """Write an answer as JSON; every character as itself where standard output can carry it."""
    encoding = (getattr(sys.stdout, "encoding", "") or "").lower().replace("-", "")
    click.echo(json.dumps(answer, indent=2, ensure_ascii=encoding != "utf8", default=str))


pass_options = click.make_pass_decorator(Options, ensure=True)
"""Hand the command its `Options` as the first argument."""
