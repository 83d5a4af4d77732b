"""The index: kept in step with the store in the same transaction, made anew, and proved against it."""

from __future__ import annotations

import zlib
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import accumulate
from operator import sub
from typing import TYPE_CHECKING, TypeVar

from sqlalchemy import bindparam, delete, func, insert, select
from sqlalchemy import update as change

from community_directory.searching import tables
from community_directory.searching.documents import MOST_AT_ONCE, Key, documents, key_of, level_and_text
from community_directory.searching.postings import HEAD, REST, Field, appended, merged
from community_directory.searching.spelling import keys_of_term
from community_directory.store import tables as store
from community_directory.store.inserting import Row, execute_many

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

T = TypeVar("T")

A_BATCH = 8_000
"""Services whose postings are written together: some tens of megabytes."""
AT_ONCE = 500
"""Services whose terms are read together."""


def update(connection: Connection, numbers: Iterable[int]) -> None:
    """Bring the index to what the store says of some services, within the caller's transaction.

    Args:
        connection: with the unit of work's transaction.
        numbers: the store's numbers of services that were put, changed, withdrawn or merged, or whose
            organisation, locations or contacts were.
    """
    wanted = sorted(set(numbers))
    for start in range(0, len(wanted), A_BATCH):
        _update(connection, wanted[start : start + A_BATCH])


def rebuild(connection: Connection) -> int:
    """Make the whole index anew from the store; say how many services it holds."""
    for table in tables.EVERY:
        connection.execute(delete(table))
    total = 0
    for batch in every_service(connection):
        _update(connection, batch)
        total += len(batch)
    return total


def every_service(connection: Connection) -> Iterator[list[int]]:
    """The numbers of every listed service, in order, in batches."""
    number = store.service.c.number
    last = -1
    while True:
        batch = list(
            connection.scalars(
                select(number)
                .where(number > last, store.listed(store.service))
                .order_by(number)
                .limit(A_BATCH)
            )
        )
        if not batch:
            return
        yield batch
        last = batch[-1]


# --- one batch ---


def packed_ids(ids: Iterable[int]) -> bytes:
    """Ids of terms as the column `terms` holds them: sorted, as differences, deflated."""
    ordered = sorted(ids)
    steps = array("I", map(sub, ordered, [0, *ordered]))
    return zlib.compress(steps.tobytes(), 1)


def unpacked_ids(packed: bytes) -> list[int]:
    """What `packed_ids` was given."""
    steps = array("I")
    steps.frombytes(zlib.decompress(packed))
    return list(accumulate(steps))


def _update(connection: Connection, numbers: Sequence[int]) -> None:
    batch = _Batch(connection)
    for start in range(0, len(numbers), AT_ONCE):
        batch.take(numbers[start : start + AT_ONCE])
    batch.write(numbers[0], numbers[-1])


class _Batch:
    """Services whose terms are gathered, and then written term by term."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._first_new = (connection.scalar(select(func.max(tables.term.c.id))) or 0) + 1
        self._ids: dict[Key, int] = {}
        self._new: list[Key] = []
        self._gone: defaultdict[int, set[int]] = defaultdict(set)
        self._added: defaultdict[int, list[int]] = defaultdict(list)
        """Ids of terms to their postings in order: number of the service and fields, in one."""

    def take(self, numbers: Sequence[int]) -> None:
        """Take in the next services, in order."""
        doc = tables.doc
        held = select(doc.c.service, doc.c.terms).where(doc.c.service.in_(numbers))
        old = {row.service: unpacked_ids(row.terms) for row in self._connection.execute(held)}
        for number, terms in old.items():
            for term in terms:
                self._gone[term].add(number)
        new = documents(self._connection, numbers)
        self._intern(set().union(*(one.terms for one in new)))
        ids, added, rows = self._ids, self._added, []
        for one in new:
            mine = [ids[key] for key in one.terms]
            start = one.number << _FIELD_BITS
            for term, fields in zip(mine, one.terms.values(), strict=True):
                added[term].append(start | fields)
            rows.append((one.number, one.name_words, one.organisation_words, packed_ids(mine)))
        if old:
            self._connection.execute(delete(doc).where(doc.c.service.in_(list(old))))
        execute_many(self._connection, "doc", insert(doc), _DOC, rows)

    def _intern(self, keys: set[Key]) -> None:
        """Give every term its id; those that the index has not yet are written with their postings."""
        term, ids = tables.term.c, self._ids
        unknown = sorted(keys - ids.keys())
        if self._first_new > 1:
            for chunk in _chunks(sorted({level_and_text(key)[1] for key in unknown})):
                held = select(term.id, term.level, term.text).where(term.text.in_(chunk))
                for number, level, text in self._connection.execute(held):
                    ids[key_of(level, text)] = number
            unknown = [key for key in unknown if key not in ids]
        following = self._first_new + len(self._new)
        ids.update(zip(unknown, range(following, following + len(unknown)), strict=True))
        self._new += unknown

    def write(self, least: int, most: int) -> None:
        """Write what was gathered of the services between two numbers."""
        blocks: list[Row] = []
        sizes: list[tuple[int, int]] = []
        for number in range(self._first_new, self._first_new + len(self._new)):
            parts = _parts(self._added.pop(number))
            for part, (numbers, fields) in enumerate(parts):
                if numbers:
                    written = appended(0, b"", numbers, fields) or {}
                    blocks += [(number, part, first, block) for first, block in written.items()]
            sizes.append((len(parts[HEAD][0]), len(parts[REST][0])))
        terms: list[Row] = []
        deletes: list[Row] = []
        for number, (key, size) in enumerate(zip(self._new, sizes, strict=True), self._first_new):
            level, text = level_and_text(key)
            terms.append((number, level, text, *size))
            deletes += [(each, number) for each in keys_of_term(text)]
        execute_many(self._connection, "term", insert(tables.term), _TERM, terms)
        execute_many(self._connection, "deleted", insert(tables.deleted), ("key", "term"), sorted(deletes))
        execute_many(self._connection, "posting", insert(tables.posting), _POSTING, blocks)
        self._write_old(least, most)

    def _write_old(self, least: int, most: int) -> None:
        """Write the postings of terms that the index had before."""
        new: list[Row] = []
        other: list[Row] = []
        dropped: list[Row] = []
        counts: list[tuple[int, int, int]] = []
        for chunk in _chunks(sorted(self._gone.keys() | self._added.keys())):
            held = _blocks(self._connection, chunk, least, most)
            for term in chunk:
                more = [0, 0]
                for part, (numbers, fields) in enumerate(_parts(self._added.pop(term, []))):
                    blocks = held.get((term, part), {})
                    gone = self._gone.get(term, _NOTHING)
                    drop, write, more[part] = _changed(blocks, gone, numbers, fields)
                    dropped += [(term, part, first) for first in drop]
                    for first, block in write.items():
                        (other if first in blocks else new).append((term, part, first, block))
                if any(more):
                    counts.append((term, more[HEAD], more[REST]))
        execute_many(self._connection, "dropped", _DROP, ("t", "p", "f"), dropped)
        execute_many(self._connection, "block", _CHANGE, ("t", "p", "f", "b"), other)
        execute_many(self._connection, "posting", insert(tables.posting), _POSTING, new)
        _count(self._connection, counts)


Numbers = tuple[list[int], bytes]
"""Numbers of services, in order, and their fields."""

_FIELD_BITS = 8
_NOTHING: frozenset[int] = frozenset()
_DOC = ("service", "name_words", "organisation_words", "terms")
_TERM = ("id", "level", "text", "head", "body")
_POSTING = ("term", "part", "first", "block")
_AT = (
    tables.posting.c.term == bindparam("t"),
    tables.posting.c.part == bindparam("p"),
    tables.posting.c.first == bindparam("f"),
)
_DROP = delete(tables.posting).where(*_AT)
_CHANGE = change(tables.posting).where(*_AT).values(block=bindparam("b"))
_STEP = (
    change(tables.term)
    .where(tables.term.c.id == bindparam("t"))
    .values(head=tables.term.c.head + bindparam("h"), body=tables.term.c.body + bindparam("b"))
)


def _parts(postings: Sequence[int]) -> tuple[Numbers, Numbers]:
    """Postings by part: the head, and the rest."""
    rest = [one for one in postings if one & 0xFF == Field.BODY]
    head = postings if not rest else [one for one in postings if one & 0xFF != Field.BODY]
    return _unzipped(head), _unzipped(rest)


def _unzipped(postings: Sequence[int]) -> Numbers:
    return [one >> _FIELD_BITS for one in postings], bytes([one & 0xFF for one in postings])


def _changed(
    blocks: Mapping[int, bytes], gone: AbstractSet[int], numbers: Sequence[int], fields: bytes
) -> tuple[list[int], dict[int, bytes], int]:
    """As `merged`; with less work where services only come behind what is there."""
    if numbers and not gone and len(blocks) < 2:  # noqa: PLR2004 - none, or the last one
        first, block = next(iter(blocks.items()), (0, b""))
        write = appended(first, block, numbers, fields)
        if write is not None:
            return [], write, len(numbers)
    return merged(blocks.items(), gone, dict(zip(numbers, fields, strict=True)))


def _blocks(
    connection: Connection, terms: Iterable[int], least: int, most: int
) -> dict[tuple[int, int], dict[int, bytes]]:
    """The blocks of terms that services between two numbers stand in, or would."""
    posting = tables.posting
    other = posting.alias("other")
    start = (
        select(func.max(other.c.first))
        .where(other.c.term == posting.c.term, other.c.part == posting.c.part, other.c.first <= least)
        .scalar_subquery()
    )
    found: defaultdict[tuple[int, int], dict[int, bytes]] = defaultdict(dict)
    rows = connection.execute(
        select(posting.c.term, posting.c.part, posting.c.first, posting.c.block)
        .where(
            posting.c.term.in_(sorted(terms)),
            posting.c.first <= most,
            posting.c.first >= func.coalesce(start, 0),
        )
        .order_by(posting.c.term, posting.c.part, posting.c.first)
    )
    for row in rows:
        found[row.term, row.part][row.first] = row.block
    return found


def _count(connection: Connection, changed: Sequence[tuple[int, int, int]]) -> None:
    """Count in how many services terms stand; a term that stands nowhere goes, with its deletes.

    Args:
        connection: to the directory.
        changed: ids of terms, and in how many services more they stand, by part.
    """
    term = tables.term
    execute_many(connection, "count", _STEP, ("t", "h", "b"), changed)
    fewer = [number for number, head, rest in changed if head < 0 or rest < 0]
    for chunk in _chunks(fewer):
        empty = connection.execute(
            select(term.c.id, term.c.text).where(term.c.id.in_(chunk), term.c.head == 0, term.c.body == 0)
        ).all()
        keys = [{"k": key, "t": row.id} for row in empty for key in keys_of_term(row.text)]
        if keys:
            table = tables.deleted
            connection.execute(
                delete(table).where(table.c.key == bindparam("k"), table.c.term == bindparam("t")), keys
            )
        connection.execute(delete(term).where(term.c.id.in_([row.id for row in empty])))


def _chunks(items: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(items), MOST_AT_ONCE):
        yield items[start : start + MOST_AT_ONCE]
