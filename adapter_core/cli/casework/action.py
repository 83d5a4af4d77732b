"""`fingerpost action`: one thing that somebody will do."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import click

from adapter_core.cli.casework.common import (
    ACTION,
    action_as_json,
    by_option,
    day,
    desk_of,
    desk_options,
    is_asked,
    never_shared_option,
    source_option,
)
from adapter_core.cli.casework.showing import marked
from adapter_core.cli.common import (
    Day,
    Options,
    Subcommands,
    as_of_option,
    common_options,
    console,
    emit_json,
    pass_options,
)
from adapter_core.errors import UsageError

if TYPE_CHECKING:
    from datetime import date

    from adapter_core.service.casework.actions import Added, Listed
    from adapter_core.store.casework.actions import KeptAction

PENCE = 100
POUNDS = re.compile(r"([0-9]{1,12})(?:\.([0-9]{1,2}))?")


class Pounds(click.ParamType):  # type: ignore[type-arg]  # generic in newer clicks only
    """Pounds, as `12` or `12.50`; what comes out are whole pence."""

    name = "pounds"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The pence of a text."""
        if isinstance(value, int):
            return value
        found = POUNDS.fullmatch(str(value).strip().removeprefix("£").replace(",", ""))
        if found is None:
            self.fail("It wants pounds, such as 12 or 12.50.", param, ctx)
        return int(found[1]) * PENCE + int((found[2] or "").ljust(2, "0"))


@click.group(cls=Subcommands)
@common_options
def action() -> None:
    """Say who does what by when, and when it is done."""


@action.command()
@click.argument("ref")
@click.argument("what", required=False)
@click.option("--owner", help="Who does it: a worker, the person, a daughter.")
@click.option("--due", type=Day(), help="By when.")
@click.option("--aim", default="", help="What it is to achieve.")
@click.option("--involved", multiple=True, help="Who else takes part; may be given more than once.")
@click.option("--cost", type=Pounds(), help="What it costs, in pounds.")
@click.option("--improved-when", default="", help="How anybody will know that things have improved.")
@click.option("--team", default="", help="In whose list it stands.")
@never_shared_option
@by_option
@source_option
@as_of_option
@common_options
@pass_options
def add(  # noqa: PLR0913 - one argument an option
    options: Options,
    ref: str,
    what: str | None,
    *,
    owner: str | None,
    due: date | None,
    aim: str,
    involved: tuple[str, ...],
    cost: int | None,
    improved_when: str,
    team: str,
    never_shared: bool,
    by: str | None,
    source: str | None,
) -> None:
    """Add an action for the person REF: WHAT is to be done."""
    from adapter_core.domain.casework import Action  # noqa: PLC0415 - only when run
    from adapter_core.service.casework import actions  # noqa: PLC0415

    if (what is None or owner is None) and is_asked() and not options.json:
        what = what or click.prompt("What is to be done?")
        owner = owner or click.prompt("Who does it?")
        due = due or click.prompt(
            "By when? (a date, or nothing)", default="", show_default=False, value_proc=_day_or_nothing
        )
    if not what:
        remedy = 'Say it, for example: fingerpost action add REF "Ring the club" --owner NAME'
        raise UsageError("FP-1091", "It does not say what is to be done.", where="action add", remedy=remedy)
    made = Action(what, owner or "", aim, involved, due, cost, improved_when, never_shared=never_shared)
    with desk_of(options, by) as desk:
        added = actions.add(desk, ref, made, source=source, team=team)
    _tell_added(options, added)


def _day_or_nothing(text: str) -> date | None:
    return Day().convert(text, None, None) if text.strip() else None


@action.command()
@click.argument("number", metavar="A5", type=ACTION)
@click.option("--on", type=Day(), help="The day on which it was done; today if not given.")
@click.option("--cancelled", is_flag=True, help="It will not be done.")
@desk_options
def done(options: Options, number: int, *, on: date | None, cancelled: bool, by: str | None) -> None:
    """Say that an action is done, or cancelled."""
    from adapter_core.domain.casework import ActionState  # noqa: PLC0415 - only when run
    from adapter_core.service.casework import actions  # noqa: PLC0415

    with desk_of(options, by, without_sources=True) as desk:
        kept = actions.done(
            desk, number, on=on, state=ActionState.CANCELLED if cancelled else ActionState.DONE
        )
    _tell_of_number(options, kept, "Cancelled" if cancelled else "Done")


@action.command()
@click.argument("number", metavar="A5", type=ACTION)
@click.option("--owner", help="Who does it now.")
@click.option("--due", type=Day(), help="By when now.")
@desk_options
def change(options: Options, number: int, *, owner: str | None, due: date | None, by: str | None) -> None:
    """Give an open action to somebody else, or another day."""
    from adapter_core.service.casework import actions  # noqa: PLC0415 - heavy, only when run

    if owner is None and due is None:
        remedy = "Give --owner, --due or both."
        raise UsageError("FP-1091", "There is nothing to change.", where=f"A{number}", remedy=remedy)
    with desk_of(options, by, without_sources=True) as desk:
        kept = actions.change(desk, number, owner=owner, due=due)
    _tell_of_number(options, kept, "Changed")


@action.command("list")
@click.argument("ref", required=False)
@click.option("--owner", help="Who does them.")
@click.option("--team", help="Whose list.")
@click.option("--all", "every", is_flag=True, help="Those that are done or cancelled too.")
@click.option(
    "--limit", type=click.IntRange(1, 1000), default=50, show_default=True, help="The most to show."
)
@by_option
@source_option
@as_of_option
@common_options
@pass_options
def list_(  # noqa: PLR0913 - one argument an option
    options: Options,
    ref: str | None,
    *,
    owner: str | None,
    team: str | None,
    every: bool,
    limit: int,
    by: str | None,
    source: str | None,
) -> None:
    """List open actions, the most overdue first: of the person REF, or of everybody."""
    from adapter_core.domain.casework import ActionState  # noqa: PLC0415 - only when run
    from adapter_core.service.casework import actions  # noqa: PLC0415

    states = tuple(ActionState) if every else (ActionState.OPEN,)
    with desk_of(options, by) as desk:
        found = actions.listed(
            desk, ref=ref, source=source, owner=owner, team=team, states=states, limit=limit
        )
        today = desk.on
    if options.json:
        rows = []
        for each in found.items:
            person = {"source": each.person.source, "ref": each.person.ref}
            rows.append({**action_as_json(each.id, each.action), "person": person})
        emit_json({"schema": 1, "actions": rows, "withheld": found.withheld})
    else:
        _list(found, today, every=every)


def _list(found: Listed, today: date, *, every: bool) -> None:
    out = console()
    if not found.items:
        out.print("There is no such action." if every else "No such action is open. See all with --all.")
    for each in found.items:
        one = each.action
        late = " (overdue)" if one.due and one.due < today and one.state.value == "open" else ""
        when = f", by {day(one.due)}{late}" if one.due else ""
        state = "" if one.state.value == "open" else f" [{one.state.value}]"
        out.print(
            f"A{each.id}  {each.person.ref}  {one.what} ({one.owner}{when}){state}{marked(one)}",
            soft_wrap=True,
        )
    if found.withheld:
        out.print(f"{found.withheld} not shown: the case system does not show their records.")


def _tell_added(options: Options, added: Added) -> None:
    one = added.action
    if options.json:
        emit_json({"schema": 1, "action": action_as_json(added.id, one), "words": list(added.words)})
        return
    due = f", by {day(one.due)}" if one.due else ""
    click.echo(f"Added: A{added.id}, {one.what} ({one.owner}{due}).")
    for line in added.words:
        click.echo(line)


def _tell_of_number(options: Options, kept: KeptAction, word: str) -> None:
    """Say what was done of a number that was typed: whose it is may not be for whoever typed it."""
    told = action_as_json(kept.id, kept.action)
    if options.json:
        emit_json({"schema": 1, "action": {key: told[key] for key in ("id", "state", "due", "done_on")}})
        return
    due = f", by {day(kept.action.due)}" if kept.action.due and word == "Changed" else ""
    click.echo(f"{word}: A{kept.id}{due}.")
