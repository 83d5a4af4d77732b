"""What commands of casework share: numbers as people type them, files, prompts, and the desk."""

from __future__ import annotations

import re
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

import click

from adapter_core.cli.common import as_of_option, common_options, pass_options

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date

    from adapter_core.cli.common import Options
    from adapter_core.domain.casework import Action, ConversationRecord, Signpost
    from adapter_core.hooks.manager import HookFailure
    from adapter_core.service.casework.desk import Desk

_REVISION = re.compile(r"(?:([2-9]|[1-9][0-9]{1,3})\.)?([0-9]{1,9})", re.ASCII)

BY = "FINGERPOST_BY"
"""The variable that says who works here, for whoever shares a machine's user with others."""

F = TypeVar("F", bound="Callable[..., Any]")


class Number(click.ParamType):  # type: ignore[type-arg]  # generic in newer clicks only
    """A number with its letter, as `C12`, `c12` or `12`."""

    def __init__(self, letter: str, what: str) -> None:
        """Keep the letter, and what it is a number of."""
        self.letter, self.name = letter, what

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:  # noqa: ANN401
        """The number of a text."""
        if isinstance(value, int):
            return value
        text = str(value).strip().upper().removeprefix(self.letter)
        if not (text.isascii() and text.isdigit()) or len(text) > 9 or not int(text):  # noqa: PLR2004 - a 32-bit number
            # Of an argument, click names the metavar, which is another number to whoever reads it.
            hint = f"the {self.name.partition(' ')[2]}" if isinstance(param, click.Argument) else None
            message = f"It wants the number of {self.name}, such as {self.letter}12."
            raise click.BadParameter(message, ctx=ctx, param=param, param_hint=hint)
        return int(text)


class Version(click.ParamType):  # type: ignore[type-arg]  # likewise
    """A conversation, and perhaps one version of it: `C12`, `C12.2`."""

    name = "conversation"

    def convert(
        self,
        value: Any,  # noqa: ANN401 - click's own signature
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> tuple[int, int | None]:
        """The numbers of a text."""
        if isinstance(value, tuple):
            return value
        number, dot, version = str(value).partition(".")
        conversation = CONVERSATION.convert(number, param, ctx)
        return conversation, Number("", "a version").convert(version, param, ctx) if dot else None


class Revision(click.ParamType):  # type: ignore[type-arg]  # likewise
    """A revision of a draft as people read it, `3`, or `2.3` of the draft of version 2; or as programs do."""

    name = "revision"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:  # noqa: ANN401
        """The revision as the store counts it."""
        from adapter_core.store.casework.drafts import REVISIONS  # noqa: PLC0415 - heavy, only when run

        if isinstance(value, int):
            return value
        found = _REVISION.fullmatch(str(value).strip())
        version, number = (int(found[1] or 1), int(found[2])) if found is not None else (0, 0)
        if not number or not version or (found is not None and found[1] and number >= REVISIONS):
            self.fail("It wants a revision, such as 3, or 2.3 of the draft of version 2.", param, ctx)
        return (version - 1) * REVISIONS + number


def revision_words(revision: int) -> str:
    """A revision as people read it: that of a later version's draft says of which, and counts from one."""
    from adapter_core.store.casework.drafts import REVISIONS  # noqa: PLC0415 - heavy, only when run

    version, number = divmod(revision, REVISIONS)
    return f"{version + 1}.{number}" if version else str(number)


CONVERSATION = Number("C", "a conversation")
ACTION = Number("A", "an action")
SIGNPOST = Number("S", "a signpost")
KEPT_TEXT = Number("R", "a kept text")


def by_option(command: F) -> F:
    """Let a command take `--by NAME`, or the name from the environment."""
    return click.option(
        "--by",
        metavar="NAME",
        envvar=BY,
        help=f"Who does it; else {BY} of the environment, else this machine's user.",
    )(command)


def desk_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Let a command take who does it, the day to speak of, and what every command takes, as `Options`."""
    return by_option(as_of_option(common_options(pass_options(command))))


def source_option(command: F) -> F:
    """Let a command take `--source NAME`."""
    return click.option("--source", metavar="NAME", help="Whose reference it is; the master's if not given.")(
        command
    )


def file_option(command: F) -> F:
    """Let a command take `--file FILE`."""
    return click.option(
        "--file",
        metavar="FILE",
        help="The record in Markdown, or in TOML where its name ends in .toml; - for standard input.",
    )(command)


def never_shared_option(command: F) -> F:
    """Let a command take `--never-shared`."""
    return click.option(
        "--never-shared", is_flag=True, help="It is in no copy for others, and in no export."
    )(command)


@contextmanager
def desk_of(options: Options, by: str | None = None, *, without_sources: bool = False) -> Iterator[Desk]:
    """The desk of a command; observers that failed are named at its end."""
    from adapter_core.service.casework.desk import open_desk  # noqa: PLC0415 - heavy, only when run

    with open_desk(options.config_path, options.as_of, by, without_sources=without_sources) as desk:
        try:
            yield desk
        finally:
            tell_failures(desk.failures)


def tell_failures(failures: Iterable[HookFailure]) -> None:
    """Name the observers that failed, once each, by the kind of their error: its words may tell more."""
    for each in dict.fromkeys(failures):
        told = f"The plugin {each.plugin} failed in {each.hook} with a {each.reason}"
        click.echo(f"{told}; it was skipped, and everything else is done.", err=True)


def of_these(*names: str | None) -> str:
    """Whose list an empty answer is of: one list is no all clear; nothing for everybody's."""
    given = " and ".join(f'"{name}"' for name in names if name)
    return f" It was looked for under {given} alone." if given else ""


def is_asked() -> bool:
    """Whether somebody sits at a terminal who can be asked."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def day(value: date | None) -> str:
    """A day as people read it; nothing where there is none."""
    from adapter_core.report import words  # noqa: PLC0415 - only when run

    return words.short_day(value) + f" {value.year}" if value else ""


def action_as_json(number: int, action: Action) -> dict[str, Any]:
    """An action for programs."""
    return {
        "id": f"A{number}",
        "what": action.what,
        "owner": action.owner,
        "aim": action.aim,
        "involved": list(action.involved),
        "due": action.due.isoformat() if action.due else None,
        "cost_pence": action.cost_pence,
        "improved_when": action.improved_when,
        "state": action.state.value,
        "done_on": action.done_on.isoformat() if action.done_on else None,
        "never_shared": action.never_shared,
    }


def signpost_as_json(one: Signpost) -> dict[str, Any]:
    """A signpost for programs."""
    return {
        "id": f"S{one.id}",
        "person": {"source": one.person.source, "ref": one.person.ref},
        "resource": {
            "kind": one.resource.kind.value,
            "name": one.resource.name,
            "service": one.resource.service_id,
            "contact": one.resource.contact_name,
            "contact_id": one.resource.contact_id,
        },
        "what_for": one.what_for,
        "handed_over": one.handed_over.value,
        "given_on": one.given_on.isoformat(),
        "due": one.due.isoformat() if one.due else None,
        "state": one.state.value,
        "reason": one.reason.value,
        "worker": one.worker,
        "team": one.team,
        "follows": f"S{one.follows}" if one.follows else None,
        "never_shared": one.never_shared,
        "claims": [
            {
                "state": each.state.value,
                "reason": each.reason.value,
                "by": each.by.value,
                "on": each.on.isoformat(),
                "how": each.how,
                "spoke_to": each.spoke_to,
                "note": each.note,
                "recorded_by": each.recorded_by,
            }
            for each in one.claims
        ],
    }


def record_as_text(record: ConversationRecord) -> str:
    """A record as its file in Markdown, the worker's own."""
    from adapter_core.casework.conversations import writing  # noqa: PLC0415 - only when run

    return writing.write(record, "markdown")
