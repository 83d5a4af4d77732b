"""What reviews make of a page: an answer turns its gap into a pass, as long as it holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from adapter_core.checks.lapsing import has_lapsed
from adapter_core.checks.results import PageResult
from adapter_core.domain.findings import Decision, Finding, Review
from adapter_core.domain.people import Person
from adapter_core.domain.states import State

CAPACITY_MATTERS = frozenset({"lpa", "appointee", "deputy", "financial_representative"})
"""Rules whose "asked, none" lapses when capacity is assessed again."""

_ANSWERS = {Decision.ASKED_NONE: State.ASKED_NONE, Decision.DECLINED: State.DECLINED}


def no_longer_holds(review: Review, person: Person, on: date) -> bool:
    """Whether an answer has lapsed: "asked, none" lasts until the next review, or a capacity assessment.

    Args:
        review: the review. It was made on the day that it was here, not in Greenwich.
        person: the record, as it is now.
        on: the run's day.
    """
    if review.decision is not Decision.ASKED_NONE:
        return False
    asked_on = review.at.astimezone().date()
    return has_lapsed(person, asked_on, on, until_capacity=review.rule in CAPACITY_MATTERS)


def of_survivors(
    reviews: Mapping[tuple[str, str], Review], merged: Mapping[str, str], survivor: Callable[[str], str]
) -> dict[tuple[str, str], Review]:
    """Reviews, and those of merged people once more as reviews of whoever they have become.

    A survivor's own review comes before one that follows.

    Args:
        reviews: current reviews by (ref, rule).
        merged: reference to the reference that it has become, of people on the page.
        survivor: the same for people on any page, as far as it is known; a reference that was not
            merged gives itself.
    """
    found = dict(reviews)
    for (ref, rule), review in reviews.items():
        found.setdefault((merged.get(ref) or survivor(ref), rule), review)
    return found


def apply_reviews(
    result: PageResult, reviews: Mapping[tuple[str, str], Review], people: Mapping[str, Person], on: date
) -> None:
    """Turn the gaps of a page that were answered into passes, in place.

    A review is bound to the state that was seen: another state is another gap. What decisions only
    hide (done, snoozed) stays a gap.

    Args:
        result: the page; `findings`, `answered` and `tally` change.
        reviews: current reviews of the page's people, by (ref, rule).
        people: the page's people, by reference.
        on: the run's day.
    """
    kept: list[Finding] = []
    for finding in result.findings:
        key = (finding.ref, finding.rule)
        review = reviews.get(key)
        answer = None if review is None else _ANSWERS.get(review.decision)
        if (
            review is None
            or answer is None
            or review.state is not finding.state
            or no_longer_holds(review, people[finding.ref], on)
        ):
            kept.append(finding)
            continue
        result.answered.add(key)
        team = finding.owner.team or ""
        states = result.tally.team_states
        states[team, finding.rule, finding.state] -= 1
        states[team, finding.rule, answer] += 1
    result.findings = kept
