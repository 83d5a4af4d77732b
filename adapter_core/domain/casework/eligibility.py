"""Answers from which an adult's eligibility is indicated (R-72; SI 2015/313, regulation 2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Unable(StrEnum):
    """Why an outcome counts as one that the adult is unable to achieve: regulation 2(3)(a) to (d)."""

    WITHOUT_ASSISTANCE = "without_assistance"
    PAIN_DISTRESS = "pain_distress"
    ENDANGERS = "endangers"
    TAKES_LONGER = "takes_longer"


@dataclass(frozen=True, slots=True)
class AdultAnswers:
    """What is recorded about the three conditions; None and what is not there is not answered yet.

    Attributes:
        impairment: whether the needs arise from or are related to an impairment or illness: 2(1)(a).
        outcomes: an id of the code list `adult_outcome` to whether the adult achieves it; False: unable.
        unable: an outcome that cannot be achieved to the limb that makes it so.
        wellbeing_impact: whether there is, or is likely to be, a significant impact on well-being: 2(1)(c).
        wellbeing_areas: ids of `wellbeing_area` that it is on.
        confirmed: the worker's own decision; None while there is none. It is never computed.
        discussion: the discussion of eligibility, which anybody found not eligible must have (R-71).
    """

    impairment: bool | None = None
    outcomes: Mapping[str, bool] = field(default_factory=dict)
    unable: Mapping[str, Unable] = field(default_factory=dict)
    wellbeing_impact: bool | None = None
    wellbeing_areas: tuple[str, ...] = ()
    confirmed: bool | None = None
    discussion: str = ""
