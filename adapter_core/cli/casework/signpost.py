"""`fingerpost signpost`: a person pointed to somebody, and what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from adapter_core.casework.signposting.next_steps import NextStepKind
from adapter_core.casework.signposting.states import OUTCOMES
from adapter_core.cli.casework.common import (
    SIGNPOST,
    by_option,
    day,
    desk_of,
    desk_options,
    is_asked,
    never_shared_option,
    signpost_as_json,
    source_option,
)
from adapter_core.cli.casework.giving import ask, permission, resource
from adapter_core.cli.casework.keeping_back import never_share, withdraw_permission
from adapter_core.cli.casework.showing import hit_as_json, hit_line, marked, pointed
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
from adapter_core.domain.casework import ClaimBy, HandedOver, ResourceKind
from adapter_core.errors import UsageError

if TYPE_CHECKING:
    from datetime import date

    from adapter_core.service.casework.signposts import Claimed, ShownSignpost


SAID_BY = click.Choice([each.value for each in ClaimBy])


@click.group(cls=Subcommands)
@common_options
def signpost() -> None:
    """Point a person to a named contact, and write down what came of it."""


@signpost.command()
@click.argument("ref")
@click.option("--service", metavar="ID", default="", help="The service's id in the directory.")
@click.option("--event", metavar="ID", default="", help="The dated event's id in the directory.")
@click.option(
    "--contact", metavar="ID", default="", help="The named contact's id; the service's first if not given."
)
@click.option(
    "--to",
    "name",
    default="",
    help="What it is, where it is not in the directory: a neighbour, a stair rail.",
)
@click.option(
    "--resource",
    type=click.Choice([each.value for each in ResourceKind]),
    help="What kind of thing it is, where --to is given.",
)
@click.option("--for", "what_for", default="", help="What the person hopes for.")
@click.option(
    "--how",
    type=click.Choice([each.value for each in HandedOver]),
    default=HandedOver.GAVE_DETAILS.value,
    show_default=True,
    help="How the person was connected.",
)
@click.option("--due", type=Day(), help="When to look again; as the council says if not given.")
@click.option("--permission", "what", default="", help="What may be passed on; without it, nothing is.")
@click.option("--permission-how", default="", help="How it was given: spoken, in writing.")
@click.option("--permission-by", default="", help="Who gave it, or decided.")
@click.option("--best-interests", is_flag=True, help="It is a best-interests decision, and no consent.")
@click.option("--follows", type=SIGNPOST, help="The signpost that this one takes up from.")
@click.option("--team", default="", help="Whose follow-up it is, besides the worker's.")
@click.option("--site", default="", help="The innovation site.")
@never_shared_option
@by_option
@source_option
@as_of_option
@common_options
@pass_options
def add(options: Options, /, ref: str, **given: Any) -> None:  # noqa: ANN401 - one argument an option
    """Point the person REF to a service, an event, an item, or somebody they know."""
    from adapter_core.domain.casework import PersonRef, Signpost  # noqa: PLC0415 - only when run
    from adapter_core.service.casework import signposts  # noqa: PLC0415

    nothing_said = not (given["service"] or given["event"] or given["name"])
    if nothing_said and (not is_asked() or options.json):
        remedy = "Say to what with --service ID, or with --to and what it is; on a terminal it asks."
        raise UsageError("FP-1091", "It does not say to what.", where="signpost add", remedy=remedy)
    with desk_of(options, given["by"]) as desk:
        if nothing_said:
            ask(desk, given)
        one = Signpost(
            person=PersonRef(given["source"] or desk.application.master, ref),
            resource=resource(desk, given),
            what_for=given["what_for"],
            handed_over=HandedOver(given["how"]),
            given_on=desk.on,
            due=given["due"],
            worker=desk.who,
            team=given["team"],
            permission=permission(desk, given),
            never_shared=given["never_shared"],
        )
        made = signposts.add(
            desk, ref, one, source=given["source"], site=given["site"], follows=given["follows"] or 0
        )
    if options.json:
        emit_json({"schema": 1, "signpost": signpost_as_json(made.signpost), "words": list(made.words)})
        return
    click.echo(f"Given: S{made.signpost.id}, {pointed(made.signpost)}")
    for line in made.words:
        click.echo(line)


@signpost.command()
@click.argument("number", metavar="S3", type=SIGNPOST)
@click.argument("what", metavar="OUTCOME", required=False, type=click.Choice(list(OUTCOMES)))
@click.option(
    "--said-by",
    type=SAID_BY,
    help="Who says so; the worker if not given. Only the person and the contact confirm.",
)
@click.option("--how", default="", help="How they said it: phone, in_person, email, letter.")
@click.option("--on", type=Day(), help="The day on which they said it; today if not given.")
@click.option("--spoke-to-contact", is_flag=True, help="The named contact was spoken to: that verifies them.")
@click.option("--note", default="", help="What else was said; it stays with the signpost.")
@click.option(
    "--never-shared", is_flag=True, help="From now on the signpost is in no export; OUTCOME may be left out."
)
@desk_options
def outcome(  # noqa: PLR0913 - one argument an option
    options: Options,
    number: int,
    what: str | None,
    *,
    said_by: str | None,
    how: str,
    on: date | None,
    spoke_to_contact: bool,
    note: str,
    never_shared: bool,
    by: str | None,
) -> None:
    """Write down what somebody says of a signpost, or mark it as never shared.

    OUTCOME is one of: got-help, accepted, waiting-list, going, tried, no-answer, no-help, not-suitable, full,
    not-eligible, number-dead, contact-left, service-closed, changed-mind, died, mistake.
    """
    from adapter_core.domain.casework import Claim  # noqa: PLC0415 - only when run
    from adapter_core.service.casework import signposts  # noqa: PLC0415
    from adapter_core.service.casework.sending import Sent, send  # noqa: PLC0415

    if never_shared:
        never_share(options, number, by, alone=what is None)
        if what is None:
            return
    if what is None:
        if not is_asked() or options.json:
            remedy = f"Say it, for example: fingerpost signpost outcome S{number} got-help --said-by person"
            message = "It does not say what came of it."
            raise UsageError("FP-1091", message, where=f"S{number}", remedy=remedy)
        what = str(click.prompt("What came of it?", type=click.Choice(list(OUTCOMES))))
        said_by = said_by or click.prompt("Who says so?", type=SAID_BY, default=ClaimBy.WORKER.value)
    state, reason = OUTCOMES[what]
    with desk_of(options, by) as desk:
        if state is None:
            state = signposts.show(desk, number).signpost.state
        said = Claim(
            state,
            ClaimBy(said_by or ClaimBy.WORKER),
            on or desk.on,
            reason,
            how=how,
            spoke_to=spoke_to_contact,
            note=note,
            recorded_by=desk.who,
        )
        done = signposts.claim(desk, number, said)
        sent = send(desk) if done.lessons else Sent()
        desk.failures += sent.failures
    for problem in sent.problems:
        click.echo(f"Not told yet, it waits: {problem.message} Later: fingerpost deliveries send", err=True)
    if done.withheld:
        _tell_of_number(options, number)
    elif options.json:
        emit_json(
            {
                "schema": 1,
                "signpost": signpost_as_json(done.signpost),
                "stands": done.ending.words,
                "confirmed": done.ending.confirmed,
                "disputed": done.ending.disputed,
                "next_steps": [{"kind": each.kind.value, "words": each.words} for each in done.next_steps],
                "proposals": [hit_as_json(hit) for hit in done.next_services],
                "problem": done.problem,
                "lessons": [f"D{each}" for each in done.lessons],
            }
        )
    else:
        _tell(done)


def _tell_of_number(options: Options, number: int) -> None:
    """Say that it was written down, of somebody whose record may not be seen."""
    if options.json:
        emit_json({"schema": 1, "signpost": {"id": f"S{number}"}, "withheld": True})
    else:
        click.echo(f"Noted: S{number}. The case system does not show this record.")


def _tell(done: Claimed) -> None:
    out = console()
    one = done.signpost
    out.print(f"S{one.id}, {one.resource.name}: {done.ending.words}", style="bold")
    if one.due and not done.ending.confirmed:
        out.print(f"Look again on {day(one.due)}.")
    for step in done.next_steps:
        out.print(f"  {step.words}", soft_wrap=True)
        if step.kind is NextStepKind.NEXT_SERVICE:
            _propose(done)


def _propose(done: Claimed) -> None:
    out, one = console(), done.signpost
    for hit in done.next_services:
        out.print(f"    {hit_line(hit)}", soft_wrap=True)
    if done.next_services:
        again = f"fingerpost signpost add {one.person.ref} --follows S{one.id} --service ID"
        out.print(f"    To point to one: {again}", soft_wrap=True)
    else:
        why = f": {done.problem}" if done.problem else "."
        out.print(f"    None was found{why}", soft_wrap=True)


@signpost.command()
@click.argument("number", metavar="S3", type=SIGNPOST)
@desk_options
def show(options: Options, number: int, *, by: str | None) -> None:
    """Show a signpost with all that was said of it. The look is noted in the audit."""
    from adapter_core.service.casework import signposts  # noqa: PLC0415 - heavy, only when run

    with desk_of(options, by) as desk:
        shown = signposts.show(desk, number)
    if options.json:
        emit_json(
            {
                "schema": 1,
                "signpost": signpost_as_json(shown.signpost),
                "stands": shown.ending.words,
                "confirmed": shown.ending.confirmed,
                "disputed": shown.ending.disputed,
                "may_tell_contact": shown.may_tell_contact,
                "words": list(shown.words),
            }
        )
    else:
        _show(shown)


def _show(shown: ShownSignpost) -> None:
    from adapter_core.casework.signposting.states import said  # noqa: PLC0415 - only when run

    out, one = console(), shown.signpost
    out.print(f"S{one.id}, {one.resource.name}: {shown.ending.words}", style="bold")
    for line in shown.words:
        out.print(line, style="bold")
    if one.resource.contact_name:
        out.print(f"Ask for {one.resource.contact_name}.")
    out.print(f"Given to {one.person.ref} on {day(one.given_on)} by {one.worker}.")
    if one.what_for:
        out.print(f"For: {one.what_for}")
    if not shown.may_tell_contact:
        out.print("The contact may be told nothing of the person.")
    if one.due:
        out.print(f"Look again on {day(one.due)}.")
    if one.never_shared:
        out.print(marked(one).strip())
    for each in one.claims:
        how = f", {each.how}" if each.how else ""
        note = f" {each.note}" if each.note else ""
        out.print(f"  {day(each.on)}: {said(each.state, each.reason)}, says the {each.by.value}{how}.{note}")


@signpost.command("list")
@click.argument("ref")
@by_option
@source_option
@as_of_option
@common_options
@pass_options
def list_(options: Options, ref: str, *, by: str | None, source: str | None) -> None:
    """List the signposts of the person REF, the oldest first."""
    from adapter_core.casework.signposting.claims import ending  # noqa: PLC0415 - only when run
    from adapter_core.service.casework import signposts  # noqa: PLC0415

    with desk_of(options, by) as desk:
        found = signposts.listed(desk, ref, source=source)
    if options.json:
        emit_json({"schema": 1, "signposts": [signpost_as_json(each) for each in found]})
        return
    out = console()
    if not found:
        out.print("This person was pointed to nobody yet.")
    for one in found:
        out.print(f"S{one.id}  {day(one.given_on)}  {one.resource.name}: {ending(one).words}")


signpost.add_command(withdraw_permission)
