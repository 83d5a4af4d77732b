"""Which rules a source allows: `config check` must promise what a check then keeps."""

from __future__ import annotations

import pytest

from adapter_core.checks.rules import ALL
from adapter_core.domain.people import FIELDS
from adapter_core.service.rule_support import support

RULES = {rule.id: rule for rule in ALL}
EVERYTHING = frozenset(FIELDS)


def without(*names: str) -> frozenset[str]:
    """Every field but these; a list's name stands for all of its fields."""
    return frozenset(
        path for path in FIELDS if not any(path == name or path.startswith(f"{name}.") for name in names)
    )


def asked(rule, filled, profile="post_conversation", **settings):
    found = support(RULES[rule], filled, profile=profile, settings={rule: settings} if settings else {})
    return found.supported, found.missing


@pytest.mark.parametrize("profile", ["pre_meeting", "post_conversation", "cld", "camden"])
def test_a_source_that_fills_everything_allows_every_rule(profile):
    for rule in ALL:
        if profile in rule.profiles:
            assert asked(rule.id, EVERYTHING, profile) == (True, ()), rule.id


@pytest.mark.parametrize("rule", sorted(RULES))
def test_a_source_that_fills_nothing_allows_no_rule_and_each_says_what_it_needs(rule):
    profile = min(RULES[rule].profiles)
    supported, missing = asked(rule, frozenset({"ref"}), profile)
    assert not supported
    assert set(missing) <= set(RULES[rule].fields)
    assert missing


@pytest.mark.parametrize("rule", sorted(RULES))
def test_with_what_is_said_to_be_missing_a_rule_that_was_not_allowed_is_allowed(rule):
    profile = min(RULES[rule].profiles)
    lists = {path.partition(".")[0] for path in RULES[rule].fields}
    beside = {path for path in FIELDS if path.partition(".")[0] not in lists}
    filled = frozenset({"ref"} | beside)
    supported, missing = asked(rule, filled, profile)
    assert not supported
    assert asked(rule, filled | set(missing), profile)[0]


def test_a_practice_by_name_alone_is_checked_though_less_is_said():
    assert asked("gp_practice", without("gp.code")) == (True, ("gp.code",))
    assert asked("gp_practice", without("gp")) == (False, ("gp.code",))


def test_a_primary_group_cannot_be_told_from_others_without_the_flag():
    assert asked("primary_group", without("groups.primary")) == (True, ("groups.primary",))
    assert asked("carer_group", without("groups.primary")) == (True, ("groups.primary",))


def test_a_carers_group_needs_to_know_who_is_a_carer():
    carer = "relationships.is_informal_carer"
    assert asked("carer_group", without(carer)) == (False, (carer,))
    assert asked("carer_group", without(carer, "groups")) == (False, ("groups.code", carer))


def test_a_power_of_attorney_needs_capacity_every_night_and_not_before_a_meeting():
    filled = without("capacity")
    assert asked("lpa", filled) == (False, ("capacity.area", "capacity.outcome"))
    assert asked("lpa", filled, "pre_meeting")[0]
    assert asked("lpa", filled, nightly="everyone")[0]


def test_an_appointee_needs_to_know_for_whom():
    filled = without("capacity", "benefits_handled_by_other")
    assert asked("appointee", filled) == (False, ("benefits_handled_by_other",))
    supported, missing = asked("appointee", without("capacity"))
    assert supported
    assert set(missing) == {"capacity.area", "capacity.outcome", "capacity.assessed_on"}


def test_where_nothing_is_said_of_answers_one_field_names_them():
    assert asked("gp_practice", without("answers")) == (True, ("answers.answer",))
    assert asked("gp_practice", without("answers", "last_review_on")) == (True, ("answers.answer",))
