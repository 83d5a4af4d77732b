"""`fingerpost conversation withdraw|kept|take|dismiss`: what was typed, and is not the text that stands."""

from __future__ import annotations

import click

from adapter_core.cli.casework import showing
from adapter_core.cli.casework.common import CONVERSATION, KEPT_TEXT, desk_of, desk_options, revision_words
from adapter_core.cli.common import Options, emit_json


@click.command()
@click.argument("number", metavar="C12", type=CONVERSATION)
@desk_options
def withdraw(options: Options, number: int, *, by: str | None) -> None:
    """Take a conversation back that was begun or closed by mistake; what was typed is kept."""
    from adapter_core.service.casework import conversations  # noqa: PLC0415 - heavy, only when run

    with desk_of(options, by) as desk:
        done = conversations.withdraw(desk, number)
    if options.json:
        emit_json(
            {
                "schema": 1,
                "conversation": f"C{number}",
                "kept_text": f"R{done.kept_text}" if done.kept_text else None,
                "deliveries": [f"D{each}" for each in done.deliveries],
            }
        )
        return
    click.echo(f"Withdrawn: C{number}.")
    if done.kept_text:
        see = f"fingerpost conversation kept C{number}"
        click.echo(f"Its text is kept as R{done.kept_text} for a month: {see}")
    if done.deliveries:
        names = ", ".join(f"D{each}" for each in done.deliveries)
        click.echo(f"The case system has it, or may have it: put it right there ({names}).")


@click.command()
@click.argument("number", metavar="C12", type=CONVERSATION)
@desk_options
def kept(options: Options, number: int, *, by: str | None) -> None:
    """Show the texts that were kept beside a conversation, because somebody else saved first."""
    from adapter_core.service.casework import conversations  # noqa: PLC0415 - heavy, only when run

    with desk_of(options, by) as desk:
        found = conversations.rivals(desk, number)
    if options.json:
        emit_json({"schema": 1, "kept": [showing.kept_as_json(each) for each in found]})
    else:
        showing.kept(found, number)


@click.command()
@click.argument("text", metavar="R3", type=KEPT_TEXT)
@desk_options
def take(options: Options, text: int, *, by: str | None) -> None:
    """Let a kept text take the draft's place; what stood there is kept in turn."""
    from adapter_core.service.casework import conversations  # noqa: PLC0415 - heavy, only when run

    with desk_of(options, by) as desk:
        opened = conversations.take(desk, text)
    if options.json:
        emit_json({"schema": 1, "conversation": f"C{opened.id}", "revision": opened.revision})
    else:
        click.echo(f"R{text} is the draft of C{opened.id} now, revision {revision_words(opened.revision)}.")


@click.command()
@click.argument("text", metavar="R3", type=KEPT_TEXT)
@desk_options
def dismiss(options: Options, text: int, *, by: str | None) -> None:
    """Delete a kept text for good."""
    from adapter_core.service.casework import conversations  # noqa: PLC0415 - heavy, only when run

    with desk_of(options, by, without_sources=True) as desk:
        number = conversations.dismiss(desk, text)
    if options.json:
        emit_json({"schema": 1, "conversation": f"C{number}", "dismissed": f"R{text}"})
    else:
        click.echo(f"Deleted R{text}, which was kept beside C{number}.")
