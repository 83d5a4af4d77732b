"""Deliveries as they are stored: one row each, its text until it was seen where it belongs.

Every function works inside the caller's transaction.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, bindparam, exists, insert, or_, select, update

from adapter_core.delivery.states import HOLDS_UP, LEASE_SECONDS, may_follow
from adapter_core.domain.casework.deliveries import Delivery, DeliveryKind, DeliveryState
from adapter_core.domain.casework.refs import PersonRef
from adapter_core.store.casework.tables import delivery

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import date, datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.engine import Connection, Row

LOST = "FP-1052"
"""The problem of what was being sent when its sender fell silent."""

# Built once: SQLAlchemy takes longer to build a statement than to run it.
_INSERT = insert(delivery).returning(delivery.c.id, sort_by_parameter_order=True)
_IS_TAKEN = select(delivery.c.id).where(delivery.c.marker == bindparam("wanted")).limit(1)

_OWN = (
    "key", "target", "about", "title", "field", "marker", "ticked_on", "ticked_by", "seen_on",
    "tries", "next_try", "problem", "id", "owner", "team", "made", "by", "token", "finished",
)  # fmt: skip


def _delivery_of(row: Row[Any]) -> Delivery:
    return Delivery(
        kind=DeliveryKind(row.kind),
        state=DeliveryState(row.state),
        person=PersonRef(row.source, row.ref) if row.ref else None,
        text=row.text or "",
        conversation=row.conversation or 0,
        signpost=row.signpost or 0,
        **{name: row._mapping[name] for name in _OWN},  # noqa: SLF001 - SQLAlchemy's public name for it
    )


def insert_many(
    connection: Connection,
    deliveries: Iterable[Delivery],
    *,
    conversation: int | None = None,
    signpost: int | None = None,
) -> list[Delivery]:
    """Put deliveries into the outbox, in their order.

    Args:
        connection: of a unit of work.
        deliveries: what `delivery.outbox` composed.
        conversation: what they came from; their own word if None.
        signpost: likewise.

    Returns:
        The same, with their numbers.
    """
    wanted, rows = list(deliveries), []
    if not wanted:
        return []
    for one in wanted:
        row = {name: getattr(one, name) for name in _OWN if name != "id"}
        row |= {"kind": one.kind.value, "state": one.state.value, "text": one.text}
        row["conversation"] = conversation or one.conversation or None
        row["signpost"] = signpost or one.signpost or None
        row["source"], row["ref"] = (
            (one.person.source, one.person.ref) if one.person is not None else ("", "")
        )
        rows.append(row)
    numbers = connection.execute(_INSERT, rows).scalars().all()
    return [
        replace(one, id=number, conversation=row["conversation"] or 0, signpost=row["signpost"] or 0)
        for one, number, row in zip(wanted, numbers, rows, strict=True)
    ]


def is_taken(connection: Connection, marker: str) -> bool:
    """Whether a marker was given before."""
    return connection.execute(_IS_TAKEN, {"wanted": marker}).first() is not None


def get(connection: Connection, id: int) -> Delivery | None:  # noqa: A002 - its number
    """One delivery, or None where there is none of this number."""
    row = connection.execute(select(delivery).where(delivery.c.id == id)).first()
    return None if row is None else _delivery_of(row)


def listed(  # noqa: PLR0913 - each narrows the list
    connection: Connection,
    *,
    states: Collection[DeliveryState] | None = None,
    target: str | None = None,
    kind: DeliveryKind | None = None,
    owner: str | None = None,
    team: str | None = None,
    conversation: int | None = None,
) -> list[Delivery]:
    """Deliveries by person and number; those of nobody first."""
    statement = select(delivery).order_by(delivery.c.source, delivery.c.ref, delivery.c.id)
    if states is not None:
        statement = statement.where(delivery.c.state.in_([state.value for state in states]))
    wanted = {"target": target, "kind": kind, "owner": owner, "team": team, "conversation": conversation}
    for name, value in wanted.items():
        if value is not None:
            statement = statement.where(delivery.c[name] == value)
    return [_delivery_of(row) for row in connection.execute(statement)]


def of_person(connection: Connection, source: str, ref: str) -> list[Delivery]:
    """Every delivery of a person, in order."""
    here = (delivery.c.source == source, delivery.c.ref == ref)
    rows = connection.execute(select(delivery).where(*here).order_by(delivery.c.id))
    return [_delivery_of(row) for row in rows]


# --- sending ----------------------------------------------------------------------------------------


def lose(connection: Connection, target: str, now: datetime) -> int:
    """Put in doubt what is being sent by somebody who fell silent; nobody knows whether it arrived.

    Returns:
        How many.
    """
    lost = (
        delivery.c.target == target,
        delivery.c.state == DeliveryState.SENDING.value,
        delivery.c.sending_until < now,
    )
    values = {"state": DeliveryState.IN_DOUBT.value, "problem": LOST, "sending_until": None}
    return connection.execute(update(delivery).where(*lost).values(values)).rowcount


def lease(
    connection: Connection,
    target: str,
    now: datetime,
    *,
    seconds: int = LEASE_SECONDS,
    wanted: Collection[int] | None = None,
) -> Delivery | None:
    """Take the next delivery that may be sent: the oldest that is due and that nothing holds up.

    Commit before it is sent: whoever dies while sending leaves a lease that runs out (`lose`).

    Args:
        connection: of a unit of work.
        target: where it goes.
        now: an aware moment.
        seconds: how long the sender may be silent.
        wanted: numbers to choose from; all if None.

    Returns:
        The delivery as it is now, or None where nothing may be sent.
    """
    statement = (
        select(delivery)
        .where(
            delivery.c.target == target,
            delivery.c.state == DeliveryState.QUEUED.value,
            or_(delivery.c.next_try.is_(None), delivery.c.next_try <= now),
            ~_held_up(),
        )
        .order_by(delivery.c.id)
    )
    if wanted is not None:
        statement = statement.where(delivery.c.id.in_(sorted(wanted)))
    for row in connection.execute(statement.limit(20)).all():
        taken = connection.execute(
            update(delivery)
            .where(
                delivery.c.id == row.id,
                delivery.c.state == DeliveryState.QUEUED.value,
                delivery.c.token == row.token,
            )
            .values(
                state=DeliveryState.SENDING.value,
                token=row.token + 1,
                tries=row.tries + 1,
                sending_until=now + timedelta(seconds=seconds),
                next_try=None,
            )
        )
        if taken.rowcount == 1:  # else somebody else sends it
            return get(connection, row.id)
    return None


def _held_up() -> ColumnElement[bool]:
    """Whether an earlier delivery of the same person, or lesson of the same signpost, is not done."""
    earlier = delivery.alias()
    of_person_ = and_(
        delivery.c.ref != "", earlier.c.source == delivery.c.source, earlier.c.ref == delivery.c.ref
    )
    of_signpost = and_(delivery.c.ref == "", earlier.c.signpost == delivery.c.signpost)
    return exists().where(
        earlier.c.target == delivery.c.target,
        earlier.c.id < delivery.c.id,
        earlier.c.state.in_([state.value for state in HOLDS_UP]),
        or_(of_person_, of_signpost),
    )


def finish(  # noqa: PLR0913 - what is told of it
    connection: Connection,
    sent: Delivery,
    state: DeliveryState,
    *,
    at: datetime,
    on: date | None = None,
    problem: str = "",
    next_try: datetime | None = None,
) -> bool:
    """Say what became of a delivery that was leased.

    A sender whose lease ran out may still say that it arrived, as long as nobody else has dealt with it.

    Args:
        connection: of a unit of work.
        sent: what `lease` gave.
        state: what it is now.
        at: an aware moment.
        on: the day on which the backend confirmed it.
        problem: an `FP-` code.
        next_try: when to try again, where it is queued again.

    Returns:
        Whether it was still this sender's to say.
    """
    mine = (
        delivery.c.id == sent.id,
        delivery.c.token == sent.token,
        delivery.c.state.in_([DeliveryState.SENDING.value, DeliveryState.IN_DOUBT.value]),
    )
    values: dict[str, Any] = {
        "state": state.value, "problem": problem, "next_try": next_try, "sending_until": None, "seen_on": on,
        "finished": at if state is DeliveryState.DONE else None,
    }  # fmt: skip
    return connection.execute(update(delivery).where(*mine).values(values)).rowcount == 1


def move(
    connection: Connection,
    id: int,  # noqa: A002 - its number
    before: DeliveryState,
    after: DeliveryState,
    *,
    if_token: int | None = None,
    **values: object,
) -> bool:
    """Bring a delivery from one state into another, or change what is told of it in the same one.

    Args:
        connection: of a unit of work.
        id: its number.
        before: the state in which it is expected.
        after: the one in which it then is.
        if_token: of the lease that is known; where somebody leased it since, it may have come back to the
            same state with another try behind it. None where that does not matter.
        values: what else is told of it.

    Returns:
        Whether it was in the first, and not leased since.

    Raises:
        ValueError: the second never follows the first (`delivery.states.TRANSITIONS`).
    """
    if before is not after and not may_follow(before, after):
        message = f"no delivery goes from {before.value} to {after.value}"
        raise ValueError(message)
    here = [delivery.c.id == id, delivery.c.state == before.value]
    if if_token is not None:
        here.append(delivery.c.token == if_token)
    statement = update(delivery).where(*here).values(state=after.value, **values)
    return connection.execute(statement).rowcount == 1
