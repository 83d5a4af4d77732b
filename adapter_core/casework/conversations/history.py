"""What was there before this conversation, as far as the rules of practice ask."""

from __future__ import annotations

from dataclasses import dataclass, field

from adapter_core.domain.casework import ConversationKind


@dataclass(frozen=True, slots=True)
class History:
    """What was there before, for this person; this conversation is not part of it.

    Attributes:
        done: kinds of conversations that have ended.
        open: kinds of conversations that go on.
        workers: who had them, the last one last.
        discussed: whether colleagues talked it through in one of them.
    """

    done: frozenset[ConversationKind] = field(default=frozenset())
    open: frozenset[ConversationKind] = field(default=frozenset())
    workers: tuple[str, ...] = ()
    discussed: bool = False
