"""What a signpost taught about a service or a contact: codes and ids, and never a word about a person.

Nothing here can carry a text: a lesson is about the directory's own entries, and whoever reads it learns
nothing of whoever was signposted. That is held when a lesson is made, not by whoever makes it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

LONGEST_NAME = 80
_KEY = re.compile(r"[0-9a-f]{16,64}")
_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE)


class LessonKind(StrEnum):
    """What was learnt."""

    SPOKE_TO = "spoke_to"
    """Somebody spoke to the contact: only that verifies them."""
    CONTACT_LEFT = "contact_left"
    NUMBER_DEAD = "number_dead"
    FULL = "full"
    WAITING_LIST = "waiting_list"
    HAS_ROOM = "has_room"
    SERVICE_CLOSED = "service_closed"

    @property
    def corrects(self) -> bool:
        """Whether it says that an entry is wrong, so that somebody else has to look before it changes."""
        return self in {LessonKind.CONTACT_LEFT, LessonKind.NUMBER_DEAD, LessonKind.SERVICE_CLOSED}

    @property
    def of_contact(self) -> bool:
        """Whether it is about a contact; else it is about a service."""
        return self in {LessonKind.SPOKE_TO, LessonKind.CONTACT_LEFT, LessonKind.NUMBER_DEAD}


@dataclass(frozen=True, slots=True)
class Lesson:
    """One thing that a signpost taught.

    Attributes:
        key: the same lesson has the same key, so that it is learnt once; 16 to 64 hexadecimal digits.
        kind: what was learnt.
        on: the day on which it was so.
        by: the worker who wrote it down: a name as the council's lists have it, on one line.
        service_id: UUID of the directory's service; empty where it is about a contact alone.
        contact_id: UUID of the directory's contact; empty where it is about a service.

    Raises:
        ValueError: when one of them is anything else, without repeating it.
    """

    key: str
    kind: LessonKind
    on: date
    by: str
    service_id: str = ""
    contact_id: str = ""

    def __post_init__(self) -> None:
        """Refuse whatever could be a text."""
        wrong = [
            name
            for name, is_right in (
                ("key", _KEY.fullmatch(self.key) is not None),
                ("by", 0 < len(self.by.strip()) <= LONGEST_NAME and self.by.isprintable()),
                ("service_id", not self.service_id or _ID.fullmatch(self.service_id) is not None),
                ("contact_id", not self.contact_id or _ID.fullmatch(self.contact_id) is not None),
                ("contact_id", bool(self.contact_id) or not self.kind.of_contact),
                ("service_id", bool(self.service_id) or self.kind.of_contact),
            )
            if not is_right
        ]
        if wrong:
            raise ValueError(f"no lesson for the directory: {wrong[0]}")


class CorrectionState(StrEnum):
    """Where a correction stands."""

    OPEN = "open"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Correction:
    """That an entry may be wrong: it changes once somebody else has looked.

    Attributes:
        number: under which people confirm or reject it.
        said: how often it was said, by whomever.
        checked_by: who looked: never whoever opened it.
    """

    number: int
    kind: LessonKind
    on: date
    by: str
    service_id: str = ""
    contact_id: str = ""
    state: CorrectionState = CorrectionState.OPEN
    said: int = 1
    checked_by: str = ""
    checked_on: date | None = None
