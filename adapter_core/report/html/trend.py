"""The trend over nights as figures for one line: drawn on the server, nothing to run."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from adapter_core.report import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from adapter_core.report.model import TrendPoint

TOP = 100.0
STEPS = (1, 2, 5, 10, 20, 50)
LINES = 4
"""Grid lines at most, beside the lowest."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A horizontal line of the grid: its place from the top in per cent of the height."""

    y: float
    label: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A line of per cent complete over days; places are per cent of width and height.

    Attributes:
        points: of the polyline, as SVG writes them.
        below: whether the last label goes below the line's end, because the line comes from above.
        says: the line in one sentence, for those who do not see it.
    """

    points: str
    grid: tuple[Grid, ...]
    first_day: str
    last_day: str
    last_y: float
    last: str
    below: bool
    from_nought: bool
    says: str


def chart(trend: Sequence[TrendPoint]) -> Chart | None:
    """The line; None where there are fewer than two nights to join."""
    nights = [(point.as_of, point.complete) for point in trend if point.complete is not None]
    if len(nights) < 2:  # noqa: PLR2004
        return None
    values = [value for _, value in nights]
    low, high, step = _scale(min(values), max(values))
    days = [(on - nights[0][0]).days for on, _ in nights]
    # Several runs of one day stand side by side, or they would make a vertical line.
    places = (
        [float(each) for each in days]
        if len(set(days)) == len(days)
        else [float(i) for i in range(len(days))]
    )
    points = [
        (100 * x / places[-1], 100 * (high - y) / (high - low)) for x, y in zip(places, values, strict=True)
    ]
    lines = round((high - low) / step)
    first, last = words.percent(values[0]), words.percent(values[-1])
    return Chart(
        points=" ".join(f"{x:.2f},{y:.2f}" for x, y in points),
        grid=tuple(Grid(100 * i / lines, f"{high - i * step:g}%") for i in range(lines + 1)),
        first_day=words.short_day(nights[0][0]),
        last_day=words.short_day(nights[-1][0]),
        last_y=points[-1][1],
        last=last,
        below=values[-1] < values[-2],
        from_nought=low == 0,
        says=f"From {first} on {words.day(nights[0][0])} to {last} on {words.day(nights[-1][0])}, "
        f"lowest {words.percent(min(values))}, highest {words.percent(max(values))}.",
    )


def _scale(least: float, most: float) -> tuple[float, float, float]:
    """Round ends of the axis with room around the line, and the step of its grid."""
    spread = max(most - least, 1.0)
    for step in STEPS:
        low = max(0.0, step * math.floor((least - spread / 4) / step))
        high = min(TOP, step * math.ceil((most + spread / 4) / step))
        if (high - low) / step <= LINES and (high - low) % step == 0:
            return low, high, float(step)
    return 0.0, TOP, 50.0
