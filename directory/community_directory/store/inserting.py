"""Inserts many rows at the speed of the driver: SQLAlchemy makes the statement once, and not each row's.

What it would do for every value (turn a day into SQLite's text for it) is done for the columns that need
it alone.
"""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING, Any

from sqlalchemy import Insert, insert

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlalchemy import ClauseElement, Table
    from sqlalchemy.engine import Connection, Dialect

    from community_directory.store.rows import Columns

_order: dict[tuple[str, str], tuple[str, itemgetter[Any]]] = {}
"""Statements that `execute_many` has compiled, by dialect and name, and how they want a row's values."""

Row = tuple[Any, ...]
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


def execute_many(
    connection: Connection, name: str, statement: ClauseElement, names: Sequence[str], rows: Sequence[Row]
) -> None:
    """Execute a statement of at least two parameters once for each row of their values.

    Args:
        connection: inside a transaction.
        name: of the statement, which is always the same under it.
        statement: with bound parameters, or an insert.
        names: of its parameters, or of the columns of an insert, in the order of a row.
        rows: values as the driver takes them.
    """
    if not rows:
        return
    key = (connection.dialect.name, name)
    if key not in _order:
        inserts = list(names) if isinstance(statement, Insert) else None
        compiled: Any = statement.compile(dialect=connection.dialect, column_keys=inserts)
        _order[key] = str(compiled), itemgetter(*(names.index(each) for each in compiled.positiontup))
    text, values = _order[key]
    connection.exec_driver_sql(text, [values(row) for row in rows])


def _prepare(dialect: Dialect, table: Table, columns: tuple[str, ...]) -> _Prepared:
    compiled: Any = insert(table).compile(dialect=dialect, column_keys=list(columns))
    processors: dict[str, Callable[[Any], Any]] = {}
    for name in columns:
        process = table.c[name].type.dialect_impl(dialect).bind_processor(dialect)
        if process is not None:
            processors[name] = process
    return str(compiled), tuple(compiled.positiontup), processors
