"""A person's record was merged into another: casework follows it when a worker says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapter_core.domain.casework import PersonRef
from adapter_core.service.casework.refusing import MergedSince
from adapter_core.store.casework import following

if TYPE_CHECKING:
    from adapter_core.service.casework.desk import Desk
    from adapter_core.service.casework.people import Looked


def follow(desk: Desk, old: PersonRef, new: PersonRef) -> int:
    """Let everything of a person follow to the record that theirs was merged into; audited with it.

    What was closed says what it said: versions are never changed, and are read under the new reference.

    Args:
        desk: the desk.
        old: the reference that was merged.
        new: the one that it has become, in the same source.

    Returns:
        How many conversations, actions, signposts and deliveries followed.

    Raises:
        StoreError: it cannot be kept; then nothing follows.
    """
    with desk.store.work() as unit:
        desk.note(unit, "casework.followed", [old, new])
        moved = following.follow(unit.connection, old, new)
        unit.commit()
    return moved


def settle(desk: Desk, looked: Looked, where: str, *, follow_it: bool) -> PersonRef:
    """The reference to go on with, once a record was looked at.

    Args:
        desk: the desk.
        looked: what the look came to.
        where: what is worked on, such as `C12`.
        follow_it: whether to follow a record that was merged.

    Raises:
        MergedSince: FP-1023 it was merged, and nobody said to follow it.
    """
    if not looked.moved:
        return looked.person
    if not follow_it:
        message = f"The record {looked.asked.ref} was merged into {looked.person.ref} since."
        refused = MergedSince("FP-1023", message, where=where)
        refused.ref = looked.person.ref
        raise refused
    follow(desk, looked.asked, looked.person)
    return looked.person
