"""What reading a CSV file gives: one record, or a run of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

BROKEN_ROW = "FP-0510"
NOT_TEXT = "FP-0512"


class Record(NamedTuple):
    """One record.

    Attributes:
        position: its first byte, counted from 0.
        line: number of its first line in the file, from 1.
        fields: its fields as text; empty for a blank line. Of a record that its quotes make unreadable, what
            stands between the delimiters of its first line: enough to tell whose it most likely is.
        fault: an `FP-` code if it cannot be used, else empty.
    """

    position: int
    line: int
    fields: list[str]
    fault: str


class Run(NamedTuple):
    """Records that follow each other and can all be used, or a single one that cannot.

    Attributes:
        rows: the fields of each.
        positions: the first byte of each.
        lines: the number of each one's first line.
        fault: an `FP-` code if it is one that cannot be used, else empty.
    """

    rows: list[list[str]]
    positions: list[int]
    lines: Sequence[int]
    fault: str = ""


def sorted_out(
    rows: list[list[str]], positions: list[int], lines: Sequence[int], width: int | None
) -> Iterator[Run]:
    """Runs of records that can be used, and between them those that cannot; blank lines go.

    Args:
        rows: the fields of each record.
        positions: the first byte of each.
        lines: the number of each one's first line.
        width: how many fields a record has; any number if None.
    """
    good: list[int] = []
    for place, row in enumerate(rows):
        if row and (width is None or len(row) == width):
            good.append(place)
            continue
        if not row:
            continue
        if good:
            yield _run(rows, positions, lines, good)
            good = []
        yield Run([row], [positions[place]], (lines[place],), BROKEN_ROW)
    if good:
        yield _run(rows, positions, lines, good)


def _run(rows: list[list[str]], positions: list[int], lines: Sequence[int], places: list[int]) -> Run:
    return Run(
        [rows[place] for place in places],
        [positions[place] for place in places],
        [lines[place] for place in places],
    )
