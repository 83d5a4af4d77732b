"""What is on its way to the case system (design: "Writing back")."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from adapter_core.domain.casework.refs import PersonRef


class DeliveryState(StrEnum):
    """Where a delivery stands; on pages: "To enter in Mosaic", "Check in Mosaic", "Needs help"."""

    QUEUED = "queued"
    SENDING = "sending"
    DONE = "done"
    IN_DOUBT = "in_doubt"
    DEAD_LETTER = "dead_letter"


class DeliveryKind(StrEnum):
    """What is delivered."""

    TEXT = "text"
    """A conversation or a case note: one paste."""
    FIELD = "field"
    """One detail of the record: one line."""
    LESSON = "lesson"
    """What a signpost taught, for the directory: codes and ids alone."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """One thing to be written where the record is held, once.

    Attributes:
        id: its number in the store; 0 before it is there. People read and type `D12`.
        key: the idempotency key: the same thing has the same key, whatever is tried.
        marker: a short word that stands in the text, by which it is found again: `FP-D7K2QX`.
        target: the name of the source, or `directory`.
        finished: when it was done.
        person: whose record; None for a lesson.
        about: what it came from: `C12.1`, `S3`.
        title: what a worker reads in a list; no personal data.
        text: what is to be written; empty once purged.
        field: id of the rule whose detail it is, of a `FIELD`: by that rule it is seen again.
        ticked_on: when somebody said that they had entered it.
        seen_on: when it was seen there; None where it is done by somebody's word alone.
        owner: whose list it stands in.
        conversation: number of its conversation; 0 for none.
        signpost: likewise, of its signpost.
        token: of the lease under which it was last sent.
        tries: how often it was tried.
        problem: the `FP-` code of the last failure.
    """

    key: str
    kind: DeliveryKind
    target: str
    title: str
    text: str
    made: datetime
    by: str
    person: PersonRef | None = None
    about: str = ""
    field: str = ""
    marker: str = ""
    state: DeliveryState = DeliveryState.QUEUED
    ticked_on: date | None = None
    ticked_by: str = ""
    seen_on: date | None = None
    tries: int = 0
    next_try: datetime | None = None
    problem: str = ""
    id: int = 0
    owner: str = ""
    team: str = ""
    conversation: int = 0
    signpost: int = 0
    token: int = 0
    finished: datetime | None = None
