"""An adult's eligibility, indicated from what is recorded (R-72); the decision is the worker's alone."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from adapter_core.casework.conversations.telling import Advice
from adapter_core.domain.casework import AdultAnswers
from adapter_core.domain.codes.conversations import ADULT_OUTCOME

SOURCE = "R-72; SI 2015/313, regulation 2"
NEEDED = 2
"""Outcomes that an adult has to be unable to achieve: regulation 2(1)(b)."""


class Indicated(StrEnum):
    """What the answers point to."""

    ELIGIBLE = "eligible"
    NOT_ELIGIBLE = "not_eligible"
    UNDETERMINED = "undetermined"


@dataclass(frozen=True, slots=True)
class Indication:
    """What the answers point to, and why; never a decision.

    Attributes:
        why: a sentence for each condition that is answered.
        missing: what is not answered: `impairment`, ids of the code list `adult_outcome`, `wellbeing_impact`.
    """

    result: Indicated
    why: tuple[str, ...]
    missing: tuple[str, ...]


def indicate(answers: AdultAnswers) -> Indication:
    """Say what the answers point to.

    All three conditions of regulation 2(1) must be met: one that is not met is enough for "not eligible",
    whatever is still open; one that is open, with none that is not met, leaves it undetermined.

    An outcome with a limb of regulation 2(3) and no answer counts as one that cannot be achieved. One with a
    limb that is said to be achieved contradicts itself, and counts as not answered.
    """
    unable, unanswered = _outcomes(answers)
    two_or_more: bool | None = None
    if len(unable) >= NEEDED:
        two_or_more = True
    elif len(unable) + len(unanswered) < NEEDED:
        two_or_more = False
    conditions = (answers.impairment, two_or_more, answers.wellbeing_impact)
    result = Indicated.UNDETERMINED
    if False in conditions:
        result = Indicated.NOT_ELIGIBLE
    elif all(conditions):
        result = Indicated.ELIGIBLE
    missing = (
        *(("impairment",) if answers.impairment is None else ()),
        *(unanswered if two_or_more is None else ()),
        *(("wellbeing_impact",) if answers.wellbeing_impact is None else ()),
    )
    return Indication(result, tuple(_why(answers, two_or_more, len(unable))), missing)


def advise(answers: AdultAnswers) -> list[Advice]:
    """What to look at before the worker's own decision is kept: R-70 to R-72."""
    found = indicate(answers)
    if answers.confirmed is None or found.result is Indicated.UNDETERMINED:
        return []
    if answers.confirmed is (found.result is Indicated.ELIGIBLE):
        return []
    words = "The decision differs from what the answers indicate. It is yours: say why in a decision."
    return [Advice("eligibility_differs", words, SOURCE)]


def _outcomes(answers: AdultAnswers) -> tuple[list[str], list[str]]:
    unable: list[str] = []
    unanswered: list[str] = []
    for code in ADULT_OUTCOME.codes:
        achieved = answers.outcomes.get(code.id)
        limb = code.id in answers.unable
        if achieved is False or (achieved is None and limb):
            unable.append(code.id)
        elif achieved is None or limb:
            unanswered.append(code.id)
    return unable, unanswered


def _why(answers: AdultAnswers, two_or_more: bool | None, unable: int) -> list[str]:  # noqa: FBT001 - three-valued
    why = []
    if answers.impairment is not None:
        are = "arise" if answers.impairment else "do not arise"
        why.append(f"The needs {are} from, or relate to, an impairment or illness: regulation 2(1)(a).")
    if two_or_more is not None:
        number = f"{unable} of the {len(ADULT_OUTCOME.codes)} outcomes cannot be achieved"
        why.append(f"{number}; {NEEDED} are needed: regulation 2(1)(b).")
    if answers.wellbeing_impact is not None:
        there = "is, or is likely to be," if answers.wellbeing_impact else "is not"
        why.append(f"There {there} a significant impact on well-being: regulation 2(1)(c).")
    return why
