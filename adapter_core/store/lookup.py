"""Finds rows by reference: by stretch where a page is one, by each reference where it is not.

People stream in the order of their references, so what a page's people have open stands together in
an index. One scan of that stretch costs a fraction of a thousand look-ups; where references are
scattered (random ones, say), the scan gives up early and look-ups do it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, bindparam, func, select

from adapter_core.store.tables import finding

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy.engine import Connection, Dialect

AT_ONCE = 500
"""References asked for in one statement; SQLite may be built for 999 parameters."""

_STRAYS = 3
_PATIENCE = 8

Row = tuple[Any, ...]


def chunks(items: Sequence[str], size: int = AT_ONCE) -> Iterator[Sequence[str]]:
    """Cut a sequence into pieces of at most `size`."""
    for start in range(0, len(items), size):
        yield items[start : start + size]


def driver_sql(statement: Any, dialect: Dialect) -> tuple[str, tuple[str, ...]]:  # noqa: ANN401 - any clause
    """A statement as the driver takes it, and its parameters' names in order.

    Rows of a night by the hundred thousand go straight to the driver: SQLAlchemy's handling of each
    row would cost more than the database does.
    """
    compiled = statement.compile(dialect=dialect)
    return str(compiled), tuple(compiled.positiontup or ())


class OpenFindings:
    """The open findings of a page's people: (id, ref, shape, owner, batch_key)."""

    def __init__(self, dialect: Dialect) -> None:
        """Compile the statements once for a run."""
        base: Select[Any] = select(
            finding.c.id, finding.c.ref, finding.c.shape, finding.c.owner, finding.c.batch_key
        ).where(
            finding.c.caseload == bindparam("caseload"),
            finding.c.closed_run.is_(None),
            func.length(finding.c.ref) == bindparam("width"),
        )
        stretch = base.where(finding.c.ref >= bindparam("first"), finding.c.ref <= bindparam("last")).limit(
            bindparam("most")
        )
        self._stretch, self._stretch_names = driver_sql(stretch, dialect)
        self._each = base.where(finding.c.ref.in_(bindparam("refs", expanding=True)))
        self._patience = _PATIENCE

    def of(self, connection: Connection, caseload: int, refs: Sequence[str]) -> list[Row]:
        """Every open finding of these people, perhaps with some of others in between."""
        widths = set(map(len, refs))
        if len(widths) == 1:
            return self._of_width(connection, caseload, widths.pop(), refs)
        found: list[Row] = []
        for width in widths:
            found += self._of_width(connection, caseload, width, [ref for ref in refs if len(ref) == width])
        return found

    def _of_width(self, connection: Connection, caseload: int, width: int, refs: Sequence[str]) -> list[Row]:
        rows = self._in_stretch(connection, caseload, width, refs) if self._patience else None
        return self._one_by_one(connection, caseload, width, refs) if rows is None else rows

    def _in_stretch(
        self, connection: Connection, caseload: int, width: int, refs: Sequence[str]
    ) -> list[Row] | None:
        most = len(refs) * _STRAYS * 4 + 100
        given = {"caseload": caseload, "width": width, "first": min(refs), "last": max(refs), "most": most}
        # SQLAlchemy adds OFFSET 0 for SQLite, as a parameter of its own.
        rows = raw_rows(connection, self._stretch, tuple(given.get(name, 0) for name in self._stretch_names))
        if len(rows) < most:
            return rows
        self._patience -= 1
        return None

    def _one_by_one(
        self, connection: Connection, caseload: int, width: int, refs: Sequence[str]
    ) -> list[Row]:
        found: list[Row] = []
        for some in chunks(sorted(set(refs))):
            given = {"caseload": caseload, "width": width, "refs": some}
            found += [tuple(row) for row in connection.execute(self._each, given)]
        return found


def raw_rows(connection: Connection, sql: str, values: tuple[Any, ...]) -> list[Row]:
    """Rows as the driver gives them."""
    cursor = connection.connection.cursor()
    try:
        cursor.execute(sql, values)
        return list(cursor.fetchall())
    finally:
        cursor.close()


def raw_many(connection: Connection, sql: str, rows: Sequence[Row]) -> None:
    """One statement for many rows, as the driver does it best."""
    cursor = connection.connection.cursor()
    try:
        cursor.executemany(sql, rows)
    finally:
        cursor.close()
