"""Information and communication needs (DAPB1605, the Accessible Information Standard)."""

from __future__ import annotations

from enum import StrEnum

from adapter_core.domain.codes.model import Code, CodeList


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
COMMUNICATION_NEED = CodeList(
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
