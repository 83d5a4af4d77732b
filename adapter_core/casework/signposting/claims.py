"""Applies what somebody says of a signpost: every claim is kept, and none overwrites another.

Before there is an end, the latest word moves the signpost. From the first end on, everybody's latest word
counts side by side: where they agree, that is where it stands; where they do not, it is disputed, stays
where it stood, and somebody looks again. Workers who look again speak for all workers before them; only
the person and the contact confirm.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from adapter_core.casework.signposting import states
from adapter_core.domain.casework.signposts import (
    Claim,
    ClaimBy,
    Reason,
    ResourceKind,
    Signpost,
    SignpostState,
)
from adapter_core.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

FOLLOW_UP_DAYS = 14
"""Signposting is followed up a couple of weeks later (G-08), unless the council says otherwise."""
RING_AGAIN_DAYS = 3
"""After nobody answered, no longer than this."""

_SILENT = (Reason.CONTACT_LEFT, Reason.NO_ANSWER, Reason.PERSON_DIED, Reason.MISTAKE)
"""Reasons for which nobody can have spoken to the named contact."""

_Speaker = tuple[ClaimBy, str]


@dataclass(frozen=True, slots=True)
class Ending:
    """How a signpost stands, and who says so.

    Attributes:
        confirmed: whether it has ended, undisputed, by the word of the person or the contact.
        disputed: whether two people say different things of its end.
        words: the same, as pages say it: `Got help (closed, not confirmed)`.
    """

    confirmed: bool
    disputed: bool
    words: str


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a signpost stands by what was said of it.

    Attributes:
        disputed: whether two people say different things of its end; then it stays where it stood.
        confirmed: whether it has ended, undisputed, by the word of the person or the contact.
    """

    state: SignpostState
    reason: Reason
    disputed: bool = False
    confirmed: bool = False


def first_due(kind: ResourceKind, given_on: date, *, days: int = FOLLOW_UP_DAYS) -> date | None:
    """When a new signpost is looked at again; None for advice alone, which has nobody to reach (G-08)."""
    return None if kind is ResourceKind.INFORMATION else given_on + timedelta(days=days)


def apply(signpost: Signpost, claim: Claim, *, on: date, days: int = FOLLOW_UP_DAYS) -> Signpost:
    """The signpost once somebody has said something of it; what was said before stays as it was.

    Args:
        signpost: with every claim so far.
        claim: what is said now.
        on: the day on which it is written down.
        days: when to look again where it has not ended.

    Raises:
        UsageError: FP-1032 (cannot be said of it now), FP-1033 (a day that cannot be), FP-1034 (says two
            things that exclude each other), FP-1035 (somebody who cannot say this).
    """
    refuse_what_cannot_be(signpost, claim, on=on)
    changed = replace(signpost, claims=(*signpost.claims, claim))
    now = standing(changed.claims)
    due = _due(signpost, claim, now, on=on, days=days)
    return replace(changed, state=now.state, reason=now.reason, due=due)


def ending(signpost: Signpost) -> Ending:
    """Whether a signpost has ended, by whose word, and how pages say it."""
    now = standing(signpost.claims)
    words = states.said(signpost.state, signpost.reason)
    if now.disputed and _died_by(signpost) is not None:
        words = f"{words} (two people said different things; the person has died)"
    elif now.disputed:
        words = f"{words} (disputed: two people say different things)"
    elif now.state in states.ENDS and not now.confirmed and _wants_a_word(now):
        words = f"{words} (closed, not confirmed)"
    return Ending(now.confirmed, now.disputed, words)


def attempts(signpost: Signpost) -> int:
    """How often somebody tried to ask and nobody answered, since anybody last did."""
    tried = 0
    for claim in signpost.claims:
        tried = tried + 1 if _is_attempt(claim) else 0
    return tried


def attempt(signpost: Signpost, *, on: date, recorded_by: str, how: str = "phone") -> Claim:
    """The claim that a worker tried and nobody answered: the signpost stands where it stood."""
    return Claim(signpost.state, ClaimBy.WORKER, on, Reason.NO_ANSWER, how, recorded_by=recorded_by)


def died(*, on: date, recorded_by: str) -> Claim:
    """The claim that closes the signpost of somebody who has died, without ringing anybody."""
    return Claim(SignpostState.CANCELLED, ClaimBy.WORKER, on, Reason.PERSON_DIED, recorded_by=recorded_by)


def refuse_what_cannot_be(signpost: Signpost, claim: Claim, *, on: date) -> None:
    """Raise for a claim that cannot be made of a signpost; see `apply`."""
    reasons = states.TRANSITIONS[signpost.state].get(claim.state)
    if reasons is None or claim.reason not in reasons:
        attempted = claim.state is signpost.state and claim.reason is Reason.NO_ANSWER
        what = states.REASON_WORDS[claim.reason] if attempted else states.said(claim.state, claim.reason)
        raise UsageError(
            "FP-1032",
            f'"{what[:1].upper()}{what[1:]}" cannot be said of a signpost that stands at '
            f'"{states.said(signpost.state, signpost.reason)}".',
            where=_where(signpost),
        )
    if claim.on > on:
        raise UsageError("FP-1033", "The day on which it was said is still to come.", where=_where(signpost))
    if claim.on < signpost.given_on:
        raise UsageError("FP-1033", "It was said before the signpost was given.", where=_where(signpost))
    if claim.spoke_to and (
        claim.reason in _SILENT or (claim.reason is Reason.NUMBER_DEAD and claim.how == "phone")
    ):
        raise UsageError(
            "FP-1034",
            f"Nobody can have spoken to the contact where: {states.REASON_WORDS[claim.reason]}.",
            where=_where(signpost),
        )
    if claim.reason is Reason.PERSON_DIED and claim.by is ClaimBy.PERSON:
        raise UsageError("FP-1035", "That the person has died, somebody else says.", where=_where(signpost))
    known = _died_by(signpost)
    if claim.by is ClaimBy.PERSON and known is not None and claim.on > known:
        raise UsageError(
            "FP-1035",
            f"On {claim.on:%d/%m/%Y} the person had died: that was said on {known:%d/%m/%Y}.",
            where=_where(signpost),
            remedy="Say who said it, or on which day before. If it is a mistake that the person died, record "
            "the signpost with the outcome mistake, and give a new one.",
        )
    if claim.reason is Reason.MISTAKE and claim.by is not ClaimBy.WORKER:
        raise UsageError("FP-1035", "A mistake of the record, a worker says.", where=_where(signpost))


def standing(claims: Sequence[Claim]) -> Standing:
    """Where claims leave a signpost: a fold from the oldest to the newest.

    Args:
        claims: what was said of one signpost, in the order in which it was written down.
    """
    now = Standing(SignpostState.REQUESTED, Reason.NONE)
    heard: dict[_Speaker, Claim] = {}
    latest = date.min
    for claim in claims:
        if now.state is SignpostState.ENTERED_IN_ERROR or now.reason is Reason.PERSON_DIED:
            if claim.reason is Reason.MISTAKE:
                now = Standing(claim.state, claim.reason)
            continue
        if _is_attempt(claim):
            continue
        late, latest = claim.on < latest, max(latest, claim.on)
        if claim.reason is Reason.MISTAKE:
            now = Standing(claim.state, claim.reason)
        elif claim.reason is Reason.PERSON_DIED:
            # What was so before the person died stays so; else there is nothing more to come of it.
            now = now if heard else Standing(claim.state, claim.reason)
        elif heard or claim.state in states.ENDS:
            if late and claim.state in states.OPEN:
                continue
            now = _heard(now, heard, claim)
        elif not late:
            now = Standing(claim.state, claim.reason)
    return now


def _heard(now: Standing, heard: dict[_Speaker, Claim], claim: Claim) -> Standing:
    """Weigh one more word about an end against what everybody else last said."""
    if claim.reason is Reason.NO_ANSWER and heard:
        return now  # that nobody was reached contradicts nobody
    outdated = [speaker for speaker, each in heard.items() if each.reason is Reason.NO_ANSWER]
    if now.disputed and claim.by is ClaimBy.WORKER:
        outdated += [speaker for speaker in heard if speaker[0] is ClaimBy.WORKER]
    for speaker in outdated:
        heard.pop(speaker, None)
    heard[_speaker(claim)] = claim
    said = {each.state for each in heard.values()}
    if not said & set(states.ENDS):
        heard.clear()
        return Standing(claim.state, claim.reason)
    if len(said) > 1:
        return Standing(now.state, now.reason, disputed=True)
    sure = [each for each in heard.values() if each.by.confirms]
    reason = (sure or list(heard.values()))[0].reason
    return Standing(claim.state, reason, confirmed=bool(sure))


def _speaker(claim: Claim) -> _Speaker:
    """Who speaks: two workers are two people, whom the record knows apart."""
    return claim.by, claim.recorded_by if claim.by is ClaimBy.WORKER else ""


def _died_by(signpost: Signpost) -> date | None:
    """The first day on which anybody said that the person had died; None where nobody did."""
    return min((each.on for each in signpost.claims if each.reason is Reason.PERSON_DIED), default=None)


def _is_attempt(claim: Claim) -> bool:
    return claim.reason is Reason.NO_ANSWER and claim.state in states.OPEN


def _wants_a_word(now: Standing) -> bool:
    return now.reason not in {Reason.PERSON_DIED, Reason.MISTAKE}


def _due(signpost: Signpost, claim: Claim, now: Standing, *, on: date, days: int) -> date | None:
    """When to look again: never once it has ended undisputed, or the person has died."""
    dead = claim.reason is Reason.PERSON_DIED or _died_by(signpost) is not None
    over = now.state in states.ENDS and not now.disputed
    if dead or over or first_due(signpost.resource.kind, signpost.given_on) is None:
        return None
    wait = timedelta(days=min(days, RING_AGAIN_DAYS) if _is_attempt(claim) else days)
    return max(on + wait, signpost.due or date.min)


def _where(signpost: Signpost) -> str:
    return f"S{signpost.id}" if signpost.id else "signpost"
