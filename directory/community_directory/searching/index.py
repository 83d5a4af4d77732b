"""The index: kept in step with the store in the same transaction, made anew, and proved against it."""

from __future__ import annotations

import zlib
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, TypeVar

from sqlalchemy import bindparam, delete, func, insert, select
from sqlalchemy import update as change

from community_directory.searching import tables
from community_directory.searching.documents import MOST_AT_ONCE, Document, Key, documents
from community_directory.searching.postings import HEAD, REST, merged, part_of
from community_directory.searching.spelling import keys_of_term
from community_directory.store import tables as store

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

T = TypeVar("T")

A_BATCH = 2_000
"""Services whose postings are written together."""


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
    steps = array("I", (one - before for before, one in zip([0, *ordered], ordered, strict=False)))
    return zlib.compress(steps.tobytes(), 1)


def unpacked_ids(packed: bytes) -> list[int]:
    """What `packed_ids` was given."""
    steps = array("I")
    steps.frombytes(zlib.decompress(packed))
    ids, one = [], 0
    for step in steps:
        one += step
        ids.append(one)
    return ids


def _update(connection: Connection, numbers: Sequence[int]) -> None:
    new = documents(connection, numbers)
    old: dict[int, list[int]] = {}
    for chunk in _chunks(numbers):
        held = select(tables.doc.c.service, tables.doc.c.terms).where(tables.doc.c.service.in_(chunk))
        old.update((row.service, unpacked_ids(row.terms)) for row in connection.execute(held))
    ids = _interned(connection, {key for one in new for key in one.terms})
    gone: defaultdict[int, set[int]] = defaultdict(set)
    for number, terms in old.items():
        for term in terms:
            gone[term].add(number)
    added: defaultdict[tuple[int, int], dict[int, int]] = defaultdict(dict)
    for one in new:
        for key, fields in one.terms.items():
            added[ids[key], part_of(fields)][one.number] = int(fields)
    _write_postings(connection, gone, added, numbers[0], numbers[-1])
    _write_documents(connection, new, old, ids)


def _write_documents(
    connection: Connection, new: Iterable[Document], old: Iterable[int], ids: Mapping[Key, int]
) -> None:
    for chunk in _chunks(list(old)):
        connection.execute(delete(tables.doc).where(tables.doc.c.service.in_(chunk)))
    rows = [
        {
            "service": one.number,
            "name_words": one.name_words,
            "organisation_words": one.organisation_words,
            "terms": packed_ids(ids[key] for key in one.terms),
        }
        for one in new
    ]
    if rows:
        connection.execute(insert(tables.doc), rows)


def _interned(connection: Connection, keys: Iterable[Key]) -> dict[Key, int]:
    """The ids of terms; those that the index has not yet are written, with their deletes."""
    term = tables.term.c
    wanted = sorted(set(keys))
    ids: dict[Key, int] = {}
    for chunk in _chunks(sorted({text for _, text in wanted})):
        for row in connection.execute(select(term.id, term.level, term.text).where(term.text.in_(chunk))):
            ids[row.level, row.text] = row.id
    missing = [key for key in wanted if key not in ids]
    if missing:
        following = (connection.scalar(select(func.max(term.id))) or 0) + 1
        ids.update((key, following + at) for at, key in enumerate(missing))
        connection.execute(
            insert(tables.term),
            [{"id": ids[key], "level": key[0], "text": key[1], "head": 0, "body": 0} for key in missing],
        )
        deletes = sorted((key, ids[level, text]) for level, text in missing for key in keys_of_term(text))
        if deletes:
            connection.execute(insert(tables.deleted), [{"key": key, "term": one} for key, one in deletes])
    return ids


def _write_postings(
    connection: Connection,
    gone: Mapping[int, set[int]],
    added: Mapping[tuple[int, int], dict[int, int]],
    least: int,
    most: int,
) -> None:
    concerned = sorted({(term, part) for term in gone for part in (0, 1)} | set(added))
    writes: list[dict[str, object]] = []
    deletes: list[dict[str, object]] = []
    changed: defaultdict[int, list[int]] = defaultdict(lambda: [0, 0])
    nothing: set[int] = set()
    for chunk in _chunks(concerned):
        blocks = _blocks(connection, {term for term, _ in chunk}, least, most)
        for term, part in chunk:
            held = blocks.get((term, part), {})
            drop, write, more = merged(held.items(), gone.get(term, nothing), added.get((term, part), {}))
            deletes += [{"t": term, "p": part, "f": first} for first in drop]
            deletes += [{"t": term, "p": part, "f": first} for first in write if first in held]
            writes += [{"term": term, "part": part, "first": at, "block": one} for at, one in write.items()]
            changed[term][part] += more
    posting = tables.posting.c
    if deletes:
        where = (
            posting.term == bindparam("t"),
            posting.part == bindparam("p"),
            posting.first == bindparam("f"),
        )
        connection.execute(delete(tables.posting).where(*where), deletes)
    if writes:
        connection.execute(insert(tables.posting), writes)
    _count(connection, changed)


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


def _count(connection: Connection, changed: Mapping[int, Sequence[int]]) -> None:
    """Count in how many services terms stand; a term that stands nowhere goes, with its deletes."""
    term = tables.term
    steps = [{"t": one, "h": parts[HEAD], "b": parts[REST]} for one, parts in changed.items() if any(parts)]
    if steps:
        connection.execute(
            change(term)
            .where(term.c.id == bindparam("t"))
            .values(head=term.c.head + bindparam("h"), body=term.c.body + bindparam("b")),
            steps,
        )
    fewer = [step["t"] for step in steps if step["h"] < 0 or step["b"] < 0]
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
