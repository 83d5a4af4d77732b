"""The rules: their examples, that the examples leave nothing out, and that no record makes a rule raise."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from datetime import date
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given as arbitrary
from hypothesis import strategies as st

from adapter_core.checks.catalogue import catalogue
from adapter_core.checks.compare import settle
from adapter_core.checks.profiles import BUILT_IN
from adapter_core.checks.rule import Example, Given, ReferenceStatus, Rule
from adapter_core.checks.rules import ALL
from adapter_core.checks.rules._examples import AS_OF, PRACTICES
from adapter_core.domain.codes import CODE_LISTS
from adapter_core.domain.fields import Kind
from adapter_core.domain.findings import Batch, Mender, Severity
from adapter_core.domain.people import FIELDS, LISTS, Person
from adapter_core.domain.states import NOTHING_USABLE, Counts, State
from adapter_core.testing import (
    Outcome,
    elsewhere_of,
    example_given,
    example_person,
    outcome_of,
    problems_of,
    run_example,
)

BY_ID = {rule.id: rule for rule in ALL}
EXAMPLES = [
    pytest.param(rule, example, id=f"{rule.id}-{number}-{example.state.value}")
    for rule in ALL
    for number, example in enumerate(rule.examples)
]
rules = pytest.mark.parametrize("rule", ALL, ids=list(BY_ID))

# The contract's table, "Rules": id to profiles.
CONTRACT = {
    "relationship_contact": {"pre_meeting", "post_conversation"},
    "gp_practice": {"pre_meeting", "post_conversation"},
    "lpa": {"pre_meeting", "post_conversation"},
    "lpa_reference": {"post_conversation"},
    "appointee": {"pre_meeting", "post_conversation"},
    "deputy": {"post_conversation"},
    "financial_representative": {"post_conversation"},
    "unpaid_carer": {"post_conversation", "cld"},
    "carer_group": {"post_conversation"},
    "primary_group": {"post_conversation"},
    "nhs_number": {"post_conversation", "cld"},
    "name": {"pre_meeting", "post_conversation", "cld"},
    "date_of_birth": {"pre_meeting", "post_conversation", "cld"},
    "address": {"pre_meeting", "post_conversation", "cld"},
    "postcode": {"pre_meeting", "post_conversation", "cld"},
    "ethnicity": {"post_conversation", "cld"},
    "accommodation": {"post_conversation", "cld"},
    "employment": {"post_conversation", "cld"},
    "gender": {"cld"},
    "health_conditions": {"post_conversation"},
    "accessible_information": {"post_conversation"},
    "advance_decision": {"post_conversation"},
    "stated_gender": {"camden"},
    "trans": {"camden"},
    "gender_same_as_birth": {"camden"},
    "sexual_orientation": {"camden"},
}


def assessed(rule: str, _given: dict[str, Any] | None = None, **fields_: Any) -> Outcome:
    given = replace(example_given(), **(_given or {}))
    return outcome_of(BY_ID[rule], example_person(**fields_), {}, given)


# --- examples ------------------------------------------------------------------------------------------


@pytest.mark.requirement(
    "P-03", "P-06", "P-12", "P-13", "P-14", "P-16", "P-17", "A-04", "A-05", "A-06", "D-08", "K-01", "K-13"
)
@pytest.mark.parametrize(("rule", "example"), EXAMPLES)
def test_each_example_comes_out_as_it_says(rule: Rule, example: Example) -> None:
    outcome = run_example(rule, example)
    assert outcome.state is example.state, example.says
    assert example.field in ("", outcome.field)
    assert example.severity in (None, outcome.severity)
    assert example.batch in ("", outcome.batch or "none")
    assert example.batch_key in (None, outcome.batch_key)


@rules
def test_examples_show_every_state_of_a_rule_and_nothing_is_wrong_with_them(rule: Rule) -> None:
    assert problems_of(rule) == []


def test_a_state_without_an_example_is_named() -> None:
    rule = BY_ID["address"]
    fewer = tuple(each for each in rule.examples if each.state is not State.PLACEHOLDER)
    assert problems_of(replace(rule, examples=fewer)) == ["no example shows placeholder"]


def test_every_way_in_which_an_example_can_be_wrong_is_named() -> None:
    rule = BY_ID["nhs_number"]
    wrong = (
        Example("state", {"nhs_number": State.ABSENT}, State.RECORDED),
        Example("field", {"nhs_number": State.ABSENT}, State.ABSENT, field="gender"),
        Example("severity", {"nhs_number": State.ABSENT}, State.ABSENT, severity=Severity.CRITICAL),
        Example("batch", {"nhs_number": State.ABSENT}, State.ABSENT, batch="untraceable"),
        Example("strange", {}, State.SOURCE_DOWN),
        Example("state", {}, State.RECORDED),
    )
    problems = problems_of(replace(rule, examples=(*rule.examples, *wrong)))
    assert problems == [
        "two examples say “state”",
        "“state”: state is absent, not recorded",
        "“field”: field is nhs_number, not gender",
        "“severity”: severity is error, not critical",
        "“batch”: batch is ready_to_trace, not untraceable",
        "“strange”: source_down is not among the rule's states",
    ]


# --- the contract --------------------------------------------------------------------------------------


@pytest.mark.requirement("P-02", "P-03", "P-04")
def test_the_rules_are_those_of_the_contract_in_its_order_and_profiles() -> None:
    assert {rule.id: set(rule.profiles) for rule in ALL} == CONTRACT
    assert [rule.id for rule in ALL] == list(CONTRACT)
    assert set().union(*CONTRACT.values()) == set(BUILT_IN)


@rules
def test_a_rule_names_only_fields_that_there_are(rule: Rule) -> None:
    assert set(rule.fields) <= FIELDS.keys()
    assert {example.field for example in rule.examples} - {""} <= set(rule.fields)


@rules
def test_a_rule_speaks_plainly(rule: Rule) -> None:
    for text in (rule.words, rule.remedy):
        assert text.endswith(".")
        assert text[0].isupper()
        assert len(text) < 250
    assert rule.title[0].isupper()
    assert not rule.title.endswith(".")
    assert rule.applies
    assert "(P-" not in rule.words


@rules
def test_only_rules_that_compare_speak_of_other_sources(rule: Rule) -> None:
    compared = {State.HELD_ELSEWHERE, State.CONFLICT}
    assert rule.states & compared == (compared if rule.compare else set())


def test_the_equality_questions_are_confidential_and_a_new_rule_is_experimental() -> None:
    assert {rule.id for rule in ALL if rule.confidential} == {
        rule for rule, profiles in CONTRACT.items() if profiles == {"camden"}
    }
    assert {rule.id for rule in ALL if rule.experimental} == {"advance_decision"}


# --- ordinary people -----------------------------------------------------------------------------------


@pytest.mark.requirement("P-01")
@pytest.mark.parametrize("profile", BUILT_IN)
def test_an_ordinary_complete_record_has_no_gap_in_any_profile(profile: str) -> None:
    given, person = replace(example_given(), profile=profile), example_person()
    states = {rule.id: outcome_of(rule, person, {}, given).state for rule in ALL if profile in rule.profiles}
    assert not [
        one for one, state in states.items() if state.counts_as in (Counts.GAP, Counts.NOT_ASSESSABLE)
    ]


@pytest.mark.requirement("P-04")
def test_a_source_that_holds_nothing_has_no_gap() -> None:
    bare, given = Person(ref="1"), example_given()
    states = {rule.id: outcome_of(rule, bare, {}, given).state for rule in ALL}
    assert set(states.values()) == {State.NOT_SUPPORTED, State.NOT_APPLICABLE}
    assert states["primary_group"] is State.NOT_APPLICABLE
    assert [one for one, state in states.items() if state is State.NOT_APPLICABLE] == ["primary_group"]


@pytest.mark.requirement("P-04")
@pytest.mark.parametrize(
    "topic",
    [
        "relationship_contact", "gp_practice", "lpa", "appointee", "deputy", "financial_representative",
        "unpaid_carer", "health_conditions", "accessible_information", "advance_decision",
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    ("answer", "asked_on", "state"),
    [
        (State.ASKED_NONE, date(2026, 11, 22), State.ASKED_NONE),
        (State.ASKED_NONE, date(2026, 3, 2), State.ASKED_NONE),
        (State.ASKED_NONE, date(2026, 3, 1), State.EXPIRED),
        (State.ASKED_NONE, State.ABSENT, State.ASKED_NONE),
        (State.ASKED_NONE, date(2026, 11, 24), State.ABSENT),
        (State.DECLINED, date(2020, 1, 1), State.DECLINED),
        (State.UNKNOWN_RECORDED, date(2026, 11, 22), State.UNKNOWN_RECORDED),
    ],
)
def test_every_topic_takes_an_answer_until_the_next_review(
    topic: str, answer: State, asked_on: object, state: State
) -> None:
    nothing: dict[str, Any] = {
        "relationships": (), "gp": (), "representatives": (), "has_unpaid_carer": State.ABSENT,
        "health_conditions": (), "information_needs_assessed": State.ABSENT, "advance_decision": State.ABSENT,
        "benefits_handled_by_other": True, "last_review_on": date(2026, 3, 2),
        "capacity": ({"area": "finance", "outcome": "lacks_capacity", "assessed_on": date(2019, 1, 1)},),
        "answers": ({"topic": topic, "answer": answer, "asked_on": asked_on},),
    }  # fmt: skip
    assert assessed(topic, {"profile": "pre_meeting"}, **nothing).state is state


@pytest.mark.requirement("P-04")
def test_only_powers_of_attorney_and_the_like_are_asked_again_when_capacity_was_assessed() -> None:
    since: dict[str, Any] = {
        "relationships": (), "representatives": (), "benefits_handled_by_other": True,
        "capacity": ({"area": "other", "outcome": "has_capacity", "assessed_on": date(2026, 11, 1)},),
    }  # fmt: skip
    for topic in ("relationship_contact", "lpa", "appointee", "financial_representative"):
        answers = ({"topic": topic, "answer": State.ASKED_NONE, "asked_on": date(2026, 9, 1)},)
        outcome = assessed(topic, {"profile": "pre_meeting"}, **since, answers=answers)
        assert outcome.state is (State.ASKED_NONE if topic == "relationship_contact" else State.EXPIRED), (
            topic
        )


# --- what a finding says -------------------------------------------------------------------------------


@pytest.mark.requirement("P-02")
def test_a_closed_practice_is_a_batch_for_the_desk_with_the_practice_as_its_key() -> None:
    outcome = assessed("gp_practice", gp=({"code": " f99903 "},))
    assert (outcome.batch, outcome.batch_key, outcome.who) == (
        Batch.CLOSED_PRACTICE,
        "F99903",
        Mender.DATA_QUALITY,
    )


@pytest.mark.parametrize(
    ("code", "key"),
    [("f99999", "F99999"), ("SURGERY", ""), ("DR A EXAMPLE", ""), ("DR EXAMPLE 2ND FLOOR", "")],
)
def test_what_was_typed_for_a_code_is_a_key_only_if_it_looks_like_one(code: str, key: str) -> None:
    outcome = assessed("gp_practice", gp=({"code": code},))
    assert (outcome.state, outcome.batch, outcome.batch_key) == (State.INVALID, Batch.UNKNOWN_PRACTICE, key)
    assert outcome.who is Mender.HELP_DESK


def test_a_practice_is_compared_even_when_the_list_cannot_be_read() -> None:
    given = replace(example_given(), practices=None, practices_status=ReferenceStatus.DOWN)
    compare = BY_ID["gp_practice"].compare
    assert compare is not None
    assert compare(example_person(gp=({"code": "f99903"},)), given) == "F99903"


@pytest.mark.requirement("P-02")
def test_the_council_decides_whose_missing_power_of_attorney_is_a_gap_every_night() -> None:
    nobody: dict[str, Any] = {"representatives": ()}
    for settings, state in (
        ({}, State.NOT_APPLICABLE),
        ({"lpa": {"nightly": "capacity"}}, State.NOT_APPLICABLE),
        ({"lpa": {"nightly": "everyone"}}, State.ABSENT),
        ({"gp_practice": {"nightly": "everyone"}}, State.NOT_APPLICABLE),
    ):
        assert assessed("lpa", {"settings": settings}, **nobody).state is state


@pytest.mark.parametrize(("days", "state"), [(22, State.INVALID), (21, State.NOT_SUPPORTED)])
def test_the_council_decides_how_old_the_list_of_practices_may_be(days: int, state: State) -> None:
    settings = {"gp_practice": {"max_list_age_days": days}}
    assert assessed("gp_practice", {"settings": settings}, gp=({"code": "F99999"},)).state is state


# --- arbitrary records ---------------------------------------------------------------------------------

DAYS = st.dates(date(1895, 1, 1), date(2035, 12, 31)) | st.sampled_from(
    [AS_OF, date(2026, 3, 2), date.min, date.max]
)
TEXTS = st.sampled_from(
    ["", "-", "x", "F99901", "F99903", "V81997", "V81998", "V81999", "W00001", "99999", "9990000018",
     "0000000000", "MB1 2AB", "ZZ99 3VZ", "ZZ99 3WZ", "7000-0000-0054", "V123456789012", "2123456", "lpa",
     "gp_practice", "CARER"]
) | st.text(max_size=14)  # fmt: skip
CODES = st.sampled_from(sorted({code.id for codes in CODE_LISTS.values() for code in codes.codes}))
ANYTHING = st.sampled_from(list(State)) | DAYS | st.booleans() | TEXTS | CODES | st.integers() | st.none()
OF_KIND = {Kind.TEXT: TEXTS, Kind.DATE: DAYS, Kind.FLAG: st.booleans(), Kind.CODE: CODES}


def _field(path: str) -> st.SearchStrategy[Any]:
    spec = FIELDS[path]
    right = OF_KIND[spec.kind]
    if spec.codes:
        right = st.sampled_from([code.value for code in CODE_LISTS[spec.codes].codes])
    if path == "answers.topic":
        right = st.sampled_from(list(BY_ID))
    return st.one_of(right, right, ANYTHING)


def _item(name: str, kind: Any) -> st.SearchStrategy[Any]:
    return st.builds(kind, **{each.name: _field(f"{name}.{each.name}") for each in fields(kind)})


PEOPLE = st.builds(
    Person,
    **{path: _field(path) for path in FIELDS if "." not in path and path != "ref"},
    **{
        name: st.lists(_item(name, kind), max_size=3).map(tuple) | st.sampled_from(list(State))
        for name, kind in LISTS.items()
    },
    ref=st.just("1"),
)
RUNS = st.builds(
    Given,
    as_of=st.sampled_from([AS_OF, date(2024, 2, 29), date(2000, 1, 1)]),
    profile=st.sampled_from(list(BUILT_IN)),
    practices=st.sampled_from([PRACTICES, None]),
    practices_status=st.sampled_from(list(ReferenceStatus)),
    allow_synthetic=st.booleans(),
    settings=st.sampled_from(
        [{}, {"lpa": {"nightly": "everyone"}, "accessible_information": {"review_days": 0}}]
    ),
)


@arbitrary(PEOPLE, PEOPLE, RUNS)
def test_no_record_makes_a_rule_raise_or_say_what_it_never_said_it_would(
    person: Person, other: Person, given: Given
) -> None:
    for rule in ALL:
        said = outcome_of(rule, person, {"other": other}, given)
        assert said.state in rule.states, rule.id
        assert said.field in rule.fields, rule.id
        alone = outcome_of(rule, person, {}, given)
        assert alone.state not in (State.HELD_ELSEWHERE, State.CONFLICT)
        if said.state is State.HELD_ELSEWHERE:
            assert alone.state in NOTHING_USABLE
        elif said.state is State.CONFLICT:
            assert alone.state is State.RECORDED
        else:
            assert said == alone


@arbitrary(PEOPLE, RUNS)
def test_a_rule_leaves_the_record_as_it_was_and_says_the_same_again(person: Person, given: Given) -> None:
    before = repr(person)
    first = [rule.assess(person, given) for rule in ALL]
    assert [rule.assess(person, given) for rule in ALL] == first
    assert repr(person) == before


@arbitrary(PEOPLE, RUNS)
def test_two_equal_records_are_neither_in_conflict_nor_held_elsewhere(person: Person, given: Given) -> None:
    for rule in ALL:
        state = outcome_of(rule, person, {"same": person}, given).state
        assert state is not State.CONFLICT, rule.id
        assert state is not State.HELD_ELSEWHERE, rule.id


# --- the kit and the catalogue -------------------------------------------------------------------------


def test_an_unknown_field_of_an_example_is_an_error() -> None:
    with pytest.raises(TypeError, match="shoe_size"):
        example_person(shoe_size="9")


def test_the_other_source_of_an_example_holds_what_it_mentions_and_no_more() -> None:
    example = Example("", {}, State.CONFLICT, {"postcode": "MB1 2AB"})
    (other,) = elsewhere_of(example).values()
    assert other.postcode == "MB1 2AB"
    assert other.ethnicity is State.NOT_SUPPORTED
    assert elsewhere_of(replace(example, elsewhere=None)) == {}


def test_the_catalogue_holds_every_rule_as_plain_json() -> None:
    made = catalogue()
    assert json.loads(json.dumps(made)) == made
    assert [each["id"] for each in made] == list(CONTRACT)
    entry = {each["id"]: each for each in made}["lpa"]
    assert entry["profiles"] == ["post_conversation", "pre_meeting"]
    assert entry["severity"] == "warning"
    assert entry["settings"][0]["name"] == "nightly"
    assert entry["states"] == [state.value for state in State if state in BY_ID["lpa"].states]
    assert {each["id"] for each in made if each["compared"]} == {rule.id for rule in ALL if rule.compare}


def test_the_catalogue_is_of_any_rules() -> None:
    assert [each["id"] for each in catalogue([BY_ID["name"]])] == ["name"]
    assert catalogue([]) == []


def test_settling_takes_any_mapping() -> None:
    rule, given = BY_ID["postcode"], example_given()
    person = example_person(postcode=State.ABSENT)
    others = MappingProxyType({"one": example_person()})
    assert settle(rule, State.ABSENT, person, others, given).source == "one"
