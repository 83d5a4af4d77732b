"""What the rules of the approach advise about a record (C-10 to C-18, C-27, C-28, R-05, R-17, R-40, R-70).

Each is advice. None blocks anything; where one is passed over, the record may say why (A-14). Where a Care
Act assessment was asked for, nothing is said that could be read as a reason to wait.
"""

from __future__ import annotations

from adapter_core.casework.conversations.history import History
from adapter_core.casework.conversations.practice_rules import RULES, PracticeRule
from adapter_core.casework.conversations.telling import Advice
from adapter_core.domain.casework import ConversationRecord, RecordKind

ASSESSMENT = Advice(
    "care_act_assessment",
    "An assessment under the Care Act was asked for: it goes ahead, whatever else is advised here.",
    "Care Act 2014, sections 9 and 10",
)

__all__ = ["ASSESSMENT", "RULES", "History", "PracticeRule", "advise", "is_conversation"]


def is_conversation(record: ConversationRecord) -> bool:
    """Whether it is a conversation's record; the rules say nothing about a case note (R-90)."""
    return record.record is RecordKind.CONVERSATION


def advise(record: ConversationRecord, history: History) -> list[Advice]:
    """What the rules advise; those that were passed over with a reason stand there as such.

    A rule that is named as passed over without a reason is advised like any other.
    """
    if not is_conversation(record):
        return [ASSESSMENT] if record.assessment_requested else []
    reasons = {each.rule for each in record.passed_over if each.why.strip()}
    found = [ASSESSMENT] if record.assessment_requested else []
    for rule in RULES:
        if record.assessment_requested and rule.silent_for_assessment:
            continue
        if rule.is_broken(record, history):
            found.append(Advice(rule.id, rule.words, rule.source, rule.id in reasons))
    return found
