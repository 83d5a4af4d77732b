"""`fingerpost follow-ups`: signposts to look at again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from adapter_core.cli.casework.common import day, desk_of, desk_options, of_these, signpost_as_json
from adapter_core.cli.common import Options, console, emit_json

if TYPE_CHECKING:
    from adapter_core.service.casework.follow_ups import Due, DueItem


@click.command("follow-ups")
@click.option("--mine", is_flag=True, help="Mine alone: those of --by, or of this machine's user.")
@click.option("--worker", metavar="NAME", help="One worker's.")
@click.option("--team", metavar="NAME", help="One team's.")
@click.option("--limit", type=click.IntRange(1, 500), default=25, show_default=True, help="The most to show.")
@click.option("--offset", type=click.IntRange(0), default=0, help="How many to pass over first.")
@desk_options
def follow_ups(  # noqa: PLR0913 - one argument an option
    options: Options,
    *,
    mine: bool,
    worker: str | None,
    team: str | None,
    limit: int,
    offset: int,
    by: str | None,
) -> None:
    """List signposts that are due, the most overdue first, with what to heed before anybody is rung."""
    from adapter_core.service.casework.follow_ups import due  # noqa: PLC0415 - heavy, only when run

    with desk_of(options, by) as desk:
        chosen = desk.who if mine else worker
        found = due(desk, worker=chosen, team=team, limit=limit, offset=offset)
    if options.json:
        emit_json(
            {
                "schema": 1,
                "total": found.total,
                "withheld": found.withheld,
                "problem": found.problem,
                "follow_ups": [_as_json(each) for each in found.items],
            }
        )
    else:
        _show(found, offset, of_these(chosen, team))


def _as_json(item: DueItem) -> dict[str, Any]:
    follow_up, contact = item.follow_up, item.contact
    flags = follow_up.flags
    return {
        "signpost": signpost_as_json(follow_up.signpost),
        "overdue_days": follow_up.overdue,
        "attempts": follow_up.attempts,
        "may_tell_contact": follow_up.may_tell_contact,
        "died": follow_up.died,
        "flags": {
            "known": flags.known,
            "safe_to_contact": flags.safe_to_contact,
            "interpreter": list(flags.interpreter),
            "no_telephone": flags.no_telephone,
            "reach_by": list(flags.reach_by),
        },
        "words": list(item.words),
        "contact": contact
        and {
            "id": contact.id,
            "name": contact.name,
            "role": contact.role,
            "phones": [each.number or each.original for each in contact.phones],
            "emails": list(contact.emails),
            "hours": contact.hours,
        },
    }


def _show(found: Due, offset: int, whose: str) -> None:
    out = console()
    if not found.items:
        out.print(f"Nothing is due.{whose}" if not found.total else "Nothing more is due.", soft_wrap=True)
    for item in found.items:
        one = item.follow_up.signpost
        late = item.follow_up.overdue
        when = "today" if not late else f"{late} {'day' if late == 1 else 'days'} overdue"
        due = f" ({day(one.due)})" if one.due else ""
        out.print(
            f"S{one.id}  {one.person.ref}  {one.resource.name}: {when}{due}", style="bold", soft_wrap=True
        )
        for line in item.words:
            out.print(f"  ! {line}", soft_wrap=True)
        out.print(f"  {_whom(item)}", soft_wrap=True)
        if item.follow_up.attempts:
            out.print(f"  Tried {item.follow_up.attempts} times without an answer.")
    if found.items:
        first = found.items[0].follow_up.signpost.id
        out.print(f"Then write down what they say: fingerpost signpost outcome S{first} OUTCOME")
    shown = offset + len(found.items) + found.withheld
    if found.total > shown:
        out.print(f"{found.total - shown} more: add --offset {shown}.")
    if found.withheld:
        out.print(f"{found.withheld} not shown: the case system does not show their records.")
    if found.problem:
        out.print(f"The directory could not be asked: {found.problem}")


def _whom(item: DueItem) -> str:
    """Whom to ask what: the person always; the contact too, where they may hear of the person."""
    one, contact = item.follow_up.signpost, item.contact
    if item.follow_up.died:
        return "Ring nobody. Close it: fingerpost signpost outcome " + f"S{one.id} died"
    name = contact.name if contact is not None else one.resource.contact_name
    if not name:
        return "Ask the person how it went."
    if not item.follow_up.may_tell_contact:
        return f"Ask the person how it went. They were to ask for {name}."
    number = ""
    if contact is not None and contact.phones:
        number = f", {contact.phones[0].original or contact.phones[0].number}"
    return f"Ask the person how it went, or {name}{number}."
