"""Inserts many rows at the speed of the driver: SQLAlchemy makes the statement once, and not each row's.

What it would do for every value (turn a day into SQLite's text for it) is done for the columns that need
it alone.
"""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlalchemy import Table
    from sqlalchemy.engine import Connection, Dialect

    from community_directory.store.rows import Columns

_Prepared = tuple[str, tuple[str, ...], "dict[str, Callable[[Any], Any]]"]
_prepared: dict[tuple[str, str, tuple[str, ...]], _Prepared] = {}


def insert_many(connection: Connection, table: Table, rows: Sequence[Columns]) -> None:
    """Insert rows that all have the same columns.

    Args:
        connection: inside a transaction.
        table: where to.
        rows: column to value; values are changed in place to what the driver takes.
    """
    if not rows:
        return
    dialect = connection.dialect
    key = (table.name, dialect.name, tuple(rows[0]))
    if key not in _prepared:
        _prepared[key] = _prepare(dialect, table, key[2])
    statement, names, processors = _prepared[key]
    for name, process in processors.items():
        for row in rows:
            value = row[name]
            if value is not None:
                row[name] = process(value)
    of = itemgetter(*names)
    connection.exec_driver_sql(statement, [of(row) for row in rows])


def _prepare(dialect: Dialect, table: Table, columns: tuple[str, ...]) -> _Prepared:
    compiled: Any = insert(table).compile(dialect=dialect, column_keys=list(columns))
    processors: dict[str, Callable[[Any], Any]] = {}
    for name in columns:
        process = table.c[name].type.dialect_impl(dialect).bind_processor(dialect)
        if process is not None:
            processors[name] = process
    return str(compiled), tuple(compiled.positiontup), processors
