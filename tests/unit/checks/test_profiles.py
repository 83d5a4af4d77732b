"""Profiles: built in, and as differences that a council writes."""

from __future__ import annotations

import pytest

from adapter_core.checks.profiles import BUILT_IN, ProfileChange, resolve_profile
from adapter_core.checks.rules import ALL
from adapter_core.errors import ConfigurationError

RULES = {rule.id: rule for rule in ALL}

EVERYWHERE = {"name", "date_of_birth", "address", "postcode"}
CONTRACT = {
    "pre_meeting": EVERYWHERE | {"relationship_contact", "gp_practice", "lpa", "appointee"},
    "cld": EVERYWHERE | {"unpaid_carer", "nhs_number", "ethnicity", "accommodation", "employment", "gender"},
    "camden": {"stated_gender", "trans", "gender_same_as_birth", "sexual_orientation"},
    "post_conversation": EVERYWHERE
    | {"relationship_contact", "gp_practice", "nhs_number", "ethnicity", "accommodation", "employment"}
    | {"lpa", "lpa_reference", "appointee", "deputy", "financial_representative", "unpaid_carer"}
    | {"carer_group", "primary_group", "health_conditions", "accessible_information", "advance_decision"},
}


@pytest.mark.requirement("P-02", "P-03", "P-04")
@pytest.mark.parametrize("profile", BUILT_IN)
def test_built_in_profiles_hold_the_contracts_rules(profile):
    assert set(resolve_profile(profile, RULES, {}).ids) == CONTRACT[profile]


def test_every_rule_is_in_a_profile():
    assert set(RULES) == set().union(*CONTRACT.values())


def test_a_councils_profile_is_a_difference():
    changes = {
        "ours": ProfileChange(
            "pre_meeting", add=("nhs_number",), remove=("appointee",), replace={"lpa": "deputy"}
        ),
        "stricter": ProfileChange("ours", add=("gender",)),
    }
    before = resolve_profile("pre_meeting", RULES, {}).ids
    ours = resolve_profile("ours", RULES, changes)
    expected = ["deputy" if rule == "lpa" else rule for rule in before if rule != "appointee"]
    assert ours.ids == (*expected, "nhs_number")
    stricter = resolve_profile("stricter", RULES, changes)
    assert stricter.ids == (*ours.ids, "gender")
    assert stricter.base == "pre_meeting"


@pytest.mark.parametrize(
    ("name", "changes", "code", "words"),
    [
        ("pre_meting", {}, "FP-0900", 'Did you mean "pre_meeting"?'),
        ("ours", {"ours": ProfileChange("cdl")}, "FP-0900", 'Did you mean "cld"?'),
        ("ours", {"ours": ProfileChange("cld", add=("lpaa",))}, "FP-0901", 'Did you mean "lpa"?'),
        (
            "ours",
            {"ours": ProfileChange("cld", remove=("lpa",))},
            "FP-0901",
            'The profile "cld" has no rule "lpa"',
        ),
        (
            "ours",
            {"ours": ProfileChange("cld", replace={"gender": "genders"})},
            "FP-0901",
            'Did you mean "gender"?',
        ),
        ("a", {"a": ProfileChange("b"), "b": ProfileChange("a")}, "FP-0902", "a → b → a"),
    ],
)
def test_what_is_wrong_is_named(name, changes, code, words):
    with pytest.raises(ConfigurationError) as caught:
        resolve_profile(name, RULES, changes)
    assert caught.value.code == code
    assert words in caught.value.message
