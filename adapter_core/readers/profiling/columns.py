"""Looks at a column's values as they pass, and keeps none of them longer than the scan."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

from adapter_core.domain.fields import SENTINELS
from adapter_core.readers.mapping.convert import text_of
from adapter_core.readers.profiling.days import day_of, is_sentinel
from adapter_core.readers.profiling.model import LEAST, ColumnScan, Share, rounded
from adapter_core.readers.profiling.shapes import shape_of, year_of
from adapter_core.readers.profiling.telling import (
    COVERED,
    MOST_CODES,
    are_alike,
    are_names,
    column_is_private,
    is_code,
    is_listed,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MOST_SHAPES = 12
"""How many shapes of a column are told."""

_MOST_VALUES = 1_000_000
_MOST_OWNED = 400
_MOST_DAYS = 20_000
_MOSTLY = 0.95
_COMMON = 0.2
_MORE_NOTHING = frozenset({"NULL", "NIL", "NOT RECORDED", "NOT STATED", "NOT APPLICABLE"})
_NOTHING = frozenset().union(*SENTINELS.values()) | _MORE_NOTHING


class ColumnProfiler:
    """One column.

    Args:
        name: its name, or its path in a record.
        declared: its declared type, where there is one.
    """

    def __init__(self, name: str, declared: str = "") -> None:
        self.name = name
        self.filled = 0
        self._declared = declared
        self._kinds: Counter[str] = Counter()
        self._values: set[int] = set()
        self._repeated = False
        self._codes: Counter[str] | None = Counter()
        self._nothing: Counter[str] = Counter()
        self._shapes: Counter[str] = Counter()
        self._years: Counter[int] = Counter()
        self._days: Counter[str] = Counter()
        self._lengths: Counter[int] = Counter()
        self._owned: set[int] = set()

    def add(self, raws: Iterable[object], owners: Sequence[object] | None = None) -> None:
        """Look at values, each with whose row it is in: what one person has often is still one person's."""
        if owners is None:
            for raw, times in Counter(map(_plain, raws)).items():
                if raw is not None:
                    self._look(raw, times, times)
            return
        for (raw, owner), times in Counter(zip(map(_plain, raws), owners, strict=True)).items():
            if raw is not None:
                mark = hash((raw[1], owner))
                new = mark not in self._owned
                self._owned.add(mark)
                self._look(raw, times, int(new))

    def _look(self, raw: tuple[str, str], times: int, people: int) -> None:
        kind, text = raw
        if not text:
            return
        self.filled += times
        mark = hash(text)
        if times > 1 or mark in self._values:
            self._repeated = True
        if len(self._values) < _MOST_VALUES:
            self._values.add(mark)
        year = year_of(text)
        self._kinds["date" if year is not None else kind] += times
        if not people:
            return
        is_none = _is_nothing(text)
        if year is not None and not is_none:
            self._years[year] += people
            self._days[day_of(text)] += people
            if len(self._days) > _MOST_DAYS:
                self._days = Counter(dict(self._days.most_common(_MOST_OWNED)))
        self._shapes[shape_of(text)] += people
        self._lengths[len(text)] += people
        if is_none:
            self._nothing[text] += people
        elif self._codes is not None:
            self._codes[text] += people
            if len(self._codes) > _MOST_OWNED:
                self._codes = None

    def told(self, rows: int) -> ColumnScan:
        """What may be told of it.

        Args:
            rows: how many rows there were.
        """
        distinct = len(self._values)
        return ColumnScan(
            name=self.name,
            type=self._declared,
            kind=self._kind(),
            filled=round(min(1.0, self.filled / rows), 3) if rows else 0.0,
            distinct=rounded(distinct) if distinct >= LEAST else distinct,
            unique=bool(self.filled) and not self._repeated,
            lengths=_span(self._lengths),
            years=_span(self._years) if self._kind() == "date" else None,
            shapes=self._shares(self._shapes.most_common(MOST_SHAPES)),
            codes=self._told_codes(),
            placeholders=self._shares(self._nothing.most_common()),
            common_day=self._common_day(rows),
        )

    def _kind(self) -> str:
        if not self.filled:
            return "empty"
        kind, times = self._kinds.most_common(1)[0]
        return kind if times >= _MOSTLY * self.filled else "mixed"

    def _common_day(self, rows: int) -> Share | None:
        """The year of a day that many share: the day itself might be somebody's."""
        if self._kind() != "date" or not rows:
            return None
        day, times = max(self._days.items(), key=lambda each: each[1], default=("", 0))
        if times < max(LEAST, _COMMON * rows):
            return None
        return Share(value=day[:4], share=round(min(1.0, times / rows), 3))

    def _shares(self, counted: Iterable[tuple[str, int]]) -> tuple[Share, ...]:
        every = sum(self._lengths.values()) or 1
        return tuple(
            Share(value=value, share=round(times / every, 3)) for value, times in counted if times >= LEAST
        )

    def _told_codes(self) -> tuple[Share, ...]:
        codes = self._codes
        if codes is None or self._kind() == "date":
            return ()
        # One letter or digit is nobody's, whatever the column is called.
        if column_is_private(self.name) and any(len(text) > 1 for text in codes):
            return ()
        real = dict(codes)
        often = {text: times for text, times in real.items() if times >= LEAST}
        if len(self._values) > MOST_CODES or not often:
            return ()
        known = sum(times for text, times in real.items() if times >= LEAST or is_listed(text))
        if not (known >= COVERED * sum(real.values()) or are_alike(list(real))) or are_names(list(real)):
            return ()
        told = Counter({text: times for text, times in often.items() if is_code(text)})
        return self._shares(told.most_common())


def _is_nothing(text: str) -> bool:
    """Whether a text stands for none in any column, as a word or as a day."""
    return text.upper() in _NOTHING or is_sentinel(text)


def _plain(raw: object) -> tuple[str, str] | None:
    """A raw value's kind and text; None for nothing."""
    if raw is None:
        return None
    if isinstance(raw, bool):
        return "flag", "true" if raw else "false"
    try:
        text = text_of(raw)
    except ValueError:
        return "mixed", "?"
    if isinstance(raw, date):
        return "date", text
    return ("number" if not isinstance(raw, str) else "text"), text


def _span(counted: Counter[int]) -> tuple[int, int] | None:
    """The least and the greatest, each shared by enough: the few at either end are left out."""

    def reached(ordered: list[int]) -> int | None:
        so_far = 0
        for each in ordered:
            so_far += counted[each]
            if so_far >= LEAST:
                return each
        return None

    ordered = sorted(counted)
    low, high = reached(ordered), reached(ordered[::-1])
    return None if low is None or high is None or low > high else (low, high)
