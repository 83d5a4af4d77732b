"""`fingerpost deliveries`: what is on its way to the case system, and what has to be entered there."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

import click

from adapter_core.cli.casework.common import desk_of, desk_options, of_these, tell_failures
from adapter_core.cli.common import (
    Options,
    Subcommands,
    common_options,
    console,
    emit_json,
)
from adapter_core.cli.faults import worded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from adapter_core.domain.casework.deliveries import Delivery
    from adapter_core.errors import FingerpostError
    from adapter_core.hooks.manager import HookFailure
    from adapter_core.service.casework.deliveries import Listed

EXIT_PARTIAL = 3
SECTIONS = ("to_enter", "check", "needs_help", "on_its_way", "ticked", "done")
"""Sections of the list, the first one first."""


@click.group(cls=Subcommands)
@common_options
def deliveries() -> None:
    """See what has to be entered in the case system, and tick it off."""


@deliveries.command("list")
@click.option("--worker", metavar="NAME", help="Whose work; everybody's if not given.")
@click.option("--team", metavar="NAME", help="Which team's work.")
@click.option("--person", metavar="REF", help="One person's alone.")
@click.option("--all", "everything", is_flag=True, help="Show what is done, too.")
@desk_options
def list_(  # noqa: PLR0913 - each narrows the list
    options: Options,
    *,
    worker: str | None,
    team: str | None,
    person: str | None,
    everything: bool,
    by: str | None,
) -> None:
    """Show what is to be entered, to be checked, and what needs help, person by person."""
    from adapter_core.domain.casework.deliveries import DeliveryState  # noqa: PLC0415 - only when run
    from adapter_core.service.casework import deliveries as service  # noqa: PLC0415

    with desk_of(options, by) as desk:
        found = service.listed(
            desk,
            states=list(DeliveryState) if everything else None,
            owner=worker,
            team=team,
            ref=person,
        )
    if options.json:
        emit_json(
            {
                "schema": 1,
                "deliveries": [_as_json(each, found) for each in found.deliveries],
                "withheld": found.withheld,
            }
        )
        return
    _show(found, of_these(worker, team, person))


@deliveries.command()
@click.argument("number", metavar="D9")
@desk_options
def show(options: Options, *, number: str, by: str | None) -> None:
    """Print one text, ready to paste, and nothing else. This is noted in the audit."""
    from adapter_core.service.casework import deliveries as service  # noqa: PLC0415 - heavy, only when run

    with desk_of(options, by) as desk:
        found = service.show(desk, service.number_of(number))
    if options.json:
        emit_json({"schema": 1, "delivery": f"D{found.id}", "marker": found.marker, "text": found.text})
        return
    click.echo(found.text)


@deliveries.command()
@click.argument("numbers", nargs=-1, required=True, metavar="D9…")
@desk_options
def done(options: Options, *, numbers: tuple[str, ...], by: str | None) -> None:
    """Tick what you have entered; at the next read it is looked for there."""
    from adapter_core.service.casework import deliveries as service  # noqa: PLC0415 - heavy, only when run

    with desk_of(options, by) as desk:
        ticked = service.tick_all(desk, numbers)
        titles = desk.application.titles
        unseen = [each for each in ticked if not service.can_be_seen(desk.application, each)]
    if options.json:
        emit_json({"schema": 1, "ticked": [_plain(each) for each in ticked]})
        return
    for each in ticked:
        title = titles[each.target]
        then = f"At the next read it is looked for in {title}."
        if each in unseen:
            then = f"{title} does not show its notes to Fingerpost, so this is taken by your word."
        click.echo(f"Ticked D{each.id}: {each.title}. {then}")


@deliveries.command()
@click.argument("number", metavar="D9")
@desk_options
def retry(options: Options, *, number: str, by: str | None) -> None:
    """Queue what was refused once more, or let what waits be tried at once."""
    from adapter_core.service.casework import deliveries as service  # noqa: PLC0415 - heavy, only when run

    with desk_of(options, by) as desk:
        found = service.retry(desk, service.number_of(number))
    _say(options, found, f"D{found.id} is queued again. Send it with: fingerpost deliveries send")


@deliveries.command()
@click.argument("number", metavar="D9")
@click.option("--entered", "entered", flag_value=True, type=bool, help="It stands in the record.")
@click.option("--not-entered", "entered", flag_value=False, type=bool, help="It does not stand there.")
@desk_options
def resolve(options: Options, *, number: str, entered: bool | None, by: str | None) -> None:
    """Say what you saw in the record of the person, where nobody knew."""
    from adapter_core.service.casework import deliveries as service  # noqa: PLC0415 - heavy, only when run

    if entered is None:
        raise click.UsageError("Say what you saw: --entered or --not-entered.")
    with desk_of(options, by) as desk:
        found = service.resolve(desk, service.number_of(number), entered=entered)
    _say(options, found, f"D{found.id} is done." if entered else f"D{found.id} waits to be written again.")


@deliveries.command()
@desk_options
@click.pass_context
def send(ctx: click.Context, options: Options, *, by: str | None) -> None:
    """Send what can be sent: to backends that can be written to, and what was learnt to the directory."""
    from adapter_core.service.casework.sending import send as send_all  # noqa: PLC0415 - only when run

    with desk_of(options, by) as desk:
        sent = send_all(desk)
    if options.json:
        emit_json(
            {
                "schema": 1, "written": sent.written, "waiting": sent.waiting, "to_enter": sent.to_enter,
                "in_doubt": sent.in_doubt, "refused": sent.refused,
                "problems": [each.as_json()["error"] for each in sent.problems],
            }
        )  # fmt: skip
    else:
        counts = {
            "written": sent.written, "waiting": sent.waiting, "to enter by hand": sent.to_enter,
            "in doubt": sent.in_doubt, "refused": sent.refused,
        }  # fmt: skip
        told = ", ".join(f"{number:,} {words}" for words, number in counts.items() if number)
        click.echo(f"{told[0].upper()}{told[1:]}." if told else "Nothing waits.")
    _tell(sent.problems, sent.failures, options)
    ctx.exit(sent.problems[0].exit_code if sent.problems else EXIT_PARTIAL if sent.refused else 0)


@deliveries.command()
@desk_options
@click.pass_context
def look(ctx: click.Context, options: Options, *, by: str | None) -> None:
    """Look whether what was ticked stands in the case system; every nightly check does so, too."""
    from adapter_core.service.casework.seen import look as look_at_all  # noqa: PLC0415 - only when run

    with desk_of(options, by) as desk:
        looked = look_at_all(desk)
    if options.json:
        emit_json(
            {
                "schema": 1, "entered": looked.entered, "by_word": looked.by_word,
                "to_check": looked.to_check, "waiting": looked.waiting, "purged": looked.purged,
                "problems": [each.as_json()["error"] for each in looked.problems],
            }
        )  # fmt: skip
    else:
        click.echo(looked.words())
    _tell(looked.problems, looked.failures, options)
    ctx.exit(looked.problems[0].exit_code if looked.problems else 0)


# --- words ------------------------------------------------------------------------------------------


def _say(options: Options, found: Delivery, words: str) -> None:
    if options.json:
        emit_json({"schema": 1, "delivery": _plain(found)})
    else:
        click.echo(words)


def _tell(problems: list[FingerpostError], failures: list[HookFailure], options: Options) -> None:
    if not options.json:
        for problem in problems:
            click.echo(worded(problem), err=True)
    tell_failures(failures)


def _section(each: Delivery, found: Listed) -> str:
    from adapter_core.domain.casework.deliveries import DeliveryState  # noqa: PLC0415 - only when run

    if each.state is DeliveryState.DONE:
        return "done"
    if each.state is DeliveryState.IN_DOUBT:
        return "check"
    if each.state is DeliveryState.DEAD_LETTER:
        return "needs_help"
    if each.target in found.direct:
        return "on_its_way"
    return "to_enter" if each.ticked_on is None else "ticked"


def _heading(section: str, title: str) -> str:
    return {
        "to_enter": f"To enter in {title}",
        "check": f"Check in {title}",
        "needs_help": "Needs help",
        "on_its_way": f"On its way to {title}",
        "ticked": f"Ticked, not seen in {title} yet",
        "done": f"Done in {title}",
    }[section]


def _show(found: Listed, whose: str) -> None:
    from adapter_core.errors import CATALOGUE  # noqa: PLC0415 - only when run
    from adapter_core.report.words import one_line  # noqa: PLC0415

    out = console()
    for heading, some in _sections(found):
        out.print(heading, style="bold")
        for who, of_person in groupby(some, key=lambda each: _person(each, found)):
            if who:
                out.print(one_line(f"  {who}"))
            for each in of_person:
                parts = [each.title]
                parts += [each.marker] if each.marker else []
                parts += [f"ticked by {each.ticked_by} on {each.ticked_on}"] if each.ticked_on else []
                parts += [f"{CATALOGUE[each.problem].title} ({each.problem})"] if each.problem else []
                out.print(one_line(f"    D{each.id}: {', '.join(parts)}"))
    if found.withheld:
        out.print(f"{found.withheld:,} left out: the records are restricted.")
    if not found.deliveries:
        out.print(f"Nothing waits.{whose}", soft_wrap=True)
    elif any(_section(each, found) == "to_enter" for each in found.deliveries):
        first = next(each.id for each in found.deliveries if _section(each, found) == "to_enter")
        out.print(
            f"Text to paste: fingerpost deliveries show D{first}. Then: fingerpost deliveries done D{first}",
            soft_wrap=True,
        )


def _sections(found: Listed) -> Iterator[tuple[str, list[Delivery]]]:
    for section in SECTIONS:
        of_section = [each for each in found.deliveries if _section(each, found) == section]
        for heading in dict.fromkeys(_heading(section, found.titles[each.target]) for each in of_section):
            yield (
                heading,
                [each for each in of_section if _heading(section, found.titles[each.target]) == heading],
            )


def _person(each: Delivery, found: Listed) -> str:
    if each.person is None:
        return ""
    now = (found.moved or {}).get((each.person.source, each.person.ref))
    moved = f" (merged into {now})" if now else ""
    return f"{each.person.source} {each.person.ref}{moved}"


def _plain(each: Delivery) -> dict[str, object]:
    person = None if each.person is None else {"source": each.person.source, "ref": each.person.ref}
    return {
        "delivery": f"D{each.id}",
        "kind": each.kind.value,
        "target": each.target,
        "person": person,
        "about": each.about,
        "title": each.title,
        "rule": each.field,
        "marker": each.marker,
        "state": each.state.value,
        "owner": each.owner,
        "team": each.team,
        "ticked_on": each.ticked_on.isoformat() if each.ticked_on else None,
        "ticked_by": each.ticked_by,
        "seen_on": each.seen_on.isoformat() if each.seen_on else None,
        "tries": each.tries,
        "problem": each.problem,
    }


def _as_json(each: Delivery, found: Listed) -> dict[str, object]:
    return _plain(each) | {"section": _section(each, found)}
