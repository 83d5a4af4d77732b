"""What each outcome of a signpost proposes: a step for a worker to take, never one that is taken."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from adapter_core.casework.signposting import claims, states
from adapter_core.domain.casework.signposts import ClaimBy, Reason, ResourceKind, SignpostState

if TYPE_CHECKING:
    from adapter_core.domain.casework.signposts import Claim, Signpost

MOST_ATTEMPTS = 3
"""After so many tries without an answer it is proposed that there will be none."""


class NextStepKind(StrEnum):
    """What to do next."""

    NEXT_SERVICE = "next_service"
    """Propose the next-nearest service with room; `service.casework.next_service` finds it."""
    RING_PERSON = "ring_person"
    CORRECT_DIRECTORY = "correct_directory"
    LOOK_AGAIN = "look_again"
    CLOSE = "close"
    """Close it with the outcome that `outcome` names."""
    NONE = "none"


@dataclass(frozen=True, slots=True)
class NextStep:
    """A step that is proposed.

    Attributes:
        words: the proposal as pages say it; no personal data.
        outcome: of `CLOSE`, what would be recorded: a key of `states.OUTCOMES`.
    """

    kind: NextStepKind
    words: str
    outcome: str = ""


_RING = {
    Reason.NO_HELP: "Get in touch with the person: ask what happened, and what they want now.",
    Reason.NOT_SUITABLE: "Get in touch with the person: ask what would suit them.",
    Reason.NO_ANSWER: "Get in touch with the person another way, or with whoever supports them.",
    Reason.PERSONS_WISH: "Ask the person whether something else would help; if not, nothing more is due.",
}
_THEIR_WISH = "Ask the person whether it is their own wish, and whether something else would help."
_TELL = "Tell the person, and agree what to try next."
_NEXT = "Propose the next-nearest service with room."
_CHECKED = "Correct the directory: a correction is open. Somebody else has to check"
_CORRECT = {
    Reason.NUMBER_DEAD: f"{_CHECKED} the number.",
    Reason.CONTACT_LEFT: f"{_CHECKED} who it is now.",
    Reason.SERVICE_CLOSED: f"{_CHECKED} that it has closed.",
}
_SEARCHED = (ResourceKind.SERVICE, ResourceKind.EVENT, ResourceKind.EQUIPMENT)
_TO_CONFIRM = "Ask the person or the contact whether it helped: until then it is closed, not confirmed."


def propose(signpost: Signpost, claim: Claim, *, most_attempts: int = MOST_ATTEMPTS) -> list[NextStep]:
    """What to do after a claim, the first thing first; never empty.

    Args:
        signpost: with the claim applied.
        claim: what was said last.
        most_attempts: after how many tries without an answer to propose that there will be none.
    """
    if any(each.reason is Reason.PERSON_DIED for each in signpost.claims):
        return [NextStep(NextStepKind.NONE, "The person has died. Ring nobody. Its worker is told.")]
    if claims.ending(signpost).disputed:
        words = "Two people say different things. Ask the person and the contact, and record what they say."
        return [NextStep(NextStepKind.LOOK_AGAIN, f"{words}{_by_when(signpost)}")]
    if states.is_open(signpost.state):
        return _still_open(signpost, most_attempts)
    match signpost.state:
        case SignpostState.COMPLETED:
            return [_after_help(signpost)]
        case SignpostState.ENTERED_IN_ERROR:
            return [NextStep(NextStepKind.NONE, "Recorded by mistake. Nothing more is due.")]
        case _:
            return _after_no_help(signpost, claim)


def _still_open(signpost: Signpost, most_attempts: int) -> list[NextStep]:
    tried = claims.attempts(signpost)
    again = NextStep(NextStepKind.LOOK_AGAIN, f"Look at it again{_by_when(signpost) or '.'}".strip())
    if tried < most_attempts:
        return [again]
    words = f"Nobody answered {tried} times. Close it as: did not get help, nobody answered."
    return [NextStep(NextStepKind.CLOSE, words, outcome="no-answer"), again]


def _by_when(signpost: Signpost) -> str:
    return f" Due on {signpost.due.isoformat()}." if signpost.due is not None else ""


def _after_help(signpost: Signpost) -> NextStep:
    if claims.ending(signpost).confirmed:
        return NextStep(NextStepKind.NONE, "Got help. Nothing more is due.")
    return NextStep(NextStepKind.RING_PERSON, _TO_CONFIRM)


def _after_no_help(signpost: Signpost, claim: Claim) -> list[NextStep]:
    reason, resource = signpost.reason, signpost.resource
    if reason is Reason.PERSONS_WISH:
        ask = _RING[reason] if claim.by is ClaimBy.PERSON else _THEIR_WISH
        return [NextStep(NextStepKind.RING_PERSON, ask)]
    steps: list[NextStep] = []
    listed = resource.kind is not ResourceKind.NETWORK and (resource.service_id or resource.contact_id)
    if reason in _CORRECT and listed:
        steps.append(NextStep(NextStepKind.CORRECT_DIRECTORY, _CORRECT[reason]))
    if resource.kind in _SEARCHED:
        steps.append(NextStep(NextStepKind.NEXT_SERVICE, _NEXT))
    steps.append(NextStep(NextStepKind.RING_PERSON, _RING.get(reason, _TELL)))
    return steps
