"""What the same person's records in other sources add to a verdict: `held_elsewhere` and `conflict`.

Records are never merged: a value held in one source never hides that another lacks it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from adapter_core.checks.rule import Given, Rule, Verdict
from adapter_core.domain.findings import Assessment
from adapter_core.domain.people import Person
from adapter_core.domain.states import NOTHING_USABLE, State

RECORDED = State.RECORDED
HELD_ELSEWHERE = State.HELD_ELSEWHERE
CONFLICT = State.CONFLICT


class Settled(NamedTuple):
    """A verdict after comparison.

    Attributes:
        verdict: the rule's own, or the one that comparing gave.
        source: the source that the evidence names; None for the record that was assessed.
    """

    verdict: Verdict
    source: str | None = None


def settle(
    rule: Rule, verdict: Verdict, person: Person, elsewhere: Mapping[str, Person], given: Given
) -> Settled:
    """Compare a verdict with what other sources say of the same person.

    Where nothing usable is recorded, the first source that has a value makes it `held_elsewhere`;
    where something is, the first that has another value makes it a `conflict`. Every other verdict
    stands: an answer, something that does not apply, or that nobody could see.

    Args:
        rule: the rule that gave the verdict.
        verdict: what it said of `person`.
        person: the record that was assessed.
        elsewhere: source name to that source's record, the most trusted first.
        given: the run.
    """
    compare = rule.compare
    if compare is None:
        return Settled(verdict)
    state = verdict if isinstance(verdict, State) else verdict.state
    if state in NOTHING_USABLE:
        for source, other in elsewhere.items():
            if compare(other, given) is not None:
                return Settled(_instead(HELD_ELSEWHERE, verdict), source)
    elif state is RECORDED:
        ours = compare(person, given)
        if ours is not None:
            for source, other in elsewhere.items():
                theirs = compare(other, given)
                if theirs is not None and theirs != ours:
                    return Settled(_instead(CONFLICT, verdict), source)
    return Settled(verdict)


def _instead(state: State, verdict: Verdict) -> Verdict:
    """Replace the state: who mends it and any batch were for the old one, how much it matters was not."""
    return Assessment(state, severity=verdict.severity) if isinstance(verdict, Assessment) else state
