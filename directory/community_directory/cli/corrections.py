"""`fingerpost directory corrections`: what signposts say is wrong, checked by somebody else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from adapter_core.cli.common import (
    Options,
    Subcommands,
    as_of_option,
    common_options,
    console,
    emit_json,
    pass_options,
)

if TYPE_CHECKING:
    from adapter_core.domain.directory.lessons import Correction
    from community_directory.store import DirectoryStore

_WORDS = {
    "contact_left": "the contact has left",
    "number_dead": "the number is dead",
    "service_closed": "the service has closed",
}


@click.group(cls=Subcommands)
@common_options
def corrections() -> None:
    """See what signposts say is wrong, and check it: somebody else than who said so."""


@corrections.command("list")
@click.option("--all", "everything", is_flag=True, help="Show those that were checked, too.")
@common_options
@pass_options
def list_(options: Options, *, everything: bool) -> None:
    """Show the corrections that wait, what was said most often first."""
    from community_directory.cli.opening import open_directory  # noqa: PLC0415 - heavy, only when run
    from community_directory.learning.corrections import corrections as found  # noqa: PLC0415

    with open_directory(options) as opened:
        with opened.store.reading() as unit:
            wanted = found(unit.connection, everything=everything)
        named = [_named(opened.store, each) for each in wanted]
    if options.json:
        shown = [{**_as_json(each), "about": about} for each, about in zip(wanted, named, strict=True)]
        emit_json({"schema": 1, "corrections": shown})
        return
    out = console()
    for each, about in zip(wanted, named, strict=True):
        times = "" if each.said == 1 else f", said {each.said:,} times"
        out.print(f"{each.number}: {_WORDS[each.kind.value]}{times}", style="bold")
        out.print(f"  {about}")
        checked = f", {each.state.value} by {each.checked_by} on {each.checked_on}" if each.checked_by else ""
        out.print(f"  said on {each.on} by {each.by}{checked}")
    if not wanted:
        out.print("No correction waits.")


@corrections.command()
@click.argument("number", type=click.IntRange(min=1))
@click.option("--by", required=True, metavar="NAME", help="Who checked: not who said it.")
@click.option("--instead", default="", metavar="NAME", help="Whom to ask now, where the contact has left.")
@click.option("--dead", default="", metavar="NUMBER", help="Which number is dead, where there are several.")
@click.option("--number", "now", default="", metavar="NUMBER", help="The telephone number now.")
@as_of_option
@common_options
@pass_options
def confirm(  # noqa: PLR0913 - one argument an option
    options: Options, *, number: int, by: str, instead: str, dead: str, now: str
) -> None:
    """Say that correction NUMBER is right: the entry changes, and stays so whatever its feed says."""
    from community_directory.cli.opening import open_directory  # noqa: PLC0415 - heavy, only when run
    from community_directory.learning import corrections as learning  # noqa: PLC0415

    with open_directory(options) as opened, opened.store.work() as unit:
        found = learning.Found(instead=instead, dead=dead, number=now)
        done = learning.confirm(unit, number, by=by, on=opened.on, found=found)
        unit.commit()
    _done(options, done, f"Confirmed: {_WORDS[done.kind.value]}. The directory is corrected.")


@corrections.command()
@click.argument("number", type=click.IntRange(min=1))
@click.option("--by", required=True, metavar="NAME", help="Who checked: not who said it.")
@as_of_option
@common_options
@pass_options
def reject(options: Options, *, number: int, by: str) -> None:
    """Say that correction NUMBER is wrong: the entry stays as it is."""
    from community_directory.cli.opening import open_directory  # noqa: PLC0415 - heavy, only when run
    from community_directory.learning import corrections as learning  # noqa: PLC0415

    with open_directory(options) as opened, opened.store.work() as unit:
        done = learning.reject(unit, number, by=by, on=opened.on)
        unit.commit()
    _done(options, done, "Rejected. The entry stays as it is.")


def _named(store: DirectoryStore, each: Correction) -> str:
    """What a correction is about, in words; its id where it was taken out since."""
    from adapter_core.errors import UsageError  # noqa: PLC0415 - heavy, only when run
    from community_directory.cli.opening import READER  # noqa: PLC0415
    from community_directory.cli.showing import contact_words  # noqa: PLC0415

    parts = []
    try:
        if each.contact_id:
            parts.append(contact_words(store.contact(each.contact_id, audience=READER)))
    except UsageError:
        parts.append("a contact who is not listed any more")
    if each.service_id:
        parts.append(store.service(each.service_id, audience=READER).service.name)
    return " - ".join(parts)


def _as_json(each: Correction) -> dict[str, Any]:
    return {
        "number": each.number,
        "kind": each.kind.value,
        "state": each.state.value,
        "contact": each.contact_id or None,
        "service": each.service_id or None,
        "on": each.on.isoformat(),
        "by": each.by,
        "said": each.said,
        "checked_by": each.checked_by or None,
        "checked_on": each.checked_on.isoformat() if each.checked_on else None,
    }


def _done(options: Options, done: Correction, words: str) -> None:
    if options.json:
        emit_json({"schema": 1, **_as_json(done)})
    else:
        click.echo(words)
