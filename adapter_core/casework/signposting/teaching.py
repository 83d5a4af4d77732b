"""What a claim teaches the directory: codes and ids, and nothing of whoever was signposted."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING

from adapter_core.domain.casework.signposts import ClaimBy, Reason, ResourceKind, SignpostState
from adapter_core.domain.directory.lessons import LONGEST_NAME, Lesson, LessonKind

if TYPE_CHECKING:
    from adapter_core.domain.casework.signposts import Claim, Signpost

NOBODY_NAMED = "a worker"

_OF_CONTACT = {
    Reason.NUMBER_DEAD: LessonKind.NUMBER_DEAD,
    Reason.CONTACT_LEFT: LessonKind.CONTACT_LEFT,
}
_OF_SERVICE = {
    Reason.NO_CAPACITY: LessonKind.FULL,
    Reason.WAITLIST: LessonKind.WAITING_LIST,
    Reason.SERVICE_CLOSED: LessonKind.SERVICE_CLOSED,
}


def lessons(signpost: Signpost, claim: Claim) -> tuple[Lesson, ...]:
    """What the directory learns from a claim.

    Only that the contact was spoken to verifies them. Nothing is learnt from somebody's own network, from a
    mistake, or about what has no id in the directory.

    Args:
        signpost: with its number, and with the claim among its claims.
        claim: one of them.
    """
    resource = signpost.resource
    if resource.kind is ResourceKind.NETWORK or claim.reason is Reason.MISTAKE:
        return ()
    learnt: list[LessonKind] = []
    if resource.contact_id:
        if claim.spoke_to and claim.reason not in _OF_CONTACT:
            learnt.append(LessonKind.SPOKE_TO)
        learnt += [_OF_CONTACT[claim.reason]] if claim.reason in _OF_CONTACT else []
    if resource.service_id and resource.kind is not ResourceKind.EVENT:
        learnt += [_OF_SERVICE[claim.reason]] if claim.reason in _OF_SERVICE else []
        if claim.state is SignpostState.ACCEPTED and claim.by is ClaimBy.CONTACT and not claim.reason:
            learnt.append(LessonKind.HAS_ROOM)
    return tuple(_lesson(signpost, claim, kind) for kind in learnt)


def _lesson(signpost: Signpost, claim: Claim, kind: LessonKind) -> Lesson:
    resource = signpost.resource
    number = signpost.claims.index(claim)
    by = "".join(letter for letter in claim.recorded_by if letter.isprintable()).strip()[:LONGEST_NAME]
    contact = resource.contact_id if kind.of_contact else ""
    parts = (signpost.id, number, kind, claim.on, resource.service_id, contact, by)
    key = blake2b("\n".join(map(str, parts)).encode(), digest_size=16).hexdigest()
    return Lesson(
        key,
        kind,
        claim.on,
        by or NOBODY_NAMED,
        service_id=resource.service_id,
        contact_id=contact,
    )
