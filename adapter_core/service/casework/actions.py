"""Actions on their own: added between conversations, done, given to somebody else, listed (R-40 to R-42)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from adapter_core.casework.conversations.sizes import DEAREST
from adapter_core.casework.conversations.words import money
from adapter_core.domain.casework import Action, ActionState
from adapter_core.domain.events import EventName
from adapter_core.errors import UsageError
from adapter_core.service.casework import noting, people, whose
from adapter_core.service.casework.drafting import refuse_withheld
from adapter_core.store.casework import actions as kept
from adapter_core.store.casework.actions import KeptAction

if TYPE_CHECKING:
    from adapter_core.domain.casework import PersonRef
    from adapter_core.service.casework.desk import Desk


@dataclass(frozen=True, slots=True)
class Listed:
    """A list of actions, the most overdue first.

    Attributes:
        withheld: how many are not shown, because the record may not be seen any more.
    """

    items: tuple[KeptAction, ...]
    withheld: int = 0


@dataclass(frozen=True, slots=True)
class Added(KeptAction):
    """An action that was added.

    Attributes:
        words: what the worker has to know of the person, in plain sentences; empty where all is well.
    """

    words: tuple[str, ...] = ()


def add(desk: Desk, ref: str, action: Action, *, source: str | None = None, team: str = "") -> Added:
    """Add an action to a person outside a conversation; audited with it.

    Args:
        desk: the desk.
        ref: the person's reference.
        action: what, by whom, by when.
        source: whose reference it is; the master if None.
        team: whose list it stands in; that to which the person is allocated if empty.

    Raises:
        UsageError: FP-1009 without words, FP-1002 without an owner, FP-1003 due in the past, FP-1011 a
            cost that cannot be.
        PersonNotFound: FP-0903 no such record, or one that may not be seen.
        SourceUnavailable: the case system cannot be read.
        StoreError: it cannot be kept.
    """
    check(action, desk.on)
    looked = people.find(desk, ref, source)
    team = team or whose.team_of(desk, looked)
    with desk.store.work() as unit:
        desk.note(unit, "action.added", [looked.person])
        at = desk.now()
        numbers = kept.insert_many(unit.connection, [action], person=looked.person, at=at, team=team)
        added = Added(numbers[0], 0, looked.person, team, action, at, words=looked.words)
        noting.of_action(desk, unit, added)
        unit.commit()
    _tell(desk, added.id, looked.person, action.state)
    return added


def check(action: Action, on: date) -> None:
    """Refuse an action that nobody could do; see `add`."""
    if not action.what.strip():
        raise UsageError("FP-1009", "The action has no words.", where="action.what")
    if not action.owner.strip():
        raise UsageError("FP-1002", "The action has no owner.", where="action.owner")
    if action.state is ActionState.OPEN and action.due is not None and action.due < on:
        raise UsageError("FP-1003", f"The action was due by {action.due:%d/%m/%Y}.", where="action.due")
    cost = action.cost_pence
    if cost is not None and not 0 <= cost <= DEAREST:
        message = f"A cost is below nothing, or more than {money(DEAREST)}."
        raise UsageError("FP-1011", message, where="action.cost")


def done(
    desk: Desk, number: int, *, on: date | None = None, state: ActionState = ActionState.DONE
) -> KeptAction:
    """Say that an open action is done, or cancelled; audited with it.

    Args:
        desk: the desk.
        number: the action's.
        on: the day on which it was; the desk's if None.
        state: what became of it.

    Raises:
        UsageError: FP-1026 no such action, or it is not open; FP-1007 a day to come.
        StoreError: it cannot be kept.
    """
    day = on or desk.on
    if day > desk.on:
        raise UsageError("FP-1007", f"{day:%d/%m/%Y} is still to come.", where=f"A{number}")
    with desk.store.work() as unit:
        before = _open(kept.get(unit.connection, number, lock=True), number)
        desk.note(unit, f"action.{state.value}", [before.person])
        kept.set_state(unit.connection, number, ActionState.OPEN, state, on=day)
        after = replace(before, action=replace(before.action, state=state, done_on=day))
        noting.of_action_now(desk, unit, after)
        unit.commit()
    _tell(desk, number, before.person, state)
    return after


def change(desk: Desk, number: int, *, owner: str | None = None, due: date | None = None) -> KeptAction:
    """Give an open action to somebody else, or another day; audited with it.

    Raises:
        UsageError: FP-1026 no such action, or it is not open; FP-1002 nobody; FP-1003 a day that has passed;
            FP-1024 what it is about is not held here any more.
        StoreError: it cannot be kept.
    """
    with desk.store.work() as unit:
        before = _open(kept.get(unit.connection, number, lock=True), number)
        if before.purged:
            raise UsageError("FP-1024", "What it is about is not held here any more.", where=f"A{number}")
        now = replace(
            before.action,
            owner=before.action.owner if owner is None else owner,
            due=before.action.due if due is None else due,
        )
        check(now, desk.on if due is not None else date.min)
        desk.note(unit, "action.changed", [before.person])
        kept.change(unit.connection, number, now)
        after = replace(before, action=now)
        noting.of_action_now(desk, unit, after)
        unit.commit()
    _tell(desk, number, before.person, now.state)
    return after


def listed(  # noqa: PLR0913 - each narrows the list
    desk: Desk,
    *,
    ref: str | None = None,
    source: str | None = None,
    owner: str | None = None,
    team: str | None = None,
    states: Collection[ActionState] = (ActionState.OPEN,),
    limit: int = 50,
) -> Listed:
    """Actions by day, the most overdue first; audited first, and each person's record is looked at.

    Args:
        desk: the desk.
        ref: one person's; anybody's if None.
        source: whose reference it is; the master if None.
        owner: who does them.
        team: whose list.
        states: where they stand.
        limit: the most of them.

    Raises:
        PersonNotFound: FP-0903 no such record, or one that may not be seen.
        UsageError: FP-0714 there is no such team or owner.
        StoreError: it cannot be audited or read.
    """
    owner, team = whose.owner_named(desk, owner, "action list"), whose.team_named(desk, team, "action list")
    person = None
    if ref is not None:
        looked = people.find(desk, ref, source)
        person = looked.person
    with desk.store.reading() as unit:
        found = kept.listed(
            unit.connection, person=person, owner=owner, team=team, states=states, limit=limit
        )
    desk.record("action.listed", dict.fromkeys(each.person for each in found))
    seen = {
        each.asked: each for each in people.look_at_all(desk, dict.fromkeys(each.person for each in found))
    }
    shown = tuple(each for each in found if not seen[each.person].withheld)
    return Listed(shown, len(found) - len(shown))


def show(desk: Desk, number: int) -> KeptAction:
    """One action; audited first.

    Raises:
        UsageError: FP-1026 no such action.
        PersonNotFound: FP-0903 the person's record may not be seen.
    """
    with desk.store.reading() as unit:
        found = kept.get(unit.connection, number)
    if found is None:
        raise UsageError("FP-1026", "There is no action of this number.", where=f"A{number}")
    refuse_withheld(people.look(desk, found.person))
    return found


def _open(found: KeptAction | None, number: int) -> KeptAction:
    if found is None:
        raise UsageError("FP-1026", "There is no action of this number.", where=f"A{number}")
    if found.action.state is not ActionState.OPEN:
        raise UsageError("FP-1026", f"The action is {found.action.state.value}.", where=f"A{number}")
    return found


def _tell(desk: Desk, number: int, person: PersonRef, state: ActionState) -> None:
    ids = {"action": f"A{number}", "source": person.source, "ref": person.ref}
    desk.tell(EventName.ACTION_CHANGED, ids, {"state": state.value})
