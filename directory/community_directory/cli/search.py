"""`fingerpost search`: words in, services with a named contact out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from adapter_core.cli.common import (
    Options,
    as_of_option,
    common_options,
    console,
    emit_json,
    pass_options,
)

if TYPE_CHECKING:
    from community_directory.searching.filters import Filters
    from community_directory.store import DirectoryStore

DAYS = {"mon": "MO", "tue": "TU", "wed": "WE", "thu": "TH", "fri": "FR", "sat": "SA", "sun": "SU"}

_NOTHING_YET = "The directory has no services yet. Import a feed with: fingerpost directory import"


@click.command()
@click.argument("words", nargs=-1, required=True)
@click.option("--near", default="", metavar="PLACE", help="A postcode, a district such as FY1, or a town.")
@click.option("--day", "days", multiple=True, type=click.Choice(tuple(DAYS)), help="Open on this day.")
@click.option("--age", type=click.IntRange(0, 130), help="For somebody of this age.")
@click.option("--free", is_flag=True, help="Leave out what is known to cost something.")
@click.option("--with-space", is_flag=True, help="Leave out what is full or has a waiting list.")
@click.option("--category", "categories", multiple=True, metavar="TERM", help="Of one of these categories.")
@click.option("--limit", type=click.IntRange(1, 100), default=10, show_default=True, help="How many at most.")
@as_of_option
@common_options
@pass_options
def search(  # noqa: PLR0913, PLR0917 - one argument an option
    options: Options,
    words: tuple[str, ...],
    near: str,
    days: tuple[str, ...],
    age: int | None,
    free: bool,  # noqa: FBT001 - a flag of the command line
    with_space: bool,  # noqa: FBT001 - likewise
    categories: tuple[str, ...],
    limit: int,
) -> None:
    """Find services and events in the community directory, and whom to ask there."""
    from dataclasses import replace  # noqa: PLC0415 - beside what is heavy

    from community_directory.cli.opening import READER, open_directory, search_words  # noqa: PLC0415 - heavy, only when run
    from community_directory.cli.showing import answer_as_json, hit_lines, understood_lines  # noqa: PLC0415
    from community_directory.searching.service import is_empty  # noqa: PLC0415
    from community_directory.searching.service import search as find  # noqa: PLC0415

    with open_directory(options, only_asked=True) as opened:
        on = opened.on
        filters, note = _filters(opened.store, near, days, age, opened.config.directory.home)
        filters = _more(filters, free=free, with_space=with_space, categories=categories)
        answer = find(
            opened.store,
            " ".join(words),
            filters,
            audience=READER,
            on=on,
            limit=limit,
            home=opened.config.directory.home,
            concepts=search_words(opened.config),
        )
        answer = replace(answer, understood=(*answer.understood, *note))
        empty = not answer.hits and is_empty(opened.store)
    if options.json:
        emit_json(answer_as_json(answer))
        return
    out = console()
    if empty:
        out.print(_NOTHING_YET)
        return
    for line in understood_lines(answer.understood):
        out.print(line, style="dim")
    for hit in answer.hits:
        first, *others = hit_lines(hit, events_from=on)
        out.print(first, style="bold")
        for line in others:
            out.print(f"  {line}")
    if not answer.hits:
        out.print("Nothing was found. Try fewer words, or take a filter away.")
    elif answer.more:
        out.print("There are more: narrow the search, or raise --limit.", style="dim")


def _filters(
    store: DirectoryStore, near: str, days: tuple[str, ...], age: int | None, home: str
) -> tuple[Filters, tuple[str, ...]]:
    """What was given as options, and what is to be said of the place."""
    from adapter_core.domain.values import postcode_district  # noqa: PLC0415 - heavy, only when run
    from adapter_core.errors import UsageError  # noqa: PLC0415
    from community_directory.places.points import PlaceKind  # noqa: PLC0415
    from community_directory.places.stored import StoredGazetteer  # noqa: PLC0415
    from community_directory.searching.filters import Ages, Filters  # noqa: PLC0415
    from community_directory.searching.words_of_places import place_of  # noqa: PLC0415

    place = None
    note: tuple[str, ...] = ()
    if near:
        with store.reading() as unit:
            place = place_of(near, StoredGazetteer(unit.connection, home))
        if place is not None and place.kind is not PlaceKind.POSTCODE and postcode_district(near):
            note = (f"The postcode is in no postcode list that is loaded. Searched near {place.name}.",)
        if place is None:
            raise UsageError("FP-0879", f"The directory knows no place {near!r}.", where="--near")
    given = Filters(
        near=place,
        days=frozenset(DAYS[day] for day in days),
        ages=None if age is None else Ages(age, age),
    )
    return given, note


def _more(filters: Filters, *, free: bool, with_space: bool, categories: tuple[str, ...]) -> Filters:
    from dataclasses import replace  # noqa: PLC0415 - beside what is heavy

    return replace(filters, free=free, with_space=with_space, categories=categories)
