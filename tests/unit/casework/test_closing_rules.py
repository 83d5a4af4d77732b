"""What keeps a record from being closed; each rule with what breaks it and what does not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapter_core.casework.conversations import closing, sizes
from adapter_core.casework.conversations.history import History
from adapter_core.domain.casework import (
    Action,
    ActionState,
    AdultAnswers,
    Consideration,
    Considered,
    ConversationKind,
    Decision,
    DutyCheck,
    Outcome,
    PassedOver,
    PeerDiscussion,
    PeerKind,
    RecordKind,
    RecordUpdate,
    Resource,
    ResourceKind,
    Solution,
    Statement,
    Unable,
)
from adapter_core.domain.codes.conversations import CONSIDERATION
from adapter_core.errors import CATALOGUE, UsageError
from tests.unit.casework.written_records import SOON, TODAY, blank, records, signpost, texts, whole

YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
ASHA = "Asha Example"


def found(record, **given_too):
    """Code and place of each problem."""
    return [(each.code, each.where) for each in closing.problems(record, TODAY, **given_too)]


def test_a_whole_record_can_be_closed():
    assert found(whole()) == []


BROKEN = [
    pytest.param({"actions": (Action("x"),)}, "FP-1002", "actions.1.owner", id="nobody does it"),
    pytest.param({"actions": (Action("x", " "),)}, "FP-1002", "actions.1.owner", id="a space is nobody"),
    pytest.param(
        {"actions": (Action("a", ASHA), Action("b", ASHA, due=YESTERDAY))},
        "FP-1003",
        "actions.2.due",
        id="new and overdue",
    ),
    pytest.param({"actions": (Action("", ASHA),)}, "FP-1009", "actions.1.what", id="nothing to do"),
    pytest.param({"actions": (Action("x", ASHA, cost_pence=-1),)}, "FP-1011", "actions.1.cost", id="it pays"),
    pytest.param(
        {"actions": (Action("x", ASHA, cost_pence=sizes.DEAREST + 1),)},
        "FP-1011",
        "actions.1.cost",
        id="dear",
    ),
    pytest.param(
        {"actions": (Action("x", ASHA, state=ActionState.DONE, done_on=TOMORROW),)},
        "FP-1007",
        "actions.1.done_on",
        id="done tomorrow",
    ),
    pytest.param(
        {"decisions": (Decision("support", "No support"),)},
        "FP-1001",
        "decisions.1.rationale",
        id="no reasons",
    ),
    pytest.param(
        {"decisions": (Decision("support", "No support", "\n "),)},
        "FP-1001",
        "decisions.1.rationale",
        id="blank",
    ),
    pytest.param(
        {"decisions": (Decision("support", "", "Because"),)},
        "FP-1009",
        "decisions.1.decision",
        id="no decision",
    ),
    pytest.param(
        {"decisions": (Decision("whim", "No", "Because"),)},
        "FP-1006",
        "decisions.1.kind",
        id="kind of decision",
    ),
    *(
        pytest.param(
            {"considerations": (Consideration(item, Considered.CONSIDERED),)},
            "FP-1004",
            "considerations.1.text",
            id=f"{item} and nothing found",
        )
        for item in ("capacity", "finances", "risks")
    ),
    pytest.param(
        {"considerations": (Consideration("weather", Considered.TO_DO),)},
        "FP-1006",
        "considerations.1.item",
        id="thing to consider",
    ),
    pytest.param(
        {"eligibility": AdultAnswers(confirmed=False)},
        "FP-1005",
        "eligibility.discussion",
        id="not discussed",
    ),
    pytest.param(
        {"eligibility": AdultAnswers(outcomes={"toilet": True}, unable={"toilet": Unable.ENDANGERS})},
        "FP-1010",
        "eligibility.toilet",
        id="able and unable",
    ),
    pytest.param(
        {"eligibility": AdultAnswers(outcomes={"flying": True})},
        "FP-1006",
        "eligibility.outcomes",
        id="outcome",
    ),
    pytest.param(
        {"eligibility": AdultAnswers(wellbeing_areas=("luck",))},
        "FP-1006",
        "eligibility.wellbeing_areas",
        id="area",
    ),
    pytest.param({"method": "pigeon"}, "FP-1006", "method", id="method"),
    pytest.param({"ended_how": "badly"}, "FP-1006", "ended_how", id="end"),
    pytest.param({"led_to": ("advice", "joy")}, "FP-1006", "led_to.2", id="result"),
    pytest.param({"prompts": {"weather": "fine"}}, "FP-1006", "prompts.1", id="prompt"),
    pytest.param({"duties": (DutyCheck("sing"),)}, "FP-1006", "duties.1.duty", id="duty"),
    pytest.param({"started": TOMORROW}, "FP-1007", "started", id="begins tomorrow"),
    pytest.param({"ended_on": TOMORROW}, "FP-1007", "ended_on", id="ends tomorrow"),
    pytest.param({"ended_on": YESTERDAY}, "FP-1007", "ended_on", id="ended before it began"),
    pytest.param(
        {"started": YESTERDAY, "contact_on": TODAY}, "FP-1007", "contact_on", id="contact afterwards"
    ),
    pytest.param({"work_began": TOMORROW}, "FP-1007", "work_began", id="work tomorrow"),
    pytest.param({"worker": ""}, "FP-1009", "worker", id="nobody had it"),
    pytest.param({"statements": (Statement(""),)}, "FP-1009", "statements.1.text", id="nothing said"),
    pytest.param({"outcomes": (Outcome(""),)}, "FP-1009", "outcomes.1.text", id="no outcome"),
    pytest.param(
        {"outcomes": (Outcome("x", solutions=(Solution(""),)),)},
        "FP-1009",
        "outcomes.1.solutions.1",
        id="solution",
    ),
    pytest.param({"updates": (RecordUpdate("gp_practice"),)}, "FP-1009", "updates.1.value", id="no update"),
    pytest.param({"signposts": (signpost(""),)}, "FP-1009", "signposts.1.resource", id="to nothing"),
    pytest.param(
        {"signposts": (signpost(due=YESTERDAY),)}, "FP-1003", "signposts.1.due", id="looked at before"
    ),
    pytest.param(
        {"signposts": (signpost(given_on=TOMORROW),)}, "FP-1007", "signposts.1.given_on", id="given later"
    ),
]


@pytest.mark.requirement("R-42", "R-55", "R-31", "R-21", "R-23", "R-24", "R-71")
@pytest.mark.parametrize(("changes", "code", "where"), BROKEN)
def test_each_rule_is_told_with_its_place_and_its_remedy(changes, code, where):
    record = whole(**changes)
    assert (code, where) in found(record)
    for problem in closing.problems(record, TODAY):
        assert problem.code in CATALOGUE
        assert problem.what.endswith(".")
        assert problem.remedy.endswith(".")


FINE = [
    pytest.param({"actions": (Action("x", "Jo"),)}, id="without a day"),
    pytest.param({"actions": (Action("x", "Jo", due=TODAY),)}, id="due today"),
    pytest.param({"actions": (Action("x", "Jo", due=YESTERDAY, state=ActionState.DONE),)}, id="done in time"),
    pytest.param({"actions": (Action("x", "Jo", cost_pence=0),)}, id="free"),
    pytest.param({"actions": (Action("x", "Jo", state=ActionState.DONE, done_on=TODAY),)}, id="done today"),
    pytest.param({"actions": (Action("x", "Jo", cost_pence=sizes.DEAREST),)}, id="as dear as can be"),
    pytest.param({"decisions": (Decision("support", "None", "Her sister helps"),)}, id="with reasons"),
    pytest.param({"considerations": (Consideration("advocacy", Considered.CONSIDERED),)}, id="no text asked"),
    pytest.param({"considerations": (Consideration("risks", Considered.TO_DO),)}, id="to do"),
    pytest.param(
        {"considerations": (Consideration("risks", Considered.NOT_APPLICABLE),)}, id="does not arise"
    ),
    pytest.param(
        {"considerations": (Consideration("risks", Considered.CONSIDERED, "None"),)}, id="none found"
    ),
    pytest.param({"considerations": ()}, id="nothing considered"),
    pytest.param({"eligibility": AdultAnswers(confirmed=False, discussion="Twice")}, id="discussed"),
    pytest.param({"eligibility": AdultAnswers(confirmed=True)}, id="eligible"),
    pytest.param({"eligibility": AdultAnswers()}, id="undecided"),
    pytest.param({"contact_on": TODAY, "work_began": TODAY}, id="all on one day"),
    pytest.param({"contact_on": YESTERDAY, "ended_on": TODAY}, id="days in order"),
    pytest.param({"updates": (RecordUpdate("lpa", answer="asked_none"),)}, id="asked, none"),
    pytest.param(
        {"signposts": (signpost(given_on=YESTERDAY, due=YESTERDAY),)}, id="given then, recorded late"
    ),
    pytest.param({"signposts": (signpost(due=None),)}, id="comes due as the council says"),
    pytest.param(
        {"signposts": (signpost(resource=Resource(ResourceKind.INFORMATION, "Leaflet"), due=YESTERDAY),)},
        id="advice never comes due",
    ),
]


@pytest.mark.parametrize("changes", FINE)
def test_what_is_fine_is_not_told(changes):
    assert found(whole(**changes)) == []


@pytest.mark.requirement("R-50", "R-90")
def test_something_has_to_be_written():
    assert ("FP-1000", "happened") in found(blank())
    assert found(blank(prompts={"background": "The fall."})) == []
    assert found(blank(statements=(Statement("I fell."),), record=RecordKind.CASE_NOTE)) == []


@pytest.mark.requirement("R-91")
def test_what_stood_in_the_version_before_is_not_new():
    late = Action("x", ASHA, due=YESTERDAY)
    before = whole(started=date(2026, 10, 1), actions=(late,))
    assert found(replace(before, happened="More."), before=before) == []
    other = replace(before, actions=(replace(late, due=YESTERDAY - timedelta(days=1)),))
    assert found(other, before=before) == [("FP-1003", "actions.1.due")]


def test_too_long_a_record_is_told():
    long = "x" * (sizes.LONGEST // 2)
    assert found(whole(happened=long)) == []
    assert found(whole(happened=long, matters=long)) == [("FP-1008", "")]
    room = sizes.LONGEST - sizes.size(whole(happened=""))
    assert found(whole(happened="x" * room)) == []
    assert found(whole(happened="x" * (room + 1))) == [("FP-1008", "")]
    sizes.check_size(sizes.LONGEST)
    with pytest.raises(UsageError, match="FP-1008"):
        sizes.check_size(sizes.LONGEST + 1)


def test_every_text_of_a_record_counts():
    held = blank(prompts={"background": "ab"}, actions=(Action("cd", involved=("ef",)),))
    assert sizes.size(held) - sizes.size(blank()) == len("background" + "ab" + "cd" + "ef" + "open")


@settings(max_examples=30, deadline=None)
@given(record=records(), mark=st.just("Plantedname"))
def test_no_problem_repeats_what_stands_in_the_record(record, mark):
    planted = replace(
        record,
        happened=mark,
        actions=(Action(mark, cost_pence=-1, due=YESTERDAY),),
        decisions=(Decision(mark, mark),),
        considerations=(*record.considerations, Consideration(mark, Considered.CONSIDERED)),
        method=mark,
        led_to=(mark,),
    )
    told = "".join(f"{each.where}{each.what}{each.remedy}" for each in closing.problems(planted, TODAY))
    assert mark not in told


@pytest.mark.requirement("A-14", "C-12")
@settings(max_examples=30, deadline=None)
@given(
    record=records(),
    kind=st.sampled_from(ConversationKind),
    long_term=st.booleans(),
    reasons=st.lists(st.builds(PassedOver, texts, texts), max_size=2).map(tuple),
    plan=texts,
)
def test_no_rule_of_practice_ever_blocks_an_assessment(record, kind, long_term, reasons, plan):
    """Which conversation, which plan, who talked about it, who had it before: closing does not ask."""
    asked = replace(record, assessment_requested=True)
    other = replace(
        asked,
        kind=kind,
        long_term_plan=long_term,
        passed_over=reasons,
        care_of=reasons,
        discussions=(PeerDiscussion(PeerKind.HUDDLE, TODAY),),
        emergency_plan=plan,
        present=(),
        team="",
        site="",
        face_to_face_follow_up=None,
        support_safe=plan,
    )
    assert closing.problems(other, TODAY) == closing.problems(asked, TODAY)


def test_all_advice_is_gathered_and_none_of_it_keeps_a_record_open():
    record = whole(
        kind=ConversationKind.THREE,
        outcomes=(Outcome("To have a car"),),
        eligibility=AdultAnswers(impairment=False, confirmed=True),
        assessment_requested=True,
    )
    rules = [each.rule for each in closing.advice(record, History())]
    assert rules[0] == "care_act_assessment"
    assert {"outcome_or_solution", "things_to_consider", "eligibility_differs"} <= set(rules)
    assert found(record) == []
    assert closing.advice(blank(record=RecordKind.CASE_NOTE)) == []


def test_advice_knows_what_was_there_before_and_counts_what_is_to_do():
    ids = [code.id for code in CONSIDERATION.codes]
    looked = tuple(Consideration(item, Considered.NOT_APPLICABLE) for item in ids)
    ready = History(done=frozenset({ConversationKind.ONE, ConversationKind.TWO}), discussed=True)
    record = whole(kind=ConversationKind.THREE, considerations=looked)
    assert closing.advice(record, ready) == []
    assert {each.rule for each in closing.advice(record)} == {
        "earlier_conversations_first",
        "test_with_colleagues",
    }
    (one,) = closing.advice(replace(record, considerations=looked[1:]), ready)
    assert one.words == "1 thing to consider is still to do."
    (two,) = closing.advice(replace(record, considerations=looked[2:]), ready)
    assert two.words == "2 things to consider are still to do."
    assert SOON > TODAY
