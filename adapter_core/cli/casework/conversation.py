"""`fingerpost conversation`: begun, written, closed, printed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from adapter_core.cli.casework import kept, showing
from adapter_core.cli.casework.common import (
    CONVERSATION,
    Revision,
    Version,
    by_option,
    desk_of,
    desk_options,
    file_option,
    is_asked,
    record_as_text,
    revision_words,
    source_option,
)
from adapter_core.cli.casework.typed import ask_for, empty_record, save, typed_in
from adapter_core.cli.common import (
    Day,
    Options,
    Subcommands,
    as_of_option,
    common_options,
    emit_json,
    pass_options,
)
from adapter_core.domain.codes import CODE_LISTS
from adapter_core.errors import UsageError

if TYPE_CHECKING:
    from datetime import date


METHODS = [code.id for code in CODE_LISTS["contact_method"].codes]
ENDS = [code.id for code in CODE_LISTS["conversation_end"].codes]


@click.group(cls=Subcommands)
@common_options
def conversation() -> None:
    """Record a conversation: what was said, what comes of it, and close it."""


@conversation.command()
@click.argument("ref")
@click.option("--kind", type=click.Choice(["1", "2", "3"]), default="1", show_default=True, help="Which one.")
@click.option("--review", is_flag=True, help="Support is looked at again; the person is not new.")
@click.option("--case-note", is_flag=True, help="A note on the way, and not a conversation's record.")
@click.option(
    "--team", default="", help="The team in whose lists it is; that of the person's allocation if not given."
)
@click.option("--site", default="", help="The innovation site.")
@click.option("--method", type=click.Choice(METHODS), default=None, help="How it takes place.")
@click.option("--contact-on", type=Day(), help="The day of the first contact.")
@click.option("--started", type=Day(), help="The day on which it began; today if not given.")
@click.option("--follows", type=CONVERSATION, default=None, help="The record that this one takes up from.")
@click.option("--about", default="", help="Words to look for near the person, such as: gardening.")
@click.option("--another", is_flag=True, help="Begin though another draft is open for the person.")
@click.option("--unchecked", is_flag=True, help="Begin though the case system cannot be asked.")
@file_option
@by_option
@source_option
@as_of_option
@common_options
@pass_options
def start(  # noqa: PLR0913 - one argument an option
    options: Options,
    ref: str,
    *,
    kind: str,
    review: bool,
    case_note: bool,
    team: str,
    site: str,
    method: str | None,
    contact_on: date | None,
    started: date | None,
    follows: int | None,
    about: str,
    another: bool,
    unchecked: bool,
    file: str | None,
    by: str | None,
    source: str | None,
) -> None:
    """Begin a conversation with the person REF: what is missing, what is near, and a draft to write in."""
    from adapter_core.domain.casework import Context, ConversationKind, RecordKind  # noqa: PLC0415
    from adapter_core.service.casework import conversations  # noqa: PLC0415 - heavy, only when run

    with typed_in(file, options.config_path, "new") as given, desk_of(options, by) as desk:
        if given is not None:
            given.read(desk, empty_record(ConversationKind(kind), desk.on))  # before anything is begun
        begun = conversations.start(
            desk,
            ref,
            kind=ConversationKind(kind),
            source=source,
            record_kind=RecordKind.CASE_NOTE if case_note else RecordKind.CONVERSATION,
            context=Context.REVIEW if review else Context.NEW,
            team=team,
            site=site,
            method=method or "",
            started=started,
            contact_on=contact_on,
            follows=follows or 0,
            about=about,
            another=another,
            unchecked=unchecked,
        )
        if not options.json:
            showing.started(begun, desk)
        revision, record = begun.revision, begun.record
        if given is not None:
            record = given.read(desk, begun.record)
            revision = save(desk, begun.id, record, revision, begun.record, typed=given)
        elif is_asked() and not options.json:
            revision = ask_for(desk, begun.id, begun.record, revision)
        if options.json:
            emit_json(showing.started_as_json(begun, revision, record.team))
        else:
            showing.whose(begun, record.team)
            showing.how_to_go_on(begun.id, written=revision != begun.revision)


@conversation.command()
@click.argument("number", metavar="C12", type=CONVERSATION)
@file_option
@click.option("--revision", type=Revision(), help="The draft that the file was made from.")
@click.option("--happened", help="What happened, or what has changed.")
@click.option("--matters", help="What matters to the person, in their words.")
@click.option("--never-shared", help="What no copy for others holds, such as domestic abuse.")
@click.option("--ended-how", type=click.Choice(ENDS), help="How it ended.")
@click.option("--ended-on", type=Day(), help="The day on which it ended.")
@desk_options
def edit(  # noqa: PLR0913 - one argument an option
    options: Options,
    number: int,
    *,
    file: str | None,
    revision: int | None,
    happened: str | None,
    matters: str | None,
    never_shared: str | None,
    ended_how: str | None,
    ended_on: date | None,
    by: str | None,
) -> None:
    """Write in a draft; of a closed conversation, in the draft of its next version.

    What stands in the file takes the place of what the draft has; what does not stand there stays.
    """
    from adapter_core.service.casework import conversations  # noqa: PLC0415 - heavy, only when run

    told: dict[str, Any] = {
        "happened": happened, "matters": matters, "never_shared": never_shared,
        "ended_how": ended_how, "ended_on": ended_on,
    }  # fmt: skip
    told = {name: value for name, value in told.items() if value is not None}
    asked = file is None and not told and is_asked() and not options.json
    if file is None and not told and not asked:
        raise UsageError("FP-1091", "There is nothing to write down.", where=f"C{number}")
    with typed_in(file, options.config_path, f"C{number}") as given, desk_of(options, by) as desk:
        opened = conversations.edit(desk, number)
        if asked:
            now = ask_for(desk, number, opened.record, revision or opened.revision)
        else:
            record = given.read(desk, opened.record) if given is not None else opened.record
            record = replace(record, **told)
            now = save(
                desk, number, record, revision or opened.revision, opened.record,
                typed=given, keep_theirs=revision is None,
            )  # fmt: skip
    if options.json:
        emit_json({"schema": 1, "conversation": f"C{number}", "revision": now})
    else:
        click.echo(f"Saved C{number}, revision {revision_words(now)}.")
        for line in opened.words:
            click.echo(line)


@conversation.command()
@click.argument("number", metavar="C12[.2]", type=Version())
@click.option("--draft", is_flag=True, help="The open draft, where there is a version too.")
@click.option("--text", is_flag=True, help="As a file to edit, in Markdown; nothing else.")
@desk_options
def show(
    options: Options, number: tuple[int, int | None], *, draft: bool, text: bool, by: str | None
) -> None:
    """Show a conversation: its text, its actions and signposts. The look is noted in the audit."""
    from adapter_core.service.casework import conversations  # noqa: PLC0415 - heavy, only when run

    with desk_of(options, by) as desk:
        shown = conversations.show(desk, number[0], version=number[1], draft=draft)
    if text:
        if shown.record is not None:
            click.echo(record_as_text(shown.record), nl=False)
        if shown.draft is not None:
            click.echo(f"C{number[0]}, revision {revision_words(shown.draft.revision)}", err=True)
    elif options.json:
        emit_json(showing.shown_as_json(shown))
    else:
        showing.shown(shown)


@conversation.command("list")
@click.argument("ref")
@by_option
@source_option
@as_of_option
@common_options
@pass_options
def list_(options: Options, ref: str, *, by: str | None, source: str | None) -> None:
    """List the conversations with the person REF, the oldest first."""
    from adapter_core.service.casework import conversations  # noqa: PLC0415 - heavy, only when run

    with desk_of(options, by) as desk:
        found = conversations.listed(desk, ref, source=source)
    if options.json:
        emit_json({"schema": 1, "conversations": [showing.one_as_json(each) for each in found]})
    else:
        showing.listed(found)


@conversation.command()
@click.argument("number", metavar="C12", type=CONVERSATION)
@click.option("--revision", type=Revision(), help="The draft that is meant.")
@click.option("--follow", is_flag=True, help="Follow a record that was merged into another since.")
@desk_options
def close(options: Options, number: int, *, revision: int | None, follow: bool, by: str | None) -> None:
    """Close a conversation: its draft becomes a version, and what comes of it begins."""
    from adapter_core.service.casework import conversations  # noqa: PLC0415 - heavy, only when run

    with desk_of(options, by) as desk:
        done = conversations.close(desk, number, revision=revision, follow=follow)
        title = desk.application.title(desk.application.master)
    if options.json:
        emit_json(showing.closed_as_json(done))
    else:
        showing.closed(done, title)


@conversation.command("print")
@click.argument("number", metavar="C12[.2]", type=Version())
@click.option(
    "--for",
    "whom",
    type=click.Choice(["paste", "person", "court"]),
    default="person",
    show_default=True,
    help="The case system, the person, or the Court of Protection and solicitors.",
)
@desk_options
def print_(options: Options, number: tuple[int, int | None], *, whom: str, by: str | None) -> None:
    """Print a copy of a closed conversation. Only the one for the case system holds everything."""
    from adapter_core.service.casework.copies import copy  # noqa: PLC0415 - heavy, only when run

    with desk_of(options, by) as desk:
        copied = copy(desk, number[0], version=number[1], whom=whom)
    text = copied.text
    if options.json:
        emit_json({"schema": 1, "conversation": f"C{number[0]}", "for": whom, "text": text})
    else:
        click.echo(text, nl=False)
    if whom == "paste":
        return
    if copied.left_out:
        click.echo(f"Left out of it: {', '.join(copied.left_out)}.", err=True)
    click.echo(
        "Read it first: what the text says of abuse, or of others, and is not marked, stands in it.", err=True
    )


@conversation.command()
@click.option("--kind", type=click.Choice(["1", "2", "3"]), default="1", show_default=True, help="Which one.")
@click.option("--toml", is_flag=True, help="In TOML, and not in Markdown.")
@as_of_option
@common_options
@pass_options
def template(options: Options, *, kind: str, toml: bool) -> None:
    """Print an empty record to fill in, for a file such as record.md."""
    from datetime import date  # noqa: PLC0415 - only when run

    from adapter_core.casework.conversations import writing  # noqa: PLC0415
    from adapter_core.domain.casework import ConversationKind  # noqa: PLC0415

    empty = empty_record(ConversationKind(kind), options.as_of or date.today())  # noqa: DTZ011 - the day here
    click.echo(writing.template(empty, "toml" if toml else "markdown"), nl=False)


for command in (kept.withdraw, kept.kept, kept.take, kept.dismiss):
    conversation.add_command(command)
