"""`fingerpost directory remove`: a contact who asks for it is taken out, for good."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from adapter_core.cli.common import Options, as_of_option, common_options, console, emit_json, pass_options

if TYPE_CHECKING:
    from adapter_core.domain.directory import Contact
    from community_directory.store import DirectoryStore


@click.command()
@click.argument("contact")
@click.option("--by", required=True, metavar="NAME", help="Who asks for it.")
@click.option("--why", required=True, help="Why, in a few words.")
@click.option("--yes", is_flag=True, help="Do it without asking.")
@as_of_option
@common_options
@pass_options
def remove(options: Options, *, contact: str, by: str, why: str, yes: bool) -> None:
    """Remove a CONTACT who asks for it, by its id: no import brings it back.

    Without --yes it asks on a terminal, and elsewhere it only shows whom it would remove.
    """
    from community_directory.cli.opening import open_directory  # noqa: PLC0415 - heavy, only when run
    from community_directory.cli.showing import contact_as_json  # noqa: PLC0415
    from community_directory.store.contacts import remove_contact  # noqa: PLC0415

    with open_directory(options) as opened:
        found, names = _whom(opened.store, contact)
        if found is None:
            with opened.store.work() as trial:  # tells whether there is one at all; nothing is committed
                remove_contact(trial, contact, by=by, why=why, on=opened.on)
        if not options.json:
            _show(found, names)
        agreed = yes or (not options.json and _agreed())
        if agreed:
            with opened.store.work() as work:
                remove_contact(work, contact, by=by, why=why, on=opened.on)
                work.commit()
    if options.json:
        owner = {"service": names[0] or None, "organisation": names[1] or None}
        shown = contact_as_json(found) if found else None
        emit_json({"schema": 1, "done": agreed, "contact": shown, **owner})
    elif agreed:
        click.echo("Removed. No import brings it back.")
    else:
        click.echo("Nothing was changed. Answer yes, or add --yes, to remove them.")


def _whom(store: DirectoryStore, contact: str) -> tuple[Contact | None, tuple[str, str]]:
    """The contact, and the names of its service and organisation; None if it is not listed any more."""
    from adapter_core.errors import UsageError  # noqa: PLC0415 - heavy, only when run
    from community_directory.cli.opening import READER  # noqa: PLC0415
    from community_directory.store.contact_reading import whose  # noqa: PLC0415

    try:
        found = store.contact(contact, audience=READER)
    except UsageError:
        return None, ("", "")
    with store.reading() as unit:
        return found, whose(unit.connection, [found])[found.id]


def _show(contact: Contact | None, names: tuple[str, str]) -> None:
    """Whom it is about, and what it means."""
    from community_directory.cli.showing import contact_words, title  # noqa: PLC0415 - heavy, only when run

    out = console()
    if contact is None:
        out.print("A contact who is not listed any more", style="bold")
    else:
        out.print(title(*names) or "Nobody's", style="bold")
        out.print(f"  {contact_words(contact)}")
    out.print("  They go wherever else they are listed, too. This cannot be undone.")


def _agreed() -> bool:
    return sys.stdin.isatty() and click.confirm("Remove them?", err=True)
