"""The review queue: what a look found, and what people decided about it.

A look is made anew where the directory has changed since the last one. A decision that two are not one
holds while both are, in everything that was compared, what they were when it was made.
"""

from __future__ import annotations

import json
import secrets
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, delete, func, insert, or_, select

from adapter_core.domain.directory import EntityKind
from adapter_core.errors import UsageError
from community_directory.duplicates.entries import KINDS
from community_directory.duplicates.finding import find
from community_directory.duplicates.gathering import gather
from community_directory.duplicates.tables import candidate, decision, look
from community_directory.duplicates.weights import Band, Score, Weight
from community_directory.store import own_tables, tables
from community_directory.store.ids import plain_id
from community_directory.store.shapes import SHAPES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.engine import Connection

    from community_directory.store.unit_of_work import Work

VERSION = 1
"""Of the way in which entries are compared: another one looks again, and keeps every decision."""
_A_WRITE = 1000
_SECRET = "duplicates"  # noqa: S105 - the name of a key, not the key


@dataclass(frozen=True, slots=True)
class Look:
    """A look at the entries of a kind.

    Attributes:
        at: when.
        entries: how many there were.
        compared: how many pairs were compared.
        capped: what was shared by too many entries to be compared, to how many times that was so.
    """

    kind: EntityKind
    at: datetime
    entries: int
    compared: int
    capped: Counter[str]


@dataclass(frozen=True, slots=True)
class Decided:
    """That somebody decided that two are not one.

    Attributes:
        one: id of one of them.
        other: id of the other.
    """

    kind: EntityKind
    one: str
    other: str
    by: str
    at: datetime
    why: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """Two entries that may be one.

    Attributes:
        one: id of one of them: the one that the directory has had longer.
        other: id of the other.
        score: what speaks for it and against.
        decided: what was decided before one of them changed; None where nothing was.
    """

    kind: EntityKind
    one: str
    other: str
    score: Score
    decided: Decided | None = None


def look_again(unit: Work, kind: EntityKind) -> Look:
    """Look for duplicates of a kind, and put them into the queue; not where nothing has changed since.

    Args:
        unit: a transaction that writes.
        kind: organisation, service or location.
    """
    connection, state = unit.connection, _state(unit.connection)
    last = connection.execute(select(look).where(look.c.kind == kind.value)).first()
    if last is not None and last.state == state:
        return Look(kind, last.at, last.entries, last.pairs, Counter(json.loads(last.capped)))
    key = _key(connection)
    owners = gather(connection, EntityKind.ORGANISATION) if kind is EntityKind.SERVICE else ()
    found = find(kind, gather(connection, kind), owners)
    digests = {entry.number: entry.digest(key) for pair in found.pairs for entry in (pair.first, pair.second)}
    standing = {
        (row.first, row.second)
        for row in connection.execute(select(decision).where(decision.c.kind == kind.value))
        if (digests.get(row.first), digests.get(row.second)) == (row.first_digest, row.second_digest)
    }
    connection.execute(delete(candidate).where(candidate.c.kind == kind.value))
    rows = [
        {
            "kind": kind.value,
            "first": pair.first.number,
            "second": pair.second.number,
            "bits": pair.score.bits,
            "band": pair.score.band.value,
            "weights": json.dumps([[one.of, one.bits, one.says] for one in pair.score.weights]),
            "first_digest": digests[pair.first.number],
            "second_digest": digests[pair.second.number],
        }
        for pair in found.pairs
        if (pair.first.number, pair.second.number) not in standing
    ]
    for start in range(0, len(rows), _A_WRITE):
        connection.execute(insert(candidate), rows[start : start + _A_WRITE])
    connection.execute(delete(look).where(look.c.kind == kind.value))
    seen = {"entries": found.entries, "pairs": found.compared, "capped": json.dumps(dict(found.capped))}
    connection.execute(insert(look).values(kind=kind.value, at=unit.now, state=state, **seen))
    return Look(kind, unit.now, found.entries, found.compared, found.capped)


def queue(
    connection: Connection, kinds: Iterable[EntityKind] = KINDS, *, limit: int = 100
) -> list[Candidate]:
    """What waits for a decision, the likeliest first; for the council's own workers alone.

    Args:
        connection: inside a transaction.
        kinds: of which kinds.
        limit: how many at most.
    """
    every = [one for kind in kinds for one in _of_kind(connection, kind, limit)]
    return sorted(every, key=lambda one: -one.score.bits)[:limit]


def band_counts(connection: Connection, kinds: Iterable[EntityKind] = KINDS) -> dict[Band, int]:
    """How many wait for a decision, by how sure it is."""
    named = [kind.value for kind in kinds]
    counted = (
        select(candidate.c.band, func.count()).where(candidate.c.kind.in_(named)).group_by(candidate.c.band)
    )
    return {Band(band): number for band, number in connection.execute(counted)}


def decisions(connection: Connection, kinds: Iterable[EntityKind] = KINDS) -> list[Decided]:
    """What was decided not to be a duplicate, the latest first; for the council's own workers alone."""
    found: list[Decided] = []
    for kind in kinds:
        first, second = _ids(kind, "first_entry"), _ids(kind, "second_entry")
        statement = (
            select(decision, first.c.id.label("one"), second.c.id.label("other"))
            .join(first, first.c.number == decision.c.first)
            .join(second, second.c.number == decision.c.second)
            .where(decision.c.kind == kind.value)
        )
        found.extend(
            Decided(kind, row.one, row.other, row.by, row.at, row.why)
            for row in connection.execute(statement)
        )
    return sorted(found, key=lambda one: one.at, reverse=True)


def dismiss(unit: Work, ids: Sequence[str], *, by: str, why: str) -> EntityKind:
    """Decide that two entries of the queue are not one.

    Args:
        unit: a transaction that writes.
        ids: of the two, in any order.
        by: who decides.
        why: the reason, for whoever comes next.

    Returns:
        What they are.

    Raises:
        UsageError: FP-0930 (they do not wait for a decision), FP-0931 (nobody's name, or no reason).
    """
    by, why = by.strip(), why.strip()
    if not by or not why:
        raise UsageError("FP-0931", "A decision needs the name of who makes it, and a reason.")
    for kind in KINDS:
        mine = _pair(unit.connection, kind, ids)
        row = unit.connection.execute(select(candidate).where(mine(candidate))).first() if mine else None
        if mine is None or row is None:
            continue
        unit.connection.execute(delete(candidate).where(mine(candidate)))
        unit.connection.execute(delete(decision).where(mine(decision)))
        seen = {"first_digest": row.first_digest, "second_digest": row.second_digest}
        pair = {"kind": kind.value, "first": row.first, "second": row.second}
        unit.connection.execute(insert(decision).values(**pair, **seen, by=by, at=unit.now, why=why))
        return kind
    raise UsageError("FP-0930", "These two do not wait for a decision.")


def score_of(connection: Connection, kind: EntityKind, ids: Sequence[str]) -> Score | None:
    """The score that the last look gave two entries; None where they are not in the queue."""
    mine = _pair(connection, kind, ids)
    row = connection.execute(select(candidate).where(mine(candidate))).first() if mine else None
    return _score(row.weights) if row is not None else None


def forget(unit: Work, kind: EntityKind, its_id: str) -> None:
    """Take whatever concerns an entry out of the queue, by its id: it went in a merge."""
    table = SHAPES[kind].table
    number = select(table.c.number).where(table.c.id == plain_id(its_id)).scalar_subquery()
    concerns = or_(candidate.c.first == number, candidate.c.second == number)
    unit.connection.execute(delete(candidate).where(candidate.c.kind == kind.value, concerns))


# --- parts of it ---


def _of_kind(connection: Connection, kind: EntityKind, limit: int) -> list[Candidate]:
    first, second = _ids(kind, "first_entry"), _ids(kind, "second_entry")
    both = [candidate.c[name] == decision.c[name] for name in ("kind", "first", "second")]
    statement = (
        select(
            candidate.c.weights,
            first.c.id.label("one"),
            second.c.id.label("other"),
            decision.c.by,
            decision.c.at,
            decision.c.why,
        )
        .join(first, first.c.number == candidate.c.first)
        .join(second, second.c.number == candidate.c.second)
        .outerjoin(decision, and_(*both))
        .where(candidate.c.kind == kind.value, *map(_listed, (first, second)))
        .order_by(candidate.c.bits.desc(), candidate.c.first, candidate.c.second)
        .limit(limit)
    )
    return [
        Candidate(
            kind,
            row.one,
            row.other,
            _score(row.weights),
            Decided(kind, row.one, row.other, row.by, row.at, row.why) if row.at is not None else None,
        )
        for row in connection.execute(statement)
    ]


def _ids(kind: EntityKind, name: str) -> Any:  # noqa: ANN401 - an alias of a table
    return SHAPES[kind].table.alias(name)


def _listed(table: Any) -> ColumnElement[bool]:  # noqa: ANN401 - likewise
    return and_(table.c.withdrawn_on.is_(None), table.c.merged_into.is_(None))


def _score(text: str) -> Score:
    return Score(tuple(Weight(of, bits, says) for of, bits, says in json.loads(text)))


def _pair(connection: Connection, kind: EntityKind, ids: Sequence[str]) -> Any:  # noqa: ANN401 - a condition on a table
    table = SHAPES[kind].table
    wanted = [plain_id(one) for one in ids]
    numbers = sorted(connection.execute(select(table.c.number).where(table.c.id.in_(wanted))).scalars())
    if len(numbers) != 2:  # noqa: PLR2004 - a pair
        return None
    first, second = numbers
    return lambda of: and_(of.c.kind == kind.value, of.c.first == first, of.c.second == second)


def _state(connection: Connection) -> str:
    """Tells of everything that is compared whether it has changed: counts, and when it last changed."""
    seen: list[object] = [VERSION]
    for table in (
        tables.organisation,
        tables.service,
        tables.location,
        tables.at_location,
        own_tables.contact,
    ):
        seen.extend(connection.execute(select(func.count(), func.max(table.c.changed))).one())
        seen.append(connection.execute(select(func.count()).where(_listed(table))).scalar())
    merge = own_tables.merge
    seen.extend(connection.execute(select(func.max(merge.c.number), func.count(merge.c.undone))).one())
    return "|".join(str(one) for one in seen)


def _key(connection: Connection) -> bytes:
    """The key of the digests; made when there is none yet."""
    secret = own_tables.secret
    found = connection.execute(select(secret.c.value).where(secret.c.name == _SECRET)).scalar()
    if found is None:
        found = secrets.token_hex(32)
        connection.execute(insert(secret).values(name=_SECRET, value=found))
    return bytes.fromhex(found)
