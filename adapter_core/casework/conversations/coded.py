"""Codes of a record that no code list has."""

from __future__ import annotations

from collections.abc import Iterator

from adapter_core.casework.conversations.telling import Problem
from adapter_core.domain.casework import AdultAnswers, ConversationRecord
from adapter_core.domain.codes import CodeList
from adapter_core.domain.codes.conversations import (
    ADULT_OUTCOME,
    CONSIDERATION,
    CONTACT_METHOD,
    CONVERSATION_END,
    CONVERSATION_RESULT,
    CORE_DUTY,
    DECISION_KIND,
    PROMPT,
    WELLBEING_AREA,
)


def unknown_codes(record: ConversationRecord) -> Iterator[Problem]:
    """Each code of a record that its code list does not have."""
    for where, codes, code in _codes(record):
        if codes.get(code) is None:
            yield Problem(
                "FP-1006",
                where,
                f'What stands there is none of "{codes.title}".',
                f"Choose one of: {', '.join(each.id for each in codes.codes)}.",
            )


def _codes(record: ConversationRecord) -> Iterator[tuple[str, CodeList, str]]:
    yield from _of_entries(record)
    if record.eligibility is not None:
        yield from _of_answers(record.eligibility)
    if record.method:
        yield "method", CONTACT_METHOD, record.method
    if record.ended_how:
        yield "ended_how", CONVERSATION_END, record.ended_how
    for number, code in enumerate(record.led_to, 1):
        yield f"led_to.{number}", CONVERSATION_RESULT, code
    for number, code in enumerate(record.prompts, 1):
        yield f"prompts.{number}", PROMPT, code


def _of_entries(record: ConversationRecord) -> Iterator[tuple[str, CodeList, str]]:
    for number, consideration in enumerate(record.considerations, 1):
        yield f"considerations.{number}.item", CONSIDERATION, consideration.item
    for number, decision in enumerate(record.decisions, 1):
        yield f"decisions.{number}.kind", DECISION_KIND, decision.kind
    for number, duty in enumerate(record.duties, 1):
        yield f"duties.{number}.duty", CORE_DUTY, duty.duty


def _of_answers(answers: AdultAnswers) -> Iterator[tuple[str, CodeList, str]]:
    for code in {**answers.outcomes, **answers.unable}:
        yield "eligibility.outcomes", ADULT_OUTCOME, code
    for code in answers.wellbeing_areas:
        yield "eligibility.wellbeing_areas", WELLBEING_AREA, code
