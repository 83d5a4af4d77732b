"""What a person edited here, kept over whatever a feed says; what the feed says is kept underneath."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, select, update

from community_directory.store.own_tables import edit
from community_directory.store.shapes import CHUNK, LISTS, SHAPES, dumped, loaded

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Table
    from sqlalchemy.engine import Connection

    from adapter_core.domain.directory import EntityKind
    from community_directory.store.rows import Columns

_KEEP = (
    update(edit)
    .where(
        edit.c.kind == bindparam("b_kind"),
        edit.c.entity == bindparam("b_entity"),
        edit.c.field == bindparam("b_field"),
    )
    .values(underneath=bindparam("b_underneath"))
)


def lay_over(
    connection: Connection,
    kind: EntityKind,
    columns: Mapping[int, Columns],
    lists: Mapping[int, dict[Table, list[Columns]]],
) -> None:
    """Put edited fields over what an import is about to write, and keep what it says underneath.

    Args:
        connection: inside a transaction.
        kind: of what.
        columns: number to the columns that are about to be written; changed in place.
        lists: number to what a service has several of; changed in place.
    """
    kept = []
    numbers = list(columns)
    for start in range(0, len(numbers), CHUNK):
        mine = (edit.c.kind == kind.value, edit.c.entity.in_(numbers[start : start + CHUNK]))
        for row in connection.execute(select(edit).where(*mine)):
            said = under(kind, row.field, columns[row.entity], lists.get(row.entity, {}))
            kept.append(
                {
                    "b_kind": row.kind,
                    "b_entity": row.entity,
                    "b_field": row.field,
                    "b_underneath": dumped(said),
                }
            )
            put(kind, row.field, loaded(row.value), columns[row.entity], lists.get(row.entity, {}))
    if kept:
        connection.execute(_KEEP, kept)


def under(
    kind: EntityKind, field: str, columns: Columns, lists: Mapping[Table, Sequence[Columns]]
) -> Columns:
    """What a field is now: its columns, or its rows by table."""
    if field in SHAPES[kind].fields:
        return {name: columns[name] for name in SHAPES[kind].fields[field]}
    return {table.name: list(lists.get(table, ())) for table in LISTS[field]}


def put(
    kind: EntityKind, field: str, value: Columns, columns: Columns, lists: dict[Table, list[Columns]]
) -> None:
    """Put a field's value, as `under` gives it, into what is about to be written."""
    if field in SHAPES[kind].fields:
        columns.update(value)
        return
    for table in LISTS[field]:
        lists[table] = value[table.name]
