"""What a signpost and its claims are made of: the columns that are read, and what is made of their values.

Values are taken by place: by name it takes three times as long, and lists are long.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

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

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement

_NO_TEXT = bodies.SignpostText()
_KINDS = {each.value: each for each in ResourceKind}
_HANDED_OVER = {each.value: each for each in HandedOver}
_STATES = {each.value: each for each in SignpostState}
_REASONS = {each.value: each for each in Reason}
_BY = {each.value: each for each in ClaimBy}

OF_SIGNPOST: tuple[ColumnElement[Any], ...] = (
    signpost.c.id,
    signpost.c.conversation,
    signpost.c.source,
    signpost.c.ref,
    signpost.c.worker,
    signpost.c.team,
    signpost.c.resource_kind,
    signpost.c.service,
    signpost.c.event,
    signpost.c.contact,
    signpost.c.resource_name,
    signpost.c.handed_over,
    signpost.c.given_on,
    signpost.c.due,
    signpost.c.state,
    signpost.c.reason,
    signpost.c.follows,
    signpost.c.text,
    signpost.c.never_shared,
)
OF_CLAIM: tuple[ColumnElement[Any], ...] = (
    signpost_claim.c.state,
    signpost_claim.c.by,
    signpost_claim.c.on,
    signpost_claim.c.reason,
    signpost_claim.c.how,
    signpost_claim.c.spoke_to,
    signpost_claim.c.note,
    signpost_claim.c.recorded_by,
    signpost_claim.c.id,
)
WIDTH = len(OF_SIGNPOST)


def claim_of(held: Sequence[Any]) -> Claim:
    """The claim of the values of `OF_CLAIM`."""
    state, by, on, reason, how, spoke_to, note, recorded_by, _ = held
    return Claim(_STATES[state], _BY[by], on, _REASONS[reason], how, spoke_to, note or "", recorded_by)


def signpost_of(held: Sequence[Any], said: Sequence[Claim]) -> Signpost:
    """The signpost of the values of `OF_SIGNPOST`, with its claims.

    Raises:
        StoreError: FP-1017 where its text cannot be read.
    """
    number, conversation, source, ref, worker, team, kind, service, event, contact = held[:10]
    name, handed_over, given_on, due_on, state, reason, follows, text, never_shared = held[10:]
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
        never_shared,
    )
