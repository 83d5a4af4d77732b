"""`fingerpost directory`: what the community offers, taken in, looked after and given out."""

from __future__ import annotations

from pathlib import Path
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
from community_directory.cli.corrections import corrections
from community_directory.cli.duplicates import duplicates, merge
from community_directory.cli.exporting import export
from community_directory.cli.removing import remove
from community_directory.cli.serving import conformance, serve

if TYPE_CHECKING:
    from community_directory.importing.report import ImportReport

EXIT_PARTIAL, EXIT_UNSOUND = 3, 1
STALE_DAYS = 92


@click.group(cls=Subcommands)
@common_options
def directory() -> None:
    """Take services in, look after contacts, and give the directory out."""


# --- taking in ------------------------------------------------------------------------------------------


@directory.command("import")
@click.argument("feeds", nargs=-1)
@click.option("--dry-run", is_flag=True, help="Say what would be done, and write nothing.")
@click.option("--accept-fewer", is_flag=True, help="It is right that many services are gone.")
@as_of_option
@common_options
@pass_options
@click.pass_context
def import_(
    ctx: click.Context, options: Options, feeds: tuple[str, ...], *, dry_run: bool, accept_fewer: bool
) -> None:
    """Import the FEEDS that the config names; all of them if none is given."""
    from functools import partial  # noqa: PLC0415 - beside what is heavy, and wanted only when run

    from adapter_core.errors import UsageError, did_you_mean  # noqa: PLC0415
    from adapter_core.oversight.audit import record  # noqa: PLC0415
    from adapter_core.store import Store  # noqa: PLC0415
    from community_directory.cli.opening import gather_places, open_directory  # noqa: PLC0415
    from community_directory.cli.showing_imports import import_lines  # noqa: PLC0415
    from community_directory.importing.run import ImportSettings, import_feed  # noqa: PLC0415

    reports: list[ImportReport] = []
    with open_directory(options, without_sources=False) as opened:
        named = opened.config.directory.feeds
        for name in feeds:
            if name not in named:
                message = f'There is no feed "{name}".{did_you_mean(name, named)}'
                raise UsageError("FP-0108", message, where=f"directory.feeds.{name}")
        for name in feeds or named:
            settings = ImportSettings(
                dry_run=dry_run,
                accept_fewer=accept_fewer,
                most_lost=named[name].most_lost,
                title=named[name].title or name,
            )
            with _feed(opened.config, name, opened.on) as feed, Store.open(opened.config.store_url) as kept:
                report = import_feed(
                    opened.store,
                    name,
                    feed,
                    on=opened.on,
                    settings=settings,
                    audit=partial(record, kept),
                )
            reports.append(report)
            if not options.json:
                for line, style in import_lines(report):
                    console().print(line, style=style, soft_wrap=True)
        if not dry_run:
            gather_places(opened.store)
    if options.json:
        emit_json({"schema": 1, "imports": [report.as_json() for report in reports]})
    elif not reports:
        console().print("The config names no feed: add [directory.feeds.<name>].")
    if any(not report.complete or report.reject_counts for report in reports):
        ctx.exit(EXIT_PARTIAL)


def _feed(config: Any, name: str, on: Any) -> Any:  # noqa: ANN401 - a context manager that gives a port
    from adapter_core.hooks.capabilities import Port  # noqa: PLC0415 - heavy, only when run
    from adapter_core.hooks.manager import Plugins  # noqa: PLC0415
    from adapter_core.hooks.ports import OpenContext  # noqa: PLC0415
    from adapter_core.service.backends import backend_config, mapping_folders  # noqa: PLC0415

    table = config.directory.feeds[name]
    plugins = Plugins(config.plugins, base=config.base)
    path = ("directory", "feeds", name)
    backend = plugins.backend(table.backend, (Port.DIRECTORY_FEED,), where=".".join((*path, "backend")))
    settings = backend_config(table, backend, config, path)
    context = OpenContext(name, on, config.base, plugins.transforms, mapping_folders())
    return backend.open(settings, context)


@directory.command("load-postcodes")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--keep", is_flag=True, help="Keep what was loaded before, and add these.")
@common_options
@pass_options
def load_postcodes(options: Options, files: tuple[Path, ...], *, keep: bool) -> None:
    """Load postcode lists (ONS or Code-Point Open, as CSV), so that distances are known in metres."""
    from community_directory.cli.opening import open_directory  # noqa: PLC0415 - heavy, only when run
    from community_directory.places import stored  # noqa: PLC0415
    from community_directory.places.loading import load_postcodes as load  # noqa: PLC0415

    with open_directory(options) as opened, opened.store.work() as unit:
        loaded = load(unit.connection, files, keep=keep)
        stored.rebuild(unit.connection)
        unit.commit()
    if options.json:
        counts = ("postcodes", "before", "read", "repeated", "placeless", "irish", "ended")
        emit_json(
            {
                "schema": 1,
                **{name: getattr(loaded, name) for name in counts},
                "rejects": dict(loaded.rejected),
            }
        )
        return
    out = console()
    out.print(f"{loaded.postcodes:,} postcodes are loaded; before there were {loaded.before:,}.")
    for code, number in sorted(loaded.rejected.items()):
        out.print(f"  {code}: {number:,} rows")


# --- looking after --------------------------------------------------------------------------------------


@directory.command()
@click.argument("id")
@as_of_option
@common_options
@pass_options
def show(options: Options, id: str) -> None:  # noqa: A002 - what the argument is called
    """Show a service with its places, contacts and freshness."""
    from adapter_core.domain.directory import Hit  # noqa: PLC0415 - heavy, only when run
    from community_directory.cli.opening import READER, open_directory  # noqa: PLC0415
    from community_directory.cli.showing import (  # noqa: PLC0415
        contact_words,
        hit_lines,
        more_lines,
        service_as_json,
    )

    with open_directory(options, only_asked=True) as opened:
        view = opened.store.service(id, audience=READER, on=opened.on)
    if options.json:
        emit_json({"schema": 1, **service_as_json(view)})
        return
    out = console()
    first, *others = hit_lines(Hit(view, contact=view.contacts[0] if view.contacts else None))
    out.print(first, style="bold")
    for line in others:
        out.print(f"  {line}")
    for line in more_lines(view):
        out.print(f"  {line}")
    for contact in view.contacts[1:]:
        out.print(f"  Or ask: {contact_words(contact)}")
    if view.withdrawn_on:
        out.print(f"  Withdrawn on {view.withdrawn_on}: {view.withdrawn_why}.", style="yellow")


@directory.command()
@click.argument("service")
@common_options
@pass_options
def contacts(options: Options, service: str) -> None:
    """Show whom to ask about a SERVICE, by its id, with the ids of the contacts."""
    from community_directory.cli.opening import READER, open_directory  # noqa: PLC0415 - heavy, only when run
    from community_directory.cli.showing import contact_as_json, contact_words  # noqa: PLC0415

    with open_directory(options, only_asked=True) as opened:
        found = opened.store.contacts_of(service, audience=READER)
    if options.json:
        emit_json({"schema": 1, "contacts": [contact_as_json(each) for each in found]})
        return
    out = console()
    for each in found:
        out.print(f"{each.id}  {contact_words(each)}")
    if not found:
        out.print("Nobody is named to ask for.")


@directory.command()
@click.argument("contact")
@click.option("--by", required=True, metavar="NAME", help="Who spoke to them.")
@as_of_option
@common_options
@pass_options
def verify(options: Options, contact: str, by: str) -> None:
    """Say that somebody spoke to a CONTACT, by its id, and that it is right."""
    from community_directory.cli.opening import open_directory  # noqa: PLC0415 - heavy, only when run
    from community_directory.store.contacts import verify_contact  # noqa: PLC0415

    with open_directory(options, only_asked=True) as opened, opened.store.work() as unit:
        verify_contact(unit, contact, by=by, on=opened.on)
        unit.commit()
    _done(options, "Verified.")


@directory.command()
@click.option(
    "--days", type=click.IntRange(min=1), default=STALE_DAYS, show_default=True, help="For so long."
)
@click.option("--limit", type=click.IntRange(min=1), default=100, show_default=True, help="How many at most.")
@as_of_option
@common_options
@pass_options
def stale(options: Options, days: int, limit: int) -> None:
    """Show contacts to whom nobody has spoken for some time."""
    from datetime import timedelta  # noqa: PLC0415 - beside what is heavy

    from community_directory.cli.opening import READER, open_directory  # noqa: PLC0415
    from community_directory.cli.showing import contact_as_json, contact_words, title  # noqa: PLC0415
    from community_directory.store.contact_reading import stale_contacts, whose  # noqa: PLC0415

    with open_directory(options, only_asked=True) as opened, opened.store.reading() as unit:
        before = opened.on - timedelta(days=days)
        found = stale_contacts(unit.connection, audience=READER, before=before, limit=limit)
        names = whose(unit.connection, found)
    if options.json:
        emit_json(
            {
                "schema": 1,
                "contacts": [
                    {
                        **contact_as_json(each),
                        "service": names[each.id][0] or None,
                        "organisation": names[each.id][1] or None,
                    }
                    for each in found
                ],
            }
        )
        return
    out = console()
    for each in found:
        out.print(title(*names[each.id]) or "Nobody's", style="bold")
        out.print(f"  {contact_words(each)}")
        out.print(f"  Id: {each.id}")
    if not found:
        out.print(f"Somebody has spoken to every contact within {days:,} days.")


@directory.command()
@click.option("--repair", is_flag=True, help="Make the index anew from the tables.")
@common_options
@pass_options
@click.pass_context
def check(ctx: click.Context, options: Options, *, repair: bool) -> None:
    """Hold the index of the search against the tables that it is made from."""
    from community_directory.cli.opening import gather_places, open_directory  # noqa: PLC0415 - heavy, only when run
    from community_directory.searching import checking, index  # noqa: PLC0415

    with open_directory(options, only_asked=True) as opened:
        if repair:
            with opened.store.work() as unit:
                index.rebuild(unit.connection)
                unit.commit()
            gather_places(opened.store)
        with opened.store.reading() as unit:
            found = checking.check(unit.connection)
    if options.json:
        emit_json({"schema": 1, "services": found.services, "problems": list(found.problems)})
    else:
        out = console()
        for problem in found.problems:
            out.print(problem, style="yellow")
        sound = "says just what the tables say" if found.sound else "is not sound: run it again with --repair"
        out.print(f"{found.services:,} services. The index {sound}.")
    if not found.sound:
        ctx.exit(EXIT_UNSOUND)


def _done(options: Options, words: str) -> None:
    if options.json:
        emit_json({"schema": 1, "done": True})
    else:
        console().print(words)


directory.add_command(corrections)
directory.add_command(duplicates)
directory.add_command(merge)
directory.add_command(remove)
directory.add_command(serve)
directory.add_command(conformance)
directory.add_command(export)
