"""The record of a conversation: a narrative first, and nothing that forces needs into headings (R-01)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from adapter_core.domain.casework.eligibility import AdultAnswers
from adapter_core.domain.casework.plans import Action, Decision, Outcome
from adapter_core.domain.casework.refs import PersonRef
from adapter_core.domain.casework.signposts import Signpost


class ConversationKind(StrEnum):
    """Conversation 1, 2 or 3 (C-01 to C-03, R-07)."""

    ONE = "1"
    """Listen and connect."""
    TWO = "2"
    """Work intensively with people in crisis."""
    THREE = "3"
    """Build a good life."""


class RecordKind(StrEnum):
    """A conversation's document, or a note on the way (R-90)."""

    CONVERSATION = "conversation_record"
    CASE_NOTE = "case_note"


class Context(StrEnum):
    """Whether the person is new, or somebody's support is looked at again (R-06)."""

    NEW = "new"
    REVIEW = "review"


class SpeakerKind(StrEnum):
    """Who said something (P-07)."""

    PERSON = "person"
    CARER = "carer"
    FAMILY = "family"
    FRIEND = "friend"
    NEIGHBOUR = "neighbour"
    ADVOCATE = "advocate"
    PROFESSIONAL = "professional"
    WORKER = "worker"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Speaker:
    """Somebody who said something, or was there.

    Attributes:
        who: what they are called, where that matters.
    """

    kind: SpeakerKind
    who: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """What somebody said, in their words (R-51, R-53).

    Attributes:
        never_shared: whether it is in no copy for others.
    """

    text: str
    speaker: Speaker | None = None
    never_shared: bool = False


class Considered(StrEnum):
    """What became of a thing to consider (R-31)."""

    CONSIDERED = "considered"
    NOT_APPLICABLE = "not_applicable"
    TO_DO = "to_do"


@dataclass(frozen=True, slots=True)
class Consideration:
    """One of the things to consider (R-20 to R-30).

    Attributes:
        item: an id of the code list `consideration`.
        text: what was found; R-21, R-23 and R-24 need it once considered.
    """

    item: str
    status: Considered
    text: str = ""


class PeerKind(StrEnum):
    """Where colleagues talked it through (C-23)."""

    HUDDLE = "huddle"
    PEER_FORUM = "peer_forum"


@dataclass(frozen=True, slots=True)
class PeerDiscussion:
    """Colleagues talked it through (C-12, C-23, R-17).

    Attributes:
        by: who took part.
        said: what came of it.
        never_shared: whether it is in no copy for others.
    """

    kind: PeerKind
    on: date
    by: tuple[str, ...] = ()
    said: str = ""
    never_shared: bool = False


@dataclass(frozen=True, slots=True)
class DutyCheck:
    """One of the seven core duties (R-80 to R-86), and how it was met."""

    duty: str
    met: bool | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A rule of practice that was passed over, and why (A-14)."""

    rule: str
    why: str


@dataclass(frozen=True, slots=True)
class RecordUpdate:
    """What was learnt and should stand on the main record (P-03, R-95).

    Attributes:
        rule: the rule whose gap it closes, such as `gp_practice`.
        value: what is to be entered, as a worker types it there.
        answer: `asked_none` or `declined` where there is nothing to enter; else empty.
    """

    rule: str
    value: str = ""
    answer: str = ""


@dataclass(frozen=True, slots=True)
class ConversationRecord:
    """What is written down of one conversation; one version of it.

    Attributes:
        started: the day on which it began.
        contact_on: the day of the first contact, for how long people wait (C-50).
        work_began: the day on which work began, where it is another one.
        method: an id of `contact_method`: how it took place (C-27).
        face_to_face_follow_up: whether a visit is to follow one by phone; None where it does not arise.
        happened: what happened or changed; at a review, what led to it (R-06, R-11).
        matters: what matters to the person, in their words.
        statements: what was said, by whom.
        present: who was there.
        prompts: an id of `prompt` to what was learnt (R-10 to R-17); none is required.
        urgent_change: Conversation 2: what needs to change urgently.
        emergency_plan: Conversation 2: the plan.
        good_life: Conversation 3: what a good life looks like.
        long_term_plan: whether it plans long-term support.
        support_safe: how it is evident that the person can be supported safely by signposting or a
            short-term plan (R-70).
        ended_how: an id of `conversation_end`; empty while it goes on.
        led_to: ids of `conversation_result` (C-45).
        assessment_requested: whether a Care Act assessment was asked for: no rule ever blocks that.
        care_of: other workers who had it before, and why it changed hands (C-15, C-28).
        never_shared: what of the narrative is in no copy for others (R-25).
    """

    person: PersonRef
    kind: ConversationKind
    worker: str
    started: date
    team: str = ""
    site: str = ""
    record: RecordKind = RecordKind.CONVERSATION
    context: Context = Context.NEW
    contact_on: date | None = None
    work_began: date | None = None
    method: str = ""
    face_to_face_follow_up: bool | None = None
    happened: str = ""
    matters: str = ""
    statements: tuple[Statement, ...] = ()
    present: tuple[Speaker, ...] = ()
    prompts: Mapping[str, str] = field(default_factory=dict)
    considerations: tuple[Consideration, ...] = ()
    urgent_change: str = ""
    emergency_plan: str = ""
    good_life: str = ""
    long_term_plan: bool = False
    support_safe: str = ""
    actions: tuple[Action, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    decisions: tuple[Decision, ...] = ()
    signposts: tuple[Signpost, ...] = ()
    eligibility: AdultAnswers | None = None
    duties: tuple[DutyCheck, ...] = ()
    discussions: tuple[PeerDiscussion, ...] = ()
    updates: tuple[RecordUpdate, ...] = ()
    passed_over: tuple[PassedOver, ...] = ()
    ended_how: str = ""
    ended_on: date | None = None
    led_to: tuple[str, ...] = ()
    assessment_requested: bool = False
    care_of: tuple[PassedOver, ...] = ()
    never_shared: str = ""
