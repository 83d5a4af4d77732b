"""Gender and the equality questions of carers forms (D-02 to D-05), and plain yes or no."""

from __future__ import annotations

from adapter_core.domain.codes.model import Code, CodeList
from adapter_core.domain.states import State

_UNKNOWN = State.UNKNOWN_RECORDED
_DECLINED = State.DECLINED

GENDER = CodeList(
    "gender",
    "Gender on the record",
    "K-13, not D-02 (D-09); NHS Data Dictionary, PERSON STATED GENDER CODE; PDS",
    (
        Code("male", "Male", aliases=("M", "1")),
        Code("female", "Female", aliases=("F", "2")),
        Code("indeterminate", "Indeterminate", aliases=("9", "Other")),
        Code("not_known", "Not known", _UNKNOWN, ("X", "0", "Unknown", "Not recorded")),
    ),
)


def _not_answered(declined: tuple[str, ...] = (), not_asked: tuple[str, ...] = ()) -> tuple[Code, Code]:
    """Build the two ends of every question of the Person Details form.

    "Question not asked" completes the form and is missing data all the same (D-08).
    """
    return (
        Code("prefer_not_to_say", "Prefer not to say", _DECLINED, declined),
        Code("question_not_asked", "Question not asked", _UNKNOWN, not_asked),
    )


STATED_GENDER = CodeList(
    "stated_gender",
    "What best describes your gender?",
    "D-02; NHS Data Dictionary, GENDER IDENTITY CODE (June 2026)",
    (
        Code("female", "Female", aliases=("2",)),
        Code("male", "Male", aliases=("1",)),
        Code("non_binary", "Non-binary", aliases=("3",)),
        Code("self_describe", "Prefer to self-describe", aliases=("4",)),
        *_not_answered(("Z",), ("X",)),
    ),
)

TRANS = CodeList(
    "trans",
    "Do you identify as trans?",
    "D-03",
    (Code("yes", "Yes", aliases=("Y",)), Code("no", "No", aliases=("N",)), *_not_answered()),
)

GENDER_SAME_AS_BIRTH = CodeList(
    "gender_same_as_birth",
    "Is your gender identity the same as the sex you were assigned at birth?",
    "D-04; NHS Data Dictionary, GENDER IDENTITY SAME AT BIRTH INDICATOR",
    (
        Code("yes", "Yes", aliases=("Y",)),
        Code("no", "No", aliases=("N",)),
        *_not_answered(("Z",), ("X",)),
    ),
)

# DCB2094's U ("asked, does not know or is not sure") has no counterpart among the six of D-05, and is
# left for a mapping to place.
SEXUAL_ORIENTATION = CodeList(
    "sexual_orientation",
    "What is your sexual orientation?",
    "D-05; DCB2094",
    (
        Code("bisexual", "Bi/bisexual", aliases=("3", "Bi")),
        Code("gay_or_lesbian", "Gay/lesbian", aliases=("2", "Gay or Lesbian", "Gay", "Lesbian")),
        Code("heterosexual", "Heterosexual/straight", aliases=("1", "Heterosexual or Straight", "Straight")),
        Code("self_describe", "Prefer to self-describe", aliases=("4",)),
        *_not_answered(("Z",), ("9",)),
    ),
)

YES_NO = CodeList(
    "yes_no",
    "Yes or no",
    "P-03; Client Level Data, Has Unpaid Carer",
    (
        Code("yes", "Yes", aliases=("Y", "True", "1")),
        Code("no", "No", aliases=("N", "False", "0")),
        Code("not_known", "Not known", _UNKNOWN, ("Unknown", "Question not asked")),
        Code("declined", "Declined", _DECLINED, ("Refused", "Prefer not to say")),
    ),
)

ANSWER = CodeList(
    "answer",
    "An answer in place of a value",
    "P-04",
    (
        Code("asked_none", "Asked: there is none", State.ASKED_NONE, ("None exists", "Asked, none")),
        Code("declined", "Declined to say", _DECLINED, ("Declined", "Refused", "Prefer not to say")),
        Code("not_known", "Not known", _UNKNOWN, ("Unknown", "Question not asked")),
    ),
)
