"""Chooses the row that gives a value, where a person has many rows and one value is wanted."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from adapter_core.domain.people import in_force
from adapter_core.domain.states import State
from adapter_core.readers.mapping.convert import text_of
from adapter_core.readers.mapping.transforms import iso_date

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from adapter_core.readers.mapping.model import Table


def rank(raw: object) -> tuple[int, float, str]:
    """Where a raw value stands in time or number; blank and unreadable ones come first."""
    try:
        text = text_of(raw)
    except ValueError:
        return (0, 0.0, "")
    if not text:
        return (0, 0.0, "")
    try:
        return (2, float(iso_date(text).toordinal()), text)
    except ValueError:
        pass
    try:
        return (2, float(text), "")
    except ValueError:
        return (1, 0.0, text)


def _day(raw: object) -> date | State:
    try:
        text = text_of(raw)
        return iso_date(text) if text else State.ABSENT
    except ValueError:
        return State.INVALID


def make_picker(
    table: Table, position: Callable[[str], int], as_of: date
) -> Callable[[Iterable[Sequence[Any]]], tuple[dict[Any, Sequence[Any]], set[Any]]]:
    """Build the function that gives each person's one row, and whose rows have all ended.

    Args:
        table: what the mapping says about `current` and `pick`.
        position: column name to its place in a row; the person's key has place 0.
        as_of: the day on which a row has to be in force.
    """
    start = position(table.current.start) if table.current and table.current.start else None
    end = position(table.current.end) if table.current and table.current.end else None
    ways: list[Callable[[Sequence[Any]], Any]] = []
    for pick in table.pick:
        if pick.prefer is not None:
            ways += [_preference(position(column), values) for column, values in pick.prefer.items()]
        elif pick.latest is not None:
            ways.append(_latest(position(pick.latest)))
        else:
            ways.append(_earliest(position(pick.earliest or "")))
    days: dict[Any, date | State] = {None: State.ABSENT}

    def day(raw: Any) -> date | State:
        found = days.get(raw)
        if found is None:
            if len(days) > 50_000:  # noqa: PLR2004 - bounded, as in `convert`
                days.clear()
            found = days[raw] = _day(raw)
        return found

    def holds(row: Sequence[Any]) -> bool:
        return in_force(
            State.ABSENT if start is None else day(row[start]),
            State.ABSENT if end is None else day(row[end]),
            as_of,
        )

    def best(rows: Sequence[Sequence[Any]]) -> Sequence[Any]:
        # Of rows that nothing tells apart, the later one: it was written last.
        return max(enumerate(rows), key=lambda item: (*(way(item[1]) for way in ways), item[0]))[1]

    def over(row: Sequence[Any]) -> bool:
        """Whether a row has ended; one that has not begun yet has not."""
        last = State.ABSENT if end is None else day(row[end])
        return isinstance(last, date) and last < as_of

    def pick_rows(rows: Iterable[Sequence[Any]]) -> tuple[dict[Any, Sequence[Any]], set[Any]]:
        chosen: dict[Any, Sequence[Any]] = {}
        many: dict[Any, list[Sequence[Any]]] = {}
        for row in rows:
            key = row[0]
            if key in chosen:
                many.setdefault(key, [chosen[key]]).append(row)
            else:
                chosen[key] = row
        ended: set[Any] = set()
        if table.current is not None:
            for key, row in list(chosen.items()):
                if key in many:
                    continue
                if not holds(row):
                    if over(row):
                        ended.add(key)
                    else:
                        del chosen[key]
        for key, group in many.items():
            now = [row for row in group if holds(row)]
            past = [] if now else [row for row in group if over(row)]
            if now or past:
                chosen[key] = best(now or past)
                if past:
                    ended.add(key)
            else:
                del chosen[key]
        return chosen, ended

    return pick_rows


def _preference(place: int, values: str | list[str]) -> Callable[[Sequence[Any]], Any]:
    wanted = {value.casefold() for value in ([values] if isinstance(values, str) else values)}

    def preferred(row: Sequence[Any]) -> int:
        try:
            return int(text_of(row[place]).casefold() in wanted)
        except ValueError:
            return 0

    return preferred


def _latest(place: int) -> Callable[[Sequence[Any]], Any]:
    return lambda row: rank(row[place])


def _earliest(place: int) -> Callable[[Sequence[Any]], Any]:
    # Blank ones must not win: rank 0 stays lowest, the rest is turned round.
    def early(row: Sequence[Any]) -> tuple[int, float]:
        kind, number, _ = rank(row[place])
        return (kind, -number)

    return early
