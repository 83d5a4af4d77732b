"""Writes synthetic people into a database, in the shape that a mapping reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from adapter_core.testing.writing.media import LOOSE_SQL, TYPED_SQL
from adapter_core.testing.writing.tables import Holds, TableMade, Tables

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from adapter_core.testing.writing.media import Medium
    from adapter_core.testing.writing.people import PeopleBackwards, Record

_TYPES: dict[Holds, sa.types.TypeEngine[Any]] = {
    Holds.TEXT: sa.types.Text(),
    Holds.DAY: sa.types.DateTime(),
    Holds.NUMBER: sa.types.Numeric(10),
    Holds.KEY: sa.types.BigInteger(),
}
_LOOSE_TYPES: dict[Holds, sa.types.TypeEngine[Any]] = {
    # SQLite has days as texts, and takes a text in a column of numbers.
    **_TYPES,
    Holds.DAY: sa.types.Text(),
    Holds.NUMBER: sa.types.BigInteger(),
}


def medium_of(url: str) -> Medium:
    """What a database can hold, by its URL."""
    return LOOSE_SQL if sa.make_url(url).get_backend_name() == "sqlite" else TYPED_SQL


def write_database(url: str, backwards: PeopleBackwards, records: Iterable[Record]) -> None:
    """Write records into a database, streamed; tables of the same names are replaced.

    Args:
        url: SQLAlchemy URL.
        backwards: what made the records, for the medium of this database.
        records: with references that are whole numbers.

    Raises:
        ValueError: a reference is no whole number.
        sqlalchemy.exc.SQLAlchemyError: the database does not take it.
    """
    tables = Tables(backwards)
    engine = sa.create_engine(url)
    loose = medium_of(url) is LOOSE_SQL
    schema = sa.MetaData()
    there = {each.name: _table(each, schema, loose=loose) for each in tables.made.values()}
    try:
        with engine.begin() as connection:
            for name in sorted({each.schema for each in there.values() if each.schema}):
                connection.execute(sa.schema.CreateSchema(name, if_not_exists=True))
            schema.drop_all(connection)
            schema.create_all(connection)
            for table in (each for batch in tables.batches(records) for each in batch):
                blank = dict.fromkeys(table.columns)
                if rows := [{**blank, **row} for row in table.rows]:
                    connection.execute(sa.insert(there[table.name]), rows)
            _add_indexes(connection, backwards, there)
    finally:
        engine.dispose()


def _add_indexes(
    connection: sa.Connection, backwards: PeopleBackwards, there: Mapping[str, sa.Table]
) -> None:
    """Index what rows are found by, as a case system has it: the key, the person, and what joins."""
    wanted: dict[tuple[str, str], sa.Table] = {}
    for table in backwards.plan.loaded.file.tables.values():
        written = there.get(table.name)
        for column in (table.key, table.person, *(table.join or {}).values()):
            if written is not None and column is not None and column in written.c:
                wanted[table.name, column] = written
    for number, ((_, column), written) in enumerate(wanted.items()):
        sa.Index(f"ix_{written.name}_{number}", written.c[column]).create(connection)


def _table(made: TableMade, schema: sa.MetaData, *, loose: bool) -> sa.Table:
    types = _LOOSE_TYPES if loose else _TYPES
    owner, _, name = made.name.rpartition(".")
    if loose:
        columns = [sa.Column(own, types[holds]) for own, holds in made.columns.items()]
        return sa.Table(name, schema, *columns)  # SQLite has no schemas
    # Names are written in small letters: a reader finds them whatever their case, but for the schema's.
    columns = [sa.Column(own.lower(), types[holds], key=own) for own, holds in made.columns.items()]
    return sa.Table(name.lower(), schema, *columns, schema=owner or None)
