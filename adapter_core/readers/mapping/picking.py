"""Chooses the row that gives a value, where a person has many rows and one value is wanted."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from adapter_core.domain.fields import SENTINELS, Kind
from adapter_core.domain.people import in_force
from adapter_core.domain.states import State
from adapter_core.readers.mapping.convert import Memory, text_of
from adapter_core.readers.mapping.transforms import uk_date

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from adapter_core.readers.mapping.model import Table

    Row = Sequence[Any]
    Way = Callable[[Row], Any]


def rank(raw: object) -> tuple[int, float, str]:
    """Where a raw value stands in time or number; blank and unreadable ones come first."""
    try:
        text = text_of(raw)
    except ValueError:
        return (0, 0.0, "")
    if not text:
        return (0, 0.0, "")
    try:
        return (2, float(uk_date(text).toordinal()), text)
    except ValueError:
        pass
    try:
        return (2, float(text), "")
    except ValueError:
        return (1, 0.0, text)


def bound(raw: object) -> date | State:
    """A day from which or up to which a row is in force; a day that stands for none is a placeholder."""
    try:
        text = text_of(raw)
        if not text:
            return State.ABSENT
        day = uk_date(text)
    except ValueError:
        return State.INVALID
    return State.PLACEHOLDER if day.isoformat() in SENTINELS[Kind.DATE] else day


def make_newest(place: int) -> Callable[[Iterable[Row]], list[Row]]:
    """Build what keeps, of each person's rows, those whose value at `place` is the highest."""

    def newest(rows: Iterable[Row]) -> list[Row]:
        ranked = [(row, rank(row[place])) for row in rows]
        best: dict[Any, tuple[int, float, str]] = {}
        for row, found in ranked:
            if found > best.get(row[0], (-1, 0.0, "")):
                best[row[0]] = found
        return [row for row, found in ranked if found == best[row[0]]]

    return newest


class Picker:
    """Gives each person's one row, and says whose rows have all ended.

    Args:
        table: what the mapping says about `current` and `pick`.
        position: column name to its place in a row; the person's key has place 0.
        as_of: the day on which a row has to be in force.
    """

    def __init__(self, table: Table, position: Callable[[str], int], as_of: date) -> None:
        """Work out the places of the columns that decide."""
        bounds = table.current
        self._as_of = as_of
        self._periods = bounds is not None
        self._start = position(bounds.start) if bounds and bounds.start else None
        self._end = position(bounds.end) if bounds and bounds.end else None
        self._ways: list[Way] = []
        for pick in table.pick:
            if pick.prefer is not None:
                self._ways += [
                    _preference(position(column), values) for column, values in pick.prefer.items()
                ]
            elif pick.latest is not None:
                self._ways.append(_latest(position(pick.latest)))
            else:
                self._ways.append(_earliest(position(pick.earliest or "")))
        self._days = Memory(bound)

    def __call__(self, rows: Iterable[Row]) -> tuple[dict[Any, Row], set[Any]]:
        """Choose: person's key to the row, and the keys of those whose rows have all ended."""
        chosen: dict[Any, Row] = {}
        many: dict[Any, list[Row]] = {}
        for row in rows:
            key = row[0]
            if key in chosen:
                many.setdefault(key, [chosen[key]]).append(row)
            else:
                chosen[key] = row
        ended: set[Any] = set()
        if self._periods:
            for key, row in list(chosen.items()):
                if key not in many and not self._holds(row):
                    self._settle(key, [row], chosen, ended)
        for key, group in many.items():
            self._settle(key, group, chosen, ended)
        return chosen, ended

    def _settle(self, key: object, group: list[Row], chosen: dict[Any, Row], ended: set[Any]) -> None:
        """Of rows in force the best, else of ended ones; those that have not begun yet do not count."""
        now = [row for row in group if self._holds(row)]
        past = [] if now else [row for row in group if self._over(row)]
        if not (now or past):
            del chosen[key]
            return
        chosen[key] = self._best(now or past)
        if past:
            ended.add(key)

    def _holds(self, row: Row) -> bool:
        return in_force(self._bound(row, self._start), self._bound(row, self._end), self._as_of)

    def _over(self, row: Row) -> bool:
        last = self._bound(row, self._end)
        return isinstance(last, date) and last < self._as_of

    def _bound(self, row: Row, place: int | None) -> date | State:
        day: date | State = State.ABSENT if place is None else self._days[row[place]]
        return day

    def _best(self, rows: list[Row]) -> Row:
        # Of rows that nothing tells apart, the later one: it was written last.
        return max(enumerate(rows), key=lambda item: (*(way(item[1]) for way in self._ways), item[0]))[1]


def _preference(place: int, values: str | list[str]) -> Way:
    wanted = {value.casefold() for value in ([values] if isinstance(values, str) else values)}

    def preferred(row: Row) -> int:
        try:
            return int(text_of(row[place]).casefold() in wanted)
        except ValueError:
            return 0

    return preferred


def _latest(place: int) -> Way:
    return lambda row: rank(row[place])


def _earliest(place: int) -> Way:
    # Blank ones must not win: rank 0 stays lowest, the rest is turned round.
    def early(row: Row) -> tuple[int, float]:
        kind, number, _ = rank(row[place])
        return (kind, -number)

    return early
