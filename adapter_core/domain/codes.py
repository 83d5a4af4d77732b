"""The canonical code lists: what a coded field may hold, and what each code says.

A mapping translates a source's codes into these ids once; from there on, rules, reports and national
returns speak one language. A code may be an answer in itself: "refused" is no ethnicity, it says that
the person would not tell. Such a code carries the state that it stands for (P-04).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from adapter_core.domain.states import State

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Code:
    """One code of a list.

    Attributes:
        id: stable slug; what records hold.
        label: the words of the source of the list, as people see them.
        state: what choosing it says about the field: `RECORDED`, or the answer it stands for.
        aliases: other spellings met in sources, national codes among them.
        group: the part of the list that it belongs to, where the list has parts: the first of the two
            levels of ethnicity (P-17), settled or not, open or closed, the subset of a standard.
    """

    id: str
    label: str
    state: State = State.RECORDED
    aliases: tuple[str, ...] = ()
    group: str | None = None

    @property
    def value(self) -> str | State:
        """What a record holds: the id, or the state where the code is an answer of that state."""
        return self.id if self.state is State.RECORDED else self.state


@dataclass(frozen=True, slots=True)
class CodeList:
    """A named list of codes, in the order of its source.

    Attributes:
        name: the name that a `FieldSpec` and a mapping use.
        title: what it is a list of, in plain words.
        source: the requirement, standard or return that it is taken from.
        codes: the codes.

    Raises:
        ValueError: if two codes can be written alike: a text must never have two meanings.
    """

    name: str
    title: str
    source: str
    codes: tuple[Code, ...]
    _values: Mapping[str, str | State] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Index every spelling, both as written and as compared."""
        meant: dict[str, Code] = {}
        for code in self.codes:
            for spelling in (code.id, code.label, *code.aliases):
                if meant.setdefault(_comparable(spelling), code) is not code:
                    raise ValueError(f"code list {self.name}: {spelling!r} means two codes")
        values = {spelling: code.value for spelling, code in meant.items()}
        for code in self.codes:
            values |= dict.fromkeys((code.id, code.label, *code.aliases), code.value)
        object.__setattr__(self, "_values", values)

    def resolve(self, text: str) -> str | State | None:
        """Find what a text means: an id, a label or an alias.

        Upper and lower case are alike, as are ` - ` and `:` (A-20; Client Level Data writes "White -
        Irish" in release 1 and "White: Irish" in release 2), `&` and "and", and any run of spaces.

        Returns:
            The id of the code; the state that it stands for (a `State`, so ask `isinstance`); or None
            where the list has no such code, which is for the caller to report: nothing is guessed.
        """
        values = self._values
        return values[text] if text in values else values.get(_comparable(text))

    def get(self, code_id: str) -> Code | None:
        """The code of exactly this id, or None."""
        return next((code for code in self.codes if code.id == code_id), None)

    def in_group(self, group: str) -> tuple[Code, ...]:
        """The codes of one part of the list, in order; none if it has no such part."""
        return tuple(code for code in self.codes if code.group == group)


_SEPARATOR = re.compile(r"\s*:\s*|\s+[-\u2013\u2014]\s+")
_SLASH = re.compile(r"\s*/\s*")


def _comparable(text: str) -> str:
    text = _SEPARATOR.sub(": ", text.casefold())
    return " ".join(_SLASH.sub("/", text).replace("&", " and ").split())


_UNKNOWN = State.UNKNOWN_RECORDED
_DECLINED = State.DECLINED


# --- Ethnicity --------------------------------------------------------------------------------------

_ETHNIC_GROUPS = {
    "white": ("White",),
    "mixed": ("Mixed", "Mixed or Multiple ethnic groups"),
    "asian": ("Asian or Asian British", "Asian, Asian British or Asian Welsh"),
    "black": (
        "Black, Black British, Caribbean or African",
        "Black, Black British, Black Welsh, Caribbean or African",
    ),
    "other": ("Other", "Other ethnic group"),
}


_REST = "Any other background"


def _ethnicity(group: str, slug: str, label: str, *others: str, alone: tuple[str, ...] = ()) -> Code:
    """Build a category, so that each of its names is found under each heading that its group goes by.

    The label is found without a heading as well, and so are the spellings in `alone`.
    """
    first, *rest = [f"{heading}: {name}" for heading in _ETHNIC_GROUPS[group] for name in (label, *others)]
    return Code(f"{group}_{slug}", first, aliases=(*rest, label, *alone), group=group)


_WHITE_BRITISH = "English, Welsh, Scottish, Northern Irish or British"
_MIXED_OTHER = "Any other Mixed or Multiple ethnic background"
_MIXED_OTHERS = ("Any other Mixed background", "Other Mixed or Multiple ethnic groups")
_BLACK_OTHER = "Any other Black, Black British or Caribbean background"
_BLACK_OTHERS = ("Any other Black background", "Other Black")

# The letters of the 2001 list (16+1) are no aliases, on purpose: C ("any other White") may be Roma, and
# S ("any other") may be Arab. Which is meant is for a council's own mapping to say.
_ETHNICITY = CodeList(
    "ethnicity",
    "Ethnicity",
    "P-03, P-17, K-14, K-15; census 2021 of England and Wales, 19 categories, as in Client Level Data",
    (
        _ethnicity("white", "british", _WHITE_BRITISH, "British", alone=("White British",)),
        _ethnicity("white", "irish", "Irish", alone=("White Irish",)),
        _ethnicity("white", "gypsy_or_irish_traveller", "Gypsy or Irish Traveller"),
        _ethnicity("white", "roma", "Roma"),
        _ethnicity(
            "white", "other", "Any other White background", "Other White", _REST, alone=("Other White",)
        ),
        _ethnicity("mixed", "white_and_black_caribbean", "White and Black Caribbean"),
        _ethnicity("mixed", "white_and_black_african", "White and Black African"),
        _ethnicity("mixed", "white_and_asian", "White and Asian"),
        _ethnicity("mixed", "other", _MIXED_OTHER, *_MIXED_OTHERS, _REST, alone=_MIXED_OTHERS),
        _ethnicity("asian", "indian", "Indian"),
        _ethnicity("asian", "pakistani", "Pakistani"),
        _ethnicity("asian", "bangladeshi", "Bangladeshi"),
        _ethnicity("asian", "chinese", "Chinese"),
        _ethnicity(
            "asian", "other", "Any other Asian background", "Other Asian", _REST, alone=("Other Asian",)
        ),
        _ethnicity("black", "caribbean", "Caribbean", alone=("Black Caribbean",)),
        _ethnicity("black", "african", "African", alone=("Black African",)),
        _ethnicity("black", "other", _BLACK_OTHER, *_BLACK_OTHERS, _REST, alone=_BLACK_OTHERS),
        _ethnicity("other", "arab", "Arab"),
        _ethnicity("other", "any", "Any other ethnic group", _REST),
        Code("refused", "No data - Refused", _DECLINED, ("Prefer not to say", "Declined", "Not stated")),
        Code(
            "not_known",
            "No data - Undeclared or Not known",
            _UNKNOWN,
            ("Undeclared or Not known", "Not known", "Unknown", "Question not asked", "Not recorded"),
        ),
    ),
)


# --- Client Level Data ------------------------------------------------------------------------------

_EMPLOYMENT = CodeList(
    "employment",
    "Employment status",
    "P-03, P-14, K-17; Client Level Data, release 1 (February 2023)",
    (
        Code("paid_under_16_hours", "Paid: Less than 16 hours a week"),
        Code("paid_16_hours_or_more", "Paid: 16 or more hours a week"),
        Code("not_paid_seeking_work", "Not in Paid Employment (seeking work)"),
        Code("not_paid_not_seeking_work", "Not in Paid Employment (not actively seeking work / retired)"),
        Code("voluntary_work_only", "Not in Paid Employment (voluntary work only)"),
        Code("paid_hours_unknown", "Paid: Hours per week unknown"),
        Code("unknown", "Unknown", _UNKNOWN, ("Not known",)),
    ),
)

SETTLED = "settled"
UNSETTLED = "unsettled"

_ACCOMMODATION = CodeList(
    "accommodation",
    "Accommodation status",
    "P-03; Client Level Data, release 1; settled and unsettled as in ASCOF",
    (
        Code("owner_occupier", "Owner occupier or shared ownership scheme", group=SETTLED),
        Code("tenant", "Tenant", group=SETTLED),
        Code("tenant_private_landlord", "Tenant - private landlord", group=SETTLED),
        Code(
            "settled_with_family_or_friends",
            "Settled mainstream housing with family / friends",
            group=SETTLED,
        ),
        Code(
            "supported_accommodation",
            "Supported accommodation / supported lodgings / supported group home",
            group=SETTLED,
        ),
        Code("shared_lives", "Shared Lives scheme", group=SETTLED),
        Code(
            "approved_premises",
            "Approved premises for offenders released from prison or under probation supervision",
            group=SETTLED,
        ),
        Code(
            "sheltered_housing",
            "Sheltered housing / extra care housing / other sheltered housing",
            group=SETTLED,
        ),
        Code(
            "mobile_accommodation",
            "Mobile accommodation for Gypsy / Roma and Traveller communities",
            group=SETTLED,
        ),
        Code("rough_sleeper", "Rough sleeper / squatting", group=UNSETTLED),
        Code("night_shelter", "Night shelter / emergency hostel / direct access hostel", group=UNSETTLED),
        Code("refuge", "Refuge", group=UNSETTLED),
        Code(
            "temporary_by_council",
            "Placed in temporary accommodation by the council (inc. homelessness resettlement)",
            aliases=(
                "Placed in temporary accommodation by the council (including homelessness resettlement)",
            ),
            group=UNSETTLED,
        ),
        Code(
            "guest_of_family_or_friends",
            "Staying with family / friends as a short-term guest",
            group=UNSETTLED,
        ),
        Code(
            "healthcare_facility",
            "Acute / long-term healthcare residential facility or hospital",
            group=UNSETTLED,
        ),
        Code("care_home", "Registered care home", group=UNSETTLED),
        Code("nursing_home", "Registered nursing home", group=UNSETTLED),
        Code("prison", "Prison / Young offenders institution / detention centre", group=UNSETTLED),
        Code("other_temporary", "Other temporary accommodation", group=UNSETTLED),
        Code("unknown", "Unknown", _UNKNOWN, ("Not known",)),
    ),
)


def is_settled(accommodation: str) -> bool | None:
    """Whether an id of `accommodation` is settled accommodation (ASCOF).

    Returns:
        True or False; None for "unknown" and for any other text. (The national analysis counts unknown
        as unsettled; here it stays what it is.)
    """
    code = _ACCOMMODATION.get(accommodation)
    return None if code is None or code.group is None else code.group == SETTLED


_CLIENT_TYPE = CodeList(
    "client_type",
    "Client type",
    "Client Level Data, releases 1 and 2",
    (
        Code("service_user", "Service User"),
        Code("carer", "Carer", aliases=("Unpaid carer",)),
        Code(
            "carer_known_by_association",
            "Carer known by association",
            aliases=("Unpaid carer known by association",),
        ),
    ),
)

_PRIMARY_SUPPORT_REASON = CodeList(
    "primary_support_reason",
    "Primary support reason",
    "Client Level Data, release 2",
    (
        Code("physical_access_and_mobility", "Physical support: Access and mobility only", group="physical"),
        Code("physical_personal_care", "Physical support: Personal care support", group="physical"),
        Code("sensory_visual", "Sensory support: Support for visual impairment", group="sensory"),
        Code("sensory_hearing", "Sensory support: Support for hearing impairment", group="sensory"),
        Code("sensory_dual", "Sensory support: Support for dual impairment", group="sensory"),
        Code("memory_and_cognition", "Support with memory and cognition", group="memory_and_cognition"),
        Code("learning_disability", "Learning disability support", group="learning_disability"),
        Code("mental_health", "Mental health support", group="mental_health"),
        Code("social_substance_misuse", "Social support: Substance misuse support", group="social"),
        Code("social_asylum_seeker", "Social support: Asylum seeker support", group="social"),
        Code(
            "social_isolation_or_other",
            "Social support: Support for social isolation / other",
            group="social",
        ),
        Code(
            "social_unpaid_carer",
            "Social support: Support to unpaid carer",
            aliases=("Social support: Support to carer",),
            group="social",
        ),
        Code("unknown", "Unknown", _UNKNOWN, ("Not known",)),
    ),
)


# --- The person -------------------------------------------------------------------------------------

_GENDER = CodeList(
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


_STATED_GENDER = CodeList(
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

_TRANS = CodeList(
    "trans",
    "Do you identify as trans?",
    "D-03",
    (Code("yes", "Yes", aliases=("Y",)), Code("no", "No", aliases=("N",)), *_not_answered()),
)

_GENDER_SAME_AS_BIRTH = CodeList(
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
_SEXUAL_ORIENTATION = CodeList(
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

_YES_NO = CodeList(
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

_ANSWER = CodeList(
    "answer",
    "An answer in place of a value",
    "P-04",
    (
        Code("asked_none", "Asked: there is none", State.ASKED_NONE, ("None exists", "Asked, none")),
        Code("declined", "Declined to say", _DECLINED, ("Declined", "Refused", "Prefer not to say")),
        Code("not_known", "Not known", _UNKNOWN, ("Unknown", "Question not asked")),
    ),
)

_NHS_NUMBER_STATUS = CodeList(
    "nhs_number_status",
    "Whether the NHS number was traced",
    "NHS Data Dictionary, NHS NUMBER STATUS INDICATOR CODE",
    (
        Code("verified", "Number present and verified", aliases=("01", "1")),
        Code("unverified", "Number present but not traced", aliases=("02", "2")),
        Code("trace_required", "Trace required", aliases=("03", "3")),
        Code("no_match", "Trace attempted - No match or multiple match found", aliases=("04", "4")),
        Code(
            "conflict",
            "Trace needs to be resolved - (NHS number or patient detail conflict)",
            aliases=("05", "5"),
        ),
        Code("trace_in_progress", "Trace in progress", aliases=("06", "6")),
        Code("trace_not_required", "Number not present and trace not required", aliases=("07", "7")),
        Code("trace_postponed", "Trace postponed (baby under six weeks old)", aliases=("08", "8")),
    ),
)


class CommunicationSubset(StrEnum):
    """The four subsets of needs in the Accessible Information Standard (DAPB1605)."""

    CONTACT_METHOD = "contact_method"
    INFORMATION_FORMAT = "information_format"
    PROFESSIONAL = "communication_professional"
    SUPPORT = "communication_support"


_CONTACT = CommunicationSubset.CONTACT_METHOD
_FORMAT = CommunicationSubset.INFORMATION_FORMAT
_PROFESSIONAL = CommunicationSubset.PROFESSIONAL
_SUPPORT = CommunicationSubset.SUPPORT

# Local slugs: the standard's own SNOMED CT codes need a licence, and none of them was verified.
_COMMUNICATION_NEED = CodeList(
    "communication_need",
    "Communication and accessible information needs",
    "P-03, P-06; Accessible Information Standard, DAPB1605, subsets only; ids and labels are ours",
    (
        Code("email", "Contact by e-mail", aliases=("Email", "E-mail"), group=_CONTACT),
        Code("letter", "Contact by letter", aliases=("Letter",), group=_CONTACT),
        Code("telephone", "Contact by telephone", aliases=("Telephone",), group=_CONTACT),
        Code("text_message", "Contact by text message", aliases=("SMS", "Text message"), group=_CONTACT),
        Code("sms_relay", "Contact by text relay", aliases=("Text relay", "SMS relay"), group=_CONTACT),
        Code("easy_read", "Easy Read", aliases=("Easyread",), group=_FORMAT),
        Code("large_print", "Large print", group=_FORMAT),
        Code("braille", "Braille", group=_FORMAT),
        Code("audio", "Audio", group=_FORMAT),
        Code("bsl_video", "British Sign Language video", aliases=("BSL video",), group=_FORMAT),
        Code(
            "bsl_interpreter",
            "British Sign Language interpreter",
            aliases=("BSL interpreter",),
            group=_PROFESSIONAL,
        ),
        Code("deafblind_manual_interpreter", "Deafblind manual interpreter", group=_PROFESSIONAL),
        Code("lipspeaker", "Lipspeaker", group=_PROFESSIONAL),
        Code("notetaker", "Notetaker", aliases=("Note taker",), group=_PROFESSIONAL),
        Code("speech_to_text_reporter", "Speech-to-text reporter", group=_PROFESSIONAL),
        Code("advocate", "Advocate", group=_SUPPORT),
        Code(
            "hearing_aid_user",
            "Uses a hearing aid",
            aliases=("Hearing aid user", "Hearing aid"),
            group=_SUPPORT,
        ),
        Code("lip_reads", "Lip-reads", aliases=("Lipreads", "Lip reads"), group=_SUPPORT),
        Code("communication_aid", "Uses a communication aid", group=_SUPPORT),
        Code(
            "longer_appointment",
            "Needs a longer appointment",
            aliases=("Longer appointment",),
            group=_SUPPORT,
        ),
    ),
)


# --- Representatives and capacity -------------------------------------------------------------------

_AUTHORITY = CodeList(
    "authority",
    "By what authority somebody acts for the person",
    "P-02, P-03, A-06; Office of the Public Guardian",
    (
        Code("lpa_property_financial", "Lasting power of attorney: property and financial affairs"),
        Code("lpa_health_welfare", "Lasting power of attorney: health and welfare"),
        Code("epa", "Enduring power of attorney", aliases=("EPA",)),
        Code("deputy_property", "Court of Protection deputy: property and affairs"),
        Code("deputy_welfare", "Court of Protection deputy: personal welfare"),
        Code("dwp_appointee", "DWP appointee", aliases=("Appointee",)),
        Code("informal_financial_rep", "Informal financial representative"),
    ),
)

_CAPACITY_AREA = CodeList(
    "capacity_area",
    "What kind of decision capacity was assessed for",
    "P-07, R-21; Mental Capacity Act 2005: capacity is for a decision, never in general",
    (
        Code("finance", "Property and finances", aliases=("Finances",)),
        Code("welfare", "Health and welfare"),
        Code("other", "Another decision"),
    ),
)

_CAPACITY_OUTCOME = CodeList(
    "capacity_outcome",
    "What a capacity assessment found",
    "P-07, R-21; Mental Capacity Act 2005, section 2",
    (
        Code("has_capacity", "Has capacity"),
        Code("lacks_capacity", "Lacks capacity"),
    ),
)


# --- Work -------------------------------------------------------------------------------------------

OPEN = "open"
CLOSED = "closed"
PLANNED = "planned"

_STEP_STATUS = CodeList(
    "step_status",
    "Where a workflow step stands",
    "Mosaic's help centre",
    (
        Code("incoming", "Incoming", group=OPEN),
        Code("in_progress", "In progress", aliases=("Started",), group=OPEN),
        Code("completed", "Completed", group=CLOSED),
        Code("reopened", "Reopened", group=OPEN),
        Code("proposed", "Proposed", group=PLANNED),
        Code("cancelled", "Cancelled", aliases=("Canceled",), group=CLOSED),
    ),
)

OPEN_STEP_STATUSES = frozenset(code.id for code in _STEP_STATUS.in_group(OPEN))
"""Statuses of a step that somebody has to work on now; a proposed one may never be sent."""


def is_open_step(status: str) -> bool:
    """Whether an id of `step_status` is an open step: incoming, in progress or reopened."""
    return status in OPEN_STEP_STATUSES


CODE_LISTS: Mapping[str, CodeList] = {
    codes.name: codes
    for codes in (
        _ETHNICITY,
        _EMPLOYMENT,
        _ACCOMMODATION,
        _CLIENT_TYPE,
        _PRIMARY_SUPPORT_REASON,
        _GENDER,
        _STATED_GENDER,
        _TRANS,
        _GENDER_SAME_AS_BIRTH,
        _SEXUAL_ORIENTATION,
        _YES_NO,
        _ANSWER,
        _NHS_NUMBER_STATUS,
        _COMMUNICATION_NEED,
        _AUTHORITY,
        _CAPACITY_AREA,
        _CAPACITY_OUTCOME,
        _STEP_STATUS,
    )
}
"""Every canonical code list by name; `FieldSpec.codes` and the `codes` of a mapping name one of these."""
