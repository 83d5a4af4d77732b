"""What reviews make of a page: an answer turns its gap into a pass, as long as it holds."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from adapter_core.checks.results import PageResult
from adapter_core.domain.fields import Held
from adapter_core.domain.findings import Decision, Finding, Review
from adapter_core.domain.states import State

CAPACITY_MATTERS = frozenset({"lpa", "appointee", "deputy", "financial_representative"})
"""Rules whose "asked, none" lapses when capacity is assessed again."""

_ANSWERS = {Decision.ASKED_NONE: State.ASKED_NONE, Decision.DECLINED: State.DECLINED}


def has_lapsed(review: Review, reviewed_on: Held[date], capacity_on: date | None = None) -> bool:
    """Whether an answer no longer holds: "asked, none" lasts until the next review, or a capacity assessment.

    Args:
        review: the review.
        reviewed_on: day of the person's latest review of care and support.
        capacity_on: day of their latest capacity assessment.
    """
    if review.decision is not Decision.ASKED_NONE:
        return False
    asked_on = review.at.date()
    if reviewed_on.__class__ is date and reviewed_on > asked_on:
        return True
    return capacity_on is not None and review.rule in CAPACITY_MATTERS and capacity_on > asked_on


def apply_reviews(
    result: PageResult,
    reviews: Mapping[tuple[str, str], Review],
    last_review_on: Mapping[str, Held[date]],
    last_capacity_on: Mapping[str, date] | None = None,
) -> None:
    """Turn the gaps of a page that were answered into passes, in place.

    A review is bound to the state that was seen: another state is another gap. What decisions only
    hide (done, snoozed) stays a gap.

    Args:
        result: the page; `findings`, `answered` and `tally` change.
        reviews: current reviews of the page's people, by (ref, rule).
        last_review_on: ref to the latest review of care and support, for the people of `reviews`.
        last_capacity_on: ref to the latest capacity assessment, where there is one.
    """
    capacity = last_capacity_on or {}
    kept: list[Finding] = []
    for finding in result.findings:
        key = (finding.ref, finding.rule)
        review = reviews.get(key)
        answer = None if review is None else _ANSWERS.get(review.decision)
        if (
            review is None
            or answer is None
            or review.state is not finding.state
            or has_lapsed(review, last_review_on.get(finding.ref, State.ABSENT), capacity.get(finding.ref))
        ):
            kept.append(finding)
            continue
        result.answered.add(key)
        team = finding.owner.team or ""
        states = result.tally.team_states
        states[team, finding.rule, finding.state] -= 1
        states[team, finding.rule, answer] += 1
    result.findings = kept
