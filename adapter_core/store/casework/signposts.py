"""Signposts and what was said of them: rows whose codes are for measures, and text that is purged."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, func, insert, or_, select, update

from adapter_core.casework.signposting import claims as applied
from adapter_core.casework.signposting import permissions, states
from adapter_core.domain.casework import Claim, PersonRef, ResourceKind, Signpost, SignpostState
from adapter_core.store.casework import bodies
from adapter_core.store.casework.signpost_rows import OF_CLAIM, OF_SIGNPOST, WIDTH, claim_of, signpost_of
from adapter_core.store.casework.tables import signpost, signpost_claim
from adapter_core.store.lookup import AT_ONCE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.engine import Connection, Row

_OPEN = [each.value for each in states.OPEN]
_STANDING = [each.value for each in SignpostState if each is not SignpostState.ENTERED_IN_ERROR]
_NO_LIMIT = 2**62

# Built once: SQLAlchemy takes longer to build a statement than to run it.
_WANTED: Select[Any] = select(*OF_SIGNPOST)
_ONE = _WANTED.where(signpost.c.id == bindparam("of"))
_ONE_LOCKED = _ONE.with_for_update()
_OF_CONVERSATION = _WANTED.where(signpost.c.conversation == bindparam("of")).order_by(signpost.c.id)
_CLAIMS = (
    select(signpost_claim.c.signpost, *OF_CLAIM)
    .where(signpost_claim.c.signpost.in_(bindparam("some", expanding=True)))
    .order_by(signpost_claim.c.id)
)
_ORDER = (signpost.c.due, signpost.c.given_on, signpost.c.id)
_INSERT = insert(signpost).returning(signpost.c.id, sort_by_parameter_order=True)


@dataclass(frozen=True, slots=True)
class Beside:
    """What a row says that a signpost does not.

    Attributes:
        site: the innovation site.
        locality: the outward code of where the person lives (G-10).
    """

    site: str = ""
    locality: str = ""


def insert_many(
    connection: Connection, signposts: Sequence[Signpost], *, at: datetime, beside: Beside | None = None
) -> list[int]:
    """Keep signposts in one statement; returns their numbers, in their order. Claims are not kept with them.

    Args:
        connection: inside a transaction that may write.
        signposts: new ones, with the number of their conversation where they have one.
        at: the aware moment.
        beside: what else is kept of each.
    """
    if not signposts:
        return []
    more = beside or Beside()
    rows = [
        _columns(each)
        | {
            "conversation": each.conversation or None,
            "source": each.person.source,
            "ref": each.person.ref,
            "site": more.site,
            "locality": more.locality,
            "follows": each.follows or None,
            "first_due": each.due,
            "made": at,
        }
        for each in signposts
    ]
    made = connection.execute(_INSERT, rows)
    return [int(number) for number in made.scalars()]


def change(connection: Connection, one: Signpost) -> None:
    """Write a signpost anew, under its number: its permission, its day, its words."""
    connection.execute(update(signpost).where(signpost.c.id == one.id).values(_columns(one)))


def add_claim(connection: Connection, after: Signpost, *, at: datetime) -> None:
    """Keep the newest claim of a signpost, and where the signpost stands since.

    Args:
        connection: inside a transaction that may write.
        after: the signpost with the claim applied.
        at: the aware moment at which it was written down.
    """
    newest = after.claims[-1]
    connection.execute(
        insert(signpost_claim).values(
            signpost=after.id,
            state=newest.state.value,
            reason=newest.reason.value,
            by=newest.by.value,
            how=newest.how,
            on=newest.on,
            spoke_to=newest.spoke_to,
            note=newest.note or None,
            recorded_by=newest.recorded_by,
            recorded=at,
        )
    )
    connection.execute(update(signpost).where(signpost.c.id == after.id).values(_standing(after)))


def get(connection: Connection, number: int, *, lock: bool = False) -> Signpost | None:
    """One signpost with its claims, or None.

    Args:
        connection: inside a transaction.
        number: its number.
        lock: whether nobody else may change it until the transaction ends.
    """
    row = connection.execute(_ONE_LOCKED if lock else _ONE, {"of": number}).first()
    return None if row is None else _with_claims(connection, [row])[0]


def beside_of(connection: Connection, number: int) -> Beside:
    """What the row of a signpost says besides."""
    row = connection.execute(
        select(signpost.c.site, signpost.c.locality).where(signpost.c.id == number)
    ).one()
    return Beside(row.site, row.locality)


def of_person(connection: Connection, person: PersonRef) -> list[Signpost]:
    """Every signpost of a person, the oldest first."""
    here = (signpost.c.source == person.source, signpost.c.ref == person.ref)
    rows = connection.execute(_WANTED.where(*here).order_by(signpost.c.given_on, signpost.c.id))
    return _with_claims(connection, rows.all())


def of_conversation(connection: Connection, number: int) -> list[Signpost]:
    """Every signpost of a conversation, the oldest first."""
    return _with_claims(connection, connection.execute(_OF_CONVERSATION, {"of": number}).all())


def due(  # noqa: PLR0913 - each narrows the list
    connection: Connection,
    on: date,
    *,
    worker: str | None = None,
    team: str | None = None,
    limit: int | None = None,
    offset: int = 0,
) -> list[Signpost]:
    """Signposts that come due by a day, the most overdue first; those that are disputed among them.

    Args:
        connection: inside a transaction.
        on: the last day that counts.
        worker: whose list; None for anybody's.
        team: likewise.
        limit: the most of them.
        offset: how many to pass over first.
    """
    given: dict[str, object] = {"day": on}
    if worker is not None:
        given["worker"] = worker
    if team is not None:
        given["team"] = team
    if limit is not None or offset:
        given |= {"limit": _NO_LIMIT if limit is None else limit, "offset": offset}
    found: list[Signpost] = []
    said: list[Claim] = []
    last: Row[Any] | None = None
    for row in connection.execute(_listing(frozenset(given)), given):
        if last is not None and row[0] != last[0]:
            found.append(signpost_of(last[:WIDTH], said))
            said = []
        last = row
        if row[WIDTH] is not None:
            said.append(claim_of(row[WIDTH:]))
    if last is not None:
        found.append(signpost_of(last[:WIDTH], said))
    return found


def count_due(connection: Connection, on: date, *, worker: str | None = None, team: str | None = None) -> int:
    """How many there are of what `due` lists."""
    given: dict[str, object] = {"day": on}
    if worker is not None:
        given["worker"] = worker
    if team is not None:
        given["team"] = team
    statement = select(func.count()).select_from(signpost).where(*_due(frozenset(given)))
    return int(connection.execute(statement, given).scalar_one())


@cache
def _listing(given: frozenset[str]) -> Select[Any]:
    """What is due, each with its claims; the page is cut before claims multiply the rows."""
    here = select(*OF_SIGNPOST).where(*_due(given)).order_by(*_ORDER)
    if "limit" in given:
        here = here.limit(bindparam("limit")).offset(bindparam("offset"))
        page = here.subquery()
        order = (page.c.due, page.c.given_on, page.c.id)
        both = select(page, *OF_CLAIM).outerjoin(signpost_claim, signpost_claim.c.signpost == page.c.id)
        return both.order_by(*order, signpost_claim.c.id)
    both = here.add_columns(*OF_CLAIM).outerjoin(signpost_claim, signpost_claim.c.signpost == signpost.c.id)
    return both.order_by(signpost_claim.c.id)


def _due(given: frozenset[str]) -> list[ColumnElement[bool]]:
    wanted: list[ColumnElement[bool]] = [
        signpost.c.due <= bindparam("day"),
        signpost.c.state.in_(_STANDING),  # states by name: so that the index of state and day is used
        or_(signpost.c.state.in_(_OPEN), signpost.c.disputed),
    ]
    if "worker" in given:
        wanted.append(signpost.c.worker == bindparam("worker"))
    if "team" in given:
        wanted.append(signpost.c.team == bindparam("team"))
    return wanted


def _standing(one: Signpost) -> dict[str, object]:
    """Where a signpost stands, as its claims leave it."""
    end = applied.ending(one)
    ended = not states.is_open(one.state)
    return {
        "state": one.state.value,
        "reason": one.reason.value,
        "due": one.due,
        "ended_on": max(each.on for each in one.claims) if ended and one.claims else None,
        "confirmed": end.confirmed,
        "disputed": end.disputed,
        "attempts": applied.attempts(one),
    }


def _columns(one: Signpost) -> dict[str, object]:
    own = one.resource.kind is ResourceKind.NETWORK
    text = bodies.SignpostText(
        one.what_for, one.resource.name if own else "", one.resource.contact_name, one.permission
    )
    return _standing(one) | {
        "worker": one.worker,
        "team": one.team,
        "resource_kind": one.resource.kind.value,
        "service": one.resource.service_id,
        "event": one.resource.event_id,
        "contact": one.resource.contact_id,
        "resource_name": "" if own else one.resource.name,
        "handed_over": one.handed_over.value,
        "permission": permissions.holds(one.permission, date.max),
        "given_on": one.given_on,
        "never_shared": one.never_shared,
        "text": bodies.of_signpost(text),
    }


def _with_claims(connection: Connection, rows: Sequence[Row[Any]]) -> list[Signpost]:
    """Signposts of rows of `_WANTED`, with their claims, the oldest first."""
    said: dict[int, list[Claim]] = defaultdict(list)
    numbers = [row[0] for row in rows]
    for start in range(0, len(numbers), AT_ONCE):
        for number, *held in connection.execute(_CLAIMS, {"some": numbers[start : start + AT_ONCE]}):
            said[number].append(claim_of(held))
    return [signpost_of(row, said.get(row[0], ())) for row in rows]
