"""The plants: every rule and state there is, never two on one field, and the nights."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from adapter_core.demo.council import Council
from adapter_core.demo.planter import Planter
from adapter_core.demo.planting import FACETS
from adapter_core.demo.planting.plant import PROFILES_OF
from adapter_core.demo.subject import Exclusion, World
from adapter_core.domain.states import State

AS_OF = date(2026, 11, 23)

ABSENT, PLACEHOLDER, EXPIRED, INVALID = "absent", "placeholder", "expired", "invalid"
UNKNOWN, HELD, CONFLICT = "unknown_recorded", "held_elsewhere", "conflict"
DETAIL = {ABSENT, UNKNOWN, PLACEHOLDER, HELD, CONFLICT}
QUESTION = {ABSENT, UNKNOWN, PLACEHOLDER}

# Written out from the contract's tables of rules and states: what the sources of the demo can show.
WANTED = {
    "relationship_contact": ("pre_meeting post_conversation", {ABSENT, EXPIRED, PLACEHOLDER, UNKNOWN}),
    "gp_practice": (
        "pre_meeting post_conversation",
        {ABSENT, UNKNOWN, PLACEHOLDER, EXPIRED, INVALID, HELD, CONFLICT},
    ),
    "lpa": ("pre_meeting post_conversation", {ABSENT, EXPIRED, UNKNOWN}),
    "lpa_reference": ("post_conversation", {ABSENT, PLACEHOLDER, INVALID}),
    "appointee": ("pre_meeting post_conversation", {ABSENT, EXPIRED, UNKNOWN}),
    "deputy": ("post_conversation", {ABSENT, EXPIRED, UNKNOWN}),
    "financial_representative": ("post_conversation", {ABSENT, EXPIRED, UNKNOWN}),
    "unpaid_carer": ("post_conversation cld", {ABSENT, UNKNOWN, PLACEHOLDER, EXPIRED}),
    "carer_group": ("post_conversation", {ABSENT, EXPIRED, INVALID}),
    "primary_group": ("post_conversation", {ABSENT, EXPIRED, INVALID}),
    "nhs_number": ("post_conversation cld", {ABSENT, PLACEHOLDER, INVALID}),
    "name": ("pre_meeting post_conversation cld", {ABSENT, PLACEHOLDER}),
    "date_of_birth": ("pre_meeting post_conversation cld", {ABSENT, PLACEHOLDER, INVALID}),
    "address": ("pre_meeting post_conversation cld", {ABSENT, PLACEHOLDER, EXPIRED}),
    "postcode": (
        "pre_meeting post_conversation cld",
        {ABSENT, PLACEHOLDER, UNKNOWN, INVALID, EXPIRED, HELD, CONFLICT},
    ),
    "ethnicity": ("post_conversation cld", DETAIL),
    "accommodation": ("post_conversation cld", DETAIL),
    "employment": ("post_conversation cld", DETAIL),
    "gender": ("cld", DETAIL),
    "health_conditions": ("post_conversation", {ABSENT, EXPIRED, UNKNOWN}),
    "accessible_information": ("post_conversation", {ABSENT, PLACEHOLDER, INVALID, UNKNOWN, EXPIRED}),
    "advance_decision": ("post_conversation", {ABSENT, PLACEHOLDER, INVALID, UNKNOWN}),
    "stated_gender": ("camden", QUESTION),
    "trans": ("camden", QUESTION),
    "gender_same_as_birth": ("camden", QUESTION),
    "sexual_orientation": ("camden", QUESTION),
}


def _gaps(council):
    return {
        (one.subject.person.ref, *gap)
        for one in council.planted()
        if not one.subject.gone
        for gap in one.gaps
    }


@pytest.mark.parametrize(("seed", "people"), [(1, 5000), (2, 5000), (3, 1500), (99, 1500)])
@pytest.mark.requirement("P-04")
def test_every_rule_and_state_that_can_be_shown_is_planted(seed, people):
    shown = {
        (profile, rule, str(state))
        for _, profile, rule, state in _gaps(Council(people=people, seed=seed, as_of=AS_OF))
    }
    wanted = {
        (profile, rule, state)
        for rule, (profiles, states) in WANTED.items()
        for profile in profiles.split()
        for state in states
    }
    assert shown == wanted


def test_the_profiles_are_those_of_the_contract():
    assert {rule: tuple(profiles.split()) for rule, (profiles, _) in WANTED.items()} == PROFILES_OF


def test_plants_have_names_of_their_own_and_only_gaps_follow():
    plants = [plant for facet in FACETS for plant in facet.plants]
    assert max(Counter(plant.name for plant in plants).values()) == 1
    for plant in plants:
        assert all(State(state).is_gap for _, _, state in plant.gaps), plant.name
        assert all(profile in PROFILES_OF[rule] for profile, rule, _ in plant.gaps), plant.name
        assert max(Counter(gap[:2] for gap in plant.gaps).values(), default=1) == 1, plant.name


def test_plants_on_different_facets_are_seen_by_the_same_rule_only_where_they_exclude_each_other():
    """Else two plants on one person could put two states of one rule into the truth."""
    plants = [plant for facet in FACETS for plant in facet.plants]
    for index, one in enumerate(plants):
        seen = {gap[:2] for gap in one.gaps}
        for other in plants[index + 1 :]:
            if seen & {gap[:2] for gap in other.gaps}:
                assert not one.goes_with(other) or _never_meet(one, other), (one.name, other.name)


def _never_meet(one, other):
    """Plants for carers and for others can touch one field: they fit nobody in common."""
    return "carer" in {one.name.split("_")[0], other.name.split("_")[0]}


@pytest.mark.parametrize("night", [0, 3])
def test_plants_on_one_person_never_touch_the_same_field(night):
    busy = 0
    for one in Council(people=6000, seed=4, as_of=AS_OF, night=night).planted():
        touched = Counter(field for plant in one.plants for field in plant.touches)
        assert max(touched.values(), default=1) == 1
        told = any(plant.needs_join and not plant.breaks_join for plant in one.plants)
        assert not (told and any(plant.breaks_join for plant in one.plants))
        seen = Counter(gap[:2] for gap in one.gaps)
        assert max(seen.values(), default=1) == 1
        busy += len(one.plants) > 3
    assert busy


def test_a_plant_that_is_left_out_is_nowhere():
    left_out = frozenset({"address_ended", "gp_absent"})
    council = Council(people=2000, seed=1, as_of=AS_OF, night=2, without=left_out)
    assert not any(plant.name in left_out for one in council.planted() for plant in one.plants)


def test_leaving_out_a_plant_that_does_not_exist_is_an_error():
    council = Council(people=10, seed=1, as_of=AS_OF)
    world = World(council._world.calendar, council.practices, 0, AS_OF)
    with pytest.raises(ValueError, match="no such plants: gp_gone"):
        Planter(1, world, frozenset({"gp_gone"}))


def test_nobody_outside_the_lists_is_in_the_truth():
    planted = list(Council(people=5000, seed=8, as_of=AS_OF).planted())
    spoilt = [one for one in planted if one.subject.exclusion is Exclusion.RESTRICTED and one.plants]
    assert spoilt  # their gaps are there, and must not be listed
    assert not any(one.gaps for one in planted if one.subject.exclusion is not None)


# --- Nights -----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def nights():
    return [Council(people=5000, seed=6, as_of=AS_OF, night=night) for night in (0, 1, 2)]


def test_a_night_mends_some_gaps_and_makes_some_and_changes_some(nights):
    first, second = ({gap[:3]: gap[3] for gap in _gaps(council)} for council in nights[:2])
    mended, new = first.keys() - second.keys(), second.keys() - first.keys()
    changed = [gap for gap in first.keys() & second.keys() if first[gap] is not second[gap]]
    assert 0.02 < len(mended) / len(first) < 0.2
    assert 0.01 < len(new) / len(first) < 0.2
    assert len(changed) >= 5
    assert len(first.keys() & second.keys()) > 0.8 * len(first)


def test_a_night_takes_some_people_away_closes_some_and_some_die(nights):
    first, second = ([one.subject for one in council.planted()] for council in nights[:2])
    assert [one.person.ref for one in first] == [one.person.ref for one in second]
    assert not any(one.gone for one in first)
    assert sum(one.gone for one in second) >= 2
    left = Counter(
        after.exclusion for before, after in zip(first, second, strict=True) if before.exclusion is None
    )
    assert left[Exclusion.DECEASED] >= 2
    assert left[Exclusion.CLOSED] >= 2
    came = [after for before, after in zip(first, second, strict=True) if before.exclusion is not None]
    assert all(one.exclusion is not None for one in came)


def test_most_records_are_as_they_were_the_night_before(nights):
    first, second = ([repr(one.subject.person) for one in council.planted()] for council in nights[:2])
    same = sum(before == after for before, after in zip(first, second, strict=True))
    assert 0.85 < same / len(first) < 0.99


def test_nights_add_up(nights):
    """Who left on the first night stays away on the second."""
    _, second, third = ({one.person.ref for one in _gone(council)} for council in nights)
    assert second < third


def _gone(council):
    return [one.subject for one in council.planted() if one.subject.gone]
