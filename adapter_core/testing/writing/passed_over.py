"""Rows of a table that has many a person: what makes one the row to be read, and rows that must not be.

Whatever a mapping says of `where`, `current` and `pick`, rows are planted that break it in one point and
hold other values: a reader that does not heed the point reads them.
"""

# ruff: noqa: ANN401 - what a place holds may be of any type

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from adapter_core.testing.writing.rows import (
    STRANGE,
    Condition,
    SameAs,
    comparisons_on,
    conditions_on,
    qualified,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

    from adapter_core.readers.mapping.model import Pick
    from adapter_core.readers.mapping.plan import Plan, PlannedList
    from adapter_core.testing.writing.backwards import Raws
    from adapter_core.testing.writing.media import Medium

BEGAN, SINCE, ENDED, BEFORE, BEGINS = (timedelta(days=days) for days in (-900, -500, -100, -1800, 30))
HALF = 0.5


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A row that must not be read.

    Attributes:
        values: qualified column to raw value.
        apart: whether it shares no joined row with others, where those share one.
        after: whether it stands after the row that is to be read: it would be taken if nothing told
            the two apart. What nothing tells apart but its place stands before.
    """

    values: Raws
    apart: bool
    after: bool


class Periods:
    """The rows of one root table: in force or not, chosen or not.

    Args:
        plan: the mapping's plan.
        root: alias of the table.
        medium: where it is written.
        as_of: the day on which rows are in force.
        chance: draws among the ways to meet a condition; the plainest is taken if None.
    """

    def __init__(
        self, plan: Plan, root: str, medium: Medium, as_of: date, chance: Random | None = None
    ) -> None:
        """Look up what the mapping says of the table."""
        table = plan.table(root)
        self._plan = plan
        self._root = root
        self._medium = medium
        self._as_of = as_of
        self._chance = chance
        current = table.current
        self._start = qualified(root, current.start) if current and current.start else None
        self._end = qualified(root, current.end) if current and current.end else None
        self._picks = table.pick
        self._conditions = conditions_on(plan, root)
        self._can_end = self._end is not None
        self._breakable = [each for each in self._conditions if _is_ours_alone(plan, root, each)]
        self._in_order = table.key is not None or plan.loaded.file.format != "sql"
        self._comparisons = comparisons_on(plan, root)
        self._newest = qualified(root, table.newest) if table.newest else None
        self.by_key = self._newest is not None and is_join_key(plan, self._newest)

    @property
    def can_end(self) -> bool:
        """Whether a row can say that it has ended."""
        return self._can_end

    def shares_one_form(self, each: PlannedList) -> bool:
        """Whether items of a list have something in common, as the answers of a form have its day."""
        if not self.by_key:
            return False
        columns = {column for one in each.fields.values() for column in one.source.columns}
        return bool(self._of_one_form(dict.fromkeys(columns)))

    def _of_one_form(self, values: Raws) -> Raws:
        """What stands in the row of the form itself."""
        name = self._plan.table((self._newest or "").partition(".")[0]).name
        return {
            column: value
            for column, value in values.items()
            if self._plan.table(column.partition(".")[0]).name == name
        }

    def wanted(self, raws: Raws, *, ended: bool = False, of_a_list: bool = False) -> Raws:
        """A row with everything that makes it the one to be read.

        Args:
            raws: what its fields hold.
            ended: whether it has ended; it is read all the same where nothing is in force.
            of_a_list: whether all rows are read.
        """
        whole: Raws = {}
        for condition in self._conditions:
            whole[condition.column] = condition.texts[0] if condition.wanted and condition.texts else None
        for column, same in self._comparisons.items():
            whole[column] = self._chance.choice((None, same)) if self._chance else None
        if self._newest and not self.by_key:
            whole[self._newest] = self._day(BEGAN)
        if not of_a_list:
            for pick in self._picks:
                for column, value in self._winning(pick).items():
                    whole.setdefault(column, value)
        if self._start:
            whole[self._start] = self._day(BEGAN)
        if self._end:
            whole[self._end] = self._day(ENDED) if ended else None
        return whole | raws

    def _winning(self, pick: Pick) -> Raws:
        if pick.prefer is not None:
            return {
                qualified(self._root, column): values if isinstance(values, str) else values[0]
                for column, values in pick.prefer.items()
            }
        return {qualified(self._root, pick.latest or pick.earliest or ""): self._day(BEGAN)}

    def _day(self, offset: timedelta) -> Any:
        return self._medium.day(self._as_of + offset)

    # --- rows that must not be read ---

    def passed_over(
        self, chosen: Raws, raws: Raws, chance: Random, *, ended: bool = False, of_a_list: bool = False
    ) -> Iterator[PassedOver]:
        """Rows to stand beside a chosen one, each wrong in one point.

        Args:
            chosen: the row as `wanted` gave it.
            raws: what its fields hold.
            chance: decides which rows there are.
            ended: whether the chosen row has ended.
            of_a_list: whether all rows are read that meet the conditions.
        """
        for change in self._changes(chosen, raws, ended=ended, of_a_list=of_a_list):
            if chance.random() < HALF:
                apart = all(column.partition(".")[0] == self._root for column in change)
                kept = {} if apart or not self.by_key else self._of_one_form(chosen)
                yield PassedOver(self._otherwise(chosen, raws) | kept | change, apart, after=bool(change))

    def _changes(self, chosen: Raws, raws: Raws, *, ended: bool, of_a_list: bool) -> Iterator[Raws]:
        yield from self._unwanted(raws)
        if of_a_list:
            return
        if not {self._start, self._end} & raws.keys():
            yield from self._not_in_force(ended=ended)
        for pick in self._picks:
            yield from self._losing(pick, chosen, raws)
        if self._in_order and not self._picks:
            yield {}

    def _unwanted(self, raws: Raws) -> Iterator[Raws]:
        """Rows that do not meet the conditions, or are of an older form."""
        for condition in self._breakable:
            if condition.column not in raws:
                yield {condition.column: STRANGE if condition.wanted else condition.texts[0]}
        for column, same in self._comparisons.items():
            yield {column: SameAs(same.column, truly=False)}
        if self.by_key:
            yield {}
        elif self._newest and self._newest not in raws:
            yield {self._newest: self._day(BEFORE)}

    def _not_in_force(self, *, ended: bool) -> Iterator[Raws]:
        """A row that has ended, beside one that has not, and a row that has not begun."""
        if self._end and not ended:
            yield {self._end: self._day(ENDED), **({self._start: self._day(SINCE)} if self._start else {})}
        if self._start:
            yield {self._start: self._day(BEGINS), **({self._end: None} if self._end else {})}

    def _losing(self, pick: Pick, chosen: Raws, raws: Raws) -> Iterator[Raws]:
        """A row that is less preferred, or is older, or younger where the earliest is wanted."""
        if pick.prefer is not None:
            column = qualified(self._root, next(iter(pick.prefer)))
            if column not in raws:
                yield {column: "N", **self._younger(raws)}
            return
        column = qualified(self._root, pick.latest or pick.earliest or "")
        later = timedelta(days=-400 if pick.latest else 400)
        day = _day_of(chosen[column])
        if day is not None:
            yield {column: self._medium.day(day + later)}

    def _younger(self, raws: Raws) -> Raws:
        """What makes a row the latest."""
        columns = {qualified(self._root, pick.latest) for pick in self._picks if pick.latest}
        return {column: self._day(SINCE) for column in columns - raws.keys()}

    def _otherwise(self, chosen: Raws, raws: Raws) -> Raws:
        """The same row with other values in its fields; what conditions look at stays."""
        asked = {each.column for each in self._conditions}
        return {
            column: _another(value) if column in raws and column not in asked else value
            for column, value in chosen.items()
        }


FIRST_YEARS = 10
"""Up to this year a day may have none before it."""


def _stands_alone(plan: Plan, root: str, condition: Condition) -> bool:
    """Whether a condition is on a column of a root that no other alias reads."""
    names = [table.name.casefold() for table in plan.loaded.file.tables.values()]
    alone = names.count(plan.table(root).name.casefold()) == 1
    return alone and condition.column.partition(".")[0] == root


def is_join_key(plan: Plan, column: str) -> bool:
    """Whether tables are joined by a column."""
    return any(column in (table.join or {}) for table in plan.loaded.file.tables.values())


def _another(raw: Any) -> Any:
    if isinstance(raw, SameAs):
        return raw
    if isinstance(raw, datetime):
        # Forwards from the days that stand for none: there is nothing before the first of them.
        return raw - timedelta(days=1234) if raw.year > FIRST_YEARS else raw + timedelta(days=1234)
    if isinstance(raw, bool):
        return not raw
    if isinstance(raw, int):
        return raw + 1
    return None if raw is None else STRANGE


def _day_of(raw: object) -> date | None:
    if isinstance(raw, datetime):
        return raw.date()
    try:
        return date.fromisoformat(str(raw)[:10])
    except ValueError:
        return None


def _is_ours_alone(plan: Plan, root: str, condition: Condition) -> bool:
    """Whether a row that breaks a condition is read by nothing else, where tables share a name."""
    if not condition.wanted:
        return bool(condition.texts) and _stands_alone(plan, root, condition)
    if condition.column.partition(".")[0] != root:
        return plan.table(root).newest is not None
    column = condition.column.partition(".")[2].casefold()
    name = plan.table(root).name.casefold()
    for alias in plan.loaded.file.tables:
        if alias == root or plan.table(alias).name.casefold() != name:
            continue
        others = [
            each
            for each in conditions_on(plan, alias)
            if each.column.partition(".")[2].casefold() == column and each.wanted
        ]
        if not others:
            return False
    return True
