"""Conversations, what came of them, and signposts that are followed up: what these things are.

Standard library only; the rules about them are in `adapter_core.casework`.
"""

from __future__ import annotations

from adapter_core.domain.casework.deliveries import Delivery, DeliveryKind, DeliveryState
from adapter_core.domain.casework.eligibility import AdultAnswers, Unable
from adapter_core.domain.casework.plans import Action, ActionState, Decision, Outcome, Solution
from adapter_core.domain.casework.records import (
    Consideration,
    Considered,
    Context,
    ConversationKind,
    ConversationRecord,
    DutyCheck,
    PassedOver,
    PeerDiscussion,
    PeerKind,
    RecordKind,
    RecordUpdate,
    Speaker,
    SpeakerKind,
    Statement,
)
from adapter_core.domain.casework.refs import PersonRef
from adapter_core.domain.casework.signposts import (
    Claim,
    ClaimBy,
    HandedOver,
    Permission,
    PermissionBasis,
    Reason,
    Resource,
    ResourceKind,
    Signpost,
    SignpostState,
)

__all__ = [
    "Action",
    "ActionState",
    "AdultAnswers",
    "Claim",
    "ClaimBy",
    "Consideration",
    "Considered",
    "Context",
    "ConversationKind",
    "ConversationRecord",
    "Decision",
    "Delivery",
    "DeliveryKind",
    "DeliveryState",
    "DutyCheck",
    "HandedOver",
    "Outcome",
    "PassedOver",
    "PeerDiscussion",
    "PeerKind",
    "Permission",
    "PermissionBasis",
    "PersonRef",
    "Reason",
    "RecordKind",
    "RecordUpdate",
    "Resource",
    "ResourceKind",
    "Signpost",
    "SignpostState",
    "Solution",
    "Speaker",
    "SpeakerKind",
    "Statement",
    "Unable",
]
