"""Looks at a table's rows as they pass."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapter_core.readers.profiling.columns import ColumnProfiler
from adapter_core.readers.profiling.model import Reference, TableScan, rounded

if TYPE_CHECKING:
    from collections.abc import Sequence


class TableProfiler:
    """One table.

    Args:
        name: its name.
        columns: names and declared types, in the order of the rows.
        owner: place of the column that says whose a row is, where rows of one person may be many.
        key: columns of the declared primary key.
        references: declared foreign keys.
    """

    def __init__(
        self,
        name: str,
        columns: Sequence[tuple[str, str]],
        *,
        owner: int | None = None,
        key: tuple[str, ...] = (),
        references: tuple[Reference, ...] = (),
    ) -> None:
        self._name, self._owner, self._key, self._references = name, owner, key, references
        self._columns = [ColumnProfiler(*each) for each in columns]
        self.rows = 0

    def add(self, rows: Sequence[Sequence[object]]) -> None:
        """Look at some rows."""
        if not rows:
            return
        self.rows += len(rows)
        owners = None if self._owner is None else [row[self._owner] for row in rows]
        for place, column in enumerate(self._columns):
            column.add((row[place] for row in rows), owners)

    def told(self, rows: int | None = None) -> TableScan:
        """What may be told of it.

        Args:
            rows: how many rows the table has, where not all were looked at.
        """
        whole = self.rows if rows is None else rows
        return TableScan(
            name=self._name,
            rows=rounded(whole),
            looked_at=rounded(self.rows) if whole > self.rows else None,
            key=self._key,
            references=self._references,
            columns=tuple(column.told(self.rows) for column in self._columns),
        )
