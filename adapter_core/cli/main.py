"""`fingerpost`: the group of all commands, and what happens to an error."""

from __future__ import annotations

import importlib
import os
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from adapter_core import __version__
from adapter_core.cli.common import Options, as_of_option, common_options, no_such_command
from adapter_core.cli.faults import EXIT_INTERRUPTED, report_error
from adapter_core.errors import FingerpostError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

BUILT_IN = {
    "action": ("adapter_core.cli.casework.action:action", "Say who does what by when, and when it is done."),
    "audit": ("adapter_core.cli.audit:audit", "Show who did what and when: never of whom."),
    "check": ("adapter_core.cli.check:check", "Check everybody in the cohort, and store what is missing."),
    "config": ("adapter_core.cli.config:config", "Check and show the config."),
    "conversation": (
        "adapter_core.cli.casework.conversation:conversation",
        "Record a conversation: what was said, what comes of it, and close it.",
    ),
    "deliveries": (
        "adapter_core.cli.deliveries:deliveries",
        "See what has to be entered in the case system, and tick it off.",
    ),
    "demo": ("adapter_core.cli.demo:demo", "Make a fictional council, check it, and write its report."),
    "doctor": (
        "adapter_core.cli.doctor:doctor",
        "Look at everything that Fingerpost needs, and say what to mend.",
    ),
    "explain": ("adapter_core.cli.explain:explain", "Say what an error's CODE means, and what to do."),
    "export": ("adapter_core.cli.export:export", "Write what others ask for, in their own formats."),
    "findings": ("adapter_core.cli.findings:findings", "Work the list of what is missing down."),
    "follow-ups": (
        "adapter_core.cli.casework.follow_ups:follow_ups",
        "List signposts that are due, the most overdue first, with what to heed before anybody is rung.",
    ),
    "init": ("adapter_core.cli.init:init", "Write a starter config with comments into this folder."),
    "mapping": ("adapter_core.cli.mapping:mapping", "Make a mapping file, and see what it does."),
    "measures": (
        "adapter_core.cli.measures:measures",
        "Show what came of conversations and signposts, led by how many are confirmed to have helped.",
    ),
    "missing": (
        "adapter_core.cli.missing:missing",
        "Say what one person's record lacks, before meeting them.",
    ),
    "plugins": (
        "adapter_core.cli.plugins:plugins",
        "Show each plugin of the config: version, hooks, backends, capabilities.",
    ),
    "report": ("adapter_core.cli.report:report", "Show a run, or write it into a file."),
    "runs": ("adapter_core.cli.runs:runs", "Show the runs so far, the latest first."),
    "signpost": (
        "adapter_core.cli.casework.signpost:signpost",
        "Point a person to a named contact, and write down what came of it.",
    ),
    "sources": ("adapter_core.cli.plugins:sources", "Show each source of the config, without opening it."),
    "trace": (
        "adapter_core.cli.trace:trace",
        "Trace missing NHS numbers: a file out, its reply in, and a person decides.",
    ),
}
"""Command to where it is, and its first sentence: only a command that is called is imported."""


FILE = Path("fingerpost.toml")
"""Where there is no config there are no plugins, and the help need not import what reads one."""


class Commands(click.Group):
    """The built-in commands, each imported when it is wanted, and those of the config's plugins."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names for the help: built-in commands, and plugins' where a config lists any."""
        return sorted({*BUILT_IN, *_of_plugins(ctx).commands})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """A command by name; plugins are loaded only for a name that is not built in."""
        if cmd_name in BUILT_IN:
            module, _, attribute = BUILT_IN[cmd_name][0].partition(":")
            command: click.Command = getattr(importlib.import_module(module), attribute)
            return command
        return _of_plugins(ctx).commands.get(cmd_name)

    def make_context(
        self,
        info_name: str | None,
        args: list[str],
        parent: click.Context | None = None,
        **extra: Any,  # noqa: ANN401 - click's own signature
    ) -> click.Context:
        """As click does; whoever read the help and has seen enough makes no error."""
        with _seen_enough():
            return super().make_context(info_name, args, parent, **extra)

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - likewise
        """As click does; whoever read the output and has seen enough makes no error."""
        with _seen_enough():
            return super().invoke(ctx)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list in the help, without importing the built-in commands."""
        theirs = _of_plugins(ctx)
        rows = []
        for name in self.list_commands(ctx):
            if name in BUILT_IN:
                rows.append((name, BUILT_IN[name][1]))
            elif not theirs.commands[name].hidden:
                rows.append((name, theirs.commands[name].get_short_help_str(formatter.width)))
        with formatter.section("Commands"):
            formatter.write_dl(rows)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Why commands of plugins may be missing."""
        if epilog := _of_plugins(ctx).epilog:
            formatter.write_paragraph()
            formatter.write_text(epilog)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does; where there is no such command, say why a plugin's may be missing."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            raise no_such_command(self, ctx, args[0], _of_plugins(ctx).epilog or "") from error


@contextmanager
def _seen_enough() -> Iterator[None]:
    """A reader who has gone ends a command quietly: click and rich would call it a failure."""
    try:
        yield
    except BrokenPipeError as gone:
        raise click.exceptions.Exit(0) from gone
    except SystemExit as left:
        if isinstance(left.__context__, BrokenPipeError):
            raise click.exceptions.Exit(0) from left
        raise


def _of_plugins(ctx: click.Context) -> click.Group:
    """The commands of the config's plugins, in a group of their own; its epilog says what went wrong."""
    options: Options = ctx.ensure_object(Options)
    if options.of_plugins is None:
        options.of_plugins = click.Group()
        if options.config_path is not None or os.environ.get("FINGERPOST_CONFIG") or FILE.exists():
            from adapter_core.service.plugins import add_commands  # noqa: PLC0415 - only where it is wanted

            options.of_plugins.epilog = "\n\n".join(add_commands(options.of_plugins, options.config_path))
    return options.of_plugins


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="fingerpost")
@as_of_option
@common_options
def cli() -> None:
    """Say what records lack, person by person, and who can mend it where.

    Try `fingerpost demo` first: it makes a fictional council and checks it.
    """


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command and leave with its exit code (contract: "Exit")."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    _let_any_character_through()
    code = run(given)
    try:
        for stream in (sys.stdout, sys.__stdout__):
            if stream is not None:
                stream.flush()
    except BrokenPipeError:
        _forget_stdout()
    except OSError as error:
        _forget_stdout()
        code = code or report_error(error, Options())
    sys.exit(code)


def run(arguments: Sequence[str]) -> int:
    """Run a command; the exit code."""
    options = Options(json="--json" in arguments)
    if not arguments:
        arguments = ["--help"]
    try:
        done: Any = cli.main(list(arguments), prog_name="fingerpost", standalone_mode=False, obj=options)
    except (KeyboardInterrupt, click.exceptions.Abort):
        click.echo("Stopped.", err=True)
        return EXIT_INTERRUPTED
    except click.exceptions.Exit as left:
        return left.exit_code
    except click.exceptions.NoArgsIsHelpError as alone:
        click.echo(alone.ctx.get_help())
        return alone.exit_code
    except BrokenPipeError:  # whoever read our output has seen enough
        return 0
    except (FingerpostError, click.ClickException, Exception) as error:  # noqa: BLE001 - the last line of defence
        return report_error(_of_arguments(error, arguments), options)
    return done if isinstance(done, int) else 0


def _of_arguments(error: Exception, arguments: Sequence[str]) -> Exception:
    """What to say of bytes on the command line that are no text; a file alone may be called so."""
    if isinstance(error, UnicodeEncodeError):
        try:
            "".join(arguments).encode()
        except UnicodeEncodeError:
            return UsageError("FP-0920", "The command line holds bytes that are no text.")
    return error


def _forget_stdout() -> None:
    """Whoever read our output has gone: keep Python from complaining about it when it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _let_any_character_through() -> None:
    """A Windows code page without a character must not stop a command: it shows a question mark."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")


if __name__ == "__main__":
    main()
