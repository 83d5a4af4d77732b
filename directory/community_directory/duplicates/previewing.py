"""What a merge would do, before anybody does it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from adapter_core.domain.directory import EntityKind
from adapter_core.errors import UsageError
from community_directory.duplicates.entries import KINDS
from community_directory.duplicates.queue import score_of
from community_directory.store import own_tables, tables
from community_directory.store.ids import plain_id
from community_directory.store.merging import MOVED
from community_directory.store.shapes import SHAPES

if TYPE_CHECKING:
    from sqlalchemy import Table
    from sqlalchemy.engine import Connection, Row

    from community_directory.duplicates.weights import Score

_WORDS = {
    tables.service.name: "service",
    tables.event.name: "event",
    tables.at_location.name: "service_at_location",
    tables.schedule.name: "schedule",
    own_tables.contact.name: "contact",
}


@dataclass(frozen=True, slots=True)
class Preview:
    """A merge that nobody has made yet.

    Attributes:
        kept: id of what stays, and its name.
        gone: id of what goes, and its name.
        moves: what is the gone one's and becomes the kept one's, by kind, counted.
        left_behind: fields that the gone one has and the kept one lacks: they are not taken over.
        score: what the last look made of the two; None where they were not in the queue.
    """

    kind: EntityKind
    kept: tuple[str, str]
    gone: tuple[str, str]
    moves: Counter[str] = field(default_factory=Counter)
    left_behind: tuple[str, ...] = ()
    score: Score | None = None


def kind_of(connection: Connection, ids: tuple[str, str], kind: EntityKind | None = None) -> EntityKind:
    """What two ids are of.

    Args:
        connection: inside a transaction.
        ids: of the two.
        kind: what they are said to be, where one id is of several kinds.

    Raises:
        UsageError: FP-0832 (the directory has none of that id), FP-0932 (not of one kind, or of several).
    """
    found = [_kinds(connection, one) for one in ids]
    if not all(found):
        raise UsageError("FP-0832", "The directory has no organisation, service or location of that id.")
    both = [one for one in KINDS if all(one in each for each in found) and kind in {None, one}]
    if len(both) != 1:
        what = "are not of one kind" if not both else "are each of several kinds"
        raise UsageError("FP-0932", f"The two ids {what}.", where="--kind")
    return both[0]


def preview(connection: Connection, kind: EntityKind, kept_id: str, gone_id: str) -> Preview:
    """What merging two entries would do; nothing is changed.

    Raises:
        UsageError: FP-0832 (no such entry), FP-0835 (cannot be merged).
    """
    kept, gone = (_row(connection, kind, one) for one in (kept_id, gone_id))
    if kept.number == gone.number:
        raise UsageError("FP-0835", "An entry cannot be merged with itself.")
    moves: Counter[str] = Counter()
    for table, column in MOVED[kind]:
        counted = select(func.count()).select_from(table).where(table.c[column] == gone.number)
        moves[_WORDS[table.name]] += connection.execute(counted).scalar_one()
    lacking = tuple(
        name
        for name, columns in SHAPES[kind].fields.items()
        if not any(_given(kept, column) for column in columns)
        and any(_given(gone, column) for column in columns)
    )
    score = score_of(connection, kind, (kept_id, gone_id))
    return Preview(kind, (kept.id, kept.name), (gone.id, gone.name), +moves, lacking, score)


def _kinds(connection: Connection, its_id: str) -> set[EntityKind]:
    def known(table: Table) -> bool:
        mine = table.c.id == plain_id(its_id)
        return connection.execute(select(table.c.number).where(mine)).first() is not None

    return {kind for kind in KINDS if known(SHAPES[kind].table)}


def _row(connection: Connection, kind: EntityKind, its_id: str) -> Row[Any]:
    table = SHAPES[kind].table
    row = connection.execute(select(table).where(table.c.id == plain_id(its_id))).first()
    if row is None:
        raise UsageError("FP-0832", f"The directory has no {SHAPES[kind].name} of that id.")
    if row.merged_into is not None:
        raise UsageError("FP-0835", "One of them was merged into another entry already.")
    return row


def _given(row: Row[Any], column: str) -> bool:
    return getattr(row, column) not in {None, ""}
