"""What the code of a GP practice is worth, by the list of practices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapter_core.checks.rule import Given, ReferenceStatus, Verdict
from adapter_core.checks.rules._states import (
    ASKED_NONE,
    EXPIRED,
    INVALID,
    NOT_APPLICABLE,
    NOT_SUPPORTED,
    RECORDED,
    SOURCE_DOWN,
    day,
)
from adapter_core.domain.findings import Assessment, Batch, Mender
from adapter_core.domain.practices import PracticeStatus
from adapter_core.domain.values import (
    PRACTICE_NONE,
    PRACTICE_NOT_APPLICABLE,
    PracticeNation,
    is_ods_code_shape,
    nation_of_practice_code,
)

if TYPE_CHECKING:
    from datetime import date

    from adapter_core.domain.people import GpRegistration
    from adapter_core.domain.practices import Practice, PracticeList

NOT_CONFIGURED = ReferenceStatus.NOT_CONFIGURED
ON_THE_LIST = frozenset({PracticeNation.ENGLAND, PracticeNation.WALES, None})
"""Nations whose practices the list holds; a code that tells no nation (Y…) is looked up as well."""

LONGEST_CODE = 8

HELP_TO_REGISTER = Assessment(ASKED_NONE, batch=Batch.HELP_TO_REGISTER)
NOT_A_PRACTICE = Assessment(INVALID, who=Mender.HELP_DESK)
DUMMIES: dict[str, Verdict] = {
    PRACTICE_NONE: HELP_TO_REGISTER,
    PRACTICE_NOT_APPLICABLE: NOT_APPLICABLE,
}


def judged(code: str, registration: GpRegistration, given: Given, oldest: int) -> Verdict:
    """Look a code up in the list of practices.

    Args:
        code: the registration's code, normalised.
        registration: the registration.
        given: the list, and the day.
        oldest: how many days old the list may be, for what it does not know to be wrong.
    """
    if code in DUMMIES:
        return DUMMIES[code]
    practices = given.practices
    if practices is None:
        return RECORDED if given.practices_status is NOT_CONFIGURED else SOURCE_DOWN
    practice = practices.get(code)
    if practice is None:
        return _not_listed(code, registration, practices, given, oldest)
    if practice.is_open(given.as_of):
        return RECORDED if practice.is_gp_practice else NOT_A_PRACTICE
    return _not_open(practice, given.as_of)


def _not_open(practice: Practice, on: date) -> Assessment:
    """Tell a practice that closed from one that has yet to open."""
    if practice.status is PracticeStatus.PROPOSED or (practice.opened is not None and practice.opened > on):
        return NOT_A_PRACTICE
    return Assessment(EXPIRED, who=Mender.DATA_QUALITY, batch=Batch.CLOSED_PRACTICE, batch_key=practice.code)


def _not_listed(
    code: str, registration: GpRegistration, practices: PracticeList, given: Given, oldest: int
) -> Verdict:
    """Tell a wrong code from one that the list could not know."""
    if (
        nation_of_practice_code(code) not in ON_THE_LIST
        or (given.as_of - practices.as_of).days > oldest
        or day(registration.start) > practices.as_of
    ):
        return NOT_SUPPORTED
    # A key is printed in lists of work: free text in the code's column may be the name of a person.
    is_code = is_ods_code_shape(code) and len(code) <= LONGEST_CODE and not code.isalpha()
    return Assessment(
        INVALID, who=Mender.HELP_DESK, batch=Batch.UNKNOWN_PRACTICE, batch_key=code if is_code else ""
    )
