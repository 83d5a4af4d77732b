"""What happened, as others may be told: ids and codes, never a text (hook `adapter_domain_event`)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

_ID = re.compile(r"[^\s]{1,128}")
_CODE = re.compile(r"[A-Za-z0-9_.:-]{0,64}")


class EventName(StrEnum):
    """What can happen."""

    CONVERSATION_STARTED = "conversation.started"
    CONVERSATION_CLOSED = "conversation.closed"
    CONVERSATION_WITHDRAWN = "conversation.withdrawn"
    ACTION_CHANGED = "action.changed"
    SIGNPOST_GIVEN = "signpost.given"
    SIGNPOST_CHANGED = "signpost.changed"
    DELIVERY_DONE = "delivery.done"
    DELIVERY_IN_DOUBT = "delivery.in_doubt"
    DELIVERY_DEAD_LETTER = "delivery.dead_letter"


@dataclass(frozen=True, slots=True)
class DomainEvent:
    """One thing that happened. What is no id or no code cannot be put in.

    Attributes:
        name: what happened.
        at: the aware moment.
        ids: what it happened to: `conversation` to `C12.2`, `source` and `ref` to a person's, and so on.
        codes: how: `kind` to `1`, `state` to `completed`, and so on.

    Raises:
        ValueError: an id holds a space, or a code is none; the message does not show it.
    """

    name: EventName
    at: datetime
    ids: Mapping[str, str] = field(default_factory=dict)
    codes: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Let nothing through that reads like a text."""
        for kind, pattern, held in (("id", _ID, self.ids), ("code", _CODE, self.codes)):
            for name, value in held.items():
                if not pattern.fullmatch(value):
                    message = f'"{name}" of {self.name.value} is not an {kind}'.replace("an c", "a c")
                    raise ValueError(message)


def event_of(
    name: EventName, at: datetime, ids: Mapping[str, str], codes: Mapping[str, str] | None = None
) -> DomainEvent:
    """What may be told of something that happened: what is empty, or is no id or no code, is left out.

    A case system's own reference may hold a space, which no id does: what was committed is told without it.
    """
    return DomainEvent(
        name,
        at,
        {key: value for key, value in ids.items() if _ID.fullmatch(value)},
        {key: value for key, value in (codes or {}).items() if value and _CODE.fullmatch(value)},
    )
