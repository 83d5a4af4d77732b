"""What somebody wants, what is done about it, and what was decided and why (R-40 to R-63, R-55)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class ActionState(StrEnum):
    """Where an action stands."""

    OPEN = "open"
    DONE = "done"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Action:
    """One thing that somebody will do, for the short term (R-40 to R-42).

    Attributes:
        what: what is to be done.
        owner: who does it, as people call them: a worker, the person, a daughter.
        aim: what it is to achieve.
        involved: who else takes part.
        due: by when.
        cost_pence: what it costs, in pence; None where nobody said.
        improved_when: how anybody will know that things have improved.
        state: where it stands.
        done_on: when it was done or cancelled.
        never_shared: whether it is in no copy for others.
    """

    what: str
    owner: str = ""
    aim: str = ""
    involved: tuple[str, ...] = ()
    due: date | None = None
    cost_pence: int | None = None
    improved_when: str = ""
    state: ActionState = ActionState.OPEN
    done_on: date | None = None
    never_shared: bool = False


@dataclass(frozen=True, slots=True)
class Solution:
    """A resource that an outcome needs; it may cost something or be free (R-62).

    Attributes:
        what: the item or activity.
        cost_pence: what it costs, in pence; 0 is free, None is not known.
    """

    what: str
    cost_pence: int | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the person wants to be different; never a service's goal (R-60, R-61).

    Attributes:
        text: in the person's words.
        would_give: test question 1: what would it give you?
        would_do: test question 2: what would it do for you?
        would_make_possible: test question 3: what would it make possible for you?
        solutions: what would get there, apart from the outcome.
        obstacles: what stands in the way.
        never_shared: whether it is in no copy for others.
    """

    text: str
    would_give: str = ""
    would_do: str = ""
    would_make_possible: str = ""
    solutions: tuple[Solution, ...] = ()
    obstacles: str = ""
    never_shared: bool = False


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided, how and why (R-55): without a rationale it is not one.

    Attributes:
        kind: an id of the code list `decision_kind`.
        decision: what was decided.
        rationale: how and why.
        by: who decided.
        on: when.
        never_shared: whether it is in no copy for others.
    """

    kind: str
    decision: str
    rationale: str = ""
    by: str = ""
    on: date | None = None
    never_shared: bool = False
