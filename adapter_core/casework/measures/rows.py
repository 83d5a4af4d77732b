"""What measures are computed from: one row a conversation, a signpost, a placement, an answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import date

    from adapter_core.domain.casework import Reason, SignpostState


@dataclass(frozen=True, slots=True)
class Period:
    """The days that measures speak of, both ends among them."""

    start: date
    end: date

    def __contains__(self, day: object) -> bool:
        """Whether a day is one of them; None is none."""
        return day is not None and self.start <= day <= self.end  # type: ignore[operator]  # a date


class ConversationRow(NamedTuple):
    """A conversation without its text.

    Attributes:
        person: any key that is the same for the same person.
        kind: `1`, `2` or `3`.
        new: whether the person was new, and not somebody at a review.
        started: the day on which it began.
        ended: the day on which it was completed; None while it goes on.
        ended_how: an id of `conversation_end`.
        contact: the day of the first contact, where it is known.
        work: the day on which work began, where it is known.
    """

    id: int
    person: object
    kind: str
    new: bool
    started: date
    ended: date | None
    ended_how: str
    contact: date | None
    work: date | None


class SignpostRow(NamedTuple):
    """A signpost without its text.

    Attributes:
        due: the day on which it first came due.
        state: where it stands on the day that is spoken of.
        confirmed: whether the person or the contact said so.
    """

    id: int
    due: date
    state: SignpostState
    reason: Reason
    confirmed: bool


class ClaimRow(NamedTuple):
    """What somebody said of a signpost."""

    signpost: int
    state: SignpostState
    reason: Reason
    spoke_to: bool


class Placement(NamedTuple):
    """A short-term residential placement (C-47).

    Attributes:
        arm: `site` or `comparison`.
        bednights: nights, a whole number.
        gross_pence: gross cost in pence.
    """

    arm: str
    began: date
    bednights: int
    gross_pence: int


class Rating(NamedTuple):
    """One answer of one member of the public (C-48); `score` is 1 to 5."""

    respondent: str
    question: str
    score: int


class Waiting(NamedTuple):
    """How many people were waiting on a day (C-49)."""

    on: date
    people: int


class OtherWork(NamedTuple):
    """Assessments and reviews that were completed outside the conversations (C-44)."""

    on: date
    kind: str
    completed: int


class Saying(NamedTuple):
    """What a member of staff said."""

    on: date
    text: str


@dataclass(frozen=True, slots=True)
class Story:
    """A story of difference (C-52), in which nobody is named.

    Attributes:
        reason: the reason for contact.
        action: the action taken.
        difference: the difference, and the worker's experience.
    """

    on: date
    reason: str
    action: str
    difference: str


@dataclass(frozen=True, slots=True)
class Refused:
    """A row that was not taken.

    Attributes:
        file: the file's name.
        row: its line, the header being line 1.
        column: the column at fault.
        code: an `FP-` code.
        why: what is wrong, without the value.
    """

    file: str
    row: int
    column: str
    code: str
    why: str
