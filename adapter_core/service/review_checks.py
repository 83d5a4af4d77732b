"""What makes a decision one that can be kept, whether it comes alone or as a row of a file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from adapter_core.domain.findings import Decision
from adapter_core.domain.values import nhs_number_problem

if TYPE_CHECKING:
    from datetime import date

    from adapter_core.domain.states import State
    from adapter_core.store import RunInfo

LONGEST_NOTE = 500
_TEN_DIGITS = re.compile(r"(?<!\d)\d{3}[ -]?\d{3}[ -]?\d{4}(?!\d)")


class Refused(Exception):
    """A decision that cannot be kept: code and one plain sentence."""

    def __init__(self, code: str, reason: str) -> None:
        self.code, self.reason = code, reason
        super().__init__(code)


def still_open(state: State | None) -> State:
    """The state of a gap; FP-0701 where there is none."""
    if state is None:
        raise Refused("FP-0701", "There is no open gap of that person under that rule.")
    return state


def check_until(decision: Decision, until: date | None, run: RunInfo) -> None:
    """Refuse (FP-0703) a snooze without a day to come, and a day for anything else."""
    if decision is Decision.SNOOZED:
        if until is None:
            raise Refused("FP-0703", "A snoozed gap needs the day on which it comes back.")
        if until <= run.as_of:
            raise Refused("FP-0703", f"The day has to be after {run.as_of:%d/%m/%Y}.")
    elif until is not None:
        raise Refused("FP-0703", "Only a snoozed gap has a day on which it comes back.")


def check_note(note: str) -> None:
    """Refuse (FP-0710) a note that is too long, or that holds an NHS number."""
    if len(note) > LONGEST_NOTE:
        raise Refused("FP-0710", f"The note is longer than {LONGEST_NOTE} characters.")
    if any(nhs_number_problem(found, allow_synthetic=True) is None for found in _TEN_DIGITS.findall(note)):
        raise Refused("FP-0710", "The note holds an NHS number.")
