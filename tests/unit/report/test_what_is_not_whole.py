"""What a report says of a run that is not whole: nobody who was lost counts as checked."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from io import StringIO

import pytest
from rich.console import Console

from adapter_core.domain.findings import Batch
from adapter_core.report import terminal, view
from adapter_core.report.model import BatchLine, RejectLine, RunReport


def partial(made: RunReport, *rejects: RejectLine) -> RunReport:
    (source,) = made.sources
    source = replace(source, status="partial", rejects=rejects, reject_count=len(rejects))
    return replace(made, run=replace(made.run, status="partial"), sources=(source,))


def printed(made: RunReport) -> str:
    console = Console(file=StringIO(), width=100)
    terminal.render(made, console, full=True)
    return console.file.getvalue()  # type: ignore[attr-defined]


@pytest.mark.parametrize("code", ["FP-0530", "FP-0531", "FP-0532"])
def test_a_list_that_was_cut_short_is_no_record(samples, code):
    said = view.status_sentence(partial(samples.report(), RejectLine("the list", code, "")))

    assert said == (
        "This run is not complete: the list of Mosaic was cut short or changed while it was read. "
        "People may be missing."
    )


def test_records_are_counted_beside_it(samples):
    said = view.status_sentence(
        partial(samples.report(), RejectLine("7", "FP-0511", "ref"), RejectLine("the list", "FP-0530", ""))
    )

    assert "and 1 record could not be read" in said
    assert "Everyone else" not in said


def test_without_it_everyone_else_was_checked(samples):
    said = view.status_sentence(partial(samples.report(), RejectLine("7", "FP-0511", "ref")))

    assert said == "This run is not complete: 1 record could not be read. Everyone else was checked."


def test_a_later_run_that_failed_is_told(samples):
    made = replace(samples.report(), failed_since=(datetime(2026, 11, 24, 1, tzinfo=UTC), "FP-0452"))

    assert "A later run, of 24 November 2026" in view.status_sentence(made)
    assert "failed (FP-0452): this is the one before." in view.status_sentence(made)


def test_the_terminal_says_what_was_wrong_with_records(samples):
    said = printed(
        partial(samples.report(), RejectLine("7", "FP-0511", "ref"), RejectLine("8", "FP-0500", "ref"))
    )

    assert "2 records of Mosaic that could not be read: FP-0500 and FP-0511" in " ".join(said.split())


def test_whoever_has_died_comes_first(samples):
    others = [BatchLine(Batch.CLOSED_PRACTICE, f"A{n}", f"Closed {n}", "", 90, ()) for n in range(6)]
    dead = BatchLine(Batch.DEATH_NOTICE, "", "Reported dead", "", 1, ("7",))

    assert "Reported dead" in printed(replace(samples.report(), batches=(*others, dead)))
