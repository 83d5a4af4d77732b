"""Signposting that ends a conversation: the closing reason, and the evidence that it is safe (G-11, R-70)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from adapter_core.casework.signposting import states
from adapter_core.domain.casework.signposts import ResourceKind
from adapter_core.domain.codes.conversations import CLOSING_REASON

if TYPE_CHECKING:
    from adapter_core.domain.casework.records import ConversationRecord

SIGNPOSTING, DIED = "signposting", "person_deceased"
_ENDS_BY_SIGNPOSTING = ("connected", "advice", "stable")
_GOES_ON = ("long_term_support", "funded_support", "assessment", "safeguarding", "short_term_placement")
"""Results after which there is further action, whoever was signposted besides."""


@dataclass(frozen=True, slots=True)
class Closing:
    """Why there is no further action, and what shows that it is safe.

    Attributes:
        reason: an id of the code list `closing_reason`; what the form calls it is `label`.
        support_plan_row: whether the form wants a row in its support plan, as for any support or
            information and advice (K-61).
        evidence: what the person was connected to, one line each, and how they can be supported safely.
    """

    reason: str
    support_plan_row: bool = False
    evidence: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """The reason in the form's own words."""
        code = CLOSING_REASON.get(self.reason)
        return code.label if code is not None else self.reason


def closing_reason(record: ConversationRecord) -> Closing | None:
    """The closing reason that a conversation's end yields; None where it goes on, or another one applies.

    Args:
        record: a conversation, ended or not.
    """
    if record.ended_how == "died":
        return Closing(DIED)
    if record.ended_how not in _ENDS_BY_SIGNPOSTING or record.assessment_requested:
        return None
    if any(each in _GOES_ON for each in record.led_to) or record.long_term_plan:
        return None
    evidence = _evidence(record)
    given = bool(record.signposts) or record.ended_how == "advice" or "advice" in record.led_to
    return Closing(SIGNPOSTING, support_plan_row=True, evidence=evidence) if given else None


def _evidence(record: ConversationRecord) -> tuple[str, ...]:
    lines = []
    for signpost in record.signposts:
        resource = signpost.resource
        if signpost.state in states.ENDS and signpost.state.value == "entered-in-error":
            continue
        ask = f", ask for {resource.contact_name}" if resource.contact_name else ""
        due = f"; followed up on {signpost.due.isoformat()}" if signpost.due is not None else ""
        kind = "Advice" if resource.kind is ResourceKind.INFORMATION else "Connected to"
        lines.append(f"{kind}: {resource.name}{ask}{due}")
    if record.support_safe:
        lines.append(record.support_safe)
    return tuple(lines)
