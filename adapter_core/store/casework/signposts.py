"""Signposts and what was said of them: rows whose codes are for measures, and text that is purged."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, func, insert, or_, select, update

from adapter_core.casework.signposting import claims as applied
from adapter_core.casework.signposting import permissions, states
from adapter_core.domain.casework import (
    Claim,
    ClaimBy,
    HandedOver,
    PersonRef,
    Reason,
    Resource,
    ResourceKind,
    Signpost,
    SignpostState,
)
from adapter_core.store.casework import bodies
from adapter_core.store.casework.tables import signpost, signpost_claim
from adapter_core.store.lookup import AT_ONCE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.engine import Connection, Row

_OPEN = [each.value for each in states.OPEN]
_NO_TEXT = bodies.SignpostText()
_KINDS = {each.value: each for each in ResourceKind}
_HANDED_OVER = {each.value: each for each in HandedOver}
_STATES = {each.value: each for each in SignpostState}
_REASONS = {each.value: each for each in Reason}


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
    made = connection.execute(insert(signpost).returning(signpost.c.id, sort_by_parameter_order=True), rows)
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
    statement = select(signpost).where(signpost.c.id == number)
    row = connection.execute(statement.with_for_update() if lock else statement).first()
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
    rows = connection.execute(select(signpost).where(*here).order_by(signpost.c.given_on, signpost.c.id))
    return _with_claims(connection, rows.all())


def of_conversation(connection: Connection, number: int) -> list[Signpost]:
    """Every signpost of a conversation, the oldest first."""
    statement = select(signpost).where(signpost.c.conversation == number).order_by(signpost.c.id)
    return _with_claims(connection, connection.execute(statement).all())


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
    wanted = _due(on, worker, team)
    statement = (
        select(signpost)
        .where(*wanted)
        .order_by(signpost.c.due, signpost.c.given_on, signpost.c.id)
        .limit(limit)
        .offset(offset or None)
    )
    rows = connection.execute(statement).all()
    if len(rows) <= AT_ONCE:
        return _with_claims(connection, rows)
    said = _claims(connection, select(signpost_claim).join(signpost).where(*wanted))
    return [_signpost_of(row, said.get(row[0], ())) for row in rows]


def count_due(connection: Connection, on: date, *, worker: str | None = None, team: str | None = None) -> int:
    """How many there are of what `due` lists."""
    statement = select(func.count()).select_from(signpost).where(*_due(on, worker, team))
    return int(connection.execute(statement).scalar_one())


def _due(on: date, worker: str | None, team: str | None) -> list[ColumnElement[bool]]:
    wanted: list[ColumnElement[bool]] = [
        signpost.c.due <= on,
        or_(
            signpost.c.state.in_(_OPEN),
            and_(signpost.c.disputed, signpost.c.state != SignpostState.ENTERED_IN_ERROR.value),
        ),
    ]
    if worker is not None:
        wanted.append(signpost.c.worker == worker)
    if team is not None:
        wanted.append(signpost.c.team == team)
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
        "text": bodies.of_signpost(text),
    }


def _with_claims(connection: Connection, rows: Sequence[Row[Any]]) -> list[Signpost]:
    said: dict[int, list[Claim]] = {}
    numbers = [row.id for row in rows]
    for start in range(0, len(numbers), AT_ONCE):
        some = signpost_claim.c.signpost.in_(numbers[start : start + AT_ONCE])
        said |= _claims(connection, select(signpost_claim).where(some))
    return [_signpost_of(row, said.get(row.id, ())) for row in rows]


def _claims(connection: Connection, statement: Select[Any]) -> dict[int, list[Claim]]:
    """Number of a signpost to its claims, the oldest first."""
    said: dict[int, list[Claim]] = defaultdict(list)
    for row in connection.execute(statement.order_by(signpost_claim.c.id)):
        said[row.signpost].append(_claim_of(row))
    return said


def _claim_of(row: Row[Any]) -> Claim:
    return Claim(
        SignpostState(row.state),
        ClaimBy(row.by),
        row.on,
        reason=Reason(row.reason),
        how=row.how,
        spoke_to=row.spoke_to,
        note=row.note or "",
        recorded_by=row.recorded_by,
    )


def _signpost_of(row: Row[Any], said: Sequence[Claim]) -> Signpost:
    # By place, in the table's own order: by name it takes three times as long, and lists are long.
    held: tuple[Any, ...] = tuple(row)
    number, conversation, source, ref, worker, team, _, _, kind, service, event, contact = held[:12]
    name, handed_over, _, given_on, due_on, _, state, reason, _, _, _, _, follows, text, _ = held[12:]
    told = _NO_TEXT if text is None else bodies.signpost_text_of(text, where=f"S{number}")
    return Signpost(
        PersonRef(source, ref),
        Resource(_KINDS[kind], name or told.name, service, event, contact, told.contact_name),
        told.what_for,
        _HANDED_OVER[handed_over],
        given_on,
        due_on,
        worker,
        team,
        told.permission,
        _STATES[state],
        _REASONS[reason],
        tuple(said),
        follows or 0,
        conversation or 0,
        number,
    )
