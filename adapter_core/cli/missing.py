"""`fingerpost missing REF`: what one person's record lacks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from adapter_core.cli.common import Options, as_of_option, common_options, console, emit_json, pass_options

if TYPE_CHECKING:
    from collections.abc import Mapping

    from adapter_core.service.missing import MissingLine, PersonAnswer

TRACE_WAITS = "A traced NHS number was accepted and waits to be entered"


@click.command()
@click.argument("ref")
@click.option("--profile", help="The rules to ask; pre_meeting if not given.")
@click.option("--source", help="Whose reference it is; the master's if not given.")
@as_of_option
@common_options
@pass_options
def missing(options: Options, ref: str, profile: str | None, source: str | None) -> None:
    """Say what one person's record lacks, before meeting them.

    REF is the person's reference in the case system. The look is noted in the audit.
    """
    from adapter_core.service.bootstrap import open_application  # noqa: PLC0415 - heavy, only when run
    from adapter_core.service.missing import missing as look_up  # noqa: PLC0415

    with open_application(options.config_path, as_of=options.as_of) as application:
        answer = look_up(application, ref, profile=profile, source=source)
        titles = application.titles
    if options.json:
        emit_json(answer_as_json(answer))
    else:
        show_answer(answer, titles)


def answer_as_json(answer: PersonAnswer) -> dict[str, Any]:
    """What one person lacks, for programs."""
    from adapter_core.report import words  # noqa: PLC0415 - only when run

    return {
        "schema": 1,
        "person": {"source": answer.source, "ref": answer.ref},
        "profile": answer.profile,
        "live": answer.live,
        "as_of": answer.as_of.isoformat() if answer.as_of else None,
        "excluded": answer.excluded,
        "former": list(answer.former),
        "reported_dead": list(answer.reported_dead),
        "trace_waits_to_be_entered": answer.trace_waits,
        "missing": [_line_as_json(line) for line in answer.gaps],
        "could_not_be_checked": [
            {
                "rule": line.rule,
                "title": line.title,
                "state": line.state.value,
                "why": words.STATES[line.state],
            }
            for line in answer.could_not_be_checked
        ],
    }


def _line_as_json(line: MissingLine) -> dict[str, Any]:
    found: dict[str, Any] = {
        "rule": line.rule,
        "title": line.title,
        "state": line.state.value,
        "remedy": line.remedy,
    }
    if line.finding is not None:
        finding = line.finding
        found |= {
            "severity": finding.severity.value,
            "owner": {"worker": finding.owner.worker, "team": finding.owner.team},
            "evidence": [
                {
                    "source": each.source,
                    "field": each.field,
                    "as_of": each.as_of.isoformat() if each.as_of else None,
                }
                for each in finding.evidence
            ],
            "fix": {"who": finding.fix.who.value, "where": finding.fix.where},
            "first_seen": finding.first_seen.isoformat() if finding.first_seen else None,
        }
    return found


def show_answer(answer: PersonAnswer, titles: Mapping[str, str]) -> None:
    """What one person lacks, on the terminal."""
    from adapter_core.report import view, words  # noqa: PLC0415 - only when run

    out = console()
    when = f"as of {words.day_or_moment(answer.as_of)}" if answer.as_of else "as it is now"
    how = "asked just now" if answer.live else "from the last run"
    unchecked = answer.could_not_be_checked
    counts = f"{len(answer.gaps)} missing" + (f", {len(unchecked)} could not be checked" if unchecked else "")
    out.print(f"{answer.title} {answer.ref}: {counts} ({how}, {when})", style="bold")
    if answer.former:
        were = "was" if len(answer.former) == 1 else "were"
        out.print(f"{words.listing(list(answer.former))} {were} merged into {answer.ref}.")
    for name in answer.reported_dead:
        out.print(f"Reported dead by {name}: find out, and send no letters.", style="bold")
    if answer.trace_waits:
        # soft_wrap: a command that is broken over two lines cannot be copied
        out.print(f"{TRACE_WAITS}: fingerpost trace list --show", soft_wrap=True)
    if answer.excluded:
        out.print(f"The nightly list leaves this person out: {answer.excluded.replace('_', ' ')}.")
    for line in answer.gaps:
        if line.finding is None:
            continue
        found = view.found_by(line.finding, lambda name: titles.get(name, name))
        out.print(f"  {line.title}: {words.one_line(found)}")
        out.print(f"    {line.remedy} ({line.finding.fix.who.value}: {line.finding.fix.where})")
    if not answer.gaps:
        whole = "that this profile asks for" if not unchecked else "of what could be checked"
        out.print(f"  Nothing is missing {whole}.")
    if unchecked:
        out.print("Could not be checked", style="bold")
    for line in unchecked:
        out.print(f"  {line.title}: {words.STATES[line.state]}", style="dim", soft_wrap=True)
