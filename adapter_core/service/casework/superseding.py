"""What a new version changes of the actions and signposts that an earlier one began."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from adapter_core.casework.signposting import claims
from adapter_core.domain.casework import Action, ActionState, Claim, ClaimBy, Reason, Signpost, SignpostState
from adapter_core.store.casework import actions, signposts

if TYPE_CHECKING:
    from datetime import date, datetime

    from adapter_core.domain.casework import ConversationRecord
    from adapter_core.store.casework.actions import KeptAction
    from adapter_core.store.casework.signposts import Beside
    from adapter_core.store.unit_of_work import UnitOfWork


def bring_up(  # noqa: PLR0913 - what it is brought up to, and when
    unit: UnitOfWork, number: int, record: ConversationRecord, *, on: date, at: datetime, beside: Beside
) -> tuple[list[int], list[int]]:
    """Bring the actions and signposts of a conversation up to its next version.

    What stands in both goes on under its number, with what was said and done of it since. What the new
    version leaves out is over: an open action is cancelled, and a signpost of which nobody said anything
    was entered in error. What is new begins.

    Args:
        unit: the transaction.
        number: the conversation's.
        record: the next version.
        on: the day.
        at: the aware moment.
        beside: what is kept of each new signpost besides.

    Returns:
        The numbers of its actions and of its signposts, in the record's order.
    """
    return _actions(unit, number, record, on, at), _signposts(unit, number, record, on, at, beside)


def _actions(unit: UnitOfWork, number: int, record: ConversationRecord, on: date, at: datetime) -> list[int]:
    connection = unit.connection
    # Locked one by one: who says meanwhile that one is done is waited for, and not overwritten.
    found = actions.of_conversation(connection, number)
    there = [actions.get(connection, each.id, lock=True) or each for each in found]
    numbers: list[int | None] = []
    new: list[Action] = []
    for each in record.actions:
        same = next((one for one in there if _is_same(one, each)), None)
        if same is None:
            new.append(each)
            numbers.append(None)
            continue
        there.remove(same)
        numbers.append(same.id)
        # What became of it is known better here than in a text that was written before.
        stands = same.action if same.action.state is not ActionState.OPEN else each
        now = replace(each, state=stands.state, done_on=stands.done_on)
        if same.purged or now != same.action:
            actions.change(connection, same.id, now)
    actions.close_open(connection, [each.id for each in there], on=on)
    made = iter(
        actions.insert_many(
            connection, new, person=record.person, at=at, conversation=number, team=record.team
        )
    )
    return [next(made) if each is None else each for each in numbers]


def _is_same(kept: KeptAction, action: Action) -> bool:
    if kept.purged:
        return (kept.action.owner, kept.action.due) == (action.owner, action.due)
    return kept.action.what.split() == action.what.split()


def _signposts(  # noqa: PLR0913, PLR0917 - as `bring_up`
    unit: UnitOfWork, number: int, record: ConversationRecord, on: date, at: datetime, beside: Beside
) -> list[int]:
    connection = unit.connection
    there = locked_signposts(unit, number)
    numbers: list[int | None] = []
    new: list[Signpost] = []
    for each in record.signposts:
        same = next((one for one in there if _key(one) == _key(each)), None)
        if same is None:
            new.append(replace(each, conversation=number))
            numbers.append(None)
            continue
        there.remove(same)
        numbers.append(same.id)
        now = replace(
            same, resource=each.resource, what_for=each.what_for, handed_over=each.handed_over,
            permission=each.permission, never_shared=each.never_shared,
        )  # fmt: skip
        if now != same:
            signposts.change(connection, now)
    for each in there:
        if not each.claims and each.state is SignpostState.REQUESTED:
            mistake = Claim(
                SignpostState.ENTERED_IN_ERROR, ClaimBy.WORKER, max(on, each.given_on), Reason.MISTAKE,
                recorded_by=record.worker,
            )  # fmt: skip
            signposts.add_claim(connection, claims.apply(each, mistake, on=max(on, each.given_on)), at=at)
    made = iter(signposts.insert_many(connection, new, at=at, beside=beside))
    return [next(made) if each is None else each for each in numbers]


def locked_signposts(unit: UnitOfWork, number: int) -> list[Signpost]:
    """The signposts of a conversation, as they stand once nobody else is saying anything of them."""
    found = signposts.of_conversation(unit.connection, number)
    return [signposts.get(unit.connection, each.id, lock=True) or each for each in found]


def _key(one: Signpost) -> tuple[object, ...]:
    resource = one.resource
    ids = resource.service_id, resource.event_id, resource.contact_id
    return resource.kind, *ids, "" if any(ids) else resource.name, one.given_on
