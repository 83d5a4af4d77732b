"""What a store knows already of what a feed tells: numbers by the source's ids."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, select, update

from community_directory.store.ids import stable_id
from community_directory.store.inserting import insert_many
from community_directory.store.own_tables import source
from community_directory.store.shapes import CHUNK, SHAPES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from sqlalchemy import Table
    from sqlalchemy.engine import Connection

    from adapter_core.domain.directory import EntityKind


@dataclass(frozen=True, slots=True)
class Known:
    """An entity as a feed told of it before.

    Attributes:
        number: its number.
        digest: of what the feed told last, and which of its references led nowhere then; empty where it is
            to be taken for new.
        reading: in which reading.
        gone: whether the feed has stopped telling of it since.
    """

    number: int
    digest: str
    reading: int
    gone: bool


class SourceIds:
    """The ids of one feed, as the store keeps them."""

    def __init__(self, connection: Connection, feed: str, reading: int) -> None:
        """Keep what every question needs."""
        self._connection = connection
        self._feed = feed
        self._reading = reading

    def known(self, kind: EntityKind, source_ids: Collection[str]) -> dict[str, Known]:
        """What is known of source ids; what is not known is not in it."""
        found = {}
        wanted = list(source_ids)
        for start in range(0, len(wanted), CHUNK):
            statement = select(
                source.c.source_id, source.c.entity, source.c.digest, source.c.reading, source.c.gone
            ).where(
                source.c.feed == self._feed,
                source.c.kind == kind.value,
                source.c.source_id.in_(wanted[start : start + CHUNK]),
            )
            for source_id, entity, digest, reading, gone in self._connection.execute(statement):
                found[source_id] = Known(entity, digest, reading, gone is not None)
        return found

    def by_id(self, kind: EntityKind, source_ids: Iterable[str]) -> tuple[dict[str, str], dict[str, int]]:
        """Source ids to store ids, and store ids to the numbers of those that another road brought."""
        ids = {one: stable_id(self._feed, kind, one) for one in source_ids}
        table = SHAPES[kind].table
        found = {}
        wanted = list(dict.fromkeys(ids.values()))
        for start in range(0, len(wanted), CHUNK):
            statement = select(table.c.id, table.c.number).where(
                table.c.id.in_(wanted[start : start + CHUNK])
            )
            found.update({row[0]: row[1] for row in self._connection.execute(statement)})
        return ids, found

    def write(self, kind: EntityKind, new: Mapping[str, tuple[int, str]], told: Mapping[str, str]) -> None:
        """Keep what was told in this reading for the first time, or otherwise than before.

        Args:
            kind: of what.
            new: source id to number and digest.
            told: source id to digest.
        """
        fixed = {"feed": self._feed, "kind": kind.value, "reading": self._reading, "gone": None}
        rows = [
            {**fixed, "source_id": one, "entity": number, "digest": digest}
            for one, (number, digest) in new.items()
        ]
        insert_many(self._connection, source, rows)
        if told:
            changed = [
                {"b_feed": self._feed, "b_kind": kind.value, "b_id": one, "b_digest": digest}
                for one, digest in told.items()
            ]
            self._connection.execute(_TOLD.values(reading=self._reading), changed)

    def seen(self, kind: EntityKind, source_ids: Sequence[str]) -> None:
        """Keep that these were told in this reading, as before."""
        for start in range(0, len(source_ids), CHUNK):
            mine = (
                source.c.feed == self._feed,
                source.c.kind == kind.value,
                source.c.source_id.in_(source_ids[start : start + CHUNK]),
            )
            self._connection.execute(update(source).where(*mine).values(reading=self._reading))


_TOLD = (
    update(source)
    .where(
        source.c.feed == bindparam("b_feed"),
        source.c.kind == bindparam("b_kind"),
        source.c.source_id == bindparam("b_id"),
    )
    .values(digest=bindparam("b_digest"), gone=None)
)


def redirections(connection: Connection, table: Table) -> dict[int, int]:
    """Numbers of entities that were merged into others, to the others; chains are followed."""
    statement = select(table.c.number, table.c.merged_into).where(table.c.merged_into.is_not(None))
    direct = {row[0]: row[1] for row in connection.execute(statement)}
    ends = {}
    for start, first in direct.items():
        end, seen = first, {start}
        while end in direct and end not in seen:
            seen.add(end)
            end = direct[end]
        ends[start] = end
    return ends
