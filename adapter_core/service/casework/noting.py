"""What the case system is told between conversations: a signpost, what came of one, an action."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from adapter_core.casework.conversations.sharing import KEPT_BACK
from adapter_core.casework.conversations.words import BASES, HANDED_OVER, RESOURCES, money
from adapter_core.casework.signposting import claims
from adapter_core.delivery import markers, outbox
from adapter_core.domain.casework import ActionState, ClaimBy, Delivery, DeliveryKind, PersonRef
from adapter_core.domain.values import day_in_words as day
from adapter_core.store.casework import deliveries

if TYPE_CHECKING:
    from collections.abc import Iterator

    from adapter_core.domain.casework import Claim, Signpost
    from adapter_core.service.casework.desk import Desk
    from adapter_core.store.casework.actions import KeptAction
    from adapter_core.store.unit_of_work import UnitOfWork

_BY = {
    ClaimBy.PERSON: "the person",
    ClaimBy.CONTACT: "the contact",
    ClaimBy.SUPPORTER: "a supporter",
    ClaimBy.WORKER: "the worker",
}


class _About(NamedTuple):
    """What a note by itself is about; `part` tells it from others of the same moment."""

    person: PersonRef
    id: str
    title: str
    part: str
    team: str


def of_claim(desk: Desk, unit: UnitOfWork, after: Signpost) -> list[int]:
    """Put what was said of a signpost into the outbox; not that nobody answered, which the next word tells.

    Returns:
        The number of the delivery, or none.
    """
    newest = after.claims[-1]
    if claims.attempts(after):
        return []
    head = f"Follow-up of a signpost, {day(newest.on)}"
    return _put(desk, unit, after, len(after.claims), head, _said(after, newest))


def of_signpost(desk: Desk, unit: UnitOfWork, given: Signpost) -> list[int]:
    """Put a signpost that was given outside a conversation into the outbox."""
    return _put(desk, unit, given, 0, f"Signpost, {day(given.given_on)}", _given(given))


def of_permission_withdrawn(desk: Desk, unit: UnitOfWork, one: Signpost) -> list[int]:
    """Put into the outbox that nothing more of a person may be passed on."""
    permission = one.permission
    if permission is None or permission.withdrawn_on is None:
        return []
    lines = [
        f"To: {one.resource.name} ({RESOURCES[one.resource.kind]})",
        f"Nothing more may be passed on to {permission.to}. What could be until then: {permission.what}",
    ]
    head = _headed(f"Permission withdrawn, {day(permission.withdrawn_on)}", never_shared=one.never_shared)
    # Not as of the signpost: what was said at a follow-up is deleted once a later note of that was seen.
    told = _About(one.person, f"S{one.id}", "Signpost", "withdrawn", one.team)
    return _put_text(desk, unit, told, head, lines)


def of_never_shared(desk: Desk, unit: UnitOfWork, one: Signpost) -> list[int]:
    """Put into the outbox that a signpost is not for others: what was told of it before is not marked."""
    lines = [
        f"To: {one.resource.name} ({RESOURCES[one.resource.kind]})",
        f"What stands in the record of S{one.id} before this, too, is not for others.",
    ]
    head = _headed(f"Never shared, {day(desk.on)}", never_shared=True)
    return _put_text(
        desk, unit, _About(one.person, f"S{one.id}", "Signpost", "marked", one.team), head, lines
    )


def of_action(desk: Desk, unit: UnitOfWork, kept: KeptAction) -> list[int]:
    """Put an action that was added outside a conversation into the outbox."""
    one = kept.action
    # Whole, since the text here is deleted once this was seen there.
    lines = [
        one.what,
        f"Who: {one.owner}",
        f"With: {', '.join(one.involved)}" if one.involved else "",
        f"By: {day(one.due)}" if one.due else "",
        f"To achieve: {one.aim}" if one.aim else "",
        "" if one.cost_pence is None else f"Cost: {money(one.cost_pence)}",
        f"Improved when: {one.improved_when}" if one.improved_when else "",
    ]
    return _put_action(desk, unit, kept, "", f"Action, {day(desk.on)}", lines)


def of_action_now(desk: Desk, unit: UnitOfWork, kept: KeptAction) -> list[int]:
    """Put into the outbox what has become of an action: done, cancelled, somebody else's, another day."""
    one, part = kept.action, "now"
    if one.state is ActionState.OPEN:
        head, lines = "changed", [f"Who: {one.owner}", f"By: {day(one.due)}" if one.due else ""]
    else:
        head, lines, part = one.state.value, [], "end"
    told = f"Action {head}, {day(one.done_on or desk.on)}"
    return _put_action(desk, unit, kept, part, told, [one.what, *lines])


def _put_action(  # noqa: PLR0913, PLR0917 - what it is about, and what it says
    desk: Desk, unit: UnitOfWork, kept: KeptAction, part: str, head: str, lines: list[str]
) -> list[int]:
    about = _About(kept.person, f"A{kept.id}", "Action", part, kept.team)
    return _put_text(desk, unit, about, _headed(head, never_shared=kept.action.never_shared), lines)


def _put_text(desk: Desk, unit: UnitOfWork, about: _About, head: str, lines: list[str]) -> list[int]:
    at, target = desk.now(), desk.target(about.person.source)
    marker = markers.fresh(lambda each: deliveries.is_taken(unit.connection, each))
    text = Delivery(
        key=outbox.key_of(about.id, f"text {about.part}".rstrip(), target.name, at),
        kind=DeliveryKind.TEXT,
        target=target.name,
        title=f"{about.title} {about.id}",
        text=_text(head, lines, about.id, marker),
        made=at,
        by=desk.who,
        person=about.person,
        about=about.id,
        marker=marker,
        owner=desk.who,
        team=about.team,
    )
    return [each.id for each in deliveries.insert_many(unit.connection, [text])]


def _put(  # noqa: PLR0913, PLR0917 - what it is about, and what it says
    desk: Desk, unit: UnitOfWork, one: Signpost, number: int, head: str, lines: Iterator[str]
) -> list[int]:
    about = f"S{one.id}.{number}" if number else f"S{one.id}"
    held, head = list(lines), _headed(head, never_shared=one.never_shared)
    delivery = outbox.compose_follow_up(
        one,
        number,
        lambda marker: _text(head, held, about, marker),
        desk.target(one.person.source),
        by=desk.who,
        at=desk.now(),
        taken=lambda marker: deliveries.is_taken(unit.connection, marker),
    )
    if not number:
        delivery = replace(delivery, title=f"Signpost {about}", about=about)
    return [each.id for each in deliveries.insert_many(unit.connection, [delivery], signpost=one.id)]


def _given(one: Signpost) -> Iterator[str]:
    resource = one.resource
    yield f"To: {resource.name} ({RESOURCES[resource.kind]})"
    if resource.contact_name:
        yield f"Ask for: {resource.contact_name}"
    if one.what_for:
        yield f"What for: {one.what_for}"
    yield f"How: {HANDED_OVER[one.handed_over]}"
    permission = one.permission
    if permission is not None:
        yield f"May be passed on to {permission.to}: {permission.what}"
        given = ", ".join((BASES[permission.basis], permission.how, permission.by, day(permission.on)))
        yield f"Permission: {given}"
        if permission.withdrawn_on is not None:
            yield f"Withdrawn on {day(permission.withdrawn_on)}"
    if one.due is not None:
        yield f"To be looked at again: {day(one.due)}"


def _said(one: Signpost, newest: Claim) -> Iterator[str]:
    yield f"To: {one.resource.name} ({RESOURCES[one.resource.kind]})"
    yield claims.ending(one).words
    how = f" ({newest.how.replace('_', ' ')})" if newest.how else ""
    yield f"Said by {_BY[newest.by]}{how}"
    if newest.note:
        yield newest.note
    tried = claims.attempts(replace(one, claims=one.claims[:-1]))
    if tried:
        yield f"Before that, nobody answered: {tried}"


def _headed(head: str, *, never_shared: bool) -> str:
    return f"{KEPT_BACK}\n\n{head}" if never_shared else head


def _text(head: str, lines: list[str], about: str, marker: str) -> str:
    body = "\n".join(filter(None, lines))
    return f"{head}\n\n{body}\n\nFingerpost {about} {marker}\n"
