"""Is it an outcome, or a solution (R-60 to R-63)? Advice alone: what a person said stays as they said it."""

from __future__ import annotations

import re

from adapter_core.casework.conversations.telling import Advice
from adapter_core.domain.casework import Outcome

SOURCE = "R-61 to R-63"

QUESTIONS = (
    "What would it give you?",
    "What would it do for you?",
    "What would it make possible for you?",
)
"""The three test questions (R-61)."""

_ARTICLE = r"(?:(?:a|an|some|more|another|my own|our own|her own|his own|the|new|extra)\s+)+"
_HAVE = r"(?:have|get|own|buy|receive|be given|be provided with|be offered)"
_HAVING = re.compile(
    rf"(?:i(?:'d| would)?\s+(?:want|need|like)\s+(?:to\s+{_HAVE}\s+)?|(?:to\s+)?(?:{_HAVE}|need)\s+)"
    rf"(?:{_ARTICLE}|(?=home care|respite|equipment|carers\b|direct payment))"
)
_DOING = re.compile(
    r"(?:\w+\s+)?(?:bath|shower|wash|chat|job|rest|meal|drink|walk|laugh|say|choice|life|routine|sleep|"
    r"friends?|conversation|lie-in|cup|break|understanding|reason|sense|feeling|look|good|better|night|"
    r"time|energy|company|contact|confidence|control|independence|fun)\b"
)
"""After "have a": things that people do or feel. "To have a bath by myself" is no solution."""

_FIRST_WORDS = 200
"""How many characters of a text are looked at."""

_SERVICE = re.compile(
    r"(?:\d+\s*(?:x|times|hours?(?: of)?)\s+)?"
    rf"(?:{_ARTICLE})?"
    r"(?:home care|domiciliary care|package of care|care package|care home|residential care|nursing home|"
    r"day (?:centre|care|service)|respite|sheltered housing|extra care|supported living|meals on wheels|"
    r"direct payment|personal budget|support worker|personal assistant|befriending|wheelchair|stairlift|"
    r"hoist|grab rails?|walking frame|commode|key ?safe|pendant alarm|telecare|equipment|referral|"
    r"assessment)\b"
)


def looks_like_a_solution(text: str) -> bool:
    """Whether a text names something to have, rather than what it would make possible.

    A guess from its first words: it is never more than a question to the worker.
    """
    words = " ".join(text[:_FIRST_WORDS].casefold().split()).lstrip("\"'\u2018\u201c- ")
    having = _HAVING.match(words)
    if having:
        return not _DOING.match(words, having.end())
    return _SERVICE.match(words) is not None


def unanswered(outcome: Outcome) -> tuple[str, ...]:
    """The test questions that have no answer."""
    answers = (outcome.would_give, outcome.would_do, outcome.would_make_possible)
    return tuple(question for question, answer in zip(QUESTIONS, answers, strict=True) if not answer.strip())


def advise(outcome: Outcome, number: int = 1) -> list[Advice]:
    """What to ask about an outcome that looks like a solution.

    Args:
        outcome: the outcome.
        number: which of the record's outcomes it is, counted from 1.
    """
    if not looks_like_a_solution(outcome.text):
        return []
    words = f"Outcome {number} looks like a solution: something to have. "
    open_questions = unanswered(outcome)
    if open_questions:
        words += "Ask: " + " ".join(open_questions)
    else:
        words += "The three answers may be the outcomes: write them so, and this one as a solution."
    return [Advice("outcome_or_solution", words, SOURCE)]
