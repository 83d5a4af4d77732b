"""Actions: whose they are, by when, and where they stand; what they are about is text, which is purged."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, insert, select, update

from adapter_core.domain.casework import Action, ActionState, PersonRef
from adapter_core.store.casework import bodies
from adapter_core.store.casework.tables import action

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy.engine import Connection, Row

# Built once: SQLAlchemy takes longer to build a statement than to run it.
_INSERT = insert(action).returning(action.c.id, sort_by_parameter_order=True)
_OF_CONVERSATION = select(action).where(action.c.conversation == bindparam("of")).order_by(action.c.id)


@dataclass(frozen=True, slots=True)
class KeptAction:
    """An action with its number; people read and type `A5`.

    Attributes:
        conversation: number of its conversation; 0 for none.
        action: what it is; without words once they are purged.
        purged: whether they are.
    """

    id: int
    conversation: int
    person: PersonRef
    team: str
    action: Action
    made: datetime
    purged: bool = False


def insert_many(  # noqa: PLR0913 - whose they are
    connection: Connection,
    actions: Sequence[Action],
    *,
    person: PersonRef,
    at: datetime,
    conversation: int = 0,
    team: str = "",
) -> list[int]:
    """Keep actions in one statement; returns their numbers, in their order."""
    if not actions:
        return []
    rows = [
        _columns(each)
        | {
            "conversation": conversation or None,
            "source": person.source,
            "ref": person.ref,
            "team": team,
            "made": at,
        }
        for each in actions
    ]
    made = connection.execute(_INSERT, rows)
    return [int(number) for number in made.scalars()]


def change(connection: Connection, number: int, now: Action) -> None:
    """Write an action anew: another owner, another day, done."""
    connection.execute(update(action).where(action.c.id == number).values(_columns(now)))


def set_state(
    connection: Connection, number: int, before: ActionState, after: ActionState, *, on: date
) -> bool:
    """Bring an action from one state into another; says whether it was in the first."""
    here = (action.c.id == number, action.c.state == before.value)
    values = {"state": after.value, "done_on": None if after is ActionState.OPEN else on}
    return bool(connection.execute(update(action).where(*here).values(values)).rowcount)


def get(connection: Connection, number: int, *, lock: bool = False) -> KeptAction | None:
    """One action, or None."""
    statement = select(action).where(action.c.id == number)
    row = connection.execute(statement.with_for_update() if lock else statement).first()
    return None if row is None else _kept(row)


def of_conversation(connection: Connection, number: int) -> list[KeptAction]:
    """Every action of a conversation, the oldest first."""
    return [_kept(row) for row in connection.execute(_OF_CONVERSATION, {"of": number})]


def listed(  # noqa: PLR0913 - each narrows the list
    connection: Connection,
    *,
    person: PersonRef | None = None,
    owner: str | None = None,
    team: str | None = None,
    states: Iterable[ActionState] = (ActionState.OPEN,),
    limit: int | None = None,
) -> list[KeptAction]:
    """Actions by day, those without one last.

    Args:
        connection: inside a transaction.
        person: whose they are about; None for anybody.
        owner: who does them, whatever the case.
        team: whose list.
        states: where they stand.
        limit: the most of them.
    """
    statement = select(action).where(action.c.state.in_([each.value for each in states]))
    if person is not None:
        statement = statement.where(action.c.source == person.source, action.c.ref == person.ref)
    if owner is not None:
        statement = statement.where(action.c.owner == owner)
    if team is not None:
        statement = statement.where(action.c.team == team)
    statement = statement.order_by(action.c.due.is_(None), action.c.due, action.c.id).limit(limit)
    return [_kept(row) for row in connection.execute(statement)]


def close_open(connection: Connection, numbers: Sequence[int], *, on: date) -> None:
    """Cancel those of these actions that are open."""
    if not numbers:
        return
    here = (action.c.id == bindparam("number"), action.c.state == ActionState.OPEN.value)
    statement = update(action).where(*here).values(state=ActionState.CANCELLED.value, done_on=on)
    connection.execute(statement, [{"number": each} for each in numbers])


def _columns(one: Action) -> dict[str, object]:
    return {
        "owner": one.owner,
        "due": one.due,
        "state": one.state.value,
        "done_on": one.done_on,
        "cost_pence": one.cost_pence,
        "text": bodies.of_action(one),
    }


def _kept(row: Row[Any]) -> KeptAction:
    if row.text is None:
        told = Action(what="", owner=row.owner, due=row.due, cost_pence=row.cost_pence)
    else:
        told = bodies.action_of(row.text, where=f"A{row.id}")
    now = replace(told, state=ActionState(row.state), done_on=row.done_on)
    person = PersonRef(row.source, row.ref)
    return KeptAction(row.id, row.conversation or 0, person, row.team, now, row.made, purged=row.text is None)
