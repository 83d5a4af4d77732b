"""What to do about a practice that has closed: for all its people at once, and for one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from adapter_core.domain.findings import Batch
from adapter_core.errors import FingerpostError

if TYPE_CHECKING:
    from datetime import date

    from adapter_core.checks.rule import Rule
    from adapter_core.domain.findings import Finding
    from adapter_core.domain.practices import PracticeList
    from adapter_core.service.bootstrap import Application


class ClosedPractice(NamedTuple):
    """What to do.

    Attributes:
        title: for everybody who is registered there.
        detail: what helps to do it.
        remedy: for one person.
    """

    title: str
    detail: str
    remedy: str


def closed_practice(code: str, practices: PracticeList | None, on: date) -> ClosedPractice:
    """What to do for the people of a closed practice, and what helps to do it."""
    practice = practices.get(code) if practices is not None else None
    if practices is None or practice is None:
        return ClosedPractice(
            f"Find a practice for people registered with {code}, which has closed", "", "Find a practice."
        )
    name = f"{practice.name} ({practice.code})"
    closed = f"Closed on {practice.closed.day} {practice.closed:%B %Y}. " if practice.closed else ""
    successor = practices.final_successor(code, on)
    if successor is None:
        return ClosedPractice(
            f"Find a practice for people registered with {name}",
            f"{closed}The list names no successor: ask each person.",
            "Find a practice: the list names no successor.",
        )
    return ClosedPractice(
        f"Move people from {name} to {successor.name} ({successor.code})",
        f"{closed}{successor.name} took over.",
        f"Move to {successor.name} ({successor.code}), which took over.",
    )


def remedy_of(app: Application, rule: Rule, finding: Finding | None) -> str:
    """What to do about one gap: the rule's own remedy, but for a practice that has closed."""
    if finding is None or finding.batch is not Batch.CLOSED_PRACTICE:
        return rule.remedy
    try:
        practices = app.practices.list
    except FingerpostError:
        practices = None
    return closed_practice(finding.batch_key, practices, app.as_of).remedy
