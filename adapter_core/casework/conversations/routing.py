"""Who answers a contact that reaches an innovation site (C-22)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from adapter_core.domain.casework import ConversationKind

SOURCE = "C-22"


class Answers(StrEnum):
    """Who answers."""

    ASSIGNED_WORKER = "assigned_worker"
    SITE = "site"


@dataclass(frozen=True, slots=True)
class Contact:
    """A contact about somebody.

    Attributes:
        assigned: whether somebody works with the person already.
        available: whether that worker can be reached.
        urgent: whether it cannot wait for that worker.
    """

    assigned: bool
    available: bool = True
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class Route:
    """Who answers, and how.

    Attributes:
        conversation: the conversation that the site begins with; None where it begins none.
        huddle: whether a huddle decides what happens once the assigned worker is back.
        words: what to do, in one or two sentences.
    """

    answers: Answers
    conversation: ConversationKind | None
    huddle: bool
    words: str
    source: str = SOURCE


def route(contact: Contact) -> Route:
    """Say who answers a contact.

    The seeds do not say what happens where the assigned worker is away and nothing is urgent: it goes to that
    worker, as if they were there.
    """
    if not contact.assigned:
        return Route(
            Answers.SITE,
            ConversationKind.ONE,
            huddle=False,
            words="Nobody works with this person: listen now, and stay with them on the days without duty.",
        )
    if contact.urgent and not contact.available:
        return Route(
            Answers.SITE,
            ConversationKind.TWO,
            huddle=True,
            words=(
                "It is urgent, and the person's worker is away: answer with Conversation 2. A huddle decides "
                "what happens when the worker is back."
            ),
        )
    return Route(
        Answers.ASSIGNED_WORKER,
        None,
        huddle=False,
        words="Somebody works with this person already: pass it to that worker.",
    )
