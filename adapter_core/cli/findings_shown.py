"""What `fingerpost findings` shows of a list, and of a file that comes back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from adapter_core.cli.common import Options, console, emit_json

if TYPE_CHECKING:
    from collections.abc import Mapping

    from adapter_core.checks.results import Notice
    from adapter_core.checks.rule import Rule
    from adapter_core.service.reviews import Preview
    from adapter_core.store import ImportBatch, ListedFinding


def show_dead(dead: list[Notice]) -> None:
    """Print whom another source reports dead: nobody writes to them before somebody has found out."""
    if dead:
        out = console()
        out.print("Reported dead by another source: send no letters, and find out", style="bold")
        for each in dead:
            out.print(f"  {each.source} {each.ref}: {each.key}")


def show_findings(
    found: list[ListedFinding],
    rules: Mapping[str, Rule],
    titles: Mapping[str, str],
    remedies: Mapping[str, str],
) -> None:
    """Print the list; `remedies` holds what to do about each practice that has closed."""
    from adapter_core.domain.findings import Batch  # noqa: PLC0415 - heavy, only when run
    from adapter_core.report import view, words  # noqa: PLC0415 - only when run

    out = console()
    owner, person = "", ("", "")
    for each in found:
        finding = each.finding
        here = " / ".join(part for part in (finding.owner.team, finding.owner.worker) if part) or words.DESK
        if here != owner:
            out.print(here, style="bold")
            owner, person = here, ("", "")
        if (finding.source, finding.ref) != person:
            out.print(f"  {finding.source} {finding.ref}")
            person = finding.source, finding.ref
        review = f" ({finding.review.decision.value.replace('_', ' ')})" if finding.review else ""
        what = words.one_line(view.found_by(finding, lambda name: titles.get(name, name)))
        to_do = f" {remedies[finding.batch_key]}" if finding.batch is Batch.CLOSED_PRACTICE else ""
        out.print(
            f"    {rules[finding.rule].title}: {what}{review}.{to_do} "
            f"{finding.fix.who.value}: {finding.fix.where}"
        )
    out.print(f"{words.plural(len(found), 'gap')}." if found else "There is nothing to do.")


def show_preview(planned: Preview) -> None:
    """Print what a file that comes back would change."""
    from adapter_core.report.words import plural  # noqa: PLC0415 - only when run

    out = console()
    out.print(
        f"{planned.name}: {plural(len(planned.rows), 'decision')} to take, "
        f"{plural(planned.unchanged, 'row')} unchanged, "
        f"{len(planned.rejects):,} not taken."
    )
    for each in planned.rows:
        change = each.change
        until = f" until {change.until.isoformat()}" if change.until else ""
        before = f", in place of {each.before.review.decision.value}" if each.before else ""
        out.print(f"  row {each.row}: {change.ref}, {change.rule}: {change.decision.value}{until}{before}")
    for reject in planned.rejects:
        out.print(
            f"  row {reject.row}: {reject.ref}, {reject.rule}: {reject.code}: {reject.reason}", style="red"
        )


def preview_as_json(planned: Preview, batch: ImportBatch | None) -> dict[str, object]:
    """What a file would change, or has changed where it was taken, for programs."""
    return {
        "schema": 1,
        "file": planned.name,
        "run": planned.run_id,
        "import": batch.id if batch else None,
        "unchanged": planned.unchanged,
        "rows": [
            {
                "row": each.row,
                "person": {"source": each.change.source, "ref": each.change.ref},
                "rule": each.change.rule,
                "decision": each.change.decision.value,
                "until": each.change.until.isoformat() if each.change.until else None,
            }
            for each in planned.rows
        ],
        "rejects": [
            {"row": each.row, "ref": each.ref, "rule": each.rule, "code": each.code, "reason": each.reason}
            for each in planned.rejects
        ],
    }


def show_imports(found: list[ImportBatch], options: Options) -> None:
    """Print the imports so far, or give them to programs."""
    if options.json:
        rows = [
            {
                "id": each.id,
                "file": each.name,
                "who": each.who,
                "at": each.at.isoformat(),
                "applied": each.applied,
                "rejected": each.rejected,
                "undone_at": each.undone_at.isoformat() if each.undone_at else None,
                "undone_by": each.undone_by,
            }
            for each in found
        ]
        emit_json({"schema": 1, "imports": rows})
        return
    for each in found:
        undone = f", taken back by {each.undone_by}" if each.undone_at else ""
        click.echo(
            f"{each.id}: {each.name}, by {each.who} on {each.at:%Y-%m-%d}: "
            f"{each.applied:,} taken, {each.rejected:,} not{undone}"
        )
    if not found:
        click.echo("There was no import yet.")
