"""Which claims may be made of a signpost, and what they say in the codes of FHIR R4's Task.

The states are a strict subset of `Task.status`: a signpost is never a draft, is not received by a system,
and nobody is made ready. What is left of FHIR's own diagram: a reason decides the end, so that "full" is
`rejected` whether or not somebody had been in touch before. An end is not the end of the matter: somebody
else may say something else, and whoever said it may take it back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapter_core.domain.casework.signposts import Reason, SignpostState

if TYPE_CHECKING:
    from collections.abc import Mapping

OPEN = (
    SignpostState.REQUESTED,
    SignpostState.ACCEPTED,
    SignpostState.ON_HOLD,
    SignpostState.IN_PROGRESS,
)
"""States in which somebody looks again."""

ENDS: Mapping[SignpostState, frozenset[Reason]] = {
    SignpostState.COMPLETED: frozenset({Reason.NONE}),
    SignpostState.FAILED: frozenset({Reason.NO_HELP, Reason.NOT_SUITABLE, Reason.NO_ANSWER}),
    SignpostState.REJECTED: frozenset(
        {
            Reason.NO_CAPACITY,
            Reason.NOT_ELIGIBLE,
            Reason.NUMBER_DEAD,
            Reason.CONTACT_LEFT,
            Reason.SERVICE_CLOSED,
        }
    ),
    SignpostState.CANCELLED: frozenset({Reason.PERSONS_WISH, Reason.PERSON_DIED}),
    SignpostState.ENTERED_IN_ERROR: frozenset({Reason.MISTAKE}),
}
"""The ends, each with the reasons that there are for it; got help needs none."""

_NOTHING_NEW = frozenset({Reason.NONE, Reason.NO_ANSWER})
_GOES_ON: Mapping[SignpostState, frozenset[Reason]] = {
    SignpostState.ACCEPTED: _NOTHING_NEW,
    SignpostState.ON_HOLD: frozenset({Reason.WAITLIST}),
    SignpostState.IN_PROGRESS: _NOTHING_NEW,
}
_NEVER = frozenset({SignpostState.ENTERED_IN_ERROR})


def _from(state: SignpostState) -> Mapping[SignpostState, frozenset[Reason]]:
    if state in _NEVER:
        return {}
    reached: dict[SignpostState, frozenset[Reason]] = {
        after: reasons - {Reason.NO_ANSWER} for after, reasons in _GOES_ON.items()
    }
    if state in OPEN:
        # Nobody answered: it stands where it stood, and that somebody tried is kept.
        reached[state] = reached.get(state, frozenset({Reason.NONE})) | {Reason.NO_ANSWER}
    return {**reached, **ENDS}


TRANSITIONS: Mapping[SignpostState, Mapping[SignpostState, frozenset[Reason]]] = {
    state: _from(state) for state in SignpostState
}
"""From a state, what may be claimed next, with the reasons that there are for it."""

WORDS: Mapping[SignpostState, str] = {
    SignpostState.REQUESTED: "Details given",
    SignpostState.ACCEPTED: "The contact said yes",
    SignpostState.ON_HOLD: "On a waiting list",
    SignpostState.IN_PROGRESS: "Going, or in touch",
    SignpostState.COMPLETED: "Got help",
    SignpostState.FAILED: "Did not get help",
    SignpostState.REJECTED: "Could not be taken",
    SignpostState.CANCELLED: "Cancelled",
    SignpostState.ENTERED_IN_ERROR: "Recorded by mistake",
}
"""Each state as pages say it."""

REASON_WORDS: Mapping[Reason, str] = {
    Reason.NONE: "",
    Reason.WAITLIST: "waiting list",
    Reason.NO_HELP: "asked, and could not get help",
    Reason.NOT_SUITABLE: "not suitable",
    Reason.NO_ANSWER: "nobody answered",
    Reason.NO_CAPACITY: "full",
    Reason.NOT_ELIGIBLE: "not eligible",
    Reason.NUMBER_DEAD: "the number is dead",
    Reason.CONTACT_LEFT: "the contact has left",
    Reason.SERVICE_CLOSED: "the service has closed",
    Reason.PERSONS_WISH: "the person's wish",
    Reason.PERSON_DIED: "the person died",
    Reason.MISTAKE: "recorded by mistake",
}
"""Each reason as pages say it."""

OUTCOMES: Mapping[str, tuple[SignpostState | None, Reason]] = {
    "got-help": (SignpostState.COMPLETED, Reason.NONE),
    "accepted": (SignpostState.ACCEPTED, Reason.NONE),
    "waiting-list": (SignpostState.ON_HOLD, Reason.WAITLIST),
    "going": (SignpostState.IN_PROGRESS, Reason.NONE),
    "tried": (None, Reason.NO_ANSWER),
    "no-answer": (SignpostState.FAILED, Reason.NO_ANSWER),
    "no-help": (SignpostState.FAILED, Reason.NO_HELP),
    "not-suitable": (SignpostState.FAILED, Reason.NOT_SUITABLE),
    "full": (SignpostState.REJECTED, Reason.NO_CAPACITY),
    "not-eligible": (SignpostState.REJECTED, Reason.NOT_ELIGIBLE),
    "number-dead": (SignpostState.REJECTED, Reason.NUMBER_DEAD),
    "contact-left": (SignpostState.REJECTED, Reason.CONTACT_LEFT),
    "service-closed": (SignpostState.REJECTED, Reason.SERVICE_CLOSED),
    "changed-mind": (SignpostState.CANCELLED, Reason.PERSONS_WISH),
    "died": (SignpostState.CANCELLED, Reason.PERSON_DIED),
    "mistake": (SignpostState.ENTERED_IN_ERROR, Reason.MISTAKE),
}
"""What a worker types, and the claim that it is; None is the state in which the signpost stands."""


def is_open(state: SignpostState) -> bool:
    """Whether somebody looks again."""
    return state in OPEN


def said(state: SignpostState, reason: Reason = Reason.NONE) -> str:
    """A state with its reason, in words: `Could not be taken: full`."""
    why = REASON_WORDS[reason]
    return WORDS[state] if not why or why == WORDS[state].lower() else f"{WORDS[state]}: {why}"
