"""`fingerpost directory serve` and `conformance`: giving out, and checking what others give out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from adapter_core.cli.common import Options, common_options, console, emit_json, pass_options

if TYPE_CHECKING:
    from community_directory.publishing.conformance import Conformance

DOES_NOT_CONFORM = 1


@click.command()
@click.option(
    "--host", default="127.0.0.1", show_default=True, help="Where to listen; 0.0.0.0 for every network."
)
@click.option(
    "--port", type=click.IntRange(0, 65_535), default=8080, show_default=True, help="0 for any that is free."
)
@click.option(
    "--address", default="", help="Where the world finds the feed, if a proxy stands in front of it."
)
@common_options
@pass_options
def serve(options: Options, host: str, port: int, address: str) -> None:
    """Publish the directory as Open Referral UK 3.0, until Ctrl-C.

    Only what is for the public is ever read: no other contact and no note can come out.
    """
    from adapter_core.config import find_config, load_config  # noqa: PLC0415 - heavy, only when run
    from community_directory.cli.opening import search_words  # noqa: PLC0415 - likewise
    from community_directory.publishing.serving import serve as serve_directory  # noqa: PLC0415 - likewise

    config = load_config(find_config(options.config_path), without_sources=True)

    def ready(where: str) -> None:
        if options.json:
            emit_json({"schema": 1, "url": where})
        else:
            console().print(f"The directory is at {where}/services. Ctrl-C ends it.")

    concepts = search_words(config)
    serve_directory(config.directory_url, host, port, address=address, concepts=concepts, ready=ready)


@click.command()
@click.argument("url")
@click.option(
    "--per-page",
    type=click.IntRange(1, 500),
    default=50,
    show_default=True,
    help="Entries a page to ask for.",
)
@click.option(
    "--pages",
    type=click.IntRange(min=1),
    default=100,
    show_default=True,
    help="Most pages of each list to read.",
)
@click.option(
    "--details",
    type=click.IntRange(min=1),
    default=20,
    show_default=True,
    help="Entries of each list to ask for by id.",
)
@click.option(
    "--seconds", type=click.IntRange(min=1), default=900, show_default=True, help="How long it may take."
)
@common_options
@pass_options
def conformance(options: Options, url: str, per_page: int, pages: int, details: int, seconds: int) -> None:  # noqa: PLR0913, PLR0917 - its options
    """Check any Open Referral UK 3.0 feed at URL.

    Checks the standard's schemas, from the folder that ORUK_SCHEMA_DIR names, and what the official
    validator leaves out. Exit code 1 if a required check fails.
    """
    from community_directory.publishing.conformance import check_feed  # noqa: PLC0415 - heavy, only when run
    from community_directory.publishing.conformance.schemas import from_environment  # noqa: PLC0415 - likewise

    found = check_feed(
        url,
        schemas=from_environment(),
        per_page=per_page,
        most_pages=pages,
        details=details,
        seconds=seconds,
    )
    if options.json:
        emit_json({"schema": 1, **found.as_json()})
    else:
        _show(found)
    if not found.conforms:
        click.get_current_context().exit(DOES_NOT_CONFORM)


def _show(found: Conformance) -> None:
    from rich.table import Table  # noqa: PLC0415 - heavy, only when run

    table = Table(box=None, pad_edge=False)
    for heading in ("Endpoint", "Level", "Check", "Verdict", "Times", "Example"):
        table.add_column(heading)
    for one in found.results:
        table.add_row(
            one.endpoint, one.level.value, one.check, one.verdict.value, str(one.count or ""), one.example
        )
    out = console()
    out.print(table)
    if not found.whole:
        out.print("Not every page was read: --pages says how many are.")
    says = "The feed conforms." if found.conforms else "The feed does not conform: a required check fails."
    out.print(f"{says} It was asked {found.requests} times.")
