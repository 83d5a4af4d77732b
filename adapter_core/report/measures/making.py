"""Rows and sections of a report of measures, and how small numbers are told in them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from adapter_core.casework.measures.small_numbers import is_small, suppressed
from adapter_core.report import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from adapter_core.casework.measures.figures import Bar, Share

FEW = "too few to tell"
"""What stands for a number that is not published."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a section.

    Attributes:
        id: stable, for programs: `helped.confirmed`.
        count: the number; None where it is not published, or none can be told.
        of: of how many; None where it is no share.
        percent: per cent, a whole number; None where there is none.
        value: what people read.
        small: whether the count is to be handled with care.
    """

    id: str
    words: str
    value: str
    count: float | None = None
    of: int | None = None
    percent: int | None = None
    small: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the report.

    Attributes:
        id: stable, for programs and links.
        notes: sentences that belong to the figures.
        chart: whether the rows are shares that make bars.
        texts: what people said, as (heading, paragraphs).
    """

    id: str
    title: str
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()
    chart: bool = False
    texts: tuple[tuple[str, tuple[str, ...]], ...] = ()


class Making:
    """Makes rows, each small number as it may be told.

    Args:
        least: counts below this are small.
        publish: whether small ones are left out.
    """

    def __init__(self, least: int, *, publish: bool) -> None:
        """Keep how small numbers are treated."""
        self.least = least
        self.publish = publish

    def number(self, row: str, label: str, count: int) -> Row:
        """A count that stands for itself."""
        small = is_small(count, self.least)
        if small and self.publish:
            return Row(row, label, FEW, small=True)
        return Row(row, label, words.number(count), count, small=small)

    def share(self, row: str, label: str, share: Share) -> Row:
        """A share that stands for itself."""
        return self.told(row, label, share, hidden=self.publish and is_small(share.count, self.least))

    def told(self, row: str, label: str, share: Share, *, hidden: bool) -> Row:
        """A share, or that it may not be told."""
        small = is_small(share.count, self.least)
        if not share.of:
            return Row(row, label, "none yet", 0, 0)
        if hidden:
            return Row(row, label, FEW, of=share.of, small=small)
        value = f"{words.number(share.count)} of {words.number(share.of)} ({share.percent}%)"
        return Row(row, label, value, share.count, share.of, share.percent, small)

    def parts(self, section: str, bars: Sequence[Bar]) -> tuple[Row, ...]:
        """Bars that add up to one total."""
        counts = [bar.share.count for bar in bars]
        shown = suppressed(counts, self.least) if self.publish else counts
        return tuple(
            self.told(f"{section}.{bar.id or 'none'}", bar.words, bar.share, hidden=count is None)
            for bar, count in zip(bars, shown, strict=True)
        )

    def steps(self, section: str, bars: Sequence[Bar]) -> tuple[Row, ...]:
        """Bars of which each holds the next: what lies between two of them must not be small either."""
        counts = [bar.share.count for bar in bars]
        lost = [here - after for here, after in zip(counts, [*counts[1:], 0], strict=True)]
        hide = self.publish and any(is_small(each, self.least) for each in lost)
        return tuple(
            self.told(f"{section}.{bar.id}", bar.words, bar.share, hidden=hide and place > 0)
            for place, bar in enumerate(bars)
        )

    def bars(self, section: str, bars: Sequence[Bar]) -> tuple[Row, ...]:
        """Bars that stand for themselves."""
        return tuple(self.share(f"{section}.{bar.id or 'none'}", bar.words, bar.share) for bar in bars)
