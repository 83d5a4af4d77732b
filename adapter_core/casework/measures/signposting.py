"""The one honest number: of the signposts that came due, how many are confirmed to have helped.

Beside it stands what is not known, never dropped; and the chain given, tried, reached, helped
(Boyum and others 2016, of 1,235 people of Missouri's 2-1-1).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from adapter_core.casework.measures.figures import Bar, Share
from adapter_core.domain.casework import Reason, SignpostState

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from adapter_core.casework.measures.rows import ClaimRow, SignpostRow

REACHED = frozenset(
    {
        SignpostState.ACCEPTED,
        SignpostState.ON_HOLD,
        SignpostState.IN_PROGRESS,
        SignpostState.COMPLETED,
    }
)
"""States that nobody comes to without having reached somebody."""

ANSWERED = frozenset({Reason.NO_CAPACITY, Reason.NOT_ELIGIBLE, Reason.NO_HELP, Reason.NOT_SUITABLE})
"""Reasons that somebody there must have given."""

IN_VAIN = frozenset({Reason.NUMBER_DEAD, Reason.CONTACT_LEFT, Reason.SERVICE_CLOSED})
"""Reasons that only somebody who tried can give."""


@dataclass(frozen=True, slots=True)
class Helped:
    """What became of the signposts that came due.

    Attributes:
        confirmed: got help, as the person or the contact says: the headline.
        not_confirmed: closed as helped, and neither of them says so.
        not_helped: ended otherwise.
        going_on: waiting, in touch, accepted.
        not_known: nobody knows: no word since the details were given, or none to be had.
    """

    confirmed: Share
    not_confirmed: Share
    not_helped: Share
    going_on: Share
    not_known: Share

    @property
    def bars(self) -> tuple[Bar, ...]:
        """All of them, in the order in which they are told; together they are all that came due."""
        return (
            Bar("confirmed", "Got help, confirmed", self.confirmed),
            Bar("not_confirmed", "Got help, not confirmed", self.not_confirmed),
            Bar("not_helped", "Did not get help", self.not_helped),
            Bar("going_on", "Waiting or in touch", self.going_on),
            Bar("not_known", "Not known", self.not_known),
        )


def _became(row: SignpostRow) -> str:
    if row.state is SignpostState.COMPLETED:
        return "confirmed" if row.confirmed else "not_confirmed"
    if row.state is SignpostState.REQUESTED or row.reason is Reason.NO_ANSWER:
        return "not_known"
    if row.state in REACHED:
        return "going_on"
    return "not_helped"


def helped(rows: Iterable[SignpostRow]) -> Helped:
    """What became of the signposts of a period; those entered in error are none."""
    counts = dict.fromkeys(("confirmed", "not_confirmed", "not_helped", "going_on", "not_known"), 0)
    due = 0
    for row in rows:
        if row.state is not SignpostState.ENTERED_IN_ERROR:
            counts[_became(row)] += 1
            due += 1
    return Helped(**{name: Share(count, due) for name, count in counts.items()})


def chain(rows: Sequence[SignpostRow], claims: Iterable[ClaimRow]) -> tuple[Bar, ...]:
    """Given, tried, reached, helped: each of those that came due; each step holds the ones after it.

    Args:
        rows: the signposts that came due.
        claims: what was said of any of them; of others it is passed over.
    """
    counted = {row.id: row for row in rows if row.state is not SignpostState.ENTERED_IN_ERROR}
    tried: set[int] = set()
    reached: set[int] = set()
    for claim in claims:
        if claim.state in REACHED or claim.reason in ANSWERED or claim.spoke_to:
            reached.add(claim.signpost)
        elif claim.reason in IN_VAIN:
            tried.add(claim.signpost)
    got = {number for number, row in counted.items() if _became(row) == "confirmed"}
    reached = (reached & counted.keys()) | got
    tried = (tried & counted.keys()) | reached
    return (
        Bar("given", "Given", Share(len(counted), len(counted))),
        Bar("tried", "Tried", Share(len(tried), len(counted))),
        Bar("reached", "Reached somebody", Share(len(reached), len(counted))),
        Bar("helped", "Got help, confirmed", Share(len(got), len(counted))),
    )
