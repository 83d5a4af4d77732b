"""An adult's eligibility: an indication from what is recorded, and never a decision."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapter_core.casework.conversations.eligibility import Indicated, advise, indicate
from adapter_core.domain.casework import AdultAnswers, Unable
from adapter_core.domain.codes.conversations import ADULT_OUTCOME

OUTCOMES = [code.id for code in ADULT_OUTCOME.codes]
ALL_ACHIEVED = dict.fromkeys(OUTCOMES, True)
ELIGIBLE = AdultAnswers(True, ALL_ACHIEVED | {"toilet": False, "hygiene": False}, {}, True)


@pytest.mark.requirement("R-72")
def test_the_ten_outcomes_are_those_of_the_regulations():
    assert OUTCOMES == [
        "nutrition",
        "hygiene",
        "toilet",
        "clothed",
        "home_safely",
        "habitable_home",
        "relationships",
        "work_education",
        "community",
        "child_care",
    ]


@pytest.mark.requirement("R-72", "A-24")
@pytest.mark.parametrize(
    ("impairment", "unable", "impact"), list(product([True, False], [0, 1, 2, 10], [True, False]))
)
def test_all_three_conditions_are_needed(impairment, unable, impact):
    outcomes = ALL_ACHIEVED | dict.fromkeys(OUTCOMES[:unable], False)
    found = indicate(AdultAnswers(impairment, outcomes, {}, impact))
    expected = Indicated.ELIGIBLE if impairment and unable >= 2 and impact else Indicated.NOT_ELIGIBLE
    assert found.result is expected
    assert found.missing == ()
    assert len(found.why) == 3


@pytest.mark.requirement("R-72")
@pytest.mark.parametrize(
    ("changes", "missing"),
    [
        ({"impairment": None}, ("impairment",)),
        ({"wellbeing_impact": None}, ("wellbeing_impact",)),
        ({"outcomes": {"toilet": False}}, tuple(each for each in OUTCOMES if each != "toilet")),
        (
            {"outcomes": ALL_ACHIEVED | {"toilet": False}, "unable": {"hygiene": Unable.ENDANGERS}},
            ("hygiene",),
        ),
        (
            {"impairment": None, "outcomes": {}, "wellbeing_impact": None},
            ("impairment", *OUTCOMES, "wellbeing_impact"),
        ),
    ],
)
def test_what_is_not_answered_leaves_it_open(changes, missing):
    found = indicate(replace(ELIGIBLE, **changes))
    assert found.result is Indicated.UNDETERMINED
    assert found.missing == missing


def test_two_unable_are_enough_whatever_the_others_are():
    found = indicate(replace(ELIGIBLE, outcomes={"toilet": False, "hygiene": False}))
    assert (found.result, found.missing) == (Indicated.ELIGIBLE, ())


def test_a_limb_of_the_regulation_is_an_answer():
    limbs = {"toilet": Unable.TAKES_LONGER, "hygiene": Unable.PAIN_DISTRESS}
    assert indicate(replace(ELIGIBLE, outcomes={}, unable=limbs)).result is Indicated.ELIGIBLE


maybe = st.none() | st.booleans()
any_answers = st.builds(
    AdultAnswers,
    maybe,
    st.dictionaries(st.sampled_from(OUTCOMES), st.booleans()),
    st.dictionaries(st.sampled_from(OUTCOMES), st.sampled_from(Unable), max_size=2),
    maybe,
    st.just(()),
    maybe,
)


@pytest.mark.requirement("R-72", "A-01")
@settings(max_examples=30, deadline=None)
@given(answers=any_answers, filling=st.lists(st.booleans(), min_size=12, max_size=12))
def test_what_is_indicated_holds_whatever_is_answered_later(answers, filling):
    """An answer that is still missing never turns "eligible" or "not eligible" round."""
    found = indicate(answers)
    outcomes = dict(zip(OUTCOMES, filling, strict=False)) | dict(answers.outcomes)
    for outcome in answers.unable:
        outcomes[outcome] = answers.outcomes.get(outcome, False)
    later = replace(
        answers,
        impairment=filling[10] if answers.impairment is None else answers.impairment,
        outcomes=outcomes,
        wellbeing_impact=filling[11] if answers.wellbeing_impact is None else answers.wellbeing_impact,
    )
    if found.result is not Indicated.UNDETERMINED:
        assert indicate(later).result is found.result
        assert found.result is indicate(replace(answers, confirmed=None)).result


@pytest.mark.requirement("R-72", "A-01")
def test_the_workers_decision_is_never_computed_and_a_difference_is_told():
    assert advise(ELIGIBLE) == []
    assert advise(replace(ELIGIBLE, confirmed=True)) == []
    (advice,) = advise(replace(ELIGIBLE, confirmed=False))
    assert advice.rule == "eligibility_differs"
    (advice,) = advise(AdultAnswers(False, confirmed=True))
    assert advice.rule == "eligibility_differs"
    assert advise(AdultAnswers(confirmed=False)) == []
