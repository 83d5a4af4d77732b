"""Writes what an import found new or changed: few statements for many rows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import Table, bindparam, delete, insert, select, update

from adapter_core.domain.directory import EntityKind
from community_directory.store import own_tables, tables
from community_directory.store.inserting import insert_many
from community_directory.store.overlays import lay_over
from community_directory.store.shapes import CHUNK
from community_directory.store.touching import contacts_added, contacts_changing, touch

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from adapter_core.domain.directory import Service
    from community_directory.store.rows import Columns
    from community_directory.store.shapes import Shape
    from community_directory.store.unit_of_work import Work

_OURS = {"verified_on": None, "verified_by": "", "basis": "", "told": None}
"""What a feed that does not say leaves as people here wrote it, and how it does not say."""


@dataclass(frozen=True, slots=True)
class Moves:
    """A reference to something that was merged: it is turned to what was kept, and that is remembered."""

    kind: EntityKind
    gone: int
    kept: int
    table: str
    column: str
    row: int


@dataclass(slots=True)
class Change:
    """An entity that is to be written.

    Attributes:
        columns: its columns, references among them.
        lists: what a service has several of.
        moves: references that were turned.
        new: whether it has no row yet.
        id: its id; wanted where it is new.
        said: a service as the feed tells of it, for what stands in tables of its own.
    """

    number: int
    columns: Columns
    lists: dict[Table, list[Columns]] = field(default_factory=dict)
    moves: list[Moves] = field(default_factory=list)
    new: bool = False
    id: str = ""
    said: Service | None = None


def write_changes(unit: Work, shape: Shape, changes: Sequence[Change]) -> None:
    """Write the entities of one kind."""
    if not changes:
        return
    new = [one for one in changes if one.new]
    old = [one for one in changes if not one.new]
    if new:
        fixed = {"withdrawn_on": None, "withdrawn_why": "", "merged_into": None, "changed": unit.now}
        rows = [{"number": one.number, "id": one.id, **one.columns, **shape.first, **fixed} for one in new]
        insert_many(unit.connection, shape.table, rows)
    if old:
        lay_over(
            unit.connection,
            shape.kind,
            {one.number: one.columns for one in old},
            {one.number: one.lists for one in old},
        )
        _keep_ours(unit, shape, old)
        if shape.kind is EntityKind.CONTACT:
            with contacts_changing(unit, [one.number for one in old]):
                _update(unit, shape, old)
        else:
            _update(unit, shape, old)
    if shape.kind is EntityKind.SERVICE:
        _write_lists(unit, changes, old)
        for table, rows in _said(unit, changes).items():
            _write_said(unit, table, rows, [one.number for one in old])
    _remember_moves(unit, [move for one in changes for move in one.moves])
    if shape.kind is EntityKind.CONTACT:
        contacts_added(unit, [one.number for one in new])
    else:
        touch(unit, shape.kind, [one.number for one in changes])


def _update(unit: Work, shape: Shape, old: Sequence[Change]) -> None:
    names = list(old[0].columns)
    values: dict[str, Any] = {name: bindparam(f"b_{name}") for name in names}
    statement = (
        update(shape.table)
        .where(shape.table.c.number == bindparam("b_number"))
        .values(**values, withdrawn_on=None, withdrawn_why="", changed=bindparam("b_changed"))
    )
    rows = [
        {f"b_{name}": one.columns[name] for name in names} | {"b_number": one.number, "b_changed": unit.now}
        for one in old
    ]
    unit.connection.execute(statement, rows)


def chunks(numbers: Sequence[int]) -> Iterator[Sequence[int]]:
    """Numbers, as many at a time as one statement has."""
    for start in range(0, len(numbers), CHUNK):
        yield numbers[start : start + CHUNK]


def _keep_ours(unit: Work, shape: Shape, old: Sequence[Change]) -> None:
    """Leave what people here said of an entity where the feed says nothing, or something older."""
    by_number = {one.number: one.columns for one in old}
    for some in chunks(list(by_number)):
        if shape.kind is EntityKind.SERVICE:
            service = tables.service
            said_here = select(service.c.number, service.c.assured_here).where(
                service.c.number.in_(some), service.c.assured_here.is_not(None)
            )
            for number, here in unit.connection.execute(said_here):
                columns = by_number[number]
                columns["assured_on"] = max(here, columns["assured_on"] or here)
        elif shape.kind is EntityKind.CONTACT:
            contact = own_tables.contact
            columns_of = [contact.c[name] for name in _OURS]
            ours = select(contact.c.number, *columns_of).where(contact.c.number.in_(some))
            for row in unit.connection.execute(ours):
                columns = by_number[row.number]
                for name, nothing in _OURS.items():
                    if columns[name] == nothing:
                        columns[name] = getattr(row, name)


def _write_lists(unit: Work, changes: Sequence[Change], old: Sequence[Change]) -> None:
    for table in tables.CHILDREN:
        for some in chunks([one.number for one in old]):
            unit.connection.execute(delete(table).where(table.c.service.in_(some)))
        rows = [row for one in changes for row in one.lists.get(table, ())]
        insert_many(unit.connection, table, rows)


# --- capacity, relationship and notes that a feed brings -----------------------------------------


def _said(unit: Work, changes: Sequence[Change]) -> dict[Table, list[Columns]]:
    """The rows of what a council's own list may say of a service."""
    found: dict[Table, list[Columns]] = {
        own_tables.capacity: [],
        own_tables.relationship: [],
        own_tables.note: [],
    }
    for one in changes:
        said = one.said
        if said is None:
            continue
        fixed = {"service": one.number, "by": "", "at": unit.now}
        if said.capacity is not None:
            state = {"state": said.capacity.state.value, "as_of": said.capacity.as_of}
            found[own_tables.capacity].append(fixed | state | {"note": said.capacity.note})
        if said.relationship is not None:
            found[own_tables.relationship].append(fixed | {"strength": said.relationship.value})
        if said.notes:
            found[own_tables.note].append(fixed | {"text": said.notes})
    return found


def _write_said(unit: Work, table: Table, rows: list[Columns], old: list[int]) -> None:
    """Write them again, except where a person here wrote something."""
    theirs: set[int] = set()
    for some in chunks(old):
        unit.connection.execute(delete(table).where(table.c.service.in_(some), table.c.by == ""))
        theirs.update(
            unit.connection.execute(select(table.c.service).where(table.c.service.in_(some))).scalars()
        )
    insert_many(unit.connection, table, [row for row in rows if row["service"] not in theirs])


# --- references to what was merged ---------------------------------------------------------------


def _remember_moves(unit: Work, moves: Sequence[Moves]) -> None:
    """Keep which references were turned since a merge, so that undoing it turns them back."""
    merge, moved = own_tables.merge, own_tables.moved
    for one in moves:
        under = select(merge.c.number).where(
            merge.c.kind == one.kind.value, merge.c.gone == one.gone, merge.c.undone.is_(None)
        )
        number = unit.connection.execute(under).scalar()
        if number is None:
            continue
        key = {"merge": number, "table": one.table, "column": one.column, "row": one.row, "position": 0}
        there = select(moved.c.row).where(*(moved.c[name] == value for name, value in key.items()))
        if unit.connection.execute(there).first() is None:
            unit.connection.execute(insert(moved).values(**key))
