"""The rules of the approach as data: what each says, its source, and when a record departs from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from adapter_core.casework.conversations.history import History
from adapter_core.domain.casework import (
    ActionState,
    ConversationKind,
    ConversationRecord,
    HandedOver,
    ResourceKind,
    SpeakerKind,
)

SHORT_TERM = timedelta(weeks=6)
"""How far ahead an action of a short-term plan lies; ours: the guidance gives no number (R-40)."""

_GUIDANCE = "practice guidance for the conversation record"
_APPROACH = "rules of the 3 Conversations approach"
_PAID = frozenset({"short_term_support", "short_term_placement", "funded_support"})
_OWN_VOICES = frozenset(
    {SpeakerKind.PERSON, SpeakerKind.CARER, SpeakerKind.FAMILY, SpeakerKind.FRIEND, SpeakerKind.NEIGHBOUR}
)
ONE, TWO, THREE = ConversationKind.ONE, ConversationKind.TWO, ConversationKind.THREE


@dataclass(frozen=True, slots=True)
class PracticeRule:
    """One rule of the approach.

    Attributes:
        id: its slug, by which a record says that it was passed over.
        words: what is advised where a record departs from it.
        source: the requirement and the guidance that it comes from.
        is_broken: whether a record departs from it.
        silent_for_assessment: whether it says nothing where a Care Act assessment was asked for: it could be
            read as a reason to wait.
    """

    id: str
    words: str
    source: str
    is_broken: Callable[[ConversationRecord, History], bool]
    silent_for_assessment: bool = False


def _said(record: ConversationRecord, *prompts: str) -> bool:
    return any(record.prompts.get(prompt, "").strip() for prompt in prompts)


def _discussed(record: ConversationRecord, history: History) -> bool:
    return bool(record.discussions) or history.discussed


def _for_services(record: ConversationRecord, _: History) -> bool:
    return record.kind is ONE and "funded_support" in record.led_to


def _no_strengths(record: ConversationRecord, _: History) -> bool:
    return not record.matters.strip() and not _said(record, "enjoys", "normal", "network")


def _network_not_first(record: ConversationRecord, _: History) -> bool:
    looked = bool(record.signposts) or _said(record, "groundwork", "network")
    return bool(_PAID.intersection(record.led_to)) and not looked


def _earlier_not_done(record: ConversationRecord, history: History) -> bool:
    return record.kind is THREE and not {ONE, TWO} <= history.done


def _without_colleagues(record: ConversationRecord, history: History) -> bool:
    return record.kind is THREE and not _discussed(record, history)


def _long_term_in_crisis(record: ConversationRecord, history: History) -> bool:
    in_crisis = TWO in history.open or record.kind is TWO
    return in_crisis and (record.long_term_plan or record.kind is THREE)


def _no_emergency_plan(record: ConversationRecord, _: History) -> bool:
    return record.kind is TWO and not record.emergency_plan.strip()


def _nobody_sticks(record: ConversationRecord, _: History) -> bool:
    next_step = any(each.state is ActionState.OPEN and each.due is not None for each in record.actions)
    return record.kind is TWO and not record.ended_how and not next_step


def _other_worker(record: ConversationRecord, history: History) -> bool:
    changed = bool(history.workers) and history.workers[-1].casefold() != record.worker.casefold()
    return changed and not any(each.why.strip() for each in record.care_of)


def _handed_off(record: ConversationRecord, _: History) -> bool:
    return record.ended_how == "elsewhere" or any(not each.why.strip() for each in record.care_of)


def _no_own_words(record: ConversationRecord, _: History) -> bool:
    heard = any(
        each.speaker is not None and each.speaker.kind in _OWN_VOICES and each.text.strip()
        for each in record.statements
    )
    return not heard and not record.matters.strip()


def _no_groundwork(record: ConversationRecord, _: History) -> bool:
    return record.kind is ONE and not record.signposts and not _said(record, "groundwork")


def _alone(record: ConversationRecord, _: History) -> bool:
    others = [*record.present, *(each.speaker for each in record.statements if each.speaker)]
    together = any(each.kind is SpeakerKind.PROFESSIONAL for each in others) or bool(record.discussions)
    return "safeguarding" in record.led_to and not together


def _instant_solution(record: ConversationRecord, history: History) -> bool:
    decided = any(each.kind in {"support", "budget"} for each in record.decisions)
    return decided and not _discussed(record, history)


def _far_ahead(record: ConversationRecord, _: History) -> bool:
    latest = record.started + SHORT_TERM
    return any(
        each.state is ActionState.OPEN and each.due is not None and each.due > latest
        for each in record.actions
    )


def _visit_not_settled(record: ConversationRecord, _: History) -> bool:
    return record.kind is ONE and record.method == "phone" and record.face_to_face_follow_up is None


def _nobody_named(record: ConversationRecord, _: History) -> bool:
    return any(
        each.resource.kind is ResourceKind.SERVICE and not each.resource.contact_name.strip()
        for each in record.signposts
    )


def _only_details(record: ConversationRecord, _: History) -> bool:
    to_reach = [each for each in record.signposts if each.resource.kind is ResourceKind.SERVICE]
    return bool(to_reach) and all(each.handed_over is HandedOver.GAVE_DETAILS for each in to_reach)


def _not_shown_safe(record: ConversationRecord, _: History) -> bool:
    light = bool({"signposted", "advice", "equipment", "short_term_support"}.intersection(record.led_to))
    shown = bool(record.support_safe.strip()) or bool(record.signposts)
    return bool(record.ended_how) and light and not shown


RULES: tuple[PracticeRule, ...] = (
    PracticeRule(
        "not_for_services",
        "Conversation 1 led to funded support. Listen and connect first; nobody is assessed for a service.",
        f"C-10; {_APPROACH}",
        _for_services,
        silent_for_assessment=True,
    ),
    PracticeRule(
        "strengths_first",
        "Write what the person can do and enjoys, and who is around them: every conversation starts there.",
        f"C-11; {_APPROACH}",
        _no_strengths,
    ),
    PracticeRule(
        "network_first",
        "Look at what the person's network and community offer before support that is paid for.",
        f"R-05; {_GUIDANCE}",
        _network_not_first,
        silent_for_assessment=True,
    ),
    PracticeRule(
        "earlier_conversations_first",
        "Conversation 3 comes after Conversations 1 and 2, and there is no record of both.",
        f"C-12, C-04; {_APPROACH}",
        _earlier_not_done,
        silent_for_assessment=True,
    ),
    PracticeRule(
        "test_with_colleagues",
        "Talk Conversation 3 through with colleagues, in a huddle or the Peer Forum, and record it.",
        f"C-12, C-23; {_APPROACH}",
        _without_colleagues,
        silent_for_assessment=True,
    ),
    PracticeRule(
        "no_long_term_in_crisis",
        "Nothing long-term is planned in a crisis: wait until Conversation 2 has ended and all is stable.",
        f"C-13; {_APPROACH}",
        _long_term_in_crisis,
        silent_for_assessment=True,
    ),
    PracticeRule(
        "emergency_plan",
        "Conversation 2 has no emergency plan: what has to change urgently, and who sees to it?",
        f"C-02; {_APPROACH}",
        _no_emergency_plan,
    ),
    PracticeRule(
        "stick_like_glue",
        "Conversation 2 goes on, and no open action has a day: say who does what next, and when.",
        f"C-14; {_APPROACH}",
        _nobody_sticks,
    ),
    PracticeRule(
        "no_hand_offs",
        "The person was passed on. Stay with them where you can; where not, say why.",
        f"C-15; {_APPROACH}",
        _handed_off,
    ),
    PracticeRule(
        "person_is_the_expert",
        "Nothing stands here in the words of the person or those close to them.",
        f"C-16, R-51; {_APPROACH}",
        _no_own_words,
    ),
    PracticeRule(
        "know_the_neighbourhood",
        "Say what there is nearby for this person, even where nothing fitted.",
        f"C-17, R-10; {_APPROACH}",
        _no_groundwork,
    ),
    PracticeRule(
        "work_together",
        "A safeguarding enquiry was begun, and nobody from another profession or team stands in the record.",
        f"C-18, R-84; {_APPROACH}",
        _alone,
    ),
    PracticeRule(
        "follow_the_call_with_a_visit",
        "This was by phone: say whether a visit is to follow.",
        "C-27; Three Conversations briefing",
        _visit_not_settled,
    ),
    PracticeRule(
        "same_worker",
        "Somebody else had the conversation before. Where it has to change hands, say why.",
        "C-28; Three Conversations briefing",
        _other_worker,
    ),
    PracticeRule(
        "no_instant_solutions",
        "Support or a budget was decided alone: look at the options with colleagues, in the Peer Forum.",
        f"R-17; {_GUIDANCE}",
        _instant_solution,
        silent_for_assessment=True,
    ),
    PracticeRule(
        "short_term_plan",
        "An action lies more than six weeks ahead: plan for the short term, and stay with the person.",
        f"R-40; {_GUIDANCE}; six weeks are ours",
        _far_ahead,
    ),
    PracticeRule(
        "named_contact",
        "A service has no named contact: say whom to ask for.",
        "G-05; 3 Conversations in Adult Social Care",
        _nobody_named,
    ),
    PracticeRule(
        "real_connections",
        "The person got details alone. Where you can, ring together or introduce them.",
        "G-09; Three Conversations briefing",
        _only_details,
    ),
    PracticeRule(
        "safe_with_little",
        "Say how it is evident that the person is safe with signposting or a short-term plan.",
        f"R-70; {_GUIDANCE}",
        _not_shown_safe,
    ),
)
"""Every rule, in the order in which they are told."""
