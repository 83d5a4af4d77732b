"""Look-up files: small tables, such as types and their names, that other files refer to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapter_core.domain.people import in_force
from adapter_core.domain.states import State
from adapter_core.errors import MappingError, SourceUnavailable
from adapter_core.readers.mapping.conditions import conditions_of
from adapter_core.readers.mapping.picking import bound
from adapter_core.readers.tabular.layout import getter

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from adapter_core.readers.mapping.plan import Plan
    from adapter_core.readers.tabular.file import TableFile
    from adapter_core.readers.tabular.layout import Joined, Row
    from adapter_core.readers.tabular.noting import Notes

MOST_ROWS = 100_000
"""Rows that a look-up file may have: it is held in memory."""

TWICE = "FP-0515"


def columns_read(plan: Plan, joined: Joined) -> tuple[str, ...]:
    """The columns of a look-up file that are read: compared, given, tested, and its period; qualified."""
    alias = joined.alias
    table = plan.table(alias)
    conditions = conditions_of(plan, alias)
    period = (table.current.start, table.current.end) if table.current else ()
    names = [*joined.right, *filter(None, period)]
    qualified = [name if "." in name else f"{alias}.{name}" for name in names]
    return tuple(dict.fromkeys([*qualified, *joined.columns, *(conditions.columns if conditions else ())]))


class LookUp:
    """One look-up file, in memory.

    Attributes:
        alias: its name in the mapping.
    """

    def __init__(
        self, plan: Plan, joined: Joined, file: TableFile, as_of: date, *, may_be_empty: bool = False
    ) -> None:
        """Take a file; it is read by `load`.

        Args:
            plan: the mapping's plan.
            joined: what is wanted of the file, which was opened for `columns_read`.
            file: the file.
            as_of: the day on which a row has to be in force.
            may_be_empty: whether a file without rows is to be believed, though others refer to it.
        """
        self.alias = joined.alias
        self._is_believed = may_be_empty
        self._file, self._plan, self._as_of = file, plan, as_of
        self._rows: dict[Row, Row] | None = None
        read = columns_read(plan, joined)
        self._read = read
        self._compared = [f"{joined.alias}.{name}" for name in joined.right]
        self._given = joined.columns
        self._nothing = ("",) * len(joined.columns)

    def find(self, values: Sequence[str]) -> Row:
        """The row that a file's row refers to; blank if there is none, or it refers to nothing.

        Raises:
            SourceUnavailable: the file has a header and no rows (FP-0423): whatever is referred to would seem
                to be missing.
        """
        key = tuple(value.strip() for value in values)
        if not all(key):
            return self._nothing
        if not self._is_believed:
            message = "The file has a header and no rows, and others refer to it."
            raise SourceUnavailable("FP-0423", message, where=self._file.where)
        return self._rows.get(key, self._nothing) if self._rows else self._nothing

    def load(self, notes: Notes) -> None:
        """Read the file, once; what cannot be used is noted.

        Raises:
            MappingError: it has more rows than a look-up may have (FP-0424), or lacks a column (FP-0301).
            SourceUnavailable: it cannot be read.
        """
        places = dict(zip(self._read, self._file.places, strict=True))
        compared = getter(places[each] for each in self._compared)
        given = getter(places[each] for each in self._given)
        is_wanted = self._test(places)
        rows: dict[Row, Row] = {}
        count = 0
        with self._file.open() as file:
            self._file.refuse_changes(file)
            for run in self._file.records(file).runs():
                count += len(run.rows)
                if count > MOST_ROWS:
                    raise MappingError(
                        "FP-0424",
                        f"The look-up file has more than {MOST_ROWS:,} rows.",
                        where=f"{self._file.where}; {self._plan.loaded.where(f'files.{self.alias}.join')}",
                    )
                if run.fault:
                    notes.row(run.lines[0], run.fault)
                    continue
                for fields, line in zip(run.rows, run.lines, strict=True):
                    key = tuple(value.strip() for value in compared(fields))
                    self._is_believed |= all(key)
                    if not all(key) or not is_wanted(fields):
                        continue
                    if rows.setdefault(key, found := given(fields)) != found:
                        notes.row(line, TWICE)
        self._rows = rows

    def _test(self, places: dict[str, int]) -> Callable[[Sequence[str]], bool]:
        conditions = conditions_of(self._plan, self.alias)
        tested = getter(places[each] for each in conditions.columns) if conditions else None
        current = self._plan.table(self.alias).current

        def place(name: str | None) -> int | None:
            return None if name is None else places[name if "." in name else f"{self.alias}.{name}"]

        start, end = (place(current.start), place(current.end)) if current else (None, None)
        as_of = self._as_of

        def is_wanted(fields: Sequence[str]) -> bool:
            if conditions is not None and tested is not None and not conditions.hold(tested(fields)):
                return False
            return in_force(_day(fields, start), _day(fields, end), as_of)

        return is_wanted


def _day(fields: Sequence[str], place: int | None) -> date | State:
    return State.ABSENT if place is None else bound(fields[place])
