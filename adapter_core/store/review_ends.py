"""Ending reviews that a page has overtaken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapter_core.domain.states import State
from adapter_core.store import reviews

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from datetime import datetime

    from sqlalchemy.engine import Connection

    from adapter_core.checks.results import PageResult
    from adapter_core.store.model import SavedReview

_ANSWERED_BY_STATE = frozenset({State.HELD_ELSEWHERE, State.CONFLICT})


def end_overtaken(  # noqa: PLR0913 - what a run knows of a page
    connection: Connection,
    part: PageResult,
    handed: Mapping[int, SavedReview],
    *,
    rules: Collection[str],
    down: Collection[str],
    at: Callable[[], datetime],
) -> None:
    """End reviews whose gap is in another state now, or whose answer no longer holds.

    Args:
        connection: the page's transaction.
        part: what the page came to in one source.
        handed: the reviews that were weighed with the page, by id.
        rules: ids of the rules that the run assesses.
        down: sources that do not answer.
        at: says what time it is.
    """
    if not handed:
        return
    here = [saved for saved in handed.values() if saved.review.source == part.source]
    states = {(one.ref, one.rule): one.state for one in part.findings}
    assessed = set(part.assessed)
    changed, lapsed = [], []
    for saved in here:
        review = saved.review
        key = (review.ref, review.rule)
        unjudged = key in part.not_assessable or key in part.answered or review.rule not in rules
        waits = (down or review.ref in part.unheard) and review.state in _ANSWERED_BY_STATE
        if review.ref not in assessed or unjudged or waits:
            continue
        state = states.get(key)
        if state is None:
            state = part.state_of(*key) if part.state_of is not None else State.RECORDED
            if state is State.NOT_APPLICABLE:
                continue  # another profile may have asked; this one says nothing about it
        if state is not review.state:
            changed.append(saved.id)
        elif review.decision.changes_state:
            lapsed.append(saved.id)
    if changed:
        reviews.end(connection, changed, at(), reviews.STATE_CHANGED)
    if lapsed:
        reviews.end(connection, lapsed, at(), reviews.LAPSED)
