"""The canonical code lists: what a coded field may hold, and what each code says.

A mapping translates a source's codes into these ids once; from there on, rules, reports and national
returns speak one language. A code may be an answer in itself: "refused" is no ethnicity, it says that
the person would not tell. Such a code carries the state that it stands for (P-04).
"""

from __future__ import annotations

from collections.abc import Mapping

from adapter_core.domain.codes.casework import (
    AUTHORITY,
    CAPACITY_AREA,
    CAPACITY_OUTCOME,
    CLOSED,
    NHS_NUMBER_STATUS,
    OPEN,
    OPEN_STEP_STATUSES,
    PLANNED,
    STEP_STATUS,
    is_open_step,
)
from adapter_core.domain.codes.client_level_data import (
    ACCOMMODATION,
    CLIENT_TYPE,
    EMPLOYMENT,
    PRIMARY_SUPPORT_REASON,
    SETTLED,
    UNSETTLED,
    is_settled,
)
from adapter_core.domain.codes.communication import COMMUNICATION_NEED, CommunicationSubset
from adapter_core.domain.codes.conversations import (
    ADULT_OUTCOME,
    CLOSING_REASON,
    CONSIDERATION,
    CONTACT_METHOD,
    CONVERSATION_END,
    CONVERSATION_RESULT,
    CORE_DUTY,
    DECISION_KIND,
    PROMPT,
    WELLBEING_AREA,
)
from adapter_core.domain.codes.equality import (
    ANSWER,
    GENDER,
    GENDER_SAME_AS_BIRTH,
    SEXUAL_ORIENTATION,
    STATED_GENDER,
    TRANS,
    YES_NO,
)
from adapter_core.domain.codes.ethnicity import ETHNICITY
from adapter_core.domain.codes.model import Code, CodeList

__all__ = [
    "CLOSED",
    "CODE_LISTS",
    "OPEN",
    "OPEN_STEP_STATUSES",
    "PLANNED",
    "SETTLED",
    "UNSETTLED",
    "Code",
    "CodeList",
    "CommunicationSubset",
    "is_open_step",
    "is_settled",
]

CODE_LISTS: Mapping[str, CodeList] = {
    codes.name: codes
    for codes in (
        ETHNICITY,
        EMPLOYMENT,
        ACCOMMODATION,
        CLIENT_TYPE,
        PRIMARY_SUPPORT_REASON,
        GENDER,
        STATED_GENDER,
        TRANS,
        GENDER_SAME_AS_BIRTH,
        SEXUAL_ORIENTATION,
        YES_NO,
        ANSWER,
        NHS_NUMBER_STATUS,
        COMMUNICATION_NEED,
        AUTHORITY,
        CAPACITY_AREA,
        CAPACITY_OUTCOME,
        STEP_STATUS,
        PROMPT,
        CONSIDERATION,
        CORE_DUTY,
        CONTACT_METHOD,
        DECISION_KIND,
        CONVERSATION_END,
        CONVERSATION_RESULT,
        CLOSING_REASON,
        ADULT_OUTCOME,
        WELLBEING_AREA,
    )
}
"""Every canonical code list by name; `FieldSpec.codes` and the `codes` of a mapping name one of these."""
