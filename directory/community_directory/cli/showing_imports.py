"""What an import did, or would do, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from community_directory.importing.report import ImportReport

FIRST_REJECTS = 3
_DONE = ("added", "changed", "back", "withdrawn")


def import_lines(report: ImportReport) -> Iterator[tuple[str, str]]:
    """The lines that tell of an import, each with its style.

    Nothing that a person should know of is passed over in silence: also what the feed says and the directory
    did not follow, because somebody edited it here or asked to be taken out.
    """
    yield f"{report.feed}: {report.read:,} entries read, {report.services_now:,} services.", "bold"
    yield from ((f"  {line}", "") for line in _done(report))
    yield from ((f"  {line}", "") for line in _not_followed(report))
    yield from ((f"  {note}", "") for note in report.notes)
    if report.problem is not None:
        yield f"  {report.problem}", "yellow"
    if not report.complete:
        yield "  It was not read to its end, so that nothing was withdrawn.", "yellow"
    if report.dry_run:
        yield "  This is what would be done: nothing was written.", ""


def _done(report: ImportReport) -> Iterator[str]:
    told = report.as_json()
    counted = {what: told[what] for what in _DONE if told.get(what)}
    for what, counts in counted.items():
        yield f"{what}: {', '.join(f'{number:,} {kind}' for kind, number in counts.items())}"
    if report.complete and not counted:
        yield "Nothing is new."
    for line in report.lines if report.dry_run else ():
        fields = f" ({', '.join(line.fields)})" if line.fields else ""
        yield f"  {line.what.value} {line.kind.value} {line.name or line.id}{fields}"
    if report.dry_run and report.lines_left_out:
        yield f"  and {report.lines_left_out:,} more"


def _not_followed(report: ImportReport) -> Iterator[str]:
    told = report.as_json()
    if report.made_internal:
        reasons = ", ".join(f"{number:,} {reason.value}" for reason, number in report.internal.most_common())
        contacts = "contact" if report.made_internal == 1 else "contacts"
        yield f"made internal: {report.made_internal:,} {contacts} ({reasons})"
    if told["edited_here"]:
        yield f"left as edited here: {told['edited_here']:,}"
    if told["refused_because_removed"]:
        yield f"left out, because somebody asked for it: {told['refused_because_removed']:,}"
    for code, number in sorted(report.reject_counts.items()):
        first = [each for each in report.rejects if each.code == code][:FIRST_REJECTS]
        where = "; ".join(", ".join(filter(None, (each.ref, each.field))) for each in first)
        yield f"{code}: {number:,} could not be used: {where}{'; …' if number > len(first) else ''}"
