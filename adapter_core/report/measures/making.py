"""Rows and sections of a report of measures, and how small numbers are told in them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from adapter_core.casework.measures.small_numbers import is_small, suppressed
from adapter_core.report import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from adapter_core.casework.measures.figures import Bar, Share

SUPPRESSED = "suppressed"
"""What stands for a number that is not published: a small one, or one by which a small one could be told."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a section.

    Attributes:
        id: stable, for programs: `helped.confirmed`.
        count: the number; None where it is not published, or none can be told.
        of: of how many; None where it is no share.
        percent: per cent, a whole number; None where there is none.
        value: what people read.
        small: whether the count is to be handled with care, or is suppressed.
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
            return Row(row, label, SUPPRESSED, small=True)
        return Row(row, label, words.number(count), count, small=small)

    def is_small(self, count: int) -> bool:
        """Whether a count may not be published, in what is to be."""
        return self.publish and is_small(count, self.least)

    def are_told(self, counts: Sequence[int]) -> tuple[bool, ...]:
        """Which parts of one total may be told."""
        if not self.publish:
            return (True,) * len(counts)
        if self.is_small(sum(counts)):
            return (False,) * len(counts)
        return tuple(count is not None for count in suppressed(counts, self.least))

    def share(self, row: str, label: str, share: Share) -> Row:
        """A share that stands for itself: neither those in it nor those left over may be few."""
        hidden = self.is_small(share.count) or self.is_small(share.of - share.count)
        return self.told(row, label, share, hidden=hidden)

    def told(self, row: str, label: str, share: Share, *, hidden: bool) -> Row:
        """A share, or that it may not be told."""
        small = is_small(share.count, self.least)
        if not share.of:
            return Row(row, label, "none yet", 0, 0)
        if self.is_small(share.of):
            return Row(row, label, SUPPRESSED, small=True)
        if hidden:
            # Which of them is the small one is not told either.
            return Row(row, label, SUPPRESSED, of=share.of, small=True)
        value = f"{words.number(share.count)} of {words.number(share.of)} ({share.percent}%)"
        return Row(row, label, value, share.count, share.of, share.percent, small)

    def parts(self, section: str, bars: Sequence[Bar]) -> tuple[Row, ...]:
        """Bars that add up to one total."""
        told = self.are_told([bar.share.count for bar in bars])
        return tuple(
            self.told(f"{section}.{bar.id or 'none'}", bar.words, bar.share, hidden=not shown)
            for bar, shown in zip(bars, told, strict=True)
        )

    def steps(self, section: str, bars: Sequence[Bar], *, last_told: bool = True) -> tuple[Row, ...]:
        """Bars of which each holds the next: what lies between two of them must not be small either.

        Args:
            section: its id.
            bars: the widest first.
            last_told: whether the last one may be told, as far as it stands elsewhere too.
        """
        counts = [bar.share.count for bar in bars]
        lost = [here - after for here, after in zip(counts, [*counts[1:], 0], strict=True)]
        hide = not last_told or any(self.is_small(each) for each in lost)
        return tuple(
            self.told(f"{section}.{bar.id}", bar.words, bar.share, hidden=hide and place > 0)
            for place, bar in enumerate(bars)
        )

    def bars(self, section: str, bars: Sequence[Bar]) -> tuple[Row, ...]:
        """Bars that stand for themselves."""
        return tuple(self.share(f"{section}.{bar.id or 'none'}", bar.words, bar.share) for bar in bars)
