"""The words for things of a conversation, as people read them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapter_core.domain.casework import (
    Considered,
    Context,
    ConversationKind,
    HandedOver,
    PeerKind,
    PermissionBasis,
    RecordKind,
    ResourceKind,
    Speaker,
    SpeakerKind,
)

if TYPE_CHECKING:
    from adapter_core.domain.codes import CodeList

CONVERSATIONS = {
    ConversationKind.ONE: "Conversation 1: Listen and connect",
    ConversationKind.TWO: "Conversation 2: Work intensively with people in crisis",
    ConversationKind.THREE: "Conversation 3: Build a good life",
}
"""C-01 to C-03."""

RECORDS = {RecordKind.CONVERSATION: "conversation record", RecordKind.CASE_NOTE: "case note"}
CONTEXTS = {Context.NEW: "new", Context.REVIEW: "review"}
CONSIDERED = {
    Considered.CONSIDERED: "considered",
    Considered.NOT_APPLICABLE: "not applicable",
    Considered.TO_DO: "to do",
}
SPEAKERS = {
    SpeakerKind.PERSON: "the person",
    SpeakerKind.CARER: "carer",
    SpeakerKind.FAMILY: "family",
    SpeakerKind.FRIEND: "friend",
    SpeakerKind.NEIGHBOUR: "neighbour",
    SpeakerKind.ADVOCATE: "advocate",
    SpeakerKind.PROFESSIONAL: "professional",
    SpeakerKind.WORKER: "worker",
    SpeakerKind.OTHER: "somebody else",
}
PEERS = {PeerKind.HUDDLE: "huddle", PeerKind.PEER_FORUM: "Peer Forum"}
RESOURCES = {
    ResourceKind.SERVICE: "service",
    ResourceKind.EVENT: "event",
    ResourceKind.EQUIPMENT: "equipment",
    ResourceKind.NETWORK: "own network",
    ResourceKind.INFORMATION: "information and advice",
}
HANDED_OVER = {
    HandedOver.INTRODUCED: "introduced",
    HandedOver.RANG_TOGETHER: "rang together",
    HandedOver.GAVE_DETAILS: "gave details",
}
BASES = {PermissionBasis.CONSENT: "consent", PermissionBasis.BEST_INTERESTS: "best interests"}


def money(pence: int) -> str:
    """An amount in pounds; 0 is free.

    Args:
        pence: the amount in pence, none below 0.
    """
    if not pence:
        return "free"
    pounds, rest = divmod(pence, 100)
    return f"£{pounds:,}.{rest:02}" if rest else f"£{pounds:,}"


def speaker(who: Speaker) -> str:
    """Who said something, or was there: "family, Jo"."""
    kind = SPEAKERS[who.kind]
    return f"{kind}, {who.who}" if who.who else kind


def label(codes: CodeList, code_id: str) -> str:
    """The words for a code; its id where the list has none of that id."""
    code = codes.get(code_id)
    return code.label if code else code_id


def sentence(text: str) -> str:
    """A text with a capital in front."""
    return text[:1].upper() + text[1:]
