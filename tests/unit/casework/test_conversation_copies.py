"""What leaves: whole and short for the case system, and nothing of domestic abuse for anybody else."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapter_core.casework.conversations import closing, considering, sharing, writing
from adapter_core.casework.conversations.words import money
from adapter_core.domain.casework import (
    Action,
    AdultAnswers,
    Consideration,
    Considered,
    Context,
    ConversationKind,
    Decision,
    DutyCheck,
    Outcome,
    PassedOver,
    PeerDiscussion,
    PeerKind,
    Permission,
    PermissionBasis,
    RecordKind,
    Resource,
    ResourceKind,
    Solution,
    Speaker,
    SpeakerKind,
    Statement,
)
from adapter_core.domain.codes.conversations import CONSIDERATION, CORE_DUTY
from tests.unit.casework.written_records import NOBODY, SOON, TODAY, blank, records, signpost, whole

MARK = "Plantedmark"


def court(record, version=1, digest=""):
    return sharing.court(
        record,
        12,
        version,
        closed_on=TODAY,
        closed_by="Asha Example",
        printed_on=date(2026, 12, 1),
        printed_by="Kim Example",
        digest=digest,
    )


@pytest.mark.requirement("R-25", "R-31")
@settings(max_examples=30, deadline=None)
@given(
    record=records(),
    status=st.sampled_from(Considered),
    text=st.sampled_from([MARK, f"To do: {MARK}", f"a\n- {MARK}\n## Actions\n- {MARK}"]),
    place=st.integers(0, 2),
)
def test_domestic_abuse_is_in_no_copy_but_the_workers_own(record, status, text, place):
    """Whatever its status, and wherever it stands among the others; nor can anybody tell that it does."""
    held = list(record.considerations)
    held.insert(place, Consideration("domestic_abuse", status, text))
    planted = replace(record, considerations=tuple(held))
    bare = replace(record, considerations=tuple(each for each in held if each.item != "domestic_abuse"))
    for copy in (sharing.shared, lambda given, *_: court(given)):
        assert MARK not in copy(planted, 12, 1)
        assert copy(planted, 12, 1) == copy(bare, 12, 1)
    for kept in considering.for_others(planted.considerations):
        assert kept.item != "domestic_abuse"
    own = sharing.paste(planted, 12, 1, "FP-ABC")
    assert MARK in own
    assert MARK in writing.write(planted, "markdown")
    assert own.index(sharing.KEPT_BACK) < own.index(MARK)


def test_what_nobody_knows_stays_back_as_well():
    unknown = Consideration("domestic_violence", Considered.CONSIDERED, MARK)
    assert MARK not in court(whole(considerations=(unknown,)))


def test_a_copy_for_others_says_the_same_of_what_it_leaves_out_whatever_there_is():
    for copy in (sharing.shared(blank(), 12, 1), court(blank())):
        assert sharing.NOT_WHOLE in copy
        assert "omestic" not in copy


FULL = blank(
    happened="t01",
    matters="t02",
    statements=(Statement("t03", Speaker(SpeakerKind.FAMILY, "t04")), Statement("t05")),
    present=(Speaker(SpeakerKind.CARER, "t06"),),
    prompts={"background": "t07", "own": "t08"},
    urgent_change="t09",
    emergency_plan="t10",
    good_life="t11",
    support_safe="t12",
    actions=(
        Action("t13", "t14", aim="t15", involved=("t16",), due=SOON, cost_pence=550, improved_when="t17"),
    ),
    outcomes=(Outcome("t18", "t19", "t20", "t21", (Solution("t22", 0),), "t23"),),
    decisions=(Decision("support", "t24", "t25", "t26", TODAY),),
    signposts=(
        signpost(
            resource=Resource(ResourceKind.SERVICE, "t27", contact_name="t28"),
            what_for="t29",
            permission=Permission("t30", "t31", PermissionBasis.CONSENT, "t32", "t33", TODAY),
        ),
    ),
    eligibility=AdultAnswers(True, {"toilet": False}, {}, True, ("dignity",), False, "t34"),
    duties=(DutyCheck("accurate", True, "t35"),),
    discussions=(PeerDiscussion(PeerKind.PEER_FORUM, TODAY, ("t36",), "t37"),),
    considerations=(Consideration("risks", Considered.CONSIDERED, "t38"),),
    passed_over=(PassedOver("same_worker", "t39"),),
    care_of=(PassedOver("t40", "t41"),),
    led_to=("signposted",),
    ended_how="connected",
    assessment_requested=True,
)


@pytest.mark.requirement("C-19", "R-50", "R-51", "R-52", "R-53", "R-54")
def test_one_paste_is_the_whole_conversation():
    text = sharing.paste(FULL, 12, 2, "FP-D7K2QX")
    assert [f"t{number:02}" for number in range(1, 42) if f"t{number:02}" not in text] == []
    for words in (
        "£5.50",
        "by 30 November 2026",
        "free",
        "unable to achieve",
        "not eligible",
        "was asked for",
    ):
        assert words in text
    assert text.splitlines()[-1] == "Fingerpost C12.2 FP-D7K2QX"
    assert text.count("FP-D7K2QX") == 1


@pytest.mark.requirement("C-19", "R-01")
def test_a_short_conversation_is_a_short_paste():
    record = blank(happened="She fell in May.", matters="Bowls on Thursdays.", method="phone")
    assert sharing.paste(record, 12, 1, "FP-D7K2QX") == (
        "Conversation 1: Listen and connect\n"
        "23 November 2026, by phone, Asha Example, East\n"
        "\n"
        "What happened\nShe fell in May.\n"
        "\n"
        "What matters\nBowls on Thursdays.\n"
        "\n"
        "Fingerpost C12.1 FP-D7K2QX\n"
    )


@pytest.mark.requirement("R-06", "R-07", "R-90", "C-01", "C-02", "C-03")
def test_a_review_a_note_and_each_conversation_have_their_own_words():
    text = sharing.paste(whole(context=Context.REVIEW, record=RecordKind.CASE_NOTE), 12, 1, "M")
    assert text.startswith("Case note (Conversation 1: Listen and connect)")
    assert "What led to the review" in text
    titles = {sharing.paste(whole(kind=kind), 12, 1, "M").splitlines()[0] for kind in ConversationKind}
    assert len(titles) == 3


@pytest.mark.requirement("R-42")
def test_actions_are_bullet_points_with_their_owner():
    text = sharing.shared(whole(), 12, 1)
    assert "Actions\n- Ring the bowls club together (Asha Example, by 30 November 2026)" in text


def test_the_persons_copy_has_what_was_agreed_and_not_the_workers_own_lists():
    text = sharing.shared(FULL, 12, 2)
    for inside in ("t01", "t13", "t18", "t25", "t28", "t34"):
        assert inside in text
    for outside in ("t35", "t37", "t38", "t39", "t41"):
        assert outside not in text
    assert text.splitlines()[-1] == "C12, version 2"


@pytest.mark.requirement("R-80", "R-81", "R-82", "R-83", "R-84", "R-85", "R-86")
def test_the_seven_core_duties_are_a_checklist_that_keeps_nobody_waiting():
    ids = [code.id for code in CORE_DUTY.codes]
    assert len(ids) == 7
    held = tuple(DutyCheck(duty, met, duty) for duty, met in zip(ids, [True, False, None] * 3, strict=False))
    record = whole(duties=held)
    assert closing.problems(record, TODAY) == []
    text = court(record)
    assert "- The individual is supported to lead: not said. person_leads" in text
    assert "- Care Act eligibility is clearly evidenced: not met. eligibility_evidenced" in text
    assert [duty for duty in ids if duty not in text] == []


@pytest.mark.requirement("R-91", "R-55")
def test_a_copy_for_a_court_says_whose_it_is_and_which_version():
    text = court(FULL, 3, digest="ab12")
    head = text.split("\n\n")[0].splitlines()
    assert head == [
        "Copy of conversation record C12, version 3",
        f"Person: {NOBODY.source} {NOBODY.ref}",
        "Worker: Asha Example, East",
        "This version was closed by Asha Example on 23 November 2026. It takes the place of version 2.",
        "Copied by Kim Example on 1 December 2026.",
        "Digest of this version: ab12",
    ]
    assert text.endswith("End of the copy of C12, version 3\n")
    assert "takes the place" not in court(FULL)
    assert "Family, t04: t03" in text
    assert [f"t{number:02}" for number in range(1, 42) if f"t{number:02}" not in text] == []


@pytest.mark.parametrize(
    ("pence", "words"), [(0, "free"), (500, "£5"), (505, "£5.05"), (123_456_700, "£1,234,567")]
)
def test_money_is_written_as_people_write_it(pence, words):
    assert money(pence) == words


@pytest.mark.requirement("P-05", "P-08", "R-20", "R-22", "R-26", "R-27", "R-28", "R-29", "R-30", "R-31")
def test_all_eleven_things_are_there_and_to_do_until_somebody_looked():
    ids = [code.id for code in CONSIDERATION.codes]
    assert len(ids) == 11
    assert considering.to_do(blank()) == tuple(ids)
    held = (
        Consideration("equipment", Considered.CONSIDERED, "a rail"),
        Consideration("capacity", Considered.NOT_APPLICABLE),
        Consideration("equipment", Considered.TO_DO),
    )
    found = considering.everything(blank(considerations=held))
    assert [each.item for each in found if each.item != "equipment"] == [
        each for each in ids if each != "equipment"
    ]
    assert [each for each in found if each.item == "equipment"] == [held[0], held[2]]
    assert "capacity" not in considering.to_do(blank(considerations=held))


def test_only_three_need_text_and_one_is_kept_back():
    assert {"capacity", "finances", "risks"} == considering.TEXT_NEEDED
    assert {"domestic_abuse"} == considering.KEPT_BACK


def _texts(thing):
    if is_dataclass(thing):
        return [text for each in fields(thing) for text in _texts(getattr(thing, each.name))]
    return [thing] if isinstance(thing, str) else []


@settings(max_examples=30, deadline=None)
@given(record=records())
def test_nothing_that_was_said_or_agreed_is_left_out_of_the_paste(record):
    text = sharing.paste(record, 12, 1, "M")
    for each in (*record.statements, *record.actions, *record.outcomes, *record.decisions):
        for words in _texts(each):
            if " " in words:
                assert words in text
