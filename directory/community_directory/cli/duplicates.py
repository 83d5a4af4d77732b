"""`fingerpost directory duplicates` and `merge`: what may stand there twice, and what to do about it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from adapter_core.cli.common import Options, common_options, console, emit_json, pass_options

if TYPE_CHECKING:
    from community_directory.duplicates.previewing import Preview
    from community_directory.store import DirectoryStore
    from community_directory.store.merging import Merge

KINDS = ("organisation", "service", "location")
_kind = click.option("--kind", type=click.Choice(KINDS), help="Only these; all three if not given.")


@click.command()
@_kind
@click.option("--limit", type=click.IntRange(min=1), default=20, show_default=True, help="How many at most.")
@click.option("--dismiss", nargs=2, metavar="A B", help="Say that these two, by their ids, are not one.")
@click.option("--by", default="", metavar="NAME", help="Who says so.")
@click.option("--why", default="", metavar="TEXT", help="Why, in a few words.")
@click.option("--dismissed", is_flag=True, help="Show what was said not to be one, by whom and why.")
@common_options
@pass_options
def duplicates(  # noqa: PLR0913, PLR0917 - one argument an option
    options: Options,
    kind: str | None,
    limit: int,
    dismiss: tuple[str, str] | None,
    by: str,
    why: str,
    dismissed: bool,  # noqa: FBT001 - a flag of the command line
) -> None:
    """Show what may stand in the directory twice, with what speaks for it and against.

    Nothing is ever merged by itself: see `fingerpost directory merge`.
    """
    from community_directory.cli.opening import open_directory  # noqa: PLC0415 - heavy, only when run

    with open_directory(options) as opened:
        if dismiss:
            _dismiss(options, opened.store, dismiss, by, why)
        elif dismissed:
            _dismissed(options, opened.store, kind)
        else:
            _show(options, opened.store, kind, limit)


def _show(options: Options, store: DirectoryStore, kind: str | None, limit: int) -> None:
    from adapter_core.domain.directory import EntityKind  # noqa: PLC0415 - heavy, only when run
    from community_directory.cli.showing_duplicates import (  # noqa: PLC0415
        candidate_as_json,
        candidate_lines,
        look_lines,
        summary,
    )
    from community_directory.duplicates.describing import describe  # noqa: PLC0415
    from community_directory.duplicates.queue import band_counts, look_again, queue  # noqa: PLC0415

    kinds = [EntityKind(one) for one in ((kind,) if kind else KINDS)]
    with store.work() as unit:
        looks = [look_again(unit, one) for one in kinds]
        unit.commit()
    with store.reading() as unit:
        found = queue(unit.connection, kinds, limit=limit)
        counts = band_counts(unit.connection, kinds)
        named = describe(
            unit.connection, [(one.kind, each) for one in found for each in (one.one, one.other)]
        )
    if options.json:
        emit_json(
            {
                "schema": 1,
                "waiting": {band.value: number for band, number in counts.items()},
                "duplicates": [candidate_as_json(one, named) for one in found],
                "looked": [
                    {
                        "kind": look.kind.value,
                        "at": look.at.isoformat(),
                        "entries": look.entries,
                        "compared": look.compared,
                        "too_many_share": dict(look.capped),
                    }
                    for look in looks
                ],
            }
        )
        return
    out = console()
    for one in found:
        first, *others = candidate_lines(one, named)
        out.print(first, style="bold")
        for line in others:
            out.print(line)
    out.print(summary(counts, len(found)))
    for line in look_lines(looks):
        out.print(line, style="dim")


def _dismiss(options: Options, store: DirectoryStore, ids: tuple[str, str], by: str, why: str) -> None:
    from community_directory.duplicates.queue import dismiss  # noqa: PLC0415 - heavy, only when run

    with store.work() as unit:
        kind = dismiss(unit, ids, by=by, why=why)
        unit.commit()
    if options.json:
        emit_json({"schema": 1, "done": True, "kind": kind.value})
    else:
        console().print("Noted: not one and the same. They are shown again if what was compared changes.")


def _dismissed(options: Options, store: DirectoryStore, kind: str | None) -> None:
    from adapter_core.domain.directory import EntityKind  # noqa: PLC0415 - heavy, only when run
    from adapter_core.domain.values import day_in_words  # noqa: PLC0415
    from community_directory.cli.showing_duplicates import decided_as_json  # noqa: PLC0415
    from community_directory.duplicates.describing import describe  # noqa: PLC0415
    from community_directory.duplicates.queue import decisions  # noqa: PLC0415

    with store.reading() as unit:
        found = decisions(unit.connection, [EntityKind(one) for one in ((kind,) if kind else KINDS)])
        named = describe(
            unit.connection, [(one.kind, each) for one in found for each in (one.one, one.other)]
        )
    if options.json:
        emit_json({"schema": 1, "not_duplicates": [decided_as_json(one, named) for one in found]})
        return
    out = console()
    for one in found:
        out.print(f"{one.kind.value}: {day_in_words(one.at)}, {one.by}: {one.why}", style="bold")
        for each in (one.one, one.other):
            out.print(f"  {each}  {named[one.kind, each][0]}")
    if not found:
        out.print("Nothing was said not to be a duplicate.")


@click.command()
@click.argument("keep", required=False)
@click.argument("away", required=False)
@click.option("--by", default="", metavar="NAME", help="Who says that they are one.")
@click.option("--why", default="", metavar="TEXT", help="Why, in a few words.")
@_kind
@click.option("--yes", is_flag=True, help="Do it without asking.")
@click.option("--undo", type=click.IntRange(min=1), metavar="N", help="Undo the merge of this number.")
@click.option("--list", "listed", is_flag=True, help="Show the merges that hold, with their numbers.")
@common_options
@pass_options
def merge(  # noqa: PLR0913, PLR0917 - one argument an option
    options: Options,
    keep: str | None,
    away: str | None,
    by: str,
    why: str,
    kind: str | None,
    yes: bool,  # noqa: FBT001 - a flag of the command line
    undo: int | None,
    listed: bool,  # noqa: FBT001 - likewise
) -> None:
    """Merge AWAY into KEEP, by their ids: what belongs to AWAY then belongs to KEEP, and it can be undone."""
    from adapter_core.errors import UsageError  # noqa: PLC0415 - heavy, only when run
    from community_directory.cli.opening import open_directory  # noqa: PLC0415

    asked = [bool(keep), undo is not None, listed]
    if sum(asked) != 1 or bool(keep) != bool(away):
        raise UsageError("FP-0933", "Give two ids, or --undo with a number, or --list.")
    if not listed and not by.strip():
        raise UsageError("FP-0931", "A decision needs the name of who makes it.", where="--by")
    if keep and not why.strip():
        raise UsageError("FP-0931", "A merge needs a reason, for whoever comes next.", where="--why")
    with open_directory(options) as opened:
        if listed:
            _list(options, opened.store)
        elif undo is not None:
            _undo(options, opened.store, undo, by.strip())
        elif keep and away:
            _merge(options, opened.store, (keep, away), kind, (by.strip(), why.strip()), yes=yes)


def _merge(  # noqa: PLR0913 - what a merge needs
    options: Options,
    store: DirectoryStore,
    ids: tuple[str, str],
    kind: str | None,
    decided: tuple[str, str],
    *,
    yes: bool,
) -> None:
    from adapter_core.domain.directory import EntityKind  # noqa: PLC0415 - heavy, only when run
    from community_directory.cli.showing_duplicates import preview_as_json, preview_lines  # noqa: PLC0415
    from community_directory.duplicates.merging import merge_two  # noqa: PLC0415
    from community_directory.duplicates.previewing import kind_of, preview  # noqa: PLC0415

    with store.reading() as unit:
        of = kind_of(unit.connection, ids, EntityKind(kind) if kind else None)
        planned: Preview = preview(unit.connection, of, *ids)
    if not options.json:
        out = console()
        for line in preview_lines(planned):
            out.print(line)
    number = None
    if yes or (not options.json and _agreed()):
        with store.work() as unit:
            number = merge_two(unit, of, *ids, by=decided[0], why=decided[1])
            unit.commit()
    if options.json:
        emit_json({"schema": 1, **preview_as_json(planned), "merge": number})
    elif number is None:
        click.echo("Nothing was changed. Answer yes, or add --yes, to merge them.")
    else:
        click.echo(f"Merged, as {number}. To undo it: fingerpost directory merge --undo {number} --by NAME")


def _agreed() -> bool:
    return sys.stdin.isatty() and click.confirm("Merge them?", err=True)


def _undo(options: Options, store: DirectoryStore, number: int, by: str) -> None:
    from community_directory.store.merging import unmerge  # noqa: PLC0415 - heavy, only when run

    with store.work() as unit:
        unmerge(unit, number, by=by)
        unit.commit()
    if options.json:
        emit_json({"schema": 1, "done": True, "undone": number})
    else:
        console().print(f"Merge {number} is undone: what moved is back.")


def _list(options: Options, store: DirectoryStore) -> None:
    from adapter_core.domain.values import day_in_words  # noqa: PLC0415
    from community_directory.cli.opening import READER  # noqa: PLC0415 - heavy, only when run
    from community_directory.duplicates.describing import describe  # noqa: PLC0415
    from community_directory.store.merging import merges  # noqa: PLC0415

    with store.reading() as unit:
        found = merges(unit.connection, audience=READER)
        named = describe(
            unit.connection, [(one.kind, each) for one in found for each in (one.kept, one.gone)]
        )
    if options.json:
        emit_json({"schema": 1, "merges": [_merge_as_json(one) for one in found]})
        return
    out = console()
    for one in found:
        out.print(
            f"{one.number}  {one.kind.value}: {day_in_words(one.at)}, {one.by}: {one.why}", style="bold"
        )
        out.print(f"  kept {one.kept}  {named[one.kind, one.kept][0]}")
        out.print(f"  gone {one.gone}  {named[one.kind, one.gone][0]}")
    if not found:
        out.print("Nothing is merged.")


def _merge_as_json(one: Merge) -> dict[str, object]:
    return {
        "merge": one.number,
        "kind": one.kind.value,
        "kept": one.kept,
        "gone": one.gone,
        "by": one.by,
        "at": one.at.isoformat(),
        "why": one.why,
    }
