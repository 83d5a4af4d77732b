"""The rules of the approach: each broken by one record, and kept by another."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapter_core.casework.conversations import practice
from adapter_core.casework.conversations.history import History
from adapter_core.casework.conversations.practice_rules import RULES, SHORT_TERM
from adapter_core.casework.conversations.routing import Answers, Contact, route
from adapter_core.domain.casework import (
    Action,
    ActionState,
    ConversationKind,
    Decision,
    HandedOver,
    PassedOver,
    PeerDiscussion,
    PeerKind,
    RecordKind,
    Resource,
    ResourceKind,
    Speaker,
    SpeakerKind,
    Statement,
)
from tests.unit.casework.written_records import SOON, TODAY, records, signpost, whole

ONE, TWO, THREE = ConversationKind.ONE, ConversationKind.TWO, ConversationKind.THREE
READY = History(done=frozenset({ONE, TWO}), discussed=True)
NOTHING = History()
HUDDLE = (PeerDiscussion(PeerKind.HUDDLE, TODAY),)
NOBODY_NAMED = signpost(resource=Resource(ResourceKind.SERVICE, "Club"))
SAYS = Statement("It is slow.", Speaker(SpeakerKind.PROFESSIONAL, "physiotherapist"))
STABLE = {"kind": TWO, "emergency_plan": "Her sister stays.", "actions": (Action("Ring", "Asha", due=SOON),)}
FAR = TODAY + SHORT_TERM + timedelta(days=1)


def rules(record, history=NOTHING):
    """What is advised and not passed over."""
    return {each.rule for each in practice.advise(record, history) if not each.passed_over}


CASES = [
    # rule, what breaks it, what keeps it; a history where it takes one
    ("not_for_services", {"led_to": ("funded_support",)}, {"led_to": ("signposted",)}),
    ("not_for_services", {"led_to": ("funded_support",)}, {"led_to": ("funded_support",), "kind": THREE}),
    ("strengths_first", {"matters": ""}, {"matters": "", "prompts": {"enjoys": "Bowls"}}),
    (
        "network_first",
        {"led_to": ("short_term_support",), "signposts": (), "prompts": {}},
        {"led_to": ("short_term_support",), "signposts": (), "prompts": {"network": "Jo"}},
    ),
    ("earlier_conversations_first", {"kind": THREE}, {"kind": TWO}),
    ("test_with_colleagues", {"kind": THREE}, {"kind": THREE, "discussions": HUDDLE}),
    ("no_long_term_in_crisis", STABLE | {"long_term_plan": True}, STABLE),
    ("emergency_plan", STABLE | {"emergency_plan": " "}, STABLE),
    ("stick_like_glue", STABLE | {"actions": (Action("Ring", "Asha"),)}, STABLE),
    (
        "stick_like_glue",
        STABLE | {"actions": (Action("Ring", "Asha", due=SOON, state=ActionState.DONE),)},
        STABLE | {"actions": (), "ended_how": "stable"},
    ),
    ("no_hand_offs", {"ended_how": "elsewhere"}, {"ended_how": "connected"}),
    (
        "no_hand_offs",
        {"care_of": (PassedOver("Kim", ""),)},
        {"care_of": (PassedOver("Kim", "Kim is ill"),)},
    ),
    ("person_is_the_expert", {"matters": "", "statements": (SAYS,)}, {"matters": ""}),
    (
        "know_the_neighbourhood",
        {"signposts": (), "prompts": {}},
        {"signposts": (), "prompts": {"groundwork": "A club."}},
    ),
    ("work_together", {"led_to": ("safeguarding",)}, {"led_to": ("safeguarding",), "statements": (SAYS,)}),
    ("work_together", {"led_to": ("safeguarding",)}, {"led_to": ("safeguarding",), "discussions": HUDDLE}),
    (
        "follow_the_call_with_a_visit",
        {"method": "phone"},
        {"method": "phone", "face_to_face_follow_up": False},
    ),
    (
        "no_instant_solutions",
        {"decisions": (Decision("budget", "x", "y"),)},
        {"decisions": (Decision("budget", "x", "y"),), "discussions": HUDDLE},
    ),
    (
        "short_term_plan",
        {"actions": (Action("x", "Jo", due=FAR),)},
        {"actions": (Action("x", "Jo", due=FAR - timedelta(days=1)),)},
    ),
    ("named_contact", {"signposts": (NOBODY_NAMED,)}, {}),
    (
        "real_connections",
        {"signposts": (signpost(handed_over=HandedOver.GAVE_DETAILS),)},
        {"signposts": (signpost(handed_over=HandedOver.INTRODUCED),)},
    ),
    (
        "safe_with_little",
        {"ended_how": "advice", "led_to": ("advice",), "signposts": ()},
        {"ended_how": "advice", "led_to": ("advice",), "signposts": (), "support_safe": "Jo is there."},
    ),
    (
        "safe_with_little",
        {"ended_how": "advice", "led_to": ("advice",), "signposts": ()},
        {"ended_how": "advice"},
    ),
]


@pytest.mark.requirement(
    "C-02", "C-10", "C-11", "C-12", "C-13", "C-14", "C-15", "C-16", "C-17", "C-18", "C-27", "R-05", "R-17",
    "R-40", "R-70", "G-05", "G-09",
)  # fmt: skip
@pytest.mark.parametrize(("rule", "breaks", "keeps"), CASES)
def test_each_rule_is_broken_by_one_record_and_kept_by_another(rule, breaks, keeps):
    assert rule in rules(whole(**breaks))
    assert rule not in rules(whole(**keeps))


def test_every_rule_has_its_case():
    told_by_history = {"same_worker"}
    assert {rule for rule, _, _ in CASES} | told_by_history == {rule.id for rule in RULES}


def test_a_record_that_keeps_to_the_approach_is_left_alone():
    assert practice.advise(whole(), NOTHING) == []


@pytest.mark.requirement("C-12", "C-23", "C-04")
@pytest.mark.parametrize(
    ("history", "advised"),
    [
        (NOTHING, {"earlier_conversations_first", "test_with_colleagues"}),
        (History(done=frozenset({ONE})), {"earlier_conversations_first", "test_with_colleagues"}),
        (History(done=frozenset({TWO})), {"earlier_conversations_first", "test_with_colleagues"}),
        (History(done=frozenset({ONE, TWO})), {"test_with_colleagues"}),
        (History(discussed=True), {"earlier_conversations_first"}),
        (READY, set()),
    ],
)
def test_conversation_three_needs_both_before_it_and_colleagues(history, advised):
    assert rules(whole(kind=THREE), history) == advised


@pytest.mark.requirement("C-13")
def test_no_conversation_three_while_a_crisis_goes_on():
    in_crisis = replace(READY, open=frozenset({TWO}))
    assert rules(whole(kind=THREE), in_crisis) == {"no_long_term_in_crisis"}
    assert rules(whole(long_term_plan=True), in_crisis) == {"no_long_term_in_crisis"}
    assert rules(whole(), in_crisis) == set()
    assert rules(whole(kind=THREE, long_term_plan=True), replace(READY, open=frozenset({ONE}))) == set()


@pytest.mark.requirement("C-28")
def test_a_change_of_worker_is_told_unless_it_says_why():
    before = History(workers=("Asha Example", "Kim"))
    assert rules(whole(), before) == {"same_worker"}
    assert rules(whole(worker="KIM"), before) == set()
    assert rules(whole(care_of=(PassedOver("Kim", "Kim has left."),)), before) == set()


@pytest.mark.requirement("A-14", "C-12")
def test_a_rule_is_passed_over_with_a_reason_alone():
    record = whole(kind=THREE, passed_over=(PassedOver("test_with_colleagues", "All are away; tomorrow."),))
    advised = {each.rule: each.passed_over for each in practice.advise(record, NOTHING)}
    assert advised == {"earlier_conversations_first": False, "test_with_colleagues": True}
    silent = replace(record, passed_over=(PassedOver("test_with_colleagues", " "),))
    assert rules(silent) == {"earlier_conversations_first", "test_with_colleagues"}


@pytest.mark.requirement("R-90")
def test_the_rules_say_nothing_about_a_case_note():
    assert practice.advise(whole(kind=THREE, record=RecordKind.CASE_NOTE), NOTHING) == []


histories = st.builds(
    History,
    st.frozensets(st.sampled_from(ConversationKind)),
    st.frozensets(st.sampled_from(ConversationKind)),
    st.lists(st.sampled_from(["Kim", "Asha Example"]), max_size=2).map(tuple),
    st.booleans(),
)


@pytest.mark.requirement("C-10", "C-12", "C-13", "A-14")
@settings(max_examples=30, deadline=None)
@given(record=records(), history=histories)
def test_where_an_assessment_was_asked_for_nothing_is_a_reason_to_wait(record, history):
    advised = practice.advise(replace(record, assessment_requested=True), history)
    assert advised[0] is practice.ASSESSMENT
    reasons_to_wait = {
        "not_for_services",
        "network_first",
        "earlier_conversations_first",
        "test_with_colleagues",
        "no_long_term_in_crisis",
        "no_instant_solutions",
    }
    assert not reasons_to_wait.intersection(each.rule for each in advised)


@settings(max_examples=30, deadline=None)
@given(record=records(), history=histories)
def test_advice_is_whole_and_repeats_nothing_of_the_record(record, history):
    planted = replace(record, happened="Plantedname", worker="Plantedname", team="Plantedname")
    for each in practice.advise(planted, history):
        assert each.words.endswith((".", "?"))
        assert each.source
        assert "Plantedname" not in each.words + each.source


def test_rules_are_told_apart_and_have_their_source():
    assert len({rule.id for rule in RULES}) == len(RULES)
    for rule in RULES:
        assert rule.source[:2] in {"C-", "R-", "G-"}
        assert ";" in rule.source


@pytest.mark.requirement("C-22")
@pytest.mark.parametrize(
    ("contact", "answers", "conversation", "huddle"),
    [
        (Contact(assigned=False), Answers.SITE, ONE, False),
        (Contact(assigned=False, available=False, urgent=True), Answers.SITE, ONE, False),
        (Contact(assigned=True), Answers.ASSIGNED_WORKER, None, False),
        (Contact(assigned=True, urgent=True), Answers.ASSIGNED_WORKER, None, False),
        (Contact(assigned=True, available=False), Answers.ASSIGNED_WORKER, None, False),
        (Contact(assigned=True, available=False, urgent=True), Answers.SITE, TWO, True),
    ],
)
def test_a_contact_goes_to_whom_the_site_agreed(contact, answers, conversation, huddle):
    found = route(contact)
    assert (found.answers, found.conversation, found.huddle) == (answers, conversation, huddle)
    assert found.words.endswith(".")
    assert found.source == "C-22"
