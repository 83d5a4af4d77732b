"""Withdraws what a feed stopped telling of: it is dated and kept, and nothing is ever deleted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import and_, select, update

from adapter_core.domain.directory import EntityKind
from community_directory.store.outcomes import Told, What
from community_directory.store.own_tables import source
from community_directory.store.shapes import CHUNK, SHAPES
from community_directory.store.touching import contacts_changing, touch

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from community_directory.store.unit_of_work import Work


@dataclass(frozen=True, slots=True)
class Gone:
    """That a feed stopped telling of something.

    Attributes:
        reading: in which reading of the feed that was found.
    """

    feed: str
    reading: int
    on: date
    why: str


def withdraw_unseen(unit: Work, gone: Gone, tell: Callable[[Told], None]) -> None:
    """Withdraw everything that a feed told of before this reading and not in it."""
    for kind in SHAPES:
        while True:
            unseen = (
                select(source.c.source_id)
                .where(
                    source.c.feed == gone.feed,
                    source.c.kind == kind.value,
                    source.c.reading < gone.reading,
                    source.c.gone.is_(None),
                )
                .limit(CHUNK)
            )
            some = list(unit.connection.execute(unseen).scalars())
            if not some:
                break
            withdraw_ids(unit, gone, kind, some, tell)


def withdraw_ids(
    unit: Work, gone: Gone, kind: EntityKind, source_ids: Sequence[str], tell: Callable[[Told], None]
) -> None:
    """Withdraw entities by the ids that the feed has for them, unless somebody else tells of them."""
    for start in range(0, len(source_ids), CHUNK):
        some = source_ids[start : start + CHUNK]
        mine = and_(source.c.feed == gone.feed, source.c.kind == kind.value, source.c.source_id.in_(some))
        refs: dict[int, str] = {
            row[0]: row[1]
            for row in unit.connection.execute(select(source.c.entity, source.c.source_id).where(mine))
        }
        unit.connection.execute(update(source).where(mine, source.c.gone.is_(None)).values(gone=gone.on))
        _withdraw(unit, gone, kind, refs, tell)
        unit.flush()


def _withdraw(
    unit: Work, gone: Gone, kind: EntityKind, refs: dict[int, str], tell: Callable[[Told], None]
) -> None:
    table = SHAPES[kind].table
    merged = table.alias("merged")
    into = select(table.c.merged_into).where(table.c.number.in_(list(refs)), table.c.merged_into.is_not(None))
    numbers = {*refs, *unit.connection.execute(into).scalars()}
    told = and_(source.c.kind == kind.value, source.c.gone.is_(None))
    still = select(source.c.entity).where(told, source.c.entity == table.c.number)
    still_merged = (
        select(source.c.entity)
        .join(merged, merged.c.number == source.c.entity)
        .where(told, merged.c.merged_into == table.c.number)
    )
    ever = select(source.c.entity).where(source.c.kind == kind.value, source.c.entity == table.c.number)
    wanted = select(table).where(
        table.c.number.in_(numbers),
        table.c.withdrawn_on.is_(None),
        ~still.exists(),
        ~still_merged.exists(),
        ever.exists(),
    )
    found = unit.connection.execute(wanted).all()
    going = [row.number for row in found]
    withdraw = (
        update(table)
        .where(table.c.number.in_(going))
        .values(withdrawn_on=gone.on, withdrawn_why=gone.why, changed=unit.now)
    )
    if kind is EntityKind.CONTACT:
        with contacts_changing(unit, going):
            unit.connection.execute(withdraw)
    else:
        touch(unit, kind, going)
        unit.connection.execute(withdraw)
    for row in found:
        name = "" if kind is EntityKind.CONTACT else getattr(row, "name", "")
        tell(Told(kind, row.id, What.WITHDRAWN, name, refs.get(row.number, "")))
